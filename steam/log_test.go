package steam

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func logged(t *testing.T, b *logBuffer) string {
	t.Helper()
	require.Len(t, b.lines, 1)
	defer func() { b.lines, b.bytes = nil, 0 }()
	return b.lines[0].text
}

// What a line says may be chosen by a peer: it stays one line, of bounded
// length, and commands no terminal.
func TestNobodyWritesLinesOfTheirOwnIntoTheLog(t *testing.T) {
	var b logBuffer
	log := slog.New(&b)
	for said, want := range map[string]string{
		"it left":              "it left",
		"größer als 1 €":       "größer als 1 €",
		"\n[STEAM] it is free": `\n[STEAM] it is free`,
		"\x1b[2J\a\x00":        `\x1b[2J\a\x00`,
		"\u202egnp.exe\u2028":  `\u202egnp.exe\u2028`,
		"half a letter: \xe4":  "half a letter: \ufffd",
		"it's \"quoted\"":      "it's \"quoted\"",
	} {
		log.Warn("a peer was disconnected", "steam_id", 7, "reason", errors.New(said))
		require.Equal(t, "[STEAM] a peer was disconnected steam_id=7 reason="+want, logged(t, &b))
	}
	for _, long := range []string{strings.Repeat("A", 3<<20), strings.Repeat("\x1b", 3<<20), strings.Repeat("€", 1<<20)} {
		log.Warn("a peer was disconnected", "reason", long)
		require.Less(t, len(logged(t, &b)), maxLogValue+100)
	}
	stack := strings.Repeat("frame\n", 500)
	log.Error("a task ended early", "reason", stack)
	require.Contains(t, logged(t, &b), strings.Repeat(`frame\n`, 500), "our own errors are whole")
}

func TestWhatWaitsInTheLogIsBounded(t *testing.T) {
	var b logBuffer
	for range 2 * maxLogLines {
		slog.New(&b).Info("a peer was lost")
	}
	require.Len(t, b.lines, maxLogLines)
	b = logBuffer{}
	for range maxLogLines {
		slog.New(&b).Log(context.Background(), slog.LevelError, "a task ended early", "reason", strings.Repeat("A", 1<<20))
	}
	require.Less(t, len(b.lines), maxLogLines)
	waiting := 0
	for _, l := range b.lines {
		waiting += len(l.text)
	}
	require.LessOrEqual(t, waiting, maxLogBytes)
}
