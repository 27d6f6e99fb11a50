extends MultiplayerScenario
## Godot's high-level multiplayer over [SteamMultiplayerPeer]: a host and a client.


func alice() -> void:
	host()
	var guests := await stage.await_peers(1)
	if has_failed():
		return
	var guest := guests[0]
	assert_eq(peer.get_steam_id_for_peer_id(guest), id_of("bob"), "bob's Steam ID")
	assert_eq(peer.get_peer_id_for_steam_id(id_of("bob")), guest, "bob's peer ID")
	stage.say.rpc_id(guest, "hello")
	await stage.hear([guest, "hello yourself"])
	for i in 100:
		stage.count.rpc(i)
	await stage.hear([guest, "all of them"])
	await wait_until(func() -> bool: return stage.sizes == PackedInt32Array([200_000]), 10.0, "something large")
	# One that may get lost is said until it has arrived.
	await await_mark_while("bob", "heard it", func() -> void:
		stage.say_unreliable.rpc("quick")
		stage.say_ordered.rpc("in order"))
	await stage.await_events(["-%d" % guest])
	assert_eq(stage.events, ["+%d" % guest, "-%d" % guest] as Array[String], "what the host was told")
	succeed()


func bob() -> void:
	await await_mark("alice", "hosts")
	assert_eq(peer.create_client(id_of("alice")), OK, "create_client")
	assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_CONNECTING, "the status at first")
	stage.play(peer)
	await stage.await_events(["connected"])
	assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_CONNECTED, "the status")
	await stage.hear([1, "hello"])
	stage.say.rpc_id(1, "hello yourself")
	await wait_until(func() -> bool: return stage.numbers.size() == 100, 10.0, "a hundred numbers")
	assert_eq(Array(stage.numbers), range(100), "their order")
	stage.say.rpc_id(1, "all of them")
	var large := PackedByteArray()
	large.resize(200_000)
	stage.take.rpc_id(1, large)
	await stage.hear([1, "quick"])
	await stage.hear([1, "in order"])
	mark("heard it")
	peer.close()
	assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_DISCONNECTED, "the status at last")
	succeed()
