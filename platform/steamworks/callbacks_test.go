//go:build unix

package steamworks

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"godotsteam/platform"
	"godotsteam/signals"
)

// The layouts that Valve documents, by which the fake's C is compiled too.
func TestLayouts(t *testing.T) {
	var msg callbackMsg
	require.Equal(t, uintptr(4), unsafe.Offsetof(msg.id))
	require.Equal(t, uintptr(8), unsafe.Offsetof(msg.param))
	require.Equal(t, uintptr(16), unsafe.Offsetof(msg.size))
	require.Equal(t, uintptr(24), unsafe.Sizeof(msg), "room for both packings")

	var state p2pSessionState
	require.Equal(t, uintptr(20), unsafe.Sizeof(state))
	require.Equal(t, uintptr(4), unsafe.Offsetof(state.queuedBytes))
	require.Equal(t, uintptr(8), unsafe.Offsetof(state.queuedPackets))
	require.Equal(t, uintptr(12), unsafe.Offsetof(state.ip))
	require.Equal(t, uintptr(16), unsafe.Offsetof(state.port))
	require.Equal(t, uintptr(1024), unsafe.Sizeof(steamErrMsg{}))
}

// The fake ends the process for a callback that isn't freed, so that every odd
// one was freed is part of what this shows.
func TestOddCallbacksAreFreedAndIgnored(t *testing.T) {
	var log bytes.Buffer
	var queue signals.Queue
	running, err := options{fault: "odd_callbacks"}.provider(t, alice).Start(platform.Config{
		AppID: 480, Signals: &queue, Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	require.NoError(t, err)
	defer running.Shutdown()
	p := running.(*Platform)

	type answer struct {
		result string
		failed bool
	}
	got := make(map[uint64]answer)
	for _, call := range []uint64{42, 43, 45} {
		p.results.expect(call, callResult{callback: 2101, size: 12, done: func(result []byte, failed bool) {
			require.True(t, p.alive.TryLock(), "no lock is held while a result is told")
			p.alive.Unlock()
			got[call] = answer{string(result), failed}
		}})
	}
	p.RunCallbacks()
	p.RunCallbacks()

	var events []signals.Event
	queue.Drain(func(e signals.Event) { events = append(events, e) })
	const id = 76561197960287930
	require.Equal(t, []signals.Event{
		signals.P2PSessionRequest{SteamIDRemote: id},
		signals.P2PSessionConnectFail{SteamIDRemote: id, SessionError: 4},
	}, events, "longer ones are understood, shorter ones are not")
	require.Equal(t, map[uint64]answer{42: {"a dozen byte", false}, 43: {"", true}}, got)
	require.Len(t, p.results.waiting, 1, "one still waits")
	require.Equal(t, 5, strings.Count(log.String(), "too short"), log.String())
}

func TestAResultOfAnotherSizeHasFailed(t *testing.T) {
	running, err := options{fault: "odd_callbacks"}.provider(t, alice).Start(platform.Config{AppID: 480})
	require.NoError(t, err)
	defer running.Shutdown()
	p := running.(*Platform)
	failures := 0
	fail := func(_ []byte, failed bool) {
		if failed {
			failures++
		}
	}
	p.results.expect(42, callResult{callback: 2101, size: 13, done: fail})
	p.results.expect(43, callResult{callback: 2102, size: 12, done: fail})
	p.RunCallbacks()
	require.Equal(t, 2, failures)
}
