package multiplayer_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "godotsteam/multiplayer"
)

func TestHostAndClientMeet(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, client := w.player(), w.player()
		require.Equal(t, Disconnected, host.peer.Status())
		require.Equal(t, OK, host.peer.CreateHost(0))
		require.Equal(t, Connected, host.peer.Status())
		require.True(t, host.peer.IsServer())
		require.EqualValues(t, 1, host.peer.ID())
		require.Equal(t, OK, client.peer.CreateClient(int64(host.user), 0))
		require.Equal(t, Connecting, client.peer.Status())
		id := client.peer.ID()
		require.Greater(t, id, int32(1))
		require.Equal(t, ErrUnconfigured, client.to(1, 0, Reliable, "too early"))

		w.until("they meet", func() bool { return len(client.heard) > 0 && len(host.heard) > 0 })
		require.Equal(t, []string{"+1"}, client.heard)
		require.Equal(t, []string{fmt.Sprint("+", id)}, host.heard)
		require.Equal(t, Connected, client.statuses[0], "it is connected when peer_connected is told")
		require.Equal(t, client.user, host.peer.UserOf(id))
		require.Equal(t, host.user, host.peer.UserOf(1))
		require.Equal(t, host.user, client.peer.UserOf(1))
		require.Zero(t, client.peer.UserOf(77))
		require.Equal(t, id, host.peer.IDOf(client.user))
		require.EqualValues(t, 1, client.peer.IDOf(host.user))
		require.Zero(t, client.peer.IDOf(user(55)))
		require.Empty(t, host.warnings)
		require.Empty(t, client.warnings)
	})
}

func TestAPeerInUseIsNotBegunAgain(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(1)
		require.Equal(t, ErrAlreadyInUse, host.peer.CreateHost(0))
		require.Equal(t, ErrAlreadyInUse, clients[0].peer.CreateClient(int64(host.user), 0))
		w.run(time.Second)
		require.Equal(t, Connected, clients[0].peer.Status())
		require.Len(t, host.warnings, 1)
		require.Contains(t, host.warnings[0], "close() it first")
	})
}

func TestWhatCannotBegin(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		p := w.player()
		require.Equal(t, ErrCantCreate, p.peer.CreateClient(0, 0))
		require.Equal(t, ErrCantCreate, p.peer.CreateClient(int64(lobbyID), 0))
		require.Equal(t, ErrCantCreate, p.peer.CreateClient(int64(p.user), 0))
		require.Equal(t, ErrCantCreate, p.peer.CreateHost(-1))
		require.Equal(t, ErrUnconfigured, p.peer.AddPeer(int64(user(9)), 0))
		p.broken = errBroken
		require.Equal(t, ErrCantCreate, p.peer.CreateHost(0))
		p.broken = nil
		require.Equal(t, Disconnected, p.peer.Status())
		require.Equal(t, OK, p.peer.CreateHost(0))
		other := New(p)
		require.Equal(t, ErrCantCreate, other.CreateHost(0), "the port is in use")
		require.Equal(t, OK, other.CreateHost(1))
		other.Close()
	})
}

func TestNobodyIsThere(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		p := w.player()
		require.Equal(t, OK, p.peer.CreateClient(int64(user(9)), 0))
		w.run(9 * time.Second)
		require.Equal(t, Connecting, p.peer.Status())
		w.run(2 * time.Second)
		require.Equal(t, []string{"failed"}, p.heard)
		require.Len(t, p.warnings, 1)
		require.Contains(t, p.warnings[0], "could not be reached in time")
		require.Equal(t, EndTimeout, p.failed[0].End)
		require.Equal(t, OK, p.peer.CreateHost(0), "it can be used again")
	})
}

func TestRefused(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(1)
		host.peer.Refuse(true)
		late := w.player()
		began := time.Now()
		require.Equal(t, OK, late.peer.CreateClient(int64(host.user), 0))
		w.until("it is refused", func() bool { return len(late.heard) > 0 })
		require.Equal(t, []string{"failed"}, late.heard)
		require.Less(t, time.Since(began), time.Second)
		require.Contains(t, late.warnings[0], "the peer refuses new connections")
		require.Equal(t, Connected, clients[0].peer.Status())
		require.Len(t, host.heard, 1)
		host.peer.Refuse(false)
		require.Equal(t, OK, late.peer.CreateClient(int64(host.user), 0))
		w.until("it is let in", func() bool { return late.peer.Status() == Connected })
	})
}

func TestHostCloses(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(2)
		host.to(0, 0, Reliable, "the last word")
		host.peer.Close()
		require.Equal(t, Disconnected, host.peer.Status())
		w.run(time.Second)
		for _, c := range clients {
			require.Equal(t, []string{"+1", "-1", "server gone"}, c.heard)
			require.Equal(t, []got{{1, 0, Reliable, "the last word"}}, c.got)
			require.Zero(t, c.peer.ID())
		}
		require.Len(t, host.heard, 2, "a closed peer hears nothing")

		// Both are used again, in the same process.
		require.Equal(t, OK, host.peer.CreateHost(0))
		require.Equal(t, OK, clients[0].peer.CreateClient(int64(host.user), 0))
		w.until("they meet again", func() bool { return clients[0].peer.Status() == Connected })
	})
}

func TestHostIsKilled(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(1)
		host.conns.Kill()
		w.run(11 * time.Second)
		require.Equal(t, []string{"+1", "-1", "server gone"}, clients[0].heard)
	})
}

func TestClientGoes(t *testing.T) {
	for name, go_ := range map[string]func(host, client *player){
		"closes":  func(_, client *player) { client.peer.Close() },
		"leaves":  func(_, client *player) { client.peer.Disconnect(1, false) },
		"kicked":  func(host, client *player) { host.peer.Disconnect(client.peer.ID(), false) },
		"forced":  func(host, client *player) { host.peer.Disconnect(client.peer.ID(), true) },
		"by link": func(host, client *player) { host.peer.Link(client.peer.ID()).Disconnect(false) },
		"killed":  func(_, client *player) { client.conns.Kill() },
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(t *testing.T, w *world) {
				host, clients := w.star(2)
				id := clients[0].peer.ID()
				go_(host, clients[0])
				w.run(12 * time.Second)
				require.Equal(t, fmt.Sprint("-", id), host.heard[len(host.heard)-1])
				require.Len(t, host.heard, 3)
				require.Nil(t, host.peer.Link(id))
				require.Equal(t, Connected, clients[1].peer.Status())
				switch name {
				case "kicked", "forced", "by link":
					require.Equal(t, []string{"+1", "-1", "server gone"}, clients[0].heard)
				case "closes":
					require.Equal(t, []string{"+1"}, clients[0].heard)
				}
			})
		})
	}
}

func TestAClientComesBackBeforeItIsMissed(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(1)
		old := clients[0].peer.ID()
		clients[0].conns.Kill()
		again := w.player()
		again.user = clients[0].user
		require.Equal(t, OK, again.peer.CreateClient(int64(host.user), 0))
		w.run(5 * time.Second)
		require.Equal(t, Connected, again.peer.Status())
		require.Equal(t, []string{fmt.Sprint("+", old), fmt.Sprint("-", old), fmt.Sprint("+", again.peer.ID())}, host.heard)
	})
}

func TestPackets(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(3)
		id := clients[1].peer.ID()
		require.Equal(t, ErrInvalidParameter, host.to(12345, 0, Reliable, "nobody"))
		require.Equal(t, ErrInvalidParameter, host.to(-12345, 0, Reliable, "nobody"))
		require.Equal(t, ErrInvalidParameter, host.to(0, 0, Reliable, ""))
		require.Equal(t, ErrInvalidParameter, host.to(0, 0, Reliable, strings.Repeat("x", MaxPacket+1)))
		require.Equal(t, OK, host.to(id, 0, Reliable, strings.Repeat("x", MaxPacket)))
		w.run(time.Second)
		require.Len(t, clients[1].got, 1)
		require.Len(t, clients[1].got[0].data, MaxPacket)
		clients[1].got = nil

		require.Equal(t, OK, host.to(0, 1, Unreliable, "all"))
		require.Equal(t, OK, host.to(-id, 2, UnreliableOrdered, "all but one"))
		require.Equal(t, OK, host.to(id, 3, Reliable, "one"))
		require.Equal(t, OK, clients[0].to(1, 3, UnreliableOrdered, "host"))
		w.run(time.Second)
		require.ElementsMatch(t, []got{{1, 1, Unreliable, "all"}, {1, 3, Reliable, "one"}}, clients[1].got)
		require.ElementsMatch(t, []got{
			{1, 1, Unreliable, "all"}, {1, 2, UnreliableOrdered, "all but one"},
		}, clients[2].got)
		require.Equal(t, []got{{clients[0].peer.ID(), 3, UnreliableOrdered, "host"}}, host.got)
	})
}

func TestAChannelThatThereIsNot(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(1)
		require.Equal(t, OK, host.to(0, 4, Reliable, "four"))
		require.Equal(t, OK, host.to(0, 4, Reliable, "four"))
		w.run(time.Second)
		require.Equal(t, []got{{1, 0, Reliable, "four"}, {1, 0, Reliable, "four"}}, clients[0].got)
		require.Len(t, host.warnings, 1)
		require.Contains(t, host.warnings[0], "max_channels")
	})
}

func TestUnreliableOrderedIsThat(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(1)
		w.run(time.Second) // until they know of each other
		host.conns.Log = true
		w.net.Jitter, w.net.Loss = 100*time.Millisecond, 0.1
		for i := range 300 {
			require.Equal(t, OK, host.to(0, 1, UnreliableOrdered, fmt.Sprintf("%03d", i)))
			w.run(frame)
		}
		w.run(time.Second)
		last, n := "", 0
		for _, g := range clients[0].got {
			require.Equal(t, UnreliableOrdered, g.mode)
			require.Equal(t, 1, g.channel)
			require.Greater(t, g.data, last)
			last = g.data
			n++
		}
		require.Greater(t, n, 50)
		require.Less(t, n, 290)
		for _, sent := range host.conns.Sent {
			if len(sent.Data) == 3 {
				require.Zero(t, sent.Flags&FlagReliable, "nothing is sent again")
			}
		}
	})
}

// What is sent before the greetings goes reliably, and what comes after them
// may overtake it.
func TestUnreliableOrderedFromTheFirstMoment(t *testing.T) {
	for _, from := range []string{"host", "client"} {
		t.Run(from, func(t *testing.T) {
			play(t, func(t *testing.T, w *world) {
				w.net.Latency, w.net.Jitter, w.net.Loss = 60*time.Millisecond, 40*time.Millisecond, 0.3
				host, client := w.player(), w.player()
				require.Equal(t, OK, host.peer.CreateHost(0))
				require.Equal(t, OK, client.peer.CreateClient(int64(host.user), 0))
				sender, receiver := host, client
				if from == "client" {
					sender, receiver = client, host
				}
				w.until("they meet", func() bool { return len(sender.peer.Peers()) == 1 })
				sender.conns.Log = true
				for i := range 300 {
					require.Equal(t, OK, sender.to(0, i%4, UnreliableOrdered, fmt.Sprintf("%03d", i)))
					w.run(frame / 4)
				}
				w.run(5 * time.Second)
				reliable := 0
				for _, sent := range sender.conns.Sent {
					if len(sent.Data) == 3 && sent.Flags&FlagReliable != 0 {
						reliable++
					}
				}
				require.Positive(t, reliable, "some go before the greetings")
				last := make(map[int]string) // of each channel
				for _, g := range receiver.got {
					number, err := strconv.Atoi(g.data)
					require.NoError(t, err)
					channel := number % 4
					require.Equal(t, channel, g.channel)
					require.Greater(t, g.data, last[channel])
					last[channel] = g.data
				}
				require.Greater(t, len(receiver.got), 100)
			})
		})
	}
}

func TestBothSidesHaveOtherChannels(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, client := w.player(), w.player()
		host.own, client.own = 2, 200
		require.Equal(t, OK, host.peer.CreateHost(0))
		require.Equal(t, OK, client.peer.CreateClient(int64(host.user), 0))
		w.until("they meet", func() bool { return client.peer.Status() == Connected })
		w.run(time.Second)
		require.Equal(t, OK, host.to(0, 1, UnreliableOrdered, "a"))
		require.Equal(t, OK, client.to(1, 199, UnreliableOrdered, "b")) // no lanes are left for it: reliable
		require.Equal(t, OK, client.to(1, 150, Unreliable, "c"))
		w.run(time.Second)
		require.Equal(t, []got{{1, 1, UnreliableOrdered, "a"}}, client.got)
		require.ElementsMatch(t, []got{
			{client.peer.ID(), 199, Reliable, "b"}, {client.peer.ID(), 150, Unreliable, "c"},
		}, host.got)
	})
}

func TestOrderOnALossyLine(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		w.net.Jitter, w.net.Loss = 50*time.Millisecond, 0.3
		host, clients := w.star(2)
		const n = 1000
		for i := range n {
			require.Equal(t, OK, host.to(0, 0, Reliable, fmt.Sprint(i)))
		}
		w.run(5 * time.Second)
		for _, c := range clients {
			require.Len(t, c.got, n)
			for i, g := range c.got {
				require.Equal(t, fmt.Sprint(i), g.data)
			}
		}
	})
}

func TestFlags(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, _ := w.star(1)
		host.conns.Log = true
		host.to(0, 0, Reliable, "x")
		host.to(0, 0, Unreliable, "x")
		host.peer.SetSwitches(func(s *Switches) { s.NoNagle = true })
		host.to(0, 0, Reliable, "x")
		host.peer.SetSwitches(func(s *Switches) { s.NoNagle, s.NoDelay = false, true })
		host.to(0, 0, Reliable, "x")
		host.to(0, 0, Unreliable, "x")
		var flags []Flags
		for _, sent := range host.conns.Sent {
			flags = append(flags, sent.Flags)
		}
		require.Equal(t, []Flags{8, 0, 9, 9, 5}, flags)
	})
}

// What a handler does to the peer that has called it must not shake it.
func TestHandlersThatCallBack(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, client := w.player(), w.player()
		require.Equal(t, OK, host.peer.CreateHost(0))
		require.Equal(t, OK, client.peer.CreateClient(int64(host.user), 0))
		client.on = func(e Event) {
			if e.Kind == PeerConnected {
				client.to(1, 0, Reliable, "hello")
				client.peer.Close()
				require.Equal(t, OK, client.peer.CreateHost(0))
			}
		}
		host.on = func(e Event) {
			if e.Kind == PeerConnected {
				host.peer.Disconnect(e.Peer, false)
			}
		}
		w.run(2 * time.Second)
		require.Equal(t, []string{"+1"}, client.heard)
		require.Equal(t, Connected, client.peer.Status())
		require.True(t, client.peer.IsServer())
		require.Len(t, host.heard, 2)
	})
}

func TestNobodyReads(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(1)
		clients[0].deaf = true
		for range 2 * MaxQueued {
			require.Equal(t, OK, host.to(0, 0, Reliable, "x"))
		}
		w.run(time.Second)
		require.Equal(t, MaxQueued, clients[0].peer.Available())
		host.peer.Close()
		w.run(time.Second)
		require.Equal(t, []string{"+1", "-1", "server gone"}, clients[0].heard, "the end comes all the same")
	})
}
