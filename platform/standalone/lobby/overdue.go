package lobby

// A member that is there and does not answer could keep others out for ever,
// or a lobby without a host. Nobody else's clock is needed to see that: two
// looks, far enough from each other, at what has not been done. Nothing counts
// but that it is done: whatever a member says meanwhile, or has us begin anew,
// gets it no more time.

import (
	"maps"

	"godotsteam/steamtypes"
)

// How many looks later somebody is late. One that tries to be the host may
// itself have to wait for others until they are late.
const (
	enoughLooks    = 2
	candidateLooks = 2 * enoughLooks
)

// Overdue counts those as lost that have not done for some time what they had
// to do. Between two calls there is more time than it takes to see that
// somebody has died.
func (n *Node) Overdue() {
	for _, id := range n.Lobbies() {
		if r := n.replicas[id]; r != nil {
			r.look()
			r.settle()
		}
	}
}

func (r *replica) look() {
	next := r.next()
	if r.waits() {
		next = r.promisedTo
	}
	switch {
	case r.leads():
		r.lookAtMembers()
		r.meetAll()
	case r.host != 0:
	case next != r.node.self:
		r.lookAt(next)
	case r.election != nil:
		r.election.look(r.lost)
	}
}

// lookAtMembers looks who has not confirmed what there was at the last look.
func (r *replica) lookAtMembers() {
	for _, id := range r.state.ids() {
		if _, arriving := r.arriving[id]; id != r.node.self && !arriving && r.acked[id] < r.shouldHave {
			r.lost[id] = true
		}
	}
	r.shouldHave = r.version.Seq
}

// look looks who has not promised to follow us since the last look.
func (e *election) look(lost map[steamtypes.SteamID]bool) {
	maps.Copy(lost, e.silent)
	e.looks++
	e.silent = maps.Clone(e.waiting)
}

// lookAt looks at whoever should be the host, and still is not.
func (r *replica) lookAt(next steamtypes.SteamID) {
	patience := enoughLooks
	if r.waits() {
		patience = candidateLooks // it tries
	}
	r.waited[next]++
	if r.waited[next] >= patience {
		r.lost[next] = true
	}
}
