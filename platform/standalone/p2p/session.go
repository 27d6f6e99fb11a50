package p2p

import (
	"context"
	"slices"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// phase is where a session stands.
type phase int

const (
	requested  phase = iota // the peer has said OPEN, our game has not answered
	connecting              // our game wants it; the peer has not said OPEN
	active                  // both have said OPEN: messages flow
	failed                  // kept so that the last error can be asked for
)

// session is what there is with one peer. Sessions.mu guards all of it.
//
//	              peer's OPEN                accept, send
//	(none) ──────────────────▶ requested ──────────────────┐
//	   │ send                                              ▼
//	   └─────────────────────▶ connecting ─ peer's OPEN ▶ active
//	                               │ timeout               │ peer lost
//	                               ▼                       ▼
//	                             failed ◀──────────────────┘
//
// Closing, by either side, leads from anywhere back to (none).
type session struct {
	all   *Sessions
	peer  steamtypes.SteamID
	as    endpoint.Guest // what the peer was to us when it asked, if it did
	phase phase

	ours   epoch
	theirs heardEpoch // zero until the peer said OPEN

	follows    bool // on one that we have ended, of which the peer may not know
	lostBefore bool // it failed
	said       bool // OPEN, so that they may believe in this one

	links  []*link // all that are up
	active *link   // the one that carries the session

	queue    sendQueue
	source   *networking.Source
	channels map[int]bool // the open ones; true: opened by our game
	opened   int          // how many of them are true

	lastError networking.SessionError
	asking    bool  // a p2p_session_request is due in a moment
	dialError error // why the last attempt to connect failed

	dialing context.CancelFunc
	timer   *time.Timer // of the phase: no answer, or a request that nobody answers
	nagle   *time.Timer
}

// connect starts looking for the peer, and the time it may take.
func (s *session) connect() {
	s.phase = connecting
	ctx, cancel := context.WithCancel(s.all.Tasks.Context())
	s.dialing = cancel
	s.startTimer(s.all.Timeout, func() { s.fail(networking.ErrorTimeout) })
	pause := s.all.pause(s.peer)
	s.all.Tasks.Go(func() { s.all.dialLoop(ctx, s, pause) })
}

// startTimer runs f after d, unless the session has left its phase by then.
func (s *session) startTimer(d time.Duration, f func()) {
	s.stopTimer()
	var timer *time.Timer
	timer = s.all.after(d, func() {
		if s.timer == timer {
			f()
		}
	})
	s.timer = timer
}

func (s *session) stopTimer() {
	if s.timer != nil {
		s.timer.Stop()
		s.timer = nil
	}
}

// decides reports whether our side chooses the link, when there are several.
func (s *session) decides() bool { return s.all.Self < s.peer }

// chosen returns the link that we have said OPEN on last, if there is one.
func (s *session) chosen() (chosen *link) {
	for _, l := range s.links {
		if l.saidOpen {
			chosen = l
		}
	}
	return chosen
}

// peerPicksLink reports whether the peer decides in our place: we have said OPEN
// on more than one link, or may have in the session before, and only the peer
// knows on which of them it heard it first.
func (s *session) peerPicksLink() bool {
	said := 0
	for _, l := range s.links {
		if l.saidOpen {
			said++
		}
	}
	return s.decides() && (said > 1 || s.follows)
}

// attach makes a link one of the session's.
func (s *session) attach(l *link) {
	l.session = s
	s.links = append(s.links, l)
}

// linkEnded takes a link out, when all that came over it has been delivered.
func (s *session) linkEnded(l *link, cause error) {
	s.links = slices.DeleteFunc(s.links, func(other *link) bool { return other == l })
	switch {
	case s.active == l && wasClosed(cause):
		s.closedByPeer()
	case s.active == l:
		s.all.Log.Info("a peer was lost", "steam_id", s.peer, "reason", cause)
		s.fail(networking.ErrorTimeout)
	case s.phase == requested && len(s.links) == 0:
		s.end()
	case s.phase == connecting && len(s.links) == 0 && l.heardOpen && wasClosed(cause):
		s.closedByPeer() // their game has asked, and is done with it before we know more
	case s.phase == connecting && !s.peerPicksLink():
		if chosen := s.chosen(); chosen != nil && chosen.heardOpen {
			s.activate(chosen) // the other one was not it
		}
	}
}

// detach closes links that are none of the session's any more. They may end
// later than another one is chosen, and their readers go on for a moment.
func (s *session) detach(code quic.ApplicationErrorCode, which func(*link) bool) {
	s.links = slices.DeleteFunc(s.links, func(l *link) bool {
		if !which(l) {
			return false
		}
		l.session = nil
		l.close(code)
		return true
	})
}

func every(*link) bool { return true }

// say says OPEN on a link, unless another one was chosen. One that stays silent
// may lead to a process that has died, or only be slow: then the peer decides.
func (s *session) say(l *link) {
	if s.decides() {
		if chosen := s.chosen(); chosen != nil && !chosen.isSilent() {
			l.close(endpoint.CodeDuplicate)
			return
		}
	}
	s.said, l.saidOpen, l.sayOpen = true, true, true
	l.firstOpen, l.lastOpen = time.Now(), time.Now()
	l.source.Store(s.source)
	l.reliable.wake()
	if l.heardOpen && !s.peerPicksLink() {
		s.activate(l)
	}
}

// repeat says OPEN again while our game goes on sending and there is no answer.
func (s *session) repeat() {
	for _, l := range s.links {
		if l.saidOpen && time.Since(l.lastOpen) >= networking.RequestRepeat {
			l.sayOpen, l.lastOpen = true, time.Now()
			l.reliable.wake()
		}
	}
}

// accept answers a request.
func (s *session) accept() {
	s.cancelRequest()
	s.phase = connecting
	s.say(s.links[0]) // the peer has said OPEN on it, so this makes it active,
	if s.phase == connecting {
		s.connect() // unless they have chosen another link since, which is over
	}
}

// activate lets messages flow over a link.
func (s *session) activate(l *link) {
	s.phase, s.active, s.lastError = active, l, networking.ErrorNone
	s.all.Endpoint.Carries(l.conn)
	delete(s.all.unnoticedEnds, s.peer) // they know by our OPEN
	s.stopTimer()
	s.stopDialing()
	for _, other := range s.links {
		if other != l {
			other.close(endpoint.CodeDuplicate)
		}
	}
	if !s.decides() {
		l.sayOpen = true // they may have said OPEN on another link, too
	}
	l.reliable.wake()
	l.unreliable.wake()
}

// request tells the game that the peer wants to talk: now, or when enough time
// has gone by since it was told so last, in this session or one before.
func (s *session) request() {
	if s.asking {
		return
	}
	wait := networking.RequestRepeat - time.Since(s.all.lastRequest[s.peer])
	if wait <= 0 {
		endpoint.Remember(s.all.lastRequest, maxRemembered, s.peer, time.Now())
		s.all.Signals.Post(signals.P2PSessionRequest{SteamIDRemote: uint64(s.peer)})
		return
	}
	s.asking = true
	s.all.after(wait, func() {
		if s.asking = false; s.phase == requested && s.all.sessions[s.peer] == s {
			s.request()
		}
	})
}

func (s *session) cancelRequest() {
	s.all.Signals.Cancel(signals.P2PSessionRequest{SteamIDRemote: uint64(s.peer)})
}

// refuse ends a request as if there had been no room for it.
func (s *session) refuse() {
	for _, l := range s.links {
		l.close(endpoint.CodeRefused)
	}
	s.end()
}

// fail ends a session that packets can't get through, and tells the game.
func (s *session) fail(reason networking.SessionError) {
	if s.phase == connecting && s.dialError != nil {
		s.all.Log.Info("a user could not be reached", "steam_id", s.peer, "last_attempt", s.dialError)
	}
	s.stop(endpoint.CodeLost) // so that their game is told, too
	s.source.Close()
	s.phase, s.lastError = failed, reason
	if s.said {
		endpoint.Remember(s.all.unnoticedEnds, maxRemembered, s.peer, true)
	}
	s.all.Signals.Post(signals.P2PSessionConnectFail{SteamIDRemote: uint64(s.peer), SessionError: int(reason)})
}

// closedByPeer ends a session that the peer's game is done with. What still
// waits to be sent is new data to them: it asks for a new session. What QUIC
// had taken over is lost with the old one.
func (s *session) closedByPeer() {
	s.all.rememberClosing(s.peer)
	s.queue.flush() // nothing will come that it could gather with
	s.queue.recount()
	if s.queue.messages == 0 {
		s.end()
		return
	}
	queue := s.queue
	s.queue = sendQueue{total: queue.total}
	s.end()
	if s.all.closed {
		queue.drop()
		return
	}
	next := s.all.newSession(s.peer, connecting)
	next.queue = queue
	next.channels, next.opened = s.channels, s.opened
	next.connect()
}

// close ends a session that our game is done with.
func (s *session) close() {
	if s.said {
		endpoint.Remember(s.all.unnoticedEnds, maxRemembered, s.peer,
			s.all.unnoticedEnds[s.peer]) // what failed before stays so
	}
	s.end()
}

// end ends a session that one of the games is done with. What was received
// stays readable; our game's closing drops it, with what sessions before left.
func (s *session) end() {
	s.stop(endpoint.CodeClosed)
	s.source.Close()
	s.all.forget(s)
}

// stop gives back what a session holds, and closes its links with a code.
func (s *session) stop(code quic.ApplicationErrorCode) {
	s.cancelRequest()
	s.stopTimer()
	s.stopDialing()
	if s.nagle != nil {
		s.nagle.Stop()
		s.nagle = nil
	}
	s.queue.drop()
	s.detach(code, every)
	s.active = nil
}

func (s *session) stopDialing() {
	if s.dialing != nil {
		s.dialing()
		s.dialing = nil
	}
}

// heard counts the channels of messages as open. It reports whether the game is
// to have them: not if another link carries the session by now, as these are of
// the session before. A datagram may overtake the OPEN that makes its link active.
func (s *session) heard(l *link, arrivals []networking.Arrival) bool {
	if s.active != nil && s.active != l {
		return false
	}
	last := -1
	for _, a := range arrivals {
		if a.Channel != last {
			last = a.Channel
			s.open(last, false)
		}
	}
	return true
}

// streamWork is what a link's stream writer has to do.
type streamWork struct {
	open bool
	opening
	chunks []*chunk
	finish bool
}

// takeStream hands a link's writer its work: an OPEN always comes first.
func (s *session) takeStream(l *link, work *streamWork) {
	work.open, l.sayOpen = l.sayOpen, false
	work.opening = opening{s.ours, s.lostBefore, s.active == l}
	if s.active == l {
		work.chunks = s.queue.takeChunks(work.chunks)
		work.finish = l.finishing
	}
}

func (s *session) takeDatagrams(l *link, into []*datagram) []*datagram {
	if s.active != l {
		return into
	}
	return s.queue.takeDatagrams(into)
}

// open counts a channel as open. Each side may open MaxChannels; what a peer
// opens beyond that is delivered, but not counted.
func (s *session) open(channel int, ours bool) bool {
	if _, ok := s.channels[channel]; ok {
		return true
	}
	if ours {
		if s.opened == networking.MaxChannels {
			return false
		}
		s.opened++
	} else if len(s.channels)-s.opened == networking.MaxChannels {
		return false
	}
	s.channels[channel] = ours
	return true
}

func (s *session) closeChannel(channel int) bool {
	ours, ok := s.channels[channel]
	if !ok {
		return false
	}
	delete(s.channels, channel)
	if ours {
		s.opened--
	}
	s.all.inbox.DropChannel(s.peer, channel) // also what earlier sessions left to read
	return true
}

// send queues a message and wakes the writer that carries it.
func (s *session) send(data []byte, how networking.SendType, channel int) error {
	if s.phase == requested {
		s.accept()
	}
	_, isOpen := s.channels[channel]
	if !isOpen && s.opened == networking.MaxChannels {
		return networking.ErrTooManyChannels
	}
	if s.phase == connecting {
		s.repeat()
		if how == networking.SendUnreliableNoDelay {
			return nil // thrown away, as documented
		}
	}
	if how == networking.SendReliableWithBuffering && len(data) >= networking.BufferingBytes {
		how = networking.SendReliable // there is nothing to gather it for
	}
	if err := s.queue.add(data, how, channel); err != nil {
		return err
	}
	if !isOpen {
		s.open(channel, true) // now that nothing can refuse it
	}
	switch {
	case how == networking.SendReliableWithBuffering:
		s.buffer()
	case s.phase != active:
	case how == networking.SendReliable:
		s.active.reliable.wake()
	default:
		s.active.unreliable.wake()
	}
	return nil
}

// buffer lets small messages gather for a while.
func (s *session) buffer() {
	if len(s.queue.buffered) >= networking.BufferingBytes {
		s.flush()
		return
	}
	if s.nagle == nil {
		s.nagle = s.all.after(networking.BufferingDelay, func() {
			if s.nagle != nil {
				s.nagle = nil
				s.flush()
			}
		})
	}
}

func (s *session) flush() {
	if s.nagle != nil {
		s.nagle.Stop()
		s.nagle = nil
	}
	s.queue.flush()
	if s.phase == active {
		s.active.reliable.wake()
	}
}

func (s *session) state() networking.SessionState {
	state := networking.SessionState{
		Active:        s.phase == active,
		Connecting:    s.phase == connecting,
		LastError:     s.lastError,
		QueuedBytes:   s.queue.bytes,
		QueuedPackets: s.queue.messages,
	}
	carrier := s.active
	if carrier == nil && len(s.links) > 0 {
		carrier = s.links[0]
	}
	if carrier != nil {
		address := carrier.address()
		state.RemotePort = address.Port()
		if address.Addr().Is4() {
			ip := address.Addr().As4()
			state.RemoteIP = uint32(ip[0])<<24 | uint32(ip[1])<<16 | uint32(ip[2])<<8 | uint32(ip[3])
		}
	}
	return state
}
