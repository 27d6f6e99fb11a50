package lobby

import (
	"maps"
	"slices"

	"godotsteam/steamtypes"
)

// When the host is gone, the next in charge (the owner if it is there, else
// whoever has been there longest) becomes a candidate: it asks all others that
// are there to follow it in a new term. Each that has lost the host too, and
// whoever is in charge before the asker, promises to, says how far it is and
// hands over what the asker lacks, and accepts nothing of older terms from then
// on. With everyone's promise the candidate has the most advanced copy, brings
// all others up to it, and goes on as the host.
//
// Nobody else is promised anything: who would lead takes those out that it says
// are lost. Members whose copies differ see different ones next in charge when
// some don't know yet whom the last host has made the owner. So whoever was
// made the owner shows that, in the words that the last host has signed, and
// other candidates give way. Should the winner learn from the others that
// somebody else is the owner, it brings everybody up to date all the same, and
// the owner then takes over as after any hand-over.

// lastTerm is far beyond any term that is reached honestly, and maxTermJump
// beyond any step: nobody can use up the terms.
const (
	lastTerm    = 1 << 62
	maxTermJump = 1 << 20
)

func jumps(from, to uint64) bool { return to > from && to-from > maxTermJump }

// election is our attempt to become the host.
type election struct {
	term     uint64
	waiting  map[steamtypes.SteamID]bool
	versions map[steamtypes.SteamID]Version // of those who promised

	// Whatever the term has become since we began, see overdue.go:
	looks  int
	silent map[steamtypes.SteamID]bool // have not promised since the last look
}

// settle does what follows from what has just been learned.
func (r *replica) settle() {
	for !r.isOver() && r.settleOnce() {
	}
}

// settleOnce reports whether something has changed.
func (r *replica) settleOnce() bool {
	self := r.node.self
	switch {
	case r.host != 0 && (r.state.Owner != r.host || r.lost[r.host]):
		r.turnAway()
		r.proposals = proposals{} // they are made again to the next one
		r.merging = merging{}
		r.host = 0 // it is gone, or has handed over
		r.nudged = 0
		return true
	case r.leads():
		if r.dropLost() || r.decide() {
			return true
		}
		r.letIn()
		return r.handOver()
	case r.host != 0:
		return false
	case r.isLeftBehind():
		r.node.kicked(r, self)
		return false
	}
	if r.promisedTo != 0 && (r.lost[r.promisedTo] || r.state.member(r.promisedTo) == nil) {
		r.promisedTo, r.nudged = 0, 0
	}
	next := r.next()
	if m := r.held[next]; m != nil && m.Kind == kindPrepare {
		delete(r.held, next)
		r.election = nil
		r.promise(next, m)
		return true
	}
	r.pointTo(next)
	switch {
	case r.election != nil:
		return r.complete()
	case next != self && (!r.urged() || r.appointment(next) != nil):
		if r.nudged != next {
			r.nudged = next
			r.send(next, Message{Kind: kindNudge, Version: r.version, Changes: r.appointment(next)})
		}
	case !r.waits():
		maps.DeleteFunc(r.held, func(_ steamtypes.SteamID, m *Message) bool { return m.Kind == kindNudge })
		r.begin()
		return true
	}
	return false
}

// urged reports whether somebody thinks that it is our turn. They may know
// less than we, or more, so that two could wait for each other for ever, unless
// one can show the other whose turn it is.
func (r *replica) urged() bool {
	for id, m := range r.held {
		if m.Kind == kindNudge && !r.lost[id] {
			return true
		}
	}
	return false
}

// waits reports whether we have promised to follow somebody, and have not
// heard from them yet.
func (r *replica) waits() bool {
	return r.promised > r.version.Term && r.promisedTo != 0 && r.promisedTo != r.node.self
}

// next returns who is next in charge.
func (r *replica) next() steamtypes.SteamID {
	if c := r.appointed; c != nil && !r.lost[c.Targets[0]] && r.state.check(c) == nil {
		return c.Targets[0] // what we have not been told by the last host
	}
	return r.state.firstExcept(r.lost)
}

// appointment returns how somebody was made the owner, if we know. Others may
// not.
func (r *replica) appointment(of steamtypes.SteamID) []Change {
	if r.appointed == nil || r.appointed.Targets[0] != of {
		return nil
	}
	return []Change{*r.appointed}
}

// learnAppointment takes in that the owner that we know of has made somebody
// else the owner. Then it may not be our turn any more.
func (r *replica) learnAppointment(c *Change) {
	if c.Op != opOwner || r.state.check(c) != nil {
		return
	}
	r.appointed = c
	r.giveWay()
}

// giveWay ends our attempt when we have learned that somebody else comes first.
func (r *replica) giveWay() {
	if r.election != nil && r.next() != r.node.self {
		r.election, r.promisedTo = nil, 0
	}
}

// pointTo tells candidates who don't know it who was made the owner.
func (r *replica) pointTo(next steamtypes.SteamID) {
	appointment := r.appointment(next)
	if appointment == nil {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(r.held)) {
		if m := r.held[id]; m.Kind == kindPrepare && !m.answered {
			m.answered = true
			r.send(id, Message{Kind: kindNudge, Version: r.version, Changes: appointment})
		}
	}
}

// isLeftBehind reports whether the others go on without us: nobody is left who
// has not said so.
func (r *replica) isLeftBehind() bool {
	return len(r.without) > 0 && !slices.ContainsFunc(r.state.ids(), func(id steamtypes.SteamID) bool {
		return id != r.node.self && !r.lost[id]
	})
}

// dropLost takes lost members out. Only the host does.
func (r *replica) dropLost() bool {
	var targets []steamtypes.SteamID
	for _, id := range r.state.ids() {
		if id == r.node.self {
			continue
		}
		if !r.reaches(r.acked[id]) {
			r.lost[id] = true // too slow
		}
		if r.lost[id] {
			targets = append(targets, id)
		}
	}
	if len(targets) == 0 {
		return false
	}
	known := r.state.Joins
	for id := range r.arriving {
		known = min(known, r.state.member(id).Age-1)
	}
	return r.sequence(r.node.signed(r.state.Lobby, Change{Op: opDrop, Targets: targets, Int: known})) == nil
}

// begin asks everybody to follow us, if need be once more in a newer term.
func (r *replica) begin() {
	r.promised++
	r.promisedTo = r.node.self
	r.nudged = 0
	e := &election{term: r.promised, waiting: make(map[steamtypes.SteamID]bool),
		versions: make(map[steamtypes.SteamID]Version)}
	if old := r.election; old != nil {
		e.looks, e.silent = old.looks, old.silent
	}
	r.election = e
	r.ask()
}

// ask asks those who have not been asked yet, and reports whether there were
// any. Others' promises may bring members that we did not know.
func (r *replica) ask() (asked bool) {
	e := r.election
	for _, id := range r.state.ids() {
		if _, promised := e.versions[id]; id == r.node.self || r.lost[id] || promised || e.waiting[id] {
			continue
		}
		e.waiting[id] = true
		asked = true
		r.send(id, Message{Kind: kindPrepare, Term: e.term, Version: r.version, Changes: r.appointment(r.node.self)})
	}
	return asked
}

// prepare takes in a member's wish to become the host.
func (r *replica) prepare(from steamtypes.SteamID, m *Message) {
	if len(m.Changes) > 0 {
		r.learnAppointment(&m.Changes[0])
	}
	switch {
	case r.leads():
		if m.Kind == kindPrepare {
			r.lost[from] = true // it has lost us
		}
	case m.Kind == kindPrepare:
		r.held[from] = m // until we have lost the host too
	case len(m.Changes) > 0 && !slices.Contains(m.Changes[0].Targets, r.node.self):
		// It points to somebody else.
	default:
		if from == r.promisedTo {
			r.promisedTo = 0 // it is not a candidate any more
		}
		if r.held[from] == nil {
			r.held[from] = m
		}
	}
}

func (r *replica) promise(to steamtypes.SteamID, m *Message) {
	if jumps(r.promised, m.Term) {
		r.lost[to] = true
		return
	}
	if m.Term <= r.promised {
		if r.promisedTo == r.node.self {
			r.promisedTo = to // we give way, and it will ask again
		}
		r.send(to, Message{Kind: kindNack, Term: r.promised})
		return
	}
	answer := Message{Kind: kindPromise, Term: m.Term, Version: r.version, Seq: m.Version.Seq}
	if r.version.newerThan(m.Version) {
		var ok bool
		if answer.Changes, ok = r.since(m.Version.Seq); !ok {
			r.dismiss(to, m.From)
			r.lost[to] = true // too far behind
			return
		}
	}
	r.promised, r.promisedTo = m.Term, to
	r.send(to, answer)
}

// promises takes in the answer to our wish.
func (r *replica) promises(from steamtypes.SteamID, m *Message) {
	e := r.election
	if e == nil || m.Term != e.term || !e.waiting[from] {
		return
	}
	if m.Version.newerThan(r.version) {
		known := r.version.Seq - m.Seq // of the changes that it sends
		if m.Seq > r.version.Seq || known > uint64(len(m.Changes)) ||
			m.Seq+uint64(len(m.Changes)) != m.Version.Seq || m.Version.Term >= e.term {
			r.lost[from] = true // it does not keep to the protocol
			return
		}
		if !r.catchUp(from, m.Changes[known:]) {
			return
		}
		r.version.Term = m.Version.Term
		r.giveWay()
	}
	delete(e.waiting, from)
	delete(e.silent, from)
	e.versions[from] = m.Version
}

// nack takes in that our term was not new enough.
func (r *replica) nack(from steamtypes.SteamID, m *Message) {
	e := r.election
	if e == nil || !e.waiting[from] || m.Term < e.term {
		return
	}
	if jumps(e.term, m.Term) || e.looks >= enoughLooks {
		r.lost[from] = true // an honest one has done that long ago
		return
	}
	r.promised = m.Term
	r.begin()
}

// complete makes us the host when everybody who is there has promised.
func (r *replica) complete() bool {
	e := r.election
	for id := range e.waiting {
		if !r.lost[id] && r.state.member(id) != nil {
			return false
		}
	}
	if r.ask() {
		return false
	}
	r.election = nil
	r.version.Term = e.term
	r.host = r.node.self
	if c := r.appointed; c != nil && c.Targets[0] == r.node.self && r.state.check(c) == nil {
		r.commit(c) // whoever told us of it has died since
	}
	var targets []steamtypes.SteamID
	for _, id := range r.state.ids() {
		if r.lost[id] {
			targets = append(targets, id)
		}
	}
	if len(targets) > 0 {
		drop := r.node.signed(r.state.Lobby, Change{Op: opDrop, Targets: targets, Int: r.state.Joins})
		if r.state.check(drop) == nil {
			r.commit(drop)
		}
	}
	clear(r.acked)
	for _, id := range r.state.ids() {
		v, ok := e.versions[id]
		if !ok {
			continue
		}
		log, ok := r.since(v.Seq)
		if !ok {
			r.lost[id] = true
			continue
		}
		r.acked[id] = v.Seq
		r.send(id, Message{Kind: kindFollow, Term: e.term, Seq: v.Seq, Changes: log})
	}
	r.begins(e.term)
	r.meetAll()
	return true
}

// follow takes in the beginning of a term that we have promised to follow.
func (r *replica) follow(from steamtypes.SteamID, m *Message) {
	if r.host != 0 || from != r.promisedTo || m.Term != r.promised {
		return
	}
	if m.Seq != r.version.Seq {
		r.lost[from] = true
		return
	}
	r.host = from
	r.version.Term = m.Term
	clear(r.lost)
	if !r.catchUp(from, m.Changes) {
		return
	}
	r.send(from, Message{Kind: kindAck, Term: r.version.Term, Seq: r.version.Seq})
	r.begins(m.Term)
}

// catchUp takes in what a member says that the last host has decided, or
// itself as the next one. It reports whether that can be.
func (r *replica) catchUp(with steamtypes.SteamID, changes []Change) bool {
	for i := range changes {
		c := &changes[i]
		if c.Op == opDrop && r.state.check(c) == nil &&
			(slices.Contains(c.Targets, r.node.self) || c.Author == with && with != r.host) {
			// Whoever knows us as dropped would have told us so, and no more;
			// and who has dropped others as a host told us then.
			r.lost[with] = true
			return false
		}
		r.commit(c)
	}
	return true
}

// begins starts a term with a host.
func (r *replica) begins(term uint64) {
	clear(r.without)
	r.nudged = 0
	maps.DeleteFunc(r.held, func(_ steamtypes.SteamID, m *Message) bool {
		if m.Kind == kindNudge {
			return m.Version.Term < term // others may have seen this term's host go already
		}
		return m.Term <= term
	})
	if r.state.Owner == r.host {
		clear(r.waited)
		r.proposeAgain()
	}
}

// peerLost takes in that messages to or from a peer may have been lost.
func (r *replica) peerLost(peer steamtypes.SteamID) {
	delete(r.held, peer)
	if r.state.member(peer) == nil || r.host != 0 && !r.leads() && peer != r.host {
		return // that is the host's to see
	}
	r.lost[peer] = true
}
