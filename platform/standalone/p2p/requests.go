package p2p

// What is not let in yet: links without an OPEN, and requests that the game has
// not answered.

import (
	"cmp"
	"slices"
	"time"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/steamtypes"
)

const (
	// requestExpiry is when a request is forgotten that the game did not
	// answer. An honest peer has given up before.
	requestExpiry = 30 * time.Second

	// maxUnopened bounds the connections of strangers without an OPEN, and
	// maxUnopenedKnown those of all others. An honest peer says OPEN as soon as
	// it is connected: one that has not may have to make room for the next.
	maxUnopened      = 32
	maxUnopenedKnown = networking.MaxSessions

	// maxUnopenedEach bounds how many of them each peer may have, known or not:
	// an honest one makes one at a time.
	maxUnopenedEach = 4
)

// mayStayUnopened reports whether a peer may have one more link without an OPEN.
func (t *Sessions) mayStayUnopened(peer steamtypes.SteamID) bool {
	links := 0
	for _, l := range t.unopened {
		if l.peer == peer {
			links++
		}
	}
	return links < maxUnopenedEach
}

// makeRoomForUnopened closes a link without an OPEN if there are too many, of
// strangers or of the others: the oldest from where most of them come from.
func (t *Sessions) makeRoomForUnopened(strangers bool) {
	most := maxUnopenedKnown
	if strangers {
		most = maxUnopened
	}
	var links []*link
	var guests []endpoint.Guest
	for _, l := range t.unopened {
		if (l.as.Rank == endpoint.Stranger) == strangers {
			links, guests = append(links, l), append(guests, l.as)
		}
	}
	if len(links) <= most {
		return
	}
	if which, ok := endpoint.GivesWay(guests, endpoint.Guest{Rank: endpoint.Member + 1}); ok { // somebody has to go
		t.noLongerUnopened(links[which])
		links[which].close(endpoint.CodeRefused)
	}
}

func (t *Sessions) noLongerUnopened(l *link) {
	if l.unopened {
		l.unopened = false
		t.unopened = slices.DeleteFunc(t.unopened, func(other *link) bool { return other == l })
	}
}

func (t *Sessions) newRequest(l *link, theirs heardEpoch) {
	if !t.makeRoomForRequest(l.as) || !t.makeRoom() {
		l.close(endpoint.CodeRefused)
		return
	}
	s := t.newSession(l.peer, requested)
	s.as, s.theirs = l.as, theirs
	s.attach(l)
	s.request()
	s.expire()
}

// makeRoomForRequest reports whether there may be one more request. Another one
// may have to go for it: its user will ask again.
func (t *Sessions) makeRoomForRequest(as endpoint.Guest) bool {
	var requests []*session
	for _, s := range t.sessions {
		if s.phase == requested {
			requests = append(requests, s)
		}
	}
	if len(requests) < networking.MaxRequests {
		return true
	}
	slices.SortFunc(requests, func(a, b *session) int { return cmp.Compare(a.ours.session, b.ours.session) })
	guests := make([]endpoint.Guest, len(requests))
	for i, s := range requests {
		guests[i] = s.as
	}
	which, ok := endpoint.GivesWay(guests, as)
	if ok {
		requests[which].refuse()
	}
	return ok
}

// expire ends a request that the game does not answer.
func (s *session) expire() { s.startTimer(requestExpiry, s.end) }
