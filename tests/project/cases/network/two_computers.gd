extends LobbyScenario
## Two players on different computers of one network find each other, and everything works. In the
## end the Go side kills bob, when both have said "together".


func _init() -> void:
	ends_together = false


func alice() -> void:
	await see_friend("bob")
	await create(Steam.LOBBY_TYPE_PUBLIC, 2)
	Steam.setLobbyData(lobby, "name", "Alice's lobby")
	await see_members(["alice", "bob"] as Array[String])
	await hear(["lobby_message", lobby, id_of("bob"), "found you", Steam.CHAT_ENTRY_TYPE_CHAT_MSG])
	await shake_hands()
	mark("together")
	await hear(["lobby_chat_update", lobby, id_of("bob"), id_of("bob"), Steam.CHAT_MEMBER_STATE_CHANGE_DISCONNECTED])
	await see_members(["alice"] as Array[String])
	var gone := func() -> bool: return not Steam.hasFriend(id_of("bob"), Steam.FRIEND_FLAG_IMMEDIATE)
	await wait_until(gone, SOON, "bob is gone")
	succeed()


func bob() -> void:
	await see_friend("alice")
	var listed := func() -> bool:
		if heard.is_empty() or heard[-1][0] != "lobby_match_list":
			return false
		if not (heard[-1][1] as Array).is_empty():
			return true
		heard.clear()
		ask("name", "Alice's lobby")
		return false
	ask("name", "Alice's lobby")
	await wait_until(listed, SOON, "the lobby is listed")
	await join(heard[-1][1][0] as int)
	await see_members(["alice", "bob"] as Array[String])
	Steam.sendLobbyChatMsg(lobby, "found you")
	await hear(["lobby_message", lobby, Steam.getSteamID(), "found you", Steam.CHAT_ENTRY_TYPE_CHAT_MSG])
	await shake_hands()
	mark("together")
	await pass_time(60.0)
	fail("nobody killed this process")


func see_friend(role: String) -> void:
	var around := func() -> bool: return Steam.hasFriend(id_of(role), Steam.FRIEND_FLAG_IMMEDIATE)
	await wait_until(around, SOON, "%s is a friend" % role)
