package p2p

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

var (
	city = quality{Latency: 20 * time.Millisecond, Loss: 0.01}
	wifi = quality{Latency: 20 * time.Millisecond, Jitter: 5 * time.Millisecond, Loss: 0.01}
)

func TestASessionSurvivesACutOfFiveSeconds(t *testing.T) {
	forSeeds(t, wifi, func(t *testing.T, n *network, seed uint64) {
		a, b := n.pair()
		meet(t, a, b)
		there, back := newTraffic(t, a, b, seed), newTraffic(t, b, a, seed+100)
		exchange(there, back, 2*time.Second)
		before := n.Counted()
		n.SetCut(true)
		exchange(there, back, 5*time.Second)
		n.SetCut(false)
		require.Greater(t, n.Counted().Dropped, before.Dropped+5, "nothing was cut off")
		exchange(there, back, 2*time.Second)
		awaitAll(there, back, 10*time.Second)
		require.Empty(t, append(a.Drain(), b.Drain()...))
		require.True(t, a.isActive(b) && b.isActive(a))
	})
}

func TestACutLongerThanTheTimeoutIsAFailureOnBothSides(t *testing.T) {
	for _, length := range []time.Duration{30 * time.Second, time.Minute} {
		t.Run(length.String(), func(t *testing.T) {
			forSeeds(t, city, func(t *testing.T, n *network, seed uint64) {
				a, b := n.pair()
				meet(t, a, b)
				time.Sleep(time.Duration(seed%10) * 1700 * time.Millisecond)
				n.SetCut(true)
				cut := time.Now()
				a.say(b, "lost")
				b.say(a, "lost")
				until(t, networking.SessionTimeout, "both notice", func() bool {
					return a.Heard(failOf(b)) && b.Heard(failOf(a))
				})
				require.Greater(t, time.Since(cut), networking.SessionTimeout/2)
				time.Sleep(length - time.Since(cut))
				require.Len(t, a.Drain(), 1)
				require.Len(t, b.Drain(), 1)
				a.settled()
				b.settled()
				n.SetCut(false)
				time.Sleep(5 * time.Second)
				require.Zero(t, a.PacketSize(0)+b.PacketSize(0), "what was queued is dropped")
				startOver(t, a, b)
			})
		})
	}
}

// startOver requires that a's next send begins a new session, with nothing of
// the one before.
func startOver(t *testing.T, a, b *player) {
	t.Helper()
	a.Forget()
	b.Forget()
	a.say(b, "again")
	until(t, b.within(10*time.Second), "a new request", func() bool {
		if a.network == nil && a.Heard(failOf(b)) { // a machine that is busy may take longer than the timeout
			a.Forget()
			a.say(b, "again")
		}
		return b.Heard(requestOf(a))
	})
	b.Accept(a.SteamID())
	b.expect(0, "again")
	require.Zero(t, b.PacketSize(0))
	b.say(a, "and back")
	a.expect(0, "and back")
	require.Zero(t, a.PacketSize(0))
}

// Who calls during a cut of a minute is told in time, each time, and gets
// through with the first call after it.
func TestWhoSendsDuringACutIsToldEachTime(t *testing.T) {
	forSeeds(t, city, func(t *testing.T, n *network, _ uint64) {
		a, b := n.pair()
		meet(t, a, b)
		n.SetCut(true)
		for range 3 {
			a.say(b, "lost")
			until(t, networking.SessionTimeout+time.Second, "the failure", func() bool { return a.Heard(failOf(b)) })
			a.Forget()
		}
		n.SetCut(false)
		startOver(t, a, b)
	})
}

// Only one direction is cut. Who hears nothing notices in time. The other one
// hears keep-alives until then, and notices after the same time again.
func TestACutOfOneDirection(t *testing.T) {
	for _, who := range []string{"the one who called", "the one who was called"} {
		t.Run(who, func(t *testing.T) {
			forSeeds(t, city, func(t *testing.T, n *network, _ uint64) {
				deaf, other := n.pair()
				if who == "the one who called" {
					meet(t, deaf, other)
				} else {
					meet(t, other, deaf)
				}
				before := n.Counted()
				n.SetDeaf(deaf, true)
				deaf.say(other, "one")
				other.say(deaf, "lost")
				until(t, time.Second, "the other direction works", func() bool { return other.PacketSize(0) > 0 })
				require.Equal(t, "one", other.read(0))
				until(t, networking.SessionTimeout, "who is deaf notices", func() bool { return deaf.Heard(failOf(other)) })
				until(t, networking.SessionTimeout, "and so does the other", func() bool { return other.Heard(failOf(deaf)) })
				require.Greater(t, n.Counted().Dropped, before.Dropped+5, "nothing was cut off")
				deaf.settled()
				other.settled()
				n.SetDeaf(deaf, false)
				startOver(t, other, deaf)
			})
		})
	}
}

// One side loses the session and begins a new one before the other side has
// noticed anything. What the other one said meanwhile is lost, so its game is
// told, also if the first one's game closed what it had lost.
func TestWhoIsGivenUpIsToldSo(t *testing.T) {
	for _, closes := range []bool{false, true} {
		t.Run(fmt.Sprintf("closed meanwhile %v", closes), func(t *testing.T) {
			forSeeds(t, city, func(t *testing.T, n *network, _ uint64) {
				deaf, other := n.pair()
				meet(t, deaf, other)
				n.SetDeaf(deaf, true)
				other.say(deaf, "lost")
				until(t, networking.SessionTimeout, "who is deaf notices", func() bool { return deaf.Heard(failOf(other)) })
				require.True(t, other.isActive(deaf))
				require.False(t, other.Heard(failOf(deaf)))
				if closes {
					deaf.CloseSession(other.SteamID())
				}
				n.SetDeaf(deaf, false)
				deaf.say(other, "hello again")
				until(t, 10*time.Second, "the other one is told", func() bool { return other.Heard(failOf(deaf)) })
				until(t, 10*time.Second, "and asked", func() bool { return other.Heard(requestOf(deaf)) })
				require.True(t, other.Accept(deaf.SteamID()))
				until(t, 10*time.Second, "the new session works", func() bool { return other.read(0) == "hello again" })
				other.say(deaf, "hello")
				until(t, 10*time.Second, "both ways", func() bool { return deaf.read(0) == "hello" })
				other.Forget()
				deaf.CloseSession(other.SteamID())
				deaf.say(other, "and again")
				until(t, 10*time.Second, "a close is no loss", func() bool { return other.Heard(requestOf(deaf)) })
				require.False(t, other.Heard(failOf(deaf)))
			})
		})
	}
}

// Both cut off while they call each other: whatever the moment, nobody is left
// with half a session.
func TestACutAtAnyMomentLeavesNoHalfASession(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		inVirtualTime(t, seed, quality{Latency: 10 * time.Millisecond, Jitter: 10 * time.Millisecond},
			func(t *testing.T, n *network) {
				rng := rand.New(rand.NewPCG(seed, 4))
				a, b := n.pair()
				a.say(b, "one")
				time.Sleep(time.Duration(rng.IntN(60)) * time.Millisecond)
				b.say(a, "one")
				time.Sleep(time.Duration(rng.IntN(80)) * time.Millisecond)
				n.SetCut(true)
				time.Sleep(time.Duration(rng.IntN(30)) * time.Second)
				n.SetCut(false)
				// Whoever was told of a failure sends again, as a game would.
				gotA, gotB := false, false
				failures := 0
				until(t, 45*time.Second, fmt.Sprintf("both hear each other (seed %d)", seed), func() bool {
					gotA = gotA || a.read(0) != ""
					gotB = gotB || b.read(0) != ""
					for _, p := range [][2]*player{{a, b}, {b, a}} {
						me, other := p[0], p[1]
						if me.Heard(failOf(other)) {
							failures++
							me.Forget()
							me.say(other, "again")
						}
						if me.Heard(requestOf(other)) {
							me.Forget()
							me.say(other, "yes")
						}
					}
					return gotA && gotB && a.isActive(b) && b.isActive(a)
				})
				require.LessOrEqual(t, failures, 4, "seed %d", seed)
			})
	}
}

// The address of the player who called changes, as when a router forgets who
// is behind it: the session goes on, again and again.
func TestASessionFollowsWhoCalledToAnotherAddress(t *testing.T) {
	forSeeds(t, wifi, func(t *testing.T, n *network, seed uint64) {
		a, b := n.pair()
		meet(t, a, b)
		there, back := newTraffic(t, a, b, seed), newTraffic(t, b, a, seed+100)
		for range 5 {
			exchange(there, back, 2*time.Second)
			old := n.AddressOf(a)
			n.Move(a)
			require.NotEqual(t, old, n.AddressOf(a))
		}
		exchange(there, back, 2*time.Second)
		awaitAll(there, back, 10*time.Second)
		require.Empty(t, append(a.Drain(), b.Drain()...))
		state, _ := b.SessionState(a.SteamID())
		require.Equal(t, n.AddressOf(a).Port(), state.RemotePort)
		share := float64(back.gotUnreliable) / float64(back.unreliable)
		require.Greater(t, share, 0.8, "unreliable messages to who has moved")
	})
}

// A full unreliable message does not fit into the first packets on a new path.
func TestTheLargestUnreliableMessageAfterAnAddressChange(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		n.Move(a)
		a.say(b, "from elsewhere")
		b.expect(0, "from elsewhere")
		large := fmt.Sprintf("%*d", networking.MaxUnreliable, 1)
		moved := func() bool {
			state, _ := b.SessionState(a.SteamID())
			return state.RemotePort == n.AddressOf(a).Port()
		}
		until(t, time.Second, "b follows", moved)
		for range 10 {
			b.send(a, large, networking.SendUnreliable, 1)
			b.say(a, "and")
		}
		for range 10 {
			a.expect(1, large)
			a.expect(0, "and")
		}
		require.Empty(t, append(a.Drain(), b.Drain()...))
	})
}

// QUIC has no way to follow the one who was called. Both learn that the session
// is lost, and the next send, from either side, starts over.
func TestWhoWasCalledMovesToAnotherAddress(t *testing.T) {
	for _, who := range []string{"the one who stayed", "the one who moved"} {
		t.Run(who+" starts over", func(t *testing.T) {
			forSeeds(t, city, func(t *testing.T, n *network, _ uint64) {
				stayed, moved := n.pair()
				meet(t, stayed, moved)
				n.Move(moved)
				n.announce(moved)
				stayed.say(moved, "lost")
				moved.say(stayed, "heard")
				until(t, networking.SessionTimeout, "who moved notices", func() bool { return moved.Heard(failOf(stayed)) })
				until(t, networking.SessionTimeout, "and so does who stayed", func() bool { return stayed.Heard(failOf(moved)) })
				require.Equal(t, []signals.Event{failOf(stayed)}, moved.Drain())
				require.Equal(t, []signals.Event{failOf(moved)}, stayed.Drain())
				require.Equal(t, "heard", stayed.read(0), "that way led to the old address")
				moved.settled()
				stayed.settled()
				if who == "the one who stayed" {
					startOver(t, stayed, moved)
				} else {
					startOver(t, moved, stayed)
				}
			})
		})
	}
}

// A server that has lost a thousand users who never came back still tells the
// next one.
func TestALossIsRememberedHoweverManyThereWere(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		a.mu.Lock()
		for i := range 2 * maxRemembered {
			endpoint.Remember(a.unnoticedEnds, maxRemembered, steamtypes.IndividualID(uint32(i+1)), true)
		}
		require.LessOrEqual(t, len(a.unnoticedEnds), maxRemembered)
		a.mu.Unlock()
		n.SetDeaf(a, true) // a loses b, who does not notice yet
		until(t, 25*time.Second, "a's loss", func() bool {
			b.say(a, "lost")
			time.Sleep(100 * time.Millisecond)
			return a.Heard(failOf(b))
		})
		n.SetDeaf(a, false)
		a.say(b, "again")
		until(t, 3*time.Second, "b is told", func() bool { return b.Heard(failOf(a)) })
	})
}
