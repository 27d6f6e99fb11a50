package sockets

import (
	"net/netip"

	"godotsteam/steamtypes"
)

// Carrier brings frames to peers. A platform's sessions between users are one.
//
// No method waits, and none calls the [Handler] before it returns: they are
// called with the handler's lock held. A carrier has made sure who a peer is.
type Carrier interface {
	// Open asks for a way to a peer, and for it to be kept. Opened or Lost
	// tells how it went; Opened also if there was one already.
	Open(peer steamtypes.SteamID)

	// Send hands a frame over and reports false if there is no way. Reliable
	// frames arrive once and in order, all of them until the way is lost;
	// others may not, and go beside the reliable ones. frame is copied. A frame
	// that exceeds Room is taken all the same: the handler keeps to Room.
	Send(peer steamtypes.SteamID, frame []byte, reliable bool) bool

	// Room returns how many bytes Send should be handed now: what keeps the
	// wire busy, and no more, since what was handed over can't be overtaken.
	// When it returned 0 and there is room again, Writable says so.
	Room(peer steamtypes.SteamID) int

	// MaxUnreliable is the most bytes in an unreliable frame, at least
	// PieceSize and 32 bytes.
	MaxUnreliable() int

	// Release says that the way is not needed any more. What was handed over
	// still goes out, if it can.
	Release(peer steamtypes.SteamID)

	// Address is where the peer is, invalid if that is not known.
	Address(peer steamtypes.SteamID) netip.AddrPort
}

// Handler is what a carrier tells. A [Sockets] is one. For one peer the calls
// come one at a time and in order; the carrier holds no lock meanwhile that its
// own methods take.
type Handler interface {
	// Opened says that there is a way to a peer, whoever asked for it.
	Opened(peer steamtypes.SteamID)

	// Received brings a frame, which is valid during the call. Frames come from
	// any peer that there is a way to, asked for or not. The error says that
	// no peer that keeps to the protocol sends this.
	Received(peer steamtypes.SteamID, frame []byte, reliable bool) error

	// Writable says that there is room again.
	Writable(peer steamtypes.SteamID)

	// Lost says that there is no way any more, or that none was found. If the
	// way starts over, both sides are told Lost before anything comes over the
	// new one.
	Lost(peer steamtypes.SteamID, why Loss)
}

// Loss is why there is no way to a peer.
type Loss int

// The losses.
const (
	LossTimeout Loss = iota // nobody answers
	LossRefused             // the peer's platform won't have us
	LossClosed              // the peer's platform has ended or started over
)

func (l Loss) String() string {
	switch l {
	case LossRefused:
		return "the peer refuses"
	case LossClosed:
		return "the peer's game has ended"
	}
	return "the peer does not answer"
}
