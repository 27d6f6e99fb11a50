package standalone

// What peers tell each other beside the game's packets: lobbies, names,
// invitations. It has connections of its own (controlconn.go), so that it
// neither disturbs sessions nor asks anybody's game for one. Here is who is
// around.

import (
	"crypto/rand"
	"encoding/binary"
	"log/slog"
	"maps"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/quic-go/quic-go"
	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"godotsteam/networking"
	"godotsteam/platform/standalone/lobby"
	"godotsteam/signals"
)

const (
	// maxControlPeers bounds the peers that we are connected with: a full
	// lobby and some room.
	maxControlPeers = 384

	// How often the directory is read. A peer whose process died on this
	// machine is missed that soon, others only after the timeout.
	scanInterval = 500 * time.Millisecond

	// redialInterval is how long a peer that can't be reached is left alone,
	// dialInterval when there is something to tell it: a game may ask for it in
	// every frame.
	redialInterval = 3 * time.Second
	dialInterval   = time.Second

	// patience is how much longer a member may take to answer in a lobby than
	// it takes to see that it has died.
	patience = 10 * time.Second
)

// control is the part of the platform that talks to all peers around.
type control struct {
	lan *Platform

	// Bytes of the large frames that are being received. Strangers have their
	// own, so that they can't hold up anybody who matters.
	large            *semaphore.Weighted
	largeOfStrangers *semaphore.Weighted

	// mu guards the rest. It is never held together with Platform.mu.
	mu         sync.Mutex
	node       *lobby.Node
	peers      map[networking.SteamID]*controlPeer
	presence   map[string]string // ours
	refused    bool              // a late refusal was told
	shownLobby networking.SteamID
	listings   map[uint64]*listing
	joins      map[networking.SteamID]time.Time // until when each lobby is tried
	queries    uint64
	waiting    int // bytes that wait to be written, to all
	started    bool
	closed     bool
}

// controlPeer is what we know of a peer.
type controlPeer struct {
	id      networking.SteamID
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

func newControl(p *Platform) *control {
	c := &control{
		lan: p, peers: make(map[networking.SteamID]*controlPeer),
		presence: make(map[string]string), listings: make(map[uint64]*listing), joins: make(map[networking.SteamID]time.Time),
		large: semaphore.NewWeighted(maxLarge), largeOfStrangers: semaphore.NewWeighted(maxLarge),
	}
	c.node = lobby.New(lobby.Config{
		Self: p.id.steamID, App: p.appID, Start: p.life,
		Send:   func(to networking.SteamID, m *lobby.Message) { c.send(to, controlMessage{Lobby: m}) },
		Post:   func(e signals.Event) { p.signals.Post(e) },
		Asked:  c.asked,
		Listed: c.listed,
		Sign:   p.id.sign,
		Verify: verifySignature,
		Around: c.isAround,
		Random: randomAccount,
		Refused: func(op lobby.Op) {
			if !c.refused { // once: it may be many
				p.log.Info("a lobby's owner has refused a change of ours: there was no room any more, or it was no longer "+
					"ours to make", "change", op)
			}
			c.refused = true
		},
	})
	return c
}

// isAround reports whether we are connected with a peer.
func (c *control) isAround(id networking.SteamID) bool {
	peer := c.peers[id]
	return peer != nil && peer.around
}

func randomAccount() uint32 {
	var b [4]byte
	rand.Read(b[:]) //nolint:errcheck // it does not fail
	return binary.BigEndian.Uint32(b[:])
}

// lock locks the control part for a call of the game, and begins to look
// around with the first one: a game that has no lobbies costs nothing.
func (c *control) lock() {
	c.mu.Lock()
	c.start()
}

func (c *control) start() {
	if c.started || c.closed {
		return
	}
	c.started = true
	c.scan(c.lan.directory.list())
	c.every(scanInterval, func() {
		running, dead := c.lan.directory.list() // without the lock: the game does not wait for files
		c.mu.Lock()
		defer c.mu.Unlock()
		c.scan(running, dead)
		c.showLobby()
	})
	c.every(c.lan.timeout+patience, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if !c.closed {
			c.node.Overdue()
		}
	})
}

// every does some work again and again, until the platform shuts down.
func (c *control) every(interval time.Duration, work func()) {
	c.lan.background(func() {
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				c.lan.contain(work)
			case <-c.lan.ctx.Done():
				return
			}
		}
	})
}

// scan looks who has come and who has died. Who is not listed, for whatever
// reason, may live: then the connection tells.
func (c *control) scan(running, dead []networking.SteamID) {
	if c.closed {
		return
	}
	here := make(map[networking.SteamID]bool)
	for _, id := range running {
		here[id] = true
	}
	for _, id := range dead {
		peer := c.peers[id]
		if peer == nil || !peer.listed || !c.lan.directory.isDead(id) {
			continue // we never met, or it is here again since the list was made
		}
		peer.listed = false
		if peer.out != nil || peer.in != nil {
			c.lose(peer, "its process has ended")
		}
	}
	for _, id := range c.reachable(running) {
		peer := c.peer(id)
		if peer == nil {
			continue
		}
		peer.listed = peer.listed || here[id]
		if peer.out == nil && time.Now().After(peer.redial) {
			c.connect(peer)
		}
	}
}

// within returns all peers that may be around.
func (c *control) within() []networking.SteamID {
	running, _ := c.lan.directory.list()
	return c.reachable(running)
}

// reachable returns all peers that may be around, with those that run on this
// machine.
func (c *control) reachable(running []networking.SteamID) []networking.SteamID {
	ids := make(map[networking.SteamID]bool)
	for _, id := range running {
		ids[id] = true
	}
	for id := range c.lan.options.Peers {
		ids[id] = true
	}
	for _, id := range c.lan.finder.List() {
		ids[id] = true
	}
	for id, peer := range c.peers {
		if peer.around {
			ids[id] = true
		}
	}
	delete(ids, c.lan.id.steamID)
	return slices.Sorted(maps.Keys(ids))
}

// peer returns the record of a peer, nil when there is no room for more.
func (c *control) peer(id networking.SteamID) *controlPeer { return c.peerFrom(id, netip.Addr{}) }

// peerFrom does so for one who calls.
func (c *control) peerFrom(id networking.SteamID, place netip.Addr) *controlPeer {
	peer := c.peers[id]
	if peer != nil || id == c.lan.id.steamID {
		return peer
	}
	if len(c.peers) >= maxControlPeers && !c.makeRoom(id, place) {
		return nil
	}
	peer = &controlPeer{id: id, met: time.Now(), dials: rate.NewLimiter(rate.Every(dialInterval), 1), work: rate.NewLimiter(workRate, workBurst)}
	c.peers[id] = peer
	return peer
}

// makeRoom forgets peers that are not connected, or else one that gives way to
// the peer that is to come.
func (c *control) makeRoom(id networking.SteamID, place netip.Addr) bool {
	for old, p := range c.peers {
		if p.out == nil && p.in == nil {
			delete(c.peers, old)
		}
	}
	if len(c.peers) < maxControlPeers {
		return true
	}
	peers := slices.SortedFunc(maps.Values(c.peers), func(a, b *controlPeer) int { return a.met.Compare(b.met) })
	guests := make([]guest, len(peers))
	for i, p := range peers {
		guests[i] = guest{c.rank(p.id), p.place()}
	}
	which, ok := givesWay(guests, guest{c.rank(id), place})
	if ok {
		c.dismiss(peers[which])
	}
	return ok
}

// What [control.rank] may be. Whoever has one of them is no stranger.
const (
	rankFound  = 1 + iota // on the local network
	rankKnown             // by its address, or on this machine
	rankMember            // of a lobby of ours
)

// rank is how much a peer matters: who is in a lobby with us more than whom we
// have found, and they more than who has come by themselves. What is found on
// the network may be a lie, on this machine it is not.
func (c *control) rank(id networking.SteamID) int {
	peer := c.peers[id]
	_, named := c.lan.options.Peers[id]
	switch {
	case c.node.Shares(id):
		return rankMember
	case named, peer != nil && peer.listed, peer == nil && c.lan.directory.runs(id):
		return rankKnown
	case len(c.lan.finder.Find(id)) > 0:
		return rankFound
	}
	return 0
}

// rankOf is for those who do not have the lock.
func (c *control) rankOf(id networking.SteamID) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.rank(id)
}

// roomFor returns where a peer's large frames take room.
func (c *control) roomFor(peer *controlPeer) *semaphore.Weighted {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rank(peer.id) < rankKnown {
		return c.largeOfStrangers
	}
	return c.large
}

// dismiss makes room of a peer, who shares no lobby with us.
func (c *control) dismiss(peer *controlPeer) {
	delete(c.peers, peer.id)
	if peer.out != nil {
		c.abandon(peer.out)
	}
	if peer.in != nil {
		peer.in.CloseWithError(codeRefused, "") //nolint:errcheck // its reader loses it
	}
}

// hear takes in what a peer says.
func (c *control) hear(peer *controlPeer, m controlMessage) error {
	switch {
	case m.Lobby != nil:
		if err := c.node.Receive(peer.id, m.Lobby); err != nil {
			c.complain("a peer was disconnected", peer.id, err)
			return wireError{err.Error()}
		}
	case m.Profile != nil:
		c.learn(peer, *m.Profile)
	case m.Invite != nil && len(*m.Invite) <= networking.MaxPresenceValue:
		c.lan.signals.Post(signals.JoinGameRequested{User: uint64(peer.id), Connect: *m.Invite})
	}
	return nil
}

// complain logs what a peer has done. Strangers, who may come without number,
// write no lines into the game's output.
func (c *control) complain(what string, id networking.SteamID, err error) {
	level := slog.LevelWarn
	if c.rank(id) < rankKnown {
		level = slog.LevelDebug
	}
	c.lan.log.Log(c.lan.ctx, level, what, "steam_id", id, "reason", err)
}

// lose takes in that a peer is gone, or can't be reached.
func (c *control) lose(peer *controlPeer, why string) {
	if peer.out != nil {
		c.abandon(peer.out)
		peer.out = nil
	}
	if peer.in != nil {
		peer.in.CloseWithError(codeClosed, "") //nolint:errcheck
		peer.in = nil
	}
	peer.redial = time.Now().Add(redialInterval)
	peer.listed = false // the next look tells
	if peer.around {
		peer.around = false
		c.lan.log.Debug("a peer has gone", "steam_id", peer.id, "reason", why)
		c.changed(peer.id, networking.PersonaGoneOffline|networking.PersonaStatus)
	}
	if c.closed {
		return
	}
	for _, l := range c.listings {
		l.answered(c, peer.id)
	}
	c.node.Lost(peer.id)
}

// after runs work, with the lock, when some time has gone by.
func (c *control) after(d time.Duration, work func()) {
	time.AfterFunc(d, func() {
		c.lan.contain(func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			if !c.closed {
				work()
			}
		})
	})
}

// finish leaves all lobbies and returns what to wait for until everybody has
// been told.
func (c *control) finish() []<-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	for _, id := range c.node.Lobbies() {
		c.node.Leave(id)
	}
	c.closed = true
	var finishing []<-chan struct{}
	for _, peer := range c.peers {
		if o := peer.out; o != nil {
			o.finishing = true
			o.poke()
			finishing = append(finishing, o.done)
		}
	}
	return finishing
}
