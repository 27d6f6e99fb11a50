package lobby

import (
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/signals"
)

// What comes late, or twice, and is not about what there is now.

// Somebody has left and is back when it hears what was said to it before.
func TestWhatWasSaidToAnEarlierMembership(t *testing.T) {
	w, lobby, ps := party(t, 3)
	back := ps[2]
	r := ps[0].replicas[lobby]
	earlier := r.state.member(back.id).Joined
	back.Leave(lobby)
	w.calm()
	w.joins(lobby, back)
	now := back.replicas[lobby]
	for _, kind := range []Kind{kindGone, kindChanges, kindNudge, kindPrepare, kindFollow} {
		before := now.version
		require.NoError(t,
			back.Receive(ps[0].id,
				&Message{Kind: kind, Lobby: lobby, From: r.joined, To: earlier, Term: before.Term, Seq: before.Seq}))
		require.Same(t, now, back.replicas[lobby])
		require.Equal(t, ps[0].id, now.host, kind)
		require.Equal(t, before, now.version)
		require.Empty(t, now.held)
	}
	w.calm()
	w.agree()
	require.Len(t, ps[0].Members(lobby), 3)
}

// A member confirms what it cannot have: of another term, or not yet decided.
func TestAConfirmationOfSomethingElse(t *testing.T) {
	w, lobby, ps := party(t, 3)
	w.crash(ps[0], func(int) int { return 0 })
	w.calm()
	host, member := ps[1], ps[2]
	r := host.replicas[lobby]
	require.True(t, host.SetData(lobby, "k", "v"))
	clear(w.wire)
	before := r.acked[member.id]
	require.Less(t, before, r.version.Seq)
	for _, v := range []Version{{r.version.Term - 1, r.version.Seq}, {r.version.Term + 1, r.version.Seq},
		{r.version.Term, r.version.Seq + 1}} {
		w.tell(member, host, lobby, Message{Kind: kindAck, Term: v.Term, Seq: v.Seq})
		require.Equal(t, before, r.acked[member.id], v)
	}
	w.tell(member, host, lobby, Message{Kind: kindAck, Term: r.version.Term, Seq: r.version.Seq})
	require.Equal(t, r.version.Seq, r.acked[member.id])
	w.tell(member, host, lobby, Message{Kind: kindAck, Term: r.version.Term, Seq: before})
	require.Equal(t, r.version.Seq, r.acked[member.id], "an older one takes nothing back")
	require.Len(t, host.Members(lobby), 2)
}

// Somebody whom a member has not promised anything thinks that it is the
// member's turn. It follows all the same whom it has promised to.
func TestANudgeDoesNotBreakAPromise(t *testing.T) {
	w, lobby, ps := party(t, 4)
	next, follower, other := ps[1], ps[2], ps[3]
	w.crash(ps[0], func(int) int { return 0 })
	for follower.replicas[lobby].promisedTo != next.id {
		ks := w.waiting()
		require.NotEmpty(t, ks)
		w.deliver(ks[0])
	}
	r := follower.replicas[lobby]
	require.Zero(t, r.host)
	w.tell(other, follower, lobby, Message{Kind: kindNudge, Version: r.version})
	require.Equal(t, next.id, r.promisedTo)
	w.tell(next, follower, lobby, Message{Kind: kindNudge, Version: r.version})
	require.NotEqual(t, next.id, r.promisedTo, "it is no candidate any more")
}

// The host dies as soon as a newcomer is in, which alone has heard its last
// words: it brings the others up to date.
func TestANewcomerKnowsWhatTheOthersLack(t *testing.T) {
	w, lobby, ps := party(t, 3)
	joiner := w.start(9)
	joiner.Join(lobby, w.ids())
	host := ps[0]
	for len(w.waiting()) > 0 && len(joiner.Members(lobby)) == 0 {
		k := w.waiting()[0]
		if q := w.wire[k]; k.from == host.id && k.to != joiner.id && len(q) > 0 && q[0].Changes[0].Op == opData {
			w.wire[k] = nil // the last words get lost
			continue
		}
		w.deliver(k)
		if _, arriving := host.replicas[lobby].arriving[joiner.id]; arriving && host.Data(lobby, "k") == "" {
			require.True(t, host.SetData(lobby, "k", "v"))
		}
	}
	require.Equal(t, "v", joiner.Data(lobby, "k"))
	w.crash(host, func(int) int { return 0 })
	w.calm()
	for _, p := range []*peer{ps[1], ps[2], joiner} {
		require.Equal(t, []id{ps[1].id, ps[2].id, joiner.id}, p.Members(lobby))
		require.Equal(t, "v", p.Data(lobby, "k"))
		require.Zero(t, count[signals.LobbyKicked](p))
	}
	w.agree()
}

// Nobody but the host decides who is out, and what comes next; and the host of
// this term.
func TestWhoDecides(t *testing.T) {
	w, lobby, ps := party(t, 4)
	host, other, member := ps[0], ps[1], ps[2]
	r := member.replicas[lobby]
	before := r.version
	chat := *other.signed(lobby, Change{Op: opChat, Text: []byte("hello")})
	w.tell(other, member, lobby, Message{Kind: kindGone})
	w.tell(other, member, lobby, Message{Kind: kindChanges, Term: before.Term, Seq: before.Seq, Changes: []Change{chat}})
	w.tell(host, member, lobby,
		Message{Kind: kindChanges, Term: before.Term + 1, Seq: before.Seq, Changes: []Change{chat}})
	require.Equal(t, before, r.version)
	require.Equal(t, host.id, r.host)
	require.Empty(t, r.lost)
	require.Empty(t, r.without)
	w.tell(host, member, lobby, Message{Kind: kindChanges, Term: before.Term, Seq: before.Seq, Changes: []Change{chat}})
	require.Equal(t, 1, heard(member))
}
