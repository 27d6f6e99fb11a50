package carrier

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/networking/sockets"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	"godotsteam/platform/standalone/intruder"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/platform/standalone/tasks"
	"godotsteam/steamtypes"
)

// listener keeps what it is told, as a line each.
type listener struct {
	lock  sync.Mutex
	told  []string
	bytes int
	wrong error // the answer to every frame
}

func (l *listener) tell(format string, args ...any) {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.told = append(l.told, fmt.Sprintf(format, args...))
}

func (l *listener) Opened(steamtypes.SteamID)                   { l.tell("opened") }
func (l *listener) Writable(steamtypes.SteamID)                 { l.tell("writable") }
func (l *listener) Lost(_ steamtypes.SteamID, why sockets.Loss) { l.tell("lost: %v", why) }
func (l *listener) Received(_ steamtypes.SteamID, b []byte, reliable bool) error {
	l.lock.Lock()
	l.bytes += len(b)
	l.lock.Unlock()
	if len(b) < 100 {
		l.tell("%s %v", b, reliable)
	}
	return l.wrong
}

func (l *listener) lines() []string {
	l.lock.Lock()
	defer l.lock.Unlock()
	return slices.Clone(l.told)
}

func (l *listener) hears(line string) func() bool {
	return func() bool { return slices.Contains(l.lines(), line) }
}

// user is one at the network. All know where all others are.
type user struct {
	*Carrier
	*listener
	address netip.AddrPort
	stopped bool
}

func (u *user) Address() netip.AddrPort { return u.address }

// stop ends a user in order, as the platform does.
func (u *user) stop() {
	if u.stopped {
		return
	}
	u.stopped = true
	late := time.After(100 * time.Millisecond)
	for _, done := range u.Finish() {
		select {
		case <-done:
		case <-late:
		}
	}
	u.End()
	u.kill()
}

// kill ends them without a word.
func (u *user) kill() {
	u.stopped = true
	u.Tasks.End()
	u.Endpoint.Close()
	u.Tasks.Wait()
}

type world struct {
	*simulated.Network
	t     *testing.T
	lives uint64
	users map[steamtypes.SteamID]*user
}

func (w *world) RankOf(steamtypes.SteamID) endpoint.Rank { return endpoint.Known }

func (w *world) WaysTo(peer steamtypes.SteamID) (ways []endpoint.Way, here netip.AddrPort) {
	w.Locked(func() {
		if u := w.users[peer]; u != nil {
			ways = append(ways, endpoint.Way{AddrPort: u.address})
		}
	})
	return ways, here
}

func (w *world) join(name string) *user {
	socket := w.Socket()
	id := identity.FromText(name)
	log := slog.New(slog.DiscardHandler)
	e, err := endpoint.New(socket, id, simulated.App, networking.SessionTimeout)
	require.NoError(w.t, err)
	w.lives++
	u := &user{listener: new(listener), address: simulated.Plain(socket.LocalAddr())}
	u.Carrier = New(Config{
		Self: id.SteamID, Life: w.lives, Timeout: networking.SessionTimeout, Log: log, Tasks: tasks.New(log),
		Endpoint: e, Peers: w,
	})
	u.Attach(u.listener)
	u.Tasks.Go(func() {
		for {
			conn, _, err := e.Accept(u.Tasks.Context())
			if err != nil {
				return
			}
			u.Inbound(conn)
		}
	})
	w.Locked(func() { w.users[id.SteamID] = u })
	w.t.Cleanup(u.stop)
	return u
}

// pair returns two users; the one who chooses comes first.
func (w *world) pair() (lower, higher *user) {
	a, b := w.join("a"), w.join("b")
	if a.Self > b.Self {
		return b, a
	}
	return a, b
}

func inVirtualTime(t *testing.T, q simulated.Quality, test func(t *testing.T, w *world)) {
	t.Helper()
	simulated.InVirtualTime(t, 1, q, func(t *testing.T, n *simulated.Network) {
		test(t, &world{Network: n, t: t, users: make(map[steamtypes.SteamID]*user)})
	})
}

// eachAsks runs a test in which one asks for the way, and again with the other.
func eachAsks(t *testing.T, q simulated.Quality, test func(t *testing.T, w *world, asks, other *user)) {
	for _, chooser := range []bool{true, false} {
		t.Run(fmt.Sprintf("the chooser asks: %v", chooser), func(t *testing.T) {
			inVirtualTime(t, q, func(t *testing.T, w *world) {
				asks, other := w.pair()
				if !chooser {
					asks, other = other, asks
				}
				test(t, w, asks, other)
			})
		})
	}
}

func (w *world) connected(a, b *user) {
	w.t.Helper()
	a.Open(b.Self)
	simulated.Until(w.t, 5*time.Second, "a way, for both", func() bool {
		return a.hears("opened")() && b.hears("opened")()
	})
}

func TestFramesComeOnceAndInOrder(t *testing.T) {
	bad := simulated.Quality{
		Latency: 20 * time.Millisecond, Jitter: 20 * time.Millisecond, Loss: 0.05, Duplicate: 0.05,
	}
	eachAsks(t, bad, func(t *testing.T, w *world, asks, other *user) {
		require.False(t, asks.Send(other.Self, []byte("early"), true), "there is no way yet")
		require.Zero(t, asks.Room(other.Self))
		w.connected(asks, other)
		require.Equal(t, other.address, asks.Carrier.Address(other.Self))
		want := []string{"opened"}
		for i := range 50 {
			word := fmt.Sprintf("word %d", i)
			want = append(want, word+" true")
			require.True(t, asks.Send(other.Self, []byte(word), true))
			require.True(t, other.Send(asks.Self, []byte(word), true))
			asks.Send(other.Self, []byte("quick"), false)
			time.Sleep(10 * time.Millisecond)
		}
		simulated.Until(t, 10*time.Second, "all", func() bool {
			return asks.hears("word 49 true")() && other.hears("word 49 true")()
		})
		require.Equal(t, want, asks.lines())
		quick := 0
		inOrder := slices.DeleteFunc(other.lines(), func(s string) bool {
			if s == "quick false" {
				quick++
			}
			return s == "quick false"
		})
		require.Equal(t, want, inOrder)
		require.Greater(t, quick, 30, "most arrive")
		require.LessOrEqual(t, quick, 50, "and none twice")
	})
}

// Whoever calls first, or both at once, at whatever distance in time: there is one way, which nobody loses.
func TestBothAskAtOnce(t *testing.T) {
	for apart := -30 * time.Millisecond; apart <= 30*time.Millisecond; apart += 3 * time.Millisecond {
		inVirtualTime(t, simulated.Clean, func(t *testing.T, w *world) {
			lower, higher := w.pair()
			first, second := lower, higher
			if apart < 0 {
				first, second = higher, lower
			}
			first.Open(second.Self)
			time.Sleep(apart.Abs())
			second.Open(first.Self)
			simulated.Until(t, 5*time.Second, "a way", func() bool {
				return lower.hears("opened")() && higher.hears("opened")()
			})
			lower.Send(higher.Self, []byte("hello"), true)
			higher.Send(lower.Self, []byte("hello"), true)
			simulated.Until(t, time.Second, "words", func() bool {
				return lower.hears("hello true")() && higher.hears("hello true")()
			})
			time.Sleep(20 * time.Second)
			for _, u := range []*user{lower, higher} {
				require.False(t, u.hears("lost: "+sockets.LossClosed.String())(), "%v: %v", apart, u.lines())
				require.False(t, u.hears("lost: "+sockets.LossTimeout.String())(), "%v: %v", apart, u.lines())
				u.mu.Lock()
				require.Len(t, u.ways, 1)
				for _, way := range u.ways {
					require.Len(t, way.links, 1)
				}
				require.Empty(t, u.calls, "both want it")
				u.mu.Unlock()
			}
		})
	}
}

func TestLastWordsArrive(t *testing.T) {
	eachAsks(t, simulated.Clean, func(t *testing.T, w *world, asks, other *user) {
		w.connected(asks, other)
		asks.Send(other.Self, []byte("goodbye"), true)
		asks.stop()
		synctest.Wait()
		require.Equal(t, []string{"opened", "goodbye true", "lost: " + sockets.LossClosed.String()}, other.lines())
		require.False(t, other.Send(asks.Self, []byte("wait"), true))
	})
}

func TestAPeerThatIsGoneIsNoticed(t *testing.T) {
	eachAsks(t, simulated.Clean, func(t *testing.T, w *world, asks, other *user) {
		w.connected(asks, other)
		w.SetAway(other, true)
		simulated.Until(t, networking.SessionTimeout, "the loss", asks.hears("lost: "+sockets.LossTimeout.String()))
	})
}

func TestAPeerThatIsNowhere(t *testing.T) {
	inVirtualTime(t, simulated.Clean, func(t *testing.T, w *world) {
		a := w.join("a")
		a.Open(steamtypes.IndividualID(4242))
		simulated.Until(t, networking.SessionTimeout+time.Second, "an answer",
			a.hears("lost: "+sockets.LossTimeout.String()))
		a.Release(steamtypes.IndividualID(4242))
		require.Empty(t, a.ways)
		a.Open(steamtypes.IndividualID(4242))
		a.Release(steamtypes.IndividualID(4242))
		require.Empty(t, a.ways, "it is looked for no more")
		time.Sleep(2 * networking.SessionTimeout)
		require.Len(t, a.lines(), 1)
	})
}

// A game that was killed and started again has nothing of what was before: the others are told so before they hear of
// the new one.
func TestAPeerThatStartsOver(t *testing.T) {
	eachAsks(t, simulated.Clean, func(t *testing.T, w *world, asks, other *user) {
		w.connected(asks, other)
		name := map[steamtypes.SteamID]string{identity.FromText("a").SteamID: "a"}[other.Self]
		if name == "" {
			name = "b"
		}
		w.SetAway(other, true)
		other.kill()
		again := w.join(name)
		again.Open(asks.Self)
		simulated.Until(t, 5*time.Second, "a way", again.hears("opened"))
		again.Send(asks.Self, []byte("new"), true)
		simulated.Until(t, 5*time.Second, "the word", asks.hears("new true"))
		require.Equal(t, []string{"opened", "lost: " + sockets.LossClosed.String(), "opened", "new true"}, asks.lines())
	})
}

// One side has given up, by a clock of its own, what the other still believes in.
func TestAWayThatOneSideHasLost(t *testing.T) {
	eachAsks(t, simulated.Clean, func(t *testing.T, w *world, asks, other *user) {
		w.connected(asks, other)
		w.SetCut(true) // so that the word of it is lost
		asks.mu.Lock()
		asks.ways[other.Self].up.close(endpoint.CodeLost)
		asks.mu.Unlock()
		simulated.Until(t, time.Second, "the loss", asks.hears("lost: "+sockets.LossTimeout.String()))
		time.Sleep(100 * time.Millisecond)
		w.SetCut(false)
		asks.Open(other.Self)
		simulated.Until(t, 2*time.Second, "another way", func() bool { return len(asks.lines()) == 3 })
		asks.Send(other.Self, []byte("again"), true)
		simulated.Until(t, time.Second, "the word", other.hears("again true"))
		require.Equal(t, []string{"opened", "lost: " + sockets.LossClosed.String(), "opened", "again true"}, other.lines())
	})
}

// What the network can't carry waits with the sender, who is told when there is room.
func TestRoom(t *testing.T) {
	slow := simulated.Quality{Latency: 10 * time.Millisecond, Rate: 1 << 20, Buffer: 50 * time.Millisecond}
	eachAsks(t, slow, func(t *testing.T, w *world, asks, other *user) {
		w.connected(asks, other)
		frame := bytes.Repeat([]byte{7}, 16<<10)
		sent := 0
		end := time.Now().Add(3 * time.Second)
		for time.Now().Before(end) {
			if asks.Room(other.Self) == 0 {
				before := len(asks.lines())
				simulated.Until(t, 2*time.Second, "room", func() bool { return len(asks.lines()) > before })
				continue
			}
			require.True(t, asks.Send(other.Self, frame, true))
			sent += len(frame)
			asks.mu.Lock()
			require.LessOrEqual(t, asks.ways[other.Self].up.queued, room+len(frame))
			asks.mu.Unlock()
		}
		simulated.Until(t, 5*time.Second, "all of it", func() bool {
			other.listener.lock.Lock()
			defer other.listener.lock.Unlock()
			return other.bytes == sent
		})
		require.Greater(t, sent, 1<<20, "the wire was busy")
	})
}

func TestAWayThatNobodyNeedsEnds(t *testing.T) {
	eachAsks(t, simulated.Clean, func(t *testing.T, w *world, asks, other *user) {
		w.connected(asks, other)
		other.Open(asks.Self)
		for range 30 {
			time.Sleep(time.Second)
			asks.Send(other.Self, []byte("still"), false)
		}
		other.Release(asks.Self)
		for range 30 {
			time.Sleep(time.Second)
			asks.Send(other.Self, []byte("still"), false)
		}
		require.NotContains(t, other.lines(), "lost: "+sockets.LossTimeout.String(), "the other needs it")
		require.Len(t, asks.lines(), 1)
		asks.Release(other.Self)
		simulated.Until(t, 2*unusedTimeout, "the end", func() bool { return len(other.lines()) > 0 && len(asks.lines()) > 1 })
		simulated.Until(t, time.Second, "nothing left", func() bool {
			asks.mu.Lock()
			defer asks.mu.Unlock()
			return len(asks.ways) == 0 && len(asks.calls) == 0
		})
	})
}

// Who breaks the protocol is disconnected, and nothing of theirs arrives.
func TestHostileCallers(t *testing.T) {
	greeting := hello{life: 99}.append(nil)
	for name, c := range map[string]struct {
		says []byte
		code uint64
	}{
		"says nothing":      {nil, uint64(endpoint.CodeRefused)},
		"a frame too large": {binary.AppendUvarint(greeting, maxFrame+1), uint64(endpoint.CodeViolation)},
		"no number":         {append(slices.Clone(greeting), bytes.Repeat([]byte{0xff}, 11)...), uint64(endpoint.CodeViolation)},
	} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, simulated.Clean, func(t *testing.T, w *world) {
				victim, caller := w.pair()
				ways, _ := w.WaysTo(victim.Self)
				conn, err := caller.Endpoint.DialAny(t.Context(), victim.Self, ways, caller.Endpoint.Frames)
				require.NoError(t, err)
				if c.says != nil {
					stream := intruder.OpenStream(t, conn)
					_, err = stream.Write(c.says)
					require.NoError(t, err)
				}
				require.EqualValues(t, c.code, intruder.ClosedWith(t, conn, 6*time.Second))
				synctest.Wait()
				victim.mu.Lock()
				defer victim.mu.Unlock()
				require.Empty(t, victim.ways)
				require.Empty(t, victim.calls)
			})
		})
	}
}

// Nothing goes over a connection that was not chosen.
func TestFramesBeforeTheChoice(t *testing.T) {
	inVirtualTime(t, simulated.Clean, func(t *testing.T, w *world) {
		chooser, victim := w.pair()
		ways, _ := w.WaysTo(victim.Self)
		conn, err := chooser.Endpoint.DialAny(t.Context(), victim.Self, ways, chooser.Endpoint.Frames)
		require.NoError(t, err)
		_, err = intruder.OpenStream(t, conn).Write(append(hello{life: 99}.append(nil), 2, 'n', 'o'))
		require.NoError(t, err)
		require.NoError(t, conn.SendDatagram([]byte("no")))
		require.EqualValues(t, endpoint.CodeRefused, intruder.ClosedWith(t, conn, 6*time.Second))
		require.Empty(t, victim.lines())
	})
}

// What the handler calls a breach ends the way, and so does a choice by the one who does not choose.
func TestViolationsEndTheWay(t *testing.T) {
	eachAsks(t, simulated.Clean, func(t *testing.T, w *world, asks, other *user) {
		other.wrong = errors.New("no frame")
		w.connected(asks, other)
		asks.Send(other.Self, []byte("x"), true)
		simulated.Until(t, time.Second, "the end, here", func() bool { return len(asks.lines()) == 2 })
		simulated.Until(t, time.Second, "the end, there", func() bool { return len(other.lines()) == 3 })
	})
	inVirtualTime(t, simulated.Clean, func(t *testing.T, w *world) {
		chooser, other := w.pair()
		w.connected(other, chooser)
		other.mu.Lock()
		other.ways[chooser.Self].up.sayChosen()
		other.mu.Unlock()
		simulated.Until(t, time.Second, "the end", func() bool { return len(chooser.lines()) == 2 })
	})
}

// Strangers may not hold more than so many ways, and who matters more always finds room.
func TestWaysThatNobodyWantsAreBounded(t *testing.T) {
	inVirtualTime(t, simulated.Clean, func(t *testing.T, w *world) {
		victim := w.join("victim")
		victim.mu.Lock()
		for range maxUnwanted {
			victim.calls = append(victim.calls, &link{as: endpoint.Guest{Rank: endpoint.Known}})
		}
		victim.mu.Unlock()
		caller := w.join("caller")
		caller.Open(victim.Self)
		simulated.Until(t, 2*networking.SessionTimeout, "an answer", func() bool { return len(caller.lines()) > 0 })
		require.Equal(t, []string{"lost: " + sockets.LossRefused.String()}, caller.lines())
		victim.mu.Lock()
		victim.calls = nil
		victim.mu.Unlock()
		caller.Open(victim.Self)
		simulated.Until(t, 5*time.Second, "a way", caller.hears("opened"))
	})
}
