package sockets

import (
	"slices"

	"godotsteam/steamtypes"
)

// Message is a message that was received. Data is valid until Release, which
// must be called once: until then it counts against what the peer may send.
type Message struct {
	Data       []byte
	Connection Handle
	Peer       steamtypes.SteamID
	UserData   int64 // of our end of the connection
	Received   int64 // on the clock of LocalTimestamp
	Number     int64 // of the lane
	Lane       int
	Reliable   bool

	in      *receiver
	whole   []byte // Data, with an owner's header
	arrival uint64 // counts the messages of all connections
	free    func()
}

// NewMessage returns a message whose Release calls free: one that came
// otherwise than through [Sockets].
func NewMessage(m Message, free func()) Message {
	m.free = free
	return m
}

// Release gives the message's bytes back.
func (m *Message) Release() {
	switch in := m.in; {
	case m.free != nil:
		m.free()
	case in != nil:
		in.c.s.lock()
		in.release(m)
		in.c.s.unlock()
	}
	*m = Message{}
}

// receiver is the receiving half of a connection. Sockets.mu guards it.
type receiver struct {
	c      *conn
	queue  queue[Message]
	lanes  map[uint8]*inLane
	pieces []*gathering // unreliable messages of which some has come
	gather int          // their bytes

	held  window // messages of either kind that were not released
	begun window // reliable messages whose first piece has come, of all time
	freed window // of them, those that were released
	limit window // what the peer was told that it may send
	heard uint64 // reliable bytes that have come
}

// inLane is the reliable message of a lane that is on its way.
type inLane struct {
	number uint64 // of the last reliable message that began
	buffer []byte // nil: it is complete
	got    int
}

// gathering is an unreliable message of which some pieces have come.
type gathering struct {
	lane   uint8
	number uint64
	buffer []byte
	have   [MaxMessage/PieceSize/64 + 1]uint64 // a bit for each piece
	left   int                                 // bytes that are missing
}

func (in *receiver) init(c *conn) {
	in.c = c
	in.lanes = make(map[uint8]*inLane)
}

// grant returns what the peer may send: what we have room for, and the largest
// message at least, or that could never come. It never takes anything back.
func (in *receiver) grant() window {
	c := &in.c.config
	in.limit.bytes = max(in.limit.bytes, in.freed.bytes+uint64(max(c.int(RecvBufferSize), in.maxMessage())))
	in.limit.messages = max(in.limit.messages, in.freed.messages+uint64(c.int(RecvBufferCount)))
	return in.limit
}

func (in *receiver) maxMessage() int {
	limit := in.c.config.int(RecvMaxMessage)
	if in.c.owner != nil {
		limit += in.c.owner.Header
	}
	return limit
}

// take takes a DATA. What breaks the rules ends the connection.
func (in *receiver) take(f *frame, reliable bool) {
	if f.total > in.maxMessage() {
		in.c.fail(EndGeneric, "the peer sent a message that is too large")
		return
	}
	if !reliable {
		in.takeUnreliable(f)
		return
	}
	l := in.lanes[f.lane]
	if l == nil {
		l = new(inLane)
		in.lanes[f.lane] = l
	}
	if f.offset == 0 {
		in.begun.bytes += uint64(f.total)
		in.begun.messages++
		if l.buffer != nil || f.number <= l.number ||
			in.begun.bytes > in.limit.bytes || in.begun.messages > in.limit.messages {
			in.c.fail(EndGeneric, "the peer sent more than it may")
			return
		}
		l.number, l.got = f.number, 0
		l.buffer = in.c.s.buffers.Get(f.total)
	} else if l.buffer == nil || f.number != l.number || f.offset != l.got || f.total != len(l.buffer) {
		in.c.fail(EndGeneric, "the peer sent pieces that do not fit")
		return
	}
	l.got += copy(l.buffer[f.offset:], f.data)
	in.heard += uint64(len(f.data))
	if l.got == f.total {
		data := l.buffer
		l.buffer = nil
		in.deliver(data, f, true)
	}
}

func (in *receiver) takeUnreliable(f *frame) {
	c := &in.c.config
	if in.held.bytes+uint64(f.total) > uint64(max(c.int(RecvBufferSize), in.maxMessage())) ||
		in.held.messages >= uint64(c.int(RecvBufferCount)) {
		return // there is no room
	}
	if len(f.data) == f.total {
		data := in.c.s.buffers.Get(f.total)
		copy(data, f.data)
		in.deliver(data, f, false)
		return
	}
	if f.offset%PieceSize != 0 || len(f.data) != min(PieceSize, f.total-f.offset) {
		in.c.fail(EndGeneric, "the peer sent pieces that do not fit")
		return
	}
	g := in.gathering(f)
	if g == nil {
		return
	}
	bit := uint64(1) << (f.offset / PieceSize % 64)
	if word := &g.have[f.offset/PieceSize/64]; *word&bit == 0 {
		*word |= bit
		g.left -= copy(g.buffer[f.offset:], f.data)
	}
	if g.left == 0 {
		in.forget(slices.Index(in.pieces, g))
		in.deliver(g.buffer, f, false)
	}
}

// gathering returns the place where a piece goes, and makes one by giving up
// the oldest.
func (in *receiver) gathering(f *frame) *gathering {
	for _, g := range in.pieces {
		if g.lane == f.lane && g.number == f.number {
			if len(g.buffer) != f.total {
				return nil
			}
			return g
		}
	}
	for len(in.pieces) >= MaxGathering || in.gather+f.total > MaxGatheringBytes {
		buffer := in.pieces[0].buffer
		in.forget(0)
		in.c.s.buffers.Put(buffer)
	}
	g := &gathering{lane: f.lane, number: f.number, buffer: in.c.s.buffers.Get(f.total), left: f.total}
	in.pieces = append(in.pieces, g)
	in.gather += f.total
	return g
}

func (in *receiver) forget(i int) {
	in.gather -= len(in.pieces[i].buffer)
	in.pieces = slices.Delete(in.pieces, i, i+1)
}

// deliver makes a message readable.
func (in *receiver) deliver(data []byte, f *frame, reliable bool) {
	s := in.c.s
	s.arrivals++
	in.held.bytes += uint64(len(data))
	in.held.messages++
	in.queue.push(Message{
		Data: data, whole: data, Connection: in.c.handle, Peer: in.c.peer, Received: s.LocalTimestamp(),
		Number: int64(f.number), Lane: int(f.lane), Reliable: reliable, in: in, arrival: s.arrivals,
	})
	if g := in.c.group; g != nil {
		g.waiting++
	}
}

// pop takes the next message.
func (in *receiver) pop() Message {
	m := in.queue.pop()
	if g := in.c.group; g != nil {
		g.waiting--
	}
	m.UserData = in.c.userData()
	return m
}

// release counts a message's bytes as read, and lets the peer send more once
// that is worth a frame.
func (in *receiver) release(m *Message) {
	n := uint64(len(m.whole))
	in.c.s.buffers.Put(m.whole)
	in.held.bytes -= n
	in.held.messages--
	if !m.Reliable {
		return
	}
	in.freed.bytes += n
	in.freed.messages++
	if in.c.state != StateConnected || in.c.lingers || in.c.s.conns[in.c.handle] != in.c {
		return
	}
	before := in.limit
	if now := in.grant(); in.worth(before, now) {
		in.c.say(frame{kind: frameWindow, window: now, heard: in.heard}, true)
	} else {
		in.limit = before // the peer does not know it
	}
}

// worth reports whether the peer should be told a limit: it has moved by a
// quarter of the window, or the largest message fits now and did not before.
func (in *receiver) worth(before, now window) bool {
	largest := in.begun.bytes + uint64(in.maxMessage())
	return moved(before.bytes, now.bytes, in.freed.bytes) || moved(before.messages, now.messages, in.freed.messages) ||
		before.bytes < largest && now.bytes >= largest
}

func moved(before, now, freed uint64) bool { return now > before && (now-before)*4 >= now-freed }

func (in *receiver) dropPieces() {
	for _, g := range in.pieces {
		in.c.s.buffers.Put(g.buffer)
	}
	for _, l := range in.lanes {
		if l.buffer != nil {
			in.c.s.buffers.Put(l.buffer)
		}
	}
	in.pieces, in.gather, in.lanes = nil, 0, make(map[uint8]*inLane)
}

// drop drops what has not been read.
func (in *receiver) drop() {
	for in.queue.len() > 0 {
		m := in.pop()
		in.held.bytes -= uint64(len(m.whole))
		in.held.messages--
		in.c.s.buffers.Put(m.whole)
	}
}

// Receive takes up to limit messages of a connection, in order. It reports
// false for one that there isn't.
func (s *Sockets) Receive(h Handle, limit int) ([]Message, bool) {
	s.lock()
	defer s.unlock()
	c := s.conns[h]
	if c == nil {
		return nil, false
	}
	messages := make([]Message, 0, max(0, min(limit, c.in.queue.len())))
	for c.in.queue.len() > 0 && len(messages) < limit {
		messages = append(messages, c.in.pop())
	}
	return messages, true
}

func (c *conn) userData() int64 {
	v, _ := c.config.get(UserData)
	return v.Int
}

// SetUserData sets a connection's number, which messages carry from now on.
func (s *Sockets) SetUserData(h Handle, data int64) bool {
	return s.SetValue(UserData, ScopeConnection, h, Int64(data))
}

// UserDataOf returns a connection's number, -1 if there is none.
func (s *Sockets) UserDataOf(h Handle) int64 {
	s.lock()
	defer s.unlock()
	if c := s.conns[h]; c != nil {
		return c.userData()
	}
	return -1
}
