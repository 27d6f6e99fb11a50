package standalone

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/standalone/discovery"
	"godotsteam/signals"
)

// finishTimeout bounds how long Shutdown waits for what was sent to arrive.
const finishTimeout = 100 * time.Millisecond

// Provider starts the embedded platform.
type Provider struct{ Host platform.Host }

// IsSteamRunning is true: the embedded platform stands in for the client.
func (Provider) IsSteamRunning() bool { return true }

// RestartAppIfNecessary is false: there is no launcher to go through.
func (Provider) RestartAppIfNecessary(uint32) bool { return false }

// Start implements [platform.Provider].
func (p Provider) Start(c platform.Config) (platform.Platform, error) {
	options, err := OptionsOf(p.Host)
	if err != nil {
		return nil, &platform.InitError{Result: platform.InitFailedGeneric, Message: err.Error()}
	}
	lan, err := Start(c, options)
	if err != nil {
		return nil, &platform.InitError{Result: platform.InitFailedGeneric, Message: "the standalone platform can't start: " + err.Error()}
	}
	return lan, nil
}

// Platform is the running platform.
type Platform struct {
	appID   uint32
	options Options
	timeout time.Duration
	life    uint64 // the number of this run
	log     *slog.Logger
	signals *signals.Queue
	name    string

	id        *identity
	directory *directory
	finder    *discovery.Finder // nil: this machine alone
	settled   time.Time         // when it has had time to find somebody
	endpoint  *endpoint
	address   netip.AddrPort
	inbox     *networking.Inbox
	self      *networking.Source // for packets to oneself
	queued    atomic.Int64       // bytes that wait to be sent, to all
	control   *control

	ctx        context.Context
	cancel     context.CancelFunc
	goroutines sync.WaitGroup

	mu       sync.Mutex // guards the rest, and all of every session
	sessions map[networking.SteamID]*session
	epochs   uint64
	links    uint64  // that there have been
	unopened []*link // those of others without an OPEN, oldest first
	closed   bool

	lastRequest map[networking.SteamID]time.Time // when the game was last told of a user's
	unaware     map[networking.SteamID]bool      // may not know that the last session is over; true: it failed
	closings    map[networking.SteamID]closing   // by those who close
	unread      map[networking.SteamID]bool      // the game was told to read what they send
}

var (
	_ platform.Platform = (*Platform)(nil)
	_ platform.P2P      = (*Platform)(nil)
)

// Start starts the platform on a UDP socket.
func Start(c platform.Config, o Options) (*Platform, error) {
	address := o.listen()
	udp, err := net.ResolveUDPAddr("udp", address)
	if err != nil {
		return nil, fmt.Errorf("GODOTSTEAM_LISTEN is %q: it must look like 0.0.0.0:27015 (%w)", o.Listen, err)
	}
	conn, err := net.ListenUDP("udp", udp)
	if err != nil {
		return nil, fmt.Errorf("the UDP address %s can't be used: %w", address, err)
	}
	p, err := startOn(socket{conn}, c, o)
	if err != nil {
		conn.Close() //nolint:errcheck
		return nil, err
	}
	return p, nil
}

// startOn starts the platform on any socket.
func startOn(conn net.PacketConn, c platform.Config, o Options) (*Platform, error) {
	p := &Platform{
		appID:    c.AppID,
		options:  o,
		timeout:  o.timeout(),
		log:      c.Log,
		signals:  c.Signals,
		sessions: make(map[networking.SteamID]*session),

		lastRequest: make(map[networking.SteamID]time.Time),
		unaware:     make(map[networking.SteamID]bool),
		closings:    make(map[networking.SteamID]closing),
		unread:      make(map[networking.SteamID]bool),
	}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	name := strings.ToValidUTF8(o.personaName(), "\uFFFD")
	if p.name = cutName(name); p.name != name {
		p.log.Warn(fmt.Sprintf("the persona name has %d bytes: others see the first %d alone; "+
			"shorten GODOTSTEAM_PERSONA_NAME or steam/standalone/persona_name", len(name), maxName))
	}
	p.id = chooseIdentity(o, p.log)
	p.life = p.id.newLife()
	p.address, _ = netip.ParseAddrPort(conn.LocalAddr().String())
	p.warnOfUnreachablePeers()

	var err error
	p.directory, err = announceIn(o.runDirs(), c.AppID, p.id.steamID, reachable(p.address), p.log)
	if err == nil {
		p.endpoint, err = newEndpoint(conn, p.id, c.AppID, p.timeout)
	}
	if err != nil {
		if p.directory != nil {
			p.directory.withdraw()
		}
		p.id.release()
		if errors.Is(err, errIDInUse) && o.Identity != "" {
			err = fmt.Errorf("%w: GODOTSTEAM_IDENTITY is %q there too; give each process its own", err, o.Identity)
		}
		return nil, err
	}

	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.inbox = networking.NewInbox(c.Heads)
	p.self = p.inbox.Source(p.id.steamID)
	p.control = newControl(p)
	p.discover()
	p.keepRecord()
	p.background(p.acceptLoop)
	return p, nil
}

// chooseIdentity returns who this process is. Without a place to keep a key,
// or as a second instance, it is somebody new.
func chooseIdentity(o Options, log *slog.Logger) *identity {
	if o.Identity != "" {
		return identityFromText(o.Identity)
	}
	dir, err := o.keyDir()
	if err == nil {
		var id *identity
		if id, err = loadIdentity(dir); err == nil {
			return id
		}
	}
	if !errors.Is(err, errIdentityInUse) {
		log.Warn("the Steam ID of this run will not last: the identity could not be kept; "+
			"GODOTSTEAM_DATA_DIR may name another folder for it", "reason", err)
	}
	return ephemeralIdentity()
}

// reachable is where other processes of this machine reach a socket that
// listens on every address.
func reachable(a netip.AddrPort) netip.AddrPort {
	if !a.Addr().IsUnspecified() {
		return a
	}
	loopback := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	return netip.AddrPortFrom(loopback, a.Port())
}

// warnOfUnreachablePeers says that peers elsewhere were named, but that the
// socket leads nowhere but to this machine.
func (p *Platform) warnOfUnreachablePeers() {
	if !p.address.Addr().IsLoopback() {
		return
	}
	for _, addresses := range p.options.Peers {
		for _, a := range addresses {
			if !a.Addr().IsLoopback() {
				p.log.Warn("GODOTSTEAM_PEERS names a peer on another computer, which can't be reached from " + p.address.String() +
					": set GODOTSTEAM_LISTEN to an address of this computer's network, such as 0.0.0.0:27015")
				return
			}
		}
	}
}

// keepRecord has this game found for as long as it runs, whoever tidies up.
func (p *Platform) keepRecord() {
	d, warned := p.directory, false
	p.control.every(recordInterval, func() {
		err := d.keep()
		if err != nil && !warned {
			p.log.Warn("games on this computer that start later can't find this one: "+
				"its file in the list of running games is gone, and can't be written again", "reason", err)
		}
		warned = err != nil
	})
}

// discover begins to find peers on the local network, if that is wanted.
func (p *Platform) discover() {
	switch p.options.Discovery {
	case "", DiscoveryMachine:
		return
	case DiscoveryNetwork:
	default:
		p.log.Warn(fmt.Sprintf(`steam/standalone/discovery (or GODOTSTEAM_DISCOVERY) is %q: it must be "machine" or "network"; peers are found on this machine alone`,
			p.options.Discovery))
		return
	}
	if p.address.Addr().IsLoopback() {
		p.log.Warn("peers on the local network can't be found from " + p.address.String() +
			": unset GODOTSTEAM_LISTEN, or set it to an address of this computer's network, such as 0.0.0.0:27015")
		return
	}
	p.finder = discovery.New(discovery.Config{ID: p.id.steamID, App: p.appID, Socket: p.address, Log: p.log})
	p.settled = time.Now().Add(firstAnswers)
	p.background(func() { p.finder.Run(p.ctx) })
}

// Name implements [platform.Platform].
func (p *Platform) Name() string { return "standalone" }

// Description implements [platform.Platform].
func (p *Platform) Description() string {
	where := p.address.String()
	if p.address.Addr().IsUnspecified() {
		where = fmt.Sprintf("every address of this computer, port %d", p.address.Port())
	}
	return fmt.Sprintf("Platform standalone: no Steam needed; Steam ID %s at %s.", p.id.steamID, where)
}

// Steady implements [platform.Platform].
func (p *Platform) Steady() bool { return true }

// SteamID implements [platform.Platform].
func (p *Platform) SteamID() networking.SteamID { return p.id.steamID }

// PersonaName implements [platform.People].
func (p *Platform) PersonaName() string { return p.name }

// AppID implements [platform.Platform].
func (p *Platform) AppID() uint32 { return p.appID }

// LoggedOn implements [platform.Platform].
func (p *Platform) LoggedOn() bool { return true }

// AllowRelay implements [platform.P2P]. There are no relays here.
func (p *Platform) AllowRelay(bool) bool { return true }

// RunCallbacks implements [platform.Platform]. Events post themselves.
func (p *Platform) RunCallbacks() {}

// Send implements [platform.P2P].
func (p *Platform) Send(to networking.SteamID, data []byte, how networking.SendType, channel int) error {
	if to == p.id.steamID {
		return p.sendToSelf(data, channel)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return networking.ErrNotRunning
	}
	s := p.sessions[to]
	if s == nil || s.phase == failed {
		if s == nil && !p.makeRoom() {
			return networking.ErrTooManySessions
		}
		s = p.newSession(to, connecting)
		s.connect()
	}
	return s.send(data, how, channel)
}

// sendToSelf delivers at once: games that send to every member of a lobby count
// on it.
func (p *Platform) sendToSelf(data []byte, channel int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return networking.ErrNotRunning
	}
	if !p.self.Offer([]networking.Arrival{{Channel: channel, Data: data}}) {
		return networking.ErrUnreadFull
	}
	return nil
}

// PacketSize implements [platform.P2P].
func (p *Platform) PacketSize(channel int) int { return p.inbox.Size(channel) }

// ReadPacket implements [platform.P2P].
func (p *Platform) ReadPacket(channel, limit int) (networking.Packet, bool) {
	return p.inbox.Read(channel, limit)
}

// Accept implements [platform.P2P].
func (p *Platform) Accept(peer networking.SteamID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.sessions[peer]; s != nil && s.phase == requested {
		s.accept()
	}
	return !p.closed
}

// CloseSession implements [platform.P2P].
func (p *Platform) CloseSession(peer networking.SteamID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.sessions[peer]
	wasOpen := s != nil && s.phase != failed
	if s != nil {
		s.close()
	}
	if peer != p.id.steamID {
		p.inbox.DropFrom(peer) // what this session and those before it left to read
	}
	return wasOpen
}

// CloseChannel implements [platform.P2P].
func (p *Platform) CloseChannel(peer networking.SteamID, channel int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.sessions[peer]
	if s == nil || s.phase == failed || !s.closeChannel(channel) {
		return false
	}
	if len(s.channels) == 0 {
		s.close()
		p.inbox.DropFrom(peer)
	}
	return true
}

// SessionState implements [platform.P2P].
func (p *Platform) SessionState(peer networking.SteamID) (networking.SessionState, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.sessions[peer]
	if s == nil || s.phase == requested {
		return networking.SessionState{}, false // a request is not yet a session
	}
	return s.state(), true
}

// Shutdown implements [platform.Platform]. What was sent reliably gets a moment
// to arrive, so that a game's last words are heard.
func (p *Platform) Shutdown() {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return
	}
	p.closed = true
	finishing := p.finish()
	p.mu.Unlock()
	leaving := p.control.finish()

	late, cancel := context.WithTimeout(p.ctx, finishTimeout)
	defer cancel()
	for _, l := range finishing {
		select {
		case <-l.ctx.Done():
		case <-late.Done():
		}
	}

	for _, done := range leaving {
		select {
		case <-done:
		case <-late.Done():
		}
	}

	p.mu.Lock()
	for _, s := range p.sessions {
		s.end()
	}
	p.mu.Unlock()
	p.cancel()
	p.endpoint.close()
	p.goroutines.Wait()
	p.self.Close()
	p.inbox.Clear() // also what ended sessions left to read
	p.directory.withdraw()
	p.id.release()
}

// finish asks the links of active sessions to write what waits and to end.
func (p *Platform) finish() []*link {
	var finishing []*link
	for _, s := range p.sessions {
		if s.phase == active {
			s.flush()
			s.active.finishing = true
			s.active.reliable.wake()
			finishing = append(finishing, s.active)
		}
	}
	return finishing
}
