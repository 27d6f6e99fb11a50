package p2p

import (
	"errors"
	"io"

	"golang.org/x/time/rate"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
)

// How much of a stream is parsed at once: little in a session that is idle,
// more once that has been filled.
const (
	smallestReadBuffer = 2 << 10
	largestReadBuffer  = 32 << 10
)

// maxBatch bounds the messages that are handed on at once, and so how long the
// inbox stays locked.
const maxBatch = 256

var (
	// errNotOpen is a message that its sender could not know to be welcome.
	errNotOpen = endpoint.Violation("a message before both sides said OPEN")

	// errTooManyOpens is an OPEN that no game's sending can be the reason for.
	errTooManyOpens = endpoint.Violation("more OPENs than one a second")

	// errOver is a message on a link that carries the session no more.
	errOver = errors.New("another link carries the session")
)

// streamReader turns a peer's stream into messages.
type streamReader struct {
	link     *link
	stream   io.Reader
	buf      []byte
	start    int // of what is not parsed yet, in buf
	end      int
	opened   bool // the peer has said OPEN
	opens    *rate.Limiter
	late     func() // see [link.unreadStops]
	arrivals []networking.Arrival
}

func newStreamReader(l *link, stream io.Reader) *streamReader {
	// Twice as many as a peer may say, and at once as many as may have waited in
	// a network that was cut for as long as a link can live through.
	atOnce := int(l.all.Timeout/networking.RequestRepeat) + 10
	return &streamReader{
		link: l, stream: stream, buf: make([]byte, smallestReadBuffer),
		opens: rate.NewLimiter(rate.Every(networking.RequestRepeat/2), atOnce),
		late:  l.unreadStops,
	}
}

func (r *streamReader) run() error {
	for {
		n, err := r.stream.Read(r.buf[r.end:])
		r.end += n
		full := r.end == len(r.buf)
		if err := r.parse(); err != nil {
			return err
		}
		if full && len(r.buf) < largestReadBuffer {
			r.buf = append(make([]byte, 0, 2*len(r.buf)), r.buf...)[:2*len(r.buf)]
		}
		if errors.Is(err, io.EOF) {
			return r.finished()
		}
		if err != nil {
			return err
		}
	}
}

// finished answers the orderly end of the stream: all was read, so the link
// can go.
func (r *streamReader) finished() error {
	if r.start < r.end {
		return endpoint.Violation("a stream that ends inside a message")
	}
	r.link.close(endpoint.CodeClosed)
	return nil
}

// parse hands on every whole message in buf, and makes room behind the rest.
func (r *streamReader) parse() error {
	for {
		f, n, err := parseFrame(r.buf[r.start:r.end], networking.MaxReliable)
		if errors.Is(err, errIncomplete) {
			break
		}
		if err != nil {
			return err
		}
		if f.open {
			r.start += n
			if err := r.deliver(); err != nil {
				return err
			}
			if !r.opens.Allow() {
				return errTooManyOpens
			}
			r.opened = true
			r.link.all.opened(r.link, f.opening)
			continue
		}
		if !r.opened {
			return errNotOpen
		}
		if r.end-r.start < n+f.length {
			if n+f.length > len(r.buf) {
				if err := r.readLarge(f, n); err != nil {
					return err
				}
				continue
			}
			break
		}
		r.start += n
		r.arrivals = append(r.arrivals, networking.Arrival{Channel: f.channel, Data: r.buf[r.start : r.start+f.length]})
		r.start += f.length
		if len(r.arrivals) == maxBatch {
			if err := r.deliver(); err != nil {
				return err
			}
		}
	}
	if err := r.deliver(); err != nil {
		return err
	}
	copy(r.buf, r.buf[r.start:r.end])
	r.start, r.end = 0, r.end-r.start
	return nil
}

// readLarge reads a message that does not fit into buf, right into the memory
// that the game will read it from. That memory grows with what has arrived,
// not with what the length promises.
func (r *streamReader) readLarge(f frame, header int) error {
	if err := r.deliver(); err != nil {
		return err
	}
	if r.link.source.Load() == nil {
		return errNotOpen
	}
	inbox := r.link.all.inbox
	message := inbox.Buffer(min(f.length, 2*largestReadBuffer))
	got := copy(message, r.buf[r.start+header:r.end])
	r.start, r.end = 0, 0
	for got < f.length {
		if got == len(message) {
			bigger := inbox.Buffer(min(f.length, 2*len(message)))
			copy(bigger, message)
			inbox.Return(message)
			message = bigger
		}
		n, err := r.stream.Read(message[got:])
		got += n
		if err != nil && got < f.length {
			inbox.Return(message)
			if errors.Is(err, io.EOF) {
				return endpoint.Violation("a stream that ends inside a message")
			}
			return err
		}
	}
	r.arrivals = append(r.arrivals, networking.Arrival{Channel: f.channel, Data: message, Owned: true})
	return r.deliver()
}

// deliver hands on what was parsed, and waits while the game is slow to read:
// the peer's stream then stands still.
func (r *streamReader) deliver() error {
	if len(r.arrivals) == 0 {
		return nil
	}
	source := r.link.source.Load()
	if source == nil {
		return errNotOpen
	}
	if !r.link.isWelcome(r.arrivals) {
		return errOver
	}
	source.Put(r.arrivals)
	clear(r.arrivals)
	r.arrivals = r.arrivals[:0]
	return source.WaitForRoom(r.link.ctx, r.late)
}
