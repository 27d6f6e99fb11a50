package p2p

// Bad networks between computers: hosts of a network of the test's own, with
// the kernel's means for losing packets and slowing them down.

import (
	"log/slog"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/internal/netns"
	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	"godotsteam/steamtypes"
)

// hosted is a player on a host of their own.
type hosted struct {
	*player
	host *netns.Host
}

// computers starts two players who know each other's address. The first calls.
func computers(t *testing.T, timeout time.Duration) (caller, called hosted) {
	t.Helper()
	n := netns.New(t)
	wire := n.Switch("switch")
	start := func(name, address, other, otherAddress string) hosted {
		h := n.Host(name)
		h.Plug(wire, "eth0", address+"/24")
		p := playOn(t, endpoint.Socket{UDPConn: h.Listen("0.0.0.0:27015")}, name, options{
			app: testApp, log: slog.New(slog.DiscardHandler), timeout: timeout, dir: t.TempDir(),
			peers: map[steamtypes.SteamID][]netip.AddrPort{
				identity.FromText(other).SteamID: {netip.MustParseAddrPort(otherAddress + ":27015")},
			},
		})
		return hosted{p, h}
	}
	caller = start("anna", "192.0.2.1", "bert", "192.0.2.2")
	called = start("bert", "192.0.2.2", "anna", "192.0.2.1")
	meet(t, caller.player, called.player)
	return caller, called
}

// talk is what two players say to each other while something is done to them.
type talk struct{ there, back *traffic }

func newTalk(t *testing.T, caller, called hosted) talk {
	return talk{newTraffic(t, caller.player, called.player, 1).onRealSockets(),
		newTraffic(t, called.player, caller.player, 2).onRealSockets()}
}

func (c talk) goOn(d time.Duration) {
	c.there.t.Helper()
	exchange(c.there, c.back, d)
}

// ends requires that all was heard, and that nobody noticed anything.
func (c talk) ends() {
	c.there.t.Helper()
	awaitAll(c.there, c.back, 60*time.Second)
	require.Empty(c.there.t, append(c.there.from.Drain(), c.back.from.Drain()...))
	c.there.t.Logf("%d and %d reliable messages", c.there.reliable, c.back.reliable)
}

func TestComputersThatLosePackets(t *testing.T) {
	t.Parallel()
	for name, percent := range map[string]int{"5 percent": 5, "20 percent": 20} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			caller, called := computers(t, networking.SessionTimeout)
			caller.host.Lose(percent)
			called.host.Lose(percent)
			c := newTalk(t, caller, called)
			c.goOn(2 * time.Second)
			until(t, time.Minute, "enough is lost", func() bool {
				c.goOn(100 * time.Millisecond)
				return min(caller.host.Lost(), called.host.Lost()) >= percent
			})
			c.ends()
		})
	}
}

// A line of 1 Mbit/s, on which about as much is said as it carries.
func TestComputersOnASlowLine(t *testing.T) {
	t.Parallel()
	caller, called := computers(t, networking.SessionTimeout)
	caller.host.Limit("eth0", "1mbit", "300ms")
	called.host.Limit("eth0", "1mbit", "300ms")
	c := newTalk(t, caller, called)
	c.goOn(2 * time.Second)
	until(t, time.Minute, "packets wait for the line", func() bool { // a machine that is busy says less
		c.goOn(100 * time.Millisecond)
		return min(caller.host.Delayed("eth0"), called.host.Delayed("eth0")) > 10
	})
	c.ends()
}

func TestACableThatIsPulled(t *testing.T) {
	t.Parallel()
	caller, called := computers(t, networking.SessionTimeout)
	c := newTalk(t, caller, called)
	c.goOn(time.Second)
	caller.host.SetLink("eth0", "down")
	c.goOn(5 * time.Second)
	caller.host.SetLink("eth0", "up")
	c.goOn(time.Second)
	called.host.SetLink("eth0", "down")
	c.goOn(time.Second)
	called.host.SetLink("eth0", "up")
	c.ends()
}

func TestAComputerThatMovesToAnotherAddress(t *testing.T) {
	t.Parallel()
	caller, called := computers(t, 4*time.Second)
	c := newTalk(t, caller, called)
	c.goOn(time.Second)
	caller.host.SetAddress("eth0", "192.0.2.9/24")
	c.goOn(time.Second)
	c.ends()
	state, ok := called.SessionState(caller.SteamID())
	require.True(t, ok)
	require.Equal(t, uint32(192<<24|2<<8|9), state.RemoteIP, "it followed")

	// The caller can't follow: both notice, and start over.
	called.host.SetAddress("eth0", "192.0.2.8/24")
	caller.say(called.player, "lost")
	called.say(caller.player, "lost")
	until(t, time.Minute, "both notice", func() bool {
		return caller.Heard(failOf(called.player)) && called.Heard(failOf(caller.player))
	})
}
