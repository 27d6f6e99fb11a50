package discovery

import (
	"context"
	"log/slog"
	"net/netip"
	"slices"
	"sync"
	"time"

	"godotsteam/steamtypes"
)

const (
	// watchInterval is how often the computer's networks are looked at.
	watchInterval = time.Second

	// The time between two looks: short at first, as a question or answer may
	// get lost and new IPv6 addresses need a second until they can be used.
	// Whoever comes later looks too, so one that is here can be calm.
	firstLook = time.Second
	lastLook  = 10 * time.Second

	// A clock that is this much further than it should be tells that the
	// computer has slept.
	slept = 5 * time.Second
)

// Config is what a [Finder] needs to know.
type Config struct {
	ID     steamtypes.SteamID // who this game is
	App    uint32             // what it plays: only others of the same are found
	Socket netip.AddrPort     // where its UDP socket listens
	Log    *slog.Logger
}

// Finder finds others and announces this game, while it runs. A nil one finds
// nobody.
type Finder struct {
	config Config
	heard  table

	mu   sync.Mutex // guards the rest
	here []link
}

// New returns a finder. Nothing is sent before it runs.
func New(c Config) *Finder { return &Finder{config: c} }

// List returns the users who are said to be around.
func (f *Finder) List() []steamtypes.SteamID {
	if f == nil {
		return nil
	}
	return f.heard.ids()
}

// Find returns where a user is said to be.
func (f *Finder) Find(id steamtypes.SteamID) []netip.AddrPort {
	if f == nil {
		return nil
	}
	f.mu.Lock()
	here := f.here
	f.mu.Unlock()
	var ways []netip.AddrPort
	for _, a := range f.heard.of(id) {
		ways = append(ways, onLink(a, here)...)
	}
	return ways[:min(len(ways), maxAddresses)]
}

// Run looks around and answers others until ctx ends.
func (f *Finder) Run(ctx context.Context) {
	var (
		r      *responder
		broken error
		look   time.Duration // between the last look and the next
		next   time.Time
		before = time.Now()
	)
	defer func() { r.close() }()
	ticker := time.NewTicker(watchInterval)
	defer ticker.Stop()
	for {
		now := time.Now()
		// The clock on the wall goes on during sleep, the other one may not.
		woke := now.Round(0).Sub(before.Round(0)) > watchInterval+slept
		before = now
		here := links()
		if woke || !slices.EqualFunc(here, f.here, link.equal) {
			r.close()
			r = nil
			f.mu.Lock()
			f.here = here
			f.mu.Unlock()
		}
		if r == nil && len(here) > 0 {
			var err error
			r, err = respond(f.config, here, f.hear)
			if err != nil && (broken == nil || err.Error() != broken.Error()) {
				f.config.Log.Warn("games on the local network can't be found for now", "reason", err)
			}
			broken, look, next = err, 0, now
		}
		if r != nil && !now.Before(next) {
			r.look()
			look = max(firstLook, min(2*look, lastLook))
			next = now.Add(look - watchInterval/2) // not a tick later for a hair's breadth
		}
		f.heard.expire(now)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

// hear takes in a record from the network.
func (f *Finder) hear(from netip.Addr, instance string, text []string) {
	id, addresses, err := decode(f.config.App, instance, text)
	if err != nil || id == f.config.ID {
		return
	}
	f.heard.hear(id, from, addresses, time.Now())
}
