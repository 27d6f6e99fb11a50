package control

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/fxamacker/cbor/v2"

	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/lobby"
	"godotsteam/steamtypes"
)

const (
	// maxFrame bounds a frame: the largest are a lobby's state with its last
	// changes, and a list of lobbies; each comes to little more than 2 MiB.
	maxFrame = 3 << 20

	// smallFrame is what a peer may say without waiting for room, see
	// [control.large]. Only what maxFrame is for is larger.
	smallFrame = 64 << 10

	// maxPairs bounds the pairs of all maps in a frame: what takes four bytes on
	// the wire may take 128 in memory. The most are those of a lobby's state,
	// 4 for each of 4,096 entries, and of its last changes, 9 for each of 1,024.
	maxPairs = 32 << 10
)

// message is what a frame says: one of its fields.
type message struct {
	Lobby   *lobby.Message `cbor:"l,omitempty"`
	Profile *profile       `cbor:"p,omitempty"`
	Invite  *string        `cbor:"i,omitempty"` // to the game, with a connect string
}

// cost is how much work a message asks of its receiver, in the units of
// [workRate].
func (m *message) cost() int {
	if m.Lobby != nil {
		return m.Lobby.Cost()
	}
	return lobby.CostOfQuestion
}

// strict decodes what may come from anybody. Its bounds keep a small frame
// from becoming large in memory.
var strict = func() cbor.DecMode {
	mode, err := cbor.DecOptions{
		MaxArrayElements: lobby.MaxElements,
		MaxMapPairs:      steamtypes.MaxLobbyKeys,
		MaxNestedLevels:  16,
		IndefLength:      cbor.IndefLengthForbidden,
		TagsMd:           cbor.TagsForbidden,
	}.DecMode()
	if err != nil {
		panic(err) // the options are constant
	}
	return mode
}()

// encodeFrame returns a frame: the length of a message in four bytes, and the
// message in CBOR.
func encodeFrame(m message) ([]byte, error) {
	var b bytes.Buffer
	b.Write(make([]byte, 4))
	if err := cbor.MarshalToBuffer(m, &b); err != nil {
		return nil, err
	}
	length := b.Len() - 4
	if length > maxFrame {
		return nil, fmt.Errorf("a message of %d bytes", length)
	}
	binary.BigEndian.PutUint32(b.Bytes(), uint32(length))
	return b.Bytes(), nil
}

// readLength reads how long the next frame is.
func readLength(r io.Reader) (int, error) {
	var header [4]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return 0, err
	}
	length := binary.BigEndian.Uint32(header[:])
	if length > maxFrame {
		return 0, endpoint.Violation(fmt.Sprintf("a frame of %d bytes", length))
	}
	return int(length), nil
}

// readMessage reads the rest of a frame. Memory grows with what has arrived.
func readMessage(r io.Reader, length int) (m message, err error) {
	var b bytes.Buffer
	if _, err := io.CopyN(&b, r, int64(length)); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return m, err
	}
	if n := pairsIn(b.Bytes()); n > maxPairs {
		return m, endpoint.Violation(fmt.Sprintf("a frame with %d pairs", n))
	}
	if err := strict.Unmarshal(b.Bytes(), &m); err != nil {
		return m, endpoint.Violation("a frame that can't be read: " + err.Error())
	}
	return m, nil
}

// pairsIn counts the pairs of all maps in CBOR, as far as it can be read: the
// decoder refuses what is none.
func pairsIn(b []byte) (pairs uint64) {
	for len(b) > 0 && pairs <= maxPairs {
		kind, n := b[0]>>5, uint64(b[0]&31)
		b = b[1:]
		if n >= 24 { // the number follows, in 1, 2, 4 or 8 bytes
			size := 1 << (n & 3)
			if n > 27 || len(b) < size {
				return pairs
			}
			var number [8]byte
			copy(number[8-size:], b)
			n, b = binary.BigEndian.Uint64(number[:]), b[size:]
		}
		switch kind {
		case 2, 3: // so many bytes follow
			b = b[min(n, uint64(len(b))):]
		case 5:
			pairs += min(n, maxPairs+1)
		}
	}
	return pairs
}
