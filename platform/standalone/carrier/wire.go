package carrier

import (
	"encoding/binary"
	"io"
)

// hello is what a side says first.
type hello struct {
	life uint64
	heard
}

// heard is the last choice of a chooser that was heard: zero from the chooser, and if there was none.
type heard struct {
	chooser uint64 // their life
	choice  uint64 // its number
}

const helloSize = 24

func (h hello) append(b []byte) []byte {
	b = binary.BigEndian.AppendUint64(b, h.life)
	b = binary.BigEndian.AppendUint64(b, h.chooser)
	return binary.BigEndian.AppendUint64(b, h.choice)
}

func readHello(in io.Reader) (hello, error) {
	var b [helloSize]byte
	if _, err := io.ReadFull(in, b[:]); err != nil {
		return hello{}, err
	}
	number := func(i int) uint64 { return binary.BigEndian.Uint64(b[i:]) }
	return hello{number(0), heard{number(8), number(16)}}, nil
}
