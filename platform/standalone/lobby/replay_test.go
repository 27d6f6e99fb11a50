package lobby

import (
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// What was signed once, by whom, for what: nobody can use it for anything else.

// by returns the changes of one author that a peer has on record.
func (p *peer) by(lobby, author id) (changes []Change) {
	for _, c := range p.replicas[lobby].log {
		if c.Author == author {
			changes = append(changes, c)
		}
	}
	return changes
}

// handsOn has a host tell a member that it has decided on some changes.
func (w *world) handsOn(host, to *peer, lobby id, changes ...Change) {
	w.t.Helper()
	v := to.replicas[lobby].version
	w.tell(host, to, lobby, Message{Kind: kindChanges, Term: v.Term, Seq: v.Seq, Changes: changes})
}

// A host repeats what a member has signed that is there.
func TestAHostThatRepeatsAMembersWords(t *testing.T) {
	w, lobby, ps := party(t, 3)
	require.True(t, ps[1].Chat(lobby, []byte("yes")))
	w.calm()
	require.Equal(t, 1, heard(ps[2]))
	w.handsOn(ps[0], ps[2], lobby, ps[0].by(lobby, ps[1].id)...)
	require.Equal(t, 1, heard(ps[2]))
	require.Len(t, ps[2].Members(lobby), 3)
}

// A host repeats what a member has signed that has left, from the joining on.
func TestAHostThatRepeatsTheWordsOfWhoHasLeft(t *testing.T) {
	for what, goes := range map[string]func(w *world, lobby id, host, victim *peer){
		"left": func(_ *world, lobby id, _, victim *peer) { victim.Leave(lobby) },
		"died": func(w *world, _ id, _, victim *peer) { w.crash(victim, func(int) int { return 0 }) },
	} {
		t.Run(what, func(t *testing.T) {
			w, lobby, ps := party(t, 3)
			host, victim, witness := ps[0], ps[1], ps[2]
			require.True(t, victim.Chat(lobby, []byte("I pay 100 gold")))
			require.True(t, victim.SetMemberData(lobby, "ready", "1"))
			w.calm()
			recorded := host.by(lobby, victim.id)
			require.Equal(t, opJoin, recorded[0].Op)
			goes(w, lobby, host, victim)
			w.calm()
			witness.events = nil
			for range 3 {
				w.handsOn(host, witness, lobby, recorded...)
			}
			require.Equal(t, []id{host.id, witness.id}, witness.Members(lobby))
			require.Empty(t, witness.events)
			require.Empty(t, witness.MemberData(lobby, victim.id, "ready"))
		})
	}
}

// A member's computer has set its clock back, and so its numbers: what it
// signed before it left is not said by it now.
func TestAHostThatRepeatsTheWordsOfWhoIsBack(t *testing.T) {
	w, lobby, ps := party(t, 3)
	host, victim, witness := ps[0], ps[1], ps[2]
	require.True(t, victim.Chat(lobby, []byte("I pay 100 gold")))
	require.True(t, victim.SetMemberData(lobby, "ready", "1"))
	w.calm()
	recorded := host.by(lobby, victim.id)
	w.crash(victim, func(int) int { return 0 })
	w.calm()
	w.births = -1 // the next life begins at 0
	victim = w.start(2)
	victim.Join(lobby, w.ids())
	w.calm()
	require.Len(t, witness.Members(lobby), 3)
	witness.events = nil
	w.handsOn(host, witness, lobby, recorded...)
	require.Empty(t, witness.events)
	require.Len(t, witness.Members(lobby), 3)
	require.Empty(t, witness.MemberData(lobby, victim.id, "ready"))
}

// A member shows, in its promise, how the dead host once dropped somebody who
// has come back since.
func TestAnOldDropInAPromise(t *testing.T) {
	w, lobby, ps := party(t, 4)
	host, next, liar, honest := ps[0], ps[1], ps[2], ps[3]
	old := host.signed(lobby, Change{Op: opDrop, Targets: []id{honest.id}})
	require.NoError(t, host.replicas[lobby].sequence(old))
	w.calm()
	require.Len(t, next.Members(lobby), 3)
	honest.events = nil
	honest.Join(lobby, w.ids())
	w.calm()
	w.crash(host, func(int) int { return 0 })
	w.behind(liar, func(from id, m *Message) {
		if m.Kind == kindPrepare {
			w.tell(liar, w.peers[from], lobby, Message{
				Kind: kindPromise, Term: m.Term, Seq: m.Version.Seq,
				Version: Version{m.Version.Term, m.Version.Seq + 1}, Changes: []Change{*old},
			})
		}
	})
	for _, p := range []*peer{next, honest} {
		require.Contains(t, p.Members(lobby), honest.id)
		require.Equal(t, next.id, p.Owner(lobby))
	}
	require.Zero(t, count[signals.LobbyKicked](honest))
}

// A joining is good for the host that was asked, and for as long as nobody goes.
func TestAJoiningIsForOneHostAndOneEra(t *testing.T) {
	w, lobby, ps := party(t, 3)
	joiner := w.start(7)
	s := ps[0].replicas[lobby].state
	join := func(era uint64, hosts ...id) error {
		return s.check(joiner.signed(lobby, Change{Op: opJoin, Era: era, Targets: hosts}))
	}
	require.NoError(t, join(s.Era, s.Owner))
	require.Error(t, join(s.Era+1, s.Owner))
	require.Error(t, join(s.Era, ps[1].id))
	require.Error(t, join(s.Era, s.Owner, ps[1].id))
	require.Error(t, join(s.Era))

	before := []uint64{s.Era}
	for _, p := range ps[1:] {
		p.Leave(lobby)
		w.calm()
		require.NotContains(t, before, s.Era)
		before = append(before, s.Era)
	}
	ps[0].Create(steamtypes.LobbyPublic, 4)
	require.NotContains(t, before, ps[0].replicas[lobbyID(2)].state.Era, "nor does it suit another lobby")
}

// Somebody leaves just when another asks to be let in.
func TestAJoinerIsLetInThoughSomebodyGoesMeanwhile(t *testing.T) {
	w, lobby, ps := party(t, 3)
	joiner := w.start(7)
	joiner.Join(lobby, []id{ps[0].id})
	w.deliver(pair{joiner.id, ps[0].id}) // who is the host?
	ps[2].Leave(lobby)
	w.deliver(pair{ps[2].id, ps[0].id})
	w.finish()
	w.agree()
	require.Equal(t, []id{ps[0].id, ps[1].id, joiner.id}, joiner.Members(lobby))
	require.Equal(t, 1, count[signals.LobbyJoined](joiner))
}

// Nothing that is signed for one game is worth anything in another.
func TestWhatIsSignedForAnotherGame(t *testing.T) {
	w, lobby, ps := party(t, 2)
	joiner := w.start(7)
	joiner.config.App++
	joiner.Join(lobby, w.ids())
	w.calm()
	require.Nil(t, joiner.Members(lobby))
	require.Len(t, ps[0].Members(lobby), 2)
	ps[1].config.App++
	require.True(t, ps[1].Chat(lobby, []byte("hello")))
	w.calm()
	require.Zero(t, heard(ps[0]))
}

// A host shows a newcomer data that a member set when it was there before.
func TestAWelcomeWithDataOfAnotherMembership(t *testing.T) {
	w, lobby, ps := party(t, 2)
	require.True(t, ps[1].SetMemberData(lobby, "k", "v"))
	w.calm()
	old := ps[0].replicas[lobby].state.member(ps[1].id).Data["k"]
	ps[1].Leave(lobby)
	w.calm()
	ps[1].Join(lobby, w.ids())
	w.calm()
	require.True(t, ps[1].SetMemberData(lobby, "another", "v"))
	w.calm()
	s := ps[0].replicas[lobby].state
	require.NoError(t, s.verify(480, ps[0].config.Verify))
	s.member(ps[1].id).Data["k"] = old
	require.ErrorContains(t, s.verify(480, ps[0].config.Verify), "did not set")
}
