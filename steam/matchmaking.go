package steam

// GodotSteam's page "Functions | Matchmaking": lobbies.

import (
	"fmt"
	"net/netip"

	"godotsteam/gd"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

var (
	keyRet  = keyOf("ret")
	keyIP   = keyOf("ip")
	keyPort = keyOf("port")
	keyID   = keyOf("id")
)

// noLobbyCreated answers createLobby with arguments that can't be.
func noLobbyCreated(s *Steam, _ call) {
	s.answer(signals.LobbyCreated{Result: steamtypes.ResultInvalidParam})
}

// noLobbyJoined answers joinLobby with a number that can't be a lobby: it is
// often a player's typing.
func noLobbyJoined(s *Steam, c call) {
	s.answer(signals.LobbyJoined{Lobby: uint64(c.Int(0)), Response: int(steamtypes.EnterDoesntExist)})
}

// answer has an event reach the game as if the platform had posted it.
func (s *Steam) answer(e signals.Event) {
	if s.running.Load() != nil {
		s.signals.Post(e)
	}
}

// lobbyRefused is why Steam, which says no more than false, refused a change of
// a lobby that only its owner may make.
func lobbyRefused(on *started, c call) error {
	lobby := steamtypes.SteamID(c.Int(0))
	switch on.Platform.(platform.Lobbies).LobbyOwner(lobby) {
	case 0:
		return steamtypes.ErrNotInLobby
	case on.SteamID():
		return steamtypes.ErrLobbyRefused
	}
	return steamtypes.ErrNotOwner
}

// getAllLobbyData returns {0: {index, key, value}, 1: …}.
func getAllLobbyData(p platform.Lobbies, lobby steamtypes.SteamID) gd.Items {
	data := p.AllLobbyData(lobby)
	all := make(gd.Items, len(data))
	for i, entry := range data {
		all[i] = gd.Item{Key: i, Value: gd.Items{
			{Key: "index", Value: i}, {Key: "key", Value: entry.Key}, {Key: "value", Value: entry.Value},
		}}
	}
	return all
}

// setLobbyGameServer says where the lobby plays: lobby_game_created for all.
// An address of "0" means that only the Steam ID counts.
func setLobbyGameServer(
	p platform.Lobbies, lobby steamtypes.SteamID, ip string, port int64, server steamtypes.SteamID,
) error {
	address, err := parseIPv4(ip)
	if err != nil {
		return err
	}
	return p.SetLobbyGameServer(lobby, steamtypes.GameServer{IP: address, Port: uint16(port), ID: server})
}

// getLobbyGameServer returns {ret: true, ip, port, id}, or {ret: false} when
// the lobby has no server.
func getLobbyGameServer(p platform.Lobbies, lobby steamtypes.SteamID, d dict) {
	server, ok := p.LobbyGameServer(lobby)
	d.Bool(keyRet, ok)
	if ok {
		d.String(keyIP, server.IP)
		d.Int(keyPort, int64(server.Port))
		d.Int(keyID, int64(server.ID))
	}
}

func parseIPv4(text string) (string, error) {
	if text == "" || text == "0" {
		return "0.0.0.0", nil
	}
	address, err := netip.ParseAddr(text)
	if err != nil || !address.Is4() {
		return "", argumentError{fmt.Sprintf("server_ip is %q: it must be an IPv4 address, such as 192.168.0.10", text)}
	}
	return address.String(), nil
}

var matchmakingPage = page{"Lobbies", []*row{
	own("createLobby(lobby_type: LobbyType[0..4], max_members: int[1..250] = 2)",
		do2(platform.Lobbies.CreateLobby)).
		fails(noLobbyCreated).
		calls("ISteamMatchmaking.CreateLobby").
		doc(`
			Makes a lobby for up to [param max_members] members (1 to 250) and enters it: [signal lobby_created]
			and [signal lobby_joined] follow. If it fails, [signal lobby_created] tells with one of [enum
			Result]: [constant RESULT_INVALID_PARAM] for an argument that can't be, and on the platform
			[code]standalone[/code] [constant RESULT_LIMIT_EXCEEDED] for the 17th lobby at once. Before [method
			steamInitEx] no signal comes.`),
	own("joinLobby(steam_lobby_id: lobby)", do1(platform.Lobbies.JoinLobby)).
		fails(noLobbyJoined).
		calls("ISteamMatchmaking.JoinLobby").
		doc(`
			Enters a lobby: [signal lobby_joined] follows and says how it went, also for an ID that can't be a
			lobby's. Before [method steamInitEx] no signal comes.`),
	plain("leaveLobby(steam_lobby_id: lobby?)", "ISteamMatchmaking.LeaveLobby(steam_lobby_id)").
		standalone(do1(platform.LobbyState.LeaveLobby)).
		doc(`
			Leaves a lobby, at once here; the others get [signal lobby_chat_update].`),
	plain("inviteUserToLobby(steam_lobby_id: lobby, steam_id_invitee: user) -> bool",
		"ISteamMatchmaking.InviteUserToLobby(steam_lobby_id, steam_id_invitee) -> bool").
		standalone(fn2(platform.LobbyState.InviteUserToLobby)).
		doc(`
			Invites a user to a lobby that the user at this computer is in; the other gets [signal
			lobby_invite]. Returns [code]false[/code] if it could not be sent, on the platform [code]standalone[/code]
			also if they are not around.`),
	plain("getNumLobbyMembers(steam_lobby_id: lobby?) -> count",
		"ISteamMatchmaking.GetNumLobbyMembers(steam_lobby_id) -> i32").
		standalone(fn1(platform.LobbyState.LobbyMemberCount)).
		doc(`
			Returns how many members the lobby has, also of a lobby that a list brought; [code]0[/code] if it is
			not known.`),
	plain("getLobbyMemberByIndex(steam_lobby_id: lobby?, member: index) -> int",
		"ISteamMatchmaking.GetLobbyMemberByIndex(steam_lobby_id, member) -> u64").
		standalone(fn2(platform.LobbyState.LobbyMemberAt)).
		doc(`
			Returns the Steam ID of the member at place [param member], from 0; [code]0[/code] beyond the last
			one, or if the user is not in the lobby. On the platform [code]standalone[/code] they are in the order of
			joining.`),
	plain("getLobbyOwner(steam_lobby_id: lobby?) -> int",
		"ISteamMatchmaking.GetLobbyOwner(steam_lobby_id) -> u64").
		standalone(fn1(platform.LobbyState.LobbyOwner)).
		doc(`
			Returns the Steam ID of the lobby's owner; [code]0[/code] if the user is not in the lobby.`),
	plain("setLobbyOwner(steam_lobby_id: lobby, steam_id_new_owner: user) -> bool",
		"ISteamMatchmaking.SetLobbyOwner(steam_lobby_id, steam_id_new_owner) -> bool").
		standalone(try2(platform.LobbyState.SetLobbyOwner)).
		refused(lobbyRefused).
		doc(`
			Makes another member the owner. Returns [code]false[/code] if the user is not the owner, or the
			other is not a member.`),
	plain("getLobbyData(steam_lobby_id: lobby?, key: lobby_key) -> String",
		"ISteamMatchmaking.GetLobbyData(steam_lobby_id, key) -> text").
		standalone(fn2(platform.LobbyState.LobbyData)).
		doc(`
			Returns the lobby's value under [param key]; empty if there is none. It is known of lobbies that the
			user is in, that a list brought, or that [method requestLobbyData] fetched.`),
	own("getAllLobbyData(steam_lobby_id: lobby?) -> Dictionary", fn1(getAllLobbyData)).
		calls("ISteamMatchmaking.GetLobbyDataCount", "ISteamMatchmaking.GetLobbyDataByIndex").
		doc(`
			Returns all data of a lobby: [code]{0: {"index": 0, "key": …, "value": …}, 1: …}[/code]. Empty if
			there is none, or none is known (see [method requestLobbyData]).`),
	plain("setLobbyData(steam_lobby_id: lobby, key: lobby_key, value: String[8192]) -> bool",
		"ISteamMatchmaking.SetLobbyData(steam_lobby_id, key, value) -> bool").
		standalone(try3(platform.LobbyState.SetLobbyData)).
		refused(lobbyRefused).
		doc(`
			Sets a value of the lobby's data: [signal lobby_data_update] at all members. A [param key] has at
			most 255 bytes, a [param value] 8,192. Returns [code]false[/code] if the user is not the owner, or
			not in the lobby. On the platform [code]standalone[/code] a lobby has at most 256 keys: a further one is
			refused, with a warning.`),
	plain("deleteLobbyData(steam_lobby_id: lobby, key: lobby_key) -> bool",
		"ISteamMatchmaking.DeleteLobbyData(steam_lobby_id, key) -> bool").
		standalone(try2(platform.LobbyState.DeleteLobbyData)).
		refused(lobbyRefused).
		doc(`
			Removes [param key] from the lobby's data. Returns [code]false[/code] if the user is not the owner,
			or not in the lobby.`),
	plain("getLobbyMemberData(steam_lobby_id: lobby?, steam_id_user: user?, key: lobby_key) -> String",
		"ISteamMatchmaking.GetLobbyMemberData(steam_lobby_id, steam_id_user, key) -> text").
		standalone(fn3(platform.LobbyState.LobbyMemberData)).
		doc(`
			Returns what a member has set under [param key] with [method setLobbyMemberData]; empty if nothing,
			or if the user is not in the lobby.`),
	plain("setLobbyMemberData(steam_lobby_id: lobby, key: lobby_key, value: String[8192])",
		"ISteamMatchmaking.SetLobbyMemberData(steam_lobby_id, key, value)").
		standalone(try3(platform.LobbyState.SetLobbyMemberData)).
		doc(`
			Sets a value of the user's own data in a lobby, which all members can read with [method
			getLobbyMemberData]: [signal lobby_data_update]. Does nothing if the user is not in the lobby. On
			the platform [code]standalone[/code] a member has at most 256 keys, and at most 128 of its changes and
			messages may wait for the lobby's owner: a further one is dropped, with a warning. Put values that
			change together into one.`),
	plain("requestLobbyData(steam_lobby_id: lobby?) -> bool",
		"ISteamMatchmaking.RequestLobbyData(steam_lobby_id) -> bool").
		standalone(fn1(platform.LobbyState.RequestLobbyData)).
		doc(`
			Fetches the data of a lobby that the user is not in: [signal lobby_data_update] follows. Returns
			[code]false[/code] if it could not be asked for.`),
	plain("setLobbyType(steam_lobby_id: lobby, lobby_type: LobbyType[0..4]) -> bool",
		"ISteamMatchmaking.SetLobbyType(steam_lobby_id, lobby_type) -> bool").
		standalone(try2(platform.LobbyState.SetLobbyType)).
		refused(lobbyRefused).
		doc(`
			Changes who can find and enter the lobby, one of [enum LobbyType]. Returns [code]false[/code] if the
			user is not the owner.`),
	plain("setLobbyJoinable(steam_lobby_id: lobby, joinable: bool) -> bool",
		"ISteamMatchmaking.SetLobbyJoinable(steam_lobby_id, joinable) -> bool").
		standalone(try2(platform.LobbyState.SetLobbyJoinable)).
		refused(lobbyRefused).
		doc(`
			Says whether others may enter the lobby; a new one is joinable. Returns [code]false[/code] if the
			user is not the owner.`),
	plain("getLobbyMemberLimit(steam_lobby_id: lobby?) -> int",
		"ISteamMatchmaking.GetLobbyMemberLimit(steam_lobby_id) -> i32").
		standalone(fn1(platform.LobbyState.LobbyMemberLimit)).
		doc(`
			Returns how many members the lobby may have; [code]0[/code] if it is not known.`),
	plain("setLobbyMemberLimit(steam_lobby_id: lobby, max_members: int[1..250]) -> bool",
		"ISteamMatchmaking.SetLobbyMemberLimit(steam_lobby_id, max_members) -> bool").
		standalone(try2(platform.LobbyState.SetLobbyMemberLimit)).
		refused(lobbyRefused).
		doc(`
			Says how many members the lobby may have (1 to 250). Returns [code]false[/code] if the user is not
			the owner.`),
	own("requestLobbyList()", do0((*started).requestLobbyList)).
		calls("ISteamMatchmaking.RequestLobbyList").
		doc(`
			Asks for the lobbies that the filters select, and forgets the filters: [signal lobby_match_list]
			follows. On the platform [code]standalone[/code] it lists the public and invisible lobbies of peers around
			that can be joined and have a place left, after half a second at the latest.`),
	own("addRequestLobbyListDistanceFilter(distance_filter: LobbyDistanceFilter[0..3])",
		try1((*started).addDistanceFilter)).
		steamOnly("").
		calls("ISteamMatchmaking.AddRequestLobbyListDistanceFilter").
		doc(`
			Says how far away the lobbies of the next [method requestLobbyList] may be, one of [enum
			LobbyDistanceFilter]. On the platform [code]standalone[/code] all are near, so it changes nothing.`),
	own("addRequestLobbyListFilterSlotsAvailable(slots_available: int[0..250])", try1((*started).addSlotsFilter)).
		calls("ISteamMatchmaking.AddRequestLobbyListFilterSlotsAvailable").
		doc(`
			Lets the next [method requestLobbyList] find only lobbies with at least [param slots_available] free
			places.`),
	own("addRequestLobbyListNearValueFilter(key_to_match: lobby_key, value_to_be_close_to: int32)",
		try2((*started).addNearFilter)).
		calls("ISteamMatchmaking.AddRequestLobbyListNearValueFilter").
		doc(`
			Sorts the next list of lobbies by how near the number under [param key_to_match] is to [param
			value_to_be_close_to]; it leaves none out. Of several, the first counts most.`),
	own("addRequestLobbyListNumericalFilter(key_to_match: lobby_key, value_to_match: int32, comparison_type: "+
		"LobbyComparison[-2..3])",
		try3((*started).addNumberFilter)).
		calls("ISteamMatchmaking.AddRequestLobbyListNumericalFilter").
		doc(`
			Lets the next [method requestLobbyList] find only lobbies whose number under [param key_to_match]
			compares with [param value_to_match] as [param comparison_type] says, one of [enum LobbyComparison].`),
	own("addRequestLobbyListResultCountFilter(max_results: int[1..2147483647])", try1((*started).addCountFilter)).
		calls("ISteamMatchmaking.AddRequestLobbyListResultCountFilter").
		doc(`
			Lets the next [method requestLobbyList] find at most [param max_results] lobbies. Without it there
			are 50 at most.`),
	own("addRequestLobbyListStringFilter(key_to_match: lobby_key, value_to_match: String[8192], comparison_type: "+
		"LobbyComparison[-2..3])",
		try3((*started).addStringFilter)).
		calls("ISteamMatchmaking.AddRequestLobbyListStringFilter").
		doc(`
			Lets the next [method requestLobbyList] find only lobbies whose text under [param key_to_match]
			compares with [param value_to_match] as [param comparison_type] says, one of [enum LobbyComparison].`),
	own("sendLobbyChatMsg(steam_lobby_id: lobby, message_body: String[4096]) -> bool",
		try2(platform.Lobbies.SendLobbyChat)).
		calls("ISteamMatchmaking.SendLobbyChatMsg").
		doc(`
			Sends a text of at most 4,096 bytes to all members of a lobby: [signal lobby_message], at the sender
			too. Returns [code]false[/code] if the user is not in the lobby, or the text is empty or too long.
			On the platform [code]standalone[/code] at most 128 messages and changes of a member may wait for the
			lobby's owner: a further one is refused, with a warning.`),
	own("setLobbyGameServer(steam_lobby_id: lobby, server_ip: String = \"0\", server_port: int[0..65535] = 0, "+
		"steam_id_game_server: user0 = 0)",
		try4(setLobbyGameServer)).
		calls("ISteamMatchmaking.SetLobbyGameServer").
		doc(`
			Says on which server the lobby plays: [signal lobby_game_created] at all members. [param server_ip]
			is an IPv4 address; with [code]"0"[/code] only the Steam ID counts. Only the owner may; from others
			it does nothing.`),
	own("getLobbyGameServer(steam_lobby_id: lobby?) -> Dictionary", dict1(getLobbyGameServer)).
		calls("ISteamMatchmaking.GetLobbyGameServer").
		doc(`
			Returns the lobby's game server: [code]ret[/code] ([code]true[/code]), [code]ip[/code] ([String]),
			[code]port[/code] and [code]id[/code]. If none was set only [code]ret[/code], which is
			[code]false[/code]; empty for an ID that is no lobby's.`),
}}
