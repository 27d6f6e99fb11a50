package standalone

// Bad networks between real sockets, in real time.

import (
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/internal/longrun"
	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/tests/lossy"
)

// socketPair starts two players with a network between them. The first calls.
func socketPair(t *testing.T, q lossy.Quality, timeout time.Duration) (caller, called *player, n *lossy.Network) {
	t.Helper()
	start := func(name string) *player {
		c := platform.Config{AppID: testApp, Signals: new(signals.Queue)}
		p, err := Start(c, Options{Identity: name, DataDir: t.TempDir(), Timeout: timeout})
		require.NoError(t, err)
		t.Cleanup(p.Shutdown)
		return &player{Platform: p, t: t}
	}
	caller, called = start("anna"), start("bert")
	n, err := lossy.Between(caller.address, called.address, q, 1)
	require.NoError(t, err)
	t.Cleanup(n.Close)
	publish(t, caller, called, n.DoorOfA())
	publish(t, called, caller, n.DoorOfB())
	return caller, called, n
}

// publish lets a player find another one, who lives in another folder, at an
// address.
func publish(t *testing.T, who, to *player, at netip.AddrPort) {
	t.Helper()
	d, err := openDirectory(to.options.runDirs()[0], testApp)
	require.NoError(t, err)
	require.NoError(t, d.announce(who.SteamID(), at))
	t.Cleanup(func() { d.withdraw() })
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
	require.Empty(t, append(caller.drain(), called.drain()...))
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
	until(t, time.Minute, "both notice", func() bool { return caller.heard(failOf(called)) && called.heard(failOf(caller)) })
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
	until(t, time.Minute, "both notice", func() bool { return caller.heard(failOf(called)) && called.heard(failOf(caller)) })
	require.NoError(t, writeFileAtomically(caller.directory.pathOf(called.SteamID()), []byte(`{"address":"`+n.DoorOfB().String()+`"}`)))
	startOver(t, caller, called)
}
