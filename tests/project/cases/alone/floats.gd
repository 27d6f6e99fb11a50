extends TestCase
## An ID that went through JSON is a float, whose last digits are lost: one error, and the value of a
## failure. A float that is exact is a number like any other.

const LOBBY := 109775240917155841
const SOMEBODY := 76561197960287931

## Function, arguments with an ID that JSON has rounded, answer, and the argument's name.
const ROUNDED: Array[Array] = [
	["joinLobby", [1.09775240917155841e17], null, "steam_lobby_id"],
	["getLobbyOwner", [1.09775240917155841e17], 0, "steam_lobby_id"],
	["setLobbyData", [1.09775240917155841e17, "a", "b"], false, "steam_lobby_id"],
	["inviteUserToLobby", [LOBBY, 7.6561197960287931e16], false, "steam_id_invitee"],
	["sendP2PPacket", [7.6561197960287931e16, [1], 2], false, "steam_id_remote"],
	["getP2PSessionState", [7.6561197960287931e16], {}, "steam_id_remote"],
	["closeP2PSessionWithUser", [7.6561197960287931e16], false, "steam_id_remote"],
	["getFriendPersonaName", [7.6561197960287931e16], "", "steam_id"],
	["getPlayerAvatar", [2, 7.6561197960287931e16], null, "steam_id"],
	["activateGameOverlayToUser", ["steamid", 7.6561197960287931e16], null, "steam_id"],
	["getSteamID32", [7.6561197960287931e16], 0, "steam_id"],
	["isLobby", [1.09775240917155841e17], false, "steam_id"],
	["isIndividualAccount", [7.6561197960287931e16], false, "steam_id"],
	["isIndividualAccount", [float(1 << 53)], false, "steam_id"],
	["isIndividualAccount", [-1e300], false, "steam_id"],
	["isIndividualAccount", [NAN], false, "steam_id"],
	["setLobbyGameServer", [LOBBY, "0", 0, 7.6561197960287931e16], null, "steam_id_game_server"],
]

var _joined: Array = []


func before() -> void:
	await start_steam()
	Steam.lobby_joined.connect(_on_lobby_joined)


func after() -> void:
	Steam.steamShutdown()


func test_a_float_is_no_id() -> void:
	for row in ROUNDED:
		expect_error("[STEAM] %s: %s is a float, which can't hold an ID" % [row[0], row[3]])
		assert_eq(Steam.callv(row[0] as String, row[1] as Array), row[2], "%s%s" % [row[0], str(row[1])])
		Steam.steamShutdown() # an error is said once until Steam starts anew
		Steam.steamInit(480)
	succeed()


func test_a_join_is_answered() -> void:
	expect_error("[STEAM] joinLobby: steam_lobby_id is a float")
	Steam.joinLobby(_through_json(LOBBY))
	await wait_until(func() -> bool: return not _joined.is_empty(), 5.0, "lobby_joined")
	assert_eq(_joined[-1], Steam.CHAT_ROOM_ENTER_RESPONSE_DOESNT_EXIST, "the response")
	succeed()


# The type is known when the script is parsed, but it is not the one that the method takes.
func test_a_variable_of_type_float() -> void:
	expect_error("[STEAM] isLobby: steam_id is a float")
	@warning_ignore("narrowing_conversion")
	var lobby: float = LOBBY
	@warning_ignore("narrowing_conversion")
	assert_eq(Steam.isLobby(lobby), false, "isLobby of a float")
	succeed()


# What the engine has made an int before we see it is an int.
func test_what_we_cannot_see() -> void:
	var rounded: int = _through_json(LOBBY)
	assert_true(rounded != LOBBY, "it is another lobby")
	assert_eq(Steam.isLobby(rounded), true, "and nobody can tell")
	succeed()


func test_as_the_docs_say() -> void:
	var saved := JSON.stringify({"lobby": str(LOBBY)})
	var loaded: Dictionary = JSON.parse_string(saved)
	assert_eq((loaded["lobby"] as String).to_int(), LOBBY, "as text it is the same")
	succeed()


func test_small_floats_are_numbers() -> void:
	var channel: Variant = 3.0
	assert_eq(Steam.sendP2PPacket(Steam.getSteamID(), PackedByteArray([1]), 2, channel), true, "a float for the channel")
	assert_eq(Steam.getAvailableP2PPacketSize(channel), 1, "on that channel")
	var account: Variant = 22202.0
	assert_eq(Steam.getSteamID32(account), 22202, "an account")
	var largest: Variant = float((1 << 53) - 1)
	assert_eq(Steam.getSteamID32(largest), 0xFFFFFFFF, "the largest that is exact")
	succeed()


func _through_json(id: int) -> Variant:
	return JSON.parse_string(JSON.stringify({"id": id}))["id"]


func _on_lobby_joined(_lobby: int, _permissions: int, _locked: bool, response: int) -> void:
	_joined.append(response)
