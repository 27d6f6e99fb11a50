package sockets

import "godotsteam/steamtypes"

// CreatePair makes two connections that are each other's ends, connected at
// once and without a word. peer1 is whom the first has at its other end, peer2
// whom the second has; 0 stands for us. Over a loopback a bad network that was
// asked for is on it.
func (s *Sockets) CreatePair(loopback bool, peer1, peer2 steamtypes.SteamID) (Handle, Handle, bool) {
	s.lock()
	defer s.unlock()
	if s.closed || !s.makeRoom() || len(s.conns)+2 > MaxConnections && !s.makeRoom() {
		return 0, 0, false
	}
	a, b := s.end(loopback, peer1), s.end(loopback, peer2)
	a.path.other, b.path.other = b.path, a.path
	a.join(b)
	b.join(a)
	return a.handle, b.handle, true
}

func (s *Sockets) end(loopback bool, peer steamtypes.SteamID) *conn {
	if peer == 0 {
		peer = s.id
	}
	p := &path{s: s, peer: peer, fakes: loopback, open: true}
	p.out = line{path: p, forward: p.carry}
	p.in = line{path: p, forward: p.deliver}
	c := &conn{s: s, peer: peer, own: -1, port: -1, accepted: true, config: config{parent: &s.config}}
	c.start(p)
	return c
}

// join has a connection be connected with another.
func (c *conn) join(other *conn) {
	c.remote = other.handle
	c.out.limit = other.in.grant()
	c.state, c.since = StateConnected, c.heard
	c.schedule()
}
