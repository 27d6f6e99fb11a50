package control

import (
	"crypto/rand"
	"encoding/binary"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	"godotsteam/platform/standalone/lobby"
	"godotsteam/platform/standalone/tasks"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

const (
	// maxPeers bounds the peers that we are connected with: a full
	// lobby and some room.
	maxPeers = 384

	// How often we look who runs on this machine. A peer whose process died on this
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

// Config is what control is made of.
type Config struct {
	AppID    uint32
	Name     string // of the user
	Life     uint64 // the number of this run
	Timeout  time.Duration
	Log      *slog.Logger
	Signals  *signals.Queue
	Tasks    *tasks.Group
	Identity *identity.Identity
	Endpoint *endpoint.Endpoint
	Places   Places
}

// Places is what control asks about where peers are.
type Places interface {
	// Look looks for the peers that run on this machine, and for those of whom it is known that they have died.
	Look() (running, dead []steamtypes.SteamID)

	// Here looks for one, and returns its address.
	Here(peer steamtypes.SteamID) (netip.AddrPort, bool)

	// WaysTo does so, and returns all ways to it.
	WaysTo(peer steamtypes.SteamID) (ways []endpoint.Way, here netip.AddrPort)

	// The others tell what is known, and read no file: the game waits for their answers.

	Running() []steamtypes.SteamID        // on this machine, when somebody last looked
	Runs(peer steamtypes.SteamID) bool    // the same
	Elsewhere() []steamtypes.SteamID      // named, or found on the local network
	IsNamed(peer steamtypes.SteamID) bool // its address was given by hand
	IsOnNetwork(peer steamtypes.SteamID) bool
}

// Control is the part of the platform that talks to all peers around.
type Control struct {
	Config

	// Bytes of the large frames that are being received. Strangers have their
	// own, so that they can't hold up anybody who matters.
	large            *semaphore.Weighted
	largeOfStrangers *semaphore.Weighted

	// mu guards the rest. No file is read while it is held: the game waits for it.
	mu         sync.Mutex
	node       *lobby.Node
	peers      map[steamtypes.SteamID]*neighbour
	presence   map[string]string // ours
	refused    bool              // a late refusal was told
	shownLobby steamtypes.SteamID
	listings   map[uint64]*listing
	joins      map[steamtypes.SteamID]time.Time // until when each lobby is tried
	queries    uint64
	settled    time.Time // when others on the local network have had time to be found
	waiting    int       // bytes that wait to be written, to all
	started    bool
	closed     bool
}

// New returns control that has met nobody.
func New(config Config) *Control {
	c := &Control{
		Config: config,
		peers:  make(map[steamtypes.SteamID]*neighbour), presence: make(map[string]string),
		listings: make(map[uint64]*listing), joins: make(map[steamtypes.SteamID]time.Time),
		large: semaphore.NewWeighted(maxLarge), largeOfStrangers: semaphore.NewWeighted(maxLarge),
	}
	c.node = lobby.New(lobby.Config{
		Self: c.Identity.SteamID, App: c.AppID, Start: c.Life,
		Send:   func(to steamtypes.SteamID, m *lobby.Message) { c.send(to, message{Lobby: m}) },
		Post:   func(e signals.Event) { c.Signals.Post(e) },
		Asked:  c.asked,
		Listed: c.listed,
		Sign:   c.Identity.Sign,
		Verify: identity.Verify,
		Around: c.isAround,
		Random: randomAccount,
		Refused: func(op lobby.Op) {
			if !c.refused { // once: it may be many
				c.Log.Info("a lobby's owner has refused a change of ours: there was no room any more, or it was no longer "+
					"ours to make", "change", op)
			}
			c.refused = true
		},
	})
	return c
}

func randomAccount() uint32 {
	var b [4]byte
	rand.Read(b[:]) //nolint:errcheck // it does not fail
	return binary.BigEndian.Uint32(b[:])
}

// lock locks control for a call of the game, and begins to look around with the
// first one: whoever asks for nobody looks for nobody.
func (c *Control) lock() {
	c.mu.Lock()
	c.start()
}

func (c *Control) start() {
	if c.started || c.closed {
		return
	}
	c.started = true
	c.Tasks.Go(c.look)
	c.Tasks.Every(scanInterval, func() {
		c.look()
		c.mu.Lock()
		defer c.mu.Unlock()
		c.showLobby()
	})
	c.Tasks.Every(c.Timeout+patience, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if !c.closed {
			c.node.Overdue()
		}
	})
}

// look looks who has come and who has died.
func (c *Control) look() {
	running, dead := c.Places.Look() // without the lock
	c.mu.Lock()
	defer c.mu.Unlock()
	c.scan(running, dead)
}

// lookFor looks for a peer that is not around: it may have started since we looked last.
func (c *Control) lookFor(id steamtypes.SteamID) {
	c.mu.Lock()
	around := c.isAround(id)
	c.mu.Unlock()
	if !around {
		c.Places.Here(id)
	}
}

// scan takes in who has come and who has died. A peer in neither list may live:
// then the connection tells.
func (c *Control) scan(running, dead []steamtypes.SteamID) {
	if c.closed {
		return
	}
	here := make(map[steamtypes.SteamID]bool)
	for _, id := range running {
		here[id] = true
	}
	for _, id := range dead {
		peer := c.peers[id]
		if peer == nil || !peer.listed || c.Places.Runs(id) {
			continue // we never met, or it was found here since the list was made
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

// hear takes in what a peer says.
func (c *Control) hear(peer *neighbour, m message) error {
	switch {
	case m.Lobby != nil:
		if err := c.node.Receive(peer.id, m.Lobby); err != nil {
			c.complain("a peer was disconnected", peer.id, err)
			return endpoint.Violation(err.Error())
		}
	case m.Profile != nil:
		c.learn(peer, *m.Profile)
	case m.Invite != nil && len(*m.Invite) <= steamtypes.MaxPresenceValue:
		c.Signals.Post(signals.JoinGameRequested{User: uint64(peer.id), Connect: *m.Invite})
	}
	return nil
}

// complain logs what a peer has done. Strangers, who may come without number,
// write no lines into the game's output.
func (c *Control) complain(what string, id steamtypes.SteamID, err error) {
	level := slog.LevelWarn
	if c.rank(id) < endpoint.Known {
		level = slog.LevelDebug
	}
	c.Log.Log(c.Tasks.Context(), level, what, "steam_id", id, "reason", err)
}

// lose takes in that a peer is gone, or can't be reached.
func (c *Control) lose(peer *neighbour, why string) {
	if peer.out != nil {
		c.abandon(peer.out)
		peer.out = nil
	}
	if peer.in != nil {
		peer.in.CloseWithError(endpoint.CodeClosed, "") //nolint:errcheck
		peer.in = nil
	}
	peer.redial = time.Now().Add(redialInterval)
	peer.listed = false // the next look tells
	if peer.around {
		peer.around = false
		c.Log.Debug("a peer has gone", "steam_id", peer.id, "reason", why)
		c.changed(peer.id, steamtypes.PersonaGoneOffline|steamtypes.PersonaStatus)
	}
	if c.closed {
		return
	}
	for _, l := range c.listings {
		l.answered(c, peer.id)
	}
	c.node.Lost(peer.id)
}

// after runs work, with the lock, when some time has gone by, unless we have left.
func (c *Control) after(d time.Duration, work func()) {
	c.Tasks.After(d, &c.mu, func() {
		if !c.closed {
			work()
		}
	})
}

// lookThen does so, and looks before who runs on this machine: what [Control.within] tells is new.
func (c *Control) lookThen(d time.Duration, work func()) {
	if d > 0 {
		c.after(d, func() { c.lookThen(0, work) })
		return
	}
	c.Tasks.Go(func() {
		c.Places.Look()
		c.mu.Lock()
		defer c.mu.Unlock()
		if !c.closed {
			work()
		}
	})
}

// Finish leaves all lobbies and returns what to wait for until everybody has
// been told.
func (c *Control) Finish() []<-chan struct{} {
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
