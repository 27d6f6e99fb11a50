package signals

import (
	"slices"
	"sync"
	"sync/atomic"
)

// MaxQueued bounds the events of a game that does not run its callbacks. With
// chat messages they come to 16 MiB.
const MaxQueued = 4096

// MaxAnswers bounds the bytes of those that answer a game and are larger:
// avatars, 135 KB each, and lists of lobbies. Twice a full lobby's avatars fit.
const MaxAnswers = 64 << 20

// answerSize is how much of MaxAnswers an event takes.
func answerSize(e Event) int {
	switch e := e.(type) {
	case AvatarLoaded:
		return len(e.RGBA)
	case LobbyMatchList:
		return 8 * len(e.Lobbies)
	}
	return 0
}

// MaxFromAnybody bounds those of them that anybody can cause whom the game has
// never heard of: a new key costs nothing. What the game must not miss, such as
// that a session failed, keeps the rest for itself.
const MaxFromAnybody = 1024

// fromAnybody is an event that strangers without number can cause. Session
// requests are none: the platform bounds those that wait.
type fromAnybody interface{ isFromAnybody() }

func isFromAnybody(e Event) bool {
	_, ok := e.(fromAnybody)
	return ok
}

// superseding is an event that may take the place of one that waits: because
// it says the same and the game needs to hear it once, or because only the last
// one counts. Others all count: who says "yes" twice, or leaves and comes back,
// is heard twice.
type superseding interface{ supersedes(waiting Event) bool }

// isForMember reports whether an event is for somebody in a lobby, or who wants
// to be: who leaves it has no more to do with it. That the lobby was created
// stays true, and so does somebody's invitation.
func isForMember(e Event, lobby uint64) bool {
	switch e := e.(type) {
	case LobbyJoined:
		return e.Lobby == lobby
	case LobbyChatUpdate:
		return e.Lobby == lobby
	case LobbyMessage:
		return e.Lobby == lobby
	case LobbyDataUpdate:
		return e.Lobby == lobby
	case LobbyGameCreated:
		return e.Lobby == lobby
	case LobbyKicked:
		return e.Lobby == lobby
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

// Post queues an event, or has it take the place of one that waits. It reports
// false when there is no room and the event was dropped.
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
	newer, mayReplace := e.(superseding)
	fromAnybody, anybodys := isFromAnybody(e), 0
	size, answers := answerSize(e), 0
	for i, p := range q.events {
		switch {
		case mayReplace && newer.supersedes(p.Event):
			q.events[i].Event = e
			return true, false
		case fromAnybody && isFromAnybody(p.Event):
			anybodys++
		case size > 0:
			answers += answerSize(p.Event)
		}
	}
	if len(q.events) >= MaxQueued || anybodys >= MaxFromAnybody || size > 0 && answers+size > MaxAnswers {
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

// Cancel takes back an event, of a comparable type, that was not drained yet.
func (q *Queue) Cancel(e Event) {
	q.cancel(func(waiting Event) bool { return waiting == e })
}

// CancelLobby takes back what was not drained yet of what is for a lobby's
// members alone.
func (q *Queue) CancelLobby(lobby uint64) {
	q.cancel(func(waiting Event) bool { return isForMember(waiting, lobby) })
}

func (q *Queue) cancel(which func(Event) bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.events = slices.DeleteFunc(q.events, func(p posted) bool { return which(p.Event) })
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
