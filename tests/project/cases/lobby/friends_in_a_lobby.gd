extends LobbyScenario
## What friends play: this game, and in which lobby, if they may know.


func alice() -> void:
	await create(Steam.LOBBY_TYPE_FRIENDS_ONLY, 4)
	mark("lobby", lobby)
	await see_members(["alice", "bob"] as Array[String])
	await await_mark("carol", "saw both")
	assert_eq(Steam.setLobbyType(lobby, Steam.LOBBY_TYPE_PRIVATE), true, "setLobbyType")
	await await_mark("carol", "saw none")
	succeed()


func bob() -> void:
	var which: int = await await_mark("alice", "lobby")
	await _see("alice", which)
	await join(which)
	await await_mark("carol", "saw none")
	succeed()


func carol() -> void:
	var which: int = await await_mark("alice", "lobby")
	await _see("alice", which)
	await _see("bob", which)
	mark("saw both")
	await _see("alice", "No valid lobby")
	await _see("bob", "No valid lobby")
	mark("saw none")
	succeed()


func _see(role: String, in_lobby: Variant) -> void:
	var expected := {"id": 480, "ip": "0.0.0.0", "game_port": 0, "query_port": 0, "lobby": in_lobby}
	var seen := func() -> bool: return Steam.getFriendGamePlayed(id_of(role)) == expected
	if not await wait_until(seen, SOON, "%s plays %s" % [role, expected]):
		fail("it is %s" % Steam.getFriendGamePlayed(id_of(role)))
