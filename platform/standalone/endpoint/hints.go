package endpoint

import (
	"errors"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"godotsteam/steamtypes"
)

const (
	// hintRate and hintBurst bound the calls to addresses that were only
	// announced, to all of them together: anybody on the network can announce
	// any number. Half of the burst is for the first address of each peer, so
	// that a peer with many does not stand in the way of one with one. An honest one
	// costs a call, so a full lobby is reached within some seconds.
	hintRate  = 20
	hintBurst = 100

	// An address where nobody answered is left alone for a while, longer each
	// time. A peer that comes back is still found about as soon as it is heard.
	firstHintPause = time.Second
	lastHintPause  = 8 * time.Second

	// maxFailures bounds the addresses of which it is known that nobody answered.
	maxFailures = 4096
)

// errNotNow says that an address which was only announced is not called now.
var errNotNow = errors.New("it was called too often")

// Way is an address by which a peer may be reached.
type Way struct {
	netip.AddrPort
	Hint bool // it was only announced: nobody knows whose it is
}

// Ways returns a way for each address.
func Ways(addresses []netip.AddrPort, hint bool) (ways []Way) {
	for _, a := range addresses {
		ways = append(ways, Way{a, hint})
	}
	return ways
}

// hints bounds the calls that announcements can have us make.
type hints struct {
	mu     sync.Mutex
	failed map[call]failure
	calls  *rate.Limiter
}

type call struct {
	peer    steamtypes.SteamID
	address netip.AddrPort
}

// failure is how long an address is left alone.
type failure struct {
	until time.Time
	pause time.Duration
}

func newHints() *hints {
	return &hints{failed: make(map[call]failure), calls: rate.NewLimiter(hintRate, hintBurst)}
}

// mayCall reports whether a peer may be called on a way now.
func (h *hints) mayCall(peer steamtypes.SteamID, w Way, first bool) bool {
	if !w.Hint {
		return true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if time.Now().Before(h.failed[call{peer, w.AddrPort}].until) || !first && h.calls.Tokens() < hintBurst/2 {
		return false
	}
	return h.calls.Allow()
}

// called notes what came of a call.
func (h *hints) called(peer steamtypes.SteamID, w Way, err error) {
	if !w.Hint {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	c := call{peer, w.AddrPort}
	if err == nil {
		delete(h.failed, c)
		return
	}
	pause := min(max(firstHintPause, 2*h.failed[c].pause), lastHintPause)
	// A peer that is forgotten for it is called again; how often in all is bounded, too.
	Remember(h.failed, maxFailures, c, failure{time.Now().Add(pause), pause})
}
