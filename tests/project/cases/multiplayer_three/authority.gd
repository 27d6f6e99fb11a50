extends MultiplayerScenario
## Every player's avatar is their own to move: the host spawns it, and gives it to the player. The
## clients see each other's through the host.


func alice() -> void:
	peer.server_relay = true
	host()
	stage.own_avatars = true
	await stage.await_peers(2)
	for role: String in options.roles:
		stage.spawn(str(peer_of(role)))
	await _move_until_all_have_moved()


func bob() -> void:
	await _play()


func carol() -> void:
	await _play()


func _play() -> void:
	peer.server_relay = true
	stage.own_avatars = true
	await join_host()
	await _move_until_all_have_moved()


func _move_until_all_have_moved() -> void:
	var mine := str(stage.multiplayer.get_unique_id())
	await wait_until(func() -> bool: return stage.avatars.get_child_count() == 3, 20.0, "three avatars")
	if has_failed():
		return
	var avatar := stage.avatars.get_node(mine)
	assert_true(avatar.get_node("Synchronizer").is_multiplayer_authority(), "it is mine")
	avatar.set("score", 7)
	var all := func() -> bool:
		avatar.set("place", avatar.get("place") + 1)
		if stage.avatars.get_children().all(func(a: Node) -> bool: return a.get("place") > 5 and a.get("score") == 7):
			mark("sees all move")
		return Array(options.roles).all(func(role: String) -> bool: return has_mark(role, "sees all move"))
	await wait_until(all, 30.0, "everybody sees all move")
	succeed()
