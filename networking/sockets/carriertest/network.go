// Package carriertest has a network in memory, for tests of what stands on a
// [sockets.Carrier]. It is as slow and as bad as it is told to be, and made for
// virtual time (testing/synctest). Reliable frames arrive once and in order, or
// the way is lost; others get lost, and out of order.
package carriertest

import (
	"container/heap"
	"math/rand/v2"
	"net/netip"
	"slices"
	"sync"
	"time"

	"godotsteam/networking/sockets"
	"godotsteam/steamtypes"
)

// Room is how much a node takes before it has sent something.
const Room = 64 << 10

// Network is where nodes meet. Set its fields before the first node is made.
type Network struct {
	Delay   time.Duration // one way
	Jitter  time.Duration // and up to this more; reliable frames stay in order
	Loss    float64       // of unreliable frames, 0 to 1
	Rate    int           // bytes a second, each way of each pair; 0: any
	Timeout time.Duration // until who opens a way that there isn't is told; 0: never
	Rand    *rand.Rand

	mu    sync.Mutex
	nodes map[steamtypes.SteamID]*Node
	lines map[[2]steamtypes.SteamID]*line
	cut   map[[2]steamtypes.SteamID]bool
	done  chan struct{}
	wait  sync.WaitGroup
}

// Node is a user's end of the network, a [sockets.Carrier].
type Node struct {
	net     *Network
	id      steamtypes.SteamID
	handler sockets.Handler
	Refuses bool // others' opening
	Sent    int  // frames that it was given
	dead    bool
}

// New returns a network without delay or loss.
func New(seed uint64) *Network {
	return &Network{
		Rand:  rand.New(rand.NewPCG(seed, 1)),
		nodes: make(map[steamtypes.SteamID]*Node),
		lines: make(map[[2]steamtypes.SteamID]*line),
		cut:   make(map[[2]steamtypes.SteamID]bool),
		done:  make(chan struct{}),
	}
}

// Close ends the network's goroutines.
func (n *Network) Close() {
	close(n.done)
	n.wait.Wait()
}

// Node returns the end of a user, whose handler must be given to Attach.
func (n *Network) Node(id steamtypes.SteamID) *Node {
	n.mu.Lock()
	defer n.mu.Unlock()
	node := &Node{net: n, id: id}
	n.nodes[id] = node
	return node
}

// Attach says who is told what comes in.
func (node *Node) Attach(h sockets.Handler) {
	node.net.mu.Lock()
	defer node.net.mu.Unlock()
	node.handler = h
}

func pair(a, b steamtypes.SteamID) [2]steamtypes.SteamID {
	return [2]steamtypes.SteamID{min(a, b), max(a, b)}
}

// Cut has everything between two users vanish, without a word.
func (n *Network) Cut(a, b steamtypes.SteamID) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut[pair(a, b)] = true
}

// Mend undoes Cut. What vanished stays so.
func (n *Network) Mend(a, b steamtypes.SteamID) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.cut, pair(a, b))
}

// Lose ends the way between two users: both are told, and what was on it is
// gone.
func (n *Network) Lose(a, b steamtypes.SteamID, why sockets.Loss) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, l := range []*line{n.line(a, b), n.line(b, a)} {
		l.items = slices.DeleteFunc(l.items, func(i item) bool { return i.frame != nil })
		heap.Init(&l.items)
		l.queued, l.up, l.full = 0, false, false
		from := l.from
		l.add(0, func() { l.to().Lost(from, why) })
	}
}

// Kill has a user be gone, without a word. A new node may take the place.
func (n *Network) Kill(id steamtypes.SteamID) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if node := n.nodes[id]; node != nil {
		node.dead = true
		delete(n.nodes, id)
	}
}

// line is one direction between two users. Network.mu guards it.
type line struct {
	net      *Network
	from, at steamtypes.SteamID
	items    items
	up       bool
	queued   int // bytes that have not been sent
	full     bool
	free     time.Time // when the wire is
	last     time.Time // when the last reliable frame arrives
	count    int
	wake     chan struct{}
}

type item struct {
	due   time.Time
	count int
	frame []byte // nil: something else happens
	do    func()
}

func (n *Network) line(from, to steamtypes.SteamID) *line {
	key := [2]steamtypes.SteamID{from, to}
	l := n.lines[key]
	if l == nil {
		l = &line{net: n, from: from, at: to, wake: make(chan struct{}, 1)}
		n.lines[key] = l
		n.wait.Add(1)
		go l.run()
	}
	return l
}

// to returns who hears what comes over a line. Nobody does where nobody is.
func (l *line) to() sockets.Handler {
	l.net.mu.Lock()
	defer l.net.mu.Unlock()
	if node := l.net.nodes[l.at]; node != nil && node.handler != nil {
		return node.handler
	}
	return nobody{}
}

type nobody struct{}

func (nobody) Opened(steamtypes.SteamID)                       {}
func (nobody) Received(steamtypes.SteamID, []byte, bool) error { return nil }
func (nobody) Writable(steamtypes.SteamID)                     {}
func (nobody) Lost(steamtypes.SteamID, sockets.Loss)           {}

func (l *line) add(after time.Duration, do func()) { l.push(item{due: time.Now().Add(after), do: do}) }

func (l *line) push(i item) {
	l.count++
	i.count = l.count
	heap.Push(&l.items, i)
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *line) run() {
	defer l.net.wait.Done()
	for {
		l.net.mu.Lock()
		var first *item
		var sleep <-chan time.Time
		if len(l.items) > 0 {
			if wait := time.Until(l.items[0].due); wait <= 0 {
				i := heap.Pop(&l.items).(item)
				first = &i
			} else {
				sleep = time.After(wait)
			}
		}
		l.net.mu.Unlock()
		if first != nil {
			first.do()
			continue
		}
		select {
		case <-l.wake:
		case <-sleep:
		case <-l.net.done:
			return
		}
	}
}

// Open implements [sockets.Carrier].
func (node *Node) Open(peer steamtypes.SteamID) {
	n := node.net
	n.mu.Lock()
	defer n.mu.Unlock()
	there, here := n.line(node.id, peer), n.line(peer, node.id)
	other := n.nodes[peer]
	if node.dead {
		return
	}
	why := sockets.LossTimeout
	switch {
	case other == nil || n.cut[pair(node.id, peer)]:
	case other.Refuses:
		why = sockets.LossRefused
	default:
		there.up, here.up = true, true
		there.add(n.Delay, func() { there.to().Opened(node.id) })
		here.add(2*n.Delay, func() { here.to().Opened(peer) })
		return
	}
	if why == sockets.LossRefused || n.Timeout > 0 {
		here.add(max(n.Delay, n.Timeout), func() { here.to().Lost(peer, why) })
	}
}

// Send implements [sockets.Carrier].
func (node *Node) Send(peer steamtypes.SteamID, frame []byte, reliable bool) bool {
	n := node.net
	n.mu.Lock()
	defer n.mu.Unlock()
	l := n.line(node.id, peer)
	if !l.up || node.dead {
		return false
	}
	node.Sent++
	frame = slices.Clone(frame)
	now := time.Now()
	if l.free.Before(now) {
		l.free = now
	}
	if n.Rate > 0 {
		l.free = l.free.Add(time.Duration(len(frame)) * time.Second / time.Duration(n.Rate))
	}
	l.queued += len(frame)
	l.push(item{due: l.free, frame: frame, do: func() { l.left(len(frame)) }})
	if n.cut[pair(node.id, peer)] || !reliable && n.Rand.Float64() < n.Loss {
		return true
	}
	due := l.free.Add(n.Delay)
	if n.Jitter > 0 {
		due = due.Add(time.Duration(n.Rand.Int64N(int64(n.Jitter))))
	}
	if reliable {
		if due.Before(l.last) {
			due = l.last
		}
		l.last = due
	}
	l.push(item{due: due, frame: frame, do: func() { _ = l.to().Received(node.id, frame, reliable) }})
	return true
}

// left counts a frame that is on the wire.
func (l *line) left(size int) {
	l.net.mu.Lock()
	defer l.net.mu.Unlock()
	if l.queued -= size; l.full && l.queued < Room/2 {
		l.full = false
		back := l.net.line(l.at, l.from)
		back.add(0, func() { back.to().Writable(l.at) })
	}
}

// Room implements [sockets.Carrier].
func (node *Node) Room(peer steamtypes.SteamID) int {
	n := node.net
	n.mu.Lock()
	defer n.mu.Unlock()
	l := n.line(node.id, peer)
	if !l.up {
		return 0
	}
	room := max(0, Room-l.queued)
	l.full = l.full || room == 0
	return room
}

// MaxUnreliable implements [sockets.Carrier].
func (node *Node) MaxUnreliable() int { return 1200 }

// Release implements [sockets.Carrier].
func (node *Node) Release(steamtypes.SteamID) {}

// Address implements [sockets.Carrier].
func (node *Node) Address(steamtypes.SteamID) netip.AddrPort {
	return netip.MustParseAddrPort("127.0.0.1:4242")
}

// items is a heap: what is due first, and of those what came first.
type items []item

func (h items) Len() int      { return len(h) }
func (h items) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h items) Less(i, j int) bool {
	if !h[i].due.Equal(h[j].due) {
		return h[i].due.Before(h[j].due)
	}
	return h[i].count < h[j].count
}
func (h *items) Push(i any) { *h = append(*h, i.(item)) }
func (h *items) Pop() any {
	last := len(*h) - 1
	i := (*h)[last]
	*h = (*h)[:last]
	return i
}
