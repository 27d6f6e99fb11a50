package p2p

// Bad networks between real sockets, in real time.

import (
	"log/slog"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/internal/longrun"
	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/machine"
	"godotsteam/tests/lossy"
)

// socketPair starts two players with a network between them. The first calls.
func socketPair(t *testing.T, q lossy.Quality, timeout time.Duration) (caller, called *player, n *lossy.Network) {
	t.Helper()
	start := func(name string) *player {
		udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
		require.NoError(t, err)
		return playOn(t, endpoint.Socket{UDPConn: udp}, name, options{
			app: testApp, log: slog.New(slog.DiscardHandler), timeout: timeout, dir: t.TempDir(),
		})
	}
	caller, called = start("anna"), start("bert")
	n, err := lossy.Between(caller.address, called.address, q, 1)
	require.NoError(t, err)
	t.Cleanup(n.Close)
	showAt(t, caller, called, n.DoorOfA())
	showAt(t, called, caller, n.DoorOfB())
	return caller, called, n
}

// showAt lets a player find another one, who lives in another folder, at an address.
func showAt(t *testing.T, who, to *player, at netip.AddrPort) {
	t.Helper()
	d, err := machine.Open(to.dir, testApp)
	require.NoError(t, err)
	require.NoError(t, d.Announce(who.SteamID(), at))
	t.Cleanup(func() { d.Withdraw() })
}

func TestABadNetworkBetweenRealSockets(t *testing.T) {
	t.Parallel()
	q := lossy.Quality{Latency: 10 * time.Millisecond, Jitter: 10 * time.Millisecond, Loss: 0.05, Duplicate: 0.05}
	caller, called, n := socketPair(t, q, networking.SessionTimeout)
	meet(t, caller, called)
	there := newTraffic(t, caller, called, 1).onRealSockets()
	back := newTraffic(t, called, caller, 2).onRealSockets()
	exchange(there, back, time.Second)
	require.NoError(t, n.MoveA())
	exchange(there, back, time.Second)
	n.SetCut(true)
	before := n.Counts()
	exchange(there, back, 5*time.Second)
	require.Greater(t, n.Counts().Dropped, before.Dropped, "nothing was cut off")
	n.SetCut(false)
	exchange(there, back, time.Second)
	until(t, time.Minute, "enough is sent to see what becomes of it", func() bool { // a machine that is busy says less
		exchange(there, back, 100*time.Millisecond)
		return n.Counts().Sent-n.Counts().Dropped > 1000
	})
	awaitAll(there, back, time.Minute)

	c := n.Counts()
	t.Logf("%+v; %d and %d reliable messages", c, there.reliable, back.reliable)
	require.Greater(t, c.Dropped, c.Sent/100)
	require.Greater(t, c.Duplicated, c.Sent/100)
	require.NotZero(t, c.Overtaken)
	require.Empty(t, append(caller.Drain(), called.Drain()...))
	state, _ := called.SessionState(caller.SteamID())
	require.Equal(t, n.DoorOfA().Port(), state.RemotePort, "it followed")
}

// Cut off for longer than the timeout. GODOTSTEAM_CUT=60s cuts for so long,
// with the timeout that games have.
func TestALongCutBetweenRealSockets(t *testing.T) {
	t.Parallel()
	timeout, cut := 4*time.Second, longrun.Of(t, "GODOTSTEAM_CUT")
	if cut > 0 {
		timeout = networking.SessionTimeout
	}
	caller, called, n := socketPair(t, lossy.Quality{}, timeout)
	meet(t, caller, called)
	whole := time.After(cut)
	n.SetCut(true)
	caller.say(called, "lost")
	called.say(caller, "lost")
	until(t, time.Minute, "both notice",
		func() bool { return caller.Heard(failOf(called)) && called.Heard(failOf(caller)) })
	require.NotZero(t, n.Counts().Dropped)
	<-whole
	n.SetCut(false)
	startOver(t, called, caller)
}

// The computer of who was called gets another address, and is found there.
func TestWhoWasCalledMovesBetweenRealSockets(t *testing.T) {
	t.Parallel()
	caller, called, n := socketPair(t, lossy.Quality{}, 4*time.Second)
	meet(t, caller, called)
	require.NoError(t, n.MoveB())
	caller.say(called, "lost")
	until(t, time.Minute, "both notice",
		func() bool { return caller.Heard(failOf(called)) && called.Heard(failOf(caller)) })
	publish(t, caller.directory, called.SteamID(), n.DoorOfB())
	startOver(t, caller, called)
}
