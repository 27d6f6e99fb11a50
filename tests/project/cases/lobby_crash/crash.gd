extends LobbyScenario
## The owner's process is killed; the others go on. The Go side kills alice when all have said
## "together".


func _init() -> void:
	ends_together = false


func alice() -> void:
	await create(Steam.LOBBY_TYPE_PUBLIC, 4)
	Steam.setLobbyData(lobby, "name", "Alice's lobby")
	mark("lobby", lobby)
	await see_members(["alice", "bob", "carol"] as Array[String])
	assert_eq(Steam.setLobbyData(lobby, "last", "words"), true, "setLobbyData")
	await see_data("last", "words")
	mark("together")
	await pass_time(60.0)
	fail("nobody killed this process")


func bob() -> void:
	await _play("carol")


func carol() -> void:
	await _play("bob")


func _play(other: String) -> void:
	var which: int = await await_mark("alice", "lobby")
	await join(which)
	await see_members(["alice", "bob", "carol"] as Array[String])
	await see_data("last", "words")
	mark("together")
	await hear(["lobby_chat_update", lobby, id_of("alice"), id_of("alice"), Steam.CHAT_MEMBER_STATE_CHANGE_DISCONNECTED])
	await see_members(["bob", "carol"] as Array[String])
	var owner_is_here := func() -> bool: return Steam.getLobbyOwner(lobby) in members()
	await wait_until(owner_is_here, SOON, "the owner is a member")
	assert_eq(Steam.getLobbyData(lobby, "name"), "Alice's lobby", "the data survives")
	assert_eq(Steam.getLobbyData(lobby, "last"), "words", "and so does the last change that was told")
	assert_eq(Steam.sendLobbyChatMsg(lobby, "%s goes on" % options.role), true, "sendLobbyChatMsg")
	for role: String in ["bob", "carol"]:
		await hear(["lobby_message", lobby, id_of(role), "%s goes on" % role, Steam.CHAT_ENTRY_TYPE_CHAT_MSG])
	mark("done")
	await await_mark(other, "done")
	succeed()
