package signals

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func request(id uint64) Event { return P2PSessionRequest{SteamIDRemote: id} }

func fail(id uint64, reason int) Event {
	return P2PSessionConnectFail{SteamIDRemote: id, SessionError: reason}
}

func invite(from, lobby uint64) Event { return LobbyInvite{Inviter: from, Lobby: lobby, Game: 480} }

func drained(q *Queue) (events []Event) {
	q.Drain(func(e Event) { events = append(events, e) })
	return events
}

func TestEventsAreEmittedOldestFirst(t *testing.T) {
	var q Queue
	require.Empty(t, drained(&q))
	want := []Event{request(3), fail(1, 4), request(1), fail(3, 4)}
	for _, e := range want {
		require.True(t, q.Post(e))
	}
	require.Equal(t, want, drained(&q))
	require.Empty(t, drained(&q))
}

func TestAnEventLikeOneThatWaitsIsNotQueuedAgain(t *testing.T) {
	var q Queue
	for range 3 {
		require.True(t, q.Post(request(1)))
		require.True(t, q.Post(fail(1, 4)))
		require.True(t, q.Post(fail(1, 2)), "another error is another event")
	}
	require.Equal(t, []Event{request(1), fail(1, 4), fail(1, 2)}, drained(&q))
	q.Post(request(1))
	require.Equal(t, []Event{request(1)}, drained(&q), "one that was emitted may come again")
}

func TestEventsPostedWhileDrainingWaitForTheNextTime(t *testing.T) {
	var q Queue
	q.Post(request(1))
	var first []Event
	q.Drain(func(e Event) {
		first = append(first, e)
		q.Post(request(1))
		q.Post(request(2))
	})
	require.Equal(t, []Event{request(1)}, first)
	require.Equal(t, []Event{request(1), request(2)}, drained(&q))
}

func TestACancelledEventIsNotEmitted(t *testing.T) {
	var q Queue
	q.Post(request(1))
	q.Post(request(2))
	q.Cancel(request(1))
	q.Cancel(request(9))
	require.Equal(t, []Event{request(2)}, drained(&q))
}

// Who has left a lobby hears nothing of it any more, whatever waited, but all
// of others, that it was created, and who still invites to it.
func TestWhatALobbysMembersHearIsTakenBack(t *testing.T) {
	of := func(lobby uint64) (forMembers, forAll []Event) {
		return []Event{
				LobbyJoined{Lobby: lobby, Response: 1}, LobbyJoined{Lobby: lobby, Response: 2},
				LobbyChatUpdate{Lobby: lobby, Changed: 2, MakingChange: 2, State: 1},
				LobbyMessage{Lobby: lobby, User: 2, Message: "hi", Type: 1},
				LobbyDataUpdate{Success: 1, Lobby: lobby, Member: lobby}, LobbyDataUpdate{Success: 1, Lobby: lobby, Member: 2},
				LobbyGameCreated{Lobby: lobby, Server: 2, IP: "10.0.0.1", Port: 27015},
				LobbyKicked{Lobby: lobby, Admin: 2, DueToDisconnect: 1},
			}, []Event{
				LobbyCreated{Result: 1, Lobby: lobby}, invite(lobby, lobby), JoinRequested{Lobby: lobby, Friend: 2},
			}
	}
	left, stays := of(8)
	others, more := of(9)
	want := slices.Concat(stays, others, more, []Event{
		PersonaStateChange{User: 8, Flags: 4}, LobbyMatchList{Lobbies: []uint64{8}}, request(8), fail(8, 4),
	})
	var q Queue
	for _, e := range slices.Concat(left, want) {
		require.True(t, q.Post(e))
	}
	q.CancelLobby(8)
	require.Equal(t, want, drained(&q))
	q.Post(left[0])
	q.CancelLobby(8)
	require.False(t, q.Waiting())
	q.Post(left[0])
	require.Equal(t, left[:1], drained(&q), "who comes back is told so")
}

func TestAHandlerMayCancelWhatFollows(t *testing.T) {
	var q Queue
	for id := range uint64(4) {
		q.Post(request(id))
	}
	var events []Event
	q.Drain(func(e Event) {
		events = append(events, e)
		q.Cancel(request(1))
		q.Cancel(request(2))
	})
	require.Equal(t, []Event{request(0), request(3)}, events)
}

func TestAnEventPostedInPlaceOfACancelledOneStillWaits(t *testing.T) {
	var q Queue
	q.Post(request(1))
	q.Post(request(2))
	var events []Event
	q.Drain(func(e Event) {
		events = append(events, e)
		q.Cancel(request(2))
		q.Post(request(3))
	})
	require.Equal(t, []Event{request(1)}, events)
	require.Equal(t, []Event{request(3)}, drained(&q))
}

func TestAHandlerMayDrain(t *testing.T) { // a game that calls run_callbacks in a signal's handler
	var q Queue
	for id := range uint64(3) {
		q.Post(request(id))
	}
	var events []Event
	q.Drain(func(e Event) {
		events = append(events, e)
		q.Drain(func(e Event) { events = append(events, e) })
		q.Post(request(7))
	})
	require.Equal(t, []Event{request(0), request(1), request(2)}, events)
	require.Equal(t, []Event{request(7)}, drained(&q))
}

func TestAHandlerMayClear(t *testing.T) {
	var q Queue
	q.Post(request(1))
	q.Post(request(2))
	n := 0
	q.Drain(func(Event) { n++; q.Clear() })
	require.Equal(t, 1, n)
	q.Post(request(3))
	require.Equal(t, []Event{request(3)}, drained(&q))
}

func TestTheQueueIsBounded(t *testing.T) {
	overflows := 0
	q := Queue{Overflow: func() { overflows++ }}
	for id := range uint64(MaxQueued) {
		require.True(t, q.Post(request(id)))
	}
	require.Zero(t, overflows)
	require.False(t, q.Post(request(MaxQueued)))
	require.False(t, q.Post(request(MaxQueued+1)))
	require.True(t, q.Post(request(0)), "one that waits already needs no room")
	require.Equal(t, 1, overflows, "the game is told once")
	require.Len(t, drained(&q), MaxQueued)
	require.True(t, q.Post(request(MaxQueued)))

	q.Clear()
	for id := range uint64(MaxQueued + 2) {
		q.Post(request(id))
	}
	require.Equal(t, 2, overflows, "and once more when it has started anew")
}

// A game that asks for every picture and every list, and runs no callbacks.
func TestLargeAnswersAreBoundedByBytes(t *testing.T) {
	overflows := 0
	q := Queue{Overflow: func() { overflows++ }}
	picture := make([]byte, MaxAnswers/128)
	avatar := func(user uint64) Event { return AvatarLoaded{User: user, Width: 1, RGBA: picture} }
	for user := range uint64(127) {
		require.True(t, q.Post(avatar(user)))
	}
	require.True(t, q.Post(LobbyMatchList{Lobbies: make([]uint64, len(picture)/8)}), "to the last byte")
	require.Zero(t, overflows)
	require.False(t, q.Post(avatar(127)))
	require.False(t, q.Post(LobbyMatchList{Lobbies: []uint64{1}}))
	require.Equal(t, 1, overflows)
	require.True(t, q.Post(avatar(126)), "one that waits already needs no room")
	require.True(t, q.Post(LobbyMessage{Lobby: 1, User: 2, Message: string(picture), Type: 1}), "what others say has its own bound")
	require.True(t, q.Post(request(1)))
	require.Len(t, drained(&q), 130)
	require.True(t, q.Post(avatar(127)), "and room comes back")
}

func TestAnIdleDrainAllocatesNothing(t *testing.T) {
	var q Queue
	n := 0
	emit := func(Event) { n++ }
	require.Zero(t, testing.AllocsPerRun(100, func() { q.Drain(emit) }))
}

func TestPostAndDrainAtOnceLoseNothing(t *testing.T) {
	var q Queue
	const posters, each = 4, 300
	var posting sync.WaitGroup
	var done atomic.Bool
	for p := range posters {
		posting.Go(func() {
			for i := range each {
				q.Post(fail(uint64(p), i))
				q.Post(request(uint64(p)))
				q.Cancel(request(uint64(p)))
			}
		})
	}
	var next [posters]int
	emit := func(e Event) {
		f, ok := e.(P2PSessionConnectFail)
		if !ok {
			return
		}
		if f.SessionError != next[f.SteamIDRemote] {
			t.Errorf("event %d of poster %d, want %d", f.SessionError, f.SteamIDRemote, next[f.SteamIDRemote])
		}
		next[f.SteamIDRemote]++
	}
	var draining sync.WaitGroup
	draining.Go(func() {
		for !done.Load() {
			q.Drain(emit)
		}
	})
	posting.Wait()
	done.Store(true)
	draining.Wait()
	q.Drain(emit)
	for _, n := range next {
		require.Equal(t, each, n)
	}
}

func TestWhatIsSaidTwiceIsHeardTwice(t *testing.T) {
	var q Queue
	yes := LobbyMessage{Lobby: 1, User: 2, Message: "yes", Type: 1}
	enters := LobbyChatUpdate{Lobby: 1, Changed: 2, MakingChange: 2, State: 1}
	leaves := LobbyChatUpdate{Lobby: 1, Changed: 2, MakingChange: 2, State: 2}
	list := LobbyMatchList{Lobbies: []uint64{1}}
	look := LobbyDataUpdate{Success: 1, Lobby: 1, Member: 1} // look at the data: once is enough
	picture := func(colour byte) Event { return AvatarLoaded{User: 1, Width: 1, RGBA: []byte{colour, 0, 0, 0}} }
	for _, e := range []Event{
		yes, yes, enters, leaves, enters, list, list, look, look, picture(1), picture(1), picture(2),
	} {
		require.True(t, q.Post(e))
	}
	want := []Event{yes, yes, enters, leaves, enters, list, list, look, picture(1), picture(2)}
	require.Equal(t, want, drained(&q))
}

// A stranger who invites without end is one invitation, the last.
func TestTheLastInvitationOfAUserCounts(t *testing.T) {
	var q Queue
	for lobby := range uint64(100) {
		require.True(t, q.Post(invite(1, lobby)))
		require.True(t, q.Post(JoinGameRequested{User: 1, Connect: fmt.Sprint("+connect ", lobby)}))
		q.Post(invite(2, 7))
	}
	last := JoinGameRequested{User: 1, Connect: "+connect 99"}
	require.Equal(t, []Event{invite(1, 99), last, invite(2, 7)}, drained(&q))
	q.Post(invite(1, 5))
	require.Equal(t, []Event{invite(1, 5)}, drained(&q), "one that was emitted is not changed any more")
}

// Whatever strangers do, there is room for what the game must not miss.
func TestStrangersFillTheirShareAlone(t *testing.T) {
	overflows := 0
	q := Queue{Overflow: func() { overflows++ }}
	for id := range uint64(2 * MaxQueued) {
		q.Post(invite(id, 1))
		q.Post(JoinGameRequested{User: id, Connect: "+connect me"})
		q.Post(PersonaStateChange{User: id, Flags: 4})
	}
	require.False(t, q.Post(invite(1<<40, 1)))
	require.Equal(t, 1, overflows, "the game is told of it all the same")
	require.True(t, q.Post(PersonaStateChange{User: 0, Flags: 4}), "one that waits already needs no room")
	for id := range uint64(MaxQueued - MaxFromAnybody) {
		require.True(t, q.Post(fail(id, 4)))
	}
	require.False(t, q.Post(fail(1<<40, 4)))
	require.Len(t, drained(&q), MaxQueued)
	require.True(t, q.Post(invite(1<<40, 1)), "and room comes back")
}
