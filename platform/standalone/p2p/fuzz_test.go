package p2p

import (
	"context"
	"errors"
	"io"
	"testing"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
)

// pieces reads bytes a few at a time, as a network brings them, and then is
// lost.
type pieces struct {
	bytes []byte
	size  int
}

func (p *pieces) Read(into []byte) (int, error) {
	if len(p.bytes) == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n := copy(into, p.bytes[:min(p.size, len(p.bytes))])
	p.bytes = p.bytes[n:]
	return n, nil
}

// FuzzStream reads a peer's stream in pieces: what the game gets are the
// messages that are in it, in order and whole, however it was cut.
func FuzzStream(f *testing.F) {
	message := func(length, channel int) []byte {
		return append(appendHeader(nil, length, channel), make([]byte, length)...)
	}
	open := appendOpen(nil, opening{epoch: epoch{1, 2}})
	f.Add([]byte{}, uint16(1))
	f.Add(append(open, message(3, 0)...), uint16(5))
	f.Add(append(append(append([]byte{}, open...), message(7000, 1)...), message(1, 70)...), uint16(100))
	f.Add(append(append([]byte{}, open...), appendHeader(nil, 1<<20, 0)...), uint16(1000))
	f.Add(append(append(append([]byte{}, open...), message(2, 0)...), open...), uint16(3))
	f.Add(message(1, 0), uint16(1))
	f.Add(append(append([]byte{}, open...), 0xc0, 0, 0, 0, 0, 0x20, 0, 0), uint16(9))
	inbox := networking.NewInbox(nil)
	f.Fuzz(func(t *testing.T, b []byte, size uint16) {
		if len(b) > 8<<10 {
			return // more could fill the inbox, and the reader would wait
		}
		// On a link whose session is over an OPEN has no effect, and all else
		// is the same.
		l := &link{all: &Sessions{inbox: inbox}, heardOpen: true, ctx: context.Background()}
		source := inbox.Source(1)
		l.source.Store(source)
		err := newStreamReader(l, &pieces{b, int(size%4096) + 1}).run()

		rest, opened := b, false
		for len(rest) > 0 {
			frame, n, wrong := parseFrame(rest, networking.MaxReliable)
			if wrong != nil || !frame.open && (!opened || n+frame.length > len(rest)) {
				break
			}
			rest = rest[n:]
			if frame.open {
				opened = true
				continue
			}
			want := rest[:frame.length]
			rest = rest[frame.length:]
			packet, ok := inbox.Read(frame.channel, networking.MaxReliable)
			if !ok {
				var violation endpoint.Violation
				if !errors.As(err, &violation) {
					t.Fatalf("a message of %d bytes is missing, and the stream ended with %v", frame.length, err)
				}
				break // messages right before a violation may be dropped
			}
			if string(packet.Data) != string(want) {
				t.Fatalf("got %x, sent was %x", packet.Data, want)
			}
			packet.Release()
		}
		source.Close()
		inbox.Clear()
	})
}
