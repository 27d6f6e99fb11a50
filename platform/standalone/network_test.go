package standalone

// A simulated network in virtual time: real QUIC, real sessions, real files,
// but neither sockets nor waiting.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"strconv"
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
	rate      int           // bytes a second on the way to each player; 0: no limit
	buffer    time.Duration // how long what is above the rate waits before packets are dropped
	outage    time.Duration // nothing gets through for so long,
	every     time.Duration // so often
}

var clean = quality{latency: 5 * time.Millisecond}

// network is where the players of one test live.
type network struct {
	t   *testing.T
	dir string

	mu      sync.Mutex
	rng     *rand.Rand
	quality quality
	began   time.Time
	cut     bool
	dead    map[netip.AddrPort]bool
	deaf    map[netip.AddrPort]bool
	nodes   map[netip.AddrPort]simnet.PacketReceiver
	outside map[netip.AddrPort]netip.AddrPort // a socket's address as others see it, where that differs
	busy    map[netip.AddrPort]time.Time      // until when the way to a socket carries what was sent before
	due     map[netip.AddrPort]time.Time      // when the last packet arrives there
	next    byte
	tap     func(simnet.Packet) // sees every packet; nil: nobody listens

	counts
}

// counts are what became of the packets.
type counts struct{ sent, dropped, duplicated, overtaken, held int }

// inVirtualTime runs a test on a network of its own.
func inVirtualTime(t *testing.T, seed uint64, q quality, test func(t *testing.T, n *network)) {
	t.Helper()
	dir, now := t.TempDir(), time.Now()
	synctest.Test(t, func(t *testing.T) {
		// Virtual time begins in the year 2000, before QUIC's own clock does:
		// there its unset times would lie in the future.
		time.Sleep(time.Until(now))
		n := &network{
			t: t, dir: dir, quality: q,
			rng:     rand.New(rand.NewPCG(seed, 1)),
			began:   time.Now(),
			dead:    make(map[netip.AddrPort]bool),
			deaf:    make(map[netip.AddrPort]bool),
			nodes:   make(map[netip.AddrPort]simnet.PacketReceiver),
			outside: make(map[netip.AddrPort]netip.AddrPort),
			busy:    make(map[netip.AddrPort]time.Time),
			due:     make(map[netip.AddrPort]time.Time),
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
	if n.tap != nil {
		n.tap(p)
	}
	from, there := plain(p.From), plain(p.To)
	to := n.nodes[there]
	copies := 1
	switch {
	case to == nil, n.dead[there], n.dead[from]:
		copies = 0
	case n.cut, n.deaf[there], n.isOut(), n.rng.Float64() < n.quality.loss, n.isFull(there):
		n.dropped++
		copies = 0
	case n.rng.Float64() < n.quality.duplicate:
		n.duplicated++
		copies = 2
	}
	if outside, ok := n.outside[from]; ok {
		p.From = net.UDPAddrFromAddrPort(outside)
	}
	n.mu.Unlock()
	for range copies {
		to.RecvPacket(p)
	}
	return nil
}

// inject delivers a packet that says it came from somebody.
func (n *network) inject(from, to netip.AddrPort, b []byte) {
	n.mu.Lock()
	there := n.nodes[to]
	n.mu.Unlock()
	there.RecvPacket(simnet.Packet{From: net.UDPAddrFromAddrPort(from), To: net.UDPAddrFromAddrPort(to), Data: bytes.Clone(b)})
}

// isOut reports whether this is one of the moments when nothing gets through.
func (n *network) isOut() bool {
	return n.quality.every > 0 && time.Since(n.began)%n.quality.every > n.quality.every-n.quality.outage
}

// isFull reports whether all that may wait on the way to a socket waits.
func (n *network) isFull(there netip.AddrPort) bool {
	return n.quality.rate > 0 && time.Until(n.busy[there]) > n.quality.buffer
}

func (n *network) latency(p simnet.Packet) time.Duration {
	n.mu.Lock()
	defer n.mu.Unlock()
	there := plain(p.To)
	leaves := time.Now()
	if n.quality.rate > 0 {
		if n.busy[there].After(leaves) {
			leaves = n.busy[there]
			n.held++
		}
		leaves = leaves.Add(time.Duration(len(p.Data)) * time.Second / time.Duration(n.quality.rate))
		n.busy[there] = leaves
	}
	arrives := leaves.Add(n.quality.latency)
	if n.quality.jitter > 0 {
		arrives = arrives.Add(time.Duration(n.rng.Int64N(int64(n.quality.jitter))))
	}
	if arrives.Before(n.due[there]) {
		n.overtaken++
	} else {
		n.due[there] = arrives
	}
	return time.Until(arrives)
}

func (n *network) setCut(cut bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut = cut
}

// setDeaf cuts one direction alone: nothing reaches the player.
func (n *network) setDeaf(p *player, deaf bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.deaf[n.addressOf(p)] = deaf
}

// setAway cuts a player off, as when its laptop sleeps.
func (n *network) setAway(p *player, away bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.dead[n.addressOf(p)] = away
}

// move gives a player another address, as a router does that forgot who is
// behind it: the old one leads nowhere from now on.
func (n *network) move(p *player) {
	n.mu.Lock()
	defer n.mu.Unlock()
	old := n.addressOf(p)
	moved := netip.AddrPortFrom(old.Addr(), old.Port()+1)
	n.outside[p.address], n.nodes[moved] = moved, n.nodes[old]
	delete(n.nodes, old)
}

// addressOf is where others reach a player. n.mu is held.
func (n *network) addressOf(p *player) netip.AddrPort {
	if outside, ok := n.outside[p.address]; ok {
		return outside
	}
	return p.address
}

func (n *network) counted() counts {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.counts
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

// membersOf are the members of a lobby, as a game walks them.
func membersOf(p platform.LobbyState, lobby networking.SteamID) (members []networking.SteamID) {
	for i := range p.LobbyMemberCount(lobby) {
		if id := p.LobbyMemberAt(lobby, i); id != 0 {
			members = append(members, id)
		}
	}
	return members
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
	p.network.dead[p.network.addressOf(p)], p.network.dead[p.address] = true, true
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

func (p *player) isActive(with *player) bool { return p.isActiveWith(with.SteamID()) }

func (p *player) isActiveWith(id networking.SteamID) bool {
	state, ok := p.SessionState(id)
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
	until(p.t, p.within(5*time.Second), fmt.Sprintf("%q on channel %d", text, channel), func() bool { return p.PacketSize(channel) > 0 })
	require.Equal(p.t, text, p.read(channel))
}

// meet makes a session, which a begins, and forgets how.
func meet(t *testing.T, a, b *player) {
	t.Helper()
	a.say(b, "hello")
	until(t, b.within(5*time.Second), "the request", func() bool { return b.heard(requestOf(a)) })
	require.True(t, b.Accept(a.SteamID()))
	b.expect(0, "hello")
	until(t, a.within(5*time.Second), "both active", func() bool { return a.isActive(b) && b.isActive(a) })
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

// announce lets others find a player who has moved.
func (n *network) announce(p *player) {
	n.t.Helper()
	n.mu.Lock()
	text, err := json.Marshal(record{Address: n.addressOf(p).String()})
	n.mu.Unlock()
	require.NoError(n.t, err)
	require.NoError(n.t, writeFileAtomically(p.directory.pathOf(p.SteamID()), text))
}
