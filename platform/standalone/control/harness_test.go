package control

// Players of control alone, on a simulated network: real QUIC, real lobbies, real files.

import (
	"context"
	"log/slog"
	"maps"
	"net"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	"godotsteam/platform/standalone/intruder"
	"godotsteam/platform/standalone/machine"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/platform/standalone/tasks"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

const testApp = simulated.App

type quality = simulated.Quality

// finishTimeout is how long the platform waits for last words.
const finishTimeout = 100 * time.Millisecond

var (
	city       = quality{Latency: 20 * time.Millisecond, Loss: 0.01}
	clean      = simulated.Clean
	until      = simulated.Until
	openStream = intruder.OpenStream
	closedWith = intruder.ClosedWith
	write      = intruder.Write
)

// network is where the players of one test live.
type network struct {
	*simulated.Network
	t   *testing.T
	dir string
}

// inVirtualTime runs a test on a network of its own.
func inVirtualTime(t *testing.T, seed uint64, q quality, test func(t *testing.T, n *network)) {
	t.Helper()
	dir := t.TempDir()
	simulated.InVirtualTime(t, seed, q, func(t *testing.T, n *simulated.Network) { test(t, &network{n, t, dir}) })
}

// options are how a player may differ from others.
type options struct {
	log     *slog.Logger
	timeout time.Duration
	peers   map[steamtypes.SteamID][]netip.AddrPort
	dir     string
	disk    chan struct{} // until it is closed, who reads a file waits; nil: nobody does
}

// player is a user of the game, and what their game heard.
type player struct {
	Lobbies
	People
	*simulated.Game
	control   *Control
	t         testing.TB
	network   *network // nil on real sockets
	name      string
	address   netip.AddrPort
	directory *machine.Directory
}

// places are those on this machine, and those that were given by hand.
type places struct {
	*machine.Directory
	named map[steamtypes.SteamID][]netip.AddrPort
	disk  chan struct{}
}

func (p places) waitForDisk() {
	if p.disk != nil {
		<-p.disk
	}
}

func (p places) Look() (running, dead []steamtypes.SteamID) {
	p.waitForDisk()
	return p.Directory.Look()
}

func (p places) Here(peer steamtypes.SteamID) (netip.AddrPort, bool) {
	p.waitForDisk()
	return p.Find(peer)
}

func (p places) WaysTo(peer steamtypes.SteamID) (ways []endpoint.Way, here netip.AddrPort) {
	here, runsHere := p.Here(peer)
	if runsHere {
		ways = append(ways, endpoint.Way{AddrPort: here})
	}
	return append(ways, endpoint.Ways(p.named[peer], false)...), here
}

func (p places) Elsewhere() []steamtypes.SteamID { return slices.Collect(maps.Keys(p.named)) }

func (p places) IsNamed(peer steamtypes.SteamID) bool { return p.named[peer] != nil }

func (p places) IsOnNetwork(steamtypes.SteamID) bool { return false }

// playOn starts a player whose identity is their name.
func playOn(t testing.TB, socket net.PacketConn, name string, o options) *player {
	t.Helper()
	id := identity.FromText(name)
	directory, err := machine.Open(o.dir, testApp)
	require.NoError(t, err)
	p := &player{
		Game: &simulated.Game{Queue: new(signals.Queue)}, t: t, name: name,
		address: simulated.Plain(socket.LocalAddr()), directory: directory,
	}
	require.NoError(t, directory.Announce(id.SteamID, p.address))
	e, err := endpoint.New(socket, id, testApp, o.timeout)
	require.NoError(t, err)
	group := tasks.New(o.log)
	p.control = New(Config{
		AppID: testApp, Name: CutName(name), Life: id.NewLife(), Timeout: o.timeout, Log: o.log, Signals: p.Queue,
		Tasks: group, Identity: id, Endpoint: e, Places: places{directory, o.peers, o.disk},
	})
	p.Lobbies, p.People = p.control.Lobbies(), p.control.People()
	directory.Look()
	group.Every(machine.RecordInterval, func() { directory.Keep() }) //nolint:errcheck
	group.Go(func() {
		for {
			conn, purpose, err := e.Accept(group.Context())
			if err != nil {
				return
			}
			require.Equal(t, endpoint.ForControl, purpose)
			p.control.Inbound(conn)
		}
	})
	t.Cleanup(p.Shutdown)
	return p
}

// join starts a player on a computer of their own, with the files of all others.
func (n *network) join(name string, change ...func(*options)) *player {
	n.t.Helper()
	o := options{log: slog.New(slog.DiscardHandler), dir: n.dir}
	for _, f := range change {
		f(&o)
	}
	if o.timeout == 0 {
		o.timeout = networking.SessionTimeout
	}
	p := playOn(n.t, n.Socket(), name, o)
	p.network = n
	return p
}

// pair returns two players; the one with the lower Steam ID comes first.
func (n *network) pair() (lower, higher *player) {
	a, b := n.join("anna"), n.join("bert")
	if a.SteamID() < b.SteamID() {
		return a, b
	}
	return b, a
}

func (p *player) SteamID() steamtypes.SteamID { return p.control.Identity.SteamID }

func (p *player) Address() netip.AddrPort { return p.address }

// Shutdown ends a player as the platform does.
func (p *player) Shutdown() {
	late, cancel := context.WithTimeout(p.control.Tasks.Context(), finishTimeout)
	defer cancel()
	for _, done := range p.control.Finish() {
		select {
		case <-done:
		case <-late.Done():
		}
	}
	p.control.Tasks.End()
	p.control.Endpoint.Close()
	p.control.Tasks.Wait()
	p.directory.Withdraw()
}

// kill ends a player's process: nobody hears of it.
func (p *player) kill() {
	p.network.SetAway(p, true)
	p.Shutdown()
}

// within is how long something may take that takes so long at most in virtual
// time: on real sockets the machine may be busy, and where packets get lost an
// answer may come when it is not waited for any more.
func (p *player) within(d time.Duration) time.Duration {
	switch {
	case p.network == nil:
		return time.Minute
	case p.network.Quality().Loss > 0:
		return max(d, 10*time.Second)
	}
	return d
}

// hostile is a peer with a valid key that says what it likes.
type hostile struct {
	*intruder.Peer
	t *testing.T
}

func (n *network) hostile(name string) *hostile {
	return &hostile{intruder.New(n.t, n.Socket(), name), n.t}
}

// joinElsewhere starts a player on a computer of their own who knows where
// another one is, and is a stranger to them.
func (n *network) joinElsewhere(name string, to *player) *player {
	dir := n.t.TempDir()
	return n.join(name, func(o *options) {
		o.dir, o.peers = dir, map[steamtypes.SteamID][]netip.AddrPort{to.SteamID(): {to.address}}
	})
}

// membersOf are the members of a lobby, as a game walks them.
func membersOf(p *player, lobby steamtypes.SteamID) (members []steamtypes.SteamID) {
	for i := range p.LobbyMemberCount(lobby) {
		if id := p.LobbyMemberAt(lobby, i); id != 0 {
			members = append(members, id)
		}
	}
	return members
}
