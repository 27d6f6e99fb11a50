package lobby

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// busy delivers everything but what one peer says and is told.
func (w *world) busy(without *peer) {
	w.t.Helper()
	for {
		ks := slices.DeleteFunc(w.waiting(), func(k pair) bool { return k.from == without.id || k.to == without.id })
		if len(ks) == 0 {
			return
		}
		w.deliver(ks[0])
	}
}

// says has a peer say as much as it can, each message as long as it may be.
func (p *peer) says(lobby id) (n int) {
	text := bytes.Repeat([]byte{'x'}, steamtypes.MaxLobbyChat)
	for p.Chat(lobby, fmt.Append(text[:steamtypes.MaxLobbyChat-10], p.number)) {
		n++
	}
	return n
}

func heard(p *peer) int { return count[signals.LobbyMessage](p) }

// Two that talk as fast as they can, while a third is far away.
func TestABurstThrowsNobodyOut(t *testing.T) {
	w, lobby, ps := party(t, 4)
	far := ps[3]
	said := ps[1].says(lobby) + ps[2].says(lobby)
	require.Equal(t, 2*maxPending, said)
	w.busy(far)
	require.Less(t, heard(ps[0]), said, "some waits for who is far away")
	require.Contains(t, ps[0].Members(lobby), far.id)
	w.calm()
	for _, p := range ps {
		require.Equal(t, said, heard(p))
	}
	w.agree()
}

// A burst of the largest values weighs more than the log, and the host takes it
// in before it hears that its author has received any of it.
func TestABurstThrowsItsAuthorNotOut(t *testing.T) {
	w, lobby, ps := party(t, 2)
	value := string(bytes.Repeat([]byte{'x'}, steamtypes.MaxLobbyValue))
	for i := range maxPending {
		require.True(t, ps[1].SetMemberData(lobby, "k", value[:len(value)-i]))
	}
	for k := (pair{ps[1].id, ps[0].id}); len(w.wire[k]) > 0; {
		w.deliver(k)
	}
	w.calm()
	w.agree()
	require.Len(t, ps[0].MemberData(lobby, ps[1].id, "k"), steamtypes.MaxLobbyValue-maxPending+1)
}

// Who proposes more than may wait does not keep to the protocol, and confirms
// what it has not received.
func TestAFloodThrowsItsAuthorOut(t *testing.T) {
	w, lobby, ps := party(t, 4)
	host, flooder, far := ps[0], ps[1], ps[3]
	for range 490 {
		c := flooder.signed(lobby, Change{Op: opChat, Text: make([]byte, steamtypes.MaxLobbyChat)})
		flooder.replicas[lobby].send(host.id, Message{Kind: kindPropose, Changes: []Change{*c}})
		flooder.replicas[lobby].send(host.id, Message{Kind: kindAck, Term: 1, Seq: host.replicas[lobby].version.Seq})
	}
	w.busy(far)
	require.Equal(t, []id{host.id, ps[2].id, far.id}, host.Members(lobby))
	w.calm()
	require.Equal(t, host.Members(lobby), far.Members(lobby))
	require.Zero(t, count[signals.LobbyKicked](far))
	require.Zero(t, host.replicas[lobby].proposals.size, "what it left is forgotten")
}

// Whoever never confirms holds others up until it is late.
func TestWhatWaitsForWhoIsLate(t *testing.T) {
	w, lobby, ps := party(t, 3)
	said := ps[1].says(lobby)
	w.mute(ps[2])
	require.Less(t, heard(ps[1]), said)
	for range 2 {
		ps[0].Overdue()
		w.mute(ps[2])
	}
	require.Equal(t, []id{ps[0].id, ps[1].id}, ps[1].Members(lobby))
	require.Equal(t, said, heard(ps[1]), "then nobody waits any more")
}

// What waits at a host that dies, or hands over, is made by the next one.
func TestWhatWaitsAtAHostThatGoes(t *testing.T) {
	for what, goes := range map[string]func(w *world, lobby id, ps []*peer){
		"dies":       func(w *world, _ id, ps []*peer) { w.crash(ps[0], func(int) int { return 0 }) },
		"leaves":     func(_ *world, lobby id, ps []*peer) { ps[0].Leave(lobby); clear(ps[0].history) },
		"hands over": func(_ *world, lobby id, ps []*peer) { ps[0].SetOwner(lobby, ps[2].id) },
	} {
		t.Run(what, func(t *testing.T) {
			w, lobby, ps := party(t, 4)
			said := ps[1].says(lobby)
			w.busy(ps[3])
			require.NotEmpty(t, ps[0].replicas[lobby].proposals.queue)
			goes(w, lobby, ps)
			w.calm()
			for _, p := range ps[1:] {
				require.Equal(t, said, heard(p))
			}
			w.agree()
		})
	}
}

// Who leaves takes along what has not been made yet, and nobody waits for it.
func TestLeavingWithProposalsThatWait(t *testing.T) {
	w, lobby, ps := party(t, 4)
	said := ps[1].says(lobby)
	ps[1].Leave(lobby)
	w.busy(ps[3])
	require.Less(t, heard(ps[0]), said)
	require.Empty(t, ps[0].replicas[lobby].proposals.queue)
	require.Zero(t, ps[0].replicas[lobby].proposals.size)
	w.calm()
	require.Contains(t, ps[3].events, signals.Event(signals.LobbyChatUpdate{
		Lobby: uint64(lobby), Changed: uint64(ps[1].id), MakingChange: uint64(ps[1].id), State: int(steamtypes.MemberLeft),
	}))
	require.Equal(t, heard(ps[0]), heard(ps[3]))
}

// All that waits at a host is bounded: who has the most waiting goes.
func TestProposalsThatWaitAtTheHostAreBounded(t *testing.T) {
	var p proposals
	for author := range 3 {
		for i := range author + 2 {
			p.add(&Change{Author: testID(author), Key: fmt.Sprint(i)})
		}
	}
	require.Equal(t, testID(2), p.heaviest())
	p.forget(testID(2))
	require.Equal(t, testID(1), p.heaviest())
	require.Equal(t, "0", func() string { c := p.take(); return c.Key }())
	p.forget(testID(0))
	p.forget(testID(1))
	require.Equal(t, proposals{queue: []Change{}, of: map[id]share{}}, p)

	w, lobby, ps := party(t, 4)
	r := ps[0].replicas[lobby]
	for range 2 {
		r.proposals.add(&Change{Author: ps[2].id, Value: string(make([]byte, maxProposals/2))}) // stands for those of many
	}
	said := ps[1].says(lobby)
	w.busy(ps[3])
	require.NotContains(t, ps[0].Members(lobby), ps[2].id)
	w.calm()
	require.Equal(t, said, heard(ps[3]))
}
