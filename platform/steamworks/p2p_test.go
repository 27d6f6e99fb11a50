//go:build unix

package steamworks

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/signals"
)

func twoGames(t testing.TB) (a, b *game) {
	t.Helper()
	dir := t.TempDir()
	return start(t, alice, options{dir: dir}), start(t, bob, options{dir: dir})
}

func TestAGameKnowsItsUser(t *testing.T) {
	g := start(t, alice, options{appID: 481})
	require.Equal(t, alice, g.SteamID())
	require.Equal(t, "Player 4294967281", g.PersonaName())
	require.Equal(t, uint32(481), g.AppID())
	require.True(t, g.LoggedOn())
	require.Equal(t, "steamworks", g.Name())
	require.False(t, g.Steady())
}

func TestARequestIsAcceptedAndItsPacketIsRead(t *testing.T) {
	a, b := twoGames(t)
	a.send(bob, "one", networking.SendReliable, 3)
	a.send(bob, "two", networking.SendReliable, 3)
	state, ok := a.SessionState(bob)
	require.True(t, ok)
	require.True(t, state.Connecting)
	require.Equal(t, 2, state.QueuedPackets)
	require.Equal(t, 6, state.QueuedBytes)

	eventually(t, "a request", func() bool { return b.heard(signals.P2PSessionRequest{SteamIDRemote: uint64(alice)}) })
	require.Zero(t, b.PacketSize(3), "nothing is readable before it is accepted")
	_, ok = b.SessionState(alice)
	require.False(t, ok)

	require.True(t, b.Accept(alice))
	b.expect(3, alice, "one")
	b.expect(3, alice, "two")
	require.True(t, b.Accept(alice), "accepting again does no harm")

	b.send(alice, "answer", networking.SendUnreliable, 0)
	a.expect(0, bob, "answer")
	state, ok = a.SessionState(bob)
	require.True(t, ok)
	require.True(t, state.Active)
	require.Equal(t, uint32(0x7F000001), state.RemoteIP)
	require.NotZero(t, state.RemotePort)
	require.True(t, a.AllowRelay(false))
}

func TestSendingAcceptsImplicitly(t *testing.T) {
	a, b := twoGames(t)
	a.send(bob, "to bob", networking.SendReliable, 0)
	eventually(t, "a request", func() bool { return b.heard(signals.P2PSessionRequest{SteamIDRemote: uint64(alice)}) })
	b.send(alice, "to alice", networking.SendReliable, 0)
	b.expect(0, alice, "to bob")
	a.expect(0, bob, "to alice")
}

func TestBothCallingAtOnceMakesNoRequest(t *testing.T) {
	a, b := twoGames(t)
	a.send(bob, "to bob", networking.SendReliable, 0)
	b.send(alice, "to alice", networking.SendReliable, 0)
	b.expect(0, alice, "to bob")
	a.expect(0, bob, "to alice")
	require.False(t, a.heard(signals.P2PSessionRequest{SteamIDRemote: uint64(bob)}))
	require.False(t, b.heard(signals.P2PSessionRequest{SteamIDRemote: uint64(alice)}))
}

func TestIgnoringIsRefusing(t *testing.T) {
	dir := t.TempDir()
	a := start(t, alice, options{dir: dir, timeout: 400 * time.Millisecond})
	b := start(t, bob, options{dir: dir, timeout: 400 * time.Millisecond})
	request := signals.P2PSessionRequest{SteamIDRemote: uint64(alice)}
	fail := signals.P2PSessionConnectFail{SteamIDRemote: uint64(bob), SessionError: int(networking.ErrorTimeout)}
	a.send(bob, "psst", networking.SendReliable, 0)
	eventually(t, "a request", func() bool { return b.heard(request) })
	eventually(t, "the request again, as alice goes on sending", func() bool {
		a.send(bob, "psst", networking.SendReliable, 0)
		return b.heard(request)
	})
	eventually(t, "the timeout", func() bool { return a.heard(fail) })
	state, any := a.SessionState(bob)
	require.True(t, any)
	require.Equal(t, networking.SessionState{LastError: networking.ErrorTimeout}, state)
	require.Zero(t, b.PacketSize(0))

	a.send(bob, "please", networking.SendReliable, 0)
	eventually(t, "a new request", func() bool { return b.heard(request) })
	b.send(alice, "all right", networking.SendReliable, 0)
	b.expect(0, alice, "please")
	a.expect(0, bob, "all right")
	state, _ = a.SessionState(bob)
	require.Zero(t, state.LastError)
}

func TestNobodyThereIsATimeout(t *testing.T) {
	a := start(t, alice, options{timeout: 50 * time.Millisecond})
	a.send(bob, "anybody?", networking.SendReliable, 0)
	eventually(t, "the timeout", func() bool {
		return a.heard(signals.P2PSessionConnectFail{SteamIDRemote: uint64(bob), SessionError: int(networking.ErrorTimeout)})
	})
}

func TestClosingASessionMakesTheNextPacketARequest(t *testing.T) {
	a, b := twoGames(t)
	meet(t, a, b)
	a.send(bob, "never read", networking.SendReliable, 1)
	eventually(t, "a packet", func() bool { return b.PacketSize(1) > 0 })
	require.True(t, b.CloseSession(alice))
	require.Zero(t, b.PacketSize(1), "closing drops what waits")
	require.False(t, b.CloseSession(alice))
	eventually(t, "the end of alice's session", func() bool { _, any := a.SessionState(bob); return !any })

	a.send(bob, "again", networking.SendReliable, 1)
	eventually(t, "a new request", func() bool { return b.heard(signals.P2PSessionRequest{SteamIDRemote: uint64(alice)}) })
	require.True(t, b.Accept(alice))
	b.expect(1, alice, "again")
}

// What is sent before the news of the closing has come asks anew, too.
func TestAPacketThatCrossesAClosingIsARequest(t *testing.T) {
	a, b := twoGames(t)
	meet(t, a, b)
	for i := range 100 {
		require.True(t, b.CloseSession(alice))
		a.send(bob, fmt.Sprint("number ", i), networking.SendReliable, 1)
		eventually(t, "a new request", func() bool { return b.heard(signals.P2PSessionRequest{SteamIDRemote: uint64(alice)}) })
		require.True(t, b.Accept(alice))
		b.expect(1, alice, fmt.Sprint("number ", i))
	}
	require.False(t, a.heard(signals.P2PSessionRequest{SteamIDRemote: uint64(bob)}))
}

// And the one who closed may be the next to send.
func TestWhoClosesMaySendAtOnce(t *testing.T) {
	a, b := twoGames(t)
	meet(t, a, b)
	for i := range 100 {
		require.True(t, a.CloseSession(bob))
		a.send(bob, fmt.Sprint("number ", i), networking.SendReliable, 1)
		eventually(t, "the packet", func() bool {
			if b.heard(signals.P2PSessionRequest{SteamIDRemote: uint64(alice)}) {
				b.Accept(alice)
			}
			return b.PacketSize(1) > 0
		})
		b.expect(1, alice, fmt.Sprint("number ", i))
	}
}

func TestPlayersOfDifferentGamesNeverMeet(t *testing.T) {
	dir := t.TempDir()
	a := start(t, alice, options{dir: dir, appID: 480, timeout: 200 * time.Millisecond})
	b := start(t, bob, options{dir: dir, appID: 481})
	a.send(bob, "wrong door", networking.SendReliable, 0)
	eventually(t, "the timeout", func() bool {
		return a.heard(signals.P2PSessionConnectFail{SteamIDRemote: uint64(bob), SessionError: int(networking.ErrorTimeout)})
	})
	require.False(t, b.heard(signals.P2PSessionRequest{SteamIDRemote: uint64(alice)}))
}

func TestTheLastChannelClosesTheSession(t *testing.T) {
	a, b := twoGames(t)
	meet(t, a, b)
	a.send(bob, "five", networking.SendReliable, 5)
	b.expect(5, alice, "five")
	require.False(t, a.CloseChannel(bob, 9))
	require.True(t, a.CloseChannel(bob, 0))
	require.True(t, a.active(bob))
	require.True(t, a.CloseChannel(bob, 5))
	_, any := a.SessionState(bob)
	require.False(t, any)
}

func TestReliableMessagesArriveInOrder(t *testing.T) {
	a, b := twoGames(t)
	meet(t, a, b)
	const n = 500
	sent := 0
	got := make([]string, 0, n)
	eventually(t, "all messages", func() bool {
		for ; sent < n; sent++ {
			how := networking.SendReliable
			if sent%3 == 0 {
				how = networking.SendReliableWithBuffering
			}
			if a.Send(bob, fmt.Append(nil, "message ", sent), how, 0) != nil {
				break
			}
		}
		for b.PacketSize(0) > 0 {
			_, text, _ := b.read(0)
			got = append(got, text)
		}
		return len(got) >= n
	})
	for i, text := range got {
		require.Equal(t, fmt.Sprint("message ", i), text)
	}
}

func TestTheLargestMessageArrivesWhole(t *testing.T) {
	a, b := twoGames(t)
	meet(t, a, b)
	large := bytes.Repeat([]byte("0123456789abcdef"), networking.MaxReliable/16)
	require.NoError(t, a.Send(bob, large, networking.SendReliable, 0))
	eventually(t, "the message", func() bool { return b.PacketSize(0) == len(large) })
	packet, ok := b.ReadPacket(0, len(large))
	require.True(t, ok)
	require.True(t, bytes.Equal(large, packet.Data))
	packet.Release()
}

func TestAPacketLongerThanTheLimitIsCut(t *testing.T) {
	a, _ := twoGames(t)
	a.send(alice, "a long packet", networking.SendReliable, 0)
	a.send(alice, "next", networking.SendReliable, 0)
	_, ok := a.ReadPacket(0, 0)
	require.False(t, ok, "a limit of 0 reads nothing")
	_, ok = a.ReadPacket(0, -1)
	require.False(t, ok)
	packet, ok := a.ReadPacket(0, 6)
	require.True(t, ok)
	require.Equal(t, "a long", string(packet.Data))
	require.Equal(t, alice, packet.From)
	packet.Release()
	a.expect(0, alice, "next")
}

// The library delivers packets of zero bytes, and would never get past one.
func TestEmptyPacketsAreDropped(t *testing.T) {
	a := start(t, alice, options{})
	for range 3 {
		require.NoError(t, a.Send(alice, nil, networking.SendReliable, 0))
	}
	a.send(alice, "after nothing", networking.SendReliable, 0)
	require.Equal(t, len("after nothing"), a.PacketSize(0))
	a.expect(0, alice, "after nothing")

	require.NoError(t, a.Send(alice, nil, networking.SendReliable, 1))
	_, ok := a.ReadPacket(1, 100)
	require.False(t, ok)
	require.Zero(t, a.PacketSize(1))
}

func TestARefusedSendIsAFullQueue(t *testing.T) {
	a := start(t, alice, options{})
	large := make([]byte, networking.MaxReliable)
	var err error
	for range 10 {
		if err = a.Send(bob, large, networking.SendReliable, 0); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, networking.ErrQueueFull)
	require.ErrorContains(t, err, "the send queue is full, or")
}

func TestEveryFunctionMayBeRefused(t *testing.T) {
	g := start(t, alice, options{fault: "send=false,available=false,accept=false,closesession=false,closechannel=false,state=false,relay=false"})
	require.ErrorIs(t, g.Send(bob, []byte("x"), networking.SendReliable, 0), networking.ErrQueueFull)
	require.NoError(t, g.Send(bob, []byte("x"), networking.SendUnreliableNoDelay, 0), "thrown away is no error")
	require.False(t, g.Accept(bob))
	require.False(t, g.CloseSession(bob))
	require.False(t, g.CloseChannel(bob, 0))
	require.False(t, g.AllowRelay(true))
	_, any := g.SessionState(bob)
	require.False(t, any)
	require.Zero(t, g.PacketSize(0))
	_, any = g.ReadPacket(0, 10)
	require.False(t, any)

	g = start(t, alice, options{fault: "read=false"})
	g.send(alice, "stuck", networking.SendReliable, 0)
	require.Equal(t, 5, g.PacketSize(0))
	_, any = g.ReadPacket(0, 10)
	require.False(t, any)
}
