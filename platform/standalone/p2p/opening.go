package p2p

// What an OPEN of a peer means.

import (
	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
)

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
func (t *Sessions) opened(l *link, o opening) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed || l.ctx.Err() != nil {
		return
	}
	if l.session != nil {
		l.session.openedAgain(l, o)
		return
	}
	if l.heardOpen {
		return // the session of this link is over, the link is about to be
	}
	l.heardOpen = true
	t.noLongerUnopened(l)

	theirs := heardEpoch{o.epoch, l.number}
	if s := t.sessions[l.peer]; s != nil && s.phase == active && theirs.newerThan(s.theirs) {
		s.startedOver(theirs, o.lost)
	}
	if s := t.sessions[l.peer]; s != nil && s.phase != failed {
		s.openedOn(l, theirs)
	} else {
		t.newRequest(l, theirs)
	}
}

// startedOver ends an active session that is over for the peer. If the peer is
// another process, the old one died before anybody noticed, and if it has lost
// us, we only have not lost it yet: either way with what was on its way.
func (s *session) startedOver(theirs heardEpoch, lost bool) {
	if theirs.life != s.theirs.life || lost {
		s.fail(networking.ErrorTimeout)
	} else {
		s.closedByPeer()
	}
}

// openedOn takes in the first OPEN on a link that is new to the session.
func (s *session) openedOn(l *link, theirs heardEpoch) {
	switch {
	case s.theirs.newerThan(theirs), s.phase == active:
		l.close(endpoint.CodeDuplicate)
	case s.phase == requested:
		s.detach(endpoint.CodeDuplicate, every)
		s.attach(l)
		if theirs.newerThan(s.theirs) {
			s.theirs = theirs
			s.request() // another session than the game has been told of
			s.expire()
		}
	default: // connecting: our game wants it too
		if theirs.life != s.theirs.life {
			s.detach(endpoint.CodeDuplicate, func(old *link) bool { return old.heardOpen }) // that process has died
		}
		s.theirs = theirs
		s.attach(l)
		s.say(l)
	}
}

// openedAgain takes in an OPEN on a link of the session: the answer to ours, or
// one that is repeated.
func (s *session) openedAgain(l *link, o opening) {
	switch first := !l.heardOpen; {
	case s.phase == connecting && l.saidOpen && (first && !s.peerPicksLink() || o.active):
		l.heardOpen, s.theirs = true, heardEpoch{o.epoch, l.number}
		s.activate(l)
	case first:
		l.heardOpen, s.theirs = true, heardEpoch{o.epoch, l.number}
	case s.phase == requested:
		s.request()
	}
}
