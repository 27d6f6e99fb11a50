package signals

import (
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
	require.Equal(t, 2, q.Dropped())
	require.Equal(t, 1, overflows, "the game is told once")
	require.Len(t, drained(&q), MaxQueued)
	require.True(t, q.Post(request(MaxQueued)))
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
	require.Zero(t, q.Dropped())
}

func TestEverySignalIsListedOnceWithItsArguments(t *testing.T) {
	names := make(map[string]int)
	for _, s := range All() {
		require.NotContains(t, names, s.Name)
		names[s.Name] = len(s.Args)
	}
	require.Equal(t, map[string]int{"p2p_session_request": 1, "p2p_session_connect_fail": 2}, names)
	const high = uint64(1)<<63 | 5 // all 64 bits of an ID count
	for _, c := range []struct {
		event Event
		name  string
		args  []int64
	}{
		{request(high), "p2p_session_request", []int64{-1<<63 + 5}},
		{fail(7, 4), "p2p_session_connect_fail", []int64{7, 4}},
	} {
		require.Equal(t, c.name, c.event.Signal().Name)
		require.Equal(t, c.args, c.event.Args())
		require.Len(t, c.args, len(c.event.Signal().Args))
	}
}
