package steam

// GodotSteam's page "Functions | Friends": other users, this user's rich
// presence, and the overlay.

import (
	"godotsteam/gd"
	"godotsteam/platform"
	"godotsteam/steamtypes"
)

const noOverlay = "there is no Steam overlay here, so nothing opens"

var (
	keyGamePort  = keyOf("game_port")
	keyQueryPort = keyOf("query_port")
	keyLobby     = keyOf("lobby")
)

func (on *started) getPersonaState() int64 {
	if on.LoggedOn() {
		return steamtypes.PersonaOnline
	}
	return steamtypes.PersonaOffline
}

// getUserSteamFriends returns [{id, name, status}, …].
func getUserSteamFriends(p platform.People) gd.Array {
	list := p.FriendList(steamtypes.FriendImmediate)
	all := make(gd.Array, len(list))
	for i, id := range list {
		all[i] = gd.Items{
			{Key: "id", Value: int64(id)},
			{Key: "name", Value: p.PersonaNameOf(id)},
			{Key: "status", Value: p.PersonaStateOf(id)},
		}
	}
	return all
}

// noLobby is how GodotSteam says that a friend is in none; scripts ask whether
// the lobby is a String.
const noLobby = "No valid lobby"

// getFriendGamePlayed returns {id, ip, game_port, query_port, lobby}, or {}.
func getFriendGamePlayed(p platform.People, user steamtypes.SteamID, d dict) {
	game, ok := p.GamePlayedBy(user)
	if !ok {
		return
	}
	d.Int(keyID, int64(game.AppID))
	d.String(keyIP, game.IP)
	d.Int(keyGamePort, int64(game.GamePort))
	d.Int(keyQueryPort, int64(game.QueryPort))
	if game.Lobby != 0 {
		d.Int(keyLobby, int64(game.Lobby))
	} else {
		d.String(keyLobby, noLobby)
	}
}

// getPlayerAvatar asks for a picture, this user's for 0: avatar_loaded.
func getPlayerAvatar(p platform.People, size int, user steamtypes.SteamID) {
	p.RequestAvatar(user, size)
}

func presenceRefused(*started, call) error { return steamtypes.ErrPresenceKeys }

// isUnknown is what requestUserInformation answers without Steam: whether more
// of a user is to come.
func isUnknown(p platform.People, user steamtypes.SteamID, _ bool) bool {
	return p.PersonaNameOf(user) == ""
}

var friendsPage = page{"Friends", []*row{
	own("getPersonaName() -> String", fn0(platform.People.PersonaName)).
		calls("ISteamFriends.GetPersonaName").
		doc(`
			Returns the user's name: the one of their Steam profile, or on the platform [code]standalone[/code] the
			environment variable [code]GODOTSTEAM_PERSONA_NAME[/code], the project setting
			[code]steam/standalone/persona_name[/code], or the name of the login. Empty before [method steamInitEx].`),
	own("getPersonaState() -> PersonaState", fn0((*started).getPersonaState)).
		calls("ISteamFriends.GetPersonaState").
		doc(`
			Returns [constant PERSONA_STATE_ONLINE] while the user is logged on, see [method loggedOn], else
			[constant PERSONA_STATE_OFFLINE].`),
	own("getFriendPersonaName(steam_id: user?) -> String", fn1(platform.People.PersonaNameOf)).
		calls("ISteamFriends.GetFriendPersonaName").
		doc(`
			Returns a user's name. Empty while it is not known; [signal persona_state_change] says when it is.`),
	plain("getFriendPersonaState(steam_id: user?) -> PersonaState",
		"ISteamFriends.GetFriendPersonaState(steam_id) -> i32").
		standalone(fn1(platform.Friends.PersonaStateOf)).
		doc(`
			Returns whether a user is online, away and so on. On the platform [code]standalone[/code] it is [constant
			PERSONA_STATE_ONLINE] for who is around, else [constant PERSONA_STATE_OFFLINE].`),
	plain("getFriendRelationship(steam_id: user?) -> FriendRelationship",
		"ISteamFriends.GetFriendRelationship(steam_id) -> i32").
		standalone(fn1(platform.Friends.RelationshipWith)).
		doc(`
			Returns what a user is to the one at this computer. On the platform [code]standalone[/code] it is [constant
			FRIEND_RELATION_FRIEND] for who is around, else [constant FRIEND_RELATION_NONE].`),
	plain("getFriendCount(friend_flags: FriendFlags = 65535) -> count",
		"ISteamFriends.GetFriendCount(friend_flags) -> i32").
		standalone(fn1(platform.Friends.FriendCount)).
		doc(`
			Returns how many friends [param friend_flags] select, one or several of [enum FriendFlags]. On the
			platform [code]standalone[/code] the friends are the peers of the same game that are around, and they are
			selected by [constant FRIEND_FLAG_IMMEDIATE].`),
	plain("getFriendByIndex(friend_number: index, friend_flags: FriendFlags) -> int",
		"ISteamFriends.GetFriendByIndex(friend_number, friend_flags) -> u64").
		standalone(fn2(platform.Friends.FriendAt)).
		doc(`
			Returns the Steam ID of the friend at place [param friend_number], from 0, among those that [param
			friend_flags] select; [code]0[/code] beyond the last one. Call [method getFriendCount] with the same
			flags first.`),
	plain("hasFriend(steam_id: user?, friend_flags: FriendFlags) -> bool",
		"ISteamFriends.HasFriend(steam_id, friend_flags) -> bool").
		standalone(fn2(platform.Friends.HasFriend)).
		doc(`
			Returns [code]true[/code] if a user is among the friends that [param friend_flags] select.`),
	own("getUserSteamFriends() -> Array", fn0(getUserSteamFriends)).
		calls("ISteamFriends.GetFriendByIndex").
		doc(`
			Returns all friends as [code][{"id": …, "name": …, "status": …}, …][/code], the status being one of
			[enum PersonaState]. On the platform [code]standalone[/code] they are the peers that are around; empty
			before [method steamInitEx].`),
	own("getFriendGamePlayed(steam_id: user?) -> Dictionary", dict1(getFriendGamePlayed)).
		calls("ISteamFriends.GetFriendGamePlayed").
		doc(`
			Returns what a friend plays: [code]id[/code] (the app), [code]ip[/code] ([String]),
			[code]game_port[/code], [code]query_port[/code] and [code]lobby[/code]: an ID, or a [String] if they
			are in none that friends may see. Empty if the friend plays nothing that may be seen. On the
			platform [code]standalone[/code] all who are around play this game.`),
	own("getPlayerAvatar(size: int[1..3] = 2, steam_id: user = 0)", do2(getPlayerAvatar)).
		meansMe(1).
		calls("ISteamFriends.GetSmallFriendAvatar", "ISteamFriends.GetMediumFriendAvatar",
			"ISteamFriends.GetLargeFriendAvatar").
		doc(`
			Asks for a user's picture, of the one at this computer for [code]0[/code]: [signal avatar_loaded]
			follows. [param size] is one of [enum AvatarSizes]. On the platform [code]standalone[/code] it is a pattern
			drawn from the Steam ID.`),
	plain("setRichPresence(key: presence_key, value: String[255]) -> bool",
		"ISteamFriends.SetRichPresence(key, value) -> bool").
		standalone(try2(platform.Friends.SetRichPresence)).
		refused(presenceRefused).
		doc(`
			Tells friends something, on the platform [code]standalone[/code] all peers; an empty [param value] takes it
			back. A [param key] has at most 63 bytes, a [param value] 255, and there are 30 keys. Returns
			[code]false[/code] beyond these limits.`),
	plain("clearRichPresence()", "ISteamFriends.ClearRichPresence()").
		standalone(do0(platform.Friends.ClearRichPresence)).
		doc(`
			Takes back everything that was told with [method setRichPresence].`),
	plain("getFriendRichPresence(friend_id: user?, key: presence_key) -> String",
		"ISteamFriends.GetFriendRichPresence(friend_id, key) -> text").
		standalone(fn2(platform.Friends.RichPresenceOf)).
		doc(`
			Returns what a user has told under [param key] with [method setRichPresence]; empty if nothing, or
			if it is not known.`),
	plain("inviteUserToGame(friend_id: user, connect_string: String[255]) -> bool",
		"ISteamFriends.InviteUserToGame(friend_id, connect_string) -> bool").
		standalone(fn2(platform.Friends.InviteUserToGame)).
		doc(`
			Invites a friend to the game; who accepts gets [signal join_game_requested] with [param
			connect_string] (at most 255 bytes). On the platform [code]standalone[/code] the signal comes at once,
			without a question. Returns [code]false[/code] if it could not be sent, on [code]standalone[/code] also if
			the friend is not around.`),
	plain("activateGameOverlay(type: String = \"\")", "ISteamFriends.ActivateGameOverlay(type)").
		steamOnly(noOverlay).
		doc(`
			Opens a page of Steam's overlay; [param type] is one of [code]friends[/code],
			[code]community[/code], [code]players[/code], [code]settings[/code], [code]officialgamegroup[/code],
			[code]stats[/code], [code]achievements[/code]. On the platform [code]standalone[/code] there is no overlay:
			it prints a warning and nothing opens.`),
	plain("activateGameOverlayToUser(type: String = \"\", steam_id: id = 0)",
		"ISteamFriends.ActivateGameOverlayToUser(type, steam_id)").
		meansMe(1).
		steamOnly(noOverlay).
		doc(`
			Opens a page of the overlay that is about a user, the one at this computer for [code]0[/code];
			[param type] is one of Valve's names, such as [code]steamid[/code] (the profile) or
			[code]chat[/code]. On the platform [code]standalone[/code] it prints a warning and nothing opens.`),
	plain("activateGameOverlayInviteDialog(steam_id: lobby)",
		"ISteamFriends.ActivateGameOverlayInviteDialog(steam_id)").
		steamOnly(noOverlay).
		doc(`
			Opens the overlay's dialog that invites friends to the lobby whose ID is [param steam_id]. On the
			platform [code]standalone[/code] it prints a warning; use [method inviteUserToLobby] there.`),
	plain("activateGameOverlayInviteDialogConnectString(connect_string: String)",
		"ISteamFriends.ActivateGameOverlayInviteDialogConnectString(connect_string)").
		steamOnly(noOverlay).
		doc(`
			Opens the overlay's dialog that invites friends to a game; who accepts gets [signal
			join_game_requested] with [param connect_string]. On the platform [code]standalone[/code] it prints a
			warning; use [method inviteUserToGame] there.`),
	plain("activateGameOverlayToWebPage(url: String, webpage_mode: OverlayToWebPageMode[0..1] = 0)",
		"ISteamFriends.ActivateGameOverlayToWebPage(url, webpage_mode)").
		steamOnly(noOverlay).
		doc(`
			Opens a web page in the overlay; [param url] is a whole address with [code]https://[/code], [param
			webpage_mode] one of [enum OverlayToWebPageMode]. On the platform [code]standalone[/code] it prints a
			warning and nothing opens.`),
	plain("activateGameOverlayToStore(app_id: app_id = 0)",
		"ISteamFriends.ActivateGameOverlayToStore(app_id, 0)").
		steamOnly(noOverlay).
		doc(`
			Opens the store page of [param app_id] in the overlay, the store's front page for [code]0[/code]. On
			the platform [code]standalone[/code] it prints a warning and nothing opens.`),
	plain("requestUserInformation(steam_id: user, require_name_only: bool) -> bool",
		"ISteamFriends.RequestUserInformation(steam_id, require_name_only) -> bool").
		standalone(fn2(isUnknown)).
		doc(`
			Has the name of a user fetched, and the avatar unless [param require_name_only] is true: [signal
			persona_state_change] follows. Returns [code]false[/code] if they are known already, and no signal
			follows.`),
	plain("getPlayerNickname(steam_id: user?) -> String", "ISteamFriends.GetPlayerNickname(steam_id) -> text").
		steamOnly("").
		doc(`
			Returns the nickname that this user has given another one, empty if none. On the platform
			[code]standalone[/code] there are none.`),
}}
