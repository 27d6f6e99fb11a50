package main

import (
	"fmt"
	"slices"

	"godotsteam/gd"
)

// peer is the Go side of BindingPeer: a multiplayer peer that sends what it
// gets back to itself, as if from peer 1.
type peer struct {
	owner    gd.Object
	packets  []packet
	sending  packet // to which channel, in which mode, and to whom it sends
	status   int64
	refusing bool
	greeted  bool
	calls    []string // "name(arguments)", what is polled all the time left out
}

type packet struct {
	data                  []byte
	channel, mode, target int64
}

func newPeer(owner gd.Object) any {
	alive.Add(1)
	return &peer{owner: owner, status: 2, sending: packet{mode: 2}}
}

func (p *peer) note(format string, args ...any) {
	p.calls = append(p.calls, fmt.Sprintf(format, args...))
}

func onPeer(f func(*peer, *gd.Call)) func(*gd.Call) {
	return func(c *gd.Call) { f(c.Self().(*peer), c) }
}

// answer makes a virtual method of what it returns.
func answer(f func(*peer) int64) func(*gd.Call) {
	return onPeer(func(p *peer, c *gd.Call) { c.SetInt(f(p)) })
}

// first is the packet that get_packet will return.
func (p *peer) first() packet {
	if len(p.packets) == 0 {
		return packet{}
	}
	return p.packets[0]
}

func peerVirtuals() []gd.Virtual {
	return []gd.Virtual{
		{Name: "_get_packet", Call: onPeer((*peer).getPacket)},
		{Name: "_put_packet", Call: onPeer((*peer).putPacket)},
		{Name: "_get_available_packet_count", Call: answer(func(p *peer) int64 { return int64(len(p.packets)) })},
		{Name: "_get_max_packet_size", Call: answer(func(*peer) int64 { return 1 << 19 })},
		{Name: "_get_packet_channel", Call: answer(func(p *peer) int64 { return p.first().channel })},
		{Name: "_get_packet_mode", Call: answer(func(p *peer) int64 { return p.first().mode })},
		{Name: "_get_packet_peer", Call: answer(func(*peer) int64 { return 1 })},
		{Name: "_set_transfer_channel", Call: onPeer(func(p *peer, c *gd.Call) { p.sending.channel = c.Int(0) })},
		{Name: "_get_transfer_channel", Call: answer(func(p *peer) int64 { return p.sending.channel })},
		{Name: "_set_transfer_mode", Call: onPeer(func(p *peer, c *gd.Call) { p.sending.mode = c.Int(0) })},
		{Name: "_get_transfer_mode", Call: answer(func(p *peer) int64 { return p.sending.mode })},
		{Name: "_set_target_peer", Call: onPeer(func(p *peer, c *gd.Call) { p.sending.target = c.Int(0) })},
		{Name: "_is_server", Call: onPeer(func(p *peer, c *gd.Call) { c.SetBool(false) })},
		{Name: "_poll", Call: onPeer((*peer).poll)},
		{Name: "_close", Call: onPeer(func(p *peer, _ *gd.Call) { p.status = 0; p.note("close()") })},
		{Name: "_disconnect_peer", Call: onPeer(func(p *peer, c *gd.Call) {
			p.note("disconnect_peer(%d, %t)", c.Int(0), c.Bool(1))
		})},
		{Name: "_get_unique_id", Call: answer(func(*peer) int64 { return 1<<31 - 1 })},
		{Name: "_get_connection_status", Call: answer(func(p *peer) int64 { return p.status })},
		{Name: "_set_refuse_new_connections", Call: onPeer(func(p *peer, c *gd.Call) { p.refusing = c.Bool(0) })},
		{Name: "_is_refusing_new_connections", Call: onPeer(func(p *peer, c *gd.Call) { c.SetBool(p.refusing) })},
		{Name: "_is_server_relay_supported", Call: onPeer(func(_ *peer, c *gd.Call) { c.SetBool(true) })},
	}
}

const (
	ok             = 0
	errUnavailable = 2
)

func (p *peer) getPacket(c *gd.Call) {
	if len(p.packets) == 0 {
		c.SetInt(errUnavailable)
		return
	}
	c.SetBuffer(p.packets[0].data)
	p.packets = p.packets[1:]
	c.SetInt(ok)
}

func (p *peer) putPacket(c *gd.Call) {
	sent := p.sending
	sent.data = slices.Clone(c.Bytes(0)) // the engine's, only now
	p.packets = append(p.packets, sent)
	c.SetInt(ok)
}

func (p *peer) poll(*gd.Call) {
	if !p.greeted {
		p.greeted = true
		p.owner.Emit("peer_connected", 1)
	}
}

func peerClass() *gd.Class {
	return &gd.Class{
		Name: "BindingPeer", Base: "MultiplayerPeerExtension", New: newPeer, Virtuals: peerVirtuals(),
		Methods: []gd.Method{
			method("calls", gd.PackedStringArray, nil, onPeer(func(p *peer, c *gd.Call) {
				c.Set(gd.Strings(p.calls))
			})),
			{Name: "targets", Result: gd.PackedInt64Array, Call: onPeer(func(p *peer, c *gd.Call) {
				targets := gd.Int64s{}
				for _, sent := range p.packets {
					targets = append(targets, sent.target)
				}
				c.Set(targets)
			})},
		},
	}
}

// derivedPeerClass extends a class of ours, and overrides one of its virtual
// methods.
func derivedPeerClass() *gd.Class {
	return &gd.Class{Name: "BindingDerivedPeer", Base: "BindingPeer", New: newPeer, Methods: []gd.Method{
		{Name: "count_packets", Result: gd.Int, Call: answer(func(p *peer) int64 { return int64(len(p.packets)) })},
	}, Virtuals: []gd.Virtual{
		{Name: "_get_unique_id", Call: answer(func(*peer) int64 { return 7 })},
	}}
}

func packetPeerClass() *gd.Class {
	return &gd.Class{Name: "BindingPacketPeer", Base: "PacketPeerExtension", New: newPeer, Virtuals: peerVirtuals()[:4]}
}
