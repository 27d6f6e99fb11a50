package tasks

import (
	"bytes"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAPanicIsAnError(t *testing.T) {
	var panicked Panic
	require.ErrorAs(t, Guard(func() error { panic("oops") }), &panicked)
	require.ErrorContains(t, panicked, "internal error, please report it: oops\n")
	require.ErrorContains(t, panicked, "tasks_test.go", "it says where")
	require.NoError(t, Guard(func() error { return nil }))
}

func TestAPanicEndsItsTaskAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said bytes.Buffer
		g := New(slog.New(slog.NewTextHandler(&said, nil)))
		var mu sync.Mutex
		times := 0
		g.Go(func() { panic("oops") })
		g.After(time.Second, &mu, func() { panic("oops") })
		g.Every(time.Second, func() {
			mu.Lock()
			defer mu.Unlock()
			if times++; times == 1 {
				panic("oops")
			}
		})
		time.Sleep(3*time.Second + time.Millisecond)
		g.End()
		g.Wait()
		synctest.Wait() // for timers, too
		require.Equal(t, 3, times)
		require.Equal(t, 3, bytes.Count(said.Bytes(), []byte("a task of the platform standalone ended early")))
	})
}
