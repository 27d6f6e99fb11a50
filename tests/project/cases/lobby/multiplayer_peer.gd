extends MultiplayerScenario
## [SteamMultiplayerPeer] in a lobby: everybody with everybody, and the host leaves.


func alice() -> void:
	await create(Steam.LOBBY_TYPE_PUBLIC, 4)
	assert_eq(peer.host_with_lobby(lobby), OK, "host_with_lobby")
	stage.play(peer)
	mark("lobby", lobby)
	await stage.await_peers(2)
	stage.say.rpc("welcome")
	await await_mark("bob", "met")
	await await_mark("carol", "met")
	peer.close()
	Steam.leaveLobby(lobby)
	succeed()


func bob() -> void:
	await _come()


func carol() -> void:
	await _come()


func _come() -> void:
	await join(await await_mark("alice", "lobby"))
	assert_eq(peer.connect_to_lobby(lobby), OK, "connect_to_lobby")
	stage.play(peer)
	await stage.await_events(["connected"])
	await stage.await_peers(2)
	await stage.hear([1, "welcome"])
	var other := "carol" if options.role == "bob" else "bob"
	var id := peer.get_peer_id_for_steam_id(id_of(other))
	assert_true(id > 1, "the other client has an ID")
	stage.say.rpc_id(id, "between us")
	await stage.hear([id, "between us"])
	mark("met")
	await stage.await_events(["server gone"])
	assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_DISCONNECTED, "the status")
	Steam.leaveLobby(lobby)
	succeed()
