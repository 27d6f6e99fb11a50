package standalone

// Who is not let in yet: links without an OPEN, and requests that the game has
// not answered.

import (
	"cmp"
	"slices"
	"time"

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
)

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

func (p *Platform) noLongerUnopened(l *link) {
	if l.unopened {
		l.unopened = false
		p.unopened = slices.DeleteFunc(p.unopened, func(other *link) bool { return other == l })
	}
}

func (p *Platform) newRequest(l *link, theirs heardEpoch) {
	if !p.makeRoomForRequest(l.as) || !p.makeRoom() {
		l.close(codeRefused)
		return
	}
	s := p.newSession(l.peer, requested)
	s.as, s.theirs = l.as, theirs
	s.attach(l)
	s.request()
	s.expire()
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

// expire ends a request that the game does not answer.
func (s *session) expire() { s.startTimer(requestExpiry, s.end) }
