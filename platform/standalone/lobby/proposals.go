package lobby

// A member that is further behind than the log reaches has lost the lobby, and
// many proposals at once would soon make that of whoever is far away. So they
// wait at the host until the slowest has caught up, which is never longer than
// until it is late. They wait here and not unread: behind them there may be the
// very answers that all wait for.

import (
	"slices"

	"godotsteam/steamtypes"
)

// proposals are those that wait at the host, in the order in which they came.
type proposals struct {
	queue []Change
	size  int
	of    map[steamtypes.SteamID]share
}

// share is how many proposals are whose, and what they weigh.
type share struct{ count, size int }

func (p *proposals) add(c *Change) {
	p.queue = append(p.queue, *c)
	p.count(c, 1)
}

func (p *proposals) take() Change {
	c := p.queue[0]
	p.queue[0] = Change{} // for the garbage collector
	p.queue = p.queue[1:]
	p.count(&c, -1)
	return c
}

func (p *proposals) count(c *Change, by int) {
	if p.of == nil {
		p.of = make(map[steamtypes.SteamID]share)
	}
	size := by * encodedSize(c)
	s := p.of[c.Author]
	p.of[c.Author] = share{s.count + by, s.size + size}
	p.size += size
}

// forget drops what somebody has proposed who is gone.
func (p *proposals) forget(author steamtypes.SteamID) {
	if p.of[author].count > 0 {
		p.queue = slices.DeleteFunc(p.queue, func(c Change) bool { return c.Author == author })
	}
	p.size -= p.of[author].size
	delete(p.of, author)
}

// heaviest returns whose proposals weigh the most.
func (p *proposals) heaviest() (author steamtypes.SteamID) {
	for id, s := range p.of {
		if s.size > p.of[author].size {
			author = id
		}
	}
	return author
}

// proposed takes in a member's proposal.
func (r *replica) proposed(from steamtypes.SteamID, m *Message) {
	c := &m.Changes[0]
	switch {
	case !r.leads():
		return // the author proposes it again to whoever is the host
	case c.Author != from || c.Op == opJoin || c.Op == opDrop || r.node.verify(m) != nil:
		r.refuse(c)
		return
	case c.Op == opLeave:
		r.sequence(c) //nolint:errcheck // it does not wait for an answer, so nobody waits for it
		return
	}
	r.proposals.add(c)
	if r.proposals.of[from].count > maxPending {
		r.lost[from] = true // it does not keep to the protocol
	}
	if r.proposals.size > maxProposals {
		r.lost[r.proposals.heaviest()] = true
	}
}

func (r *replica) refuse(c *Change) {
	r.send(c.Author, Message{Kind: kindRefuse, Number: c.Number})
}

// decide makes the next proposal a change, if everybody is near enough.
func (r *replica) decide() bool {
	if len(r.proposals.queue) == 0 || r.isCrowded() {
		return false
	}
	c := r.proposals.take()
	if r.sequence(&c) != nil {
		r.refuse(&c)
	}
	return true
}

// isCrowded reports whether a member is so far behind that others must wait.
func (r *replica) isCrowded() bool {
	slowest := r.version.Seq
	for _, id := range r.state.ids() {
		if _, arriving := r.arriving[id]; id != r.node.self && !arriving {
			slowest = min(slowest, r.acked[id])
		}
	}
	lacks := r.log[len(r.log)-int(min(r.version.Seq-slowest, uint64(len(r.log)))):]
	size := 0
	for i := range lacks {
		size += encodedSize(&lacks[i])
	}
	return len(lacks) >= crowdedLog || size >= crowdedLogBytes
}
