package lobby

import (
	"cmp"
	"slices"

	"godotsteam/steamtypes"
)

// When members lose sight of each other who are all alive (a cable was pulled,
// a laptop slept), each part goes on as the lobby. When two parts meet again,
// one of them gives way: its members are told that they are out, and may join
// the other.
//
// Every member knows who was dropped. Their host asks those that it meets
// again whether they are in the lobby, and with whom as the host. It wants to
// give way when there are more of them with another host than it has itself of
// those who were there before, or as many and one of them was there first. Who
// has come since does not count: identities are free. Nor is anybody believed
// about others than themselves.
//
//	host                         met again, with another host
//	  │ find ─────────────────────▶│
//	  │◀───────────── here (owner) │
//	  │ yield ──────────────────────────▶│ that host
//	  │◀───────────────────────── agreed │
//
// Both could want to give way, when what one has heard is not true any more.
// So the other host agrees first, which it does not while it waits for the
// same: of two who ask each other the one with the lower ID stays.

// Absent is somebody who was dropped. Age is theirs as a member, and Known how
// many of those who have ever joined they knew for sure.
type Absent struct {
	ID    steamtypes.SteamID `cbor:"i"`
	Age   uint64             `cbor:"g"`
	Known uint64             `cbor:"k"`
}

func (s *State) absent(id steamtypes.SteamID) bool {
	return slices.ContainsFunc(s.Absent, func(a Absent) bool { return a.ID == id })
}

// miss takes in who was dropped; of too many the last ones.
func (s *State) miss(c *Change) {
	for _, id := range c.Targets {
		s.Absent = append(s.Absent, Absent{ID: id, Age: s.member(id).Age, Known: c.Int})
	}
	s.Absent = slices.Delete(s.Absent, 0, max(0, len(s.Absent)-maxAbsent))
}

// merging is what a host has learned of other hosts of its lobby since it last
// looked.
type merging struct {
	follow   map[steamtypes.SteamID]steamtypes.SteamID // whom those follow who were dropped
	yieldsTo steamtypes.SteamID                        // whom we have asked to agree
}

// Met takes in that a peer can be reached, maybe again.
func (n *Node) Met(peer steamtypes.SteamID) {
	for _, id := range n.Lobbies() {
		n.replicas[id].meets(peer)
	}
}

// meets asks somebody who was dropped what they have become.
func (r *replica) meets(peer steamtypes.SteamID) {
	if r.leads() && r.state.absent(peer) {
		r.node.send(peer, &Message{Kind: kindFind, Lobby: r.state.Lobby})
	}
}

// meetAll asks all who were dropped and can be reached.
func (r *replica) meetAll() {
	r.merging = merging{}
	for _, a := range r.state.Absent {
		if r.node.config.Around(a.ID) {
			r.meets(a.ID)
		}
	}
}

// finds answers who looks for the lobby.
func (r *replica) finds(from steamtypes.SteamID) {
	r.node.send(from, r.here())
	if r.merging.follow[from] == 0 {
		r.meets(from)
	}
}

// hears takes in what somebody has become who was dropped.
func (r *replica) hears(from steamtypes.SteamID, m *Message) {
	if !r.leads() || !r.state.absent(from) {
		return
	}
	delete(r.merging.follow, from)
	if m.Owner == 0 || m.Owner == r.node.self {
		return
	}
	if r.merging.follow == nil {
		r.merging.follow = make(map[steamtypes.SteamID]steamtypes.SteamID)
	}
	r.merging.follow[from] = m.Owner
	if r.isOutnumbered(m.Owner) {
		r.merging.yieldsTo = m.Owner
		r.node.send(m.Owner, &Message{Kind: kindYield, Lobby: r.state.Lobby})
	}
}

// isOutnumbered reports whether the part that another host has comes before
// ours.
func (r *replica) isOutnumbered(by steamtypes.SteamID) bool {
	known := r.state.Joins
	var ours, theirs []uint64 // ages
	for _, a := range r.state.Absent {
		if r.merging.follow[a.ID] == by {
			theirs = append(theirs, a.Age)
			known = min(known, a.Known)
		}
	}
	for i := range r.state.Members {
		if age := r.state.Members[i].Age; age <= known {
			ours = append(ours, age)
		}
	}
	slices.Sort(theirs)
	return cmp.Or(cmp.Compare(len(theirs), len(ours)), -slices.Compare(theirs, ours)) > 0
}

// askedToAgree takes in that another host would give way to us.
func (r *replica) askedToAgree(from steamtypes.SteamID) {
	switch {
	case !r.leads():
		r.node.send(from, r.here())
		return
	case r.merging.yieldsTo == from && r.node.self > from:
		return // it agrees to ours
	case r.merging.yieldsTo == from:
		r.merging.yieldsTo = 0
	}
	r.node.send(from, &Message{Kind: kindAgreed, Lobby: r.state.Lobby})
}

// agreed takes in that another host goes on and we don't.
func (r *replica) agreed(from steamtypes.SteamID) {
	if r.merging.yieldsTo != from {
		return // only a host asks
	}
	r.turnAway()
	others := slices.DeleteFunc(r.state.ids(), func(id steamtypes.SteamID) bool { return id == r.node.self })
	drop := r.node.signed(r.state.Lobby, Change{Op: opDrop, Targets: others})
	for _, id := range others {
		r.send(id, Message{Kind: kindChanges, Term: r.version.Term, Seq: r.version.Seq, Changes: []Change{*drop}})
	}
	r.node.kicked(r, from)
}
