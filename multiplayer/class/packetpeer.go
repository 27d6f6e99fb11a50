package class

import (
	"godotsteam/gd"
	"godotsteam/multiplayer"
)

// packetPeer is the Go side of a SteamPacketPeer. One that a script makes by
// itself shows nothing.
type packetPeer struct{ link *multiplayer.Link }

func (c *Classes) newPacketPeer(l *multiplayer.Link) gd.Object {
	c.makes.Lock() // New is called meanwhile
	defer c.makes.Unlock()
	c.mu.Lock()
	c.making = l
	c.mu.Unlock()
	return c.packet.Instantiate()
}

func (c *Classes) packetPeerClass() *gd.Class {
	on := func(f func(*multiplayer.Link, *gd.Call), empty func(*gd.Call)) func(*gd.Call) {
		return func(c *gd.Call) {
			if l := c.Self().(*packetPeer).link; l != nil {
				f(l, c)
			} else if empty != nil {
				empty(c)
			}
		}
	}
	zero := func(c *gd.Call) { c.SetInt(0) }
	unavailable := func(c *gd.Call) { c.SetInt(int64(multiplayer.ErrUnavailable)) }
	constant := func(n int64) func(*gd.Call) { return func(c *gd.Call) { c.SetInt(n) } }
	return &gd.Class{
		Name: "SteamPacketPeer", Base: "PacketPeerExtension",
		New: func(gd.Object) any {
			c.mu.Lock()
			defer c.mu.Unlock()
			p := &packetPeer{c.making}
			c.making = nil
			return p
		},
		Methods: []gd.Method{
			{Name: "get_steam_id", Result: gd.Int, Call: on(func(l *multiplayer.Link, c *gd.Call) {
				c.SetInt(int64(l.SteamID()))
			}, zero)},
			{Name: "get_peer_id", Result: gd.Int, Call: on(func(l *multiplayer.Link, c *gd.Call) {
				c.SetInt(int64(l.ID()))
			}, zero)},
			{Name: "get_connection_handle", Result: gd.Int, Call: on(func(l *multiplayer.Link, c *gd.Call) {
				c.SetInt(int64(l.Handle()))
			}, zero)},
			{Name: "get_state", Result: gd.Int, ResultEnum: "PeerState", Call: on(func(l *multiplayer.Link, c *gd.Call) {
				c.SetInt(int64(l.State()))
			}, zero)},
			{Name: "disconnect_peer", Params: params(withDefault(param("force", gd.Bool), false)),
				Call: on(func(l *multiplayer.Link, c *gd.Call) { l.Disconnect(c.Bool(0)) }, nil)},
		},
		Virtuals: []gd.Virtual{
			// What a peer sends goes to the multiplayer peer alone.
			{Name: "_get_packet", Call: unavailable},
			{Name: "_put_packet", Call: on(func(l *multiplayer.Link, c *gd.Call) {
				c.SetInt(int64(l.Put(c.Bytes(0))))
			}, unavailable)},
			{Name: "_get_available_packet_count", Call: constant(0)},
			{Name: "_get_max_packet_size", Call: constant(multiplayer.MaxPacket)},
		},
		Enums: []gd.Enum{{Name: "PeerState", Constants: []gd.Constant{
			{Name: "STATE_NONE", Value: 0}, {Name: "STATE_CONNECTING", Value: 1}, {Name: "STATE_FINDING_ROUTE", Value: 2},
			{Name: "STATE_CONNECTED", Value: 3}, {Name: "STATE_CLOSED_BY_PEER", Value: 4},
			{Name: "STATE_PROBLEM_DETECTED_LOCALLY", Value: 5}, {Name: "STATE_FIN_WAIT", Value: -1},
			{Name: "STATE_LINGER", Value: -2}, {Name: "STATE_DEAD", Value: -3},
		}}},
	}
}
