package multiplayer_test

import (
	"encoding/binary"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	. "godotsteam/multiplayer"
)

// What platforms may do that the network in memory does not: these tests say
// themselves what comes.

func (w *wire) come(h Handle, data string, reliable bool, lane int) {
	w.messages = append(w.messages, Message{
		Data: []byte(data), Connection: h, Reliable: reliable, Lane: lane, Number: int64(len(w.messages) + 1), Holder: w,
	})
}

func (w *wire) change(h Handle, n int, incoming bool, state State, end End) {
	w.changes = append(w.changes, Change{Connection: h, User: user(n), Incoming: incoming, State: state, End: end})
}

type listener struct{ heard []string }

func (l *listener) hear(e Event) {
	switch e.Kind {
	case PeerConnected:
		l.heard = append(l.heard, fmt.Sprint("+", e.Peer))
	case PeerDisconnected:
		l.heard = append(l.heard, fmt.Sprint("-", e.Peer))
	}
}

func TestAMessageBeforeTheNewsOfItsConnection(t *testing.T) {
	w, l := &wire{}, &listener{}
	p := New(bench{w})
	require.Equal(t, OK, p.CreateHost(0))
	w.change(70, 2, true, StateConnecting, 0)
	w.come(70, word(4711), true, 0)
	w.come(70, "a packet", true, 0)
	p.Poll(l.hear)
	require.Equal(t, []string{"+4711"}, l.heard)
	require.Equal(t, []string{word(1)}, w.sends, "we have said who we are")
	require.Equal(t, 1, p.Available())
	w.change(70, 2, true, StateFindingRoute, 0)
	w.change(70, 2, true, StateConnected, 0)
	p.Poll(l.hear)
	require.Len(t, w.sends, 1, "once")
}

func TestSteamsRelaysWereNotReady(t *testing.T) {
	w, l := &wire{}, &listener{}
	p := New(bench{w})
	require.Equal(t, OK, p.CreateClient(int64(user(2)), 3))
	for i := range 5 {
		w.change(Handle(i+1), 2, false, StateProblem, EndBadCert)
		p.Poll(l.hear)
		require.Equal(t, Connecting, p.Status())
		require.Len(t, w.called, i+2)
	}
	w.change(6, 2, false, StateProblem, EndBadCert)
	p.Poll(l.hear)
	require.Equal(t, Disconnected, p.Status())
	require.Len(t, w.called, 6)
	require.Equal(t, []Handle{1, 2, 3, 4, 5, 6}, w.closed)
}

func TestAUserConnectsAnew(t *testing.T) {
	w, l := &wire{}, &listener{}
	p := New(bench{w})
	require.Equal(t, OK, p.CreateHost(0))
	for i, h := range []Handle{70, 71} {
		w.change(h, 2, true, StateConnecting, 0)
		w.change(h, 2, true, StateConnected, 0)
		w.come(h, word(uint32(4711+i)), true, 0)
		p.Poll(l.hear)
	}
	require.Equal(t, []string{"+4711", "-4711", "+4712"}, l.heard)
	require.Equal(t, []Handle{70}, w.closed)
	w.change(70, 2, true, StateNone, 0)
	p.Poll(l.hear)
	require.Len(t, p.Peers(), 1)
}

func TestBothCallAndThePlatformDoesNotMerge(t *testing.T) {
	w, l := &wire{}, &listener{}
	p := New(bench{w})
	require.Equal(t, OK, p.CreateClient(int64(user(2)), 0))
	w.change(70, 2, true, StateConnecting, 0)
	p.Poll(l.hear)
	require.Equal(t, Connecting, p.Status())
	require.Equal(t, []Handle{1}, w.closed)
	w.change(70, 2, true, StateConnected, 0)
	w.come(70, word(1), true, 0)
	p.Poll(l.hear)
	require.Equal(t, []string{"+1"}, l.heard)
	require.Equal(t, Connected, p.Status())
}

// Until its greeting is here, nobody knows what the lanes of a peer of ours
// are. One of GodotSteam's has no such secrets.
func TestUnreliableBeforeTheGreeting(t *testing.T) {
	ours := OurID(user(2))
	story := func(id int32, then func(t *testing.T, w *wire, p *Peer)) func(*testing.T) {
		return func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{}
				p := New(bench{w})
				require.Equal(t, OK, p.CreateHost(0))
				w.change(70, 2, true, StateConnecting, 0)
				w.change(70, 2, true, StateConnected, 0)
				w.come(70, word(uint32(id)), true, 0)
				w.come(70, "sent before our greeting was there", true, 0)
				w.come(70, "plain", false, 0)
				w.come(70, "on a lane", false, 2)
				w.come(70, "on a lane", false, 5)
				p.Poll(tell)
				then(t, w, p)
			})
		}
	}
	t.Run("GodotSteam's", story(4711, func(t *testing.T, w *wire, p *Peer) {
		require.Equal(t, 4, p.Available())
		require.Len(t, w.sends, 1, "it is not greeted")
	}))
	t.Run("ours", story(ours, func(t *testing.T, w *wire, p *Peer) {
		require.Equal(t, 2, p.Available())
		require.Len(t, w.sends, 2, "it is greeted")
		w.come(70, "\xd2GoPeer\x9b\x03", true, 1)
		w.come(70, "\xd2GoPeer\x9b\x01\x01\x04", true, 0)
		p.Poll(tell)
		require.Equal(t, []got{
			{ours, 0, Reliable, "sent before our greeting was there"}, {ours, 0, Unreliable, "plain"},
			{ours, 2, Unreliable, "on a lane"}, {ours, 1, UnreliableOrdered, "on a lane"},
		}, read(p))
	}))
	t.Run("GodotSteam's with an ID like ours", story(ours, func(t *testing.T, w *wire, p *Peer) {
		time.Sleep(HandshakeTime)
		w.come(70, "on a lane", false, 5)
		p.Poll(tell)
		require.Equal(t, 3, p.Available())
	}))
	t.Run("many", story(ours, func(t *testing.T, w *wire, p *Peer) {
		for range 2 * MaxEarly {
			w.come(70, "on a lane", false, 5)
		}
		p.Poll(tell)
		require.Equal(t, 1+2+MaxEarly, w.released, "the handshake, and all but MaxEarly of those and the two before")
		p.Close()
		require.Equal(t, 5+2*MaxEarly, w.released)
	}))
}

func read(p *Peer) (list []got) {
	for p.Available() > 0 {
		from, channel, mode := p.Head()
		m, _ := p.Get()
		list = append(list, got{from, channel, mode, string(m.Data)})
		m.Done()
	}
	return list
}

func TestPacketsOfOneWhoIsGone(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(2)
		host.deaf = true
		clients[0].to(1, 0, Reliable, "first")
		clients[1].to(1, 0, Reliable, "second")
		clients[0].to(1, 0, Reliable, "third")
		w.run(time.Second)
		require.Equal(t, 3, host.peer.Available())
		host.peer.Disconnect(clients[0].peer.ID(), false)
		require.Equal(t, 1, host.peer.Available(), "SceneMultiplayer would report them as a stranger's")
		host.deaf = false
		w.run(time.Second)
		require.Equal(t, []got{{clients[1].peer.ID(), 0, Reliable, "second"}}, host.got)
	})
}

func TestNothingIsToldAfterClose(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		for range 3 {
			w.join(w.player())
		}
		host, other, p := w.players[0], w.players[1], w.players[2]
		require.Equal(t, OK, other.peer.ConnectToLobby(int64(lobbyID)))
		require.Equal(t, OK, p.peer.ConnectToLobby(int64(lobbyID)))
		w.run(time.Second)
		p.on = func(e Event) { p.peer.Close() }
		require.Equal(t, OK, host.peer.HostWithLobby(int64(lobbyID)))
		w.run(time.Second)
		require.Equal(t, []string{"+1", "failed"}, p.heard, "and not the other member")
	})
}

func TestAStrangerClaimsToBeTheHostThatIsNotThereYet(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, client := w.player(), w.player()
		require.Equal(t, OK, client.peer.CreateClient(int64(host.user), 0))
		o := w.other(50, 1)
		o.conns.Connect(client.user, 0, nil)
		w.runWith(time.Second, o)
		require.Len(t, o.ends, 1)
		require.Empty(t, client.heard)
	})
}

func TestMoreThanOnePollTakesBeforeTheEnd(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(1)
		const n = 2*MaxQueued + 7
		for i := range n {
			require.Equal(t, OK, host.to(0, 0, Reliable, fmt.Sprint(i)))
		}
		host.peer.Close()
		w.run(time.Second)
		require.Len(t, clients[0].got, n)
		require.Equal(t, []string{"+1", "-1", "server gone"}, clients[0].heard)
	})
}

// A roster is the host's word alone, and makes nobody call strangers.
func TestMadeUpRosters(t *testing.T) {
	for name, from := range map[string]uint32{"the host": 1, "a member": 222} {
		t.Run(name, func(t *testing.T) {
			play(t, func(t *testing.T, w *world) {
				host, member := w.other(50, 1), w.other(51, 222)
				missing, stranger := user(52), user(53)
				w.lobby.owner, w.lobby.members = host.user, []SteamID{host.user, member.user, missing}
				p := w.player()
				p.logs = true
				w.join(p)
				require.Equal(t, OK, p.peer.ConnectToLobby(int64(lobbyID)))
				w.runWith(15*time.Second, host, member)
				require.Len(t, p.heard, 2)
				b := []byte("\xd2GoPeer\x9b\x02")
				for _, u := range []SteamID{missing, stranger} {
					b = binary.LittleEndian.AppendUint64(b, uint64(u))
				}
				teller := member
				if from == 1 {
					teller = host
				}
				teller.send(p.user, string(b), 8, 0)
				w.runWith(MeshTime+3*time.Second, host, member)
				if from == 1 {
					require.Len(t, p.warnings, 1)
					require.Contains(t, p.warnings[0], missing.String())
				} else {
					require.Empty(t, p.warnings)
				}
				require.NotContains(t, fmt.Sprint(p.warnings, p.failed), stranger.String())
			})
		})
	}
}

func TestALastWordBehindAFlood(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(2)
		host.away = true
		for range MaxQueued {
			clients[0].to(1, 0, Reliable, "flood")
		}
		w.run(time.Second)
		last := clients[1].peer.ID()
		clients[1].to(1, 0, Reliable, "the last word")
		clients[1].peer.Disconnect(1, false)
		w.run(time.Second)
		host.away = false
		w.run(time.Second)
		require.Equal(t, got{last, 0, Reliable, "the last word"}, host.got[len(host.got)-1])
		require.Equal(t, fmt.Sprint("-", last), host.heard[len(host.heard)-1])
	})
}
