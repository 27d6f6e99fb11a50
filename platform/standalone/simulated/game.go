package simulated

import (
	"context"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"godotsteam/signals"
)

// Game is what a player's game hears.
type Game struct {
	Queue  *signals.Queue
	Events []signals.Event
}

// Drain takes in the events that wait, and returns all that there were.
func (g *Game) Drain() []signals.Event {
	g.Queue.Drain(func(e signals.Event) { g.Events = append(g.Events, e) })
	return g.Events
}

// Heard reports whether there was an event.
func (g *Game) Heard(e signals.Event) bool { return slices.Contains(g.Drain(), e) }

// Forget forgets all that there were.
func (g *Game) Forget() { g.Drain(); g.Events = nil }

// Lines keeps what a platform says to whoever runs the game.
type Lines struct {
	slog.Handler
	mu  *sync.Mutex
	all *[]string
}

// NewLines returns none.
func NewLines() Lines { return Lines{slog.DiscardHandler, new(sync.Mutex), new([]string)} }

// Enabled implements [slog.Handler].
func (l Lines) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelInfo }

// Handle implements [slog.Handler].
func (l Lines) Handle(_ context.Context, r slog.Record) error {
	text := r.Message
	r.Attrs(func(a slog.Attr) bool { text += " " + a.String(); return true })
	l.mu.Lock()
	defer l.mu.Unlock()
	*l.all = append(*l.all, text)
	return nil
}

// Said returns all of them.
func (l Lines) Said() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(*l.all)
}

// Weight is what a process takes.
type Weight struct{ Heap, Goroutines int }

// Weigh returns it.
func Weigh() Weight {
	runtime.GC()
	runtime.GC() // what the pools kept through the first
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return Weight{int(m.HeapAlloc), runtime.NumGoroutine()}
}

// Holds requires that nothing was left behind since.
func (w Weight) Holds(t *testing.T) {
	t.Helper()
	synctest.Wait()
	now := Weigh()
	t.Logf("heap %d KiB, then %d KiB; goroutines %d, then %d", w.Heap>>10, now.Heap>>10, w.Goroutines, now.Goroutines)
	require.LessOrEqual(t, now.Heap, w.Heap+4<<20)
	require.LessOrEqual(t, now.Goroutines, w.Goroutines+5)
}
