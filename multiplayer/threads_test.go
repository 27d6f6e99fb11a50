package multiplayer_test

import (
	"sync"
	"testing"
	"time"

	. "godotsteam/multiplayer"
	"godotsteam/multiplayer/multiplayertest"
)

// Scripts may call from any thread, as the race detector watches.
func TestThreads(t *testing.T) {
	w := &world{t: t, net: multiplayertest.New(1), lobby: &lobby{}}
	w.net.Latency = 0
	host, client := w.player(), w.player()
	w.join(host)
	w.join(client)
	stop := make(chan struct{})
	var wait sync.WaitGroup
	for _, act := range []func(){
		func() { host.peer.HostWithLobby(int64(lobbyID)) },
		func() { client.peer.ConnectToLobby(int64(lobbyID)) },
		func() { host.peer.Poll(func(Event) {}) },
		func() { client.peer.Poll(func(e Event) { client.to(1, 0, Reliable, "hello") }) },
		func() { host.to(0, 0, Unreliable, "x") },
		func() {
			if m, ok := host.peer.Get(); ok {
				m.Done()
			}
		},
		func() {
			for _, l := range host.peer.Peers() {
				l.State()
				l.Info()
				_ = l.Put([]byte("x"))
			}
		},
		func() { host.peer.Available(); host.peer.Head(); host.peer.Status(); host.peer.ID() },
		func() { client.peer.Disconnect(1, false); time.Sleep(time.Millisecond) },
		func() { host.peer.Close(); time.Sleep(3 * time.Millisecond) },
	} {
		wait.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					act()
				}
			}
		})
	}
	time.Sleep(300 * time.Millisecond)
	close(stop)
	wait.Wait()
	host.peer.Close()
	client.peer.Close()
}
