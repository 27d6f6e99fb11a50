extends LobbyScenario
## A private lobby is entered by invitation; its owner makes another member the owner, who then may
## what the owner may; and the last one who leaves closes it.


func alice() -> void:
	await create(Steam.LOBBY_TYPE_PRIVATE, 4)
	Steam.setLobbyData(lobby, "turn", "alice")
	for role: String in ["bob", "carol"]:
		await invite(role)
	await see_members(["alice", "bob", "carol"] as Array[String])
	assert_eq(Steam.setLobbyOwner(lobby, id_of("carol")), true, "setLobbyOwner")
	await _play()
	Steam.leaveLobby(lobby)
	mark("gone")
	succeed()


func bob() -> void:
	await _accept_invitation()
	await _play()
	Steam.leaveLobby(lobby)
	mark("gone")
	succeed()


func carol() -> void:
	await _accept_invitation()
	await _play()
	for role: String in ["alice", "bob"]:
		await await_mark(role, "gone")
	await see_members(["carol"] as Array[String])
	assert_eq(Steam.getLobbyOwner(lobby), Steam.getSteamID(), "the owner")
	var old := lobby
	Steam.leaveLobby(old)
	heard.clear()
	Steam.joinLobby(old)
	await hear(["lobby_joined", old, 0, false, Steam.CHAT_ROOM_ENTER_RESPONSE_DOESNT_EXIST])
	succeed()


func _accept_invitation() -> void:
	if await hear_about("lobby_invite"):
		assert_eq(heard[0][1], id_of("alice"), "who invites")
		await join(heard[0][2] as int)


# Everybody does what only the owner may; it is carol's to do.
func _play() -> void:
	var given := func() -> bool: return Steam.getLobbyOwner(lobby) == id_of("carol")
	await wait_until(given, SOON, "carol is the owner")
	mark("saw the owner")
	for other in others():
		await await_mark(other, "saw the owner")
	var may := options.role == "carol"
	if not may:
		expect_error("[STEAM] setLobbyMemberLimit: only the lobby's owner may do this")
		expect_error("[STEAM] setLobbyData: only the lobby's owner may do this")
	assert_eq(Steam.setLobbyMemberLimit(lobby, 5), may, "setLobbyMemberLimit")
	assert_eq(Steam.setLobbyData(lobby, "turn", options.role), may, "setLobbyData")
	await see_data("turn", "carol")
	var limited := func() -> bool: return Steam.getLobbyMemberLimit(lobby) == 5
	await wait_until(limited, SOON, "the limit is 5")
	if may:
		Steam.setLobbyGameServer(lobby, "192.168.0.7", 27015)
	await hear(["lobby_game_created", lobby, 0, "192.168.0.7", 27015])
	assert_eq(Steam.getLobbyGameServer(lobby), {"ret": true, "ip": "192.168.0.7", "port": 27015, "id": 0}, "getLobbyGameServer")
	mark("played")
	for other in others():
		await await_mark(other, "played")
