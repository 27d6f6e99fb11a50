extends LobbyScenario
## What is refused says so once, and which limit it was.


func alice() -> void:
	await create(Steam.LOBBY_TYPE_PUBLIC, 3)
	mark("lobby", lobby)
	for i in 256:
		assert_eq(Steam.setLobbyData(lobby, "k%d" % i, "v"), true, "key %d" % i)
	expect_error("[STEAM] setLobbyData: there are 256 keys already: delete one")
	for i in 3:
		assert_eq(Steam.setLobbyData(lobby, "one more", "v"), false, "the 257th key")
	assert_eq(Steam.setLobbyData(lobby, "k0", "another"), true, "a key that is there")
	for i in 256:
		Steam.setLobbyMemberData(lobby, "k%d" % i, "v")
	expect_error("[STEAM] setLobbyMemberData: there are 256 keys already: delete one")
	for i in 3:
		Steam.setLobbyMemberData(lobby, "one more", "v")
	expect_error("[STEAM] sendLobbyChatMsg: message_body is empty")
	assert_eq(Steam.sendLobbyChatMsg(lobby, ""), false, "an empty message")
	assert_eq(Steam.setLobbyOwner(lobby, 76561197960287930), false, "an owner who is not there: they leave at any time")
	await _end()


func bob() -> void:
	await join(await await_mark("alice", "lobby") as int)
	for function: String in ["setLobbyData", "deleteLobbyData", "setLobbyType", "setLobbyJoinable", "setLobbyMemberLimit",
			"setLobbyOwner", "setLobbyGameServer"]:
		expect_error("[STEAM] %s: only the lobby's owner may do this" % function)
	for i in 3:
		assert_eq(Steam.setLobbyData(lobby, "k", "v"), false, "setLobbyData")
		assert_eq(Steam.deleteLobbyData(lobby, "k"), false, "deleteLobbyData")
		assert_eq(Steam.setLobbyType(lobby, Steam.LOBBY_TYPE_PRIVATE), false, "setLobbyType")
		assert_eq(Steam.setLobbyJoinable(lobby, false), false, "setLobbyJoinable")
		assert_eq(Steam.setLobbyMemberLimit(lobby, 4), false, "setLobbyMemberLimit")
		assert_eq(Steam.setLobbyOwner(lobby, Steam.getSteamID()), false, "setLobbyOwner")
		Steam.setLobbyGameServer(lobby, "10.0.0.1", 1)
	await _end()


func carol() -> void:
	await join(await await_mark("alice", "lobby") as int)
	# All in one frame, in which no answer can come.
	expect_error("[STEAM] setLobbyMemberData: too many of your changes and messages wait for the lobby's owner (128)")
	expect_error("[STEAM] sendLobbyChatMsg: too many of your changes and messages wait for the lobby's owner (128)")
	for i in 200:
		Steam.setLobbyMemberData(lobby, "p%d" % (i % 10), str(i))
	assert_eq(Steam.sendLobbyChatMsg(lobby, "one more"), false, "a message")
	await _end()


func _end() -> void:
	mark("done")
	for other in others():
		await await_mark(other, "done")
	Steam.leaveLobby(lobby)
	Steam.setLobbyMemberData(lobby, "k", "v")
	assert_eq(Steam.sendLobbyChatMsg(lobby, "bye"), false, "who has left says nothing, and nothing is said of it")
	succeed()
