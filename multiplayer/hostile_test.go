package multiplayer_test

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "godotsteam/multiplayer"
)

func word(id uint32) string { return string(binary.LittleEndian.AppendUint32(nil, id)) }

func TestIDsThatNobodyMayHave(t *testing.T) {
	for name, id := range map[string]uint32{
		"none": 0, "negative": 1 << 31, "the host's": 1, "another's": 4711, "all ones": 1<<32 - 1,
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(t *testing.T, w *world) {
				host := w.player()
				require.Equal(t, OK, host.peer.CreateHost(0))
				good := w.other(50, 4711)
				good.conns.Connect(host.user, 0, nil)
				w.runWith(time.Second, good)
				bad := w.other(51, id)
				bad.conns.Connect(host.user, 0, nil)
				w.runWith(time.Second, good, bad)
				require.Equal(t, []string{"+4711"}, host.heard)
				require.Len(t, bad.ends, 1, "it is cut off")
				require.Equal(t, StateClosedByPeer, bad.ends[0].State)
				require.Len(t, host.failed, 1)
				require.Equal(t, bad.user, host.failed[0].User)
			})
		})
	}
}

func TestAClientThatSaysNothing(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host := w.player()
		require.Equal(t, OK, host.peer.CreateHost(0))
		o := w.other(50, 0)
		o.silent = true
		o.conns.Connect(host.user, 0, nil)
		w.runWith(time.Second, o)
		for range 100 {
			o.send(host.user, "spam?", 0, 0)
			o.send(host.user, "longer spam", 8, 3)
		}
		w.runWith(HandshakeTime, o)
		require.Empty(t, host.heard)
		require.Len(t, o.ends, 1)
		require.Equal(t, EndSilent, o.ends[0].End)
	})
}

func TestAHostThatSaysNothing(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		o := w.other(50, 1)
		o.silent = true
		client := w.player()
		require.Equal(t, OK, client.peer.CreateClient(int64(o.user), 0))
		w.runWith(HandshakeTime+time.Second, o)
		require.Equal(t, []string{"failed"}, client.heard)
		require.Contains(t, client.warnings[0], "did not say who it is")
	})
}

func TestAHostThatIsNone(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		o := w.other(50, 4711)
		client := w.player()
		require.Equal(t, OK, client.peer.CreateClient(int64(o.user), 0))
		w.runWith(time.Second, o)
		require.Equal(t, []string{"failed"}, client.heard)
		require.Contains(t, client.warnings[0], "is not hosting")
	})
}

func TestAStrangerClaimsToBeTheHost(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, clients := w.star(1)
		o := w.other(50, 1)
		o.conns.Connect(clients[0].user, 0, nil)
		w.runWith(time.Second, o)
		require.Equal(t, []string{"+1"}, clients[0].heard)
		require.Equal(t, host.user, clients[0].peer.UserOf(1))
		require.Len(t, o.ends, 1)
	})
}

// In a lobby a member may be the host that the owner is not. One who only says
// so gets nowhere while the owner is the host.
func TestAMemberClaimsToBeTheHost(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, client := w.player(), w.player()
		bad := w.other(50, 1)
		w.join(host)
		w.lobby.members = append(w.lobby.members, bad.user)
		w.join(client)
		require.Equal(t, OK, client.peer.ConnectToLobby(int64(lobbyID)))
		w.runWith(5*time.Second, bad)
		require.Empty(t, client.heard, "the owner has not answered")
		require.Equal(t, OK, host.peer.HostWithLobby(int64(lobbyID)))
		w.runWith(5*time.Second, bad)
		require.Equal(t, []string{"+1"}, client.heard)
		require.Equal(t, host.user, client.peer.UserOf(1))
		require.NotEmpty(t, bad.ends)
	})
}

func TestFloodBeforeTheHostIsThere(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, client := w.player(), w.player()
		bad := w.other(50, 4711)
		w.join(host)
		w.lobby.members = append(w.lobby.members, bad.user)
		w.join(client)
		require.Equal(t, OK, client.peer.ConnectToLobby(int64(lobbyID)))
		w.runWith(time.Second, bad)
		for range 3 * MaxHeld {
			bad.send(client.user, "spam", 8, 0)
		}
		w.runWith(time.Second, bad)
		require.Len(t, bad.ends, 1)
		require.LessOrEqual(t, client.conns.Unreleased(), MaxHeld)
	})
}

func TestMadeUpControlMessages(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host := w.player()
		require.Equal(t, OK, host.peer.CreateHost(0))
		o := w.other(50, 4711)
		o.conns.Connect(host.user, 0, nil)
		w.runWith(time.Second, o)
		mark := "\xd2GoPeer\x9b"
		for _, s := range []string{
			"", "\x00", "\x01", "\x01\x01", "\x01\x01\x00", "\x01\x01\xff", "\x01\x01\x02", "\x02", "\x02\x01\x02", "\xff",
			"\x02" + strings.Repeat("\x01", 8*1000),
		} {
			o.send(host.user, mark+s, 8, 0)
		}
		o.send(host.user, "late", 0, 3)
		w.runWith(time.Second, o)
		require.Equal(t, []string{"+4711"}, host.heard)
		require.Equal(t, Connected, host.peer.Status())
	})
}

func TestMoreThanThereCanBe(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host := w.player()
		require.Equal(t, OK, host.peer.CreateHost(0))
		var all []*other
		for i := range MaxPeers + 5 {
			o := w.other(1000+i, uint32(1000+i))
			o.conns.Connect(host.user, 0, nil)
			all = append(all, o)
		}
		w.runWith(time.Second, all...)
		require.Len(t, host.peer.Peers(), MaxPeers)
		require.Len(t, host.warnings, 1)
		refused := 0
		for _, o := range all {
			refused += len(o.ends)
		}
		require.Equal(t, 5, refused)
		require.Contains(t, host.warnings[0], fmt.Sprint(MaxPeers))
	})
}
