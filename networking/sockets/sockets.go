package sockets

import (
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"godotsteam/networking"
	"godotsteam/steamtypes"
)

// Config is what Sockets are made with.
type Config struct {
	ID      steamtypes.SteamID // ours
	Carrier Carrier

	// Changed is told each change of a connection's state, in order, and never
	// while a lock is held. It may call the Sockets.
	Changed func(Change)

	// Rand decides for a bad network, and where handles begin. nil: by chance.
	Rand *rand.Rand
}

// Change is a change of a connection's state. What it says is of that moment.
type Change struct {
	Connection Handle
	Info       Info
	Old        State

	// Undelivered says that reliable messages of ours may not have arrived.
	Undelivered bool
}

// Owner uses sockets in the game's stead: package messages does. Its
// connections' changes go to it and not to [Config].Changed.
type Owner struct {
	Changed func(Change)
	Header  int // bytes that it puts in front of the game's, at most 4
}

// Sockets are one user's listen sockets, connections and poll groups. All
// methods are safe for concurrent use, and none waits.
type Sockets struct {
	id      steamtypes.SteamID
	carrier Carrier
	changed func(Change)
	rand    *rand.Rand
	started time.Time

	mu     sync.Mutex
	closed bool
	config config // of all
	last   Handle // that was given out

	listeners map[Handle]*listener
	ports     map[int]*listener
	conns     map[Handle]*conn // that the game has, also those that have ended
	groups    map[Handle]*group
	paths     map[steamtypes.SteamID]*path

	refused  []refusal // ring
	refusals int       // of all time

	arrivals uint64 // messages that have come, of all connections
	endings  uint64 // connections that have ended
	buffers  networking.BufferPool

	local  []localFrame // between socket pairs, until unlock
	events []event      // until unlock
	tells  bool         // somebody is at it
}

// refusal is a connection that a peer asked for and we closed.
type refusal struct {
	peer   steamtypes.SteamID
	remote Handle
}

func (s *Sockets) refuse(r refusal) {
	if len(s.refused) < MaxRefused {
		s.refused = append(s.refused, r)
	} else {
		s.refused[s.refusals%MaxRefused] = r
	}
	s.refusals++
}

type event struct {
	tell   func(Change)
	change Change
}

// New returns Sockets without a connection.
func New(c Config) *Sockets {
	s := &Sockets{
		id: c.ID, carrier: c.Carrier, changed: c.Changed, rand: c.Rand, started: time.Now(),
		listeners: make(map[Handle]*listener),
		ports:     make(map[int]*listener),
		conns:     make(map[Handle]*conn),
		groups:    make(map[Handle]*group),
		paths:     make(map[steamtypes.SteamID]*path),
	}
	if s.rand == nil {
		s.rand = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	if s.changed == nil {
		s.changed = func(Change) {}
	}
	s.last = Handle(s.rand.Uint32())
	return s
}

// Close ends every connection, tells the peers, and gives everything back.
func (s *Sockets) Close() {
	s.lock()
	defer s.unlock()
	for _, c := range s.conns {
		s.close(c, EndAppMin, "", false)
	}
	for _, p := range s.paths {
		for _, c := range slices.Clone(p.conns) {
			c.free()
		}
		p.drop()
	}
	s.closed = true
	clear(s.listeners)
	clear(s.ports)
	clear(s.groups)
}

// LocalTimestamp is the time in microseconds, on the clock that messages are
// stamped with. It never goes back.
func (s *Sockets) LocalTimestamp() int64 {
	return (StartOfTime + time.Since(s.started)).Microseconds()
}

func (s *Sockets) lock() { s.mu.Lock() }

// unlock brings socket pairs' frames to the other ends, and tells what has
// changed. If somebody is at that already, they tell this, too: so it is told
// in order, and a game that calls us meanwhile is not told inside its own call.
func (s *Sockets) unlock() {
	s.settle()
	for len(s.events) > 0 && !s.tells {
		events := s.events
		s.events, s.tells = nil, true
		s.mu.Unlock()
		for _, e := range events {
			e.tell(e.change)
		}
		s.mu.Lock()
		s.tells = false
		s.settle()
	}
	s.mu.Unlock()
}

func (s *Sockets) settle() {
	for len(s.local) > 0 {
		frames := s.local
		s.local = nil
		for _, f := range frames {
			_ = f.to.arrive(f.bytes, f.reliable)
		}
	}
}

// handle returns one that nobody has.
func (s *Sockets) handle() Handle {
	for {
		s.last++
		h := s.last
		if h != 0 && s.conns[h] == nil && s.listeners[h] == nil && s.groups[h] == nil && !s.lingers(h) {
			return h
		}
	}
}

func (s *Sockets) lingers(h Handle) bool {
	for _, p := range s.paths {
		if p.find(h) != nil {
			return true
		}
	}
	return false
}

// Opened implements [Handler].
func (s *Sockets) Opened(peer steamtypes.SteamID) {
	s.lock()
	defer s.unlock()
	if p := s.paths[peer]; p != nil {
		p.opened()
	}
}

// Writable implements [Handler].
func (s *Sockets) Writable(peer steamtypes.SteamID) {
	s.lock()
	defer s.unlock()
	if p := s.paths[peer]; p != nil {
		p.pump()
	}
}

// Received implements [Handler].
func (s *Sockets) Received(peer steamtypes.SteamID, b []byte, reliable bool) error {
	s.lock()
	defer s.unlock()
	if s.closed {
		return nil
	}
	if p := s.paths[peer]; p != nil {
		if !p.open {
			p.opened()
		}
		return p.arrive(b, reliable)
	}
	if s.config.float(FakeLossRecv) >= 100 {
		return nil
	}
	return s.take(peer, nil, b, reliable)
}

// Lost implements [Handler].
func (s *Sockets) Lost(peer steamtypes.SteamID, why Loss) {
	s.lock()
	defer s.unlock()
	if p := s.paths[peer]; p != nil {
		p.lost(why)
	}
}

// take does what a frame says. p is the path that it came over, nil if there
// is none yet.
func (s *Sockets) take(peer steamtypes.SteamID, p *path, b []byte, reliable bool) error {
	f, err := parseFrame(b)
	if err != nil {
		return err
	}
	if f.kind == frameConnect {
		if reliable {
			s.knock(peer, &f)
		}
		return nil
	}
	var c *conn
	if p != nil {
		c = p.find(f.to)
		if c == nil && f.kind == frameClose {
			c = p.findRemote(f.from)
		}
	}
	if c == nil {
		if f.kind != frameClose {
			s.deny(peer, p, &f)
		}
		return nil
	}
	c.take(&f, len(b), reliable)
	return nil
}

// deny tells a peer that we have no such connection. The word may get lost: the
// peer will ask again. It is shorter than what it answers, but for a few bytes.
func (s *Sockets) deny(peer steamtypes.SteamID, p *path, f *frame) {
	answer := frame{kind: frameClose, to: f.from, from: f.to, reason: EndNoConnection}
	if answer.from == 0 {
		return
	}
	b := appendFrame(nil, &answer)
	if p != nil {
		p.send(b, false)
	} else if s.carrier.Room(peer) > 0 {
		s.carrier.Send(peer, b, false)
	}
}
