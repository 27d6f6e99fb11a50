extends MultiplayerScenario
## The host goes without the others: both hear it. Then Bob hosts, and all meet again.


func alice() -> void:
	host()
	await stage.await_peers(2)
	start_anew()
	await join_host("bob", "hosts now")
	await stage.hear([1, "a new game"])
	mark("heard")
	await await_mark("bob", "done")
	succeed()


func bob() -> void:
	await _lose_host()
	host("hosts now")
	await stage.await_peers(2)
	stage.say.rpc("a new game")
	await await_mark("alice", "heard")
	await await_mark("carol", "heard")
	mark("done")
	succeed()


func carol() -> void:
	await _lose_host()
	await join_host("bob", "hosts now")
	await stage.hear([1, "a new game"])
	mark("heard")
	await await_mark("bob", "done")
	succeed()


func _lose_host() -> void:
	await join_host()
	await stage.await_events(["server gone"])
	assert_eq(stage.events, ["connected", "+1", "-1", "server gone"] as Array[String], "what was told")
	assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_DISCONNECTED, "the status")
	start_anew()
