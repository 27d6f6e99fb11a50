//go:build unix

package steamworks

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ebitengine/purego"
	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// Whatever Steam speaks of is told in the order in which it spoke.
func TestOneOrder(t *testing.T) {
	var queue signals.Queue
	p := &Platform{signals: &queue, log: slog.New(slog.DiscardHandler)}
	var tell []func()
	var want []string
	for range 2 {
		for _, c := range []struct {
			id     int
			signal string
		}{
			{506, "lobby_chat_update"}, {1202, "p2p_session_request"}, {304, "persona_state_change"},
			{1203, "p2p_session_connect_fail"}, {512, "lobby_kicked"},
		} {
			payload := make([]byte, 64)
			payload[0] = byte(len(tell)) // another user, so that none repeats another
			tell = append(tell, p.handle(c.id, payload))
			want = append(want, c.signal)
		}
	}
	require.False(t, queue.Waiting(), "nothing is told while a lock is held")
	for _, f := range tell {
		f()
	}
	var got []string
	queue.Drain(func(e signals.Event) { got = append(got, signals.Of(e).Name) })
	require.Equal(t, want, got)
}

// What the library is asked for more about has its place in the order, too.
func TestOneOrderOfWhatIsFetched(t *testing.T) {
	g := start(t, alice, options{})
	picture := func(image byte) signals.Event {
		return signals.AvatarLoaded{User: uint64(theFriend), Width: 2, RGBA: bytes.Repeat([]byte{image}, 16)}
	}
	g.JoinLobby(theLobby)
	require.NoError(t, g.SendLobbyChat(theLobby, "hello"))
	g.RequestAvatar(theFriend, 3) // comes as an image
	g.RequestAvatar(theFriend, 2) // comes with what is known of the user
	require.NoError(t, g.SendLobbyChat(theLobby, "hello"))
	g.pump()
	said := signals.LobbyMessage{Lobby: uint64(theLobby), User: uint64(alice), Message: "hello", Type: 1}
	require.Equal(t, []signals.Event{
		signals.LobbyJoined{Lobby: uint64(theLobby), Locked: true, Response: 4},
		said,
		picture(6),
		signals.PersonaStateChange{User: uint64(theFriend), Flags: 65},
		picture(5),
		said,
	}, g.events)
}

// during runs work while somebody else dispatches all that there is, and returns
// when they are through, or must have been long ago.
func during(g *game, work func()) {
	work()
	through := make(chan struct{})
	go func() {
		g.RunCallbacks()
		close(through)
	}()
	select {
	case <-through:
	case <-time.After(100 * time.Millisecond): // they wait, as they should
	}
}

// The library has the result at once, and another thread takes it.
func TestAResultWaitsForWhoeverAskedForIt(t *testing.T) {
	g := start(t, alice, options{})
	told := make(chan bool, 1)
	request := func() (call uintptr) {
		during(g, func() { call = g.use(lobbyCreate, 2, 4, 0, 0) })
		return call
	}
	ask(g.Platform, request, func(_ signals.LobbyCreated, failed bool) { told <- !failed })
	eventually(t, "the result", func() bool { g.RunCallbacks(); return len(told) == 1 })
	require.True(t, <-told)
}

func TestAnAvatarWaitsForWhoeverAskedForIt(t *testing.T) {
	g := start(t, alice, options{})
	information := g.lib.extra[friendRequest]
	g.lib.extra[friendRequest] = purego.NewCallback(func(self, user, onlyName uintptr) (answer uintptr) {
		during(g, func() { answer, _, _ = purego.SyscallN(information, self, user, onlyName) })
		return answer
	})
	g.RequestAvatar(theFriend, 2)
	eventually(t, "the avatar", func() bool {
		g.pump()
		return len(g.events) == 2
	})
}

// Several threads read: each gets whole packets, and no packet is lost with the
// empty ones before it.
func TestThreadsThatRead(t *testing.T) {
	const packets, readers = 60, 4
	g := start(t, alice, options{fault: "slow"})
	sizes := [...]int{1, 700, 30}
	for i := range packets {
		require.NoError(t, g.Send(alice, nil, networking.SendReliable, 0))
		text := strings.Repeat(string([]byte{byte('a' + i%len(sizes))}), sizes[i%len(sizes)])
		require.NoError(t, g.Send(alice, []byte(text), networking.SendReliable, 0))
	}
	var read, cut atomic.Int32
	var stop atomic.Bool
	var all sync.WaitGroup
	for range readers {
		all.Go(func() {
			for !stop.Load() {
				g.PacketSize(0)
			}
		})
		all.Go(func() {
			for !stop.Load() {
				packet, ok := g.ReadPacket(0, 1000)
				if !ok {
					continue
				}
				if len(packet.Data) == 0 || len(packet.Data) != sizes[packet.Data[0]-'a'] {
					cut.Add(1)
				}
				packet.Release()
				read.Add(1)
			}
		})
	}
	defer all.Wait()
	defer stop.Store(true)
	eventually(t, "all packets", func() bool { return read.Load() == packets })
	require.Zero(t, cut.Load(), "packets were cut to the size of another")
}

// Steam says no to an unreliable packet without delay while there is no
// connection, by its rule, and otherwise because it has no room.
func TestWhatIsThrownAwayByRule(t *testing.T) {
	a, b := twoGames(t)
	const nobody = steamtypes.SteamID(76561197960287939)
	a.send(nobody, "anybody?", networking.SendReliable, 0)
	meet(t, a, b)
	a.lib.fn[sendPacket] = purego.NewCallback(func() uintptr { return 0 })
	state, ok := a.SessionState(nobody)
	require.True(t, ok)
	require.False(t, state.Active)
	require.NoError(t, a.Send(nobody, []byte("x"), networking.SendUnreliableNoDelay, 0))
	require.NoError(t, a.Send(nobody+1, []byte("x"), networking.SendUnreliableNoDelay, 0))
	require.ErrorIs(t, a.Send(bob, []byte("x"), networking.SendUnreliableNoDelay, 0), networking.ErrQueueFull)
	require.ErrorIs(t, a.Send(nobody, []byte("x"), networking.SendUnreliable, 0), networking.ErrQueueFull)
}

func TestCallsInFlightAreBounded(t *testing.T) {
	var log strings.Builder
	g := start(t, alice, options{})
	g.log = slog.New(slog.NewTextHandler(&log, nil))
	written := writtenBy(t, g)
	written()
	for call := range uint64(maxCalls - 1) {
		g.results.expect(1<<32+call, callResult{})
	}
	g.CreateLobby(steamtypes.LobbyPublic, 4)
	require.Equal(t, "CreateLobby 2 4\n", written())
	for range 3 {
		g.CreateLobby(steamtypes.LobbyPublic, 4)
		g.JoinLobby(theLobby + 7)
		g.RequestLobbyList(steamtypes.LobbyFilter{Slots: 2})
	}
	require.Empty(t, written(), "not even a filter, which would stay for the next list")
	require.Equal(t, 1, strings.Count(log.String(), "1024 calls wait for Steam's answer"), log.String())
	g.pump()
	require.True(t, g.heard(signals.LobbyCreated{Result: steamtypes.ResultFail}))
	require.True(t, g.heard(signals.LobbyJoined{Lobby: uint64(theLobby) + 7, Response: int(steamtypes.EnterError)}))
	require.True(t, g.heard(signals.LobbyCreated{Result: 1, Lobby: uint64(theLobby)}), "the one that was made is answered")
	require.True(t, g.heard(signals.LobbyMatchList{}))
	g.CreateLobby(steamtypes.LobbyPublic, 4)
	require.Equal(t, "CreateLobby 2 4\n", written(), "and there is room again")
}

// Avatars of users of whom Steam never learns do not stand in the way of others.
func TestWantedAvatars(t *testing.T) {
	var w wanted
	for user := range steamtypes.SteamID(maxWanted + 10) {
		w.add(user, 1)
		w.add(user, 1)
	}
	require.Len(t, w.list, maxWanted)
	require.Empty(t, w.take(9), "the oldest are forgotten")
	require.Equal(t, []int{1}, w.take(10))
	require.Equal(t, []int{1}, w.take(maxWanted+9))
	require.Empty(t, w.take(10), "each comes once")
	w.add(7, 1)
	w.add(8, 2)
	w.add(7, 3)
	require.Equal(t, []int{1, 3}, w.take(7), "a game may want several sizes")
	require.Equal(t, []int{2}, w.take(8))
}
