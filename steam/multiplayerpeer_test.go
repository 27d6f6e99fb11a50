package steam

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/gd"
	"godotsteam/gd/gdtest"
	"godotsteam/multiplayer"
	"godotsteam/multiplayer/multiplayertest"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

const fakeLobby = steamtypes.SteamID(1)<<56 | steamtypes.SteamID(8)<<52 | steamtypes.SteamID(0x40000)<<32 | 99

// meetingPlace is a platform with lobbies and connections.
type meetingPlace struct {
	*fake
	lobbies
	net *multiplayertest.Network
}

// lobbies are one lobby. What a test leaves out of them panics.
type lobbies struct {
	platform.Lobbies
	state
}

type state struct {
	platform.LobbyState
	members []steamtypes.SteamID // the owner first
	calls   []string
}

func (m *meetingPlace) Start(c platform.Config) (platform.Platform, error) {
	m.config = c
	return m, nil
}

func (m *meetingPlace) OpenPeer() (multiplayer.Connections, error) { return m.net.Open(fakeID), nil }

func (l *lobbies) LobbyOwner(lobby steamtypes.SteamID) steamtypes.SteamID {
	if lobby != fakeLobby || !slices.Contains(l.members, fakeID) {
		return 0
	}
	return l.members[0]
}

func (l *lobbies) CreateLobby(steamtypes.LobbyType, int)         { l.calls = append(l.calls, "create") }
func (l *lobbies) JoinLobby(steamtypes.SteamID)                  { l.calls = append(l.calls, "join") }
func (s *state) LeaveLobby(steamtypes.SteamID)                   { s.calls = append(s.calls, "leave") }
func (s *state) LobbyMemberCount(steamtypes.SteamID) int         { return len(s.members) }
func (s *state) LobbyData(_ steamtypes.SteamID, k string) string { return "the " + k }

func (s *state) LobbyMemberAt(_ steamtypes.SteamID, i int) steamtypes.SteamID { return s.members[i] }

func (s *state) SetLobbyJoinable(steamtypes.SteamID, bool) error {
	return steamtypes.ErrNotOwner
}

// meet returns an engine with a Steam that runs, and a peer.
func meet(t *testing.T) (*gdtest.Engine, *meetingPlace, gd.Object) {
	t.Helper()
	net := multiplayertest.New(1)
	net.Latency = 0
	m := &meetingPlace{fake: new(fake), net: net}
	engine := playOn(t, m)
	engine.Call("Steam", "steamInitEx", 480)
	peer := engine.Make("SteamMultiplayerPeer")
	t.Cleanup(peer.Release)
	return engine, m, peer
}

func callOn(t *testing.T, e *gdtest.Engine, o gd.Object, method string, args ...any) any {
	t.Helper()
	result, err := e.TryCall(o, method, args...)
	require.NoError(t, err)
	return result
}

func statusOf(e *gdtest.Engine, peer gd.Object) any {
	return e.CallVirtual(peer, "_get_connection_status").Result
}

// friendHosts has the friend host, and returns how to poll it.
func (m *meetingPlace) friendHosts(t *testing.T) *multiplayer.Peer {
	t.Helper()
	friend := multiplayer.New(&otherHome{m.net})
	require.Equal(t, multiplayer.OK, friend.CreateHost(0))
	t.Cleanup(friend.Close)
	return friend
}

// otherHome is the friend's.
type otherHome struct{ net *multiplayertest.Network }

func (h *otherHome) ID() steamtypes.SteamID                               { return fakeFriend }
func (h *otherHome) Open() (multiplayer.Connections, error)               { return h.net.Open(fakeFriend), nil }
func (h *otherHome) LobbyOwner(steamtypes.SteamID) steamtypes.SteamID     { return 0 }
func (h *otherHome) LobbyMembers(steamtypes.SteamID) []steamtypes.SteamID { return nil }
func (h *otherHome) Channels() int                                        { return defaultChannels }
func (h *otherHome) Name(steamtypes.SteamID) string                       { return "" }

func TestAPeerBeforeSteamIsStarted(t *testing.T) {
	for method, args := range map[string][]any{
		"create_host":      nil,
		"create_client":    {int64(fakeFriend)},
		"host_with_lobby":  {int64(fakeLobby)},
		"connect_to_lobby": {int64(fakeLobby)},
		"connect_lobby":    {int64(fakeLobby)},
		"create_lobby":     {int64(2)},
	} {
		t.Run(method, func(t *testing.T) {
			engine := playOn(t, &meetingPlace{fake: new(fake)})
			peer := engine.Make("SteamMultiplayerPeer")
			defer peer.Release()
			want := multiplayer.ErrCantCreate
			if method == "create_lobby" || method == "connect_lobby" {
				want = multiplayer.ErrDoesNotExist // the older peer's word for it
			}
			require.EqualValues(t, want, callOn(t, engine, peer, method, args...))
			require.EqualValues(t, want, callOn(t, engine, peer, method, args...))
			require.Equal(t, []string{"[STEAM] SteamMultiplayerPeer: " + method +
				": Steam is not initialized: call Steam.steamInitEx() first"}, engine.Errors)
			require.Empty(t, engine.Warnings)
			require.EqualValues(t, multiplayer.Disconnected, statusOf(engine, peer))
		})
	}
}

func TestAPlatformWithoutConnections(t *testing.T) {
	engine, _ := start(t)
	peer := engine.Make("SteamMultiplayerPeer")
	defer peer.Release()
	require.EqualValues(t, multiplayer.ErrCantCreate, callOn(t, engine, peer, "create_host"))
	require.Equal(t, []string{"[STEAM] SteamMultiplayerPeer: create_host: the platform fake has no connections for it"},
		engine.Errors)
	require.EqualValues(t, multiplayer.ErrCantCreate, callOn(t, engine, peer, "create_lobby", 2))
	require.Contains(t, engine.Errors[1], "this platform has no lobbies")
	require.EqualValues(t, multiplayer.Disconnected, statusOf(engine, peer))
}

func TestTheNumberOfChannels(t *testing.T) {
	engine, _, peer := meet(t)
	engine.Settings[settingChannels] = int64(6)
	require.EqualValues(t, 0, callOn(t, engine, peer, "create_host"))
	put := func(channel int) {
		engine.CallVirtual(peer, "_set_transfer_channel", channel)
		require.EqualValues(t, multiplayer.OK, engine.CallVirtual(peer, "_put_packet", []byte("x")).Result)
	}
	put(5)
	engine.CallVirtual(peer, "_poll")
	require.Empty(t, engine.Warnings)
	put(6)
	engine.CallVirtual(peer, "_poll")
	require.Len(t, engine.Warnings, 1)
	require.Contains(t, engine.Warnings[0], settingChannels)
}

func TestPeersFollowTheirLobby(t *testing.T) {
	engine, m, peer := meet(t)
	require.EqualValues(t, 0, callOn(t, engine, peer, "create_lobby", 2))
	require.Equal(t, []string{"create"}, m.calls)
	m.members = []steamtypes.SteamID{fakeID}
	m.post(signals.LobbyCreated{Result: 1, Lobby: uint64(fakeLobby)})
	m.post(signals.LobbyJoined{Lobby: uint64(fakeLobby), Response: 1})
	m.members = append(m.members, fakeFriend)
	m.post(signals.LobbyChatUpdate{Lobby: uint64(fakeLobby), Changed: fakeFriend, MakingChange: fakeFriend, State: 1})
	m.post(signals.LobbyDataUpdate{Success: 1, Lobby: uint64(fakeLobby), Member: fakeFriend})
	m.post(signals.LobbyMessage{Lobby: uint64(fakeLobby), User: fakeFriend, Message: "hi", Type: 1})
	m.post(signals.LobbyMessage{Lobby: uint64(fakeLobby) + 1, User: fakeFriend, Message: "elsewhere", Type: 1})
	require.EqualValues(t, multiplayer.Connecting, statusOf(engine, peer))
	require.Empty(t, engine.Emitted)
	engine.Call("Steam", "run_callbacks")
	require.EqualValues(t, multiplayer.Connected, statusOf(engine, peer))
	require.EqualValues(t, fakeLobby, callOn(t, engine, peer, "get_lobby_id"))

	var ofPeer []string
	for _, e := range engine.Emitted {
		if e.Object == peer {
			ofPeer = append(ofPeer, e.Signal)
		}
	}
	require.Equal(t, []string{
		"lobby_created", "lobby_joined", "lobby_chat_update", "lobby_data_update", "lobby_message",
	}, ofPeer)

	require.Equal(t, "the map", callOn(t, engine, peer, "get_lobby_data", "map"))
	require.Empty(t, engine.Errors)
	callOn(t, engine, peer, "set_lobby_joinable", false)
	require.Len(t, engine.Warnings, 1)
	require.Contains(t, engine.Warnings[0], "SteamMultiplayerPeer.set_lobby_joinable")

	engine.Call("Steam", "steamShutdown")
	require.Equal(t, []string{"create", "leave"}, m.calls, "it was the peer's lobby")
}

func TestAPeerJoins(t *testing.T) {
	engine, m, peer := meet(t)
	friend := m.friendHosts(t)
	require.EqualValues(t, 0, callOn(t, engine, peer, "connect_lobby", int64(fakeLobby)))
	require.Equal(t, []string{"join"}, m.calls)
	m.members = []steamtypes.SteamID{fakeFriend, fakeID}
	m.post(signals.LobbyJoined{Lobby: uint64(fakeLobby), Response: 1})
	engine.Call("Steam", "run_callbacks")
	pollBoth(engine, peer, friend)
	require.EqualValues(t, multiplayer.Connected, statusOf(engine, peer))
	require.EqualValues(t, fakeFriend, callOn(t, engine, peer, "get_steam_id_for_peer_id", 1))
	require.Len(t, friend.Peers(), 1)
}

func TestShuttingDownClosesPeers(t *testing.T) {
	engine, m, peer := meet(t)
	friend := m.friendHosts(t)
	require.EqualValues(t, 0, callOn(t, engine, peer, "create_client", int64(fakeFriend)))
	pollBoth(engine, peer, friend)
	require.EqualValues(t, multiplayer.Connected, statusOf(engine, peer))
	engine.Call("Steam", "steamShutdown")
	require.EqualValues(t, multiplayer.Disconnected, statusOf(engine, peer))
	pollBoth(engine, peer, friend)
	require.Empty(t, friend.Peers(), "the other side was told")
	require.EqualValues(t, multiplayer.ErrCantCreate, callOn(t, engine, peer, "create_host"))

	engine.Call("Steam", "steamInitEx", 480)
	require.EqualValues(t, multiplayer.OK, callOn(t, engine, peer, "create_host"), "the same peer, in the next life")
}

// pollBoth polls until what is on its way has arrived: the network has no
// latency, and nobody says more than a few things.
func pollBoth(engine *gdtest.Engine, peer gd.Object, friend *multiplayer.Peer) {
	for range 20 {
		engine.CallVirtual(peer, "_poll")
		friend.Poll(func(multiplayer.Event) {})
	}
}
