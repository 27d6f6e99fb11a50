package carrier

import "time"

const (
	// room is how much of the frames for one peer may wait here: enough to keep the wire busy, and little enough for
	// what matters more to overtake the rest.
	room = 96 << 10

	// maxFrame is more than any frame of package sockets takes.
	maxFrame = 32 << 10

	// maxUnreliable fits into one packet on every way that QUIC takes.
	maxUnreliable = 1150

	// maxUnwanted bounds the ways and calls of others that our game has not asked for.
	maxUnwanted = 256

	// maxRemembered bounds the peers of which it is remembered what they chose.
	maxRemembered = 1024

	// unusedTimeout is how long a way that our game does not need stays when nothing comes over it. While their game
	// needs it, something does every second.
	unusedTimeout = 10 * time.Second

	// How often a peer is looked for that was not found.
	firstRetry = 50 * time.Millisecond
	lastRetry  = time.Second
)
