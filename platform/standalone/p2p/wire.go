package p2p

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/quic-go/quic-go/quicvarint"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
)

// maxHeader is the longest header of a message: its length (up to 1 MiB) and
// its channel (up to 2^31-1).
const maxHeader = 4 + 8

// epoch tells a session from every other one of the same user.
type epoch struct {
	life    uint64 // tells a run of the platform from every other one of the user
	session uint64 // counts up within it
}

// opening is what an OPEN says.
type opening struct {
	epoch  epoch
	lost   bool // the sender has lost the session before this one, in which the receiver may still believe
	active bool // the sender has heard the receiver's OPEN on this link, and uses no other
}

// openSize is how long an OPEN is after its 0, and these are the bits of its
// last byte.
const (
	openSize   = 8 + 8 + 1
	openLost   = 1
	openActive = 2
)

func appendOpen(b []byte, o opening) []byte {
	b = append(b, 0)
	b = binary.BigEndian.AppendUint64(b, o.epoch.life)
	b = binary.BigEndian.AppendUint64(b, o.epoch.session)
	var flags byte
	if o.lost {
		flags |= openLost
	}
	if o.active {
		flags |= openActive
	}
	return append(b, flags)
}

func appendHeader(b []byte, length, channel int) []byte {
	b = quicvarint.Append(b, uint64(length))
	return quicvarint.Append(b, uint64(channel))
}

// errIncomplete says that more bytes are needed to decide.
var errIncomplete = errors.New("incomplete frame")

// frame is the beginning of what a stream carries: an OPEN, or the header of a
// message whose bytes follow.
type frame struct {
	open bool
	opening
	length  int
	channel int
}

// parseFrame reads a frame from the front of b and returns it and how many
// bytes it took. The length is checked against limit before anybody allocates
// for it.
func parseFrame(b []byte, limit int) (frame, int, error) {
	length, n, err := parseVarint(b)
	if err != nil {
		return frame{}, 0, err
	}
	if length == 0 {
		if len(b) < n+openSize { // n: a 0 can be written in up to eight bytes
			return frame{}, 0, errIncomplete
		}
		e := epoch{binary.BigEndian.Uint64(b[n:]), binary.BigEndian.Uint64(b[n+8:])}
		flags := b[n+16]
		if flags&^(openLost|openActive) != 0 {
			return frame{}, 0, endpoint.Violation(fmt.Sprintf("an OPEN that ends in %d", flags))
		}
		return frame{open: true, opening: opening{e, flags&openLost != 0, flags&openActive != 0}}, n + openSize, nil
	}
	if length > uint64(limit) {
		return frame{}, 0, endpoint.Violation(fmt.Sprintf("a message of %d bytes, over the limit of %d", length, limit))
	}
	channel, m, err := parseVarint(b[n:])
	if err != nil {
		return frame{}, 0, err
	}
	if channel > networking.MaxChannel {
		return frame{}, 0, endpoint.Violation(fmt.Sprintf("channel %d", channel))
	}
	return frame{length: int(length), channel: int(channel)}, n + m, nil
}

// parseVarint is quicvarint.Parse, but tells a varint that is cut off from one
// that is long.
func parseVarint(b []byte) (uint64, int, error) {
	if len(b) == 0 || len(b) < 1<<(b[0]>>6) {
		return 0, 0, errIncomplete
	}
	v, n, err := quicvarint.Parse(b)
	if err != nil {
		return 0, 0, endpoint.Violation(err.Error())
	}
	return v, n, nil
}

// parseDatagram appends the messages of a datagram to arrivals. Their bytes
// are the datagram's.
func parseDatagram(arrivals []networking.Arrival, b []byte) ([]networking.Arrival, error) {
	for len(b) > 0 {
		f, n, err := parseFrame(b, networking.MaxUnreliable)
		switch {
		case err != nil:
			return arrivals, endpoint.Violation("a datagram that can't be read: " + err.Error())
		case f.open:
			return arrivals, endpoint.Violation("an OPEN in a datagram")
		case f.length > len(b)-n:
			return arrivals, endpoint.Violation("a datagram that ends inside a message")
		}
		arrivals = append(arrivals, networking.Arrival{Channel: f.channel, Data: b[n : n+f.length]})
		b = b[n+f.length:]
	}
	return arrivals, nil
}
