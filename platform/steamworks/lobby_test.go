//go:build unix

package steamworks

import (
	"strings"
	"testing"

	"github.com/ebitengine/purego"
	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
)

const (
	theLobby  = networking.SteamID(109775240917155840)
	theFriend = networking.SteamID(76561197960287930)
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
		{"leave", func() any { g.LeaveLobby(theLobby); return nil }, nil, "LeaveLobby " + l},
		{"invite", func() any { return g.InviteUserToLobby(theLobby, theFriend) }, true, "InviteUserToLobby " + l + " " + f},
		{"members", func() any { return g.LobbyMembers(theLobby) }, []networking.SteamID{alice, theFriend},
			"GetNumLobbyMembers " + l + "\nGetLobbyMemberByIndex " + l + " 0\nGetLobbyMemberByIndex " + l + " 1"},
		{"owner", func() any { return g.LobbyOwner(theLobby) }, theFriend, "GetLobbyOwner " + l},
		{"a new owner", func() any { return g.SetLobbyOwner(theLobby, theFriend) }, true, "SetLobbyOwner " + l + " " + f},
		{"data", func() any { return g.LobbyData(theLobby, "mode") }, "a value", "GetLobbyData " + l + " mode"},
		{"all data", func() any { return g.AllLobbyData(theLobby) }, []networking.KeyValue{{Key: "key 0", Value: "value 0"}, {Key: "key 1", Value: "value 1"}},
			"GetLobbyDataCount " + l + "\nGetLobbyDataByIndex " + l + " 0 256 8193\nGetLobbyDataByIndex " + l + " 1 256 8193"},
		{"set data", func() any { return g.SetLobbyData(theLobby, "mode", "race ä") }, true, "SetLobbyData " + l + " mode race ä"},
		{"delete data", func() any { return g.DeleteLobbyData(theLobby, "mode") }, true, "DeleteLobbyData " + l + " mode"},
		{"member data", func() any { return g.LobbyMemberData(theLobby, theFriend, "ready") }, "of a member", "GetLobbyMemberData " + l + " " + f + " ready"},
		{"set member data", func() any { g.SetLobbyMemberData(theLobby, "ready", "yes"); return nil }, nil, "SetLobbyMemberData " + l + " ready yes"},
		{"request data", func() any { return g.RequestLobbyData(theLobby) }, true, "RequestLobbyData " + l},
		{"type", func() any { return g.SetLobbyType(theLobby, networking.LobbyInvisible) }, true, "SetLobbyType " + l + " 3"},
		{"joinable", func() any { return g.SetLobbyJoinable(theLobby, true) }, true, "SetLobbyJoinable " + l + " 1"},
		{"not joinable", func() any { return g.SetLobbyJoinable(theLobby, false) }, true, "SetLobbyJoinable " + l + " 0"},
		{"limit", func() any { return g.LobbyMemberLimit(theLobby) }, 5, "GetLobbyMemberLimit " + l},
		{"set limit", func() any { return g.SetLobbyMemberLimit(theLobby, 9) }, true, "SetLobbyMemberLimit " + l + " 9"},
		{"set server", func() any {
			g.SetLobbyGameServer(theLobby, networking.GameServer{IP: "10.0.1.2", Port: 65535, ID: theFriend})
			return nil
		}, nil, "SetLobbyGameServer " + l + " 0a000102 65535 " + f},
		{"server", func() any { s, _ := g.LobbyGameServer(theLobby); return s }, networking.GameServer{IP: "10.0.1.2", Port: 27015, ID: theFriend}, "GetLobbyGameServer " + l},

		{"friends", func() any { return g.FriendList(4) }, []networking.SteamID{theFriend, theFriend + 1}, "GetFriendCount 4\nGetFriendByIndex 0 4\nGetFriendByIndex 1 4"},
		{"a name that comes later", func() any { return g.PersonaNameOf(theFriend) }, "", "RequestUserInformation " + f + " 1"},
		{"a name", func() any { return g.PersonaNameOf(theFriend) }, "Frieda", "RequestUserInformation " + f + " 1\nGetFriendPersonaName " + f},
		{"state", func() any { return g.PersonaStateOf(theFriend) }, 3, "GetFriendPersonaState " + f},
		{"relationship", func() any { return g.RelationshipWith(theFriend) }, 3, "GetFriendRelationship " + f},
		{"game", func() any { played, _ := g.GamePlayedBy(theFriend); return played },
			platform.GamePlayed{AppID: 480, IP: "127.0.0.1", GamePort: 1, QueryPort: 2, Lobby: theLobby}, "GetFriendGamePlayed " + f},
		{"presence", func() any { return g.RichPresenceOf(theFriend, "status") }, "in a lobby", "GetFriendRichPresence " + f + " status"},
		{"set presence", func() any { return g.SetRichPresence("status", "here") }, true, "SetRichPresence status here"},
		{"clear presence", func() any { g.ClearRichPresence(); return nil }, nil, "ClearRichPresence "},
		{"invite to game", func() any { return g.InviteUserToGame(theFriend, "+join 5") }, true, "InviteUserToGame " + f + " +join 5"},
		{"overlay", func() any { return g.OpenOverlay("friends", 0) }, true, "ActivateGameOverlay friends"},
		{"overlay of a user", func() any { return g.OpenOverlay("steamid", theFriend) }, true, "ActivateGameOverlayToUser steamid " + f},
		{"overlay of a lobby", func() any { return g.OpenOverlay(platform.OverlayInviteToLobby, theLobby) }, true, "ActivateGameOverlayInviteDialog " + l},
		{"overlay with a connect string", func() any { return g.OpenOverlay(platform.OverlayInviteWith+"+join 5", 0) }, true, "ActivateGameOverlayInviteDialogConnectString +join 5"},
		{"overlay of a page", func() any { return g.OpenOverlay(platform.OverlayWebPage+"https://godotengine.org", 0) }, true, "ActivateGameOverlayToWebPage https://godotengine.org 0"},
		{"modal overlay of a page", func() any { return g.OpenOverlay(platform.OverlayModalWebPage+"https://godotengine.org", 0) }, true, "ActivateGameOverlayToWebPage https://godotengine.org 1"},
		{"overlay of the store", func() any { return g.OpenOverlay(platform.OverlayStore+"480", 0) }, true, "ActivateGameOverlayToStore 480 0"},
		{"start recording", func() any { g.StartVoiceRecording(); return nil }, nil, "StartVoiceRecording "},
		{"stop recording", func() any { g.StopVoiceRecording(); return nil }, nil, "StopVoiceRecording "},
		{"voice that waits", func() any { r, n := g.AvailableVoice(); return []any{r, n} }, []any{networking.VoiceOK, 5}, "GetAvailableVoice 1 0"},
		{"voice", func() any { r, v := g.TakeVoice(0); return []any{r, string(v)} }, []any{networking.VoiceOK, "voice"},
			"GetAvailableVoice 1 0\nGetVoice 1 5 0 1 0 1 0"},
		{"voice into too little", func() any { r, v := g.TakeVoice(4); return []any{int(r), string(v)} }, []any{4, ""}, "GetVoice 1 4 0 1 0 1 0"},
		{"decompress voice", func() any { r, v := g.DecompressVoice([]byte("ab"), 48000, 20); return []any{r, string(v)} },
			[]any{networking.VoiceOK, "aabb"}, "DecompressVoice 2 20 48000"},
		{"voice sample rate", func() any { return g.VoiceSampleRate() }, 24000, "GetVoiceOptimalSampleRate "},
		{"voice speaking", func() any { g.SetInGameVoiceSpeaking(theFriend, true); return nil }, nil, "SetInGameVoiceSpeaking " + f + " 1"},
		{"achievement", func() any { return g.SetAchievement("known") }, true, "SetAchievement known"},
		{"no such achievement", func() any { return g.SetAchievement("unknown") }, false, "SetAchievement unknown"},
		{"clear an achievement", func() any { return g.ClearAchievement("known") }, true, "ClearAchievement known"},
		{"what was achieved", func() any { achieved, ok := g.Achievement("known"); return []any{achieved, ok} }, []any{true, true}, "GetAchievement known"},
		{"integer", func() any { n, ok := g.StatInt("known"); return []any{n, ok} }, []any{int32(-7), true}, "GetStatInt32 known"},
		{"float", func() any { n, ok := g.StatFloat("known"); return []any{n, ok} }, []any{float32(2.5), true}, "GetStatFloat known"},
		{"set an integer", func() any { return g.SetStatInt("known", -5) }, true, "SetStatInt32 known -5"},
		{"set a float", func() any { return g.SetStatFloat("known", -0.25) }, true, "SetStatFloat known -0.25"},
		{"set no float", func() any { return g.SetStatFloat("unknown", 1) }, false, "SetStatFloat unknown 1"},
		{"store", func() any { return g.StoreStats() }, true, "StoreStats "},
		{"reset", func() any { return g.ResetAllStats(true) }, true, "ResetAllStats 1"},
		{"command line", func() any { return g.LaunchCommandLine() }, "+connect_lobby 5", "GetLaunchCommandLine 4096"},
		{"Steam Deck", func() any { return g.IsSteamDeck() }, false, "IsSteamRunningOnSteamDeck "},
		{"overlay enabled", func() any { return g.IsOverlayEnabled() }, true, "IsOverlayEnabled "},
		{"owner of the app", func() any { return g.AppOwner() }, theFriend, "GetAppOwner "},
		{"language", func() any { return g.GameLanguage() }, "german", "GetCurrentGameLanguage "},
		{"languages", func() any { return g.GameLanguages() }, "german,schinese", "GetAvailableGameLanguages "},
		{"language of Steam", func() any { return g.UILanguage() }, "french", "GetSteamUILanguage "},
		{"build", func() any { return g.AppBuildID() }, 7, "GetAppBuildId "},
		{"folder", func() any { folder, size := g.AppInstallDir(480); return []any{folder, size} }, []any{"/games/480", 10}, "GetAppInstallDir 480 4096"},
		{"VAC", func() any { return g.IsVACBanned() }, false, "BIsVACBanned "},
		{"purchase", func() any { return g.EarliestPurchase(480) }, int64(0xF0000000), "GetEarliestPurchaseUnixTime 480"},
		{"nickname", func() any { return g.Nickname(theFriend) }, "the cook", "GetPlayerNickname " + f},
		{"level", func() any { return g.SteamLevel() }, 12, "GetPlayerSteamLevel "},
		{"information", func() any { return g.RequestUserInformation(theFriend, false) }, false, "RequestUserInformation " + f + " 0"},
		{"relays", func() any { g.InitRelayAccess(); return nil }, nil, "InitRelayNetworkAccess "},
		{"free weekend", func() any { return g.IsSubscribedFromFreeWeekend() }, true, "BIsSubscribedFromFreeWeekend "},
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
	g.CreateLobby(networking.LobbyPublic, 4)
	require.Equal(t, "CreateLobby 2 4\n", written())
	g.JoinLobby(theLobby + 1)
	require.True(t, g.SendLobbyChat(theLobby, []byte("héllo")))
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
	g.RequestLobbyList(networking.LobbyFilter{
		Strings: []networking.StringFilter{{Key: "mode", Value: "race", Compare: networking.Equal}},
		Numbers: []networking.NumberFilter{{Key: "level", Value: -5, Compare: networking.EqualToOrLessThan}},
		Near:    []networking.NearFilter{{Key: "skill", Value: 1000}},
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
	require.Len(t, g.events, 1)
	require.Equal(t, []any{[]int64{int64(theLobby), int64(theLobby) + 1}}, g.events[0].Args())
}

func TestAvatars(t *testing.T) {
	picture := func(image byte) signals.Event {
		return signals.AvatarLoaded{User: uint64(theFriend), Width: 2, RGBA: strings.Repeat(string([]byte{image}), 16)}
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

func TestRequestingAnothersStatistics(t *testing.T) {
	g := start(t, alice, options{})
	written := writtenBy(t, g)
	g.RequestUserStats(theFriend)
	require.Equal(t, "RequestUserStats 76561197960287930\n", written())
	g.pump()
	require.Equal(t, []signals.Event{signals.UserStatsReceived{Game: 480, Result: 1, User: uint64(theFriend)}}, g.events)
}

// TestWithoutExtras has a library that lacks them all, as an SDK of another
// age may lack one.
func TestWithoutExtras(t *testing.T) {
	var hide []string
	for _, e := range extras {
		hide = append(hide, "-D"+e.symbol+"=hidden_"+e.symbol)
	}
	g := start(t, alice, options{library: fakeLibrary(t, hide...)})
	g.CreateLobby(networking.LobbyPublic, 2)
	g.JoinLobby(theLobby)
	g.RequestLobbyList(networking.LobbyFilter{})
	g.RequestAvatar(theFriend, 2)
	require.Empty(t, g.LobbyMembers(theLobby))
	require.Empty(t, g.AllLobbyData(theLobby))
	require.Empty(t, g.LobbyData(theLobby, "mode"))
	require.False(t, g.SendLobbyChat(theLobby, []byte("hello")))
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
	require.Empty(t, g.LobbyMembers(theLobby))
	require.Empty(t, g.PersonaNameOf(theFriend))
	require.False(t, g.SetLobbyData(theLobby, "mode", "race"))
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
