package p2p

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	"godotsteam/steamtypes"
)

func TestARequestIsAcceptedAndItsPacketsBecomeReadable(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		for i := range 5 {
			a.say(b, fmt.Sprint("word ", i))
		}
		until(t, time.Second, "the request", func() bool { return b.Heard(requestOf(a)) })
		time.Sleep(200 * time.Millisecond)
		require.Zero(t, b.PacketSize(0), "nothing is readable before it is accepted")
		_, ok := b.SessionState(a.SteamID())
		require.False(t, ok, "a request is not yet a session")
		state, ok := a.SessionState(b.SteamID())
		require.True(t, ok)
		require.True(t, state.Connecting)
		require.Equal(t, 5, state.QueuedPackets)

		require.True(t, b.Accept(a.SteamID()))
		require.True(t, b.Accept(a.SteamID()), "more than once is no harm")
		for i := range 5 {
			b.expect(0, fmt.Sprint("word ", i))
		}
		require.Len(t, b.Drain(), 1)
		require.Empty(t, a.Drain())
		state, _ = a.SessionState(b.SteamID())
		require.Equal(t, networking.SessionState{
			Active: true, RemoteIP: 10<<24 | uint32(b.address.Addr().As4()[3]), RemotePort: 27015,
		}, state)
	})
}

// Both send first, at about the same moment: whichever link they end up on,
// it is one session, nothing is lost, and nobody is asked.
func TestBothSendFirst(t *testing.T) {
	t.Parallel()
	const runs = 100
	for _, first := range []string{"the lower ID begins", "the higher ID begins"} {
		t.Run(first, func(t *testing.T) {
			for seed := range uint64(runs) {
				rng := rand.New(rand.NewPCG(seed, 2))
				q := quality{Latency: time.Duration(rng.IntN(30)) * time.Millisecond,
					Jitter: time.Duration(1+rng.IntN(20)) * time.Millisecond}
				if seed%3 == 0 {
					q.Loss = 0.1
				}
				apart := time.Duration(rng.IntN(100)) * time.Millisecond
				if seed%4 == 0 {
					apart = 0
				}
				inVirtualTime(t, seed, q, func(t *testing.T, n *network) {
					a, b := n.pair()
					if first != "the lower ID begins" {
						a, b = b, a
					}
					a.say(b, "from a")
					time.Sleep(apart)
					b.say(a, "from b")
					until(t, 19*time.Second, fmt.Sprintf("both read (seed %d, %+v, %v apart)", seed, q, apart),
						func() bool { return a.PacketSize(0) > 0 && b.PacketSize(0) > 0 })
					require.Equal(t, "from b", a.read(0))
					require.Equal(t, "from a", b.read(0))
					time.Sleep(3 * time.Second)
					for _, p := range []*player{a, b} {
						require.Empty(t, p.Drain(), "seed %d", seed)
						require.Zero(t, p.PacketSize(0), "seed %d: twice", seed)
						p.mu.Lock()
						require.Len(t, p.sessions, 1)
						for _, s := range p.sessions {
							require.Equal(t, active, s.phase, "seed %d", seed)
							require.Len(t, s.links, 1, "seed %d", seed)
						}
						p.mu.Unlock()
					}
				})
			}
		})
	}
}

// Ignored, offline, in another game: it all looks the same, to the moment.
func TestWithoutAnAnswerASessionFailsAtTheTimeout(t *testing.T) {
	for _, c := range []struct {
		name    string
		timeout time.Duration
		other   func(t *testing.T, n *network) *player
	}{
		{"ignored", 0, func(_ *testing.T, n *network) *player { return n.join("bert") }},
		{"ignored, with a timeout of ours", 3 * time.Second,
			func(_ *testing.T, n *network) *player { return n.join("bert") }},
		{"offline", 0, func(_ *testing.T, n *network) *player {
			b := n.join("bert")
			b.Shutdown()
			return b
		}},
		{"unreachable", 0, func(_ *testing.T, n *network) *player {
			b := n.join("bert")
			n.SetAway(b, true)
			return b
		}},
		{"in another game", 0, func(_ *testing.T, n *network) *player {
			return n.join("bert", func(o *options) { o.app = 481 })
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				b := c.other(t, n)
				a := n.join("anna", func(o *options) {
					o.timeout = c.timeout
					o.peers = map[steamtypes.SteamID][]netip.AddrPort{b.SteamID(): {b.address}}
				})
				want := c.timeout
				if want == 0 {
					want = 20 * time.Second
				}
				a.say(b, "hello?")
				time.Sleep(want - time.Millisecond)
				require.Empty(t, a.Drain())
				time.Sleep(time.Millisecond)
				synctest.Wait()
				require.Equal(t, []any{failOf(a.other(b))}, toAny(a.Drain()))
				state, ok := a.SessionState(b.SteamID())
				require.True(t, ok)
				require.Equal(t, networking.SessionState{LastError: networking.ErrorTimeout}, state)
				a.settled()

				// The next send starts over.
				a.say(b, "hello again?")
				state, _ = a.SessionState(b.SteamID())
				require.True(t, state.Connecting)
				require.Equal(t, 1, state.QueuedPackets)
				time.Sleep(want)
				synctest.Wait()
				require.Len(t, a.Drain(), 2)
				time.Sleep(time.Second)
				b.settled()
				require.Zero(t, b.PacketSize(0))
			})
		})
	}
}

// other returns its argument: failOf(a.other(b)) reads as "a's failure with b".
func (p *player) other(b *player) *player { return b }

func toAny[T any](list []T) []any {
	var out []any
	for _, v := range list {
		out = append(out, v)
	}
	return out
}

func TestARequestIsRepeatedOnlyWhileTheUserGoesOnSending(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		for range 50 { // 5 seconds
			a.send(b, "let me in", networking.SendUnreliable, 0)
			time.Sleep(100 * time.Millisecond)
			b.Drain()
		}
		require.GreaterOrEqual(t, len(b.Events), 4)
		require.LessOrEqual(t, len(b.Events), 6)
		for _, e := range b.Events {
			require.Equal(t, requestOf(a), e)
		}
		count := len(b.Events)
		time.Sleep(5 * time.Second)
		require.Len(t, b.Drain(), count, "nobody sends any more")

		b.Accept(a.SteamID())
		for range 50 {
			b.expect(0, "let me in")
		}
	})
}

func TestARequestThatNobodyHeardIsTakenBackWhenItsUserGivesUp(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		a.say(b, "hello?")
		time.Sleep(time.Second)
		require.True(t, b.hasSession(a))
		require.True(t, a.CloseSession(b.SteamID()))
		time.Sleep(time.Second)
		require.False(t, b.hasSession(a))
		require.Empty(t, b.Drain())
		b.settled()
	})
}

func TestSendingAcceptsImplicitly(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		a.say(b, "hello")
		until(t, time.Second, "the session", func() bool { return b.hasSession(a) })
		b.say(a, "yes?")
		a.expect(0, "yes?")
		b.expect(0, "hello")
		require.Empty(t, b.Drain(), "the request is taken back")
	})
}

func TestUnreliableWithoutDelayIsThrownAwayUntilTheSessionIsActive(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		a.send(b, "too early", networking.SendUnreliableNoDelay, 0)
		a.send(b, "waits", networking.SendUnreliable, 0)
		until(t, time.Second, "the request", func() bool { return b.Heard(requestOf(a)) })
		b.Accept(a.SteamID())
		b.expect(0, "waits")
		a.send(b, "in time", networking.SendUnreliableNoDelay, 0)
		b.expect(0, "in time")
	})
}

func TestTheLargestOfEverything(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		big := string(bytes.Repeat([]byte("0123456789abcdef"), networking.MaxReliable/16))
		// Right away, before the path's real packet size is known.
		a.send(b, big[:networking.MaxUnreliable], networking.SendUnreliable, networking.MaxChannel)
		until(t, time.Second, "the request", func() bool { return b.Heard(requestOf(a)) })
		b.Accept(a.SteamID())
		b.expect(networking.MaxChannel, big[:networking.MaxUnreliable])
		for range 4 {
			a.send(b, big, networking.SendReliable, networking.MaxChannel)
		}
		for range 4 {
			b.expect(networking.MaxChannel, big)
		}
		a.send(b, big, networking.SendReliableWithBuffering, 1)
		b.expect(1, big)
		until(t, time.Second, "nothing waits", func() bool {
			state, _ := a.SessionState(b.SteamID())
			return state.QueuedBytes == 0 && state.QueuedPackets == 0
		})
	})
}

func TestBufferedMessagesGoOutAfterAWhileOrWithTheNextReliableOne(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		a.send(b, "one", networking.SendReliableWithBuffering, 0)
		a.send(b, "two", networking.SendReliableWithBuffering, 0)
		time.Sleep(networking.BufferingDelay - time.Millisecond)
		require.Zero(t, b.PacketSize(0))
		time.Sleep(7 * time.Millisecond)
		require.Equal(t, "one", b.read(0))
		require.Equal(t, "two", b.read(0))

		a.send(b, "three", networking.SendReliableWithBuffering, 0)
		a.send(b, "four", networking.SendReliable, 0)
		time.Sleep(10 * time.Millisecond)
		require.Equal(t, "three", b.read(0))
		require.Equal(t, "four", b.read(0))

		for range 12 {
			a.send(b, string(make([]byte, 100)), networking.SendReliableWithBuffering, 0)
		}
		time.Sleep(10 * time.Millisecond)
		require.Equal(t, 100, b.PacketSize(0), "1,200 bytes are enough to go")
	})
}

func TestClosingASessionDropsBothDirectionsAndAnotherMayFollow(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		for round := range 3 {
			meet(t, a, b)
			a.say(b, "unread at b")
			b.say(a, "unread at a")
			until(t, time.Second, "both arrived", func() bool { return a.PacketSize(0) > 0 && b.PacketSize(0) > 0 })
			require.True(t, b.CloseSession(a.SteamID()))
			require.False(t, b.hasSession(a))
			require.Zero(t, b.PacketSize(0), "what waits to be read goes with the session")
			require.False(t, b.CloseSession(a.SteamID()))
			until(t, time.Second, "a hears of it", func() bool { return !a.hasSession(b) })
			require.Equal(t, "unread at a", a.read(0), "what had arrived at the other side stays readable")
			require.Empty(t, a.Drain(), "round %d: an orderly end is no failure", round)
			require.Empty(t, b.Drain())
			a, b = b, a
		}
		a.settled()
		b.settled()
	})
}

func TestClosingDropsAlsoWhatEarlierSessionsLeftToRead(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		leave := func() {
			meet(t, a, b)
			b.say(a, "unread")
			until(t, time.Second, "it arrived", func() bool { return a.PacketSize(0) > 0 })
			require.True(t, b.CloseSession(a.SteamID()))
			until(t, time.Second, "a hears of it", func() bool { return !a.hasSession(b) })
		}
		leave()
		a.send(a, "my own", networking.SendReliable, 1)
		require.False(t, a.CloseSession(b.SteamID()), "there is no session any more")
		require.Zero(t, a.PacketSize(0))

		leave()
		meet(t, a, b)
		require.True(t, a.CloseSession(b.SteamID()))
		require.Zero(t, a.PacketSize(0))
		require.False(t, a.CloseSession(a.SteamID()))
		require.Equal(t, "my own", a.read(1))
	})
}

func TestClosingAndSendingAtOnceBeginsANewSession(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		for range 3 {
			require.True(t, a.CloseSession(b.SteamID()))
			a.say(b, "anew") // before b knows that the old one is over
			until(t, time.Second, "a new request", func() bool { return b.Heard(requestOf(a)) })
			b.Accept(a.SteamID())
			b.expect(0, "anew")
			until(t, time.Second, "both active", func() bool { return a.isActive(b) && b.isActive(a) })
			require.Empty(t, a.Drain())
			b.Forget()
		}
	})
}

func TestTheLastChannelClosesTheSession(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		a.send(b, "x", networking.SendReliable, 7)
		until(t, time.Second, "channel 7", func() bool { return b.PacketSize(7) > 0 })
		require.False(t, b.CloseChannel(a.SteamID(), 8))
		require.True(t, b.CloseChannel(a.SteamID(), 7))
		require.Zero(t, b.PacketSize(7))
		require.True(t, b.isActive(a))
		require.True(t, b.CloseChannel(a.SteamID(), 0))
		require.False(t, b.hasSession(a))
		require.False(t, b.CloseChannel(a.SteamID(), 0))
		until(t, time.Second, "a hears of it", func() bool { return !a.hasSession(b) })
	})
}

func TestClosingAChannelDropsAlsoWhatEarlierSessionsLeftToRead(t *testing.T) {
	for _, last := range []bool{false, true} {
		t.Run(fmt.Sprintf("the last channel: %v", last), func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				a, b := n.pair()
				meet(t, a, b)
				b.say(a, "unread")
				b.send(a, "elsewhere", networking.SendReliable, 1)
				until(t, time.Second, "they arrived", func() bool { return a.PacketSize(0) > 0 && a.PacketSize(1) > 0 })
				require.True(t, b.CloseSession(a.SteamID()))
				until(t, time.Second, "a hears of it", func() bool { return !a.hasSession(b) })

				meet(t, a, b)
				if !last {
					a.send(b, "another", networking.SendReliable, 2)
				}
				require.True(t, a.CloseChannel(b.SteamID(), 0))
				require.Zero(t, a.PacketSize(0))
				require.Equal(t, !last, a.hasSession(b))
				if last {
					require.Zero(t, a.PacketSize(1), "it goes with the session")
				} else {
					require.Equal(t, "elsewhere", a.read(1))
				}
			})
		})
	}
}

// What is refused leaves nothing behind: no open channel either.
func TestASendThatIsRefusedOpensNoChannel(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		a.say(b, "waits")
		for a.Send(b.SteamID(), make([]byte, networking.MaxReliable), networking.SendReliable, 0) == nil {
		}
		require.ErrorIs(t, a.Send(b.SteamID(), make([]byte, networking.MaxReliable), networking.SendReliable, 7),
			networking.ErrQueueFull)
		require.False(t, a.CloseChannel(b.SteamID(), 7))
		require.True(t, a.CloseChannel(b.SteamID(), 0), "the last one: the session goes")
		require.False(t, a.hasSession(b))
	})
}

// A message that is as large as what is gathered isn't kept to be gathered.
func TestALargeMessageIsNotBuffered(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		a.send(b, "small", networking.SendReliableWithBuffering, 0)
		a.send(b, strings.Repeat("x", networking.MaxReliable), networking.SendReliableWithBuffering, 0)
		b.expect(0, "small")
		b.expect(0, strings.Repeat("x", networking.MaxReliable))
		a.mu.Lock()
		defer a.mu.Unlock()
		require.Less(t, cap(a.sessions[b.SteamID()].queue.buffered), 2*networking.BufferingBytes)
	})
}

func TestAPeerThatStartsOverUnderItsIdentity(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		b.say(a, "of the old life")
		until(t, time.Second, "it arrived", func() bool { return a.PacketSize(0) > 0 })
		b.kill()
		a.say(b, "into the void")
		time.Sleep(time.Second)

		again := n.join(b.name)
		require.Equal(t, b.SteamID(), again.SteamID())
		again.say(a, "of the new life")
		until(t, 2*time.Second, "a's request", func() bool { return a.Heard(requestOf(again)) })
		require.Equal(t, toAny(a.Events), []any{failOf(b), requestOf(b)}, "what was sent to the old life is lost")
		require.Equal(t, "of the old life", a.read(0))
		require.Zero(t, a.PacketSize(0))
		a.Accept(again.SteamID())
		a.expect(0, "of the new life")
		a.say(again, "welcome back")
		again.expect(0, "welcome back")
	})
}

func TestALostPeerIsNoticedWithinTheTimeout(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		time.Sleep(7 * time.Second)
		killed := time.Now()
		b.kill()
		a.say(b, "into the void")
		until(t, networking.SessionTimeout, "the loss", func() bool { return a.Heard(failOf(b)) })
		require.Greater(t, time.Since(killed), 5*time.Second, "a hiccup is no loss")
		require.Len(t, a.Drain(), 1)
		a.settled()
	})
}

func TestAnIdleSessionStays(t *testing.T) {
	inVirtualTime(t, 1, quality{Latency: 20 * time.Millisecond, Loss: 0.05}, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		time.Sleep(10 * time.Minute)
		require.True(t, a.isActive(b) && b.isActive(a))
		a.say(b, "still there?")
		b.expect(0, "still there?")
		require.Empty(t, append(a.Drain(), b.Drain()...))
	})
}

// The game did not answer for longer than most peers wait.
func TestARequestExpiresAndIsMadeAgainByThoseWhoStillWait(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		b := n.join("bert")
		a := n.join("anna", func(o *options) { o.timeout = time.Minute })
		a.say(b, "hello?")
		time.Sleep(requestExpiry - time.Second)
		require.True(t, b.hasSession(a))
		require.True(t, b.Heard(requestOf(a)))
		b.Forget()
		time.Sleep(2 * time.Second)
		require.True(t, b.Heard(requestOf(a)), "a still calls")
		b.Accept(a.SteamID())
		b.expect(0, "hello?")
	})
}

// The peer's clock was set back before it started over: it is heard as soon as
// otherwise, whatever there was with its old life.
func TestAPeerThatStartsOverWithItsClockSetBack(t *testing.T) {
	for name, before := range map[string]func(t *testing.T, a, b *player){
		"a session": meet,
		"a request": func(t *testing.T, a, b *player) {
			b.say(a, "may I?")
			until(t, time.Second, "the request", func() bool { return a.Heard(requestOf(b)) })
		},
	} {
		for _, lower := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, the lower one is back: %v", name, lower), func(t *testing.T) {
				inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
					a, b := n.pair()
					if lower {
						a, b = b, a
					}
					before(t, a, b)
					b.kill()
					time.Sleep(time.Second)
					again := n.join(b.name)
					again.Life = 1
					again.say(a, "it is me again")
					a.Forget()
					until(t, 4*time.Second, "its words", func() bool {
						a.Accept(b.SteamID())
						return a.PacketSize(0) > 0
					})
					a.expect(0, "it is me again")
					a.say(again, "welcome back")
					until(t, time.Second, "an answer", func() bool { return again.read(0) == "welcome back" })
				})
			})
		}
	}
}

func TestAWrongAddressBesideARightOne(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		mallory, b := n.join("mallory"), n.join("bert")
		b.directory.Withdraw() // known by the addresses given by hand alone
		a := n.join("anna", func(o *options) {
			o.peers = map[steamtypes.SteamID][]netip.AddrPort{b.SteamID(): {
				mallory.address,
				netip.MustParseAddrPort("10.0.0.250:1"), // nobody's
				b.address,
			}}
		})
		a.say(b, "hello")
		until(t, networking.SessionTimeout, "the request", func() bool { return b.Heard(requestOf(a)) })
		b.Accept(a.SteamID())
		b.expect(0, "hello")
	})
}

// A session leaves its phase at the very moment that the phase's time is up.
func TestATimerThatComesTooLateDoesNothing(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a := n.join("anna")
		nobody := steamtypes.IndividualID(1)
		require.NoError(t, a.Send(nobody, []byte("x"), networking.SendReliable, 0))
		a.mu.Lock()
		time.Sleep(networking.SessionTimeout)
		for range 1000 {
			runtime.Gosched() // the timer has gone off and waits for the lock
		}
		s := a.sessions[nobody]
		s.stopTimer()
		a.mu.Unlock()
		synctest.Wait()
		require.Empty(t, a.Drain())
		state, _ := a.SessionState(nobody)
		require.True(t, state.Connecting)
	})
}

func TestSessionsAreBounded(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a := n.join("anna")
		for i := range networking.MaxSessions {
			require.NoError(t, a.Send(steamtypes.IndividualID(uint32(i+1)), []byte("x"), networking.SendReliable, 0))
		}
		one := steamtypes.IndividualID(5000)
		require.ErrorIs(t, a.Send(one, []byte("x"), networking.SendReliable, 0), networking.ErrTooManySessions)
		require.NoError(t, a.Send(steamtypes.IndividualID(1), []byte("x"), networking.SendReliable, 0))
		require.True(t, a.CloseSession(steamtypes.IndividualID(7)))
		require.NoError(t, a.Send(one, []byte("x"), networking.SendReliable, 0))
		time.Sleep(networking.SessionTimeout)
		synctest.Wait()
		require.NoError(t, a.Send(steamtypes.IndividualID(6000), []byte("x"), networking.SendReliable, 0),
			"failed ones make room")
		require.Len(t, a.sessions, networking.MaxSessions)
	})
}

func TestRequestsAreBoundedAndRoomComesBack(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a := n.join("anna")
		var strangers []*player
		for i := range networking.MaxRequests + 3 {
			s := n.join(fmt.Sprint("stranger ", i))
			strangers = append(strangers, s)
			s.say(a, "hello")
			time.Sleep(50 * time.Millisecond)
		}
		time.Sleep(time.Second)
		require.Len(t, a.Drain(), networking.MaxRequests)
		late := strangers[networking.MaxRequests]
		require.False(t, a.hasSession(late))
		require.True(t, a.CloseSession(strangers[0].SteamID()))
		require.True(t, strangers[0].CloseSession(a.SteamID()))
		until(t, 5*time.Second, "one more is asked for", func() bool { return len(a.Drain()) > networking.MaxRequests })
	})
}

func TestChannelsAreBounded(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		for channel := range networking.MaxChannels {
			a.send(b, "x", networking.SendReliable, channel)
		}
		require.ErrorIs(t, a.Send(b.SteamID(), []byte("x"), networking.SendReliable, 5000), networking.ErrTooManyChannels)
		b.send(a, "y", networking.SendReliable, 6000)
		a.expect(6000, "y")
		require.True(t, a.CloseChannel(b.SteamID(), 3))
		a.send(b, "x", networking.SendReliable, 2000)
	})
}

func TestAStolenAddressIsNotTheUser(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		mallory := n.join("mallory")
		bob := identity.FromText("bob").SteamID
		a := n.join("anna", func(o *options) {
			o.peers = map[steamtypes.SteamID][]netip.AddrPort{bob: {mallory.address}}
		})
		require.NoError(t, a.Send(bob, []byte("secret"), networking.SendReliable, 0))
		time.Sleep(5 * time.Second)
		require.Empty(t, mallory.Drain())
		require.False(t, mallory.hasSession(a))
		require.Zero(t, mallory.PacketSize(0))
		state, _ := a.SessionState(bob)
		require.True(t, state.Connecting)
		require.Zero(t, state.RemotePort)

		// The true one is found as soon as they come.
		b := n.join("bob")
		until(t, 3*time.Second, "bob is asked", func() bool { return b.Heard(requestOf(a)) })
		b.Accept(a.SteamID())
		b.expect(0, "secret")
	})
}

func TestToOneself(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a := n.join("anna")
		a.send(a, "note", networking.SendReliable, 3)
		require.Equal(t, 4, a.PacketSize(3))
		packet, ok := a.ReadPacket(3, 100)
		require.True(t, ok)
		require.Equal(t, a.SteamID(), packet.From)
		packet.Release()
		require.False(t, a.hasSession(a))
		require.Empty(t, a.Drain())
	})
}

func TestASlowReaderSlowsItsSenderAndLosesNothing(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		message := func(i int) string { return fmt.Sprintf("%08d", i) + string(make([]byte, 60_000)) }
		sent := 0
		for full := 0; full < 20; {
			if a.Send(b.SteamID(), []byte(message(sent)), networking.SendReliable, 0) == nil {
				sent++
				full = 0
			} else {
				full++
				time.Sleep(50 * time.Millisecond)
			}
			require.Less(t, sent, 1000, "nothing bounds the sender")
		}
		require.ErrorIs(t, a.Send(b.SteamID(), []byte(message(0)), networking.SendReliable, 0), networking.ErrQueueFull)
		state, _ := a.SessionState(b.SteamID())
		require.LessOrEqual(t, state.QueuedBytes, networking.MaxQueuedBytes)
		require.Positive(t, state.QueuedPackets)
		// What is neither queued here nor unread there is in flight.
		require.Less(t, sent*60_000, networking.MaxQueuedBytes+networking.MaxUnreadBytes+2*endpoint.MaxStreamWindow)

		time.Sleep(time.Minute) // however long it takes
		require.True(t, a.isActive(b), "a slow reader is no lost peer")
		b.say(a, "wait for me")
		a.expect(0, "wait for me")
		for i := range sent {
			until(t, time.Second, "the next message", func() bool { return b.PacketSize(0) > 0 })
			require.Equal(t, message(i), b.read(0))
		}
		until(t, time.Second, "nothing waits", func() bool {
			state, _ := a.SessionState(b.SteamID())
			return state.QueuedBytes == 0 && state.QueuedPackets == 0
		})
		require.Zero(t, a.queued.Load())
	})
}

func TestAPanicInAGoroutineDoesNotEndTheGame(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		a.Peers = nil // whoever looks for a peer now panics
		a.say(b, "hello?")
		time.Sleep(21 * time.Second)
		require.True(t, a.Heard(failOf(b)))
	})
}
