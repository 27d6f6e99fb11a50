package p2p

import (
	"context"
	"runtime"
	"sync/atomic"
)

// waker wakes one goroutine. Waking one that sleeps costs the caller a system
// call or two, so a goroutine that ran dry looks around a little before it
// sleeps: in a burst the game's thread then pays nothing.
type waker struct {
	signal chan struct{}
	asleep *atomic.Bool
	news   *atomic.Bool
}

// spins is how often a writer yields before it sleeps: some tens of
// microseconds.
const spins = 64

func newWaker() waker {
	return waker{make(chan struct{}, 1), new(atomic.Bool), new(atomic.Bool)}
}

func (w waker) wake() {
	w.news.Store(true)
	if w.asleep.CompareAndSwap(true, false) {
		w.signal <- struct{}{}
	}
}

func (w waker) wait(ctx context.Context) {
	for range spins {
		if w.news.Swap(false) {
			return
		}
		runtime.Gosched()
	}
	w.asleep.Store(true)
	if w.news.Swap(false) { // it came just before
		if !w.asleep.CompareAndSwap(true, false) {
			<-w.signal // the waker is about to signal, or has
		}
		return
	}
	select {
	case <-w.signal:
		w.news.Store(false)
	case <-ctx.Done():
		if !w.asleep.CompareAndSwap(true, false) {
			<-w.signal
		}
	}
}
