extends LobbyScenario
## What a game does: list, create, join, invite, handshake with everybody, chat, data, and the
## owner leaves.


func alice() -> void:
	await create(Steam.LOBBY_TYPE_PUBLIC, 3)
	assert_eq(Steam.setLobbyData(lobby, "name", "Alice's lobby"), true, "setLobbyData")
	assert_eq(Steam.setLobbyData(lobby, "mode", "race"), true, "setLobbyData")
	mark("lobby", lobby)
	await hear(["lobby_chat_update", lobby, id_of("bob"), id_of("bob"), Steam.CHAT_MEMBER_STATE_CHANGE_ENTERED])
	await invite("carol")
	await hear(["lobby_chat_update", lobby, id_of("carol"), id_of("carol"), Steam.CHAT_MEMBER_STATE_CHANGE_ENTERED])
	assert_eq(Steam.getLobbyMemberByIndex(lobby, 0), Steam.getSteamID(), "the first member")
	await _together()
	assert_eq(Steam.getLobbyOwner(lobby), Steam.getSteamID(), "the owner")
	await _all_say("ready to leave")
	Steam.leaveLobby(lobby)
	assert_eq(Steam.getNumLobbyMembers(lobby), 0, "the members of a lobby that was left")
	succeed()


func bob() -> void:
	var which: int = await await_mark("alice", "lobby")
	if has_failed():
		return
	await find(which, "mode", "race")
	assert_eq(Steam.getLobbyData(which, "name"), "Alice's lobby", "the data of a lobby that is listed")
	assert_eq(Steam.getNumLobbyMembers(which), 1, "the number of members of a lobby that is listed")
	await join(which)
	assert_eq(Steam.getLobbyData(lobby, "name"), "Alice's lobby", "the data, at once")
	await hear(["lobby_chat_update", lobby, id_of("carol"), id_of("carol"), Steam.CHAT_MEMBER_STATE_CHANGE_ENTERED])
	await _together()
	await _survive()


func carol() -> void:
	var which: int = await await_mark("alice", "lobby")
	if has_failed() or not await hear(["lobby_invite", id_of("alice"), which, 480]):
		return
	await join(which)
	await _together()
	await _survive()


# What all three do.
func _together() -> void:
	await see_members(["alice", "bob", "carol"] as Array[String])
	assert_eq(Steam.getLobbyOwner(lobby), id_of("alice"), "the owner")
	for id in members():
		assert_true(not Steam.getFriendPersonaName(id).is_empty(), "member %d has a name" % id)
	await shake_hands()
	assert_eq(Steam.sendLobbyChatMsg(lobby, "I am %s" % options.role), true, "sendLobbyChatMsg")
	for role in options.roles: # one's own is heard too
		await hear(["lobby_message", lobby, id_of(role), "I am %s" % role, Steam.CHAT_ENTRY_TYPE_CHAT_MSG])
	Steam.setLobbyMemberData(lobby, "color", "the color of %s" % options.role)
	for role in options.roles:
		await hear(["lobby_data_update", 1, lobby, id_of(role)])
		var color := func() -> String: return Steam.getLobbyMemberData(lobby, id_of(role), "color")
		await wait_until(func() -> bool: return color.call() == "the color of %s" % role, SOON, "the color of %s" % role)


# Alice leaves, the others go on.
func _survive() -> void:
	expect_error("[STEAM] setLobbyData: only the lobby's owner may do this")
	assert_eq(Steam.setLobbyData(lobby, "mode", "mine"), false, "only the owner sets data")
	await _all_say("ready to leave")
	await hear(["lobby_chat_update", lobby, id_of("alice"), id_of("alice"), Steam.CHAT_MEMBER_STATE_CHANGE_LEFT])
	await see_members(["bob", "carol"] as Array[String])
	var owner_is_here := func() -> bool: return Steam.getLobbyOwner(lobby) in members()
	await wait_until(owner_is_here, SOON, "the owner is a member")
	mark("owner", Steam.getLobbyOwner(lobby))
	for other: String in ["bob", "carol"]:
		assert_eq(await await_mark(other, "owner"), Steam.getLobbyOwner(lobby), "who %s says is the owner" % other)
	assert_eq(Steam.getLobbyData(lobby, "name"), "Alice's lobby", "the data survives")
	if Steam.getLobbyOwner(lobby) == Steam.getSteamID():
		assert_eq(Steam.setLobbyData(lobby, "mode", "chess"), true, "the new owner sets data")
	await see_data("mode", "chess")
	succeed()


func _all_say(what: String) -> void:
	mark(what)
	for other in others():
		await await_mark(other, what)
