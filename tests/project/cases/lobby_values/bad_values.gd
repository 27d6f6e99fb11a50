extends TestCase
## Values that can't be, for the functions of lobbies and friends: a neutral answer and one error that
## names the function and the value.

const SOMEBODY := 76561197960287930
const LOBBY := 1 << 56 | 8 << 52 | 0x40000 << 32 | 1234
const CLAN := 1 << 56 | 7 << 52 | 1234

## Function, arguments, answer, and what the error says.
const BAD: Array[Array] = [
	["createLobby", [5, 4], null, "lobby_type is 5: it must be from 0 to 4"],
	["createLobby", [2, 0], null, "max_members is 0: it must be from 1 to 250"],
	["createLobby", [2, 251], null, "max_members is 251: "],
	["joinLobby", [0], null, "steam_lobby_id is 0: 0 is no lobby"],
	["joinLobby", [SOMEBODY], null, "steam_lobby_id is %d: it is a user" % SOMEBODY],
	["leaveLobby", [CLAN], null, "steam_lobby_id is %d: it is not a lobby" % CLAN],
	["getNumLobbyMembers", [0], 0, "steam_lobby_id is 0: "],
	["getLobbyMemberByIndex", [-1, 0], 0, "steam_lobby_id is -1: "],
	["inviteUserToLobby", [LOBBY, 0], false, "steam_id_invitee is 0: "],
	["setLobbyOwner", [LOBBY, LOBBY], false, "steam_id_new_owner is %d: it is a lobby" % LOBBY],
	["getLobbyMemberData", [LOBBY, CLAN, "a"], "", "steam_id_user is %d: it is a group" % CLAN],
	["getLobbyData", [LOBBY, ""], "", "key is empty"],
	["getAllLobbyData", [SOMEBODY], {}, "steam_lobby_id is %d: " % SOMEBODY],
	["setLobbyData", [LOBBY, "LONG_KEY", "a"], false, "key has 256 bytes: it may have at most 255"],
	["setLobbyData", [LOBBY, "a", "LONG_VALUE"], false, "value has 8193 bytes: it may have at most 8192"],
	["setLobbyMemberData", [LOBBY, "a", "LONG_VALUE"], null, "value has 8193 bytes: "],
	["deleteLobbyData", [LOBBY, ""], false, "key is empty"],
	["setLobbyType", [LOBBY, -1], false, "lobby_type is -1: "],
	["setLobbyMemberLimit", [LOBBY, 251], false, "max_members is 251: "],
	["sendLobbyChatMsg", [LOBBY, "LONG_CHAT"], false, "message_body has 4097 bytes: it may have at most 4096"],
	["setLobbyGameServer", [LOBBY, "::1", 1, 0], null, "server_ip is \"::1\": it must be an IPv4 address"],
	["setLobbyGameServer", [LOBBY, "1.2.3.4", 65536, 0], null, "server_port is 65536: "],
	["addRequestLobbyListDistanceFilter", [4], null, "distance_filter is 4: "],
	["addRequestLobbyListFilterSlotsAvailable", [-1], null, "slots_available is -1: "],
	["addRequestLobbyListResultCountFilter", [0], null, "max_results is 0: "],
	["addRequestLobbyListNearValueFilter", ["", 1], null, "key is empty"],
	["addRequestLobbyListNumericalFilter", ["a", 1 << 31, 0], null, "value_to_match is 2147483648: "],
	["addRequestLobbyListNumericalFilter", ["a", 1, 4], null, "comparison_type is 4: "],
	["addRequestLobbyListStringFilter", ["a", "b", -3], null, "comparison_type is -3: "],
	["getFriendPersonaName", [0], "", "steam_id is 0: "],
	["getFriendPersonaState", [LOBBY], 0, "steam_id is %d: it is a lobby" % LOBBY],
	["getFriendRelationship", [-5], 0, "steam_id is -5: "],
	["getFriendGamePlayed", [0], {}, "steam_id is 0: "],
	["setLobbyData", [LOBBY, "ENDLESS", "a"], false, "key has 1048576 bytes: "],
	["sendLobbyChatMsg", [LOBBY, "ENDLESS"], false, "message_body has 1048576 bytes: "],
	["addRequestLobbyListStringFilter", ["a", "ENDLESS", 0], null, "value has 1048576 bytes: "],
	["setRichPresence", ["a", "ENDLESS"], false, "value has 1048576 bytes: "],
	["inviteUserToGame", [SOMEBODY, "ENDLESS"], false, "connect_string has 1048576 bytes: "],
	["getPlayerAvatar", [4, SOMEBODY], null, "size is 4: it must be from 1 to 3"],
	["getPlayerAvatar", [1, LOBBY], null, "steam_id is %d: it is a lobby" % LOBBY],
	["setRichPresence", ["", "a"], false, "key is empty"],
	["inviteUserToGame", [0, "a"], false, "friend_id is 0: "],
	["activateGameOverlayToWebPage", ["https://godotengine.org", 2], null, "webpage_mode is 2: it must be from 0 to 1"],
	["activateGameOverlayToStore", [-1], null, "app_id is -1: it must be from 0 to 4294967295"],
	["activateGameOverlayInviteDialog", [SOMEBODY], null, "steam_lobby_id is %d: it is a user" % SOMEBODY],
]

## Texts that are too long to be written out in [constant BAD].
var _long_texts: Dictionary[String, String] = {
	"LONG_KEY": "k".repeat(256),
	"LONG_VALUE": "v".repeat(8193),
	"LONG_CHAT": "c".repeat(4097),
	"ENDLESS": "e".repeat(1 << 20),
}


func before() -> void:
	await start_steam()


func after() -> void:
	Steam.steamShutdown()


func test_every_bad_value() -> void:
	for row in BAD:
		var arguments: Array = row[1].duplicate()
		for i in arguments.size():
			if arguments[i] is String:
				arguments[i] = _long_texts.get(arguments[i], arguments[i])
		expect_error("[STEAM] %s: %s" % [row[0], row[3]])
		assert_eq(Steam.callv(row[0] as String, arguments), row[2], "%s%s" % [row[0], str(row[1])])
		# An error that only differs in its value is not said twice until Steam starts anew.
		Steam.steamShutdown()
		Steam.steamInit(480)
	succeed()
