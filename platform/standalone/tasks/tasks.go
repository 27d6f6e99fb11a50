// Package tasks runs what the platform does beside the game: goroutines that end with the platform, and whose
// panics cost no more than themselves.
package tasks

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// Panic is the error that a panic in one of our goroutines becomes.
type Panic struct {
	value any
	stack []byte
}

func (e Panic) Error() string {
	return fmt.Sprintf("internal error, please report it: %v\n%s", e.value, e.stack)
}

// Guard runs a goroutine's work and turns a panic into an error: one peer's trouble must not end the game.
func Guard(work func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = Panic{r, debug.Stack()}
		}
	}()
	return work()
}

// Group is all that runs for one platform.
type Group struct {
	log     *slog.Logger
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
}

// New returns a group without tasks.
func New(log *slog.Logger) *Group {
	g := &Group{log: log}
	g.ctx, g.cancel = context.WithCancel(context.Background())
	return g
}

// Context ends with the group.
func (g *Group) Context() context.Context { return g.ctx }

// End asks all tasks to end.
func (g *Group) End() { g.cancel() }

// Wait waits until all have.
func (g *Group) Wait() { g.running.Wait() }

// Contain runs work and reports a panic in it.
func (g *Group) Contain(work func()) {
	if err := Guard(func() error { work(); return nil }); err != nil {
		g.log.Error("a task of the platform standalone ended early", "reason", err)
	}
}

// Go runs work in a goroutine that Wait waits for.
func (g *Group) Go(work func()) { g.running.Go(func() { g.Contain(work) }) }

// After runs work, with a lock, when some time has gone by.
func (g *Group) After(d time.Duration, lock sync.Locker, work func()) *time.Timer {
	return time.AfterFunc(d, func() {
		g.Contain(func() {
			lock.Lock()
			defer lock.Unlock()
			work()
		})
	})
}

// Every runs work again and again, until the group ends.
func (g *Group) Every(interval time.Duration, work func()) {
	g.Go(func() {
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				g.Contain(work)
			case <-g.ctx.Done():
				return
			}
		}
	})
}
