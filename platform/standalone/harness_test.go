package standalone

// Players of the whole platform, on a simulated network: real QUIC, real files.

import (
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/standalone/intruder"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

const testApp = simulated.App

var (
	clean = simulated.Clean
	until = simulated.Until
)

// network is where the players of one test live.
type network struct {
	*simulated.Network
	t   *testing.T
	dir string
}

// inVirtualTime runs a test on a network of its own.
func inVirtualTime(t *testing.T, seed uint64, q simulated.Quality, test func(t *testing.T, n *network)) {
	t.Helper()
	dir := t.TempDir()
	simulated.InVirtualTime(t, seed, q, func(t *testing.T, n *simulated.Network) { test(t, &network{n, t, dir}) })
}

// player is a user of the game, and what their game heard.
type player struct {
	*Platform
	*simulated.Game
	t       *testing.T
	network *network // nil on real sockets
}

// join starts a player whose identity is their name.
func (n *network) join(name string, change ...func(*platform.Config, *Options)) *player {
	n.t.Helper()
	p := &player{Game: &simulated.Game{Queue: new(signals.Queue)}, t: n.t, network: n}
	c := platform.Config{AppID: testApp, Signals: p.Queue, Log: slog.New(slog.DiscardHandler)}
	o := Options{Identity: name, DataDir: n.dir, PersonaName: name}
	for _, f := range change {
		f(&c, &o)
	}
	var err error
	p.Platform, err = startOn(n.Socket(), c, o)
	require.NoError(n.t, err)
	n.t.Cleanup(p.Shutdown)
	return p
}

// joinElsewhere starts a player on a computer of their own who knows where
// another one is, and is a stranger to them.
func (n *network) joinElsewhere(name string, to *player) *player {
	dir := n.t.TempDir()
	return n.join(name, func(_ *platform.Config, o *Options) {
		o.DataDir, o.Peers = dir, map[steamtypes.SteamID][]netip.AddrPort{to.SteamID(): {to.address}}
	})
}

// pair returns two players.
func (n *network) pair() (a, b *player) { return n.join("anna"), n.join("bert") }

// within is how long something may take that takes so long at most in virtual
// time: on real sockets the machine may be busy.
func (p *player) within(d time.Duration) time.Duration {
	if p.network == nil {
		return time.Minute
	}
	return d
}

func (n *network) hostile(name string) *intruder.Peer { return intruder.New(n.t, n.Socket(), name) }

func (p *player) Address() netip.AddrPort { return p.address }

func (p *player) say(to *player, text string) {
	p.t.Helper()
	require.NoError(p.t, p.Send(to.SteamID(), []byte(text), networking.SendReliable, 0))
}

func (p *player) expect(channel int, text string) {
	p.t.Helper()
	until(p.t, 5*time.Second, fmt.Sprintf("%q on channel %d", text, channel),
		func() bool { return p.PacketSize(channel) > 0 })
	packet, ok := p.ReadPacket(channel, networking.MaxReliable)
	require.True(p.t, ok)
	defer packet.Release()
	require.Equal(p.t, text, string(packet.Data))
}

func (p *player) hasSession(with *player) bool {
	_, ok := p.SessionState(with.SteamID())
	return ok
}

func requestOf(p *player) signals.Event {
	return signals.P2PSessionRequest{SteamIDRemote: uint64(p.SteamID())}
}

// meet makes a session, which a begins, and forgets how.
func meet(t *testing.T, a, b *player) {
	t.Helper()
	a.say(b, "hello")
	until(t, 5*time.Second, "the request", func() bool { return b.Heard(requestOf(a)) })
	require.True(t, b.Accept(a.SteamID()))
	b.expect(0, "hello")
	until(t, 5*time.Second, "both active", func() bool {
		one, _ := a.SessionState(b.SteamID())
		other, _ := b.SessionState(a.SteamID())
		return one.Active && other.Active
	})
	a.Forget()
	b.Forget()
}

// seen returns the events of a kind that a player has heard of.
func seen[E signals.Event](p *player) (events []E) {
	for _, e := range p.Drain() {
		if e, ok := e.(E); ok {
			events = append(events, e)
		}
	}
	return events
}

// next waits for an event of a kind, takes it and returns it.
func next[E signals.Event](p *player) (event E) {
	p.t.Helper()
	until(p.t, p.within(20*time.Second), fmt.Sprintf("%T", event), func() bool { return len(seen[E](p)) > 0 })
	event = seen[E](p)[0]
	i := slices.IndexFunc(p.Events, func(e signals.Event) bool { _, ok := e.(E); return ok })
	p.Events = slices.Delete(p.Events, i, i+1)
	return event
}

func (p *player) create(kind steamtypes.LobbyType, limit int) steamtypes.SteamID {
	p.t.Helper()
	p.CreateLobby(kind, limit)
	created := next[signals.LobbyCreated](p)
	require.Equal(p.t, 1, created.Result)
	require.Equal(p.t, signals.LobbyJoined{Lobby: created.Lobby, Response: 1}, next[signals.LobbyJoined](p))
	return steamtypes.SteamID(created.Lobby)
}

// enter joins a lobby and returns the response.
func (p *player) enter(lobby steamtypes.SteamID) steamtypes.ChatRoomEnterResponse {
	p.t.Helper()
	p.JoinLobby(lobby)
	joined := next[signals.LobbyJoined](p)
	require.Equal(p.t, uint64(lobby), joined.Lobby)
	return steamtypes.ChatRoomEnterResponse(joined.Response)
}

// getIn joins a lobby, with the first try unless the machine may be busy.
func (p *player) getIn(lobby steamtypes.SteamID) {
	p.t.Helper()
	until(p.t, p.within(time.Millisecond), "to be let in",
		func() bool { return p.enter(lobby) == steamtypes.EnterSuccess })
}

// getList finds one lobby, with the first try unless the machine may be busy.

// membersOf are the members of a lobby, as a game walks them.
func membersOf(p platform.LobbyState, lobby steamtypes.SteamID) (members []steamtypes.SteamID) {
	for i := range p.LobbyMemberCount(lobby) {
		if id := p.LobbyMemberAt(lobby, i); id != 0 {
			members = append(members, id)
		}
	}
	return members
}
