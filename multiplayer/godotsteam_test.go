package multiplayer_test

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "godotsteam/multiplayer"
	"godotsteam/multiplayer/multiplayertest"
)

// other is GodotSteam's peer (of 2025 and later) as far as the wire shows it:
// it sends its ID when Steam says connected, takes the first packet of four
// bytes as the other side's, and every packet after that as the game's.
type other struct {
	w       *world
	user    SteamID
	id      uint32
	conns   *multiplayertest.Connections
	refuses bool // it leaves whoever asks without an answer

	ids     map[Handle]uint32
	users   map[Handle]SteamID
	errors  int // it would print
	got     []got
	heard   []string
	silent  bool // it does not say who it is
	ends    []Change
	lanes   int
	connect map[Handle]bool
}

func (w *world) other(n int, id uint32) *other {
	o := &other{
		w: w, user: user(n), id: id, conns: w.net.Open(user(n)), lanes: 4,
		ids: make(map[Handle]uint32), users: make(map[Handle]SteamID), connect: make(map[Handle]bool),
	}
	require.True(w.t, o.conns.Listen(0, nil))
	return o
}

func (o *other) poll() {
	for c, ok := o.conns.NextChange(); ok; c, ok = o.conns.NextChange() {
		switch c.State {
		case StateConnecting:
			if c.Incoming {
				if o.refuses {
					continue
				}
				o.conns.Accept(c.Connection)
			}
			o.users[c.Connection] = c.User
			o.conns.SetLanes(c.Connection, o.lanes)
		case StateConnected:
			o.connect[c.Connection] = true
			if !o.silent {
				o.conns.Send(c.Connection, binary.LittleEndian.AppendUint32(nil, o.id), 9, 0)
			}
			o.upgrade(c.Connection)
		case StateClosedByPeer, StateProblem:
			o.ends = append(o.ends, c)
			if id := o.ids[c.Connection]; id > 0 {
				o.heard = append(o.heard, fmt.Sprint("-", id))
			}
			o.conns.Close(c.Connection, 0, "", false)
		}
	}
	var messages [16]Message
	for n := o.conns.Receive(messages[:]); n > 0; n = o.conns.Receive(messages[:]) {
		for _, m := range messages[:n] {
			switch id := o.ids[m.Connection]; {
			case id > 0:
				mode := Unreliable
				if m.Reliable {
					mode = Reliable
				}
				o.got = append(o.got, got{int32(id), m.Lane, mode, string(m.Data)})
			case len(m.Data) != 4:
				o.errors++
			default:
				o.ids[m.Connection] = binary.LittleEndian.Uint32(m.Data)
				o.upgrade(m.Connection)
			}
			m.Done()
		}
	}
}

func (o *other) upgrade(h Handle) {
	if o.connect[h] && o.ids[h] > 0 {
		o.heard = append(o.heard, fmt.Sprint("+", o.ids[h]))
	}
}

func (o *other) send(to SteamID, data string, flags Flags, lane int) {
	for h, u := range o.users {
		if u == to {
			require.Equal(o.w.t, ResultOK, o.conns.Send(h, []byte(data), flags, lane))
		}
	}
}

func (w *world) runWith(d time.Duration, others ...*other) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		w.run(frame)
		for _, o := range others {
			o.poll()
		}
	}
}

func TestGodotSteamIsTheClient(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host := w.player()
		host.logs = true
		require.Equal(t, OK, host.peer.CreateHost(0))
		o := w.other(50, 4711)
		o.conns.Connect(host.user, 0, nil)
		w.runWith(time.Second, o)
		require.Equal(t, []string{"+4711"}, host.heard)
		require.Equal(t, []string{"+1"}, o.heard)
		require.Equal(t, []multiplayertest.Sent{{To: o.user, Data: []byte{1, 0, 0, 0}, Flags: 9, Lane: 0}}, host.conns.Sent)

		for channel := range 4 {
			require.Equal(t, OK, host.to(4711, channel, Reliable, fmt.Sprint("r", channel)))
			require.Equal(t, OK, host.to(4711, channel, Unreliable, fmt.Sprint("u", channel)))
			require.Equal(t, OK, host.to(4711, channel, UnreliableOrdered, fmt.Sprint("o", channel)))
		}
		w.runWith(time.Second, o)
		require.Len(t, o.got, 12)
		for _, g := range o.got {
			mode := Reliable // they know nothing in between
			if g.data[0] == 'u' {
				mode = Unreliable
			}
			require.Equal(t, got{1, int(g.data[1] - '0'), mode, g.data}, g)
		}
		require.Zero(t, o.errors)

		o.send(host.user, "reliable", 8, 0)
		o.send(host.user, "unreliable", 0, 2)
		w.runWith(time.Second, o)
		require.ElementsMatch(t, []got{{4711, 0, Reliable, "reliable"}, {4711, 2, Unreliable, "unreliable"}}, host.got)

		host.peer.Disconnect(4711, false)
		w.runWith(time.Second, o)
		require.Equal(t, []string{"+1", "-1"}, o.heard)
		require.Equal(t, EndClosed, o.ends[0].End)
		require.Equal(t, "Disconnect requested by application.", o.ends[0].Text)
	})
}

func TestGodotSteamIsTheHost(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		o := w.other(50, 1)
		client := w.player()
		client.logs = true
		require.Equal(t, OK, client.peer.CreateClient(int64(o.user), 0))
		w.runWith(time.Second, o)
		require.Equal(t, []string{"+1"}, client.heard)
		require.Equal(t, []string{fmt.Sprint("+", client.peer.ID())}, o.heard)
		require.Equal(t, OK, client.to(1, 2, UnreliableOrdered, "x"))
		w.runWith(time.Second, o)
		require.Equal(t, []got{{client.peer.ID(), 2, Reliable, "x"}}, o.got)
		require.Len(t, client.conns.Sent, 2, "the handshake and the packet")
		o.conns.Shutdown()
		w.run(time.Second)
		require.Equal(t, []string{"+1", "-1", "server gone"}, client.heard)
	})
}

func TestGodotSteamLeavesItUnanswered(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		o := w.other(50, 1)
		o.refuses = true
		client := w.player()
		require.Equal(t, OK, client.peer.CreateClient(int64(o.user), 0))
		w.runWith(12*time.Second, o)
		require.Equal(t, []string{"failed"}, client.heard)
	})
}

// The others in a lobby are all GodotSteam's, the host too.
func TestGodotSteamsLobby(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, member := w.other(50, 1), w.other(51, 222)
		w.lobby.owner, w.lobby.members = host.user, []SteamID{host.user, member.user}
		p := w.player()
		p.logs = true
		w.join(p)
		// They call whoever comes.
		host.conns.Connect(p.user, 0, nil)
		member.conns.Connect(p.user, 0, nil)
		require.Equal(t, OK, p.peer.ConnectToLobby(int64(lobbyID)))
		w.runWith(time.Second, host, member)
		require.Equal(t, []string{"+1", "+222"}, p.heard)
		require.Equal(t, []string{fmt.Sprint("+", p.peer.ID())}, host.heard)
		require.Equal(t, host.heard, member.heard)
		require.Len(t, p.conns.Sent, 2, "a handshake with each")
		require.Zero(t, host.errors+member.errors)
	})
}

// A script of GodotSteam's can send before the ID, and Steam may tell of a
// connection later than of its first message.
func TestAPacketBeforeTheHandshake(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host := w.player()
		require.Equal(t, OK, host.peer.CreateHost(0))
		o := w.other(50, 4711)
		o.silent = true
		o.conns.Connect(host.user, 0, nil)
		w.runWith(time.Second, o)
		o.send(host.user, "too early", 8, 0)
		w.runWith(time.Second, o)
		require.Empty(t, host.heard)
		o.send(host.user, "\x67\x12\x00\x00", 8, 0)
		w.runWith(time.Second, o)
		require.Equal(t, []string{"+4711"}, host.heard)
	})
}
