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
	["getNumLobbyMembers", [-2], 0, "steam_lobby_id is -2: "],
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
	["addRequestLobbyListNearValueFilter", ["", 1], null, "key_to_match is empty"],
	["addRequestLobbyListNumericalFilter", ["a", 1 << 31, 0], null, "value_to_match is 2147483648: "],
	["addRequestLobbyListNumericalFilter", ["a", 1, 4], null, "comparison_type is 4: "],
	["addRequestLobbyListStringFilter", ["a", "b", -3], null, "comparison_type is -3: "],
	["getFriendPersonaName", [-4], "", "steam_id is -4: "],
	["requestUserInformation", [0, true], false, "steam_id is 0: "],
	["getAppInstallDir", [-1], {"directory": "", "install_size": 0}, "app_id is -1: "],
	["setLobbyOwner", [0, SOMEBODY], false, "steam_lobby_id is 0: "],
	["setLobbyData", [0, "a", "b"], false, "steam_lobby_id is 0: "],
	["sendLobbyChatMsg", [0, "a"], false, "steam_lobby_id is 0: "],
	["getFriendPersonaState", [LOBBY], 0, "steam_id is %d: it is a lobby" % LOBBY],
	["getFriendRelationship", [-5], 0, "steam_id is -5: "],
	["getFriendGamePlayed", [CLAN], {}, "steam_id is %d: it is a group" % CLAN],
	["setLobbyData", [LOBBY, "ENDLESS", "a"], false, "key has 1048576 bytes: "],
	["sendLobbyChatMsg", [LOBBY, "ENDLESS"], false, "message_body has 1048576 bytes: "],
	["addRequestLobbyListStringFilter", ["a", "ENDLESS", 0], null, "value_to_match has 1048576 bytes: "],
	["setRichPresence", ["a", "ENDLESS"], false, "value has 1048576 bytes: "],
	["inviteUserToGame", [SOMEBODY, "ENDLESS"], false, "connect_string has 1048576 bytes: "],
	["getPlayerAvatar", [4, SOMEBODY], null, "size is 4: it must be from 1 to 3"],
	["getPlayerAvatar", [1, LOBBY], null, "steam_id is %d: it is a lobby" % LOBBY],
	["setRichPresence", ["", "a"], false, "key is empty"],
	["inviteUserToGame", [0, "a"], false, "friend_id is 0: "],
	["activateGameOverlayToWebPage", ["https://godotengine.org", 2], null, "webpage_mode is 2: it must be from 0 to 1"],
	["activateGameOverlayToStore", [-1], null, "app_id is -1: it must be from 0 to 4294967295"],
	["activateGameOverlayInviteDialog", [SOMEBODY], null, "steam_id is %d: it is a user" % SOMEBODY],
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


# A game that is in no lobby yet, or no more, asks with 0.
func test_reading_of_nobody_says_nothing() -> void:
	assert_eq(Steam.getNumLobbyMembers(0), 0, "getNumLobbyMembers")
	assert_eq(Steam.getLobbyMemberByIndex(0, 0), 0, "getLobbyMemberByIndex")
	assert_eq(Steam.getLobbyOwner(0), 0, "getLobbyOwner")
	assert_eq(Steam.getLobbyData(0, "a"), "", "getLobbyData")
	assert_eq(Steam.getAllLobbyData(0), {}, "getAllLobbyData")
	assert_eq(Steam.getLobbyMemberData(0, SOMEBODY, "a"), "", "getLobbyMemberData of no lobby")
	assert_eq(Steam.getLobbyMemberData(LOBBY, 0, "a"), "", "getLobbyMemberData of nobody")
	assert_eq(Steam.getLobbyMemberLimit(0), 0, "getLobbyMemberLimit")
	assert_eq(Steam.getLobbyGameServer(0), {}, "getLobbyGameServer")
	assert_eq(Steam.requestLobbyData(0), false, "requestLobbyData")
	Steam.leaveLobby(0)
	assert_eq(Steam.getFriendPersonaName(0), "", "getFriendPersonaName")
	assert_eq(Steam.getFriendPersonaState(0), 0, "getFriendPersonaState")
	assert_eq(Steam.getFriendRelationship(0), 0, "getFriendRelationship")
	assert_eq(Steam.hasFriend(0, Steam.FRIEND_FLAG_ALL), false, "hasFriend")
	assert_eq(Steam.getFriendGamePlayed(0), {}, "getFriendGamePlayed")
	assert_eq(Steam.getFriendRichPresence(0, "a"), "", "getFriendRichPresence")
	assert_eq(Steam.getPlayerNickname(0), "", "getPlayerNickname")
	succeed()


func test_the_last_key_of_rich_presence() -> void:
	if Steam.get_platform() == "standalone": # the stand-in for Valve's library has no limit
		expect_error("[STEAM] setRichPresence: it is refused, mostly because there are 30 keys already")
		for i in 32:
			assert_eq(Steam.setRichPresence("k%d" % i, "v"), i < 30, "key %d" % i)
	succeed()
