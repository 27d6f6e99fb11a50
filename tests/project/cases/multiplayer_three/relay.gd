extends MultiplayerScenario
## A star with [member SteamMultiplayerPeer.server_relay]: two clients that are connected with the
## host alone see each other, and speak through it.


func alice() -> void:
	peer.server_relay = true
	host()
	await stage.await_peers(2)
	await await_mark("bob", "done")
	await await_mark("carol", "done")
	assert_eq(stage.heard, [], "what was for others")
	succeed()


func bob() -> void:
	await _play("carol")


func carol() -> void:
	await _play("bob")


func _play(other: String) -> void:
	peer.server_relay = true
	await join_host()
	mark("my id", peer.get_unique_id())
	var other_id: int = await await_mark(other, "my id")
	await stage.await_events(["+%d" % other_id])
	assert_eq(peer_of(other), 0, "the other client's peer ID by Steam ID: there is no connection with it")
	stage.say.rpc_id(other_id, "between us")
	stage.take.rpc_id(other_id, noise(100_000))
	for i in 100:
		stage.count.rpc(i)
	await stage.hear([other_id, "between us"])
	await wait_until(func() -> bool: return stage.taken.size() == 1, 20.0, "100 kB")
	assert_eq(stage.taken[0], noise(100_000), "what came through the host")
	await wait_until(func() -> bool: return stage.numbers.size() == 100, 20.0, "a hundred numbers")
	assert_eq(Array(stage.numbers), range(100), "their order")
	# What may get lost is said until it has arrived, both ways.
	var both := func() -> bool:
		stage.say_unreliable.rpc_id(other_id, "quick")
		stage.say_ordered.rpc_id(other_id, "in order")
		if stage.heard.has([other_id, "quick"]) and stage.heard.has([other_id, "in order"]):
			mark("heard all")
		return has_mark(options.role, "heard all") and has_mark(other, "heard all")
	await wait_until(both, 20.0, "both have heard what is unreliable")
	if options.role == "bob":
		peer.close() # the host tells the other
	else:
		await stage.await_events(["-%d" % other_id])
	mark("done")
	succeed()
