package lan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/fxamacker/cbor/v2"

	"godotsteam/platform/lan/lobby"
)

const (
	// maxFrame bounds a frame: the largest are a lobby's state with its last
	// changes, and a list of lobbies; each comes to little more than 2 MiB.
	maxFrame = 3 << 20

	// smallFrame is what a peer may say without waiting for room, see
	// [control.large]. Only what maxFrame is for is larger.
	smallFrame = 64 << 10
)

// controlMessage is what a frame says: one of its fields.
type controlMessage struct {
	Lobby   *lobby.Message `cbor:"l,omitempty"`
	Profile *profile       `cbor:"p,omitempty"`
	Invite  *string        `cbor:"i,omitempty"` // to the game, with a connect string
}

// cost is how much work a message asks of its receiver, in the units of
// [workRate].
func (m *controlMessage) cost() int {
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
		MaxMapPairs:      lobby.MaxElements,
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
func encodeFrame(m controlMessage) ([]byte, error) {
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
		return 0, wireError{fmt.Sprintf("a frame of %d bytes", length)}
	}
	return int(length), nil
}

// readMessage reads the rest of a frame. Memory grows with what has arrived.
func readMessage(r io.Reader, length int) (m controlMessage, err error) {
	var b bytes.Buffer
	if _, err := io.CopyN(&b, r, int64(length)); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return m, err
	}
	if err := strict.Unmarshal(b.Bytes(), &m); err != nil {
		return m, wireError{"a frame that can't be read: " + err.Error()}
	}
	return m, nil
}
