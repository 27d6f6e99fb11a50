package lobby

import (
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// apart cuts some off from the others until each part goes on by itself.
func (w *world) apart(parts ...[]*peer) {
	w.t.Helper()
	for i, part := range parts {
		for _, other := range parts[i+1:] {
			for _, a := range part {
				for _, b := range other {
					w.part(a.id, b.id, func(int) int { return 0 })
				}
			}
		}
	}
	w.calm()
}

// together lets all meet again, and look twice what has become of others.
func (w *world) together() {
	w.t.Helper()
	w.finish()
	w.agree()
}

func (w *world) joins(lobby id, p *peer) {
	p.Join(lobby, w.ids())
	w.calm()
}

// requireOnePart requires that some are in the lobby, and that others were told
// that they are out.
func requireOnePart(t *testing.T, lobby id, in, out []*peer) {
	t.Helper()
	var ids []id
	for _, p := range in {
		ids = append(ids, p.id)
	}
	for _, p := range in {
		require.ElementsMatch(t, ids, p.Members(lobby))
		require.Zero(t, count[signals.LobbyKicked](p))
	}
	for _, p := range out {
		require.Nil(t, p.Members(lobby))
		require.Equal(t, 1, count[signals.LobbyKicked](p))
	}
}

// A laptop sleeps, and wakes up: of two, who came first goes on.
func TestTwoWhoLoseSightOfEachOther(t *testing.T) {
	w, lobby, ps := party(t, 2)
	w.apart(ps[:1], ps[1:])
	for _, p := range ps {
		require.Equal(t, []id{p.id}, p.Members(lobby))
	}
	require.True(t, ps[1].SetData(lobby, "more", "changes"))
	w.together()
	requireOnePart(t, lobby, ps[:1], ps[1:])
	require.Contains(t, ps[1].events,
		signals.Event(signals.LobbyKicked{Lobby: uint64(lobby), Admin: uint64(ps[0].id), DueToDisconnect: 1}))

	ps[1].events = nil
	w.joins(lobby, ps[1])
	requireOnePart(t, lobby, ps, nil)
	require.Empty(t, ps[0].replicas[lobby].state.Absent)
	w.agree()
}

func TestThePartWithMoreOfThoseWhoWereThereGoesOn(t *testing.T) {
	for what, stay := range map[string][]int{
		"the owner was away":                {1, 2, 3},
		"the owner and one more were away":  {2, 3, 4},
		"one of five was away":              {0, 1, 2, 3},
		"as many: with who was there first": {0, 4},
	} {
		t.Run(what, func(t *testing.T) {
			members := 5
			if len(stay)%2 == 1 && stay[0] == 1 || len(stay) == 2 {
				members = 4
			}
			w, lobby, ps := party(t, members)
			var in, out []*peer
			for i, p := range ps {
				stays := false
				for _, s := range stay {
					stays = stays || min(s, members-1) == i
				}
				if stays {
					in = append(in, p)
				} else {
					out = append(out, p)
				}
			}
			w.apart(in, out)
			w.together()
			requireOnePart(t, lobby, in, out)
			for _, p := range out {
				w.joins(lobby, p)
			}
			for _, p := range ps {
				require.Len(t, p.Members(lobby), members)
			}
			w.agree()
		})
	}
}

func TestOfThreePartsOneGoesOn(t *testing.T) {
	w, lobby, ps := party(t, 6)
	w.apart(ps[:2], ps[2:4], ps[4:])
	w.together()
	requireOnePart(t, lobby, ps[:2], ps[2:])
}

// Whoever has come since counts for nothing: anybody can be a thousand.
func TestNewcomersDoNotDecideWhichPartGoesOn(t *testing.T) {
	w, lobby, ps := party(t, 3)
	w.apart(ps[:1], ps[1:])
	var crowd []*peer
	for n := range 5 {
		p := w.start(10 + n)
		p.Join(lobby, []id{ps[0].id})
		w.calm()
		crowd = append(crowd, p)
	}
	require.Len(t, ps[0].Members(lobby), 6)
	w.together()
	requireOnePart(t, lobby, ps[1:], append(crowd, ps[0]))
	require.Contains(t, crowd[0].events,
		signals.Event(signals.LobbyKicked{Lobby: uint64(lobby), Admin: uint64(ps[0].id), DueToDisconnect: 1}))
}

// Some were just coming in when the parts lost each other, of whom one part may
// not know: then each may think that the other comes first, and still one goes on.
func TestPartsThatDisagreeWhoWasThere(t *testing.T) {
	for what, knows := range map[string]int{"the other part knows of them": 1, "it does not": 0} {
		t.Run(what, func(t *testing.T) {
			w, lobby, ps, newcomer := arrival(t, 0) // three members
			fourth := w.start(5)
			fourth.Join(lobby, w.ids())
			for _, k := range []pair{{fourth.id, ps[0].id}, {ps[0].id, fourth.id}, {fourth.id, ps[0].id}} {
				w.deliver(k)
			}
			for _, p := range ps[1:] {
				w.part(ps[0].id, p.id, func(most int) int { return most * knows })
				w.part(newcomer.id, p.id, func(int) int { return 0 })
				w.part(fourth.id, p.id, func(int) int { return 0 })
			}
			w.calm()
			require.Equal(t, []id{ps[0].id, newcomer.id, fourth.id}, fourth.Members(lobby))
			w.together()
			in, out := ps[1:], []*peer{ps[0], newcomer, fourth}
			if in[0].Members(lobby) == nil {
				in, out = out, in
			}
			requireOnePart(t, lobby, in, out)
		})
	}
}

// Those who were there when the parts lost each other have left one part. Whom
// they have lost, the others know.
func TestTheHeirsOfAPartMeetTheOther(t *testing.T) {
	w, lobby, ps := party(t, 2)
	w.apart(ps[:1], ps[1:])
	heir := w.start(9)
	heir.Join(lobby, []id{ps[0].id})
	w.calm()
	ps[0].Leave(lobby)
	w.calm()
	requireOnePart(t, lobby, ps[1:], []*peer{heir}) // at once, when it is the host
}

// Both want to give way, as may be when members leave meanwhile.
func TestTwoHostsWhoWouldBothGiveWay(t *testing.T) {
	for order := range 2 {
		w, lobby, ps := party(t, 2)
		w.apart(ps[:1], ps[1:])
		w.meetAgain()
		for k := range w.wire {
			w.wire[k] = nil
		}
		for i, p := range ps {
			r := p.replicas[lobby]
			r.merging.yieldsTo = ps[1-i].id
			r.node.send(ps[1-i].id, &Message{Kind: kindYield, Lobby: lobby})
		}
		w.deliver(pair{ps[order].id, ps[1-order].id})
		w.calm()
		requireOnePart(t, lobby, ps[:1], ps[1:])
		require.Zero(t, ps[0].replicas[lobby].merging.yieldsTo)
	}
}

// A host that would give way, and is let down, asks another time.
func TestTheOtherHostGoesBeforeItAgrees(t *testing.T) {
	for what, goes := range map[string]func(w *world, lobby id, host *peer){
		"it dies":       func(w *world, _ id, host *peer) { w.crash(host, func(int) int { return 0 }) },
		"it leaves":     func(_ *world, lobby id, host *peer) { host.Leave(lobby) },
		"it hands over": func(w *world, lobby id, host *peer) { host.SetOwner(lobby, testID(3)) },
		"it is cut off": func(w *world, _ id, host *peer) { w.part(host.id, testID(1), func(int) int { return 0 }) },
		"it did not hear": func(w *world, _ id, host *peer) {
			w.wire[pair{testID(1), host.id}] = nil
			w.part(host.id, testID(1), func(int) int { return 0 })
		},
	} {
		t.Run(what, func(t *testing.T) {
			w, lobby, ps := party(t, 4)
			w.apart(ps[:1], ps[1:])
			w.meetAgain()
			mine := ps[0].replicas[lobby]
			for mine.merging.yieldsTo == 0 {
				ks := w.waiting()
				require.NotEmpty(t, ks)
				w.deliver(ks[len(ks)-1])
			}
			require.Equal(t, ps[1].id, mine.merging.yieldsTo)
			goes(w, lobby, ps[1])
			w.calm()
			w.together()
			require.Nil(t, ps[0].Members(lobby))
			require.Equal(t, 1, count[signals.LobbyKicked](ps[0]))
			require.Subset(t, ps[3].Members(lobby), []id{ps[2].id, ps[3].id})
			require.Zero(t, count[signals.LobbyKicked](ps[2]))
		})
	}
}

// What others may say counts only for those who were dropped, and for
// themselves.
func TestWhoCannotEndALobby(t *testing.T) {
	w, lobby, ps := party(t, 4)
	liar := ps[3]
	w.apart(ps[:3], ps[3:])
	w.meetAgain()
	r := ps[0].replicas[lobby]
	say := func(from id, m Message) {
		m.Lobby = lobby
		require.NoError(t, ps[0].Receive(from, &m))
		require.Zero(t, r.merging.yieldsTo)
		require.Len(t, ps[0].Members(lobby), 3)
	}
	for n := range 9 {
		say(testID(50+n), Message{Kind: kindHere, Known: true, Host: true, Owner: liar.id}) // strangers
	}
	require.Empty(t, r.merging.follow)
	say(ps[1].id, Message{Kind: kindHere, Known: true, Owner: liar.id}) // who is there
	for _, owner := range []id{0, liar.id, ps[0].id, ps[1].id} {
		say(liar.id, Message{Kind: kindHere, Known: true, Host: true, Owner: owner, Era: r.state.Era})
	}
	say(liar.id, Message{Kind: kindAgreed})
	say(testID(50), Message{Kind: kindAgreed})
	w.together()
	requireOnePart(t, lobby, ps[:3], ps[3:])
}

// Whom a lobby has lost is bounded, and who was lost last is remembered.
func TestWhoIsMissedIsBounded(t *testing.T) {
	s := State{Lobby: lobbyID(1)}
	for n := range maxAbsent + 3 {
		s.Members = []Member{{ID: testID(n)}}
		s.miss(&Change{Op: opDrop, Targets: []id{testID(n)}})
	}
	require.Len(t, s.Absent, maxAbsent)
	require.False(t, s.absent(testID(2)))
	require.True(t, s.absent(testID(3)))

	w, lobby, ps := party(t, 1)
	real := ps[0].replicas[lobby].state
	require.NoError(t, real.verify(480, ps[0].config.Verify))
	real.Absent = make([]Absent, maxAbsent+1)
	require.Error(t, real.verify(480, ps[0].config.Verify))
	require.Empty(t, w.waiting())
}

// Whoever was dropped and asks for the lobby is asked what they are themselves.
func TestALookForALobbyBringsItsPartsTogether(t *testing.T) {
	w, lobby, ps := party(t, 3)
	w.apart(ps[:2], ps[2:])
	clear(w.cut) // nobody is told
	ps[2].Create(steamtypes.LobbyPublic, 2)
	ps[0].send(ps[2].id, &Message{Kind: kindFind, Lobby: lobby})
	w.calm()
	requireOnePart(t, lobby, ps[:2], ps[2:])
}

// Who comes first follows from how many of those who were there are where, and
// then from who has been there longest.
func TestWhichPartComesFirst(t *testing.T) {
	for _, row := range []struct {
		ours, theirs []uint64
		yields       bool
	}{
		{[]uint64{1}, []uint64{2}, false},
		{[]uint64{2}, []uint64{1}, true},
		{[]uint64{1}, []uint64{2, 3}, true},
		{[]uint64{2, 3}, []uint64{1}, false},
		{[]uint64{2, 3}, []uint64{4, 1}, true},
		{[]uint64{1, 4}, []uint64{3, 2}, false},
		{[]uint64{9}, []uint64{8}, true}, // ours has come since
	} {
		_, lobby, ps := party(t, 1)
		r := ps[0].replicas[lobby]
		r.state.Members, r.state.Joins = nil, 9
		for _, age := range row.ours {
			r.state.Members = append(r.state.Members, Member{ID: testID(int(age)), Age: age})
		}
		for _, age := range row.theirs {
			r.state.Absent = append(r.state.Absent, Absent{ID: testID(int(age)), Age: age, Known: 8})
		}
		for _, age := range row.theirs {
			require.NoError(t,
				ps[0].Receive(testID(int(age)), &Message{Kind: kindHere, Lobby: lobby, Known: true, Owner: testID(99)}))
		}
		require.Equal(t, row.yields, r.merging.yieldsTo != 0, row)
	}
}

// What was heard is not true for ever: who has gone home is not with another
// host, and who follows us is not either.
func TestWhoIsNotWithAnotherHost(t *testing.T) {
	w, lobby, ps := party(t, 4)
	for _, p := range ps[1:] {
		w.part(ps[0].id, p.id, func(int) int { return 0 })
	}
	r := ps[0].replicas[lobby]
	for k := range w.wire { // the host loses the others, who don't notice
		if k.to != ps[0].id {
			w.wire[k] = nil
		}
	}
	for _, p := range ps[1:] {
		w.deliver(pair{p.id, ps[0].id})
	}
	clear(w.cut)
	clear(w.wire)
	require.Equal(t, []id{ps[0].id}, ps[0].Members(lobby))
	says := func(from int, m Message) {
		m.Kind, m.Lobby = kindHere, lobby
		require.NoError(t, ps[0].Receive(ps[from].id, &m))
	}
	says(1, Message{Known: true, Owner: ps[0].id})
	says(2, Message{Known: true, Owner: ps[0].id})
	require.Zero(t, r.merging.yieldsTo)
	says(1, Message{Known: true, Owner: ps[3].id})
	require.Zero(t, r.merging.yieldsTo)
	says(1, Message{})
	says(2, Message{Known: true, Owner: ps[3].id})
	require.Zero(t, r.merging.yieldsTo, "one of them is gone")
	says(1, Message{Known: true, Owner: ps[3].id})
	require.Equal(t, ps[3].id, r.merging.yieldsTo)

	ps[0].Overdue()
	require.Zero(t, r.merging.yieldsTo, "if it has not agreed by then, it is asked anew")
}

// A host that is none any more has forgotten it all.
func TestWhoWasAHostGivesNoWay(t *testing.T) {
	w, lobby, ps := party(t, 3)
	w.apart(ps[:2], ps[2:])
	r := ps[0].replicas[lobby]
	r.merging = merging{map[id]id{ps[2].id: ps[2].id}, ps[2].id}
	require.True(t, ps[0].SetOwner(lobby, ps[1].id))
	w.calm()
	require.Equal(t, merging{}, r.merging)
	clear(w.cut)
	require.NoError(t, ps[0].Receive(ps[2].id, &Message{Kind: kindHere, Lobby: lobby, Known: true, Owner: ps[2].id}))
	require.Equal(t, merging{}, r.merging)
	require.NoError(t, ps[0].Receive(ps[2].id, &Message{Kind: kindYield, Lobby: lobby}))
	require.Equal(t, kindHere, w.wire[pair{ps[0].id, ps[2].id}][0].Kind, "nor does it agree")
}

// Who is just being let in looks on.
func TestAJoinerWhosePartGivesWay(t *testing.T) {
	w, lobby, ps := party(t, 4)
	w.apart(ps[:2], ps[2:])
	joiner := w.start(9)
	joiner.Join(lobby, []id{ps[2].id})
	w.mute(ps[3])
	require.Contains(t, ps[2].Members(lobby), joiner.id)
	require.Nil(t, joiner.Members(lobby))
	w.meetAgain()
	w.busy(ps[3])
	require.Nil(t, ps[2].Members(lobby))
	require.Zero(t, joiner.joining[lobby].host)
	w.together()
	requireOnePart(t, lobby, []*peer{ps[0], ps[1], joiner}, ps[2:])
	require.Equal(t, 1, count[signals.LobbyJoined](joiner))
}

// Nobody knocks at the doors of the dead.
func TestWhoCannotBeReachedIsNotAsked(t *testing.T) {
	w, lobby, ps := party(t, 3)
	w.crash(ps[2], func(int) int { return 0 })
	w.calm()
	require.True(t, ps[0].replicas[lobby].state.absent(ps[2].id))
	ps[0].Overdue()
	require.Empty(t, w.waiting())
}
