package signals

import (
	"fmt"
	"slices"
	"strings"
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
				LobbyJoined{lobby, false, 1}, LobbyJoined{lobby, false, 2}, LobbyChatUpdate{lobby, 2, 2, 1}, LobbyMessage{lobby, 2, "hi", 1},
				LobbyDataUpdate{1, lobby, lobby}, LobbyDataUpdate{1, lobby, 2}, LobbyGameCreated{lobby, 2, "10.0.0.1", 27015}, LobbyKicked{lobby, 2, 1},
			}, []Event{
				LobbyCreated{1, lobby}, LobbyInvite{lobby, lobby, 480}, JoinRequested{lobby, 2},
			}
	}
	left, stays := of(8)
	others, more := of(9)
	want := slices.Concat(stays, others, more, []Event{PersonaStateChange{8, 4}, LobbyMatchList{"\x00\x00\x00\x00\x00\x00\x00\x08"}, request(8), fail(8, 4)})
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
	picture := strings.Repeat("x", MaxAnswers/128)
	for user := range uint64(127) {
		require.True(t, q.Post(AvatarLoaded{user, 1, picture}))
	}
	require.True(t, q.Post(LobbyMatchList{picture}), "to the last byte")
	require.Zero(t, overflows)
	require.False(t, q.Post(AvatarLoaded{127, 1, picture}))
	require.False(t, q.Post(LobbyMatchList{"12345678"}))
	require.Equal(t, 1, overflows)
	require.True(t, q.Post(AvatarLoaded{126, 1, picture}), "one that waits already needs no room")
	require.True(t, q.Post(LobbyMessage{1, 2, picture, 1}), "what others say has its own bound")
	require.True(t, q.Post(request(1)))
	require.Len(t, drained(&q), 130)
	require.True(t, q.Post(AvatarLoaded{127, 1, picture}), "and room comes back")
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

func TestEverySignalIsListedOnceWithItsArguments(t *testing.T) {
	names := make(map[string]bool)
	for _, s := range All() {
		require.NotContains(t, names, s.Name)
		names[s.Name] = true
	}
	const high = uint64(1)<<63 | 5 // all 64 bits of an ID count
	const low = int64(-1<<63 + 5)
	for _, c := range []struct {
		event Event
		name  string
		args  []any
	}{
		{request(high), "p2p_session_request", []any{low}},
		{fail(7, 4), "p2p_session_connect_fail", []any{int64(7), int64(4)}},
		{LobbyCreated{1, high}, "lobby_created", []any{int64(1), low}},
		{LobbyJoined{high, true, 4}, "lobby_joined", []any{low, int64(0), true, int64(4)}},
		{LobbyChatUpdate{high, 2, 3, 16}, "lobby_chat_update", []any{low, int64(2), int64(3), int64(16)}},
		{LobbyMessage{high, 2, "hello", 1}, "lobby_message", []any{low, int64(2), "hello", int64(1)}},
		{LobbyMatchList{}, "lobby_match_list", []any{[]int64{}}},
		{LobbyMatchList{"\x80\x00\x00\x00\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x01\x02"}, "lobby_match_list", []any{[]int64{low, 258}}},
		{LobbyDataUpdate{1, high, 2}, "lobby_data_update", []any{int64(1), low, int64(2)}},
		{LobbyInvite{1, high, 480}, "lobby_invite", []any{int64(1), low, int64(480)}},
		{LobbyKicked{high, 2, 1}, "lobby_kicked", []any{low, int64(2), int64(1)}},
		{LobbyGameCreated{high, 2, "10.0.0.1", 27015}, "lobby_game_created", []any{low, int64(2), "10.0.0.1", int64(27015)}},
		{PersonaStateChange{high, 4}, "persona_state_change", []any{low, int64(4)}},
		{AvatarLoaded{high, 1, "rgba"}, "avatar_loaded", []any{low, int64(1), []byte("rgba")}},
		{JoinRequested{high, 2}, "join_requested", []any{low, int64(2)}},
		{JoinGameRequested{high, "+connect x"}, "join_game_requested", []any{low, "+connect x"}},
		{CurrentStatsReceived{high, 1, high}, "current_stats_received", []any{low, int64(1), low}},
		{UserStatsReceived{high, 2, high}, "user_stats_received", []any{low, int64(2), low}},
		{UserStatsStored{high, 2}, "user_stats_stored", []any{low, int64(2)}},
		{OverlayToggled{true, false, 480}, "overlay_toggled", []any{true, false, int64(480)}},
	} {
		require.Equal(t, c.name, c.event.Signal().Name)
		require.Equal(t, c.args, c.event.Args())
		types := make([]any, len(c.args))
		for i, arg := range c.event.Signal().Args {
			types[i] = [...]any{int64(0), false, "", []byte(nil), []int64(nil)}[arg.Type]
		}
		for i := range types {
			require.IsType(t, types[i], c.args[i], "%s, argument %d", c.name, i)
		}
		delete(names, c.name)
	}
	require.Empty(t, names, "signals without a row here")
}

func TestWhatIsSaidTwiceIsHeardTwice(t *testing.T) {
	var q Queue
	for _, e := range []Event{
		LobbyMessage{1, 2, "yes", 1}, LobbyMessage{1, 2, "yes", 1},
		LobbyChatUpdate{1, 2, 2, 1}, LobbyChatUpdate{1, 2, 2, 2}, LobbyChatUpdate{1, 2, 2, 1},
		LobbyDataUpdate{1, 1, 1}, LobbyDataUpdate{1, 1, 1}, // look at the data: once is enough
	} {
		require.True(t, q.Post(e))
	}
	var heard []Event
	q.Drain(func(e Event) { heard = append(heard, e) })
	require.Equal(t, []Event{
		LobbyMessage{1, 2, "yes", 1}, LobbyMessage{1, 2, "yes", 1},
		LobbyChatUpdate{1, 2, 2, 1}, LobbyChatUpdate{1, 2, 2, 2}, LobbyChatUpdate{1, 2, 2, 1},
		LobbyDataUpdate{1, 1, 1},
	}, heard)
}

// A stranger who invites without end is one invitation, the last.
func TestTheLastInvitationOfAUserCounts(t *testing.T) {
	var q Queue
	for lobby := range uint64(100) {
		require.True(t, q.Post(LobbyInvite{1, lobby, 480}))
		require.True(t, q.Post(JoinGameRequested{1, fmt.Sprint("+connect ", lobby)}))
		q.Post(LobbyInvite{2, 7, 480})
	}
	require.Equal(t, []Event{LobbyInvite{1, 99, 480}, JoinGameRequested{1, "+connect 99"}, LobbyInvite{2, 7, 480}}, drained(&q))
	q.Post(LobbyInvite{1, 5, 480})
	require.Equal(t, []Event{LobbyInvite{1, 5, 480}}, drained(&q), "one that was emitted is not changed any more")
}

// Whatever strangers do, there is room for what the game must not miss.
func TestStrangersFillTheirShareAlone(t *testing.T) {
	overflows := 0
	q := Queue{Overflow: func() { overflows++ }}
	for id := range uint64(2 * MaxQueued) {
		q.Post(LobbyInvite{id, 1, 480})
		q.Post(JoinGameRequested{id, "+connect me"})
		q.Post(PersonaStateChange{id, 4})
	}
	require.False(t, q.Post(LobbyInvite{1 << 40, 1, 480}))
	require.Equal(t, 1, overflows, "the game is told of it all the same")
	require.True(t, q.Post(PersonaStateChange{0, 4}), "one that waits already needs no room")
	for id := range uint64(MaxQueued - MaxFromAnybody) {
		require.True(t, q.Post(fail(id, 4)))
	}
	require.False(t, q.Post(fail(1<<40, 4)))
	require.Len(t, drained(&q), MaxQueued)
	require.True(t, q.Post(LobbyInvite{1 << 40, 1, 480}), "and room comes back")
}
