package multiplayer

import (
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"
)

// Home is what a peer needs of this computer. Its methods may be called on any
// thread, and don't call the peer.
type Home interface {
	// ID is our user's, 0 while Steam is not initialized.
	ID() SteamID
	// Open returns new connections, for one peer.
	Open() (Connections, error)
	// LobbyOwner returns 0 for a lobby that we are no member of.
	LobbyOwner(lobby SteamID) SteamID
	LobbyMembers(lobby SteamID) []SteamID
	// Channels is the setting steam/multiplayer_peer/max_channels.
	Channels() int
	// Name is what a user is called, for messages; "" if that is not known.
	Name(user SteamID) string
}

// Status is Godot's ConnectionStatus.
type ConnectionStatus int

// Godot's numbers.
const (
	Disconnected ConnectionStatus = 0
	Connecting   ConnectionStatus = 1
	Connected    ConnectionStatus = 2
)

// Mode is Godot's TransferMode.
type Mode int

// Godot's numbers.
const (
	Unreliable        Mode = 0
	UnreliableOrdered Mode = 1
	Reliable          Mode = 2
)

// Event is what a peer tells.
type Event struct {
	Kind  EventKind
	Peer  int32   // PeerConnected, PeerDisconnected
	User  SteamID // SessionFailed
	End   End     // SessionFailed
	State State   // SessionFailed
	Text  string  // Warning, Fault
}

// EventKind says what has happened.
type EventKind int

// The kinds of events.
const (
	PeerConnected EventKind = iota + 1
	PeerDisconnected
	SessionFailed // a connection came to nothing
	Warning       // for people
	Fault         // for people: a method has failed
)

// Peer is one peer object of a game, over its whole life. All methods are safe
// for concurrent use.
type Peer struct {
	home Home

	mu     sync.Mutex
	life   int // counts what create_host and the like have begun, and Close
	events []Event
	warned map[string]bool // kinds of warnings that were given in this life

	conns    Connections // nil: closed
	own      SteamID
	id       int32
	server   bool
	status   ConnectionStatus
	refusing bool
	ending   bool // the host is gone, and it was told: close next
	channels int
	lanes    int
	options  []Option
	noNagle  bool
	noDelay  bool
	relay    bool
	debug    int

	host     SteamID // whom we call the host; 0: nobody yet
	port     int
	lobby    SteamID // that is followed, 0: none
	awaits   awaits  // a lobby that was asked for
	openHost bool    // the lobby's owner is not the host: another member may be

	links map[Handle]*Link
	list  []*Link // of links, in the order in which they came; never changed in place
	users map[SteamID]*Link
	peers map[int32]*Link // that were announced
	order []*Link         // of peers, for sends to all

	fresh   []Message // of scratch: received, not looked at
	freshAt int
	scratch [256]Message
	drained bool     // nothing was left when we received last
	packets []packet // to be read
	packet  int      // the next of them
	read    int      // packets that were read since the last poll
	asking  []asking
	looked  time.Time // at the roster

	rosterChanged bool
	roster        map[SteamID]*missing

	channel int // that is sent on, as set
	mode    Mode
	target  int32

	controlBuf [4]byte
}

// missing is a member that the host sees.
type missing struct {
	since  time.Time // it is not connected to us
	dialed time.Time
	warned bool
	closed bool // on purpose, by either side
}

// New returns a peer that is closed.
func New(home Home) *Peer { return &Peer{home: home, mode: Reliable} }

// CreateHost waits for clients on a virtual port.
func (p *Peer) CreateHost(port int) Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.start("create_host", port); err != OK {
		return err
	}
	p.server, p.id, p.status = true, hostID, Connected
	return OK
}

// CreateClient connects to a host.
func (p *Peer) CreateClient(host int64, port int) Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.createClient("create_client", host, port)
}

func (p *Peer) createClient(method string, host int64, port int) Error {
	user, err := userID("steam_id", host)
	if err == nil && user == p.home.ID() {
		err = fmt.Errorf("steam_id is your own Steam ID: the host can't be its own client")
	}
	if err != nil {
		p.fault(method, "%s: %v", method, err)
		if p.conns != nil {
			return ErrAlreadyInUse
		}
		return ErrCantCreate
	}
	if err := p.start(method, port); err != OK {
		return err
	}
	if p.id == 0 {
		p.id = newID(p.own)
	}
	p.host, p.status = user, Connecting
	if err := p.dial(user, port); err != OK {
		p.fault(method, "%s: Steam refuses to connect to %s on virtual port %d", method, p.called(user), port)
		p.close()
		return err
	}
	return OK
}

// AddPeer connects to one more user.
func (p *Peer) AddPeer(user int64, port int) Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	who, err := userID("steam_id", user)
	switch {
	case p.conns == nil:
		p.fault("add_peer", "add_peer: the peer is not active: call create_host or create_client first")
		return ErrUnconfigured
	case err == nil && who == p.own:
		err = fmt.Errorf("steam_id is your own Steam ID")
	}
	if err != nil {
		p.fault("add_peer", "add_peer: %v", err)
		return ErrCantCreate
	}
	if !validPort(port) {
		p.fault("add_peer", "add_peer: virtual_port is %d: it must be 0 or more", port)
		return ErrCantCreate
	}
	return p.dial(who, port)
}

// start begins a life. What it leaves on an error is a closed peer, or the one
// that is in use.
func (p *Peer) start(method string, port int) Error {
	if p.status != Disconnected || p.conns != nil {
		p.fault(method+" in use", "%s: the peer is in use already: close() it first, or make a new one", method)
		return ErrAlreadyInUse
	}
	own := p.home.ID()
	if own == 0 {
		p.fault(method, notInitialized, method)
		return ErrCantCreate
	}
	if !validPort(port) {
		p.fault(method, "%s: virtual_port is %d: it must be from 0 to 65535; below 1000 is usual", method, port)
		return ErrCantCreate
	}
	conns, err := p.home.Open()
	if err != nil {
		p.fault(method, "%s: %v", method, err)
		return ErrCantCreate
	}
	p.life++
	p.channels = min(max(p.home.Channels(), 1), MaxChannels)
	p.lanes = p.channels
	if 2*p.channels <= maxLanes {
		p.lanes = 2 * p.channels // the upper half for what is unreliable and in order
	}
	if !conns.Listen(port, p.allOptions()) {
		conns.Shutdown()
		p.fault(method, "%s: virtual port %d is in use: has an older peer not been closed? "+
			"Close it, or give another virtual_port on all sides", method, port)
		return ErrCantCreate
	}
	p.conns, p.own, p.port = conns, own, port
	p.refusing, p.warned = false, nil
	p.links = make(map[Handle]*Link)
	p.users = make(map[SteamID]*Link)
	p.peers = make(map[int32]*Link)
	p.roster = make(map[SteamID]*missing)
	return OK
}

const notInitialized = "%s: Steam is not initialized: call Steam.steamInitEx() first"

func validPort(port int) bool { return port >= 0 && port <= 65535 }

func (p *Peer) allOptions() []Option {
	return append([]Option{{optionSendBuffer, int64(SendBuffer)}}, p.options...)
}

// Close ends all that there is, and tells the other sides. Godot tells nobody
// on this side: the status says it.
func (p *Peer) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.close()
}

func (p *Peer) close() {
	if p.conns == nil {
		if p.status != Disconnected {
			p.life++
		}
		p.status, p.server, p.id, p.awaits, p.ending = Disconnected, false, 0, awaitsNothing, false
		return
	}
	for _, l := range p.list {
		l.state = StateNone
		l.release()
		p.conns.Close(l.handle, EndClosed, "the peer was closed", true)
	}
	for _, m := range p.fresh[p.freshAt:] {
		m.release()
	}
	for _, k := range p.packets[p.packet:] {
		k.release()
	}
	clear(p.scratch[:])
	clear(p.packets)
	p.fresh, p.freshAt, p.packets, p.packet = nil, 0, p.packets[:0], 0
	p.conns.Shutdown()
	p.conns, p.links, p.list, p.users, p.peers, p.order = nil, nil, nil, nil, nil, nil
	p.roster, p.asking = nil, nil
	p.life++
	p.status, p.server, p.id, p.host, p.lobby, p.openHost = Disconnected, false, 0, 0, 0, false
	p.ending, p.rosterChanged, p.awaits = false, false, awaitsNothing
	p.dropTold()
}

// dropTold forgets events that nobody was told, but for warnings.
func (p *Peer) dropTold() {
	kept := p.events[:0]
	for _, e := range p.events {
		if e.Kind >= SessionFailed {
			kept = append(kept, e)
		}
	}
	p.events = kept
}

// Status tells how the peer does.
func (p *Peer) Status() ConnectionStatus {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.status
}

// ID is the peer's own, 0 while it is closed.
func (p *Peer) ID() int32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.id
}

// IsServer reports whether the peer is a host.
func (p *Peer) IsServer() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.server
}

// Refuse says whether new connections are refused. Those that were asked for
// on our side, and are not there yet, are given up.
func (p *Peer) Refuse(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refusing = on
	if !on {
		return
	}
	for _, l := range p.list {
		if !l.connected && l.user != p.host {
			p.hangUp(l, EndRefused, refusedText, false)
		}
	}
}

const refusedText = "the peer refuses new connections"

// Refusing reports whether new connections are refused.
func (p *Peer) Refusing() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refusing
}

// Switches are a peer's properties.
type Switches struct {
	NoNagle, NoDelay, ServerRelay bool
	Debug                         int // 0 none, 1 peer, 2 Steam
}

// Switches returns the properties.
func (p *Peer) Switches() Switches {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Switches{p.noNagle, p.noDelay, p.relay, p.debug}
}

// SetSwitches changes the properties.
func (p *Peer) SetSwitches(change func(*Switches)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := Switches{p.noNagle, p.noDelay, p.relay, p.debug}
	change(&s)
	p.noNagle, p.noDelay, p.relay, p.debug = s.NoNagle, s.NoDelay, s.ServerRelay, s.Debug
}

// SetOptions sets what the connections of the next life are made with.
func (p *Peer) SetOptions(options []Option) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.options = options
}

// UserOf returns the Steam ID of a peer, or our own; 0 for an unknown one.
func (p *Peer) UserOf(id int32) SteamID {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id != 0 && id == p.id {
		return p.own
	}
	if l := p.peers[id]; l != nil {
		return l.user
	}
	return 0
}

// IDOf returns the ID of a user's peer, or our own; 0 for an unknown one.
func (p *Peer) IDOf(user SteamID) int32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conns != nil && user == p.own {
		return p.id
	}
	if l := p.users[user]; l != nil && l.up {
		return l.id
	}
	return 0
}

// Peers returns all that were announced, in that order.
func (p *Peer) Peers() []*Link {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]*Link(nil), p.order...)
}

// Link returns a peer that was announced, or nil.
func (p *Peer) Link(id int32) *Link {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.peers[id]
}

// Lobby is the one that the peer follows, 0 if it follows none.
func (p *Peer) Lobby() SteamID {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lobby
}

// Warn hands a warning to the next that is told events, once in a life for each
// kind.
func (p *Peer) Warn(kind, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.warn(kind, "%s", text)
}

func (p *Peer) warn(kind, format string, args ...any) { p.say(Warning, kind, format, args) }

// fault is warn for a method that fails. Another reason is another kind, another
// number is not.
func (p *Peer) fault(kind, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	reason := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, text)
	p.say(Fault, kind+reason, "%s", []any{text})
}

func (p *Peer) say(as EventKind, kind, format string, args []any) {
	if p.warned[kind] {
		return
	}
	if p.warned == nil {
		p.warned = make(map[string]bool)
	}
	p.warned[kind] = true
	p.tell(Event{Kind: as, Text: fmt.Sprintf(format, args...)})
}

// note is a line for debug_level.
func (p *Peer) note(format string, args ...any) {
	if p.debug > 0 {
		p.tell(Event{Kind: Warning, Text: fmt.Sprintf(format, args...)})
	}
}

func (p *Peer) tell(e Event) { p.events = append(p.events, e) }

// called is what a user is called in messages.
func (p *Peer) called(user SteamID) string {
	if name := p.home.Name(user); name != "" {
		return fmt.Sprintf("%q (%d)", name, user) // others choose their names
	}
	return user.String()
}
