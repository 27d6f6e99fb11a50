// Package simulated is a network in virtual time, for tests: real QUIC over it, but neither sockets nor waiting.
package simulated

import (
	"bytes"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quic-go/quic-go/testutils/simnet"
	"github.com/stretchr/testify/require"
)

// Quality is what a network does to packets.
type Quality struct {
	Latency   time.Duration // one way
	Jitter    time.Duration // at most, on top: packets overtake each other
	Loss      float64
	Duplicate float64
	Rate      int           // bytes a second on the way to each player; 0: no limit
	Buffer    time.Duration // how long what is above the rate waits before packets are dropped
	Outage    time.Duration // nothing gets through for so long,
	Every     time.Duration // so often
}

// App is the game that all play.
const App = 480

// Addressed is somebody with a socket.
type Addressed interface{ Address() netip.AddrPort }

// Clean is a network that does them no harm.
var Clean = Quality{Latency: 5 * time.Millisecond}

// Network is where the players of one test live.
type Network struct {
	t       *testing.T
	quality Quality
	began   time.Time

	mu      sync.Mutex
	rng     *rand.Rand
	cut     bool
	dead    map[netip.AddrPort]bool
	deaf    map[netip.AddrPort]bool
	nodes   map[netip.AddrPort]simnet.PacketReceiver
	outside map[netip.AddrPort]netip.AddrPort // a socket's address as others see it, where that differs
	busy    map[netip.AddrPort]time.Time      // until when the way to a socket carries what was sent before
	due     map[netip.AddrPort]time.Time      // when the last packet arrives there
	next    byte
	tap     func(simnet.Packet)
	counts  Counts
}

// Counts are what became of the packets.
type Counts struct{ Sent, Dropped, Duplicated, Overtaken, Held int }

// InVirtualTime runs a test on a network of its own.
func InVirtualTime(t *testing.T, seed uint64, q Quality, test func(t *testing.T, n *Network)) {
	t.Helper()
	now := time.Now()
	synctest.Test(t, func(t *testing.T) {
		// Virtual time begins in the year 2000, before QUIC's own clock does:
		// there its unset times would lie in the future.
		time.Sleep(time.Until(now))
		test(t, &Network{
			t: t, quality: q,
			rng:     rand.New(rand.NewPCG(seed, 1)),
			began:   time.Now(),
			dead:    make(map[netip.AddrPort]bool),
			deaf:    make(map[netip.AddrPort]bool),
			nodes:   make(map[netip.AddrPort]simnet.PacketReceiver),
			outside: make(map[netip.AddrPort]netip.AddrPort),
			busy:    make(map[netip.AddrPort]time.Time),
			due:     make(map[netip.AddrPort]time.Time),
		})
	})
}

// Plain returns an address as addresses are compared.
func Plain(a net.Addr) netip.AddrPort {
	p := a.(*net.UDPAddr).AddrPort()
	return netip.AddrPortFrom(p.Addr().Unmap(), p.Port())
}

// Until waits for a condition, in virtual time.
func Until(t testing.TB, within time.Duration, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !condition(); time.Sleep(time.Millisecond) {
		require.True(t, time.Now().Before(end), "not within %v: %s", within, what)
	}
}

// Socket returns a socket of a new computer.
func (n *Network) Socket() *simnet.SimConn {
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

// AddNode implements [simnet.Router].
func (n *Network) AddNode(a net.Addr, r simnet.PacketReceiver) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.nodes[Plain(a)] = r
}

// SendPacket implements [simnet.Router].
func (n *Network) SendPacket(p simnet.Packet) error {
	n.mu.Lock()
	n.counts.Sent++
	if n.tap != nil {
		n.tap(p)
	}
	from, there := Plain(p.From), Plain(p.To)
	to := n.nodes[there]
	copies := 1
	switch {
	case to == nil, n.dead[there], n.dead[from]:
		copies = 0
	case n.cut, n.deaf[there], n.isOut(), n.rng.Float64() < n.quality.Loss, n.isFull(there):
		n.counts.Dropped++
		copies = 0
	case n.rng.Float64() < n.quality.Duplicate:
		n.counts.Duplicated++
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

// Inject delivers a packet that says it came from somebody.
func (n *Network) Inject(from, to netip.AddrPort, b []byte) {
	n.mu.Lock()
	there := n.nodes[to]
	n.mu.Unlock()
	there.RecvPacket(simnet.Packet{
		From: net.UDPAddrFromAddrPort(from), To: net.UDPAddrFromAddrPort(to), Data: bytes.Clone(b),
	})
}

// Tap has somebody see every packet, with the network's lock.
func (n *Network) Tap(sees func(simnet.Packet)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.tap = sees
}

// Locked runs something with the network's lock.
func (n *Network) Locked(do func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	do()
}

// Quality returns what this network does to packets.
func (n *Network) Quality() Quality { return n.quality }

// Counted returns what became of the packets so far.
func (n *Network) Counted() Counts {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.counts
}

// isOut reports whether this is one of the moments when nothing gets through.
func (n *Network) isOut() bool {
	return n.quality.Every > 0 && time.Since(n.began)%n.quality.Every > n.quality.Every-n.quality.Outage
}

// isFull reports whether all that may wait on the way to a socket waits.
func (n *Network) isFull(there netip.AddrPort) bool {
	return n.quality.Rate > 0 && time.Until(n.busy[there]) > n.quality.Buffer
}

func (n *Network) latency(p simnet.Packet) time.Duration {
	n.mu.Lock()
	defer n.mu.Unlock()
	there := Plain(p.To)
	leaves := time.Now()
	if n.quality.Rate > 0 {
		if n.busy[there].After(leaves) {
			leaves = n.busy[there]
			n.counts.Held++
		}
		leaves = leaves.Add(time.Duration(len(p.Data)) * time.Second / time.Duration(n.quality.Rate))
		n.busy[there] = leaves
	}
	arrives := leaves.Add(n.quality.Latency)
	if n.quality.Jitter > 0 {
		arrives = arrives.Add(time.Duration(n.rng.Int64N(int64(n.quality.Jitter))))
	}
	if arrives.Before(n.due[there]) {
		n.counts.Overtaken++
	} else {
		n.due[there] = arrives
	}
	return time.Until(arrives)
}

// SetCut cuts the network, or mends it.
func (n *Network) SetCut(cut bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut = cut
}

// SetDeaf cuts one direction alone: nothing reaches somebody.
func (n *Network) SetDeaf(who Addressed, deaf bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.deaf[n.addressOf(who.Address())] = deaf
}

// SetAway cuts somebody off, as when its laptop sleeps or its process was killed.
func (n *Network) SetAway(who Addressed, away bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.dead[n.addressOf(who.Address())], n.dead[who.Address()] = away, away
}

// Move gives somebody another address, as a router does that forgot who is
// behind it: the old one leads nowhere from now on.
func (n *Network) Move(who Addressed) {
	n.mu.Lock()
	defer n.mu.Unlock()
	socket := who.Address()
	old := n.addressOf(socket)
	moved := netip.AddrPortFrom(old.Addr(), old.Port()+1)
	n.outside[socket], n.nodes[moved] = moved, n.nodes[old]
	delete(n.nodes, old)
}

// AddressOf is where others reach somebody.
func (n *Network) AddressOf(who Addressed) netip.AddrPort {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.addressOf(who.Address())
}

func (n *Network) addressOf(socket netip.AddrPort) netip.AddrPort {
	if outside, ok := n.outside[socket]; ok {
		return outside
	}
	return socket
}
