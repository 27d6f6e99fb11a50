package signals

import (
	"slices"
	"sync"
	"sync/atomic"
)

// MaxQueued bounds the events of a game that does not run its callbacks. An
// event equal to one that waits is not queued again, so a full queue means
// thousands of different users.
const MaxQueued = 4096

// Queue carries events to the main thread. The zero value is empty and ready;
// it is safe for concurrent use.
type Queue struct {
	// Overflow is called when the first event is dropped, if it is set before
	// the first Post.
	Overflow func()

	waiting atomic.Bool // spares an idle frame the lock
	mu      sync.Mutex
	events  []posted
	posts   uint64 // how many there have been
	dropped int
}

// posted is an event that waits, and which post it came with.
type posted struct {
	Event
	number uint64
}

// Post queues an event, unless an equal one waits already. It reports false
// when the queue is full and the event was dropped.
func (q *Queue) Post(e Event) bool {
	ok, firstDropped := q.post(e)
	if firstDropped && q.Overflow != nil {
		q.Overflow()
	}
	return ok
}

// post also reports whether e is the first event that was dropped.
func (q *Queue) post(e Event) (ok, firstDropped bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if slices.ContainsFunc(q.events, func(p posted) bool { return p.Event == e }) {
		return true, false
	}
	if len(q.events) >= MaxQueued {
		q.dropped++
		return false, q.dropped == 1
	}
	q.posts++
	q.events = append(q.events, posted{e, q.posts})
	q.waiting.Store(true)
	return true, false
}

// Cancel takes back an event that was not drained yet.
func (q *Queue) Cancel(e Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.events = slices.DeleteFunc(q.events, func(p posted) bool { return p.Event == e })
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
	q.events = slices.Delete(q.events, 0, 1)
	q.waiting.Store(len(q.events) > 0)
	return e, true
}

// Clear drops all events.
func (q *Queue) Clear() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.events = nil
	q.waiting.Store(false)
}

// Dropped returns how many events were dropped because the queue was full.
func (q *Queue) Dropped() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.dropped
}
