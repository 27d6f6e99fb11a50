package lobby

// A member that is there and does not answer could keep others out for ever,
// or a lobby without a host. Nobody else's clock is needed to see that: two
// looks at the same thing, far enough from each other.

import "godotsteam/networking"

// overdue is what a replica waited for when it was last looked at.
type overdue struct {
	version  Version            // of the host: what all should have
	waitsFor networking.SteamID // without a host: who should go on
	promised uint64
	election *election
}

// Overdue counts those as lost that have not done since the last call what
// they had to do by then. Between two calls there is more time than it takes
// to see that somebody has died.
func (n *Node) Overdue() {
	for _, id := range n.Lobbies() {
		if r := n.replicas[id]; r != nil {
			r.giveUp()
			r.settle()
			if !r.isOver() {
				r.overdue = r.waitsFor()
			}
		}
	}
}

// waitsFor returns what others have to do.
func (r *replica) waitsFor() overdue {
	switch {
	case r.leads():
		return overdue{version: r.version}
	case r.host != 0:
		return overdue{}
	}
	o := overdue{promised: r.promised, election: r.election}
	if r.election == nil {
		if o.waitsFor = r.promisedTo; !r.waits() {
			o.waitsFor = r.state.firstExcept(r.lost)
		}
	}
	return o
}

// giveUp gives up on those who have not done it.
func (r *replica) giveUp() {
	before, now := r.overdue, r.waitsFor()
	switch {
	case r.leads():
		if before.version.Term != now.version.Term {
			return
		}
		for _, id := range r.state.ids() {
			if _, arriving := r.arriving[id]; id != r.node.self && !arriving && r.acked[id] < before.version.Seq {
				r.lost[id] = true
			}
		}
	case r.host != 0 || before != now:
	case r.election != nil:
		for id := range r.election.waiting {
			r.lost[id] = true
		}
	case now.waitsFor != r.node.self:
		r.lost[now.waitsFor] = true
	}
}
