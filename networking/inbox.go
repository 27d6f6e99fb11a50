package networking

import (
	"context"
	"sync"
	"sync/atomic"
)

// Inbox holds what was received until the game reads it: one queue per
// channel, in order of arrival, whoever sent it.
//
// An Inbox is safe for concurrent use. It is filled through a [Source] per
// user, which bounds what that user can make it hold.
type Inbox struct {
	mu      sync.Mutex
	low     []packetQueue        // of the channels below len(heads)
	high    map[int]*packetQueue // of the others, while they hold something
	sources map[*Source]struct{}
	unread  int // charged bytes of all sources
	buffers BufferPool
	release func([]byte) // free, made a func value once and not for each packet

	heads []atomic.Int64
}

// PolledChannels is how many channels an inbox answers polls for without a
// lock. Real games use the first few.
const PolledChannels = 64

// NewInbox returns an empty inbox. For each channel below len(heads) it keeps
// heads[channel] at the size of the channel's next packet, 0 when there is
// none, so that a poll is one load and takes no lock. nil makes its own.
func NewInbox(heads []atomic.Int64) *Inbox {
	if heads == nil {
		heads = make([]atomic.Int64, PolledChannels)
	}
	for i := range heads {
		heads[i].Store(0)
	}
	in := &Inbox{
		low:     make([]packetQueue, len(heads)),
		high:    make(map[int]*packetQueue),
		sources: make(map[*Source]struct{}),
		heads:   heads,
	}
	in.release = in.free
	return in
}

// Size returns the size of the next packet on a channel, 0 if there is none.
func (in *Inbox) Size(channel int) int {
	if channel >= 0 && channel < len(in.heads) {
		return int(in.heads[channel].Load())
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if q := in.high[channel]; q != nil {
		return len(q.first().data)
	}
	return 0
}

// Read takes the next packet of a channel. One longer than limit is cut to
// limit and its rest is lost, as Steam does. With a limit of 0 nothing is read
// and nothing is lost: a script that passes the size of a channel that is
// empty now must not lose the packet that arrives a moment later.
func (in *Inbox) Read(channel, limit int) (Packet, bool) {
	if limit <= 0 {
		return Packet{}, false
	}
	in.mu.Lock()
	q := in.queue(channel)
	if q == nil || q.len() == 0 {
		in.mu.Unlock()
		return Packet{}, false
	}
	e := q.pop()
	in.publish(channel, q)
	in.uncharge(e)
	in.mu.Unlock()

	p := Packet{From: e.source.from, Data: e.data, free: in.release}
	if len(p.Data) > limit {
		p.Data = p.Data[:limit]
	}
	return p, true
}

// Source returns the entrance for the packets of one user.
func (in *Inbox) Source(from SteamID) *Source {
	s := &Source{inbox: in, from: from, room: make(chan struct{}, 1)}
	in.mu.Lock()
	in.sources[s] = struct{}{}
	in.mu.Unlock()
	return s
}

// Buffer returns n bytes to fill and hand to [Source.Put] with Owned set.
func (in *Inbox) Buffer(n int) []byte {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.buffers.Get(n)
}

// Return gives back a buffer that was not handed on.
func (in *Inbox) Return(b []byte) { in.free(b) }

// Clear drops every unread packet, also those of sources that were closed.
func (in *Inbox) Clear() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.dropAll(func(*Source) bool { return true })
}

// DropFrom drops every unread packet of a user, also those of earlier sources.
func (in *Inbox) DropFrom(from SteamID) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.dropAll(func(s *Source) bool { return s.from == from })
}

// DropChannel drops every unread packet of a user on one channel.
func (in *Inbox) DropChannel(from SteamID, channel int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if q := in.queue(channel); q != nil {
		in.drop(func(s *Source) bool { return s.from == from }, channel, q)
	}
}

func (in *Inbox) free(b []byte) {
	in.mu.Lock()
	in.buffers.Put(b)
	in.mu.Unlock()
}

// queue returns the queue of a channel, nil if it has none.
func (in *Inbox) queue(channel int) *packetQueue {
	if channel >= 0 && channel < len(in.low) {
		return &in.low[channel]
	}
	return in.high[channel]
}

// publish keeps heads and high true after a change at the front of a queue.
func (in *Inbox) publish(channel int, q *packetQueue) {
	switch {
	case channel >= len(in.heads):
		if q.len() == 0 {
			delete(in.high, channel)
		}
	case q.len() == 0:
		in.heads[channel].Store(0)
	default:
		in.heads[channel].Store(int64(len(q.first().data)))
	}
}

func charge(data []byte) int { return cap(data) + PacketOverhead }

func (in *Inbox) uncharge(e entry) {
	s, n := e.source, charge(e.data)
	s.unread -= n
	in.unread -= n
	if s.waiting && in.hasRoom(s) {
		s.waiting = false
		notify(s.room)
	}
	// Room for all is rare news: only when the total just fell below its limit.
	if in.unread < MaxUnreadTotal/2 && in.unread+n >= MaxUnreadTotal/2 {
		for other := range in.sources {
			if other.waiting && in.hasRoom(other) {
				other.waiting = false
				notify(other.room)
			}
		}
	}
}

// hasRoom leaves a gap between stopping and starting a reader again, so that
// it is woken once for many packets and not for each.
func (in *Inbox) hasRoom(s *Source) bool {
	return s.unread == 0 || (s.unread < MaxUnreadBytes/2 && in.unread < MaxUnreadTotal/2)
}

func (in *Inbox) isFull(s *Source) bool {
	return s.unread > 0 && (s.unread >= MaxUnreadBytes || in.unread >= MaxUnreadTotal)
}

func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Source is one user's entrance to an [Inbox].
type Source struct {
	inbox *Inbox
	from  SteamID
	room  chan struct{}

	// Guarded by inbox.mu.
	unread  int
	dropped int
	waiting bool
	closed  bool
}

// Arrival is a message on its way into the inbox.
type Arrival struct {
	Channel int
	Data    []byte
	// Owned says that Data came from [Inbox.Buffer] and is given away with the
	// arrival. Otherwise it is copied.
	Owned bool
}

// Put delivers reliable messages: none is refused. Call [Source.WaitForRoom]
// before reading more off the wire. After Close it delivers nothing.
func (s *Source) Put(arrivals []Arrival) { s.deliver(arrivals, true) }

// Offer delivers unreliable messages and drops those that there is no room
// for. It reports whether it took all of them.
func (s *Source) Offer(arrivals []Arrival) bool { return s.deliver(arrivals, false) }

func (s *Source) deliver(arrivals []Arrival, must bool) bool {
	in := s.inbox
	in.mu.Lock()
	defer in.mu.Unlock()
	all := true
	for _, a := range arrivals {
		switch {
		case len(a.Data) == 0:
			continue // could never be told from "nothing waits"
		case s.closed, !must && in.isFull(s):
			s.dropped++
			all = false
			continue
		}
		data := a.Data
		if !a.Owned {
			data = in.buffers.Get(len(a.Data))
			copy(data, a.Data)
		}
		n := charge(data)
		s.unread += n
		in.unread += n
		q := in.queue(a.Channel)
		if q == nil {
			q = new(packetQueue)
			in.high[a.Channel] = q
		}
		q.push(entry{source: s, data: data})
		if q.len() == 1 {
			in.publish(a.Channel, q)
		}
	}
	return all
}

// WaitForRoom waits until the game has read enough of this user's packets, or
// ctx ends. This is what slows a sender down when its reader is slow.
func (s *Source) WaitForRoom(ctx context.Context) error {
	for {
		s.inbox.mu.Lock()
		if s.closed || !s.inbox.isFull(s) {
			s.inbox.mu.Unlock()
			return ctx.Err()
		}
		s.waiting = true
		s.inbox.mu.Unlock()
		select {
		case <-s.room:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Dropped returns how many messages were dropped for want of room.
func (s *Source) Dropped() int {
	s.inbox.mu.Lock()
	defer s.inbox.mu.Unlock()
	return s.dropped
}

// Close ends the source. Packets that it delivered stay readable.
func (s *Source) Close() { s.close(false) }

// CloseAndDrop ends the source and drops its unread packets.
func (s *Source) CloseAndDrop() { s.close(true) }

func (s *Source) close(drop bool) {
	in := s.inbox
	in.mu.Lock()
	defer in.mu.Unlock()
	s.closed = true
	delete(in.sources, s)
	notify(s.room)
	if drop {
		in.dropAll(func(other *Source) bool { return other == s })
	}
}

// drop drops the packets of some sources on one channel.
func (in *Inbox) drop(whose func(*Source) bool, channel int, q *packetQueue) {
	q.remove(func(e entry) bool {
		if !whose(e.source) {
			return false
		}
		in.uncharge(e)
		in.buffers.Put(e.data)
		return true
	})
	in.publish(channel, q)
}

func (in *Inbox) dropAll(whose func(*Source) bool) {
	for channel := range in.low {
		in.drop(whose, channel, &in.low[channel])
	}
	for channel, q := range in.high {
		in.drop(whose, channel, q)
	}
}
