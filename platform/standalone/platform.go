package standalone

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"godotsteam/networking"
	"godotsteam/networking/messages"
	"godotsteam/networking/sockets"
	"godotsteam/platform"
	"godotsteam/platform/standalone/carrier"
	"godotsteam/platform/standalone/control"
	"godotsteam/platform/standalone/discovery"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	"godotsteam/platform/standalone/machine"
	"godotsteam/platform/standalone/p2p"
	"godotsteam/platform/standalone/tasks"
	"godotsteam/steamtypes"
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
	started, err := Start(c, options)
	if err != nil {
		return nil, &platform.InitError{
			Result: platform.InitFailedGeneric, Message: "the standalone platform can't start: " + err.Error(),
		}
	}
	return started, nil
}

// Platform is the running platform.
type Platform struct {
	options  Options
	appID    uint32
	log      *slog.Logger
	address  netip.AddrPort
	identity *identity.Identity
	tasks    *tasks.Group
	endpoint *endpoint.Endpoint
	places   whereabouts
	sessions *p2p.Sessions
	carrier  *carrier.Carrier
	sockets  *sockets.Sockets
	messages *messages.Messages
	control  *control.Control
	ended    atomic.Bool

	control.People
	control.Lobbies
}

var (
	_ platform.Platform   = (*Platform)(nil)
	_ platform.P2P        = (*Platform)(nil)
	_ platform.Networking = (*Platform)(nil)
	_ platform.People     = (*Platform)(nil)
	_ platform.Friends    = (*Platform)(nil)
	_ platform.Launch     = (*Platform)(nil)
	_ platform.Lobbies    = (*Platform)(nil)
	_ platform.LobbyState = (*Platform)(nil)
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
	p, err := startOn(endpoint.Socket{UDPConn: conn}, c, o)
	if err != nil {
		conn.Close() //nolint:errcheck
		return nil, err
	}
	return p, nil
}

// startOn starts the platform on any socket.
func startOn(conn net.PacketConn, c platform.Config, o Options) (*Platform, error) {
	p := &Platform{options: o, appID: c.AppID, log: c.Log}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	name := p.cutName(strings.ToValidUTF8(o.personaName(), "\uFFFD"))
	p.identity = identity.Choose(o.Identity, o.keyDir, p.log)
	life := p.identity.NewLife()
	p.address, _ = netip.ParseAddrPort(conn.LocalAddr().String())
	p.warnOfUnreachablePeers()

	directory, err := machine.AnnounceIn(o.runDirs(), c.AppID, p.identity.SteamID, reachable(p.address), p.log)
	if err == nil {
		p.endpoint, err = endpoint.New(conn, p.identity, c.AppID, o.timeout())
	}
	if err != nil {
		if directory != nil {
			directory.Withdraw()
		}
		p.identity.Release()
		if errors.Is(err, machine.ErrIDInUse) && o.Identity != "" {
			err = fmt.Errorf("%w: GODOTSTEAM_IDENTITY is %q there too; give each process its own", err, o.Identity)
		}
		return nil, err
	}

	p.tasks = tasks.New(p.log)
	finder := p.discover()
	p.places = whereabouts{directory, o.Peers, finder}
	p.control = control.New(control.Config{
		AppID: c.AppID, Name: name, Life: life, Timeout: o.timeout(), Log: p.log, Signals: c.Signals,
		Tasks: p.tasks, Identity: p.identity, Endpoint: p.endpoint, Places: p.places,
	})
	p.People, p.Lobbies = p.control.People(), p.control.Lobbies()
	p.sessions = p2p.New(p2p.Config{
		Self: p.identity.SteamID, Life: life, Timeout: o.timeout(), Heads: c.Heads, Log: p.log, Signals: c.Signals,
		Tasks: p.tasks, Endpoint: p.endpoint, Peers: acquaintances{p.places, p.control},
	})
	p.startSockets(life, c.Signals)
	if finder != nil {
		p.control.SettleAt(time.Now().Add(control.FirstAnswers))
		p.tasks.Go(func() { finder.Run(p.tasks.Context()) })
	}
	directory.Look() // so that the game's first question is answered
	p.keepRecord()
	p.tasks.Go(p.accept)
	return p, nil
}

// cutName cuts a name to what others see of it.
func (p *Platform) cutName(name string) string {
	cut := control.CutName(name)
	if cut != name {
		p.log.Warn(fmt.Sprintf("the persona name has %d bytes: others see the first %d alone; "+
			"shorten GODOTSTEAM_PERSONA_NAME or steam/standalone/persona_name", len(name), control.MaxName))
	}
	return cut
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
				p.log.Warn("GODOTSTEAM_PEERS names a peer on another computer, which can't be reached from " +
					p.address.String() + ": set GODOTSTEAM_LISTEN to an address of this computer's network, " +
					"such as 0.0.0.0:27015")
				return
			}
		}
	}
}

// keepRecord has this game found for as long as it runs, whoever tidies up.
func (p *Platform) keepRecord() {
	d, warned := p.places.directory, false
	p.tasks.Every(machine.RecordInterval, func() {
		err := d.Keep()
		if err != nil && !warned {
			p.log.Warn("games on this computer that start later can't find this one: "+
				"its file in the list of running games is gone, and can't be written again", "reason", err)
		}
		warned = err != nil
	})
}

// discover returns what finds peers on the local network, nil if that is not wanted.
func (p *Platform) discover() *discovery.Finder {
	switch p.options.Discovery {
	case "", DiscoveryMachine:
		return nil
	case DiscoveryNetwork:
	default:
		p.log.Warn(fmt.Sprintf(`steam/standalone/discovery (or GODOTSTEAM_DISCOVERY) is %q: it must be "machine" or `+
			`"network"; peers are found on this machine alone`, p.options.Discovery))
		return nil
	}
	if p.address.Addr().IsLoopback() {
		p.log.Warn("peers on the local network can't be found from " + p.address.String() +
			": unset GODOTSTEAM_LISTEN, or set it to an address of this computer's network, such as 0.0.0.0:27015")
		return nil
	}
	return discovery.New(discovery.Config{ID: p.identity.SteamID, App: p.appID, Socket: p.address, Log: p.log})
}

// accept takes in the connections that peers make.
func (p *Platform) accept() {
	for {
		conn, purpose, err := p.endpoint.Accept(p.tasks.Context())
		if err != nil {
			return
		}
		p.tasks.Contain(func() {
			switch purpose {
			case endpoint.ForSession:
				p.sessions.Inbound(conn)
			case endpoint.ForFrames:
				p.carrier.Inbound(conn)
			default:
				p.control.Inbound(conn)
			}
		})
	}
}

// Name implements [platform.Platform].
func (p *Platform) Name() string { return "standalone" }

// Description implements [platform.Platform].
func (p *Platform) Description() string {
	where := p.address.String()
	if p.address.Addr().IsUnspecified() {
		where = fmt.Sprintf("every address of this computer, port %d", p.address.Port())
	}
	return fmt.Sprintf("Platform standalone: no Steam needed; Steam ID %s at %s.", p.identity.SteamID, where)
}

// Steady implements [platform.Platform].
func (p *Platform) Steady() bool { return true }

// SteamID implements [platform.Platform].
func (p *Platform) SteamID() steamtypes.SteamID { return p.identity.SteamID }

// AppID implements [platform.Platform].
func (p *Platform) AppID() uint32 { return p.appID }

// LoggedOn implements [platform.Platform].
func (p *Platform) LoggedOn() bool { return true }

// AllowRelay implements [platform.P2P]. There are no relays here.
func (p *Platform) AllowRelay(bool) bool { return true }

// RunCallbacks implements [platform.Platform]. Events post themselves.
func (p *Platform) RunCallbacks() {}

// Send implements [platform.P2P].
func (p *Platform) Send(to steamtypes.SteamID, data []byte, how networking.SendType, channel int) error {
	return p.sessions.Send(to, data, how, channel)
}

// PacketSize implements [platform.P2P].
func (p *Platform) PacketSize(channel int) int { return p.sessions.PacketSize(channel) }

// ReadPacket implements [platform.P2P].
func (p *Platform) ReadPacket(channel, limit int) (networking.Packet, bool) {
	return p.sessions.ReadPacket(channel, limit)
}

// Accept implements [platform.P2P].
func (p *Platform) Accept(peer steamtypes.SteamID) bool { return p.sessions.Accept(peer) }

// CloseSession implements [platform.P2P].
func (p *Platform) CloseSession(peer steamtypes.SteamID) bool { return p.sessions.CloseSession(peer) }

// CloseChannel implements [platform.P2P].
func (p *Platform) CloseChannel(peer steamtypes.SteamID, channel int) bool {
	return p.sessions.CloseChannel(peer, channel)
}

// SessionState implements [platform.P2P].
func (p *Platform) SessionState(peer steamtypes.SteamID) (networking.SessionState, bool) {
	return p.sessions.SessionState(peer)
}

// Shutdown implements [platform.Platform]. What was sent reliably gets a moment
// to arrive, so that a game's last words are heard.
func (p *Platform) Shutdown() {
	if p.ended.Swap(true) {
		return
	}
	p.messages.Close()
	p.sockets.Close()
	late, cancel := context.WithTimeout(p.tasks.Context(), finishTimeout)
	defer cancel()
	for _, done := range slices.Concat(p.sessions.Finish(), p.carrier.Finish(), p.control.Finish()) {
		select {
		case <-done:
		case <-late.Done():
		}
	}
	p.sessions.End()
	p.carrier.End()
	p.tasks.End()
	p.endpoint.Close()
	p.tasks.Wait()
	p.sessions.Clear()
	p.places.directory.Withdraw()
	p.identity.Release()
}
