package messages

import (
	"time"

	"godotsteam/networking/sockets"
	"godotsteam/steamtypes"
)

// phase is where a session stands.
type phase int

const (
	asked      phase = iota // the peer wants it, our game has not answered
	connecting              // our game wants it, the peer has not answered
	live
	broken // kept, so that sending is refused and its end can be asked for
)

// session is what there is with one user. Messages.mu guards it.
type session struct {
	peer     steamtypes.SteamID
	phase    phase
	conn     sockets.Handle
	channels map[int32]bool // the open ones; true: opened by our game
	ours     int            // how many of them are true
	used     time.Time
	idle     *time.Timer
	info     sockets.Info // of its end
	broke    uint64       // counts the sessions that did
}

func (m *Messages) newSession(peer steamtypes.SteamID, in phase, conn sockets.Handle) *session {
	s := &session{peer: peer, phase: in, conn: conn, channels: make(map[int32]bool), used: time.Now()}
	m.sessions[peer] = s
	m.Sockets.SetGroup(conn, m.group)
	m.watch(s)
	return s
}

// makeRoom sees to it that there is room for one more session.
func (m *Messages) makeRoom() bool {
	if len(m.sessions) < MaxSessions {
		return true
	}
	var oldest *session
	for _, s := range m.sessions {
		if s.phase == broken && (oldest == nil || s.broke < oldest.broke) {
			oldest = s
		}
	}
	if oldest == nil {
		return false
	}
	m.forget(oldest)
	return true
}

// connect makes a session, nil if there can't be one. If the peer has just
// asked, this accepts.
func (m *Messages) connect(peer steamtypes.SteamID) *session {
	if !m.makeRoom() {
		return nil
	}
	conn := m.Sockets.ConnectFor(m.owner, peer, sockets.OwnersPort, symmetric)
	if conn == 0 {
		return nil
	}
	return m.newSession(peer, connecting, conn)
}

// accept answers a request. It reports false when the peer has given up.
func (m *Messages) accept(s *session) bool {
	m.Settled(s.peer)
	result := m.Sockets.Accept(s.conn)
	if result != sockets.ResultOK && result != sockets.ResultDuplicateRequest {
		return false
	}
	s.phase, s.used = live, time.Now()
	return true
}

// happened takes what sockets told.
func (m *Messages) happened(c sockets.Change) {
	s := m.sessions[c.Info.Peer]
	if s != nil && s.conn != c.Connection {
		s = nil
	}
	switch {
	case c.Info.State == sockets.StateConnecting && c.Info.Listener != 0:
		if s == nil {
			m.requested(c)
		} // else we have met it by connecting
	case c.Info.State == sockets.StateConnected:
		if s != nil {
			s.phase = live
		}
	case c.Info.State.Ended():
		m.drain()
		m.Sockets.CloseConnection(c.Connection, 0, "", false)
		if s != nil {
			m.ended(s, c)
		}
	}
}

// requested takes a peer's asking for a session.
func (m *Messages) requested(c sockets.Change) {
	if info, there := m.Sockets.Info(c.Connection); !there || info.State != sockets.StateConnecting {
		return // it is over again, and that is told next
	}
	peer := c.Info.Peer
	old := m.sessions[peer]
	if m.closed || old != nil && old.phase != broken || old == nil && !m.makeRoom() {
		m.Sockets.CloseConnection(c.Connection, 0, "", false)
		return
	}
	if old != nil {
		m.forget(old)
	}
	m.newSession(peer, asked, c.Connection)
	m.Request(peer)
}

// ended takes the end of a session's connection.
func (m *Messages) ended(s *session, c sockets.Change) {
	switch {
	case s.phase == asked:
		m.Settled(s.peer)
		m.forget(s)
	case c.Info.State == sockets.StateClosedByPeer && c.Old == sockets.StateConnected && !c.Undelivered:
		m.forget(s) // as if it had not been used for long
	default:
		m.broken++
		s.phase, s.info, s.conn, s.broke = broken, c.Info, 0, m.broken
		m.Failed(c.Info)
	}
}

// close ends a session for the peer, too.
func (m *Messages) close(s *session, why sockets.End) {
	if s.phase == asked {
		m.Settled(s.peer)
	}
	if s.phase != broken {
		m.Sockets.CloseConnection(s.conn, why, "", false)
	}
	m.forget(s)
}

// forget forgets a session. What was received stays readable.
func (m *Messages) forget(s *session) {
	if s.idle != nil {
		s.idle.Stop()
		s.idle = nil
	}
	if m.sessions[s.peer] == s {
		delete(m.sessions, s.peer)
	}
}

// watch ends a session that nobody uses. One that broke stays: its end is what
// the game must know.
func (m *Messages) watch(s *session) {
	s.idle = time.AfterFunc(time.Until(s.used.Add(IdleTime)), func() {
		m.lock()
		defer m.unlock()
		m.drain()
		switch {
		case m.sessions[s.peer] != s || s.phase == broken:
		case time.Since(s.used) >= IdleTime:
			m.close(s, EndIdle)
		default:
			m.watch(s)
		}
	})
}

// open counts a channel as open, and reports false if our game has too many.
func (s *session) open(channel int32, ours bool) bool {
	if was, there := s.channels[channel]; there && (was || !ours) {
		return true
	}
	if ours && s.ours == MaxChannels {
		return false
	}
	if !ours && len(s.channels)-s.ours >= MaxChannels {
		return true
	}
	if ours {
		s.ours++
	}
	s.channels[channel] = ours
	return true
}

func (s *session) closeChannel(channel int32) bool {
	ours, there := s.channels[channel]
	if ours {
		s.ours--
	}
	delete(s.channels, channel)
	return there
}
