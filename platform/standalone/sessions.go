package standalone

// What links tell the platform, and how they are made.

import (
	"context"
	"fmt"
	"net/netip"
	"runtime/debug"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/networking"
)

const (
	// How often a peer is looked for that was not found.
	firstRetry = 50 * time.Millisecond
	lastRetry  = time.Second
)

// acceptLoop takes in the links that peers make.
func (p *Platform) acceptLoop() {
	for {
		conn, err := p.endpoint.listener.Accept(p.ctx)
		if err != nil {
			return
		}
		p.contain(func() {
			if conn.ConnectionState().TLS.NegotiatedProtocol == controlProtocol(p.appID) {
				p.control.inbound(conn)
			} else {
				p.inbound(conn)
			}
		})
	}
}

func (p *Platform) inbound(conn *quic.Conn) {
	peer, err := peerOf(conn.ConnectionState().TLS)
	as := guest{p.control.rankOf(peer), placeOf(conn.RemoteAddr())} // before Platform.mu
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.sessions[peer]; s != nil && s.phase != requested {
		as.rank = max(as.rank, rankFound) // our game has spoken to them
	}
	if err != nil || p.closed || peer == p.id.steamID || !p.mayStayUnopened(peer) {
		conn.CloseWithError(codeRefused, "") //nolint:errcheck
		return
	}
	l := p.newLink(peer, conn)
	l.as, l.unopened = as, true
	p.unopened = append(p.unopened, l)
	p.makeRoomForUnopened(as.rank == 0)
	p.after(openTimeout, func() {
		if l.unopened {
			l.close(codeRefused)
		}
	})
	p.background(l.run)
}

// dialLoop looks for a peer, after a pause, and connects, until the session no
// longer needs it.
func (p *Platform) dialLoop(ctx context.Context, s *session, pause time.Duration) {
	select {
	case <-time.After(pause):
	case <-ctx.Done():
	}
	for retry := firstRetry; ctx.Err() == nil; retry = min(2*retry, lastRetry) {
		ways, runsHere := p.waysTo(s.peer)
		var here netip.AddrPort
		if runsHere {
			here = ways[0].AddrPort
		}
		ways = append(ways, p.control.calledFrom(s.peer)...)
		conn, err := p.endpoint.dialAny(ctx, s.peer, ways, p.endpoint.session)
		if err == nil {
			p.outbound(s, conn)
			p.stay(ctx, conn, s.peer, here)
		} else if err != errNoAddress && ctx.Err() == nil {
			p.mu.Lock()
			s.dialError = err
			p.mu.Unlock()
		}
		select {
		case <-time.After(retry):
		case <-ctx.Done():
		}
	}
}

// stay waits until a link ends, or is not needed. Who was at an address of this
// machine and is at another one by now has died without a word in between: then
// it ends the link, which QUIC would for long take for a slow one.
func (p *Platform) stay(ctx context.Context, conn *quic.Conn, peer networking.SteamID, was netip.AddrPort) {
	tick := time.NewTicker(lastRetry)
	defer tick.Stop()
	for {
		select {
		case <-conn.Context().Done():
			return
		case <-ctx.Done():
			return
		case <-tick.C:
			if is, runsHere := p.directory.find(peer); runsHere && was.IsValid() && is != was {
				conn.CloseWithError(codeRefused, "") //nolint:errcheck
				return
			}
		}
	}
}

func (p *Platform) outbound(s *session, conn *quic.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s.phase != connecting || p.sessions[s.peer] != s {
		conn.CloseWithError(codeDuplicate, "") //nolint:errcheck
		return
	}
	l := p.newLink(s.peer, conn)
	s.attach(l)
	s.say(l)
	p.background(l.run)
}

// waysTo returns where a peer may be, and whether it runs on this machine: then
// its address there comes first.
func (p *Platform) waysTo(peer networking.SteamID) (ways []way, runsHere bool) {
	address, runsHere := p.directory.find(peer)
	if runsHere {
		ways = append(ways, way{address, false})
	}
	ways = append(ways, waysTo(p.options.Peers[peer], false)...)
	return append(ways, waysTo(p.finder.Find(peer), true)...), runsHere
}

// heardEpoch is a peer's session as we know it: its epoch, and the link on which
// we heard of it.
type heardEpoch struct {
	epoch
	link uint64
}

// newerThan tells a peer's session from an older one. Of two runs of a peer that
// is the newer whose link came later: when it began to connect, the other had
// ended. Neither side's clock has a say in it, as clocks are set back.
func (e heardEpoch) newerThan(o heardEpoch) bool {
	if e.life == o.life {
		return e.session > o.session
	}
	return e.link > o.link
}

// opened takes in a peer's OPEN.
func (p *Platform) opened(l *link, o opening) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || l.ctx.Err() != nil {
		return
	}
	if s := l.session; s != nil {
		p.openedAgain(s, l, o)
		return
	}
	if l.heardOpen {
		return // the session of this link is over, the link is about to be
	}
	l.heardOpen = true
	p.noLongerUnopened(l)

	s, theirs := p.sessions[l.peer], heardEpoch{o.epoch, l.number}
	if s != nil && s.phase == active && theirs.newerThan(s.theirs) {
		// The peer has started over. If it is another process, the old one died
		// before anybody noticed, and if it has lost us, we only have not lost it
		// yet: either way with what was on its way.
		if theirs.life != s.theirs.life || o.lost {
			s.fail(networking.ErrorTimeout)
		} else {
			s.closedByPeer()
		}
		s = p.sessions[l.peer]
	}
	switch {
	case s == nil || s.phase == failed:
		p.newRequest(l, theirs)
	case s.theirs.newerThan(theirs), s.phase == active:
		l.close(codeDuplicate)
	case s.phase == requested:
		s.detach(codeDuplicate, every)
		s.attach(l)
		if theirs.newerThan(s.theirs) {
			s.theirs = theirs
			s.request() // another session than the game has been told of
			s.expire()
		}
	default: // connecting: our game wants it too
		if theirs.life != s.theirs.life {
			s.detach(codeDuplicate, func(old *link) bool { return old.heardOpen }) // that process has died
		}
		s.theirs = theirs
		s.attach(l)
		s.say(l)
	}
}

// openedAgain takes in an OPEN on a link of a session: the answer to ours, or
// one that is repeated.
func (p *Platform) openedAgain(s *session, l *link, o opening) {
	switch first := !l.heardOpen; {
	case s.phase == connecting && l.saidOpen && (first && !s.wavers() || o.active):
		l.heardOpen, s.theirs = true, heardEpoch{o.epoch, l.number}
		s.activate(l)
	case first:
		l.heardOpen, s.theirs = true, heardEpoch{o.epoch, l.number}
	case s.phase == requested:
		s.request()
	}
}

// makeRoom reports whether there may be one more session. The records of
// failed ones go first.
func (p *Platform) makeRoom() bool {
	if len(p.sessions) < networking.MaxSessions {
		return true
	}
	for peer, s := range p.sessions {
		if s.phase == failed {
			delete(p.sessions, peer)
			return true
		}
	}
	return false
}

// linkEnded takes a link out, when all that came over it has been delivered.
func (p *Platform) linkEnded(l *link, cause error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.endpoint.ended(l.conn)
	p.noLongerUnopened(l)
	s := l.session
	if s == nil {
		return
	}
	l.session = nil
	for i, other := range s.links {
		if other == l {
			s.links = append(s.links[:i], s.links[i+1:]...)
			break
		}
	}
	switch {
	case s.active == l && wasClosed(cause):
		s.closedByPeer()
	case s.active == l:
		p.log.Info("a peer was lost", "steam_id", s.peer, "reason", cause)
		s.fail(networking.ErrorTimeout)
	case s.phase == requested && len(s.links) == 0:
		s.end()
	case s.phase == connecting && len(s.links) == 0 && l.heardOpen && wasClosed(cause):
		s.closedByPeer() // their game has asked, and is done with it before we know more
	case s.phase == connecting && !s.wavers():
		if chosen := s.chosen(); chosen != nil && chosen.heardOpen {
			s.activate(chosen) // the other one was not it
		}
	}
}

// heard counts the channels of messages as open. It reports whether the game is
// to have them: not if another link carries the session by now, as these are of
// the session before. A datagram may overtake the OPEN that makes its link active.
func (p *Platform) heard(l *link, arrivals []networking.Arrival) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := l.session
	if s == nil {
		return true // it was just closed, and so was the link's source
	}
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
func (p *Platform) takeStream(l *link, work *streamWork) {
	p.mu.Lock()
	defer p.mu.Unlock()
	*work = streamWork{chunks: work.chunks[:0]}
	s := l.session
	if s == nil {
		return
	}
	work.open, l.sayOpen = l.sayOpen, false
	work.opening = opening{s.ours, s.lostBefore, s.active == l}
	if s.active == l {
		work.chunks = s.queue.takeChunks(work.chunks)
		work.finish = l.finishing
	}
}

func (p *Platform) takeDatagrams(l *link, into []*datagram) []*datagram {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := l.session; s != nil && s.active == l {
		return s.queue.takeDatagrams(into)
	}
	return into
}

// sent counts what QUIC has taken over.
func (p *Platform) sent(l *link, bytes, messages int, unreliable bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := l.session; s != nil {
		s.queue.sent(bytes, messages, unreliable)
	}
}

// reroute sends a datagram's messages on the stream: it is too large for the
// path, as a full one is just after the peer's address has changed.
func (p *Platform) reroute(l *link, d *datagram) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := l.session; s != nil {
		s.queue.reroute(d)
		l.reliable.wake()
	}
}

// internalError is a panic in one of our goroutines.
type internalError struct {
	value any
	stack []byte
}

func (e internalError) Error() string {
	return fmt.Sprintf("internal error, please report it: %v\n%s", e.value, e.stack)
}

// guard runs a goroutine's work and turns a panic into an error: one peer's
// trouble must not end the game.
func guard(work func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = internalError{r, debug.Stack()}
		}
	}()
	return work()
}

// contain runs work and reports a panic in it.
func (p *Platform) contain(work func()) {
	if err := guard(func() error { work(); return nil }); err != nil {
		p.log.Error("a task of the standalone platform ended early", "reason", err)
	}
}

// background runs work in a goroutine that Shutdown waits for.
func (p *Platform) background(work func()) { p.goroutines.Go(func() { p.contain(work) }) }

// after runs work, with the lock, when some time has gone by.
func (p *Platform) after(d time.Duration, work func()) *time.Timer {
	return time.AfterFunc(d, func() {
		p.contain(func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			work()
		})
	})
}
