package class

import (
	"godotsteam/gd"
	"godotsteam/multiplayer"
)

// virtuals are what SceneMultiplayer calls. Those of each packet tell nothing:
// what there is to tell comes with the next poll, but for sends that fail.
func virtuals() []gd.Virtual {
	number := func(f func(*peer) int64) func(*gd.Call) {
		return func(c *gd.Call) { c.SetInt(f(c.Self().(*peer))) }
	}
	truth := func(f func(*peer) bool) func(*gd.Call) {
		return func(c *gd.Call) { c.SetBool(f(c.Self().(*peer))) }
	}
	return []gd.Virtual{
		{Name: "_get_packet", Call: of((*peer).getPacket)},
		{Name: "_put_packet", Call: of((*peer).putPacket)},
		{Name: "_get_available_packet_count", Call: number(func(p *peer) int64 { return int64(p.core.Available()) })},
		{Name: "_get_max_packet_size", Call: number(func(*peer) int64 { return multiplayer.MaxPacket })},
		{Name: "_get_packet_peer", Call: number(func(p *peer) int64 {
			id, _, _ := p.core.Head()
			return int64(id)
		})},
		{Name: "_get_packet_channel", Call: number(func(p *peer) int64 {
			_, channel, _ := p.core.Head()
			return int64(channel)
		})},
		{Name: "_get_packet_mode", Call: number(func(p *peer) int64 {
			_, _, mode := p.core.Head()
			return int64(mode)
		})},
		{Name: "_set_transfer_channel", Call: of(func(p *peer, c *gd.Call) { p.core.SetChannel(int(c.Int(0))) })},
		{Name: "_get_transfer_channel", Call: number(func(p *peer) int64 { return int64(p.core.Channel()) })},
		{Name: "_set_transfer_mode", Call: of(func(p *peer, c *gd.Call) { p.core.SetMode(multiplayer.Mode(c.Int(0))) })},
		{Name: "_get_transfer_mode", Call: number(func(p *peer) int64 { return int64(p.core.Mode()) })},
		{Name: "_set_target_peer", Call: of(func(p *peer, c *gd.Call) { p.core.SetTarget(int32(c.Int(0))) })},
		{Name: "_get_unique_id", Call: number(func(p *peer) int64 { return int64(p.core.ID()) })},
		{Name: "_get_connection_status", Call: number(func(p *peer) int64 { return int64(p.core.Status()) })},
		{Name: "_is_server", Call: truth(func(p *peer) bool { return p.core.IsServer() })},
		{Name: "_is_server_relay_supported", Call: truth(func(p *peer) bool { return p.core.Switches().ServerRelay })},
		{Name: "_is_refusing_new_connections", Call: truth(func(p *peer) bool { return p.core.Refusing() })},
		{Name: "_set_refuse_new_connections", Call: on(func(p *peer, c *gd.Call) { p.core.Refuse(c.Bool(0)) })},
		{Name: "_disconnect_peer", Call: on(func(p *peer, c *gd.Call) { p.core.Disconnect(peerID(c.Int(0)), c.Bool(1)) })},
		{Name: "_close", Call: on(func(p *peer, _ *gd.Call) { p.core.Close() })},
		{Name: "_poll", Call: of(func(p *peer, c *gd.Call) {
			if c.OnMainThread() {
				p.core.Poll(p.tell)
				p.tidy()
			}
		})},
	}
}

func (p *peer) getPacket(c *gd.Call) {
	m, ok := p.core.Get()
	if !ok {
		c.SetInt(int64(multiplayer.ErrUnavailable))
		return
	}
	c.SetBuffer(m.Data)
	m.Done()
	c.SetInt(int64(multiplayer.OK))
}

func (p *peer) putPacket(c *gd.Call) {
	err := p.core.Put(c.Bytes(0))
	c.SetInt(int64(err))
	if err != multiplayer.OK && c.OnMainThread() {
		p.settle()
	}
}
