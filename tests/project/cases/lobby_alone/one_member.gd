extends TestCase
## A lobby with one member: what can be asked and changed, and in what order the signals come.

const STRANGER := 76561197960287930
const NO_LOBBY := 1 << 56 | 8 << 52 | 0x40000 << 32 | 1234

## Every signal that came: its name, then its arguments.
var _heard: Array[Array] = []


func before() -> void:
	await start_steam()
	Steam.lobby_created.connect(_on_lobby_created)
	Steam.lobby_joined.connect(_on_lobby_joined)
	Steam.lobby_match_list.connect(_on_lobby_match_list)
	Steam.lobby_message.connect(_on_lobby_message)
	Steam.lobby_data_update.connect(_on_lobby_data_update)
	Steam.lobby_game_created.connect(_on_lobby_game_created)
	Steam.avatar_loaded.connect(_on_avatar_loaded)


func after() -> void:
	Steam.steamShutdown()


func test_created_then_joined() -> void:
	var lobby := await _create(4)
	assert_eq(_heard.map(_name_of), ["lobby_created", "lobby_joined"], "the signals")
	assert_eq(_heard[1], ["lobby_joined", lobby, 0, false, Steam.CHAT_ROOM_ENTER_RESPONSE_SUCCESS], "lobby_joined")
	assert_eq(Steam.isLobby(lobby), true, "isLobby")
	assert_eq(Steam.getLobbyOwner(lobby), Steam.getSteamID(), "the owner")
	assert_eq(Steam.getNumLobbyMembers(lobby), 1, "the number of members")
	assert_eq(Steam.getLobbyMemberByIndex(lobby, 0), Steam.getSteamID(), "the first member")
	assert_eq(Steam.getLobbyMemberByIndex(lobby, 1), 0, "a member beyond the last")
	assert_eq(Steam.getLobbyMemberByIndex(lobby, -1), 0, "a member before the first")
	assert_eq(Steam.getLobbyMemberLimit(lobby), 4, "the limit")
	succeed()


func test_data() -> void:
	var lobby := await _create()
	assert_eq(Steam.getAllLobbyData(lobby), {}, "no data yet")
	assert_eq(Steam.getLobbyData(lobby, "mode"), "", "data that is not there")
	assert_eq(Steam.setLobbyData(lobby, "mode", "race"), true, "setLobbyData")
	assert_eq(Steam.setLobbyData(lobby, "größe", "ein Wört ✓"), true, "setLobbyData beyond ASCII")
	assert_eq(Steam.getLobbyData(lobby, "mode"), "race", "getLobbyData")
	assert_eq(Steam.getLobbyData(lobby, "größe"), "ein Wört ✓", "getLobbyData beyond ASCII")
	assert_eq(Steam.getAllLobbyData(lobby), {
		0: {"index": 0, "key": "größe", "value": "ein Wört ✓"},
		1: {"index": 1, "key": "mode", "value": "race"},
	}, "getAllLobbyData")
	await _wait_for(["lobby_data_update", 1, lobby, lobby])
	assert_eq(Steam.deleteLobbyData(lobby, "mode"), true, "deleteLobbyData")
	assert_eq(Steam.getLobbyData(lobby, "mode"), "", "deleted data")
	var largest := "v".repeat(Steam.CHAT_METADATA_MAX)
	var longest := "k".repeat(Steam.MAX_LOBBY_KEY_LENGTH)
	assert_eq(Steam.setLobbyData(lobby, longest, largest), true, "the largest entry")
	assert_eq(Steam.getLobbyData(lobby, longest), largest, "the largest entry")
	Steam.setLobbyMemberData(lobby, "ready", "yes")
	var is_ready := func() -> bool: return Steam.getLobbyMemberData(lobby, Steam.getSteamID(), "ready") == "yes"
	await wait_until(is_ready, 5.0, "the member's data")
	assert_eq(Steam.getLobbyMemberData(lobby, STRANGER, "ready"), "", "data of somebody who is not a member")
	succeed()


func test_chat_is_heard_by_the_sender_and_twice_is_twice() -> void:
	var lobby := await _create()
	_heard.clear()
	assert_eq(Steam.sendLobbyChatMsg(lobby, "hé ✓"), true, "sendLobbyChatMsg")
	assert_eq(Steam.sendLobbyChatMsg(lobby, "hé ✓"), true, "sendLobbyChatMsg again")
	var both := func() -> bool: return _heard.size() >= 2
	await wait_until(both, 5.0, "both messages")
	var message := ["lobby_message", lobby, Steam.getSteamID(), "hé ✓", Steam.CHAT_ENTRY_TYPE_CHAT_MSG]
	assert_eq(_heard, [message, message] as Array[Array], "the messages")
	succeed()


func test_the_largest() -> void:
	var lobby := await _create(250)
	assert_eq(Steam.getLobbyMemberLimit(lobby), 250, "the limit")
	var longest := "c".repeat(4096)
	assert_eq(Steam.sendLobbyChatMsg(lobby, longest), true, "sendLobbyChatMsg")
	await _wait_for(["lobby_message", lobby, Steam.getSteamID(), longest, Steam.CHAT_ENTRY_TYPE_CHAT_MSG])
	succeed()


func test_settings_of_the_lobby() -> void:
	var lobby := await _create()
	assert_eq(Steam.setLobbyType(lobby, Steam.LOBBY_TYPE_PRIVATE), true, "setLobbyType")
	assert_eq(Steam.setLobbyJoinable(lobby, false), true, "setLobbyJoinable")
	assert_eq(Steam.setLobbyMemberLimit(lobby, 250), true, "setLobbyMemberLimit")
	assert_eq(Steam.getLobbyMemberLimit(lobby), 250, "getLobbyMemberLimit")
	assert_eq(Steam.setLobbyOwner(lobby, STRANGER), false, "an owner who is not a member")
	assert_eq(Steam.getLobbyGameServer(lobby), {"ret": false}, "no game server")
	Steam.setLobbyGameServer(lobby, "10.1.2.3", 27015, STRANGER)
	await _wait_for(["lobby_game_created", lobby, STRANGER, "10.1.2.3", 27015])
	var server := {"ret": true, "ip": "10.1.2.3", "port": 27015, "id": STRANGER}
	assert_eq(Steam.getLobbyGameServer(lobby), server, "getLobbyGameServer")
	succeed()


func test_a_lobby_that_was_left_is_gone() -> void:
	var lobby := await _create()
	Steam.leaveLobby(lobby)
	assert_eq(Steam.getNumLobbyMembers(lobby), 0, "its members")
	assert_eq(Steam.getLobbyMemberByIndex(lobby, 0), 0, "its first member")
	assert_eq(Steam.getLobbyOwner(lobby), 0, "its owner")
	assert_eq(Steam.setLobbyData(lobby, "a", "b"), false, "setLobbyData")
	assert_eq(Steam.sendLobbyChatMsg(lobby, "hello?"), false, "sendLobbyChatMsg")
	succeed()


func test_what_is_not_there_can_not_be_joined() -> void:
	Steam.joinLobby(NO_LOBBY)
	await _wait_for(["lobby_joined", NO_LOBBY, 0, false, Steam.CHAT_ROOM_ENTER_RESPONSE_DOESNT_EXIST], 15.0)
	succeed()


func test_what_can_not_be_is_answered_all_the_same() -> void:
	expect_error("[STEAM] createLobby: max_members is 300")
	Steam.createLobby(Steam.LOBBY_TYPE_PUBLIC, 300)
	await _wait_for(["lobby_created", Steam.RESULT_INVALID_PARAM, 0])
	expect_error("[STEAM] joinLobby: steam_lobby_id is 5: it is not a lobby's ID")
	Steam.joinLobby(5)
	await _wait_for(["lobby_joined", 5, 0, false, Steam.CHAT_ROOM_ENTER_RESPONSE_DOESNT_EXIST])
	succeed()


func test_a_list_with_every_filter_is_answered() -> void:
	Steam.addRequestLobbyListDistanceFilter(Steam.LOBBY_DISTANCE_FILTER_WORLDWIDE)
	Steam.addRequestLobbyListStringFilter("mode", "no such mode", Steam.LOBBY_COMPARISON_EQUAL)
	Steam.addRequestLobbyListNumericalFilter("level", 5, Steam.LOBBY_COMPARISON_EQUAL_TO_OR_LESS_THAN)
	Steam.addRequestLobbyListNearValueFilter("skill", 100)
	Steam.addRequestLobbyListFilterSlotsAvailable(1)
	Steam.addRequestLobbyListResultCountFilter(20)
	Steam.requestLobbyList()
	await _wait_for(["lobby_match_list", []], 15.0)
	succeed()


func test_a_picture_of_oneself() -> void:
	for size: int in [Steam.AVATAR_SMALL, Steam.AVATAR_MEDIUM, Steam.AVATAR_LARGE]:
		_heard.clear()
		Steam.getPlayerAvatar(size)
		var loaded := func() -> bool: return not _heard.is_empty()
		if not await wait_until(loaded, 5.0, "avatar_loaded"):
			return
		var width: int = [0, 32, 64, 184][size]
		assert_eq(_heard[0].slice(0, 3), ["avatar_loaded", Steam.getSteamID(), width], "avatar_loaded")
		var pixels: PackedByteArray = _heard[0][3]
		# As every tutorial does it.
		var image := Image.create_from_data(width, width, false, Image.FORMAT_RGBA8, pixels)
		assert_eq(image.get_size(), Vector2i(width, width), "the picture's size")
		assert_eq(image.get_pixel(width / 2, width / 2).a, 1.0, "the middle is opaque")
	succeed()


func test_friends_when_there_are_none() -> void:
	assert_eq(Steam.getFriendPersonaName(Steam.getSteamID()), Steam.getPersonaName(), "my own name")
	assert_eq(Steam.getFriendCount(), 0, "getFriendCount")
	assert_eq(Steam.getFriendCount(Steam.FRIEND_FLAG_IMMEDIATE), 0, "getFriendCount with flags")
	assert_eq(Steam.getFriendByIndex(0, Steam.FRIEND_FLAG_IMMEDIATE), 0, "getFriendByIndex")
	assert_eq(Steam.getUserSteamFriends(), [], "getUserSteamFriends")
	assert_eq(Steam.hasFriend(STRANGER, Steam.FRIEND_FLAG_ALL), false, "hasFriend")
	assert_eq(Steam.getFriendGamePlayed(STRANGER), {}, "getFriendGamePlayed")
	var myself := {"id": 480, "ip": "0.0.0.0", "game_port": 0, "query_port": 0, "lobby": "No valid lobby"}
	assert_eq(Steam.getFriendGamePlayed(Steam.getSteamID()), myself, "what I play")
	assert_eq(Steam.setRichPresence("status", "here"), true, "setRichPresence")
	Steam.clearRichPresence()
	assert_eq(Steam.getAppOwner(), Steam.getSteamID(), "getAppOwner")
	assert_eq(Steam.isSubscribedFromFreeWeekend(), false, "isSubscribedFromFreeWeekend")
	assert_eq(Steam.isSteamRunningOnSteamDeck(), false, "isSteamRunningOnSteamDeck")
	assert_eq(Steam.isOverlayEnabled(), false, "isOverlayEnabled")
	succeed()


func test_what_steam_would_start_the_game_with() -> void:
	assert_eq(Steam.getLaunchCommandLine(), "+connect_lobby 109775240917155840", "getLaunchCommandLine")
	succeed()


func test_the_overlay_is_one_line() -> void:
	expect_error("[STEAM] activateGameOverlay: there is no Steam overlay here, so nothing opens")
	expect_error("[STEAM] activateGameOverlayToUser: there is no Steam overlay here")
	for i in 3:
		Steam.activateGameOverlay("friends")
		Steam.activateGameOverlayToUser("steamid", STRANGER)
	succeed()


func _create(max_members: int = 2) -> int:
	Steam.createLobby(Steam.LOBBY_TYPE_PUBLIC, max_members)
	var joined := func() -> bool: return _heard.map(_name_of).has("lobby_joined")
	if not await wait_until(joined, 10.0, "lobby_joined"):
		return 0
	assert_eq(_heard[0].slice(0, 2), ["lobby_created", Steam.RESULT_OK], "lobby_created")
	return _heard[0][2]


func _wait_for(expected: Array, seconds: float = 5.0) -> void:
	var came := func() -> bool: return _heard.has(expected)
	if not await wait_until(came, seconds, str(expected)):
		fail("what came: %s" % str(_heard))


func _name_of(entry: Array) -> String:
	return entry[0]


func _on_lobby_created(connect_result: int, lobby: int) -> void:
	_heard.append(["lobby_created", connect_result, lobby])


func _on_lobby_joined(lobby: int, permissions: int, locked: bool, response: int) -> void:
	_heard.append(["lobby_joined", lobby, permissions, locked, response])


func _on_lobby_match_list(lobbies: Array) -> void:
	_heard.append(["lobby_match_list", lobbies])


func _on_lobby_message(lobby: int, user: int, message: String, chat_type: int) -> void:
	_heard.append(["lobby_message", lobby, user, message, chat_type])


func _on_lobby_data_update(success: int, lobby: int, member: int) -> void:
	_heard.append(["lobby_data_update", success, lobby, member])


func _on_lobby_game_created(lobby: int, server: int, ip: String, port: int) -> void:
	_heard.append(["lobby_game_created", lobby, server, ip, port])


func _on_avatar_loaded(user: int, size: int, data: PackedByteArray) -> void:
	_heard.append(["avatar_loaded", user, size, data])
