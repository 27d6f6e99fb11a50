package lobby

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/signals"
)

// What a member can do that lies while there is no host.

// behind plays a peer's part: what others say to it is taken by answer, as
// long as there is something to deliver. It hears of no loss.
func (w *world) behind(p *peer, answer func(from id, m *Message)) {
	w.t.Helper()
	for steps := 0; len(w.waiting()) > 0; steps++ {
		if steps > 50000 {
			w.t.Fatalf("it never ends")
		}
		k := w.waiting()[0]
		if k.to != p.id {
			w.deliver(k)
			continue
		}
		if q := w.wire[k]; len(q) > 0 {
			w.wire[k] = q[1:]
			answer(k.from, q[0])
		} else {
			delete(w.lost, k)
		}
	}
}

// tell has a peer say something to another that its own node would not say.
func (w *world) tell(from, to *peer, lobby id, m Message) {
	w.t.Helper()
	m.Lobby = lobby
	m.From, m.To = from.replicas[lobby].joined, from.replicas[lobby].state.member(to.id).Joined
	if err := to.Receive(from.id, m.clone()); err != nil {
		w.t.Fatalf("%v → %v: %v", from.id, to.id, err)
	}
}

func silent(id, *Message) {}

// throwsOutInAPromise has a liar say in its promise that it has dropped others,
// and requires that the next in charge and an honest member go on without it.
func throwsOutInAPromise(t *testing.T, w *world, lobby id, liar *peer, drop *Change, next, honest *peer) {
	t.Helper()
	w.behind(liar, func(from id, m *Message) {
		if m.Kind == kindPrepare {
			w.tell(liar, w.peers[from], lobby, Message{
				Kind: kindPromise, Term: m.Term, Seq: m.Version.Seq,
				Version: Version{m.Version.Term, m.Version.Seq + 1}, Changes: []Change{*drop},
			})
		}
	})
	for _, p := range []*peer{next, honest} {
		require.Equal(t, []id{next.id, honest.id}, p.Members(lobby), "the liar is out")
		require.Equal(t, next.id, p.Owner(lobby))
		require.Zero(t, count[signals.LobbyKicked](p))
	}
}

// A drop that names all who have been there longer is its author's to make, if
// they are lost. They are not: who is to lead does not take it from a liar.
func TestAPromiseThatThrowsTheCandidateOut(t *testing.T) {
	w, lobby, ps := party(t, 4)
	next, honest, liar := ps[1], ps[2], ps[3]
	drop := liar.signed(lobby, Change{Op: opDrop, Targets: []id{ps[0].id, next.id, honest.id}})
	w.crash(ps[0], func(int) int { return 0 })
	throwsOutInAPromise(t, w, lobby, liar, drop, next, honest)
}

// Nor does it take in that others are out, from who would be the owner then.
func TestAPromiseThatThrowsAnotherOut(t *testing.T) {
	w, lobby, ps := party(t, 5)
	liar, host, next, honest, witness := ps[0], ps[1], ps[2], ps[3], ps[4]
	require.True(t, liar.SetOwner(lobby, host.id))
	w.calm()
	require.True(t, host.SetOwner(lobby, next.id))
	w.crash(host, func(int) int { return 1 })
	for k := range w.wire {
		if k.from == host.id && k.to != witness.id {
			delete(w.wire, k)
		}
	}
	w.deliver(pair{host.id, witness.id})
	w.deliver(pair{witness.id, next.id}) // it is your turn
	w.crash(witness, func(int) int { return 0 })
	drop := liar.signed(lobby, Change{Op: opDrop, Targets: []id{host.id, honest.id, witness.id}})
	throwsOutInAPromise(t, w, lobby, liar, drop, next, honest)
}

// Nor does a member follow somebody who throws it out.
func TestAFollowThatThrowsTheFollowerOut(t *testing.T) {
	w, lobby, ps := party(t, 3)
	liar, honest := ps[1], ps[2] // the liar is next in charge
	w.crash(ps[0], func(int) int { return 0 })
	w.behind(liar, silent)
	r := honest.replicas[lobby]
	drop := liar.signed(lobby, Change{Op: opDrop, Targets: []id{ps[0].id, honest.id}})
	w.tell(liar, honest, lobby, Message{Kind: kindPrepare, Term: 2, Version: r.version})
	w.tell(liar, honest, lobby, Message{Kind: kindFollow, Term: 2, Seq: r.version.Seq, Changes: []Change{*drop}})
	w.behind(liar, silent)
	require.Equal(t, []id{honest.id}, honest.Members(lobby))
	require.Zero(t, count[signals.LobbyKicked](honest))
}

// A member that is not next in charge asks all to follow it, and would then
// take out whoever is.
func TestACandidateWhoseTurnItIsNot(t *testing.T) {
	for what, early := range map[string]bool{"before the next in charge does": true, "after it": false} {
		t.Run(what, func(t *testing.T) {
			w, lobby, ps := party(t, 4)
			host, next, honest := ps[0], ps[1], ps[2:]
			liar := w.start(0) // the lowest ID of all
			liar.Join(lobby, w.ids())
			w.calm()
			ask := func() {
				for _, p := range honest {
					w.tell(liar, p, lobby, Message{Kind: kindPrepare, Term: 100, Version: p.replicas[lobby].version})
				}
			}
			if early {
				ask()
			}
			w.crash(host, func(int) int { return 0 })
			promised := false
			w.behind(liar, func(from id, m *Message) {
				if m.Kind != kindPrepare || promised {
					return
				}
				promised = true
				ask()
				drop := liar.signed(lobby, Change{Op: opDrop, Targets: []id{host.id, next.id, honest[1].id}})
				w.tell(liar, honest[0], lobby, Message{Kind: kindFollow, Term: 100, Seq: m.Version.Seq, Changes: []Change{*drop}})
				w.tell(liar, w.peers[from], lobby, Message{Kind: kindPromise, Term: m.Term, Version: m.Version, Seq: m.Version.Seq})
			})
			require.True(t, promised)
			for _, p := range append(honest, next) {
				require.Equal(t, []id{next.id, honest[0].id, honest[1].id, liar.id}, p.Members(lobby))
				require.Equal(t, next.id, p.replicas[lobby].host)
			}
		})
	}
}

// Whatever a member says, it gets no more time than one that says nothing.
func TestWhoHoldsUpANewHost(t *testing.T) {
	for what, row := range map[string]struct {
		liar  int // 1: who is next in charge
		looks int
		lie   func(w *world, lobby id, liar *peer, others []*peer, asked map[id]uint64)
	}{
		"it says nothing":                        {3, enoughLooks, func(*world, id, *peer, []*peer, map[id]uint64) {}},
		"it says nothing, and is next in charge": {1, enoughLooks, func(*world, id, *peer, []*peer, map[id]uint64) {}},
		"it has always promised somebody else": {3, enoughLooks,
			func(w *world, lobby id, liar *peer, others []*peer, asked map[id]uint64) {
				for _, p := range others {
					w.tell(liar, p, lobby, Message{Kind: kindNack, Term: asked[p.id]})
				}
			}},
		"it wants to be the host, and is not next in charge": {3, enoughLooks,
			func(w *world, lobby id, liar *peer, others []*peer, _ map[id]uint64) {
				for _, p := range others {
					r := p.replicas[lobby]
					w.tell(liar, p, lobby, Message{Kind: kindPrepare, Term: r.promised + 1, Version: r.version})
				}
			}},
		"it asks to be followed again and again": {1, candidateLooks,
			func(w *world, lobby id, liar *peer, others []*peer, _ map[id]uint64) {
				for _, p := range others {
					r := p.replicas[lobby]
					w.tell(liar, p, lobby, Message{Kind: kindPrepare, Term: r.promised + 1, Version: r.version})
				}
			}},
		"it asks to be followed, and takes it back": {1, enoughLooks,
			func(w *world, lobby id, liar *peer, others []*peer, _ map[id]uint64) {
				for _, p := range others {
					r := p.replicas[lobby]
					w.tell(liar, p, lobby, Message{Kind: kindPrepare, Term: r.promised + 1, Version: r.version})
					w.tell(liar, p, lobby, Message{Kind: kindNudge, Version: r.version})
				}
			}},
	} {
		t.Run(what, func(t *testing.T) {
			w, lobby, ps := party(t, 4)
			liar := ps[row.liar]
			var others []*peer
			for _, p := range ps[1:] {
				if p != liar {
					others = append(others, p)
				}
			}
			asked := map[id]uint64{}
			hear := func(from id, m *Message) {
				if m.Kind == kindPrepare {
					asked[from] = m.Term
				}
			}
			w.crash(ps[0], func(int) int { return 0 })
			w.behind(liar, hear)
			for look := range row.looks {
				for _, p := range others {
					require.Zero(t, p.replicas[lobby].host, "look %d", look)
				}
				row.lie(w, lobby, liar, others, asked)
				w.behind(liar, hear)
				for _, p := range others {
					p.Overdue()
				}
				w.behind(liar, hear)
			}
			for _, p := range others {
				require.Equal(t, []id{others[0].id, others[1].id}, p.Members(lobby))
				require.Equal(t, others[0].id, p.Owner(lobby))
				require.Zero(t, count[signals.LobbyKicked](p))
			}
		})
	}
}

// Two take turns in having promised somebody else, so that each has promised
// between any two looks.
func TestTwoWhoHoldUpANewHostTogether(t *testing.T) {
	w, lobby, ps := party(t, 5)
	next, honest, liars := ps[1], ps[2], ps[3:]
	w.crash(ps[0], func(int) int { return 0 })
	pump := func() {
		for len(w.waiting()) > 0 {
			k := w.waiting()[0]
			if k.to == liars[0].id || k.to == liars[1].id {
				delete(w.wire, k)
				delete(w.lost, k)
				continue
			}
			w.deliver(k)
		}
	}
	pump()
	for look := range enoughLooks + 1 {
		e := next.replicas[lobby].election
		require.NotNil(t, e, "look %d", look)
		for turn := range liars {
			w.tell(liars[turn], next, lobby,
				Message{Kind: kindPromise, Term: e.term, Version: next.replicas[lobby].version,
					Seq: next.replicas[lobby].version.Seq})
			w.tell(liars[1-turn], next, lobby, Message{Kind: kindNack, Term: e.term})
			pump()
			if e = next.replicas[lobby].election; e == nil {
				break
			}
		}
		for _, p := range []*peer{next, honest} {
			p.Overdue()
		}
		pump()
	}
	for _, p := range []*peer{next, honest} {
		require.Equal(t, next.id, p.Owner(lobby), fmt.Sprint(p.Members(lobby)))
		require.Contains(t, p.Members(lobby), honest.id)
	}
}

// Who was made the owner by the last words of a host, which only one member
// heard that has died since, goes first all the same.
func TestAnOwnerThatOnlyTheDeadHeardOf(t *testing.T) {
	w, lobby, ps := party(t, 4)
	w.crash(ps[0], func(int) int { return 0 }) // so that nobody is at its first number
	w.calm()
	host, witness, owner := ps[1], ps[2], ps[3]
	other := w.start(9)
	other.Join(lobby, w.ids())
	w.calm()
	require.True(t, host.SetOwner(lobby, owner.id))
	w.crash(host, func(most int) int { return most })
	delete(w.wire, pair{host.id, owner.id})
	delete(w.wire, pair{host.id, other.id})
	for len(w.wire[pair{host.id, witness.id}]) > 0 {
		w.deliver(pair{host.id, witness.id})
	}
	w.deliver(pair{witness.id, owner.id}) // it is your turn
	w.crash(witness, func(int) int { return 0 })
	w.calm()
	for _, p := range []*peer{owner, other} {
		require.Equal(t, []id{owner.id, other.id}, p.Members(lobby))
		require.Equal(t, owner.id, p.Owner(lobby))
	}
	w.agree()
}
