//go:build unix

package steamworks

import (
	"bytes"
	"testing"

	"github.com/ebitengine/purego"
	"github.com/stretchr/testify/require"

	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

const (
	theLobby  = steamtypes.SteamID(109775240917155840)
	theFriend = steamtypes.SteamID(76561197960287930)
)

// TestExtraFunctions calls every function of lobbies and friends, and compares
// what arrived in C, and what came back.
func TestExtraFunctions(t *testing.T) {
	g := start(t, alice, options{})
	written := writtenBy(t, g)
	const l, f = "109775240917155840", "76561197960287930"

	for _, c := range []struct {
		name    string
		call    func() any
		answer  any
		arrived string
	}{
		{"owner", func() any { return g.LobbyOwner(theLobby) }, theFriend, "GetLobbyOwner " + l},
		{"all data", func() any { return g.AllLobbyData(theLobby) }, []steamtypes.KeyValue{{Key: "key 0", Value: "value 0"}, {Key: "key 1", Value: "value 1"}},
			"GetLobbyDataCount " + l + "\nGetLobbyDataByIndex " + l + " 0 256 8193\nGetLobbyDataByIndex " + l + " 1 256 8193"},
		{"set server", func() any {
			return g.SetLobbyGameServer(theLobby, steamtypes.GameServer{IP: "10.0.1.2", Port: 65535, ID: theFriend})
		}, nil, "SetLobbyGameServer " + l + " 0a000102 65535 " + f},
		{"server", func() any { s, _ := g.LobbyGameServer(theLobby); return s }, steamtypes.GameServer{IP: "10.0.1.2", Port: 27015, ID: theFriend}, "GetLobbyGameServer " + l},

		{"friends", func() any { return g.FriendList(4) }, []steamtypes.SteamID{theFriend, theFriend + 1}, "GetFriendCount 4\nGetFriendByIndex 0 4\nGetFriendByIndex 1 4"},
		{"a name that comes later", func() any { return g.PersonaNameOf(theFriend) }, "", "RequestUserInformation " + f + " 1"},
		{"a name", func() any { return g.PersonaNameOf(theFriend) }, "Frieda", "RequestUserInformation " + f + " 1\nGetFriendPersonaName " + f},
		{"state", func() any { return g.PersonaStateOf(theFriend) }, 3, "GetFriendPersonaState " + f},
		{"game", func() any { played, _ := g.GamePlayedBy(theFriend); return played },
			platform.GamePlayed{AppID: 480, IP: "127.0.0.1", GamePort: 1, QueryPort: 2, Lobby: theLobby}, "GetFriendGamePlayed " + f},
		{"voice that waits", func() any { r, n := g.AvailableVoice(); return []any{r, n} }, []any{steamtypes.VoiceOK, 5}, "GetAvailableVoice 1 0"},
		{"voice", func() any { r, v := g.TakeVoice(0); return []any{r, string(v)} }, []any{steamtypes.VoiceOK, "voice"},
			"GetAvailableVoice 1 0\nGetVoice 1 5 0 1 0 1 0"},
		{"voice into too little", func() any { r, v := g.TakeVoice(4); return []any{int(r), string(v)} }, []any{4, ""}, "GetVoice 1 4 0 1 0 1 0"},
		{"decompress voice", func() any { r, v := g.DecompressVoice([]byte("ab"), 48000, 20); return []any{r, string(v)} },
			[]any{steamtypes.VoiceOK, "aabb"}, "DecompressVoice 2 20 48000"},
		{"voice sample rate", func() any { return g.VoiceSampleRate() }, 24000, "GetVoiceOptimalSampleRate "},
		{"command line", func() any { return g.LaunchCommandLine() }, "+connect_lobby 5", "GetLaunchCommandLine 4096"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.answer, c.call())
			require.Equal(t, c.arrived+"\n", written())
		})
	}
}

func TestCreatingJoiningAndChatting(t *testing.T) {
	g := start(t, alice, options{})
	written := writtenBy(t, g)
	g.CreateLobby(steamtypes.LobbyPublic, 4)
	require.Equal(t, "CreateLobby 2 4\n", written())
	g.JoinLobby(theLobby + 1)
	require.NoError(t, g.SendLobbyChat(theLobby, "héllo"))
	g.pump()
	require.Equal(t, []signals.Event{
		signals.LobbyCreated{Result: 1, Lobby: uint64(theLobby)},
		signals.LobbyJoined{Lobby: uint64(theLobby), Response: 1},
		signals.LobbyJoined{Lobby: uint64(theLobby) + 1, Locked: true, Response: 4},
		signals.LobbyMessage{Lobby: uint64(theLobby), User: uint64(alice), Message: "héllo", Type: 1},
	}, g.events, "in the order in which Steam spoke")
	require.Contains(t, written(), "SendLobbyChatMsg 109775240917155840 héllo 7\n", "with the zero byte")
	require.Empty(t, g.results.waiting)
}

func TestListingLobbies(t *testing.T) {
	g := start(t, alice, options{})
	written := writtenBy(t, g)
	g.RequestLobbyList(steamtypes.LobbyFilter{
		Strings: []steamtypes.StringFilter{{Key: "mode", Value: "race", Compare: steamtypes.Equal}},
		Numbers: []steamtypes.NumberFilter{{Key: "level", Value: -5, Compare: steamtypes.EqualToOrLessThan}},
		Near:    []steamtypes.NearFilter{{Key: "skill", Value: 1000}},
		Slots:   2, MaxResults: 10, Distance: 3,
	})
	g.pump()
	require.Equal(t, `AddRequestLobbyListStringFilter mode race 0
AddRequestLobbyListNumericalFilter level -5 -2
AddRequestLobbyListNearValueFilter skill 1000
AddRequestLobbyListFilterSlotsAvailable 2
AddRequestLobbyListResultCountFilter 10
AddRequestLobbyListDistanceFilter 3
RequestLobbyList`+" "+`
GetLobbyByIndex 0
GetLobbyByIndex 1
`, written())
	list := signals.LobbyMatchList{Lobbies: []uint64{uint64(theLobby), uint64(theLobby) + 1}}
	require.Equal(t, []signals.Event{list}, g.events)
}

func TestAvatars(t *testing.T) {
	picture := func(image byte) signals.Event {
		return signals.AvatarLoaded{User: uint64(theFriend), Width: 2, RGBA: bytes.Repeat([]byte{image}, 16)}
	}
	for _, c := range []struct {
		name  string
		size  int
		image byte
	}{
		{"at once", 1, 5},
		{"when the user is known", 2, 5},
		{"when the image is loaded", 3, 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := start(t, alice, options{})
			g.RequestAvatar(theFriend, c.size)
			require.True(t, g.heard(picture(c.image)))
		})
	}
}

func TestRequestingStatistics(t *testing.T) {
	t.Run("with a library of before SDK 1.61", func(t *testing.T) {
		g := start(t, alice, options{library: fakeLibrary(t, "-DBEFORE_SDK_161")})
		written := writtenBy(t, g)
		require.True(t, g.RequestCurrentStats())
		require.Equal(t, "RequestCurrentStats \n", written())
		g.pump()
		require.Empty(t, g.events, "Steam answers")
	})
	t.Run("with a newer one", func(t *testing.T) {
		g := start(t, alice, options{})
		require.True(t, g.RequestCurrentStats())
		g.pump()
		require.Equal(t, []signals.Event{signals.CurrentStatsReceived{Game: 480, Result: 1, User: uint64(alice)}}, g.events)
		g.Shutdown()
		require.False(t, g.RequestCurrentStats())
	})
}

// TestWithoutExtras has a library that lacks them all, as an SDK of another
// age may lack one.
func TestWithoutExtras(t *testing.T) {
	var hide []string
	for _, e := range extras {
		hide = append(hide, "-D"+e.symbol+"=hidden_"+e.symbol)
	}
	g := start(t, alice, options{library: fakeLibrary(t, hide...)})
	g.CreateLobby(steamtypes.LobbyPublic, 2)
	g.JoinLobby(theLobby)
	g.RequestLobbyList(steamtypes.LobbyFilter{})
	g.RequestAvatar(theFriend, 2)
	require.Empty(t, g.AllLobbyData(theLobby))
	require.ErrorIs(t, g.SendLobbyChat(theLobby, "hello"), steamtypes.ErrNotInLobby)
	require.Empty(t, g.FriendList(4))
	require.Empty(t, g.LaunchCommandLine())
	g.pump()
	require.Equal(t, []signals.Event{
		signals.LobbyCreated{Result: 2},
		signals.LobbyJoined{Lobby: uint64(theLobby), Response: 5},
		signals.LobbyMatchList{},
	}, g.events, "a game that waits is told that it waits in vain")
}

func TestExtrasAfterShutdown(t *testing.T) {
	g := start(t, alice, options{})
	g.Shutdown()
	require.Empty(t, g.PersonaNameOf(theFriend))
	g.RequestAvatar(theFriend, 3)
	g.RunCallbacks()
}

// writtenBy returns what reads the calls that arrived in C.
func writtenBy(t *testing.T, g *game) func() string {
	t.Helper()
	handle, err := purego.Dlopen(g.lib.path, purego.RTLD_NOW)
	require.NoError(t, err)
	address, err := purego.Dlsym(handle, "fakesteam_written")
	require.NoError(t, err)
	return func() string {
		text, _, _ := purego.SyscallN(address)
		return copyText(text, 16384)
	}
}
