package sockets

import "time"

// Limits that Valve documents. A game may rely on them.
const (
	// MaxMessage is the most bytes in one message
	// (k_cbMaxSteamNetworkingSocketsMessageSizeSend).
	MaxMessage = 512 << 10

	// MaxText is the most bytes of a reason in words, and of a name.
	MaxText = 127

	// MaxLanes bounds the lanes of a connection: a lane's number is a byte.
	MaxLanes = 255

	// MaxWeight is the largest weight of a lane: Valve's parameter is a uint16.
	MaxWeight = 1<<16 - 1

	// StartOfTime is where LocalTimestamp begins: Valve's starts at 30 days, so
	// that "a day ago" is no negative number.
	StartOfTime = 30 * 24 * time.Hour
)

// Limits of our own: everything that a peer or a game can make grow is bounded.
const (
	// MaxConnections bounds the connections of one game, those included that
	// have ended and were not closed: four with each member of a full lobby.
	// Beyond it the one that ended longest ago is given up.
	MaxConnections = 1024

	// MaxFromPeer bounds those of them that one peer asked for, with those that
	// ended and our game did not close: a peer that asks again and again is
	// heard as often as our game closes what it asked for.
	MaxFromPeer = 16

	// MaxRequests bounds the connections that wait for our game to accept them.
	// Each costs a record and a timer, 2 KiB. Who finds no room asks again
	// every second.
	MaxRequests = 64

	// MaxRefused bounds the connections of which it is remembered that we have
	// closed them: their asking may still be on its way. A peer asks once a
	// second, so this is more than is on its way from a full lobby.
	MaxRefused = 256

	// MaxListeners and MaxPollGroups bound what only the game makes: far more
	// than a game uses, few enough that a loop that forgets them is found.
	MaxListeners  = 256
	MaxPollGroups = 256

	// PieceSize is how much of an unreliable message goes into one frame when
	// it does not fit into one: any carrier takes a frame of PieceSize and its
	// header, and both sides know it.
	PieceSize = 1024

	// SegmentSize is how much of a reliable message goes into one frame. A
	// better lane waits for one such frame at most: 1 ms at 16 MB/s.
	SegmentSize = 16 << 10

	// MaxGathering bounds the unreliable messages of a connection of which only
	// pieces have come, and MaxGatheringBytes their sizes: two of the largest.
	// The oldest goes for a new one.
	MaxGathering      = 16
	MaxGatheringBytes = 2 * (MaxMessage + maxHeader)

	// MessageOverhead is what a waiting message costs beside its bytes. The
	// send buffer counts it, so that empty messages fill it too.
	MessageOverhead = 64

	// MaxDelayed bounds what a bad network that the game asked for holds back
	// on the way to or from one peer. What exceeds it comes earlier.
	MaxDelayed = 4 << 20

	// LingerTime is how long a connection that was closed with linger may take
	// to send what waits: its handle is gone, so nobody else could end it.
	LingerTime = 30 * time.Second

	// RepeatConnect is how often a connection asks to be accepted, so that the
	// listen socket may come later than the connection.
	RepeatConnect = time.Second

	// PingTime is how often a connection measures, at most; a shorter timeout
	// has it measured five times within that.
	PingTime = 2 * time.Second

	// maxRoundTrip is the longest that is believed of a ping's answer.
	maxRoundTrip = time.Minute

	// maxHeader is what package messages puts in front of a message.
	maxHeader = 4
)
