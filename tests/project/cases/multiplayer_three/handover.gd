extends MultiplayerScenario
## A lobby's owner leaves, and the next owner hosts for who is left.


func alice() -> void:
	await create(Steam.LOBBY_TYPE_PUBLIC, 4)
	assert_eq(peer.host_with_lobby(lobby), OK, "host_with_lobby")
	stage.play(peer)
	mark("lobby", lobby)
	await stage.await_peers(2)
	await await_mark("bob", "met")
	await await_mark("carol", "met")
	peer.close()
	Steam.leaveLobby(lobby)
	await await_mark("bob", "played on")
	await await_mark("carol", "played on")
	succeed()


func bob() -> void:
	await _play("carol")


func carol() -> void:
	await _play("bob")


func _play(other: String) -> void:
	await join(await await_mark("alice", "lobby"))
	enter()
	await stage.await_events(["connected"])
	await stage.await_peers(2)
	mark("met")
	await stage.await_events(["server gone"])
	await play_on_with(other)
	succeed()
