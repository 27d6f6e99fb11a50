package sockets

import (
	"slices"
	"strings"

	"godotsteam/steamtypes"
)

// listener is a listen socket. Sockets.mu guards it.
type listener struct {
	handle Handle
	port   int
	owner  *Owner // nil: the game
	config config
}

// OwnersPort is the virtual port of package messages, which the game can't use.
const OwnersPort = maxPort

// Listen makes a listen socket on a virtual port. It returns 0 if there is one
// on it already, or if an argument can't be.
func (s *Sockets) Listen(port int, options []Option) Handle {
	if port == OwnersPort {
		return 0
	}
	return s.ListenFor(nil, port, options)
}

// ListenFor is [Sockets.Listen] for an owner.
func (s *Sockets) ListenFor(owner *Owner, port int, options []Option) Handle {
	s.lock()
	defer s.unlock()
	l := &listener{port: port, owner: owner, config: config{parent: &s.config}}
	if s.closed || port < 0 || port > maxPort || s.ports[port] != nil || len(s.listeners) >= MaxListeners ||
		!l.config.putAll(options) {
		return 0
	}
	l.handle = s.handle()
	s.listeners[l.handle], s.ports[port] = l, l
	return l.handle
}

// CloseListener closes a listen socket, and the connections that it accepted,
// without linger.
func (s *Sockets) CloseListener(h Handle) bool {
	s.lock()
	defer s.unlock()
	l := s.listeners[h]
	if l == nil {
		return false
	}
	delete(s.listeners, h)
	delete(s.ports, l.port)
	for _, c := range s.conns {
		if c.listener == l {
			s.close(c, EndAppMin, "the listen socket was closed", false)
		}
	}
	return true
}

// IsListener reports whether there is such a listen socket.
func (s *Sockets) IsListener(h Handle) bool {
	s.lock()
	defer s.unlock()
	return s.listeners[h] != nil
}

// Connect asks a user for a connection to a virtual port. How it goes comes as
// changes. It returns 0 if there can't be one.
func (s *Sockets) Connect(peer steamtypes.SteamID, port int, options []Option) Handle {
	if port == OwnersPort {
		return 0
	}
	return s.ConnectFor(nil, peer, port, options)
}

// ConnectFor is [Sockets.Connect] for an owner.
func (s *Sockets) ConnectFor(owner *Owner, peer steamtypes.SteamID, port int, options []Option) Handle {
	s.lock()
	defer s.unlock()
	c := &conn{s: s, owner: owner, peer: peer, port: port, own: -1, config: config{parent: &s.config}}
	if s.closed || peer == s.id || !peer.CanHoldSession() || port < 0 || port > maxPort || !c.config.putAll(options) {
		return 0
	}
	if c.config.int(SymmetricConnect) != 0 {
		c.symmetric = true
		if c.own = c.config.int(LocalVirtualPort); c.own < 0 {
			c.own = port
		}
		if there := s.matching(peer, c.own, c.port); there != nil {
			return s.meet(there, c)
		}
	}
	if !s.makeRoom() {
		return 0
	}
	c.start(s.path(peer))
	c.become(StateConnecting, 0, "")
	if c.path.open {
		c.ask()
	}
	return c.handle
}

// matching returns the symmetric connection with a peer between two ports, if
// there is one that lives.
func (s *Sockets) matching(peer steamtypes.SteamID, own, port int) *conn {
	if p := s.paths[peer]; p != nil {
		for _, c := range p.conns {
			if c.symmetric && c.own == own && c.port == port {
				return c
			}
		}
	}
	return nil
}

// meet answers a symmetric connect where there is a connection: it accepts one
// that waits, and there can't be two.
func (s *Sockets) meet(there, asked *conn) Handle {
	if there.state != StateConnecting || !there.incoming {
		return 0
	}
	there.config.parent, there.config.set = asked.config.parent, asked.config.set
	there.owner = asked.owner
	there.accept()
	return there.handle
}

// knock takes a CONNECT. Nobody is told that nobody listens: the connector asks
// again, and gives up in time.
func (s *Sockets) knock(peer steamtypes.SteamID, f *frame) {
	if p := s.paths[peer]; p != nil {
		if c := p.findRemote(f.from); c != nil {
			if c.accepted && !c.lingers {
				c.sayAccept() // they ask again because they have not heard it
			}
			return
		}
	}
	if f.symmetric {
		if c := s.matching(peer, f.port, f.own); c != nil {
			if c.state == StateConnecting && !c.incoming && s.id > peer {
				c.remote, c.out.limit = f.from, f.window // they called, too: one connection
				c.accept()
			}
			return // whoever has the lower ID waits for the other to do that
		}
	}
	l := s.ports[f.port]
	if l == nil || slices.Contains(s.refused, refusal{peer, f.from}) || !s.mayAsk(peer) || !s.makeRoom() {
		return
	}
	c := &conn{
		s: s, owner: l.owner, peer: peer, listener: l, incoming: true, port: f.own, own: f.port,
		symmetric: f.symmetric && l.config.int(SymmetricConnect) != 0,
		remote:    f.from, config: config{parent: &l.config},
	}
	c.out.limit = f.window
	c.start(s.path(peer))
	c.path.open = true
	c.become(StateConnecting, 0, "")
}

// mayAsk reports whether there is room for a connection that a peer asks for.
func (s *Sockets) mayAsk(peer steamtypes.SteamID) bool {
	waiting, theirs := 0, 0
	for _, c := range s.conns {
		if c.incoming && c.state == StateConnecting && !c.accepted {
			waiting++
		}
		if c.incoming && c.peer == peer {
			theirs++
		}
	}
	return waiting < MaxRequests && theirs < MaxFromPeer
}

// makeRoom sees to it that there is room for one more connection.
func (s *Sockets) makeRoom() bool {
	if len(s.conns) < MaxConnections {
		return true
	}
	var oldest *conn
	for _, c := range s.conns {
		if c.state.Ended() && (oldest == nil || c.ended < oldest.ended) {
			oldest = c
		}
	}
	if oldest == nil {
		return false
	}
	oldest.free()
	return true
}

// Accept accepts a connection that waits.
func (s *Sockets) Accept(h Handle) Result {
	s.lock()
	defer s.unlock()
	c := s.conns[h]
	switch {
	case c == nil:
		return ResultInvalidParam
	case c.accepted && !c.state.Ended():
		return ResultDuplicateRequest
	case !c.incoming || c.state != StateConnecting:
		return ResultInvalidState
	}
	c.accept()
	return ResultOK
}

// CloseConnection closes a connection and gives its handle up. What has not
// been read is dropped, and what has not been sent, too, unless it shall
// linger. A reason that is not a game's to give counts as [EndAppMin].
func (s *Sockets) CloseConnection(h Handle, reason End, text string, linger bool) bool {
	s.lock()
	defer s.unlock()
	c := s.conns[h]
	if c == nil {
		return false
	}
	if reason < EndAppMin || reason > EndAppMax {
		reason = EndAppMin
	}
	s.close(c, reason, cut(text, MaxText), linger)
	return true
}

func (s *Sockets) close(c *conn, reason End, text string, linger bool) {
	if c.state.Ended() {
		c.free()
		return
	}
	c.reason, c.text = reason, text
	if linger && c.state == StateConnected && !c.symmetric && c.out.waiting > 0 {
		c.linger()
		return
	}
	c.sayClose()
	c.free()
}

// cut cuts a text to whole characters that fit, and drops what is none.
func cut(text string, limit int) string {
	text = strings.ToValidUTF8(text, "?")
	if len(text) <= limit {
		return text
	}
	return strings.ToValidUTF8(text[:limit], "")
}
