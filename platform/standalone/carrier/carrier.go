package carrier

import (
	"context"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/networking"
	"godotsteam/networking/sockets"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/tasks"
	"godotsteam/steamtypes"
)

// Config is what a carrier is made of.
type Config struct {
	Self     steamtypes.SteamID
	Life     uint64        // the number of this run
	Timeout  time.Duration // how long a peer is looked for
	Log      *slog.Logger
	Tasks    *tasks.Group
	Endpoint *endpoint.Endpoint
	Peers    Peers
}

// Peers is what a carrier asks about peers. It is never asked with the lock held.
type Peers interface {
	// WaysTo returns where a peer may be reached, likeliest first, and its address on this machine if it runs here.
	WaysTo(peer steamtypes.SteamID) (ways []endpoint.Way, here netip.AddrPort)

	// RankOf returns how much a peer that calls matters.
	RankOf(peer steamtypes.SteamID) endpoint.Rank
}

// Carrier is a [sockets.Carrier] over the platform's endpoint.
type Carrier struct {
	Config
	handler sockets.Handler // set by Attach, before anything comes

	mu      sync.Mutex // guards the rest, and all of every way and link. The handler is never called with it.
	ways    map[steamtypes.SteamID]*way
	calls   []*link // of others, for ways that our game has not asked for; oldest first
	choices uint64  // that we have made, of all ways
	heard   map[steamtypes.SteamID]heard
	buffers networking.BufferPool // of datagrams
	closed  bool
}

var _ sockets.Carrier = (*Carrier)(nil)

// New returns a carrier without ways. Attach says who is told.
func New(c Config) *Carrier {
	return &Carrier{
		Config: c, ways: make(map[steamtypes.SteamID]*way), heard: make(map[steamtypes.SteamID]heard),
	}
}

// Attach says who is told what happens. It comes before anything else.
func (c *Carrier) Attach(h sockets.Handler) {
	c.handler = h
	c.Tasks.Every(unusedTimeout/4, c.closeUnused)
}

// Open implements [sockets.Carrier].
func (c *Carrier) Open(peer steamtypes.SteamID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	w := c.way(peer)
	w.wanted = true
	for _, l := range w.links {
		c.isWanted(l)
	}
	switch {
	case w.up != nil:
		c.Endpoint.Carries(w.up.conn)
		c.Tasks.Go(w.tellOpen)
	case w.dialing == nil:
		ctx, cancel := context.WithTimeout(c.Tasks.Context(), c.Timeout)
		w.dialing = cancel
		c.Tasks.Go(func() { c.dialLoop(ctx, w) })
	}
}

// Send implements [sockets.Carrier].
func (c *Carrier) Send(peer steamtypes.SteamID, frame []byte, reliable bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.ways[peer]
	if w == nil || w.up == nil || w.up.finishing {
		return false
	}
	w.up.send(frame, reliable)
	return true
}

// Room implements [sockets.Carrier].
func (c *Carrier) Room(peer steamtypes.SteamID) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.ways[peer]
	if w == nil || w.up == nil {
		return 0
	}
	free := max(0, room-w.up.queued)
	w.up.full = w.up.full || free == 0
	return free
}

// MaxUnreliable implements [sockets.Carrier].
func (c *Carrier) MaxUnreliable() int { return maxUnreliable }

// Release implements [sockets.Carrier]. The way ends when their game does not need it either.
func (c *Carrier) Release(peer steamtypes.SteamID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.ways[peer]
	if w == nil {
		return
	}
	w.wanted = false
	w.stopDialing()
	if w.up != nil {
		w.up.heard = time.Now()
		c.calls = append(c.calls, w.up)
	}
	w.forget()
}

// Address implements [sockets.Carrier].
func (c *Carrier) Address(peer steamtypes.SteamID) netip.AddrPort {
	c.mu.Lock()
	defer c.mu.Unlock()
	if w := c.ways[peer]; w != nil && w.up != nil {
		return w.up.address()
	}
	return netip.AddrPort{}
}

// Inbound takes in a connection that a peer makes.
func (c *Carrier) Inbound(conn *quic.Conn) {
	peer, err := endpoint.PeerOf(conn)
	as := endpoint.Guest{Rank: c.Peers.RankOf(peer), From: endpoint.PlaceOf(conn.RemoteAddr())} // before the lock
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil || c.closed || peer == c.Self || !peer.CanHoldSession() || !c.makeRoom(as, c.ways[peer]) {
		conn.CloseWithError(endpoint.CodeRefused, "") //nolint:errcheck
		return
	}
	w := c.way(peer)
	l := w.newLink(conn)
	l.as = as
	if !w.wanted {
		c.calls = append(c.calls, l)
	}
	c.Tasks.Go(l.run)
}

// makeRoom reports whether one more may call. Those who matter least give way.
func (c *Carrier) makeRoom(comes endpoint.Guest, w *way) bool {
	if w != nil && w.wanted || len(c.calls) < maxUnwanted {
		return true
	}
	guests := make([]endpoint.Guest, len(c.calls))
	for i, l := range c.calls {
		guests[i] = l.as
	}
	i, ok := endpoint.GivesWay(guests, comes)
	if ok {
		l := c.calls[i]
		c.isWanted(l) // it is counted no more
		l.close(endpoint.CodeRefused)
	}
	return ok
}

// isWanted counts a link among the unwanted calls no more.
func (c *Carrier) isWanted(l *link) {
	for i, other := range c.calls {
		if other == l {
			c.calls = append(c.calls[:i], c.calls[i+1:]...)
			return
		}
	}
}

// closeUnused ends the ways that neither game seems to need.
func (c *Carrier) closeUnused() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, w := range c.ways {
		if w.up != nil && !w.wanted && time.Since(w.up.heard) >= unusedTimeout {
			w.up.close(endpoint.CodeClosed)
		}
	}
}

// Finish takes nothing more, and has every way write what waits and end. Each of the channels is closed when one has.
func (c *Carrier) Finish() (finishing []<-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	for _, w := range c.ways {
		w.stopDialing()
		if w.up != nil {
			w.up.finishing = true
			w.up.wake(w.up.reliable)
			finishing = append(finishing, w.up.conn.Context().Done())
		}
	}
	return finishing
}

// End ends every way at once.
func (c *Carrier) End() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	for _, w := range c.ways {
		w.stopDialing()
		for _, l := range w.links {
			l.close(endpoint.CodeClosed)
		}
	}
}
