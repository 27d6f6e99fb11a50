extends MultiplayerScenario
## [member MultiplayerPeer.refuse_new_connections] refuses at once, for as long as it is set.


func alice() -> void:
	peer.refuse_new_connections = true
	assert_eq(peer.create_host(), OK, "create_host")
	peer.refuse_new_connections = true
	stage.play(peer)
	mark("hosts")
	await await_mark("bob", "was refused")
	assert_eq(stage.events, [] as Array[String], "what the host was told")
	peer.refuse_new_connections = false
	mark("lets them in")
	await await_peer("bob")
	peer.refuse_new_connections = true # who is in stays
	stage.say.rpc("you stay")
	await await_mark("bob", "stays")
	succeed()


func bob() -> void:
	expect_error("no connection with the host")
	await await_mark("alice", "hosts")
	var began := Time.get_ticks_msec()
	call_host()
	await stage.await_events(["failed"])
	assert_true(Time.get_ticks_msec() - began < 9000, "bob is told at once")
	assert_eq(stage.events, ["failed"] as Array[String], "what bob was told")
	assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_DISCONNECTED, "the status")
	start_anew()
	mark("was refused")
	await join_host("alice", "lets them in")
	await stage.hear([1, "you stay"])
	mark("stays")
	succeed()
