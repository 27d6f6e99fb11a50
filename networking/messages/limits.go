package messages

import (
	"time"

	"godotsteam/networking/sockets"
)

// MaxMessage is the most bytes in one message.
const MaxMessage = sockets.MaxMessage

const (
	// IdleTime is how long a session lives without a message.
	IdleTime = 3 * time.Minute

	// MaxSessions bounds the sessions: a full lobby of Steam's largest size
	// (250) and some room. The one that broke longest ago goes for a new one.
	MaxSessions = 256

	// MaxChannels bounds the channels that each side may open in a session. What
	// a peer opens beyond it is delivered, and not counted as open.
	MaxChannels = 1024
)

// Why a session's connection is closed.
const (
	EndClosed sockets.End = 1001 // the game closed the session
	EndIdle   sockets.End = 1002 // nothing was sent for [IdleTime]
)

// headerSize is what goes in front of a message: its channel, big endian.
const headerSize = 4
