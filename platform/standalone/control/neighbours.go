package control

import (
	"maps"
	"net/netip"
	"slices"
	"time"

	"github.com/quic-go/quic-go"
	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"godotsteam/platform/standalone/endpoint"
	"godotsteam/steamtypes"
)

// neighbour is what we know of a peer.
type neighbour struct {
	id      steamtypes.SteamID
	met     time.Time
	out     *outbound
	in      *quic.Conn
	profile profile
	around  bool          // connected, and has told us its profile
	listed  bool          // was in the directory, and not dead
	redial  time.Time     // not before
	dials   *rate.Limiter // how often it is called
	work    *rate.Limiter // what it may ask of us
}

// isAround reports whether we are connected with a peer.
func (c *Control) isAround(id steamtypes.SteamID) bool {
	peer := c.peers[id]
	return peer != nil && peer.around
}

// within returns all peers that may be around, as was last seen.
func (c *Control) within() []steamtypes.SteamID { return c.reachable(c.Places.Running()) }

// reachable returns all peers that may be around, with those that run on this
// machine.
func (c *Control) reachable(running []steamtypes.SteamID) []steamtypes.SteamID {
	ids := slices.Concat(running, c.Places.Elsewhere())
	for id, peer := range c.peers {
		if peer.around {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return slices.DeleteFunc(ids, func(id steamtypes.SteamID) bool { return id == c.Identity.SteamID })
}

// mayBeAround reports whether there is a way to somebody, whom we may not have
// met yet: what we tell them waits until we have.
func (c *Control) mayBeAround(user steamtypes.SteamID) bool {
	return user != c.Identity.SteamID &&
		(c.isAround(user) || c.Places.Runs(user) || c.Places.IsNamed(user) || c.Places.IsOnNetwork(user))
}

// peer returns the record of a peer, nil when there is no room for more.
func (c *Control) peer(id steamtypes.SteamID) *neighbour { return c.peerFrom(id, netip.Addr{}) }

// peerFrom does so for one that calls.
func (c *Control) peerFrom(id steamtypes.SteamID, place netip.Addr) *neighbour {
	peer := c.peers[id]
	if peer != nil || id == c.Identity.SteamID {
		return peer
	}
	if len(c.peers) >= maxPeers && !c.makeRoom(id, place) {
		return nil
	}
	peer = &neighbour{
		id: id, met: time.Now(),
		dials: rate.NewLimiter(rate.Every(dialInterval), 1),
		work:  rate.NewLimiter(workRate, workBurst),
	}
	c.peers[id] = peer
	return peer
}

// makeRoom forgets peers that are not connected, or else one that gives way to
// the peer that is to come.
func (c *Control) makeRoom(id steamtypes.SteamID, place netip.Addr) bool {
	for old, p := range c.peers {
		if p.out == nil && p.in == nil {
			delete(c.peers, old)
		}
	}
	if len(c.peers) < maxPeers {
		return true
	}
	peers := slices.SortedFunc(maps.Values(c.peers), func(a, b *neighbour) int { return a.met.Compare(b.met) })
	guests := make([]endpoint.Guest, len(peers))
	for i, p := range peers {
		guests[i] = endpoint.Guest{Rank: c.rank(p.id), From: p.place()}
	}
	which, ok := endpoint.GivesWay(guests, endpoint.Guest{Rank: c.rank(id), From: place})
	if ok {
		c.dismiss(peers[which])
	}
	return ok
}

// rank is how much a peer matters: one in a lobby with us more than one that we
// have found, and that more than one that has come by itself. What is found on
// the network may be a lie, on this machine it is not.
func (c *Control) rank(id steamtypes.SteamID) endpoint.Rank {
	peer := c.peers[id]
	switch {
	case c.node.Shares(id):
		return endpoint.Member
	case c.Places.IsNamed(id), peer != nil && peer.listed, peer == nil && c.Places.Runs(id):
		return endpoint.Known
	case c.Places.IsOnNetwork(id):
		return endpoint.Found
	}
	return endpoint.Stranger
}

// RankOf returns how much a peer that calls matters.
func (c *Control) RankOf(id steamtypes.SteamID) endpoint.Rank {
	c.lookFor(id)
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.rank(id)
}

// roomFor returns where a peer's large frames take room.
func (c *Control) roomFor(peer *neighbour) *semaphore.Weighted {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rank(peer.id) < endpoint.Known {
		return c.largeOfStrangers
	}
	return c.large
}

// dismiss makes room of a peer, which shares no lobby with us.
func (c *Control) dismiss(peer *neighbour) {
	delete(c.peers, peer.id)
	if peer.out != nil {
		c.abandon(peer.out)
	}
	if peer.in != nil {
		peer.in.CloseWithError(endpoint.CodeRefused, "") //nolint:errcheck // its reader loses it
	}
}
