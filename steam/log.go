package steam

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"

	"godotsteam/gd"
)

// logBuffer is a slog handler for the platforms' goroutines. They must not
// touch Godot, so it keeps their lines for the main thread.
type logBuffer struct {
	some  atomic.Bool
	mu    sync.Mutex
	lines []logLine
}

type logLine struct {
	level slog.Level
	text  string
}

// maxLogLines bounds what waits for a frame that may not come.
const maxLogLines = 256

// Enabled implements [slog.Handler].
func (b *logBuffer) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelInfo }

// Handle implements [slog.Handler].
func (b *logBuffer) Handle(_ context.Context, r slog.Record) error {
	var text strings.Builder
	text.WriteString("[STEAM] " + r.Message)
	r.Attrs(func(a slog.Attr) bool {
		fmt.Fprintf(&text, " %s=%v", a.Key, a.Value)
		return true
	})
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.lines) < maxLogLines {
		b.lines = append(b.lines, logLine{r.Level, text.String()})
		b.some.Store(true)
	}
	return nil
}

// WithAttrs implements [slog.Handler]. The platforms don't use it.
func (b *logBuffer) WithAttrs([]slog.Attr) slog.Handler { return b }

// WithGroup implements [slog.Handler]. The platforms don't use it.
func (b *logBuffer) WithGroup(string) slog.Handler { return b }

// drain prints what waits. Only threads that Godot has called us on may.
func (b *logBuffer) drain() {
	if !b.some.Load() {
		return
	}
	b.mu.Lock()
	lines := b.lines
	b.lines = nil
	b.some.Store(false)
	b.mu.Unlock()
	for _, l := range lines {
		if l.level >= slog.LevelWarn {
			gd.PushWarning(l.text)
		} else {
			gd.Print(l.text)
		}
	}
}
