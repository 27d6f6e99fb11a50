// Package multiplayertest has connections between users of one process, for
// tests of peers: a network in memory, with what networks do to packets. It has
// no goroutine: what is due happens when somebody looks.
package multiplayertest

import (
	"bytes"
	"container/heap"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"godotsteam/multiplayer"
)

type (
	handle  = multiplayer.Handle
	steamID = multiplayer.SteamID
)

// Network connects users. Its fields may be changed at any time, by Change.
type Network struct {
	Latency time.Duration // one way, at least
	Jitter  time.Duration // more, by chance
	Loss    float64       // of unreliable messages, 0 to 1
	Timeout time.Duration // of connecting, and of silence

	mu     sync.Mutex
	rand   *rand.Rand
	events queue
	serial int
	last   handle
	cut    map[[2]steamID]bool
	ports  map[address]*Connections
}

type address struct {
	user steamID
	port int
}

// New returns a network whose chances follow from a seed.
func New(seed uint64) *Network {
	return &Network{
		Latency: 10 * time.Millisecond, Timeout: 10 * time.Second,
		rand: rand.New(rand.NewPCG(seed, 1)), cut: make(map[[2]steamID]bool), ports: make(map[address]*Connections),
	}
}

// Change changes the network.
func (n *Network) Change(f func(n *Network)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	f(n)
}

// Cut cuts or joins the way between two users.
func (n *Network) Cut(a, b steamID, cut bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut[pair(a, b)] = cut
	if !cut {
		return
	}
	now := time.Now()
	n.after(n.Timeout, func() {
		if !n.cut[pair(a, b)] {
			return
		}
		for _, c := range n.all() {
			for _, e := range c.ends {
				if e.other != nil && pair(e.c.user, e.user) == pair(a, b) && e.since.Before(now.Add(n.Timeout)) {
					e.become(multiplayer.StateProblem, 4001, "nothing was heard from the peer")
				}
			}
		}
	})
}

func (n *Network) all() []*Connections {
	var list []*Connections
	for _, c := range n.ports {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *Connections) int { return int(a.serial - b.serial) })
	return list
}

func pair(a, b steamID) [2]steamID { return [2]steamID{min(a, b), max(a, b)} }

// Connections are a user's, for one peer.
type Connections struct {
	n        *Network
	user     steamID
	serial   int
	port     int
	listens  bool
	dead     bool
	ends     map[handle]*end
	changes  []multiplayer.Change
	inbox    []arrival
	Options  []multiplayer.Option // that Listen was given
	Sent     []Sent               // all that was sent, if Log
	Log      bool
	UserData map[handle]int64
	Lanes    map[handle]int
	Released int // messages that came back
	Given    int // messages that were given out
}

// Sent is what a peer has sent.
type Sent struct {
	To    steamID
	Data  []byte
	Flags multiplayer.Flags
	Lane  int
}

type arrival struct {
	m multiplayer.Message
}

type end struct {
	c        *Connections
	handle   handle
	user     steamID // the other
	port     int
	other    *end
	state    multiplayer.State
	incoming bool
	since    time.Time
	lanes    int
	numbers  map[int]int64
	lastDue  map[int]time.Time
	early    []func() // sent before it was connected
	stalled  []multiplayer.Message
}

// Open returns connections of a user.
func (n *Network) Open(user steamID) *Connections {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.serial++
	return &Connections{
		n: n, user: user, serial: n.serial, ends: make(map[handle]*end),
		UserData: make(map[handle]int64), Lanes: make(map[handle]int),
	}
}

// lock has done what is due.
func (c *Connections) lock() {
	c.n.mu.Lock()
	c.n.run()
}

func (c *Connections) unlock() { c.n.mu.Unlock() }

// Kill has a user vanish without a word.
func (c *Connections) Kill() {
	c.lock()
	defer c.unlock()
	c.dead = true
	delete(c.n.ports, address{c.user, c.port})
	for _, e := range c.ends {
		other := e.other
		c.n.after(c.n.Timeout, func() {
			if other != nil {
				other.become(multiplayer.StateProblem, 4001, "nothing was heard from the peer")
			}
		})
	}
}

// Listen implements [multiplayer.Connections].
func (c *Connections) Listen(port int, options []multiplayer.Option) bool {
	c.lock()
	defer c.unlock()
	at := address{c.user, port}
	if c.n.ports[at] != nil || c.dead {
		return false
	}
	c.n.ports[at] = c
	c.port, c.listens, c.Options = port, true, options
	return true
}

func (c *Connections) newEnd(user steamID, port int) *end {
	c.n.last++
	e := &end{
		c: c, handle: c.n.last, user: user, port: port, lanes: 1, since: time.Now(),
		numbers: make(map[int]int64), lastDue: make(map[int]time.Time),
	}
	c.ends[e.handle] = e
	return e
}

// Connect implements [multiplayer.Connections].
func (c *Connections) Connect(to steamID, port int, _ []multiplayer.Option) handle {
	c.lock()
	defer c.unlock()
	for _, e := range c.ends {
		if e.user != to || e.state == multiplayer.StateClosedByPeer || e.state == multiplayer.StateProblem {
			continue
		}
		if e.incoming && e.state == multiplayer.StateConnecting {
			e.accept()
			return e.handle
		}
		return 0
	}
	e := c.newEnd(to, port)
	e.become(multiplayer.StateConnecting, 0, "")
	c.n.knock(e)
	timeout := c.n.Timeout
	c.n.after(timeout, func() {
		if e.state == multiplayer.StateConnecting {
			e.become(multiplayer.StateProblem, multiplayer.EndTimeout, "the peer did not accept the connection in time")
		}
	})
	return e.handle
}

// knock asks, again and again.
func (n *Network) knock(e *end) {
	n.after(n.delay(), func() {
		if e.state != multiplayer.StateConnecting || e.other != nil || e.c.dead || e.c.ends[e.handle] != e {
			return
		}
		n.after(time.Second, func() { n.knock(e) })
		there := n.ports[address{e.user, e.port}]
		if there == nil || there.dead || n.cut[pair(e.c.user, e.user)] {
			return
		}
		for _, theirs := range there.ends {
			if theirs.user != e.c.user || theirs.state == multiplayer.StateClosedByPeer ||
				theirs.state == multiplayer.StateProblem {
				continue
			}
			if theirs.other == nil && theirs.state == multiplayer.StateConnecting { // they called, too
				e.other, theirs.other = theirs, e
				theirs.become(multiplayer.StateConnected, 0, "")
				n.after(n.delay(), func() { e.become(multiplayer.StateConnected, 0, "") })
				return
			}
			if theirs.other != nil && theirs.other.c.dead { // it was killed: told of when the new one asks
				theirs.become(multiplayer.StateProblem, 5010, "the peer knows of no such connection")
			}
			return
		}
		theirs := there.newEnd(e.c.user, e.port)
		theirs.incoming, theirs.other, e.other = true, e, theirs
		theirs.become(multiplayer.StateConnecting, 0, "")
	})
}

func (e *end) accept() {
	e.become(multiplayer.StateConnected, 0, "")
	other := e.other
	e.c.n.after(e.c.n.delay(), func() { other.become(multiplayer.StateConnected, 0, "") })
}

func (e *end) become(state multiplayer.State, why multiplayer.End, text string) {
	if e.c.ends[e.handle] != e || e.state >= multiplayer.StateClosedByPeer || e.state == state {
		return
	}
	old := e.state
	e.state, e.since = state, time.Now()
	e.c.changes = append(e.c.changes, multiplayer.Change{
		Connection: e.handle, User: e.user, Incoming: e.incoming, State: state, Old: old, End: why, Text: text,
	})
	if state == multiplayer.StateConnected {
		for _, send := range e.early {
			send()
		}
		e.early = nil
	}
}

// Accept implements [multiplayer.Connections].
func (c *Connections) Accept(h handle) multiplayer.Result {
	c.lock()
	defer c.unlock()
	e := c.ends[h]
	switch {
	case e == nil:
		return multiplayer.ResultInvalidParam
	case !e.incoming || e.state != multiplayer.StateConnecting:
		return multiplayer.ResultDuplicate
	}
	e.accept()
	return multiplayer.ResultOK
}

// Close implements [multiplayer.Connections].
func (c *Connections) Close(h handle, why multiplayer.End, text string, linger bool) {
	c.lock()
	defer c.unlock()
	c.close(h, why, text, linger)
}

func (c *Connections) close(h handle, why multiplayer.End, text string, linger bool) {
	e := c.ends[h]
	if e == nil {
		return
	}
	delete(c.ends, h)
	c.inbox = slices.DeleteFunc(c.inbox, func(a arrival) bool {
		if a.m.Connection == h {
			c.Released++
		}
		return a.m.Connection == h
	})
	other := e.other
	if other == nil || e.state >= multiplayer.StateClosedByPeer || c.dead {
		return
	}
	delay := c.n.delay()
	if linger {
		for _, due := range e.lastDue {
			delay = max(delay, time.Until(due))
		}
	}
	if c.n.cut[pair(c.user, e.user)] {
		c.n.after(c.n.Timeout, func() {
			other.become(multiplayer.StateProblem, 4001, "nothing was heard from the peer")
		})
		return
	}
	c.n.after(delay, func() { other.become(multiplayer.StateClosedByPeer, why, text) })
}

// SetLanes implements [multiplayer.Connections].
func (c *Connections) SetLanes(h handle, lanes int) multiplayer.Result {
	c.lock()
	defer c.unlock()
	e := c.ends[h]
	if e == nil || lanes < e.lanes || lanes > 255 {
		return multiplayer.ResultInvalidParam
	}
	e.lanes, c.Lanes[h] = lanes, lanes
	return multiplayer.ResultOK
}

// SetUserData implements [multiplayer.Connections].
func (c *Connections) SetUserData(h handle, data int64) {
	c.lock()
	defer c.unlock()
	c.UserData[h] = data
}

// Send implements [multiplayer.Connections].
func (c *Connections) Send(h handle, data []byte, flags multiplayer.Flags, lane int) multiplayer.Result {
	c.lock()
	defer c.unlock()
	e := c.ends[h]
	switch {
	case e == nil || lane < 0 || lane >= e.lanes || len(data) > multiplayer.MaxPacket ||
		flags&multiplayer.FlagReliable != 0 && flags&multiplayer.FlagNoDelay != 0:
		return multiplayer.ResultInvalidParam
	case e.state >= multiplayer.StateClosedByPeer:
		return multiplayer.ResultNoConnection
	}
	data = bytes.Clone(data)
	if c.Log {
		c.Sent = append(c.Sent, Sent{e.user, data, flags, lane})
	}
	reliable := flags&multiplayer.FlagReliable != 0
	if !reliable && (e.state != multiplayer.StateConnected || c.n.rand.Float64() < c.n.Loss) {
		e.numbers[lane]++
		return multiplayer.ResultOK
	}
	e.numbers[lane]++
	m := multiplayer.Message{Data: data, Lane: lane, Number: e.numbers[lane], Reliable: reliable}
	if e.state != multiplayer.StateConnected {
		e.early = append(e.early, func() { e.deliver(m) })
		return multiplayer.ResultOK
	}
	e.deliver(m)
	return multiplayer.ResultOK
}

func (e *end) deliver(m multiplayer.Message) {
	n, other := e.c.n, e.other
	delay := n.delay()
	if m.Reliable {
		if n.rand.Float64() < n.Loss {
			delay += n.Latency*3 + time.Millisecond // it goes again
		}
		due := time.Now().Add(delay)
		if last := e.lastDue[m.Lane]; due.Before(last) {
			due = last
		}
		e.lastDue[m.Lane] = due
		delay = time.Until(due)
	}
	n.after(delay, func() {
		if m.Reliable && (len(e.stalled) > 0 || n.cut[pair(e.c.user, e.user)]) {
			if e.stalled = append(e.stalled, m); len(e.stalled) == 1 {
				n.unstall(e, time.Now())
			}
			return
		}
		other.arrive(m)
	})
}

// unstall brings what could not get through when it can.
func (n *Network) unstall(e *end, since time.Time) {
	n.after(200*time.Millisecond, func() {
		switch {
		case !n.cut[pair(e.c.user, e.user)]:
			for _, m := range e.stalled {
				e.other.arrive(m)
			}
			e.stalled = nil
		case time.Since(since) > n.Timeout:
			e.become(multiplayer.StateProblem, 4001, "nothing was heard from the peer")
			e.other.become(multiplayer.StateProblem, 4001, "nothing was heard from the peer")
		default:
			n.unstall(e, since)
		}
	})
}

func (e *end) arrive(m multiplayer.Message) {
	c := e.c
	if c.ends[e.handle] != e || e.state >= multiplayer.StateClosedByPeer || c.dead || c.n.cut[pair(c.user, e.user)] {
		return
	}
	m.Connection, m.Holder = e.handle, c
	c.inbox = append(c.inbox, arrival{m})
	c.Given++
}

// Release implements [multiplayer.Holder].
func (c *Connections) Release(multiplayer.Message) {
	c.lock()
	defer c.unlock()
	c.Released++
}

// Receive implements [multiplayer.Connections].
func (c *Connections) Receive(into []multiplayer.Message) int {
	c.lock()
	defer c.unlock()
	n := min(len(into), len(c.inbox))
	for i := range n {
		into[i] = c.inbox[i].m
	}
	c.inbox = slices.Delete(c.inbox, 0, n)
	return n
}

// NextChange implements [multiplayer.Connections].
func (c *Connections) NextChange() (multiplayer.Change, bool) {
	c.lock()
	defer c.unlock()
	if len(c.changes) == 0 || c.dead {
		return multiplayer.Change{}, false
	}
	change := c.changes[0]
	c.changes = c.changes[1:]
	return change, true
}

// Status implements [multiplayer.Connections].
func (c *Connections) Status(h handle) (multiplayer.Status, bool) {
	c.lock()
	defer c.unlock()
	e := c.ends[h]
	if e == nil {
		return multiplayer.Status{}, false
	}
	return multiplayer.Status{State: e.state, Ping: int(2 * c.n.Latency / time.Millisecond)}, true
}

// Shutdown implements [multiplayer.Connections].
func (c *Connections) Shutdown() {
	c.lock()
	defer c.unlock()
	for h := range c.ends {
		c.close(h, multiplayer.EndClosed, "", false)
	}
	if c.n.ports[address{c.user, c.port}] == c {
		delete(c.n.ports, address{c.user, c.port})
	}
	c.dead = true
	c.changes = nil
}

// Unreleased returns how many messages somebody has and has not given back.
func (c *Connections) Unreleased() int {
	c.lock()
	defer c.unlock()
	return c.Given - c.Released - len(c.inbox)
}

func (n *Network) delay() time.Duration {
	if n.Jitter <= 0 {
		return n.Latency
	}
	return n.Latency + time.Duration(n.rand.Int64N(int64(n.Jitter)))
}

type due struct {
	at time.Time
	no int
	do func()
}

type queue []due

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].at.Before(q[j].at) || q[i].at.Equal(q[j].at) && q[i].no < q[j].no
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(due)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

func (n *Network) after(d time.Duration, do func()) {
	n.serial++
	heap.Push(&n.events, due{time.Now().Add(d), n.serial, do})
}

func (n *Network) run() {
	now := time.Now()
	for len(n.events) > 0 && !n.events[0].at.After(now) {
		heap.Pop(&n.events).(due).do()
	}
}
