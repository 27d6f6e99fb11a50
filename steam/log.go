package steam

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"

	"godotsteam/gd"
)

// logBuffer is a slog handler for the platforms' goroutines. They must not
// touch Godot, so it keeps their lines for the main thread.
type logBuffer struct {
	some  atomic.Bool
	mu    sync.Mutex
	lines []logLine
	bytes int // in lines
}

type logLine struct {
	level slog.Level
	text  string
}

const (
	// maxLogLines and maxLogBytes bound what waits for a frame that may not come.
	maxLogLines = 256
	maxLogBytes = 256 << 10

	// maxLogValue bounds what a line says of one thing. A peer may have chosen
	// it: the reason why it has left, say.
	maxLogValue = 300

	// maxErrorValue is for errors of ours: they bring the stack.
	maxErrorValue = 8 << 10
)

// clean makes a text fit to stand in a line of the log, whoever wrote it: of
// bounded length, and without characters that end the line, or that make a
// terminal do something.
func clean(text string, most int) string {
	var b strings.Builder
	for _, r := range text {
		start := b.Len()
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
		if b.Len() > most {
			return b.String()[:start] + "…"
		}
	}
	return b.String()
}

// Enabled implements [slog.Handler].
func (b *logBuffer) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelInfo }

// Handle implements [slog.Handler].
func (b *logBuffer) Handle(_ context.Context, r slog.Record) error {
	var text strings.Builder
	most := maxLogValue
	if r.Level >= slog.LevelError {
		most = maxErrorValue
	}
	text.WriteString("[STEAM] " + clean(r.Message, maxErrorValue))
	r.Attrs(func(a slog.Attr) bool {
		text.WriteString(" " + a.Key + "=" + clean(a.Value.String(), most))
		return true
	})
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.lines) < maxLogLines && b.bytes+text.Len() <= maxLogBytes {
		b.bytes += text.Len()
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
	b.lines, b.bytes = nil, 0
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
