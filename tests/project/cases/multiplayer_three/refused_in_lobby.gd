extends MultiplayerScenario
## In a lobby, too, the host refuses who comes late: Carol. Then it lets her in, and kicks Bob.


func alice() -> void:
	await create(Steam.LOBBY_TYPE_PUBLIC, 4)
	assert_eq(peer.host_with_lobby(lobby), OK, "host_with_lobby")
	stage.play(peer)
	mark("lobby", lobby)
	var bob_id := await await_peer("bob")
	peer.refuse_new_connections = true
	mark("refuses")
	await await_mark("carol", "was refused")
	assert_eq(stage.events, ["+%d" % bob_id] as Array[String], "what the host was told")
	peer.refuse_new_connections = false
	mark("lets them in")
	await await_peer("carol")
	await await_mark("bob", "met")
	await await_mark("carol", "met")
	peer.disconnect_peer(bob_id)
	await await_mark("bob", "was kicked")
	await await_mark("carol", "alone with the host")
	assert_eq(Array(stage.multiplayer.get_peers()), [peer_of("carol")], "who is left")
	mark("has seen it")
	Steam.leaveLobby(lobby)
	succeed()


func bob() -> void:
	await join(await await_mark("alice", "lobby"))
	enter()
	await stage.await_events(["connected"])
	await await_peer("carol")
	mark("met")
	await stage.await_events(["server gone"])
	assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_DISCONNECTED, "the status")
	mark("was kicked")
	await await_mark("alice", "has seen it")
	Steam.leaveLobby(lobby)
	succeed()


func carol() -> void:
	await await_mark("alice", "refuses")
	await join(await await_mark("alice", "lobby"))
	expect_error("no connection with the host")
	enter()
	await stage.await_events(["failed"])
	assert_true(not stage.events.has("connected"), "she was not let in")
	start_anew()
	mark("was refused")
	await await_mark("alice", "lets them in")
	enter()
	await stage.await_events(["connected"])
	await await_peer("bob")
	mark("met")
	await wait_until(func() -> bool: return stage.multiplayer.get_peers() == PackedInt32Array([1]), 20.0, "bob is gone")
	mark("alone with the host")
	await await_mark("alice", "has seen it")
	Steam.leaveLobby(lobby)
	succeed()
