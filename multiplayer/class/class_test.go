package class_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/gd"
	"godotsteam/gd/gdtest"
	"godotsteam/multiplayer"
	"godotsteam/multiplayer/class"
	"godotsteam/multiplayer/multiplayertest"
	"godotsteam/steamtypes"
)

const lobbyID = steamtypes.SteamID(1)<<56 | steamtypes.SteamID(8)<<52 | steamtypes.SteamID(0x40000)<<32 | 99

// user is one user's world, classes and engine. All users share an engine.
type user struct {
	t       *testing.T
	net     *multiplayertest.Network
	id      steamtypes.SteamID
	engine  *gdtest.Engine
	classes *class.Classes
	owner   steamtypes.SteamID
	members []steamtypes.SteamID
	asked   []string
	said    []string
	fails   error
}

func (u *user) ID() steamtypes.SteamID { return u.id }
func (u *user) Open() (multiplayer.Connections, error) {
	return u.net.Open(u.id), nil
}
func (u *user) LobbyOwner(steamtypes.SteamID) steamtypes.SteamID     { return u.owner }
func (u *user) LobbyMembers(steamtypes.SteamID) []steamtypes.SteamID { return u.members }
func (u *user) Channels() int                                        { return 4 }
func (u *user) Name(id steamtypes.SteamID) string                    { return fmt.Sprint("user", id.AccountID()) }

func (u *user) ask(format string, args ...any) {
	u.asked = append(u.asked, fmt.Sprintf(format, args...))
}

func (u *user) CreateLobby(kind steamtypes.LobbyType, members int) error {
	u.ask("create %d %d", kind, members)
	return u.fails
}

func (u *user) JoinLobby(steamtypes.SteamID) error {
	u.ask("join")
	return u.fails
}
func (u *user) LeaveLobby(steamtypes.SteamID)                        { u.ask("leave") }
func (u *user) SetLobbyJoinable(_ steamtypes.SteamID, joinable bool) { u.ask("joinable %v", joinable) }
func (u *user) LobbyData(_ steamtypes.SteamID, key string) string    { return "the " + key }
func (u *user) SendLobbyChat(_ steamtypes.SteamID, text string) bool {
	u.ask("say %s", text)
	return true
}
func (u *user) SetLobbyData(_ steamtypes.SteamID, k, v string) bool {
	u.ask("%s=%s", k, v)
	return true
}
func (u *user) AllLobbyData(steamtypes.SteamID) []steamtypes.KeyValue {
	return []steamtypes.KeyValue{{Key: "a", Value: "b"}}
}
func (u *user) Error(text string)   { u.said = append(u.said, "error: "+text) }
func (u *user) Warning(text string) { u.said = append(u.said, "warning: "+text) }

// newUsers returns users with an engine each; only one engine can be in place at
// a time, which at sees to.
func newUsers(t *testing.T, n int) []*user {
	net := multiplayertest.New(1)
	net.Latency = 0
	var users []*user
	for i := range n {
		u := &user{t: t, net: net, id: steamtypes.IndividualID(uint32(100 + i)), engine: gdtest.New(t)}
		u.classes = class.New(u)
		u.classes.Register()
		users = append(users, u)
	}
	t.Cleanup(func() {
		for _, u := range slices.Backward(users) {
			u.classes.Unregister()
		}
	})
	return users
}

func (u *user) peer() gd.Object { return u.classes.All()[1].Instantiate() }

func (u *user) call(o gd.Object, method string, args ...any) any {
	u.t.Helper()
	result, err := u.engine.TryCall(o, method, args...)
	require.NoError(u.t, err)
	return result
}

func (u *user) virtual(o gd.Object, name string, args ...any) any {
	u.t.Helper()
	return u.engine.CallVirtual(o, name, args...).Result
}

// poll polls until both have settled.
func poll(users []*user, peers ...gd.Object) {
	for range 20 {
		for i, p := range peers {
			users[i].virtual(p, "_poll")
		}
		time.Sleep(time.Millisecond)
	}
}

func signalsOf(u *user, o gd.Object) (list []string) {
	for _, users := range []*user{u} {
		for _, e := range users.engine.Emitted {
			if e.Object == o {
				list = append(list, fmt.Sprint(e.Signal, e.Args))
			}
		}
	}
	return list
}

func TestTheSurface(t *testing.T) {
	u := newUsers(t, 1)[0]
	peerClass := u.classes.All()[1]
	params := make(map[string]string)
	for _, m := range peerClass.Methods {
		text := ""
		for _, p := range m.Params {
			text += fmt.Sprintf("%s %d %v,", p.Name, p.Type, p.Default)
		}
		params[m.Name] = text
	}
	const integer = gd.Int
	for name, want := range map[string]string{
		"create_host": fmt.Sprintf("virtual_port %d 0,options %d [],", integer, gd.ArrayType),
		"create_client": fmt.Sprintf("steam_id %d <nil>,virtual_port %d 0,options %d [],",
			integer, integer, gd.ArrayType),
		"add_peer":                 fmt.Sprintf("steam_id %d <nil>,virtual_port %d 0,", integer, integer),
		"get_peer":                 fmt.Sprintf("peer_id %d <nil>,", integer),
		"host_with_lobby":          fmt.Sprintf("lobby_id %d <nil>,", integer),
		"connect_to_lobby":         fmt.Sprintf("lobby_id %d <nil>,", integer),
		"get_steam_id_for_peer_id": fmt.Sprintf("peer_id %d <nil>,", integer),
		"get_peer_id_for_steam_id": fmt.Sprintf("steam_id %d <nil>,", integer),
		"get_peer_id_from_steam64": fmt.Sprintf("steam_id %d <nil>,", integer),
		"get_steam64_from_peer_id": fmt.Sprintf("peer_id %d <nil>,", integer),
		"create_lobby":             fmt.Sprintf("lobby_type %d <nil>,max_players %d 32,", integer, integer),
		"set_server_relay":         fmt.Sprintf("server_relay %d <nil>,", gd.Bool),
	} {
		require.Contains(t, params, name)
		require.Equal(t, want, params[name], name)
	}
	for _, name := range []string{
		"connect_lobby", "get_state", "get_peer_info", "get_peer_map", "collect_debug_data", "send_direct_message",
		"get_direct_messages", "set_lobby_joinable", "set_config", "clear_config", "clear_all_configs",
	} {
		require.Contains(t, params, name)
	}
	seen := make(map[string]bool)
	for _, e := range peerClass.Enums {
		for _, k := range e.Constants {
			require.False(t, seen[k.Name], k.Name)
			seen[k.Name] = true
		}
	}
}

func TestAScriptsDay(t *testing.T) {
	users := newUsers(t, 2)
	// The engine of the last user is in place; that is who makes objects.
	hostUser, clientUser := users[0], users[1]
	host, client := hostUser.peer(), clientUser.peer()

	require.EqualValues(t, 31, hostUser.virtual(host, "_put_packet", []byte("x")).(int64)+28, "3: not connected")
	require.EqualValues(t, 0, hostUser.call(host, "create_host"))
	require.EqualValues(t, 2, hostUser.virtual(host, "_get_connection_status"))
	require.EqualValues(t, 22, hostUser.call(host, "create_host", 0))
	require.Len(t, hostUser.said, 1)
	require.Contains(t, hostUser.said[0], "error: [STEAM] SteamMultiplayerPeer: create_host: the peer is in use already")
	require.EqualValues(t, 0, clientUser.call(client, "create_client", int64(hostUser.id)))
	require.EqualValues(t, 1, clientUser.virtual(client, "_get_connection_status"))
	id := clientUser.virtual(client, "_get_unique_id").(int64)
	poll(users, host, client)
	require.Equal(t, []string{"peer_connected[1]"}, emitted(users, client))
	require.Equal(t, []string{fmt.Sprintf("peer_connected[%d]", id)}, emitted(users, host))

	require.EqualValues(t, clientUser.id, hostUser.call(host, "get_steam_id_for_peer_id", id))
	require.EqualValues(t, 0, hostUser.call(host, "get_steam_id_for_peer_id", 5))
	require.EqualValues(t, 0, hostUser.call(host, "get_steam_id_for_peer_id", 1<<40|id))
	require.EqualValues(t, -1, hostUser.call(host, "get_steam64_from_peer_id", 5))
	require.EqualValues(t, id, hostUser.call(host, "get_peer_id_from_steam64", int64(clientUser.id)))
	require.Equal(t, gd.Items{{Key: id, Value: int64(clientUser.id)}}, hostUser.call(host, "get_peer_map"))
	require.Len(t, hostUser.call(host, "get_peer_info", id), 16)
	require.Len(t, hostUser.call(host, "collect_debug_data"), 9)

	// A packet: SceneMultiplayer's calls.
	clientUser.virtual(client, "_set_transfer_channel", 2)
	clientUser.virtual(client, "_set_transfer_mode", 1)
	clientUser.virtual(client, "_set_target_peer", 1)
	require.EqualValues(t, 0, clientUser.virtual(client, "_put_packet", []byte("hello")))
	poll(users, host, client)
	require.EqualValues(t, 1, hostUser.virtual(host, "_get_available_packet_count"))
	require.EqualValues(t, id, hostUser.virtual(host, "_get_packet_peer"))
	require.EqualValues(t, 2, hostUser.virtual(host, "_get_packet_channel"))
	require.EqualValues(t, 1, hostUser.virtual(host, "_get_packet_mode"))
	got := hostUser.engine.CallVirtual(host, "_get_packet", nil)
	require.EqualValues(t, 0, got.Result)
	require.Equal(t, "hello", string(got.Buffer))
	require.EqualValues(t, 2, hostUser.virtual(host, "_get_packet", nil))
	hostUser.virtual(host, "_set_target_peer", 77)
	require.EqualValues(t, 31, hostUser.virtual(host, "_put_packet", []byte("x")))

	hostUser.virtual(host, "_disconnect_peer", id, false)
	require.Equal(t, fmt.Sprintf("peer_disconnected[%d]", id), emitted(users, host)[1], "at once")
	poll(users, host, client)
	require.Equal(t, []string{"peer_connected[1]", "peer_disconnected[1]"}, emitted(users, client))
	require.EqualValues(t, 0, clientUser.virtual(client, "_get_connection_status"))
	host.Release()
	client.Release()
}

// emitted returns the signals of an object in whichever engine they were heard.
func emitted(users []*user, o gd.Object) (list []string) {
	for _, u := range users {
		list = append(list, signalsOf(u, o)...)
	}
	return list
}

func TestPacketPeer(t *testing.T) {
	users := newUsers(t, 2)
	host, client := users[0].peer(), users[1].peer()
	users[0].call(host, "create_host")
	users[1].call(client, "create_client", int64(users[0].id), 0)
	poll(users, host, client)
	require.Nil(t, users[1].call(client, "get_peer", 7))
	link := users[1].call(client, "get_peer", 1).(gd.Object)
	require.Equal(t, link, users[1].call(client, "get_peer", 1), "it is the same object")
	require.EqualValues(t, users[0].id, users[1].call(link, "get_steam_id"))
	require.EqualValues(t, 1, users[1].call(link, "get_peer_id"))
	require.EqualValues(t, 3, users[1].call(link, "get_state"))
	require.NotZero(t, users[1].call(link, "get_connection_handle"))
	require.EqualValues(t, 0, users[1].virtual(link, "_put_packet", []byte("by hand")))
	require.EqualValues(t, 2, users[1].virtual(link, "_get_packet", nil))
	require.EqualValues(t, 0, users[1].virtual(link, "_get_available_packet_count"))
	poll(users, host, client)
	require.Equal(t, "by hand", string(users[0].engine.CallVirtual(host, "_get_packet", nil).Buffer))

	link.Retain()
	users[1].call(link, "disconnect_peer")
	poll(users, host, client)
	require.Len(t, emitted(users, host), 2)
	require.EqualValues(t, 0, users[1].virtual(client, "_get_connection_status"))
	require.NotEqualValues(t, 3, users[1].call(link, "get_state"))
	require.EqualValues(t, 2, users[1].virtual(link, "_put_packet", []byte("late")))
	link.Release()
	host.Release()
	client.Release()

	lone := users[0].classes.All()[0].Instantiate()
	require.EqualValues(t, 0, users[0].call(lone, "get_steam_id"))
	users[0].call(lone, "disconnect_peer", true)
	lone.Release()
}

func TestTheOlderPeersLobbies(t *testing.T) {
	u := newUsers(t, 1)[0]
	p := u.peer()
	require.Equal(t, "null", u.call(p, "get_lobby_data", "map"))
	require.EqualValues(t, 0, u.call(p, "create_lobby", 2))
	require.Equal(t, []string{"create 2 32"}, u.asked)
	require.EqualValues(t, 1, u.call(p, "get_state"))
	require.EqualValues(t, 1, u.virtual(p, "_get_connection_status"))
	require.EqualValues(t, 22, u.call(p, "create_lobby", 2))
	u.owner, u.members = u.id, []steamtypes.SteamID{u.id}
	u.classes.LobbyCreated(1, lobbyID)
	u.classes.LobbyJoined(lobbyID, 0, false, 1)
	u.classes.LobbyDataUpdate(1, lobbyID, lobbyID)
	u.classes.LobbyMessage(lobbyID, u.id, "hi", 1)
	u.classes.LobbyChatUpdate(lobbyID, steamtypes.IndividualID(5), steamtypes.IndividualID(5), 1)
	u.classes.LobbyMessage(lobbyID+1, u.id, "elsewhere", 1)
	require.EqualValues(t, 2, u.call(p, "get_state"))
	require.EqualValues(t, lobbyID, u.call(p, "get_lobby_id"))
	require.EqualValues(t, 2, u.virtual(p, "_get_connection_status"))
	require.Equal(t, true, u.call(p, "set_lobby_data", "map", "moon"))
	require.Equal(t, "the map", u.call(p, "get_lobby_data", "map"))
	require.Equal(t, gd.Items{{Key: "a", Value: "b"}}, u.call(p, "get_all_lobby_data"))
	require.Equal(t, true, u.call(p, "send_direct_message", []byte("hey")))
	u.call(p, "set_lobby_joinable", false)
	u.virtual(p, "_close")
	require.EqualValues(t, 0, u.call(p, "get_state"))
	require.Equal(t, []string{"create 2 32", "map=moon", "say hey", "joinable false", "leave"}, u.asked)
	var names []string
	for _, e := range u.engine.Emitted {
		names = append(names, e.Signal)
	}
	require.Equal(t, []string{
		"lobby_created", "lobby_joined", "lobby_data_update", "lobby_message", "lobby_chat_update",
	}, names)

	// What fails.
	require.EqualValues(t, 0, u.call(p, "connect_lobby", int64(lobbyID)))
	require.EqualValues(t, 3, u.call(p, "get_state"))
	u.classes.LobbyJoined(lobbyID+1, 0, false, 1)
	require.EqualValues(t, 3, u.call(p, "get_state"), "that was another's")
	u.classes.LobbyJoined(lobbyID, 0, false, 4)
	require.EqualValues(t, 0, u.virtual(p, "_get_connection_status"))
	require.Contains(t, u.said[len(u.said)-1], "response 4")
	u.fails = errors.New("Steam is away")
	require.EqualValues(t, 20, u.call(p, "create_lobby", 2))
	require.EqualValues(t, 20, u.call(p, "connect_lobby", int64(lobbyID)))
	require.EqualValues(t, 0, u.virtual(p, "_get_connection_status"))
	p.Release()
}

func TestOptions(t *testing.T) {
	u := newUsers(t, 1)[0]
	p := u.peer()
	u.call(p, "set_config", 24, 1500)
	u.call(p, "set_config", 24, 2500)
	u.call(p, "set_config", 25, 0.5)
	want := gd.Items{{Key: int64(24), Value: int64(2500)}, {Key: int64(25), Value: 0.5}}
	require.Equal(t, want, u.call(p, "get_options"))
	u.call(p, "clear_config", 24)
	require.Len(t, u.call(p, "get_options"), 1)
	require.Empty(t, u.said)
	u.call(p, "set_config", 4, 100)
	require.Contains(t, u.said[0], "warning: [STEAM] SteamMultiplayerPeer: option 4 was left out: Steam has it for all")
	u.call(p, "set_options", gd.Items{{Key: "no", Value: 3}})
	require.Len(t, u.said, 2)
	u.call(p, "clear_all_configs")
	require.Empty(t, u.call(p, "get_options"))
	p.Release()
}

// TestEachReasonIsSaid has one method fail for three reasons.
func TestEachReasonIsSaid(t *testing.T) {
	u := newUsers(t, 1)[0]
	p := u.peer()
	for _, id := range []int64{int64(u.id), 0, int64(lobbyID), int64(lobbyID) + 1, int64(u.id)} {
		require.EqualValues(t, 20, u.call(p, "create_client", id))
	}
	require.Len(t, u.said, 3)
	require.Contains(t, u.said[0], "your own Steam ID")
	require.Contains(t, u.said[1], "steam_id is 0")
	require.Contains(t, u.said[2], "a lobby's ID")
	p.Release()
}

func TestOptionsOfEarlyScripts(t *testing.T) {
	u := newUsers(t, 1)[0]
	p := u.peer()
	u.call(p, "set_config", 24, 1500)
	require.EqualValues(t, 0, u.call(p, "create_host", 0, gd.Array{}))
	require.Equal(t, gd.Items{{Key: int64(24), Value: int64(1500)}}, u.call(p, "get_options"))
	u.virtual(p, "_close")
	const float = 3
	require.EqualValues(t, 0, u.call(p, "create_host", 0, gd.Array{
		gd.Array{int64(24), int64(1), int64(2500)}, gd.Array{int64(25), int64(float), 0.5},
	}))
	want := gd.Items{{Key: int64(24), Value: int64(2500)}, {Key: int64(25), Value: 0.5}}
	require.Equal(t, want, u.call(p, "get_options"))
	u.virtual(p, "_close")
	require.Empty(t, u.said)
	require.EqualValues(t, 0, u.call(p, "create_client", int64(u.id)+1, 0, gd.Array{"no option"}))
	require.Contains(t, u.said[0], "an option was left out")
	u.virtual(p, "_close")
	p.Release()
}

func TestProperties(t *testing.T) {
	u := newUsers(t, 1)[0]
	p := u.peer()
	for _, name := range []string{"no_nagle", "no_delay", "server_relay"} {
		require.Equal(t, false, u.call(p, "get_"+name))
		u.call(p, "set_"+name, true)
		require.Equal(t, true, u.call(p, "get_"+name))
	}
	require.Equal(t, true, u.virtual(p, "_is_server_relay_supported"))
	u.call(p, "set_as_relay", false)
	require.Equal(t, false, u.virtual(p, "_is_server_relay_supported"))
	u.call(p, "set_debug_level", 1)
	require.EqualValues(t, 1, u.call(p, "get_debug_level"))
	require.EqualValues(t, 2, u.virtual(p, "_get_transfer_mode"), "reliable at first")
	require.EqualValues(t, 0, u.virtual(p, "_get_packet_peer"))
	p.Release()
}

func TestOtherThreadsTellNothing(t *testing.T) {
	u := newUsers(t, 1)[0]
	p := u.peer()
	u.engine.OtherThread = true
	require.EqualValues(t, 20, u.call(p, "create_client", 0))
	u.virtual(p, "_poll")
	require.Empty(t, u.said)
	u.engine.OtherThread = false
	u.virtual(p, "_poll")
	require.Len(t, u.said, 1)
	p.Release()
}

func TestSteamShutsDown(t *testing.T) {
	users := newUsers(t, 2)
	host, client := users[0].peer(), users[1].peer()
	users[0].call(host, "create_host")
	users[1].call(client, "create_client", int64(users[0].id), 0)
	poll(users, host, client)
	users[0].classes.Close()
	require.EqualValues(t, 0, users[0].virtual(host, "_get_connection_status"))
	poll(users, host, client)
	require.EqualValues(t, 0, users[1].virtual(client, "_get_connection_status"))
	host.Release()
	client.Release()
}
