//go:build unix

package steamworks

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ebitengine/purego"
	"github.com/stretchr/testify/require"

	"godotsteam/multiplayer"
	"godotsteam/networking"
	"godotsteam/networking/sockets"
	"godotsteam/platform/valve"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// caller is a game with a peer's connections.
type caller struct {
	*game
	multiplayer.Connections
	written func() string
	left    func() int64
}

func (g *game) openPeer() *caller {
	g.t.Helper()
	conns, err := g.OpenPeer()
	require.NoError(g.t, err)
	t := g.t.(*testing.T)
	return &caller{game: g, Connections: conns, written: writtenBy(t, g), left: unreleased(t, g)}
}

func twoCallers(t *testing.T) (a, b *caller) {
	dir := t.TempDir()
	return start(t, alice, options{dir: dir}).openPeer(), start(t, bob, options{dir: dir}).openPeer()
}

// change waits for the next change.
func (c *caller) change() multiplayer.Change {
	c.t.Helper()
	var change multiplayer.Change
	eventually(c.t, "a change", func() (ok bool) {
		c.pump()
		change, ok = c.NextChange()
		return ok
	})
	return change
}

// becomes waits for a state of a connection.
func (c *caller) becomes(h multiplayer.Handle, state multiplayer.State) (change multiplayer.Change) {
	c.t.Helper()
	for change.Connection != h || change.State != state {
		change = c.change()
	}
	return change
}

// hears waits for a message, as text.
func (c *caller) hears(h multiplayer.Handle, text string) multiplayer.Message {
	c.t.Helper()
	var into [4]multiplayer.Message
	eventually(c.t, "a message", func() bool { return c.Receive(into[:1]) == 1 })
	require.Equal(c.t, text, string(into[0].Data))
	require.Equal(c.t, h, into[0].Connection)
	return into[0]
}

const port = 5

// callOf connects b with a, who listens.
func callOf(t *testing.T, a, b *caller) (atA, atB multiplayer.Handle) {
	t.Helper()
	atB = b.Connect(alice, port, nil)
	require.NotZero(t, atB)
	asked := a.becomesAsked()
	require.Equal(t, multiplayer.Change{
		Connection: asked.Connection, User: bob, Incoming: true, State: multiplayer.StateConnecting,
	}, asked)
	require.Equal(t, multiplayer.ResultOK, a.Accept(asked.Connection))
	a.becomes(asked.Connection, multiplayer.StateConnected)
	b.becomes(atB, multiplayer.StateConnected)
	return asked.Connection, atB
}

func (c *caller) becomesAsked() multiplayer.Change {
	c.t.Helper()
	for {
		if change := c.change(); change.State == multiplayer.StateConnecting && change.Incoming {
			return change
		}
	}
}

// callChanged are the signals that the game was told.
func (g *game) callChanged() (all []signals.NetworkConnectionStatusChanged) {
	g.pump()
	for _, e := range g.events {
		if e, ok := e.(signals.NetworkConnectionStatusChanged); ok {
			all = append(all, e)
		}
	}
	return all
}

func TestConnectionsOfAPeer(t *testing.T) {
	a, b := twoCallers(t)
	a.written()
	require.True(t, a.Listen(port, []multiplayer.Option{
		{Key: 9, Value: int64(1 << 20)}, {Key: 2, Value: 2.5}, {Key: 24, Value: true}, {Key: 103, Value: "stün"},
		{Key: 24, Value: "no number"},
	}))
	require.Regexp(t, `^CreateListenSocketP2P 5 37=1 9=1048576 2=2.5f 24=1 103='stün'\n$`, a.written(),
		"symmetric mode, and what was asked for")
	other := b.game.openPeer()
	require.True(t, other.Listen(port, nil))
	require.False(t, b.Listen(port, nil), "a port is one's alone")
	b.written()
	atA, atB := callOf(t, a, b)
	require.Regexp(t, `ConnectP2P `+alice.String()+` 5 37=1\n`, b.written())
	require.Contains(t, a.written(), "AcceptConnection ")

	require.Equal(t, multiplayer.ResultOK, a.SetLanes(atA, 3))
	require.Regexp(t, `^ConfigureConnectionLanes \d+ 0/1 0/1 0/1\n$`, a.written())
	a.SetUserData(atA, 1<<31-1)
	require.Regexp(t, `^SetConnectionUserData \d+ 2147483647\n$`, a.written())

	const flags = multiplayer.FlagNoNagle | multiplayer.FlagNoDelay
	require.Equal(t, multiplayer.ResultOK, a.Send(atA, []byte("one"), multiplayer.FlagReliable, 0))
	require.Regexp(t, `^SendMessageToConnection \d+ one 3 8\n$`, a.written())
	require.Equal(t, multiplayer.ResultOK, a.Send(atA, []byte("two"), flags, 2))
	require.Regexp(t, `^SendMessages \d+ two 5 lane 2\n$`, a.written())
	require.Equal(t, multiplayer.ResultInvalidParam, a.Send(atA, []byte("x"), 0, 3))
	require.Equal(t, multiplayer.ResultInvalidParam, a.Send(atA, make([]byte, 524289), 0, 0))
	one := b.hears(atB, "one")
	require.Equal(t, []any{0, true}, []any{one.Lane, one.Reliable})
	two := b.hears(atB, "two")
	require.Equal(t, []any{2, false}, []any{two.Lane, two.Reliable})
	require.Greater(t, two.Number, one.Number)
	one.Done()
	two.Done()
	require.Zero(t, a.left(), "what was allocated has gone to the library")
	require.Zero(t, b.left(), "what the library gave has been given back")
	status, ok := b.Status(atB)
	require.True(t, ok)
	require.Equal(t, []any{multiplayer.StateConnected, 25, 30, 5000 * time.Second},
		[]any{status.State, status.Ping, status.SentUnackedReliable, status.QueueTime})

	a.Close(atA, multiplayer.EndReplaced, "ä reason", true)
	require.Regexp(t, `CloseConnection \d+ 1004 ä reason 1\n`, a.written())
	ended := b.becomes(atB, multiplayer.StateClosedByPeer)
	require.Equal(t, multiplayer.Change{
		Connection: atB, User: alice, State: multiplayer.StateClosedByPeer, Old: multiplayer.StateConnected,
		End: multiplayer.EndReplaced, Text: "ä reason",
	}, ended)
	b.Close(atB, multiplayer.EndClosed, "", false)
	require.Empty(t, a.callChanged(), "the game hears nothing of its peer's connections")
	require.Empty(t, b.callChanged())
	for _, c := range []*caller{a, b} {
		_, more := c.NextChange()
		require.False(t, more, "its own closing is no news")
		require.Empty(t, c.owners.connections, "nothing is left of them")
	}
}

// A game's own connections, on other ports, are its own: the peer sees none of
// them, nor their messages.
func TestConnectionsOfTheGameBesideAPeers(t *testing.T) {
	a, b := twoCallers(t)
	require.True(t, a.Listen(port, nil))
	atA, atB := callOf(t, a, b)
	listener := a.Sockets().Listen(port+1, nil)
	require.NotZero(t, listener)
	own := b.Sockets().Connect(alice, port+1, nil)
	require.NotZero(t, own)
	eventually(t, "the game's signal", func() bool { return len(a.callChanged()) == 1 })
	asked := a.callChanged()[0]
	require.Contains(t, asked.Connection, signals.Entry{Key: "listen_socket", Value: int64(listener)})
	require.Equal(t, sockets.ResultOK, a.Sockets().Accept(sockets.Handle(asked.Handle)))
	eventually(t, "both connected", func() bool { return len(a.callChanged()) == 3 && len(b.callChanged()) == 3 })
	for _, c := range []*caller{a, b} {
		_, more := c.NextChange()
		require.False(t, more)
	}
	result, _ := b.Sockets().Send(own, []byte("the game's"), sockets.SendReliable, 0)
	require.Equal(t, sockets.ResultOK, result)
	require.Equal(t, multiplayer.ResultOK, b.Send(atB, []byte("the peer's"), multiplayer.FlagReliable, 0))
	a.hears(atA, "the peer's").Done()
	require.Zero(t, a.Receive(make([]multiplayer.Message, 4)))

	a.Shutdown()
	b.becomes(atB, multiplayer.StateClosedByPeer)
	info, ok := b.Sockets().Info(own)
	require.True(t, ok)
	require.Equal(t, alice, info.Peer)
	require.Len(t, b.callChanged(), 3, "the game's connection is left alone")
}

func TestCallsThatCross(t *testing.T) {
	a, b := twoCallers(t)
	require.True(t, a.Listen(port, nil))
	require.True(t, b.Listen(port, nil))
	atA, atB := a.Connect(bob, port, nil), b.Connect(alice, port, nil)
	a.becomes(atA, multiplayer.StateConnected)
	b.becomes(atB, multiplayer.StateConnected)
	require.Equal(t, multiplayer.ResultOK, b.Send(atB, []byte("hello"), multiplayer.FlagReliable, 0))
	a.hears(atA, "hello").Done()
	require.Zero(t, a.Connect(bob, port, nil), "there is one already")
}

func TestACallThatAnswersAnother(t *testing.T) {
	a, b := twoCallers(t)
	require.True(t, a.Listen(port, nil))
	atB := b.Connect(alice, port, nil)
	asked := a.becomesAsked()
	require.Equal(t, asked.Connection, a.Connect(bob, port, nil))
	a.becomes(asked.Connection, multiplayer.StateConnected)
	b.becomes(atB, multiplayer.StateConnected)
}

// Steam drops what a listen socket has accepted together with it, before that
// says goodbye.
func TestAPeerThatIsClosedSaysSo(t *testing.T) {
	a, b := twoCallers(t)
	require.True(t, a.Listen(port, nil))
	atA, atB := callOf(t, a, b)
	require.Equal(t, multiplayer.ResultOK, a.Send(atA, []byte("the last words"), multiplayer.FlagReliable, 0))
	a.Close(atA, multiplayer.EndClosed, "the peer was closed", true)
	a.Connections.Shutdown()
	b.hears(atB, "the last words").Done()
	ended := b.becomes(atB, multiplayer.StateClosedByPeer)
	require.Equal(t, []any{multiplayer.EndClosed, "the peer was closed"}, []any{ended.End, ended.Text})

	again := b.Connect(alice, port, nil)
	eventually(t, "a refusal", func() bool {
		a.pump()
		b.pump()
		change, ok := b.NextChange()
		return ok && change.Connection == again && change.State == multiplayer.StateClosedByPeer &&
			change.End == multiplayer.EndClosed
	})
	require.Empty(t, a.callChanged(), "a closed peer's are not the game's")

	a.written()
	next := a.game.openPeer()
	require.True(t, next.Listen(port, nil), "the port is free as soon as it is wanted")
	require.Regexp(t, `CloseListenSocket \d+\nCreateListenSocketP2P 5 `, a.written())
	callOf(t, next, b)
	next.Connections.Shutdown()
	require.NotZero(t, a.Sockets().Listen(port, nil), "for the game, too")

	last := a.game.openPeer()
	require.True(t, last.Listen(port+1, nil))
	last.Connections.Shutdown()
	a.pump()
	a.written()
	a.owners.leaving[0].until = time.Now().Add(-time.Second)
	a.pump()
	require.Contains(t, a.written(), "CloseListenSocket ")
	require.Empty(t, a.owners.leaving)
}

// And so does one whose game quits.
func TestAPeerOfAGameThatQuitsSaysSo(t *testing.T) {
	a, b := twoCallers(t)
	require.True(t, a.Listen(port, nil))
	atA, atB := callOf(t, a, b)
	a.Close(atA, multiplayer.EndClosed, "the peer was closed", true)
	a.Connections.Shutdown()
	a.game.Shutdown()
	require.Equal(t, multiplayer.EndClosed, b.becomes(atB, multiplayer.StateClosedByPeer).End)
}

func TestNobodyListens(t *testing.T) {
	dir := t.TempDir()
	start(t, alice, options{dir: dir})
	b := start(t, bob, options{dir: dir, timeout: 100 * time.Millisecond}).openPeer()
	h := b.Connect(alice, port, nil)
	require.Equal(t, multiplayer.EndTimeout, b.becomes(h, multiplayer.StateProblem).End)
	require.Empty(t, b.callChanged())
}

func TestALibraryThatCanNotHaveAPeer(t *testing.T) {
	for _, f := range []*valve.Function{listenP2P, configureLanes, allocateMessage} {
		t.Run(f.Name, func(t *testing.T) {
			g := start(t, alice, options{library: fakeLibrary(t, "-D"+f.Symbol()+"=hidden")})
			_, err := g.OpenPeer()
			require.ErrorContains(t, err, f.Symbol())
			require.ErrorContains(t, err, "libsteam_api of another Steamworks SDK")
		})
	}
	g := start(t, alice, options{})
	late := g.openPeer()
	g.Shutdown()
	_, err := g.OpenPeer()
	require.ErrorIs(t, err, networking.ErrNotRunning)
	require.False(t, late.Listen(port, nil))
	require.Zero(t, late.Connect(bob, port, nil))
	late.Connections.Shutdown()
}

// home is what a peer asks. All play in one lobby, of which the first is the owner.
type home struct {
	*game
	lobby *[]steamtypes.SteamID
}

func (h home) ID() steamtypes.SteamID                               { return h.SteamID() }
func (h home) Open() (multiplayer.Connections, error)               { return h.OpenPeer() }
func (h home) LobbyOwner(steamtypes.SteamID) steamtypes.SteamID     { return (*h.lobby)[0] }
func (h home) LobbyMembers(steamtypes.SteamID) []steamtypes.SteamID { return *h.lobby }
func (h home) Channels() int                                        { return 4 }
func (h home) Name(steamtypes.SteamID) string                       { return "" }

// peerPlayer is a game with a peer.
type peerPlayer struct {
	*game
	*multiplayer.Peer
	told []multiplayer.Event
}

// playersOf are in one lobby.
func playersOf(t *testing.T, ids ...steamtypes.SteamID) (all []*peerPlayer) {
	dir, lobby := t.TempDir(), new([]steamtypes.SteamID)
	for _, id := range ids {
		g := start(t, id, options{dir: dir})
		*lobby = append(*lobby, id)
		all = append(all, &peerPlayer{game: g, Peer: multiplayer.New(home{g, lobby})})
	}
	return all
}

func frame(all ...*peerPlayer) {
	for _, p := range all {
		p.pump()
		p.Poll(func(e multiplayer.Event) { p.told = append(p.told, e) })
	}
}

func (p *peerPlayer) was(kind multiplayer.EventKind, peer int32) bool {
	return slices.ContainsFunc(p.told, func(e multiplayer.Event) bool { return e.Kind == kind && e.Peer == peer })
}

// A host, a client who plays, is closed and comes again, and the host's end.
func TestPlayersOverSteam(t *testing.T) {
	both := playersOf(t, alice, bob)
	host, client := both[0], both[1]
	require.Equal(t, multiplayer.OK, host.CreateHost(0))
	for range 2 {
		host.told, client.told = nil, nil
		require.Equal(t, multiplayer.OK, client.CreateClient(int64(alice), 0))
		eventually(t, "both are there", func() bool {
			frame(host, client)
			return client.was(multiplayer.PeerConnected, 1) && host.was(multiplayer.PeerConnected, client.ID())
		})
		id := client.ID()
		require.Equal(t, bob, host.UserOf(id))

		large := strings.Repeat("x", 500_000)
		for channel, text := range []string{"reliable", "unreliable", large} {
			client.SetTarget(1)
			client.SetChannel(channel)
			client.SetMode([]multiplayer.Mode{multiplayer.Reliable, multiplayer.Unreliable, multiplayer.Reliable}[channel])
			require.Equal(t, multiplayer.OK, client.Put([]byte(text)))
			eventually(t, "a packet", func() bool { frame(host, client); return host.Available() > 0 })
			from, on, mode := host.Head()
			require.Equal(t, []any{id, channel, client.Mode()}, []any{from, on, mode})
			m, _ := host.Get()
			require.Equal(t, text, string(m.Data))
			m.Done()
		}
		client.Peer.Close()
		eventually(t, "the host hears of it", func() bool { frame(host); return host.was(multiplayer.PeerDisconnected, id) })
	}
	require.Equal(t, multiplayer.OK, client.CreateClient(int64(alice), 0))
	eventually(t, "the client is back", func() bool {
		frame(host, client)
		return client.Status() == multiplayer.Connected
	})
	host.Peer.Close()
	eventually(t, "the client hears of it", func() bool {
		host.pump()
		frame(client)
		return client.Status() == multiplayer.Disconnected
	})
	require.Empty(t, host.callChanged())
	require.Empty(t, client.callChanged())
	require.Zero(t, unreleased(t, host.game)())
	require.Zero(t, unreleased(t, client.game)())

	require.Equal(t, multiplayer.OK, host.CreateHost(0), "host again, at once")
	host.Peer.Close()
}

// In a lobby everybody is connected with everybody, and both sides call. The
// host's computer is switched off.
func TestPlayersOfALobbyOverSteam(t *testing.T) {
	all := playersOf(t, alice, bob, bob+1, bob+2)
	host, guests := all[0], all[1:]
	require.Equal(t, multiplayer.OK, host.HostWithLobby(int64(theLobby)))
	for _, p := range guests {
		require.Equal(t, multiplayer.OK, p.ConnectToLobby(int64(theLobby)))
	}
	eventually(t, "everybody sees everybody", func() bool {
		frame(all...)
		return !slices.ContainsFunc(all, func(p *peerPlayer) bool { return len(p.Peers()) != len(all)-1 })
	})
	for _, p := range all {
		require.Equal(t, multiplayer.OK, p.Put([]byte("hello")), "to all")
	}
	eventually(t, "all have heard from all", func() bool {
		frame(all...)
		return !slices.ContainsFunc(all, func(p *peerPlayer) bool { return p.Available() != len(all)-1 })
	})
	for _, p := range all {
		require.Empty(t, p.callChanged())
		require.NotContains(t, kinds(p.told), multiplayer.SessionFailed)
		require.NotContains(t, kinds(p.told), multiplayer.Warning)
	}
	kill(t, host.game)
	for _, p := range guests {
		eventually(t, "the end", func() bool { frame(p); return p.Status() == multiplayer.Disconnected })
		require.True(t, p.was(multiplayer.PeerDisconnected, 1))
	}
}

func kinds(of []multiplayer.Event) (all []multiplayer.EventKind) {
	for _, e := range of {
		all = append(all, e.Kind)
	}
	return all
}

// kill leaves the others with what a crash would.
func kill(t *testing.T, g *game) {
	t.Helper()
	handle, err := purego.Dlopen(g.lib.path, purego.RTLD_NOW)
	require.NoError(t, err)
	g.alive.Lock()
	defer g.alive.Unlock()
	g.running = false
	purego.SyscallN(lookUp(handle, "FakeSteam_Kill"))
}

func TestLobbyOfAPeer(t *testing.T) {
	g := start(t, alice, options{})
	written := writtenBy(t, g)
	lobby := theLobby.String()
	require.NotZero(t, g.LobbyMemberCount(theLobby))
	require.Equal(t, "GetNumLobbyMembers "+lobby+"\n", written())
	require.NotZero(t, g.LobbyMemberAt(theLobby, 3))
	require.Equal(t, "GetLobbyMemberByIndex "+lobby+" 3\n", written())
	require.NotEmpty(t, g.LobbyData(theLobby, "ä key"))
	require.Equal(t, "GetLobbyData "+lobby+" ä key\n", written())
	require.NoError(t, g.SetLobbyData(theLobby, "key", "välue"))
	require.Equal(t, "SetLobbyData "+lobby+" key välue\n", written())
	require.NoError(t, g.SetLobbyJoinable(theLobby, true))
	require.Equal(t, "SetLobbyJoinable "+lobby+" 1\n", written())
	g.LeaveLobby(theLobby)
	require.Equal(t, "LeaveLobby "+lobby+"\n", written())

	refuses := start(t, bob, options{fault: "refuse=true"})
	require.ErrorIs(t, refuses.SetLobbyData(theLobby, "key", ""), steamtypes.ErrLobbyRefused)
	require.ErrorIs(t, refuses.SetLobbyJoinable(theLobby, false), steamtypes.ErrLobbyRefused)
}
