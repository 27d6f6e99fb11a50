package lan

// What links tell the platform, and how they are made.

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"runtime/debug"
	"slices"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/networking"
)

const (
	// requestExpiry is when a request is forgotten that the game did not
	// answer. An honest peer has given up before.
	requestExpiry = 30 * time.Second

	// maxUnopened bounds the connections of strangers without an OPEN, and
	// maxUnopenedKnown those of all others. An honest peer says OPEN as soon as
	// it is connected: who has not may have to make room for the next.
	maxUnopened      = 32
	maxUnopenedKnown = networking.MaxSessions

	// maxUnopenedEach bounds how many of them each peer may have, known or not:
	// an honest one makes one at a time.
	maxUnopenedEach = 4

	// How often a peer is looked for that was not found.
	firstRetry = 50 * time.Millisecond
	lastRetry  = time.Second

	// maxRemembered bounds the users of whom it is remembered when the game
	// was last told that they want to talk, and those whom we have lost.
	maxRemembered = 1024
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
	l := newLink(p, peer, conn)
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

// mayStayUnopened reports whether a peer may have one more link without an OPEN.
func (p *Platform) mayStayUnopened(peer networking.SteamID) bool {
	links := 0
	for _, l := range p.unopened {
		if l.peer == peer {
			links++
		}
	}
	return links < maxUnopenedEach
}

// makeRoomForUnopened closes a link without an OPEN if there are too many, of
// strangers or of the others: the oldest from where most of them come from.
func (p *Platform) makeRoomForUnopened(strangers bool) {
	most := maxUnopenedKnown
	if strangers {
		most = maxUnopened
	}
	var links []*link
	var guests []guest
	for _, l := range p.unopened {
		if (l.as.rank == 0) == strangers {
			links, guests = append(links, l), append(guests, l.as)
		}
	}
	if len(links) <= most {
		return
	}
	if which, ok := givesWay(guests, guest{rank: rankMember + 1}); ok { // somebody has to go
		p.noLongerUnopened(links[which])
		links[which].close(codeRefused)
	}
}

// dialLoop looks for a peer and connects, until the session no longer needs it.
func (p *Platform) dialLoop(ctx context.Context, s *session) {
	for retry := firstRetry; ctx.Err() == nil; retry = min(2*retry, lastRetry) {
		addresses, _ := p.addressesOf(s.peer)
		addresses = append(addresses, p.control.calledFrom(s.peer)...)
		conn, err := p.endpoint.dialAny(ctx, s.peer, addresses, p.endpoint.session)
		if err == nil {
			p.outbound(s, conn)
			select {
			case <-conn.Context().Done():
			case <-ctx.Done():
				return
			}
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

func (p *Platform) outbound(s *session, conn *quic.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s.phase != connecting || p.sessions[s.peer] != s {
		conn.CloseWithError(codeDuplicate, "") //nolint:errcheck
		return
	}
	l := newLink(p, s.peer, conn)
	s.attach(l)
	s.say(l)
	p.background(l.run)
}

// addressesOf returns where a peer may be, and whether it runs on this machine.
func (p *Platform) addressesOf(peer networking.SteamID) (addresses []netip.AddrPort, runsHere bool) {
	address, runsHere := p.directory.find(peer)
	if runsHere {
		addresses = append(addresses, address)
	}
	addresses = append(addresses, p.options.Peers[peer]...)
	return append(addresses, p.finder.Find(peer)...), runsHere
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

	s, theirs := p.sessions[l.peer], o.epoch
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
		for _, old := range s.links {
			old.close(codeDuplicate)
		}
		s.links = append([]*link{l}, s.links...)
		l.session, s.theirs = s, theirs
	default: // connecting: our game wants it too
		s.theirs = theirs
		s.attach(l)
		s.say(l)
	}
}

func (p *Platform) noLongerUnopened(l *link) {
	if l.unopened {
		l.unopened = false
		p.unopened = slices.DeleteFunc(p.unopened, func(other *link) bool { return other == l })
	}
}

// openedAgain takes in an OPEN on a link of a session: the answer to ours, or
// one that is repeated.
func (p *Platform) openedAgain(s *session, l *link, o opening) {
	switch first := !l.heardOpen; {
	case s.phase == connecting && l.saidOpen && (first && !s.wavers() || o.active):
		l.heardOpen, s.theirs = true, o.epoch
		s.activate(l)
	case first:
		l.heardOpen, s.theirs = true, o.epoch
	case s.phase == requested:
		s.request()
	}
}

func (p *Platform) newRequest(l *link, theirs epoch) {
	if !p.makeRoomForRequest(l.as) || !p.makeRoom() {
		l.close(codeRefused)
		return
	}
	s := p.newSession(l.peer, requested)
	s.as, s.theirs = l.as, theirs
	s.attach(l)
	s.startTimer(requestExpiry, func() { s.end(true) })
	s.request()
}

// makeRoomForRequest reports whether there may be one more request. Another one
// may have to go for it: its user will ask again.
func (p *Platform) makeRoomForRequest(as guest) bool {
	var requests []*session
	for _, s := range p.sessions {
		if s.phase == requested {
			requests = append(requests, s)
		}
	}
	if len(requests) < networking.MaxRequests {
		return true
	}
	slices.SortFunc(requests, func(a, b *session) int { return cmp.Compare(a.ours.session, b.ours.session) })
	guests := make([]guest, len(requests))
	for i, s := range requests {
		guests[i] = s.as
	}
	which, ok := givesWay(guests, as)
	if ok {
		requests[which].refuse()
	}
	return ok
}

// rememberLoss notes that the session with a user was lost, for the next one.
func (p *Platform) rememberLoss(peer networking.SteamID) {
	if len(p.lost) < maxRemembered {
		p.lost[peer] = true
	}
}

// rememberRequest notes that the game is being told of a user's request.
func (p *Platform) rememberRequest(peer networking.SteamID) {
	if len(p.lastRequest) >= maxRemembered {
		for other, when := range p.lastRequest {
			if time.Since(when) >= networking.RequestRepeat {
				delete(p.lastRequest, other)
			}
		}
	}
	if len(p.lastRequest) < maxRemembered {
		p.lastRequest[peer] = time.Now()
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
	l.source.Store(nil)
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
		s.end(false)
	case s.phase == connecting && !s.wavers():
		if chosen := s.chosen(); chosen != nil && chosen.heardOpen {
			s.activate(chosen) // the other one was not it
		}
	}
}

// heard counts the channels of messages as open.
func (p *Platform) heard(l *link, arrivals []networking.Arrival) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := l.session
	if s == nil {
		return // it was just closed
	}
	last := -1
	for _, a := range arrivals {
		if a.Channel != last {
			last = a.Channel
			s.open(last, false)
		}
	}
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
		p.log.Error("a task of the lan platform ended early", "reason", err)
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
