package p2p

import (
	"sync"
	"sync/atomic"

	"godotsteam/networking"
)

const (
	// chunkSize is how much of the reliable stream is handed to QUIC at once:
	// large writes are what makes it fast.
	chunkSize = 64 << 10

	// maxDatagram is the most that is packed into one datagram. A message of
	// MaxUnreliable always fits.
	maxDatagram = networking.MaxUnreliable + maxHeader
)

// chunk is a piece of the reliable stream, ready to be written.
type chunk struct {
	bytes    []byte
	messages int // that end in it
}

var chunks = sync.Pool{New: func() any { return &chunk{bytes: make([]byte, 0, chunkSize)} }}

func newChunk() *chunk { return chunks.Get().(*chunk) }

func (c *chunk) free() {
	c.bytes, c.messages = c.bytes[:0], 0
	chunks.Put(c)
}

// datagram is one datagram, ready to be sent.
type datagram struct {
	bytes    []byte
	messages int
}

var datagrams = sync.Pool{New: func() any { return &datagram{bytes: make([]byte, 0, maxDatagram)} }}

func newDatagram() *datagram { return datagrams.Get().(*datagram) }

func (d *datagram) free() {
	d.bytes, d.messages = d.bytes[:0], 0
	datagrams.Put(d)
}

// sendQueue holds what waits to be sent to one user, already in the form that
// goes on the wire, so that sending is one copy. Its owner's mutex guards it.
type sendQueue struct {
	chunks    []*chunk
	datagrams []*datagram
	buffered  []byte // SendReliableWithBuffering: not yet in chunks
	nagled    int    // messages in buffered

	bytes         int // of all that waits
	datagramBytes int // of the datagrams among it
	messages      int
	total         *atomic.Int64 // bytes that wait for all users
}

// add queues a message, or reports that there is no room.
func (q *sendQueue) add(data []byte, how networking.SendType, channel int) error {
	n := len(data) + maxHeader
	full := q.bytes > 0 && q.total.Load()+int64(n) > networking.MaxQueuedTotal
	if full || q.bytes+n > networking.MaxQueuedBytes {
		return networking.ErrQueueFull
	}
	var written int
	switch how {
	case networking.SendReliable:
		q.flush()
		written = q.addReliable(data, channel)
	case networking.SendReliableWithBuffering:
		before := len(q.buffered)
		q.buffered = appendHeader(q.buffered, len(data), channel)
		q.buffered = append(q.buffered, data...)
		q.nagled++
		written = len(q.buffered) - before
	default:
		if q.datagramBytes+n > networking.MaxQueuedUnreliable {
			return networking.ErrUnreliableFull
		}
		written = q.addDatagram(data, channel)
		q.datagramBytes += written
	}
	q.messages++
	q.bytes += written
	q.total.Add(int64(written))
	return nil
}

func (q *sendQueue) addReliable(data []byte, channel int) int {
	var header [maxHeader]byte
	h := appendHeader(header[:0], len(data), channel)
	q.write(h)
	q.write(data)
	q.chunks[len(q.chunks)-1].messages++
	return len(h) + len(data)
}

// write appends bytes to the stream.
func (q *sendQueue) write(b []byte) {
	for len(b) > 0 {
		var last *chunk
		if len(q.chunks) > 0 {
			last = q.chunks[len(q.chunks)-1]
		}
		if last == nil || len(last.bytes) == chunkSize {
			last = newChunk()
			q.chunks = append(q.chunks, last)
		}
		n := min(len(b), chunkSize-len(last.bytes))
		last.bytes = append(last.bytes, b[:n]...)
		b = b[n:]
	}
}

func (q *sendQueue) addDatagram(data []byte, channel int) int {
	var header [maxHeader]byte
	h := appendHeader(header[:0], len(data), channel)
	var last *datagram
	if len(q.datagrams) > 0 {
		last = q.datagrams[len(q.datagrams)-1]
	}
	if last == nil || len(last.bytes)+len(h)+len(data) > maxDatagram {
		last = newDatagram()
		q.datagrams = append(q.datagrams, last)
	}
	last.bytes = append(append(last.bytes, h...), data...)
	last.messages++
	return len(h) + len(data)
}

// reroute moves a datagram that was taken into the stream.
func (q *sendQueue) reroute(d *datagram) {
	q.datagramBytes -= len(d.bytes)
	q.write(d.bytes)
	q.chunks[len(q.chunks)-1].messages += d.messages
}

// flush moves what was buffered into the stream.
func (q *sendQueue) flush() {
	if q.nagled == 0 {
		return
	}
	q.write(q.buffered)
	q.chunks[len(q.chunks)-1].messages += q.nagled
	q.buffered, q.nagled = q.buffered[:0], 0
}

// takeChunks takes all of the stream that waits, so that what comes later
// begins with a whole message. What was taken still counts as queued until
// sent says otherwise.
func (q *sendQueue) takeChunks(into []*chunk) []*chunk {
	into = append(into, q.chunks...)
	clear(q.chunks)
	q.chunks = q.chunks[:0]
	return into
}

func (q *sendQueue) takeDatagrams(into []*datagram) []*datagram {
	into = append(into, q.datagrams...)
	clear(q.datagrams)
	q.datagrams = q.datagrams[:0]
	return into
}

// sent counts what QUIC has taken over.
func (q *sendQueue) sent(bytes, messages int, unreliable bool) {
	q.bytes -= bytes
	q.messages -= messages
	if unreliable {
		q.datagramBytes -= bytes
	}
	q.total.Add(int64(-bytes))
}

// recount forgets what writers have taken and will never send.
func (q *sendQueue) recount() {
	before := q.bytes
	q.bytes, q.datagramBytes, q.messages = len(q.buffered), 0, q.nagled
	for _, c := range q.chunks {
		q.bytes += len(c.bytes)
		q.messages += c.messages
	}
	for _, d := range q.datagrams {
		q.datagramBytes += len(d.bytes)
		q.messages += d.messages
	}
	q.bytes += q.datagramBytes
	q.total.Add(int64(q.bytes - before))
}

// drop forgets everything. The writers forget what they have taken.
func (q *sendQueue) drop() {
	for _, c := range q.chunks {
		c.free()
	}
	for _, d := range q.datagrams {
		d.free()
	}
	q.total.Add(int64(-q.bytes))
	*q = sendQueue{total: q.total}
}
