package standalone

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking/messages"
	"godotsteam/networking/sockets"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// onThisMachine starts a game by itself, among those that share a folder.
func onThisMachine(t *testing.T, dir, name string) (*Platform, *signals.Queue) {
	t.Helper()
	queue := new(signals.Queue)
	p, err := Start(platform.Config{AppID: 480, Signals: queue}, Options{DataDir: dir, Identity: name})
	require.NoError(t, err)
	t.Cleanup(p.Shutdown)
	return p, queue
}

// hears waits for a signal that satisfies a condition.
func hears[E signals.Event](t *testing.T, queue *signals.Queue, is func(E) bool) E {
	t.Helper()
	var found E
	for end, done := time.Now().Add(20*time.Second), false; !done; time.Sleep(time.Millisecond) {
		require.True(t, time.Now().Before(end), "%T did not come", found)
		queue.Drain(func(e signals.Event) {
			if e, ok := e.(E); ok && !done && is(e) {
				found, done = e, true
			}
		})
	}
	return found
}

func state(h sockets.Handle, want sockets.State) func(signals.NetworkConnectionStatusChanged) bool {
	return func(e signals.NetworkConnectionStatusChanged) bool {
		for _, entry := range e.Connection {
			if entry.Key == "connection_state" && entry.Value == int64(want) {
				return h == 0 || sockets.Handle(e.Handle) == h
			}
		}
		return false
	}
}

func TestSocketsBetweenGames(t *testing.T) {
	dir := t.TempDir()
	host, hostHears := onThisMachine(t, dir, "host")
	client, clientHears := onThisMachine(t, dir, "client")
	listener := host.Sockets().Listen(7, nil)
	require.NotZero(t, listener)
	mine := client.Sockets().Connect(host.SteamID(), 7, nil)
	require.NotZero(t, mine)
	asked := hears(t, hostHears, state(0, sockets.StateConnecting))
	theirs := sockets.Handle(asked.Handle)
	require.Equal(t, sockets.ResultOK, host.Sockets().Accept(theirs))
	hears(t, hostHears, state(theirs, sockets.StateConnected))
	hears(t, clientHears, state(mine, sockets.StateConnected))
	result, _ := client.Sockets().Send(mine, make([]byte, 300_000), sockets.SendReliable, 0)
	require.Equal(t, sockets.ResultOK, result)
	var got []sockets.Message
	require.Eventually(t, func() bool {
		list, ok := host.Sockets().Receive(theirs, 10)
		require.True(t, ok)
		got = append(got, list...)
		return len(got) == 1
	}, 20*time.Second, time.Millisecond)
	require.Len(t, got[0].Data, 300_000)
	got[0].Release()

	client.Shutdown() // their last word is the end of the connection
	hears(t, hostHears, state(theirs, sockets.StateClosedByPeer))
}

func TestMessagesBetweenGames(t *testing.T) {
	dir := t.TempDir()
	a, aHears := onThisMachine(t, dir, "a")
	b, _ := onThisMachine(t, dir, "b")
	require.Equal(t, sockets.ResultOK, b.Messages().Send(a.SteamID(), []byte("hello"), sockets.SendReliable, 3))
	hears(t, aHears, func(e signals.NetworkMessagesSessionRequest) bool {
		return steamtypes.SteamID(e.SteamIDRemote) == b.SteamID()
	})
	require.True(t, a.Messages().Accept(b.SteamID()))
	var got []messages.Message
	require.Eventually(t, func() bool {
		got = append(got, a.Messages().Receive(3, 10)...)
		return len(got) == 1
	}, 20*time.Second, time.Millisecond)
	require.Equal(t, "hello", string(got[0].Data))
	got[0].Release()
}
