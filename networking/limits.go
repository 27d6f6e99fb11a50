package networking

import "time"

// Limits that Valve documents. A game may rely on them.
const (
	// MaxUnreliable is the most bytes in one unreliable message: one that
	// crosses any network in a single datagram (EP2PSend).
	MaxUnreliable = 1200

	// MaxReliable is the most bytes in one reliable message (EP2PSend says
	// "1MB"; the wrappers of the field take it as 2^20).
	MaxReliable = 1 << 20

	// BufferingBytes and BufferingDelay bound what
	// P2P_SEND_RELIABLE_WITH_BUFFERING gathers before it goes out.
	BufferingBytes = 1200
	BufferingDelay = 200 * time.Millisecond

	// SessionTimeout is how long a session may be without an answer before
	// p2p_session_connect_fail is posted.
	SessionTimeout = 20 * time.Second
)

// Limits of our own: everything that a peer or a game can make grow is bounded.
const (
	// MaxQueuedBytes bounds what waits to be sent to one user. It holds four
	// of the largest messages with what they cost beside their bytes; beyond
	// it sendP2PPacket returns false.
	MaxQueuedBytes = 4 * (MaxReliable + PacketOverhead)

	// MaxQueuedUnreliable bounds what waits unreliably for one user: a few
	// frames' worth. More would only arrive late.
	MaxQueuedUnreliable = 512 << 10

	// MaxQueuedTotal bounds what waits to be sent to all users together:
	// sixteen full queues, more than a game that looks at the result needs. A
	// user for whom nothing waits may still be sent one message, so that those
	// who do not read cannot silence us for the others.
	MaxQueuedTotal = 64 << 20

	// MaxUnreadBytes bounds what one user has sent, in however many sessions, and
	// the game has not read. Beyond it a reliable sender is slowed down, on all
	// channels, and unreliable packets are lost. So it is large, that a channel
	// which is read late holds up no other.
	MaxUnreadBytes = 16 << 20

	// MaxUnreadTotal bounds what all users together have sent and the game has
	// not read: each may have half of what is still free. A user with nothing
	// unread may deliver one message all the same, so that nobody can starve the
	// others: many users with a large one each may come to more.
	MaxUnreadTotal = 64 << 20

	// ReadingPatience is how long a user's packets wait for a game that doesn't
	// read before it is told. It may be loading.
	ReadingPatience = 2 * time.Second

	// PacketOverhead is what a waiting packet costs beside its bytes. Counting
	// it keeps a million one-byte packets from weighing more than they seem.
	PacketOverhead = 64

	// MaxSessions bounds the sessions of one game: a full lobby of Steam's
	// largest size (250) and some room.
	MaxSessions = 256

	// MaxRequests bounds the users who wait for an answer to a session
	// request. None of their packets are kept, only the connection (about
	// 100 KiB), so they cost at most 3 MiB.
	MaxRequests = 32

	// RequestRepeat is the least time between two p2p_session_request signals
	// for one user who goes on sending and is not accepted.
	RequestRepeat = time.Second

	// MaxChannels bounds the channels that a game may open with one user.
	MaxChannels = 1024

	// MaxChannel is the highest channel number: Valve's parameter is an int.
	MaxChannel = 1<<31 - 1
)
