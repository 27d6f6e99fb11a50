package p2p

// What is remembered of users when there is no session with them.

import (
	"time"

	"godotsteam/platform/standalone/endpoint"
	"godotsteam/steamtypes"
)

// maxRemembered bounds the users of whom each of these things is remembered.
const maxRemembered = 1024

// memory is what is remembered. Sessions.mu guards it.
type memory struct {
	lastRequest   map[steamtypes.SteamID]time.Time // when the game was last told of one
	unnoticedEnds map[steamtypes.SteamID]bool      // the peer may not know that our last session is over; true: it failed
	closings      map[steamtypes.SteamID]closing   // by the peer's game
	toldToRead    map[steamtypes.SteamID]bool      // our game, what this peer sends
}

func newMemory() memory {
	return memory{
		lastRequest:   make(map[steamtypes.SteamID]time.Time),
		unnoticedEnds: make(map[steamtypes.SteamID]bool),
		closings:      make(map[steamtypes.SteamID]closing),
		toldToRead:    make(map[steamtypes.SteamID]bool),
	}
}

// closing is when a user's game last closed a session, and how long they are
// not called since then.
type closing struct {
	when  time.Time
	pause time.Duration
}

// rememberClosing has a peer that closes again and again called ever more slowly:
// nobody must have us shake hands as fast as they can accept and close.
func (m *memory) rememberClosing(peer steamtypes.SteamID) {
	next := closing{when: time.Now()}
	if last, ok := m.closings[peer]; ok && next.when.Sub(last.when) < 2*lastRetry {
		next.pause = min(max(firstRetry, 2*last.pause), lastRetry)
	}
	endpoint.Remember(m.closings, maxRemembered, peer, next)
}

// pause returns how long a user is not to be called.
func (m *memory) pause(peer steamtypes.SteamID) time.Duration {
	c := m.closings[peer]
	return time.Until(c.when.Add(c.pause))
}
