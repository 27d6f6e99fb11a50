package p2p

import (
	"log/slog"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/tasks"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// Config is what sessions are made of.
type Config struct {
	Self     steamtypes.SteamID
	Life     uint64        // the number of this run
	Timeout  time.Duration // how long a session may be without an answer
	Heads    []atomic.Int64
	Log      *slog.Logger
	Signals  *signals.Queue
	Tasks    *tasks.Group
	Endpoint *endpoint.Endpoint
	Peers    Peers
}

// Peers is what sessions ask about peers. It is never asked with the lock held.
type Peers interface {
	// WaysTo returns where a peer may be reached, likeliest first, and its address on this machine if it runs here.
	WaysTo(peer steamtypes.SteamID) (ways []endpoint.Way, here netip.AddrPort)

	// Here returns the address of a peer that runs on this machine.
	Here(peer steamtypes.SteamID) (netip.AddrPort, bool)

	// RankOf returns how much a peer that calls matters.
	RankOf(peer steamtypes.SteamID) endpoint.Rank
}

// Sessions are all that there is with all peers.
type Sessions struct {
	Config
	inbox  *networking.Inbox
	self   *networking.Source // for packets to oneself
	queued atomic.Int64       // bytes that wait to be sent, to all

	mu       sync.Mutex // guards the rest, and all of every session
	sessions map[steamtypes.SteamID]*session
	epochs   uint64
	links    uint64  // that there have been
	unopened []*link // those of others without an OPEN, oldest first
	closed   bool

	memory
}

// New returns no sessions yet.
func New(c Config) *Sessions {
	t := &Sessions{
		Config:   c,
		inbox:    networking.NewInbox(c.Heads),
		sessions: make(map[steamtypes.SteamID]*session),
		memory:   newMemory(),
	}
	t.self = t.inbox.Source(c.Self)
	return t
}

// Send queues a message for a peer, or for oneself.
func (t *Sessions) Send(to steamtypes.SteamID, data []byte, how networking.SendType, channel int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return networking.ErrNotRunning
	}
	if to == t.Self {
		return t.sendToSelf(data, channel)
	}
	s := t.sessions[to]
	if s == nil || s.phase == failed {
		if s == nil && !t.makeRoom() {
			return networking.ErrTooManySessions
		}
		s = t.newSession(to, connecting)
		s.connect()
	}
	return s.send(data, how, channel)
}

// sendToSelf delivers at once: games that send to every member of a lobby count on it.
func (t *Sessions) sendToSelf(data []byte, channel int) error {
	if !t.self.Offer([]networking.Arrival{{Channel: channel, Data: data}}) {
		return networking.ErrUnreadFull
	}
	return nil
}

// PacketSize returns the size of the next packet of a channel, 0 if there is none.
func (t *Sessions) PacketSize(channel int) int { return t.inbox.Size(channel) }

// ReadPacket takes the next packet of a channel.
func (t *Sessions) ReadPacket(channel, limit int) (networking.Packet, bool) {
	return t.inbox.Read(channel, limit)
}

// Accept answers the request of a peer.
func (t *Sessions) Accept(peer steamtypes.SteamID) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s := t.sessions[peer]; s != nil && s.phase == requested {
		s.accept()
	}
	return !t.closed
}

// CloseSession ends the session with a peer.
func (t *Sessions) CloseSession(peer steamtypes.SteamID) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.sessions[peer]
	wasOpen := s != nil && s.phase != failed
	if s != nil {
		s.close()
	}
	if peer != t.Self {
		t.inbox.DropFrom(peer) // what this session and those before it left to read
	}
	return wasOpen
}

// CloseChannel closes a channel, and with the last one the session.
func (t *Sessions) CloseChannel(peer steamtypes.SteamID, channel int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.sessions[peer]
	if s == nil || s.phase == failed || !s.closeChannel(channel) {
		return false
	}
	if len(s.channels) == 0 {
		s.close()
		t.inbox.DropFrom(peer)
	}
	return true
}

// SessionState returns how the session with a peer stands.
func (t *Sessions) SessionState(peer steamtypes.SteamID) (networking.SessionState, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.sessions[peer]
	if s == nil || s.phase == requested {
		return networking.SessionState{}, false // a request is not yet a session
	}
	return s.state(), true
}

// newSession begins a session in place of the last one with a peer.
func (t *Sessions) newSession(peer steamtypes.SteamID, in phase) *session {
	t.epochs++
	failedBefore, unnoticed := t.unnoticedEnds[peer]
	s := &session{
		all:      t,
		peer:     peer,
		phase:    in,
		ours:     epoch{t.Life, t.epochs},
		queue:    sendQueue{total: &t.queued},
		source:   t.inbox.Source(peer),
		channels: make(map[int]bool),

		follows:    unnoticed,
		lostBefore: failedBefore,
	}
	if old := t.sessions[peer]; old != nil {
		s.lastError = old.lastError
	}
	t.sessions[peer] = s
	return s
}

// makeRoom reports whether there may be one more session. The records of failed ones go first.
func (t *Sessions) makeRoom() bool {
	if len(t.sessions) < networking.MaxSessions {
		return true
	}
	for peer, s := range t.sessions {
		if s.phase == failed {
			delete(t.sessions, peer)
			return true
		}
	}
	return false
}

// forget takes a session out, if no other has taken its place.
func (t *Sessions) forget(s *session) {
	if t.sessions[s.peer] == s {
		delete(t.sessions, s.peer)
	}
}

// Inbound takes in a connection that a peer makes.
func (t *Sessions) Inbound(conn *quic.Conn) {
	peer, err := endpoint.PeerOf(conn)
	as := endpoint.Guest{Rank: t.Peers.RankOf(peer), From: endpoint.PlaceOf(conn.RemoteAddr())} // before the lock
	t.mu.Lock()
	defer t.mu.Unlock()
	if s := t.sessions[peer]; s != nil && s.phase != requested {
		as.Rank = max(as.Rank, endpoint.Found) // our game has spoken to them
	}
	if err != nil || t.closed || peer == t.Self || !t.mayStayUnopened(peer) {
		conn.CloseWithError(endpoint.CodeRefused, "") //nolint:errcheck
		return
	}
	l := t.newLink(peer, conn)
	l.as, l.unopened = as, true
	t.unopened = append(t.unopened, l)
	t.makeRoomForUnopened(as.Rank == endpoint.Stranger)
	t.after(endpoint.OpenTimeout, func() {
		if l.unopened {
			l.close(endpoint.CodeRefused)
		}
	})
	t.Tasks.Go(l.run)
}

// after runs work, with the lock, when some time has gone by.
func (t *Sessions) after(d time.Duration, work func()) *time.Timer {
	return t.Tasks.After(d, &t.mu, work)
}

// Finish takes nothing more from the game, and has active sessions write what waits and end. Each of the channels
// is closed when one has.
func (t *Sessions) Finish() (finishing []<-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	for _, s := range t.sessions {
		if s.phase == active {
			s.flush()
			s.active.finishing = true
			s.active.reliable.wake()
			finishing = append(finishing, s.active.ctx.Done())
		}
	}
	return finishing
}

// End ends all sessions at once.
func (t *Sessions) End() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, s := range t.sessions {
		s.end()
	}
}

// Clear gives back what was received, also what ended sessions left to read. All tasks have ended.
func (t *Sessions) Clear() {
	t.self.Close()
	t.inbox.Clear()
}
