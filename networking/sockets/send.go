package sockets

import (
	"encoding/binary"
)

// sender is the sending half of a connection: its lanes. Sockets.mu guards it.
type sender struct {
	c     *conn
	lanes []lane

	pending int    // bytes that wait
	waiting int    // messages that wait
	limit   window // what the peer takes
	started window // of what it takes: messages that have begun
	sent    uint64 // reliable bytes that went out
	heard   uint64 // of them, those that have arrived
}

// lane is a queue for each kind of message: what waits for the peer's window
// must not hold up what needs none.
type lane struct {
	priority, weight  int
	number            uint64 // of the last message
	reliable          queue[outgoing]
	unreliable        queue[outgoing]
	pendingReliable   int
	pendingUnreliable int
	served            float64 // bytes by weight, among lanes of its priority
}

// outgoing is a message that waits. In front of its bytes there is room for a
// header; that of a later piece takes the place of bytes that have gone.
type outgoing struct {
	buffer   []byte // headRoom, then the message
	size     int
	next     int // of the message, what has not gone
	begun    bool
	number   uint64
	reliable bool
}

const headRoom = maxFrameHeader

func (o *sender) init(c *conn) {
	o.c = c
	o.lanes = []lane{{weight: 1}}
}

// Send queues a message on a lane. It copies data. The number counts the
// messages of the lane, from 1.
func (s *Sockets) Send(h Handle, data []byte, flags SendFlags, lane int) (Result, int64) {
	return s.SendFor(h, nil, data, flags, lane)
}

// SendFor is [Sockets.Send] for an owner: its header goes first, and has no
// part in what a message may hold.
func (s *Sockets) SendFor(h Handle, header, data []byte, flags SendFlags, lane int) (Result, int64) {
	if len(data) > MaxMessage || len(header) > maxHeader || flags.Reliable() && flags&SendNoDelay != 0 {
		return ResultInvalidParam, 0
	}
	s.lock()
	defer s.unlock()
	c := s.conns[h]
	switch {
	case c == nil || lane < 0 || lane >= len(c.out.lanes):
		return ResultInvalidParam, 0
	case c.state.Ended():
		return ResultNoConnection, 0
	}
	return c.out.send(header, data, flags, lane)
}

func (o *sender) send(header, data []byte, flags SendFlags, index int) (Result, int64) {
	l := &o.lanes[index]
	size := len(header) + len(data)
	limit := o.c.config.int(SendBufferSize)
	if o.pending+len(data) > limit || o.waiting >= max(limit/MessageOverhead, 1) {
		return ResultLimitExceeded, 0
	}
	if !flags.Reliable() && (o.c.state != StateConnected || flags&SendNoDelay != 0 && !o.isIdle()) {
		if flags&SendNoDelay != 0 {
			return ResultIgnored, 0
		}
		l.number++ // lost, as documented
		return ResultOK, int64(l.number)
	}
	l.number++
	m := outgoing{size: size, number: l.number, reliable: flags.Reliable()}
	m.buffer = o.c.s.buffers.Get(headRoom + size)
	copy(m.buffer[headRoom:], header)
	copy(m.buffer[headRoom+len(header):], data)
	o.enter(l)
	if m.reliable {
		l.reliable.push(m)
		l.pendingReliable += size
	} else {
		l.unreliable.push(m)
		l.pendingUnreliable += size
	}
	o.pending += size
	o.waiting++
	o.c.path.pump()
	return ResultOK, int64(m.number)
}

// isIdle reports whether a message would go at once.
func (o *sender) isIdle() bool { return o.waiting == 0 && o.c.path.room() > 0 }

func (l *lane) isEmpty() bool { return l.reliable.len()+l.unreliable.len() == 0 }

// enter has a lane that was empty begin where the others of its priority are:
// it has no claim to what it did not use.
func (o *sender) enter(l *lane) {
	if !l.isEmpty() {
		return
	}
	least, others := 0.0, false
	for i := range o.lanes {
		if other := &o.lanes[i]; other != l && other.priority == l.priority && !other.isEmpty() {
			if !others || other.served < least {
				least = other.served
			}
			others = true
		}
	}
	if others {
		l.served = max(l.served, least)
		return
	}
	for i := range o.lanes {
		if o.lanes[i].priority == l.priority {
			o.lanes[i].served = 0
		}
	}
}

// next returns the message that goes next, nil if none can go.
func (o *sender) next() *outgoing {
	_, m := o.choose()
	return m
}

func (o *sender) choose() (*lane, *outgoing) {
	if o.waiting == 0 {
		return nil, nil
	}
	blocked := false // something better waits for the peer's window: it must not be used up
	var tried [MaxLanes]bool
	for {
		best := -1
		for i := range o.lanes {
			l := &o.lanes[i]
			if tried[i] || l.isEmpty() {
				continue
			}
			if best < 0 || l.before(&o.lanes[best]) {
				best = i
			}
		}
		if best < 0 {
			return nil, nil
		}
		tried[best] = true
		l := &o.lanes[best]
		var m *outgoing
		if l.reliable.len() > 0 {
			if head := l.reliable.first(); head.begun || !blocked && o.fits(head) {
				m = head
			} else {
				blocked = true
			}
		}
		if l.unreliable.len() > 0 && (m == nil || l.unreliable.first().number < m.number) {
			m = l.unreliable.first()
		}
		if m != nil {
			return l, m
		}
	}
}

func (l *lane) before(other *lane) bool {
	if l.priority != other.priority {
		return l.priority < other.priority
	}
	return l.served < other.served
}

// fits reports whether the peer takes the whole of a reliable message. One that
// has begun can always be finished, so that no two messages can each wait for
// the room that the other has.
func (o *sender) fits(m *outgoing) bool {
	return o.started.bytes+uint64(m.size) <= o.limit.bytes && o.started.messages < o.limit.messages
}

// sendNext sends a frame of the next message and returns its size.
func (c *conn) sendNext() int {
	o := &c.out
	l, m := o.choose()
	if m == nil {
		return 0
	}
	if m.reliable && !m.begun {
		o.started.bytes += uint64(m.size)
		o.started.messages++
	}
	m.begun = true
	n := m.size - m.next
	if m.reliable {
		n = min(n, SegmentSize)
	} else if m.size+maxFrameHeader > c.path.maxUnreliable() {
		n = min(n, PieceSize)
	}
	f := frame{kind: frameData, lane: uint8(o.index(l)), number: m.number, total: m.size, offset: m.next}
	var header [maxFrameHeader]byte
	h := append(header[:0], byte(frameData))
	h = binary.AppendUvarint(h, uint64(c.remote))
	h = appendDataHeader(h, &f)
	start := headRoom + m.next - len(h)
	copy(m.buffer[start:], h)
	b := m.buffer[start : headRoom+m.next+n]
	c.quality.sent(len(b), m.reliable)
	c.path.send(b, m.reliable)

	m.next += n
	o.pending -= n
	l.served += float64(len(b)) / float64(l.weight)
	if m.reliable {
		o.sent += uint64(n)
		l.pendingReliable -= n
	} else {
		l.pendingUnreliable -= n
	}
	if m.next == m.size {
		o.finish(l, m)
	}
	return len(b)
}

func (o *sender) index(l *lane) int {
	for i := range o.lanes {
		if &o.lanes[i] == l {
			return i
		}
	}
	return 0
}

// finish forgets a message that has gone.
func (o *sender) finish(l *lane, m *outgoing) {
	o.c.s.buffers.Put(m.buffer)
	if m.reliable {
		l.reliable.pop()
	} else {
		l.unreliable.pop()
	}
	o.waiting--
	if c := o.c; c.lingers && o.waiting == 0 {
		c.sayClose()
		c.free()
	}
}

// drop forgets everything that waits.
func (o *sender) drop() {
	for i := range o.lanes {
		l := &o.lanes[i]
		for _, q := range []*queue[outgoing]{&l.reliable, &l.unreliable} {
			for q.len() > 0 {
				o.c.s.buffers.Put(q.pop().buffer)
			}
		}
		l.pendingReliable, l.pendingUnreliable = 0, 0
	}
	o.pending, o.waiting = 0, 0
}

// isUndelivered reports whether something reliable may not have arrived.
func (o *sender) isUndelivered() bool {
	if o.sent != o.heard {
		return true
	}
	for i := range o.lanes {
		if o.lanes[i].reliable.len() > 0 {
			return true
		}
	}
	return false
}

func (o *sender) widen(w window) {
	o.limit.bytes = max(o.limit.bytes, w.bytes)
	o.limit.messages = max(o.limit.messages, w.messages)
}

// acknowledge notes what has arrived. A peer can't have heard what was not sent.
func (o *sender) acknowledge(heard uint64) { o.heard = max(o.heard, min(heard, o.sent)) }

// ConfigureLanes gives a connection lanes: as many as there are priorities. A
// lower priority goes first, equal ones share by weight. There can't be fewer
// than before.
func (s *Sockets) ConfigureLanes(h Handle, priorities, weights []int) Result {
	if len(priorities) == 0 || len(priorities) > MaxLanes || len(weights) != len(priorities) {
		return ResultInvalidParam
	}
	for _, w := range weights {
		if w < 1 || w > MaxWeight {
			return ResultInvalidParam
		}
	}
	s.lock()
	defer s.unlock()
	c := s.conns[h]
	switch {
	case c == nil:
		return ResultNoConnection
	case c.state.Ended():
		return ResultInvalidState
	case len(priorities) < len(c.out.lanes):
		return ResultInvalidParam
	}
	o := &c.out
	o.lanes = append(o.lanes, make([]lane, len(priorities)-len(o.lanes))...)
	for i := range o.lanes {
		o.lanes[i].priority, o.lanes[i].weight, o.lanes[i].served = priorities[i], weights[i], 0
	}
	c.path.pump()
	return ResultOK
}

// Flush has what waits sent as soon as it can be, which it is anyway.
func (s *Sockets) Flush(h Handle) Result {
	s.lock()
	defer s.unlock()
	c := s.conns[h]
	switch {
	case c == nil:
		return ResultInvalidParam
	case c.state.Ended():
		return ResultNoConnection
	case c.state != StateConnected:
		return ResultIgnored
	}
	c.path.pump()
	return ResultOK
}
