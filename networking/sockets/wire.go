package sockets

import (
	"encoding/binary"
	"errors"
	"unicode/utf8"
)

// kind is the first byte of a frame.
type kind byte

const (
	frameConnect kind = 1 + iota
	frameAccept
	frameClose
	frameData
	frameWindow
	framePing
	framePong
)

// frame is what two Sockets say to each other. docs/internals/sockets.md has
// the bytes.
type frame struct {
	kind kind
	to   Handle // the receiver's connection; none in a CONNECT

	from Handle // the sender's connection: CONNECT, ACCEPT, CLOSE

	port      int // CONNECT: whom it is for
	own       int // CONNECT: where the sender would be found, −1: nowhere
	symmetric bool

	window // CONNECT, ACCEPT, WINDOW

	reason End // CLOSE
	text   string

	lane   uint8 // DATA
	number uint64
	total  int // bytes of the whole message
	offset int
	data   []byte

	token   uint64 // PING, PONG: the asker's clock
	frames  uint64 // PING: unreliable frames sent before it
	quality uint64 // PONG: how many per cent of them have come, 0 to 100
	heard   uint64 // PING, PONG, WINDOW, CLOSE: reliable bytes received
}

// window is how much reliable data a side is ready to take, counted from the
// beginning of a connection.
type window struct{ bytes, messages uint64 }

const (
	// maxFrameHeader is the longest header of DATA: kind, connection, lane,
	// number, total and offset.
	maxFrameHeader = 1 + 5 + 1 + 9 + 4 + 4

	maxPort  = 1<<31 - 1
	maxCount = 1<<62 - 1
)

var errFrame = errors.New("a frame of Networking Sockets that can't be read")

func appendFrame(b []byte, f *frame) []byte {
	b = append(b, byte(f.kind))
	if f.kind != frameConnect {
		b = binary.AppendUvarint(b, uint64(f.to))
	}
	switch f.kind {
	case frameConnect:
		b = binary.AppendUvarint(b, uint64(f.from))
		b = binary.AppendUvarint(b, uint64(f.port))
		b = binary.AppendUvarint(b, uint64(f.own+1))
		var flags byte
		if f.symmetric {
			flags = 1
		}
		b = append(b, flags)
		b = appendWindow(b, f.window)
	case frameAccept:
		b = binary.AppendUvarint(b, uint64(f.from))
		b = appendWindow(b, f.window)
	case frameClose:
		b = binary.AppendUvarint(b, uint64(f.from))
		b = binary.BigEndian.AppendUint16(b, uint16(f.reason))
		b = binary.AppendUvarint(b, f.heard)
		b = append(b, f.text...)
	case frameData:
		b = appendDataHeader(b, f)
		b = append(b, f.data...)
	case frameWindow:
		b = appendWindow(b, f.window)
		b = binary.AppendUvarint(b, f.heard)
	case framePing:
		b = binary.AppendUvarint(b, f.token)
		b = binary.AppendUvarint(b, f.frames)
		b = binary.AppendUvarint(b, f.heard)
	case framePong:
		b = binary.AppendUvarint(b, f.token)
		b = binary.AppendUvarint(b, f.quality)
		b = binary.AppendUvarint(b, f.heard)
	}
	return b
}

func appendWindow(b []byte, w window) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, w.bytes), w.messages)
}

// appendDataHeader appends what comes behind the connection of a DATA.
func appendDataHeader(b []byte, f *frame) []byte {
	b = append(b, f.lane)
	b = binary.AppendUvarint(b, f.number)
	b = binary.AppendUvarint(b, uint64(f.total))
	return binary.AppendUvarint(b, uint64(f.offset))
}

// parseFrame reads a frame. Whatever it accepts is within every limit that
// does not depend on a connection. Its data is b's.
func parseFrame(b []byte) (frame, error) {
	r := reader{b: b}
	f := frame{kind: kind(r.byte())}
	if f.kind != frameConnect {
		f.to = Handle(r.number(1<<32 - 1))
	}
	switch f.kind {
	case frameConnect:
		f.from = r.handle()
		f.port = int(r.number(maxPort))
		f.own = int(r.number(maxPort+1)) - 1
		flags := r.byte()
		f.symmetric = flags == 1
		r.require(flags <= 1)
		f.window = r.window()
	case frameAccept:
		f.from = r.handle()
		f.window = r.window()
	case frameClose:
		f.from = r.handle()
		f.reason = End(r.byte())<<8 | End(r.byte())
		f.heard = r.number(maxCount)
		r.require(len(r.b) <= MaxText && utf8.Valid(r.b))
		f.text, r.b = string(r.b), nil
	case frameData:
		f.lane = r.byte()
		f.number = r.number(maxCount)
		f.total = int(r.number(MaxMessage + maxHeader))
		f.offset = int(r.number(uint64(f.total)))
		f.data, r.b = r.b, nil
		r.require(f.lane < MaxLanes && f.number > 0 && len(f.data) <= f.total-f.offset && len(f.data) <= SegmentSize)
		r.require(len(f.data) > 0 || f.total == 0)
	case frameWindow:
		f.window = r.window()
		f.heard = r.number(maxCount)
	case framePing:
		f.token = r.number(maxCount)
		f.frames = r.number(maxCount)
		f.heard = r.number(maxCount)
	case framePong:
		f.token = r.number(maxCount)
		f.quality = r.number(100)
		f.heard = r.number(maxCount)
	default:
		return frame{}, errFrame
	}
	if r.bad || len(r.b) > 0 {
		return frame{}, errFrame
	}
	return f, nil
}

// reader takes a frame apart.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) require(ok bool) { r.bad = r.bad || !ok }

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	v := r.b[0]
	r.b = r.b[1:]
	return v
}

// number reads a number up to limit, in its shortest form.
func (r *reader) number(limit uint64) uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > limit || n > 1 && r.b[n-1] == 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) handle() Handle {
	v := r.number(1<<32 - 1)
	r.require(v != 0)
	return Handle(v)
}

func (r *reader) window() window {
	return window{r.number(maxCount), r.number(maxCount)}
}
