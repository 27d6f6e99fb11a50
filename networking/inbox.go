package networking

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"godotsteam/steamtypes"
)

// Inbox holds what was received until the game reads it: one queue per
// channel, in order of arrival, whoever sent it.
//
// An Inbox is safe for concurrent use. It is filled through a [Source] per
// session. What a user can make it hold is bounded, however many sessions
// they had.
type Inbox struct {
	mu       sync.Mutex
	low      []packetQueue                // of the channels below len(heads)
	high     map[int]*packetQueue         // of the others, while they hold something
	mostHigh int                          // the largest that high has been
	users    map[steamtypes.SteamID]*user // who has a source, or something unread
	waiting  map[*user]bool               // those of them who wait for room
	unread   int                          // charged bytes of all users
	buffers  BufferPool
	release  func([]byte) // free, made a func value once and not for each packet

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
		users:   make(map[steamtypes.SteamID]*user),
		waiting: make(map[*user]bool),
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
	in.uncharge(e, channel)
	in.mu.Unlock()

	p := Packet{From: e.user.id, Data: e.data, free: in.release}
	if len(p.Data) > limit {
		p.Data = p.Data[:limit]
	}
	return p, true
}

// Source returns the entrance for the packets of one user.
func (in *Inbox) Source(from steamtypes.SteamID) *Source {
	in.mu.Lock()
	defer in.mu.Unlock()
	u := in.users[from]
	if u == nil {
		u = &user{id: from, high: make(map[int]int)}
		in.users[from] = u
	}
	u.sources++
	return &Source{inbox: in, user: u}
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
	for _, u := range in.users {
		in.dropAll(u)
	}
}

// DropFrom drops every unread packet of a user, also those of earlier sources.
func (in *Inbox) DropFrom(from steamtypes.SteamID) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if u := in.users[from]; u != nil {
		in.dropAll(u)
	}
}

// DropChannel drops every unread packet of a user on one channel.
func (in *Inbox) DropChannel(from steamtypes.SteamID, channel int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if u := in.users[from]; u != nil {
		in.drop(u, channel)
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
		if q.len() > 0 {
			return
		}
		delete(in.high, channel)
		if len(in.high) == 0 && in.mostHigh > keptChannels {
			in.high, in.mostHigh = make(map[int]*packetQueue), 0
		}
	case q.len() == 0:
		in.heads[channel].Store(0)
	default:
		in.heads[channel].Store(int64(len(q.first().data)))
	}
}

func charge(data []byte) int { return cap(data) + PacketOverhead }

func (in *Inbox) uncharge(e entry, channel int) {
	u, n := e.user, charge(e.data)
	u.unread -= n
	in.unread -= n
	if channel >= len(in.low) {
		u.leave(channel)
	}
	if u.room != nil && in.hasRoom(u) {
		in.wake(u)
	}
	// Where little is free, each MiB that is read gives all a larger share.
	if before := in.unread + n; before > MaxUnreadTotal-2*MaxUnreadBytes && before>>20 != in.unread>>20 {
		for other := range in.waiting {
			in.wake(other) // to see for itself
		}
	}
	in.forget(u)
}

// forget gives up the record of a user of whom there is nothing any more.
func (in *Inbox) forget(u *user) {
	if u.sources == 0 && u.unread == 0 {
		delete(in.users, u.id)
	}
}

// share is how much each user may have unread: few may have much, and many have
// little.
func (in *Inbox) share() int { return min(MaxUnreadBytes, (MaxUnreadTotal-in.unread)/2) }

func (in *Inbox) isFull(u *user) bool { return u.unread > 0 && u.unread >= in.share() }

// hasRoom leaves a gap between stopping and starting a reader again, so that
// it is woken once for many packets and not for each.
func (in *Inbox) hasRoom(u *user) bool { return u.unread == 0 || u.unread < in.share()/2 }

// user is what an inbox knows of somebody. Inbox.mu guards it.
type user struct {
	id      steamtypes.SteamID
	sources int // that are open
	unread  int // charged bytes, also of sources that were closed

	// high is how many packets wait on each channel that has no head: a peer
	// may use any number of them, and to drop one user's packets must not cost
	// a look at every channel of all the others.
	high     map[int]int
	mostHigh int // the largest that it has been

	room chan struct{} // closed when there is room; nil: nobody waits
}

// keptChannels is how many channels an empty map keeps room for. A map never
// shrinks, so that of a flood is given up.
const keptChannels = 1 << 10

// leave counts a packet that is gone from a channel.
func (u *user) leave(channel int) {
	if u.high[channel]--; u.high[channel] > 0 {
		return
	}
	delete(u.high, channel)
	if len(u.high) == 0 && u.mostHigh > keptChannels {
		u.high, u.mostHigh = make(map[int]int), 0
	}
}

func (in *Inbox) wake(u *user) {
	if u.room != nil {
		close(u.room)
		u.room = nil
		delete(in.waiting, u)
	}
}

// Source is the entrance to an [Inbox] for one session with a user.
type Source struct {
	inbox *Inbox
	user  *user

	// Guarded by inbox.mu.
	dropped int
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
		case s.closed, !must && in.isFull(s.user):
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
		s.user.unread += n
		in.unread += n
		q := in.queue(a.Channel)
		if q == nil {
			q = new(packetQueue)
			in.high[a.Channel] = q
			in.mostHigh = max(in.mostHigh, len(in.high))
		}
		if a.Channel >= len(in.low) {
			s.user.high[a.Channel]++
			s.user.mostHigh = max(s.user.mostHigh, len(s.user.high))
		}
		q.push(entry{user: s.user, data: data})
		if q.len() == 1 {
			in.publish(a.Channel, q)
		}
	}
	return all
}

// WaitForRoom waits until the game has read enough of this user's packets, or
// ctx ends. This is what slows a sender down when its reader is slow. late is
// called if that takes longer than ReadingPatience.
func (s *Source) WaitForRoom(ctx context.Context, late func()) error {
	room := s.room()
	if room == nil {
		return ctx.Err()
	}
	timer := time.NewTimer(ReadingPatience)
	defer timer.Stop()
	for ; room != nil; room = s.room() {
		select {
		case <-room:
		case <-timer.C:
			late()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// room returns what is closed when there may be room, nil when there is.
func (s *Source) room() <-chan struct{} {
	s.inbox.mu.Lock()
	defer s.inbox.mu.Unlock()
	if s.closed || !s.inbox.isFull(s.user) {
		return nil
	}
	if s.user.room == nil {
		s.user.room = make(chan struct{})
		s.inbox.waiting[s.user] = true
	}
	return s.user.room
}

// Unread returns how much of the user's waits to be read, and on which channel
// the most does.
func (s *Source) Unread() (total, channel int) {
	in := s.inbox
	in.mu.Lock()
	defer in.mu.Unlock()
	most := 0
	weigh := func(which int, q *packetQueue) {
		n := 0
		for i := range q.len() {
			if e := q.at(i); e.user == s.user {
				n += charge(e.data)
			}
		}
		if n > most {
			most, channel = n, which
		}
	}
	for which := range in.low {
		weigh(which, &in.low[which])
	}
	for which := range s.user.high {
		weigh(which, in.high[which])
	}
	return s.user.unread, channel
}

// Dropped returns how many messages were dropped for want of room.
func (s *Source) Dropped() int {
	s.inbox.mu.Lock()
	defer s.inbox.mu.Unlock()
	return s.dropped
}

// Close ends the source. Packets that it delivered stay readable.
func (s *Source) Close() {
	in := s.inbox
	in.mu.Lock()
	defer in.mu.Unlock()
	if s.closed {
		return
	}
	s.closed = true
	in.wake(s.user)
	s.user.sources--
	in.forget(s.user)
}

// drop drops the packets of a user on one channel.
func (in *Inbox) drop(u *user, channel int) {
	q := in.queue(channel)
	if q == nil || q.len() == 0 {
		return
	}
	q.remove(func(e entry) bool {
		if e.user != u {
			return false
		}
		in.uncharge(e, channel)
		in.buffers.Put(e.data)
		return true
	})
	in.publish(channel, q)
}

// dropAll drops the packets of a user.
func (in *Inbox) dropAll(u *user) {
	if u.unread == 0 {
		return
	}
	for channel := range in.low {
		in.drop(u, channel)
	}
	for channel := range u.high {
		in.drop(u, channel)
	}
}
