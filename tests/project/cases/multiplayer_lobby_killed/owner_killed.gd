extends MultiplayerScenario
## The process of a lobby's owner, the host, is killed: the next owner hosts for who is left. The
## timeout is two seconds. The Go side kills alice when all have met.


func _init() -> void:
	ends_together = false


func alice() -> void:
	await create(Steam.LOBBY_TYPE_PUBLIC, 4)
	assert_eq(peer.host_with_lobby(lobby), OK, "host_with_lobby")
	stage.play(peer)
	mark("lobby", lobby)
	await stage.await_peers(2)
	mark("met")
	await pass_time(60.0)
	fail("nobody killed alice")


func bob() -> void:
	await _play("carol")


func carol() -> void:
	await _play("bob")


func _play(other: String) -> void:
	await join(await await_mark("alice", "lobby"))
	enter()
	await stage.await_peers(2)
	mark("met")
	await stage.await_events(["server gone"])
	await play_on_with(other)
	succeed()
