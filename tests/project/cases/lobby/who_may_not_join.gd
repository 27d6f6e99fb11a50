extends LobbyScenario
## Full, closed, private: what joining is answered with, and what is not listed.


func alice() -> void:
	await create(Steam.LOBBY_TYPE_PUBLIC, 2)
	Steam.setLobbyData(lobby, "kind", "small")
	mark("lobby", lobby)
	await hear(["lobby_chat_update", lobby, id_of("bob"), id_of("bob"), Steam.CHAT_MEMBER_STATE_CHANGE_ENTERED])
	mark("full")
	await await_mark("carol", "refused")
	assert_eq(Steam.setLobbyMemberLimit(lobby, 3), true, "setLobbyMemberLimit")
	assert_eq(Steam.setLobbyJoinable(lobby, false), true, "setLobbyJoinable")
	mark("closed")
	await await_mark("carol", "refused again")
	assert_eq(Steam.setLobbyJoinable(lobby, true), true, "setLobbyJoinable")
	assert_eq(Steam.setLobbyType(lobby, Steam.LOBBY_TYPE_PRIVATE), true, "setLobbyType")
	mark("private")
	await await_mark("carol", "saw no private lobby")
	succeed()


func bob() -> void:
	var which: int = await await_mark("alice", "lobby")
	await join(which)
	for function: String in ["setLobbyJoinable", "setLobbyType", "setLobbyOwner"]:
		expect_error("[STEAM] %s: only the lobby's owner may do this" % function)
	assert_eq(Steam.setLobbyJoinable(lobby, false), false, "only the owner closes a lobby")
	assert_eq(Steam.setLobbyType(lobby, Steam.LOBBY_TYPE_PRIVATE), false, "only the owner changes its type")
	assert_eq(Steam.setLobbyOwner(lobby, Steam.getSteamID()), false, "only the owner gives it away")
	await await_mark("carol", "saw no private lobby")
	succeed()


func carol() -> void:
	var which: int = await await_mark("alice", "lobby")
	await await_mark("alice", "full")
	await _refused(which, [Steam.CHAT_ROOM_ENTER_RESPONSE_FULL])
	assert_eq(Steam.getLobbyMemberByIndex(which, 0), 0, "who is in it is not seen from outside")
	assert_eq(Steam.getLobbyOwner(which), 0, "nor whose it is")
	mark("refused")
	await await_mark("alice", "closed")
	await _refused(which, [Steam.CHAT_ROOM_ENTER_RESPONSE_DOESNT_EXIST, Steam.CHAT_ROOM_ENTER_RESPONSE_NOT_ALLOWED,
			Steam.CHAT_ROOM_ENTER_RESPONSE_ERROR])
	mark("refused again")
	await await_mark("alice", "private")
	heard.clear()
	ask("kind", "small")
	await hear(["lobby_match_list", []])
	mark("saw no private lobby")
	succeed()


func _refused(which: int, responses: Array) -> void:
	heard.clear()
	Steam.joinLobby(which)
	if await hear_about("lobby_joined"):
		assert_eq(heard[0][1], which, "the lobby")
		assert_true(heard[0][4] in responses, "the response %d is one of %s" % [heard[0][4], str(responses)])
