package lobby

import (
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/signals"
)

// What a member does that keeps to the protocol while there is no host, word by
// word.

// sent returns how many messages of a kind wait for somebody.
func (w *world) sent(from, to *peer, kind Kind) (n int) {
	for _, m := range w.wire[pair{from.id, to.id}] {
		if m.Kind == kind {
			n++
		}
	}
	return n
}

// Whoever waits for the next in charge says so once, whatever else happens.
func TestTheNextInChargeIsToldOnce(t *testing.T) {
	w, lobby, ps := party(t, 4)
	w.crash(ps[0], func(int) int { return 0 })
	w.deliver(pair{ps[0].id, ps[2].id})
	require.Equal(t, 1, w.sent(ps[2], ps[1], kindNudge))
	w.tell(ps[3], ps[2], lobby, Message{Kind: kindAck})
	ps[2].Overdue()
	require.Equal(t, 1, w.sent(ps[2], ps[1], kindNudge))
}

// A candidate takes nothing in that cannot be, and does without who says it.
func TestAPromiseThatCannotBe(t *testing.T) {
	for what, lie := range map[string]func(v Version) Message{
		"of the term that only begins": func(v Version) Message {
			return Message{Kind: kindPromise, Term: 2, Seq: v.Seq + 1, Version: Version{2, v.Seq + 1}}
		},
		"of this term, and nothing with it": func(v Version) Message {
			return Message{Kind: kindPromise, Term: 2, Seq: v.Seq, Version: Version{2, v.Seq}}
		},
		"without what it has more": func(v Version) Message {
			return Message{Kind: kindPromise, Term: 2, Seq: v.Seq, Version: Version{1, v.Seq + 1}}
		},
		"from after what we have": func(v Version) Message {
			return Message{Kind: kindPromise, Term: 2, Seq: v.Seq + 1, Version: Version{1, v.Seq + 1}}
		},
		"it has promised somebody else in the last term of all": func(Version) Message {
			return Message{Kind: kindNack, Term: lastTerm - 1}
		},
	} {
		t.Run(what, func(t *testing.T) {
			w, lobby, ps := party(t, 4)
			next, honest, liar := ps[1], ps[2], ps[3]
			w.crash(ps[0], func(int) int { return 0 })
			w.behind(liar, func(from id, m *Message) {
				if m.Kind == kindPrepare {
					w.tell(liar, w.peers[from], lobby, lie(m.Version))
				}
			})
			for _, p := range []*peer{next, honest} {
				require.Equal(t, []id{next.id, honest.id}, p.Members(lobby), "the liar is out")
				require.Equal(t, uint64(2), p.replicas[lobby].version.Term)
			}
		})
	}
}

// Nor does a member follow what cannot be.
func TestAFollowThatCannotBe(t *testing.T) {
	for what, row := range map[string]struct {
		term, seq uint64 // more than they should be
		out       bool   // the liar is taken for lost
	}{
		"of another term":       {1, 0, false},
		"from another number":   {0, 1, true},
		"as it was promised to": {0, 0, false},
	} {
		t.Run(what, func(t *testing.T) {
			w, lobby, ps := party(t, 3)
			liar, honest := ps[1], ps[2]
			w.crash(ps[0], func(int) int { return 0 })
			w.behind(liar, silent)
			r := honest.replicas[lobby]
			w.tell(liar, honest, lobby, Message{Kind: kindPrepare, Term: 2, Version: r.version})
			require.Equal(t, liar.id, r.promisedTo)
			drop := liar.signed(lobby, Change{Op: opDrop, Targets: []id{ps[0].id}})
			w.tell(liar, honest, lobby,
				Message{Kind: kindFollow, Term: 2 + row.term, Seq: r.version.Seq + row.seq, Changes: []Change{*drop}})
			require.Equal(t, row.term == 0 && row.seq == 0, r.host == liar.id)
			require.Equal(t, row.out, r.state.member(liar.id) == nil)
		})
	}
}

// Somebody says in vain that the others go on without a member: once there is a
// host again, that is past.
func TestWhoSaidThatOthersGoOn(t *testing.T) {
	w, lobby, ps := party(t, 4)
	next, member, liar := ps[1], ps[2], ps[3]
	w.crash(ps[0], func(int) int { return 0 })
	w.deliver(pair{ps[0].id, member.id})
	w.tell(liar, member, lobby, Message{Kind: kindGone})
	w.calm()
	require.Equal(t, next.id, member.Owner(lobby))
	w.crash(next, func(int) int { return 0 })
	w.crash(liar, func(int) int { return 0 })
	w.calm()
	require.Equal(t, []id{member.id}, member.Members(lobby))
	require.Zero(t, count[signals.LobbyKicked](member))
}

// A member hears that another host is gone before it has heard that it was one.
func TestACandidateThatComesBeforeTheFollow(t *testing.T) {
	w, lobby, ps := party(t, 4)
	first, second, last := ps[1], ps[2], ps[3]
	w.crash(ps[0], func(int) int { return 0 })
	for w.sent(first, last, kindFollow) == 0 || w.sent(first, second, kindFollow) == 0 {
		ks := w.waiting()
		require.NotEmpty(t, ks)
		w.deliver(ks[0])
	}
	w.crash(first, func(most int) int { return most })
	w.deliver(pair{first.id, second.id})
	w.deliver(pair{first.id, second.id}) // and it is lost
	require.Equal(t, 1, w.sent(second, last, kindPrepare))
	for w.sent(second, last, kindPrepare) > 0 {
		w.deliver(pair{second.id, last.id})
	}
	w.calm() // no look is needed
	for _, p := range ps[2:] {
		require.Equal(t, []id{second.id, last.id}, p.Members(lobby))
		require.Equal(t, second.id, p.replicas[lobby].host)
	}
	w.agree()
}

// How long somebody was waited for counts until there is a host.
func TestPatienceBeginsAnew(t *testing.T) {
	w, lobby, ps := party(t, 4)
	w.crash(ps[0], func(int) int { return 0 })
	w.deliver(pair{ps[0].id, ps[2].id})
	ps[2].Overdue()
	require.NotEmpty(t, ps[2].replicas[lobby].waited)
	w.calm()
	require.Empty(t, ps[2].replicas[lobby].waited)
	require.True(t, ps[1].SetOwner(lobby, ps[3].id))
	w.calm()
	w.crash(ps[3], func(int) int { return 0 })
	w.deliver(pair{ps[3].id, ps[2].id})
	ps[2].Overdue()
	require.Contains(t, ps[2].Members(lobby), ps[1].id, "it may still answer")
	w.calm()
	require.Equal(t, ps[1].id, ps[2].Owner(lobby))
}

// Who knows whom the last host has made the owner tells a candidate that does
// not, once, and nobody who does not ask to be followed.
func TestWhoIsShownTheOwner(t *testing.T) {
	w, lobby, ps := party(t, 5)
	host, candidate, witness, owner, other := ps[0], ps[1], ps[2], ps[3], ps[4]
	require.True(t, host.SetOwner(lobby, owner.id))
	w.crash(host, func(most int) int { return most })
	for _, p := range []*peer{candidate, owner, other} {
		delete(w.wire, pair{host.id, p.id})
	}
	w.deliver(pair{host.id, witness.id}) // its last words
	w.deliver(pair{host.id, witness.id})
	w.deliver(pair{host.id, candidate.id})
	require.Equal(t, 1, w.sent(candidate, witness, kindPrepare))
	w.deliver(pair{candidate.id, witness.id})
	w.tell(other, witness, lobby, Message{Kind: kindNudge, Version: other.replicas[lobby].version})
	witness.Overdue()
	require.Equal(t, 1, w.sent(witness, candidate, kindNudge))
	require.Zero(t, w.sent(witness, other, kindNudge))
	w.calm()
	for _, p := range ps[1:] {
		require.Equal(t, owner.id, p.Owner(lobby))
	}
}

// What somebody has asked for is forgotten with them, however they went.
func TestWhoIsLostAsksForNothing(t *testing.T) {
	for _, kind := range []Kind{kindPrepare, kindNudge} {
		w, lobby, ps := party(t, 4)
		r := ps[2].replicas[lobby]
		w.tell(ps[3], ps[2], lobby, Message{Kind: kind, Term: 2, Version: r.version})
		require.NotEmpty(t, r.held)
		ps[2].Lost(ps[3].id) // it may come back, and ask anew
		require.Empty(t, r.held)
	}

	w, lobby, ps := party(t, 4)
	w.crash(ps[0], func(int) int { return 0 })
	w.deliver(pair{ps[0].id, ps[2].id})
	r := ps[2].replicas[lobby]
	w.tell(ps[3], ps[2], lobby, Message{Kind: kindNudge, Version: r.version})
	require.NotNil(t, r.election, "it was urged")
	r.held[ps[3].id] = &Message{Kind: kindNudge}
	require.True(t, r.urged())
	r.lost[ps[3].id] = true // it is late
	require.False(t, r.urged())
}
