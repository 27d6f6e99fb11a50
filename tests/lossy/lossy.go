// Package lossy is a bad network between two UDP sockets of this machine. It
// loses, delays, reorders and duplicates what they send each other, and can be
// cut or give one of them another address in the middle of a session.
//
// Each of the two has a door in it: a socket that stands for it before the
// other one. Whoever wants to reach a sends to a's door, and what a sends comes
// out of it.
//
//	a ──▶ (b's door ─ network ─ a's door) ──▶ b
//	a ◀── (b's door ─ network ─ a's door) ◀── b
package lossy

import (
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// Quality is what a network does to packets. The zero value does nothing.
type Quality struct {
	Latency   time.Duration // one way
	Jitter    time.Duration // at most, on top: packets overtake each other
	Loss      float64       // the share of packets that get lost
	Duplicate float64       // and that arrive twice
	Rate      int           // bytes a second, each way; 0: no limit
	Buffer    time.Duration // how long what is above the rate waits before packets are lost
}

// Counts are what became of the packets, in both directions.
type Counts struct{ Sent, Dropped, Duplicated, Overtaken int64 }

// Network lies between two sockets.
type Network struct {
	quality Quality
	a, b    *end
	cut     atomic.Bool
	readers sync.WaitGroup
	lines   sync.WaitGroup

	sent, dropped, duplicated, overtaken atomic.Int64
}

// end is where a network ends at one of the two sockets.
type end struct {
	network *Network
	address netip.AddrPort // of the socket
	other   *end
	line    *line // what the socket sends

	mu   sync.Mutex
	door *net.UDPConn
}

// Between returns a network between two sockets. The same seed makes the same
// choices for the same packets.
func Between(a, b netip.AddrPort, q Quality, seed uint64) (*Network, error) {
	n := &Network{quality: q}
	n.a = &end{network: n, address: a}
	n.b = &end{network: n, address: b, other: n.a}
	n.a.other = n.b
	for i, e := range []*end{n.a, n.b} {
		e.line = newLine(n, e.deliver, rand.New(rand.NewPCG(seed, uint64(i))))
	}
	for _, e := range []*end{n.a, n.b} {
		if err := e.open(); err != nil {
			n.Close()
			return nil, err
		}
	}
	return n, nil
}

// DoorOfA is where b reaches a.
func (n *Network) DoorOfA() netip.AddrPort { return n.a.doorAddress() }

// DoorOfB is where a reaches b.
func (n *Network) DoorOfB() netip.AddrPort { return n.b.doorAddress() }

// SetCut lets nothing through, or lets everything through again.
func (n *Network) SetCut(cut bool) { n.cut.Store(cut) }

// MoveA gives a another address, as a router does that forgot who is behind it:
// the old one leads nowhere from now on.
func (n *Network) MoveA() error { return n.a.open() }

// MoveB is MoveA for b.
func (n *Network) MoveB() error { return n.b.open() }

// Counts returns what became of the packets so far.
func (n *Network) Counts() Counts {
	return Counts{n.sent.Load(), n.dropped.Load(), n.duplicated.Load(), n.overtaken.Load()}
}

// Close ends the network. What is on its way gets lost.
func (n *Network) Close() {
	for _, e := range []*end{n.a, n.b} {
		e.mu.Lock()
		if e.door != nil {
			e.door.Close() //nolint:errcheck
		}
		e.mu.Unlock()
	}
	n.readers.Wait()
	close(n.a.line.in)
	close(n.b.line.in)
	n.lines.Wait()
}

// open gives an end a new door.
func (e *end) open() error {
	door, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return err
	}
	door.SetReadBuffer(1 << 20) //nolint:errcheck // the loss shall be ours
	e.mu.Lock()
	old := e.door
	e.door = door
	e.mu.Unlock()
	if old != nil {
		old.Close() //nolint:errcheck
	}
	e.network.readers.Go(func() { e.read(door) })
	return nil
}

func (e *end) doorAddress() netip.AddrPort {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.door.LocalAddr().(*net.UDPAddr).AddrPort()
}

// read takes in what the other socket sends to this one.
func (e *end) read(door *net.UDPConn) {
	buf := make([]byte, 1<<16)
	for {
		size, from, err := door.ReadFromUDPAddrPort(buf)
		if err != nil {
			return
		}
		if from == e.other.address {
			e.other.line.in <- append([]byte(nil), buf[:size]...)
		}
	}
}

// deliver hands what this end's socket has sent to the other one.
func (e *end) deliver(packet []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.door.WriteToUDPAddrPort(packet, e.other.address) //nolint:errcheck // it was closed, or the other is gone
}
