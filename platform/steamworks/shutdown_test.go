//go:build unix

package steamworks

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/valve"
	"godotsteam/steamtypes"
)

// The fake ends the process if a call is inside of it while it shuts down, or
// comes after; its fault "slow" makes calls long enough to be met.
func TestCallsMayRaceWithShutdown(t *testing.T) {
	for range 5 {
		g := start(t, alice, options{fault: "slow"})
		calls := []func(){
			func() { _ = g.Send(alice, []byte("x"), networking.SendReliable, 0) },
			func() { g.PacketSize(0) },
			func() {
				if packet, ok := g.ReadPacket(0, 100); ok {
					packet.Release()
				}
			},
			func() { g.SessionState(bob) },
			func() { g.PersonaName() },
			func() { g.RunCallbacks() },
			func() { g.Accept(bob); g.CloseSession(bob); g.CloseChannel(bob, 0) },
			func() { g.SteamID() },
			func() { g.LobbyOwner(theLobby) },
			func() { g.AllLobbyData(theLobby) },
			func() { g.CreateLobby(steamtypes.LobbyPublic, 4) },
			func() { g.RequestAvatar(theFriend, 1) },
			func() { g.RequestCurrentStats() },
			func() { _ = g.Invoke(valve.New(isSubscribed)) },
			func() { g.AvailableVoice() },
			func() { g.TakeVoice(0) },
			func() { g.DecompressVoice([]byte("ab"), 48000, 20) },
		}
		var stop atomic.Bool
		var entered atomic.Int32
		var all sync.WaitGroup
		for _, call := range calls {
			all.Go(func() {
				call()
				entered.Add(1)
				for !stop.Load() {
					call()
				}
				call() // the shutdown is over
			})
		}
		eventually(t, "every thread to be at it", func() bool { return int(entered.Load()) == len(calls) })
		g.Shutdown()
		require.Zero(t, g.SteamID())
		stop.Store(true)
		all.Wait()
	}
}

func TestShutdownIsSoon(t *testing.T) {
	a, b := twoGames(t)
	meet(t, a, b)
	require.NoError(t, a.Send(bob, make([]byte, networking.MaxReliable), networking.SendReliable, 0))
	begin := time.Now()
	a.Shutdown()
	require.Less(t, time.Since(begin), 2*time.Second)
	eventually(t, "what was sent before", func() bool { return b.PacketSize(0) == networking.MaxReliable })
}
