package signals

import (
	"slices"
	"sync"
	"sync/atomic"
)

// MaxQueued bounds the events of a game that does not run its callbacks. The
// largest are avatars, 135 KB each: 4096 of them are 550 MB, but nobody has so
// many friends around; chat messages come to 16 MB.
const MaxQueued = 4096

// repeatsItself reports whether an event says nothing new while an equal one
// waits: it only sends the game to look at what is there. Others count: who
// says "yes" twice, or leaves and comes back, is heard twice.
func repeatsItself(e Event) bool {
	switch e.(type) {
	case P2PSessionRequest, P2PSessionConnectFail, LobbyDataUpdate, PersonaStateChange, AvatarLoaded:
		return true
	}
	return false
}

// Queue carries events to the main thread. The zero value is empty and ready;
// it is safe for concurrent use.
type Queue struct {
	// Overflow is called when the first event is dropped, and the first after a
	// Clear, if it is set before the first Post.
	Overflow func()

	waiting    atomic.Bool // spares an idle frame the lock
	mu         sync.Mutex
	events     []posted
	posts      uint64 // how many there have been
	overflowed bool   // since the last Clear
}

// posted is an event that waits, and which post it came with.
type posted struct {
	Event
	number uint64
}

// Post queues an event, unless it would repeat one that waits already. It
// reports false when the queue is full and the event was dropped.
func (q *Queue) Post(e Event) bool {
	ok, first := q.post(e)
	if first && q.Overflow != nil {
		q.Overflow()
	}
	return ok
}

// post also reports whether e is the first event that was dropped.
func (q *Queue) post(e Event) (ok, firstDropped bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if repeatsItself(e) && slices.ContainsFunc(q.events, func(p posted) bool { return p.Event == e }) {
		return true, false
	}
	if len(q.events) >= MaxQueued {
		firstDropped = !q.overflowed
		q.overflowed = true
		return false, firstDropped
	}
	q.posts++
	q.events = append(q.events, posted{e, q.posts})
	q.waiting.Store(true)
	return true, false
}

// Waiting reports whether there is something to drain.
func (q *Queue) Waiting() bool { return q.waiting.Load() }

// Cancel takes back an event that was not drained yet.
func (q *Queue) Cancel(e Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.events = slices.DeleteFunc(q.events, func(p posted) bool { return p.Event == e })
	q.waiting.Store(len(q.events) > 0)
}

// Drain calls emit for each event that waits, oldest first. Events that are
// posted meanwhile wait for the next call, so that a frame always ends; those
// that emit cancels, by what the game does in a signal's handler, are not
// emitted any more.
func (q *Queue) Drain(emit func(Event)) {
	if !q.waiting.Load() {
		return
	}
	q.mu.Lock()
	last := q.posts
	q.mu.Unlock()
	for {
		e, ok := q.next(last)
		if !ok {
			return
		}
		emit(e)
	}
}

// next takes the oldest event, unless it was posted after a certain one.
func (q *Queue) next(last uint64) (Event, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.events) == 0 {
		q.waiting.Store(false)
		return nil, false
	}
	if q.events[0].number > last {
		return nil, false
	}
	e := q.events[0].Event
	q.events[0] = posted{} // it may be large: keep it no longer
	q.events = q.events[1:]
	q.waiting.Store(len(q.events) > 0)
	return e, true
}

// Clear drops all events.
func (q *Queue) Clear() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.events, q.overflowed = nil, false
	q.waiting.Store(false)
}
