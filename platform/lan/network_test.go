package lan

// A simulated network in virtual time: real QUIC, real sessions, real files,
// but neither sockets nor waiting.

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quic-go/quic-go/testutils/simnet"
	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
)

const testApp = 480

// quality is what a network does to packets.
type quality struct {
	latency   time.Duration // one way
	jitter    time.Duration // at most, on top: packets overtake each other
	loss      float64
	duplicate float64
}

var clean = quality{latency: 5 * time.Millisecond}

// network is where the players of one test live.
type network struct {
	t   *testing.T
	dir string

	mu      sync.Mutex
	rng     *rand.Rand
	quality quality
	cut     bool
	dead    map[netip.AddrPort]bool
	nodes   map[netip.AddrPort]simnet.PacketReceiver
	next    byte

	sent, dropped, duplicated int
}

// inVirtualTime runs a test on a network of its own.
func inVirtualTime(t *testing.T, seed uint64, q quality, test func(t *testing.T, n *network)) {
	t.Helper()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		n := &network{
			t: t, dir: dir, quality: q,
			rng:   rand.New(rand.NewPCG(seed, 1)),
			dead:  make(map[netip.AddrPort]bool),
			nodes: make(map[netip.AddrPort]simnet.PacketReceiver),
		}
		test(t, n)
	})
}

func plain(a net.Addr) netip.AddrPort {
	p := a.(*net.UDPAddr).AddrPort()
	return netip.AddrPortFrom(p.Addr().Unmap(), p.Port())
}

// AddNode implements [simnet.Router].
func (n *network) AddNode(a net.Addr, r simnet.PacketReceiver) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.nodes[plain(a)] = r
}

// SendPacket implements [simnet.Router].
func (n *network) SendPacket(p simnet.Packet) error {
	n.mu.Lock()
	n.sent++
	to := n.nodes[plain(p.To)]
	copies := 1
	switch {
	case to == nil, n.dead[plain(p.To)], n.dead[plain(p.From)]:
		copies = 0
	case n.cut, n.rng.Float64() < n.quality.loss:
		n.dropped++
		copies = 0
	case n.rng.Float64() < n.quality.duplicate:
		n.duplicated++
		copies = 2
	}
	n.mu.Unlock()
	for range copies {
		to.RecvPacket(p)
	}
	return nil
}

func (n *network) latency(simnet.Packet) time.Duration {
	n.mu.Lock()
	defer n.mu.Unlock()
	d := n.quality.latency
	if n.quality.jitter > 0 {
		d += time.Duration(n.rng.Int64N(int64(n.quality.jitter)))
	}
	return d
}

func (n *network) setCut(cut bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut = cut
}

func (n *network) counts() (sent, dropped, duplicated int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.sent, n.dropped, n.duplicated
}

// socket returns a socket of a new computer.
func (n *network) socket() *simnet.SimConn {
	n.mu.Lock()
	n.next++
	address := &net.UDPAddr{IP: net.IPv4(10, 0, 0, n.next).To4(), Port: 27015}
	n.mu.Unlock()
	link := &simnet.SimulatedLink{LatencyFunc: n.latency, UploadPacket: n}
	conn := simnet.NewBlockingSimConn(address, link)
	n.AddNode(address, link)
	link.Start()
	n.t.Cleanup(func() {
		conn.Close() //nolint:errcheck
		link.Close() //nolint:errcheck
	})
	return conn
}

// player is a user of the game, and what their game heard.
type player struct {
	*Platform
	t       *testing.T
	network *network
	events  []signals.Event
}

// join starts a player whose identity is their name.
func (n *network) join(name string, change ...func(*platform.Config, *Options)) *player {
	n.t.Helper()
	c := platform.Config{AppID: testApp, Signals: new(signals.Queue), Log: slog.New(slog.DiscardHandler)}
	o := Options{Identity: name, DataDir: n.dir, PersonaName: name}
	for _, f := range change {
		f(&c, &o)
	}
	lan, err := startOn(n.socket(), c, o)
	require.NoError(n.t, err)
	p := &player{Platform: lan, t: n.t, network: n}
	n.t.Cleanup(p.Shutdown)
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

// kill ends a player's process: nobody hears of it.
func (p *player) kill() {
	p.network.mu.Lock()
	p.network.dead[p.address] = true
	p.network.mu.Unlock()
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

// drain takes in the events that wait, and returns all that there were.
func (p *player) drain() []signals.Event {
	p.RunCallbacks()
	p.signals.Drain(func(e signals.Event) { p.events = append(p.events, e) })
	return p.events
}

func (p *player) heard(e signals.Event) bool { return slices.Contains(p.drain(), e) }

func (p *player) forget() { p.drain(); p.events = nil }

func requestOf(p *player) signals.Event {
	return signals.P2PSessionRequest{SteamIDRemote: uint64(p.SteamID())}
}

func failOf(p *player) signals.Event {
	return signals.P2PSessionConnectFail{SteamIDRemote: uint64(p.SteamID()), SessionError: int(networking.ErrorTimeout)}
}

func (p *player) isActive(with *player) bool {
	state, ok := p.SessionState(with.SteamID())
	return ok && state.Active
}

func (p *player) hasSession(with *player) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ok := p.sessions[with.SteamID()]
	return ok
}

// until waits for a condition, in virtual time.
func until(t *testing.T, within time.Duration, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !condition(); time.Sleep(time.Millisecond) {
		require.True(t, time.Now().Before(end), "not within %v: %s", within, what)
	}
}

func (p *player) expect(channel int, text string) {
	p.t.Helper()
	until(p.t, 5*time.Second, fmt.Sprintf("%q on channel %d", text, channel), func() bool { return p.PacketSize(channel) > 0 })
	require.Equal(p.t, text, p.read(channel))
}

// meet makes a session, which a begins, and forgets how.
func meet(t *testing.T, a, b *player) {
	t.Helper()
	a.say(b, "hello")
	until(t, 5*time.Second, "the request", func() bool { return b.heard(requestOf(a)) })
	require.True(t, b.Accept(a.SteamID()))
	b.expect(0, "hello")
	until(t, time.Second, "both active", func() bool { return a.isActive(b) && b.isActive(a) })
	a.forget()
	b.forget()
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
