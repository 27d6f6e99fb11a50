package sockets

import (
	"slices"

	"godotsteam/steamtypes"
)

// path is where the frames of connections with one peer go: to the carrier, or
// to the other end of a socket pair. Sockets.mu guards it.
type path struct {
	s     *Sockets
	peer  steamtypes.SteamID
	other *path // of a socket pair: its other end
	fakes bool  // a bad network that was asked for is on it
	open  bool  // frames can go

	conns []*conn // that are alive, also those that linger
	turn  int     // whose turn to send

	out, in line // what a bad network holds back
}

// flight is how much may be on its way between the ends of a socket pair, or
// held back by a bad network: a slow carrier has all of it before it has said
// that it is slow, and must be through with it long before a timeout.
const flight = 256 << 10

type localFrame struct {
	to       *path
	bytes    []byte
	reliable bool
}

// path returns the way to a peer, and has the carrier keep it.
func (s *Sockets) path(peer steamtypes.SteamID) *path {
	p := s.paths[peer]
	if p == nil {
		p = &path{s: s, peer: peer, fakes: true}
		p.out = line{path: p, forward: p.carry}
		p.in = line{path: p, forward: p.deliver}
		s.paths[peer] = p
		s.carrier.Open(peer)
	}
	return p
}

func (p *path) find(h Handle) *conn {
	for _, c := range p.conns {
		if c.handle == h {
			return c
		}
	}
	return nil
}

func (p *path) findRemote(h Handle) *conn {
	for _, c := range p.conns {
		if c.remote == h {
			return c
		}
	}
	return nil
}

// detach forgets a connection that needs the path no more.
func (p *path) detach(c *conn) {
	if i := slices.Index(p.conns, c); i >= 0 {
		p.conns = slices.Delete(p.conns, i, i+1)
	}
	p.release()
}

// release gives the path up once nothing needs it.
func (p *path) release() {
	if len(p.conns) == 0 && p.out.empty() {
		p.drop()
	}
}

func (p *path) drop() {
	p.out.clear()
	p.in.clear()
	if p.other == nil && p.s.paths[p.peer] == p {
		delete(p.s.paths, p.peer)
		p.s.carrier.Release(p.peer)
	}
}

// opened says that frames can go.
func (p *path) opened() {
	p.open = true
	for _, c := range p.conns {
		if c.state == StateConnecting && c.listener == nil {
			c.ask()
		}
	}
	p.pump()
}

// lost ends the connections of a path, but for those that still look for it.
func (p *path) lost(why Loss) {
	p.open = false
	p.out.clear()
	p.in.clear()
	for _, c := range slices.Clone(p.conns) {
		switch {
		case c.lingers:
			c.free()
		case c.state == StateConnecting && !c.incoming && why == LossRefused:
			c.fail(EndRendezvous, why.String())
		case c.state == StateConnecting && !c.incoming:
			// The timer looks for the path again, until the time is over.
		case why == LossClosed:
			c.fail(EndNoConnection, why.String())
		default:
			c.fail(EndRemoteTimeout, why.String())
		}
	}
	p.release()
}

// send sends a frame, through a bad network if there is one.
func (p *path) send(b []byte, reliable bool) {
	if p.fakes && p.out.holds(b, reliable, fakeSend) {
		return
	}
	p.carry(b, reliable)
}

func (p *path) carry(b []byte, reliable bool) {
	if p.other != nil {
		p.s.local = append(p.s.local, localFrame{p.other, slices.Clone(b), reliable})
	} else {
		p.s.carrier.Send(p.peer, b, reliable)
	}
}

// arrive takes a frame from the other side.
func (p *path) arrive(b []byte, reliable bool) error {
	if p.fakes && p.in.holds(b, reliable, fakeRecv) {
		return nil
	}
	return p.s.take(p.peer, p, b, reliable)
}

func (p *path) deliver(b []byte, reliable bool) {
	_ = p.s.take(p.peer, p, b, reliable) // who sent it can't be told any more
}

func (p *path) room() int {
	room := flight - p.out.bytes
	switch {
	case !p.open || room <= 0:
		return 0
	case p.other != nil:
		return room
	}
	return min(room, p.s.carrier.Room(p.peer))
}

func (p *path) maxUnreliable() int {
	if p.other != nil {
		return PieceSize + maxFrameHeader
	}
	return p.s.carrier.MaxUnreliable()
}

// pump sends what waits, while there is room: a frame of each connection in
// turn.
func (p *path) pump() {
	for room := p.room(); room > 0; room = p.room() {
		for room > 0 {
			c := p.next()
			if c == nil {
				return
			}
			room -= c.sendNext()
		}
	}
}

// next returns the next connection that has something to send.
func (p *path) next() *conn {
	for range p.conns {
		p.turn = (p.turn + 1) % len(p.conns)
		if c := p.conns[p.turn]; c.state == StateConnected && c.out.next() != nil {
			return c
		}
	}
	return nil
}
