package p2p

// Players of sessions alone, on a simulated network: real QUIC, real sessions, real files.

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"strconv"
	"testing"
	"testing/synctest"
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

var (
	clean      = simulated.Clean
	until      = simulated.Until
	openStream = intruder.OpenStream
	closedWith = intruder.ClosedWith
	write      = intruder.Write
	header     = intruder.Header
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
	app     uint32
	log     *slog.Logger
	timeout time.Duration
	peers   map[steamtypes.SteamID][]netip.AddrPort
	dir     string
}

// player is a user of the game, and what their game heard.
type player struct {
	*Sessions
	*simulated.Game
	t         *testing.T
	network   *network // nil on real sockets
	name      string
	address   netip.AddrPort
	directory *machine.Directory
	dir       string
}

// neighbours are the peers on this machine, and those whose address was given by hand.
type neighbours struct {
	directory *machine.Directory
	named     map[steamtypes.SteamID][]netip.AddrPort
}

func (n neighbours) Here(peer steamtypes.SteamID) (netip.AddrPort, bool) {
	return n.directory.Find(peer)
}

func (n neighbours) WaysTo(peer steamtypes.SteamID) (ways []endpoint.Way, here netip.AddrPort) {
	here, runsHere := n.directory.Find(peer)
	if runsHere {
		ways = append(ways, endpoint.Way{AddrPort: here})
	}
	return append(ways, endpoint.Ways(n.named[peer], false)...), here
}

func (n neighbours) RankOf(peer steamtypes.SteamID) endpoint.Rank {
	if _, runsHere := n.directory.Find(peer); runsHere || n.named[peer] != nil {
		return endpoint.Known
	}
	return endpoint.Stranger
}

// playOn starts a player whose identity is their name.
func playOn(t *testing.T, socket net.PacketConn, name string, o options) *player {
	t.Helper()
	id := identity.FromText(name)
	directory, err := machine.Open(o.dir, o.app)
	require.NoError(t, err)
	p := &player{
		Game: &simulated.Game{Queue: new(signals.Queue)}, t: t, name: name,
		address: simulated.Plain(socket.LocalAddr()), directory: directory, dir: o.dir,
	}
	require.NoError(t, directory.Announce(id.SteamID, p.address))
	e, err := endpoint.New(socket, id, o.app, o.timeout)
	require.NoError(t, err)
	p.Sessions = New(Config{
		Self: id.SteamID, Life: id.NewLife(), Timeout: o.timeout, Log: o.log, Signals: p.Queue,
		Tasks: tasks.New(o.log), Endpoint: e, Peers: neighbours{directory, o.peers},
	})
	p.Tasks.Go(func() {
		for {
			conn, purpose, err := e.Accept(p.Tasks.Context())
			if err != nil {
				return
			}
			require.Equal(t, endpoint.ForSession, purpose)
			p.Inbound(conn)
		}
	})
	t.Cleanup(p.Shutdown)
	return p
}

// join starts a player on a computer of their own, with the files of all others.
func (n *network) join(name string, change ...func(*options)) *player {
	n.t.Helper()
	o := options{app: testApp, log: slog.New(slog.DiscardHandler), dir: n.dir}
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

// pair returns two players; the one who decides about links comes first.
func (n *network) pair() (lower, higher *player) {
	a, b := n.join("anna"), n.join("bert")
	if a.SteamID() < b.SteamID() {
		return a, b
	}
	return b, a
}

func (p *player) SteamID() steamtypes.SteamID { return p.Self }

func (p *player) Address() netip.AddrPort { return p.address }

// Shutdown ends a player as the platform does.
func (p *player) Shutdown() {
	late, cancel := context.WithTimeout(p.Tasks.Context(), 100*time.Millisecond)
	defer cancel()
	for _, done := range p.Finish() {
		select {
		case <-done:
		case <-late.Done():
		}
	}
	p.End()
	p.Tasks.End()
	p.Endpoint.Close()
	p.Tasks.Wait()
	p.Clear()
	p.directory.Withdraw()
}

// kill ends a player's process: nobody hears of it.
func (p *player) kill() {
	p.network.SetAway(p, true)
	p.Shutdown()
}

func (p *player) send(to *player, text string, how networking.SendType, channel int) {
	p.t.Helper()
	require.NoError(p.t, p.Send(to.SteamID(), []byte(text), how, channel))
}

func (p *player) say(to *player, text string) {
	p.t.Helper()
	p.send(to, text, networking.SendReliable, 0)
}

// read returns the next packet of a channel, "" if there is none.
func (p *player) read(channel int) string {
	packet, ok := p.ReadPacket(channel, networking.MaxReliable)
	if !ok {
		return ""
	}
	defer packet.Release()
	return string(packet.Data)
}

// readAfter reads a message that is a number, higher than the one before; 0 if
// there is none.
func (p *player) readAfter(before int) int {
	p.t.Helper()
	text := p.read(0)
	if text == "" {
		return 0
	}
	number, err := strconv.Atoi(text)
	require.NoError(p.t, err)
	require.Greater(p.t, number, before, "twice, or out of order")
	return number
}

func requestOf(p *player) signals.Event {
	return signals.P2PSessionRequest{SteamIDRemote: uint64(p.SteamID())}
}

func failOf(p *player) signals.Event {
	return signals.P2PSessionConnectFail{
		SteamIDRemote: uint64(p.SteamID()), SessionError: int(networking.ErrorTimeout),
	}
}

func (p *player) isActive(with *player) bool { return p.isActiveWith(with.SteamID()) }

func (p *player) isActiveWith(id steamtypes.SteamID) bool {
	state, ok := p.SessionState(id)
	return ok && state.Active
}

func (p *player) hasSession(with *player) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ok := p.sessions[with.SteamID()]
	return ok
}

// within is how long something may take that takes so long at most in virtual
// time: on real sockets the machine may be busy.
func (p *player) within(d time.Duration) time.Duration {
	if p.network == nil {
		return time.Minute
	}
	return d
}

func (p *player) expect(channel int, text string) {
	p.t.Helper()
	until(p.t, p.within(5*time.Second), fmt.Sprintf("%q on channel %d", text, channel),
		func() bool { return p.PacketSize(channel) > 0 })
	require.Equal(p.t, text, p.read(channel))
}

// meet makes a session, which a begins, and forgets how.
func meet(t *testing.T, a, b *player) {
	t.Helper()
	a.say(b, "hello")
	until(t, b.within(5*time.Second), "the request", func() bool { return b.Heard(requestOf(a)) })
	require.True(t, b.Accept(a.SteamID()))
	b.expect(0, "hello")
	until(t, a.within(5*time.Second), "both active", func() bool { return a.isActive(b) && b.isActive(a) })
	a.Forget()
	b.Forget()
}

// settled requires that nothing is left of a player's sessions.
func (p *player) settled() {
	p.t.Helper()
	synctest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	require.Empty(p.t, p.unopened, "strangers' links")
	require.Zero(p.t, p.queued.Load(), "bytes that wait to be sent")
	for id, s := range p.sessions {
		require.Equal(p.t, failed, s.phase, "session with %v", id)
		require.Empty(p.t, s.links)
	}
}

// publish writes where others find a player, in their folder.
func publish(t *testing.T, in *machine.Directory, who steamtypes.SteamID, at netip.AddrPort) {
	t.Helper()
	text, err := json.Marshal(map[string]string{"address": at.String()})
	require.NoError(t, err)
	path := in.PathOf(who)
	require.NoError(t, os.WriteFile(path+".new", text, 0o600))
	require.NoError(t, os.Rename(path+".new", path))
}

// announce lets others find a player who has moved.
func (n *network) announce(p *player) {
	n.t.Helper()
	publish(n.t, p.directory, p.SteamID(), n.AddressOf(p))
}

// hostile is a peer with a valid key that says what it likes.
type hostile struct {
	*intruder.Peer
	t *testing.T
}

func (n *network) hostile(name string) *hostile { return n.hostileOn(n.Socket(), name) }

func (n *network) hostileOn(socket net.PacketConn, name string) *hostile {
	return &hostile{intruder.New(n.t, socket, name), n.t}
}

// joinElsewhere starts a player on a computer of their own who knows where
// another one is, and is a stranger to them.
func (n *network) joinElsewhere(name string, to *player) *player {
	dir := n.t.TempDir()
	return n.join(name, func(o *options) {
		o.dir, o.peers = dir, map[steamtypes.SteamID][]netip.AddrPort{to.SteamID(): {to.address}}
	})
}
