class_name LobbyScenario
extends Scenario
## A scenario in a lobby. Every lobby signal is recorded in [member heard].

## How long a lobby may take to say something.
const SOON := 15.0

var lobby := 0
## Every lobby signal that came: its name, then its arguments.
var heard: Array[Array] = []


func before() -> void:
	Steam.lobby_created.connect(_on_lobby_created)
	Steam.lobby_joined.connect(_on_lobby_joined)
	Steam.lobby_chat_update.connect(_on_lobby_chat_update)
	Steam.lobby_match_list.connect(_on_lobby_match_list)
	Steam.lobby_message.connect(_on_lobby_message)
	Steam.lobby_data_update.connect(_on_lobby_data_update)
	Steam.lobby_invite.connect(_on_lobby_invite)
	Steam.lobby_game_created.connect(_on_lobby_game_created)
	await super()


## Makes a lobby and tells the others which one.
func create(kind: Steam.LobbyType, max_members: int) -> void:
	Steam.createLobby(kind, max_members)
	if not await hear_about("lobby_joined"):
		return
	assert_eq(heard.map(_first), ["lobby_created", "lobby_joined"], "the signals, in order")
	assert_eq(heard[0][1], Steam.RESULT_OK, "the result of lobby_created")
	lobby = heard[0][2]
	assert_eq(heard[1], ["lobby_joined", lobby, 0, false, Steam.CHAT_ROOM_ENTER_RESPONSE_SUCCESS], "lobby_joined")


## Enters a lobby.
func join(which: int) -> void:
	lobby = which
	Steam.joinLobby(lobby)
	await hear(["lobby_joined", lobby, 0, false, Steam.CHAT_ROOM_ENTER_RESPONSE_SUCCESS])


## Asks for lists until one has the lobby.
func find(which: int, key: String, value: String) -> void:
	var lists := func() -> bool:
		if heard.is_empty() or heard[-1][0] != "lobby_match_list":
			return false
		if (heard[-1][1] as Array).has(which):
			return true
		heard.clear()
		ask(key, value)
		return false
	heard.clear()
	ask(key, value)
	await wait_until(lists, SOON, "the lobby is listed")


func ask(key: String, value: String) -> void:
	Steam.addRequestLobbyListDistanceFilter(Steam.LOBBY_DISTANCE_FILTER_WORLDWIDE)
	Steam.addRequestLobbyListStringFilter(key, value, Steam.LOBBY_COMPARISON_EQUAL)
	Steam.requestLobbyList()


## Waits for a signal with all of its arguments.
func hear(expected: Array) -> bool:
	var came := func() -> bool: return heard.has(expected)
	if await wait_until(came, SOON, str(expected)):
		return true
	fail("what came: %s" % str(heard))
	return false


## Waits for a signal, whatever its arguments.
func hear_about(signal_name: String) -> bool:
	var came := func() -> bool: return heard.map(_first).has(signal_name)
	return await wait_until(came, SOON, signal_name)


## Waits until a role is a friend that can be invited, and invites them.
func invite(role: String) -> void:
	var around := func() -> bool: return Steam.hasFriend(id_of(role), Steam.FRIEND_FLAG_IMMEDIATE)
	await wait_until(around, SOON, "%s is around" % role)
	assert_eq(Steam.inviteUserToLobby(lobby, id_of(role)), true, "inviteUserToLobby(%s)" % role)


## Waits until the lobby has just these members.
func see_members(roles: Array[String]) -> bool:
	var expected: Array[int] = []
	for role in roles:
		expected.append(id_of(role))
	expected.sort()
	var seen := func() -> bool:
		var now := members()
		now.sort()
		return now == expected
	return await wait_until(seen, SOON, "the members are %s" % str(roles))


func members() -> Array[int]:
	var ids: Array[int] = []
	for i in Steam.getNumLobbyMembers(lobby):
		ids.append(Steam.getLobbyMemberByIndex(lobby, i))
	return ids


## Waits until the lobby's data has a value.
func see_data(key: String, value: String) -> bool:
	var seen := func() -> bool: return Steam.getLobbyData(lobby, key) == value
	return await wait_until(seen, SOON, "%s is %s" % [key, value])


## As the tutorial does it: a handshake with every other member.
func shake_hands() -> void:
	Steam.p2p_session_request.connect(_on_request_accept)
	for id in members():
		if id != Steam.getSteamID():
			send(id, "handshake of %s" % options.role)
	var from: Array[int] = []
	for other in others():
		var packet := await receive()
		if has_failed():
			return
		from.append(packet["remote_steam_id"])
	from.sort()
	var expected: Array[int] = []
	for other in others():
		expected.append(id_of(other))
	expected.sort()
	assert_eq(from, expected, "whose handshakes came")


func _first(entry: Array) -> String:
	return entry[0]


func _on_request_accept(id: int) -> void:
	Steam.acceptP2PSessionWithUser(id)


func _on_lobby_created(connect_result: int, id: int) -> void:
	heard.append(["lobby_created", connect_result, id])


func _on_lobby_joined(id: int, permissions: int, locked: bool, response: int) -> void:
	heard.append(["lobby_joined", id, permissions, locked, response])


func _on_lobby_chat_update(id: int, changed: int, making_change: int, state: int) -> void:
	heard.append(["lobby_chat_update", id, changed, making_change, state])


func _on_lobby_match_list(lobbies: Array) -> void:
	heard.append(["lobby_match_list", lobbies])


func _on_lobby_message(id: int, user: int, message: String, chat_type: int) -> void:
	heard.append(["lobby_message", id, user, message, chat_type])


func _on_lobby_data_update(success: int, id: int, member: int) -> void:
	heard.append(["lobby_data_update", success, id, member])


func _on_lobby_invite(inviter: int, id: int, game: int) -> void:
	heard.append(["lobby_invite", inviter, id, game])


func _on_lobby_game_created(id: int, server: int, ip: String, port: int) -> void:
	heard.append(["lobby_game_created", id, server, ip, port])
