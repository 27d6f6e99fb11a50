extends MultiplayerScenario
## The host is gone, and hosts again in the same process: with the same peer object, and with another.


func alice() -> void:
	host("hosts 0")
	await _meet(0)
	peer.close()
	assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_DISCONNECTED, "the status of the closed one")
	stage.play(null)
	await await_mark("bob", "alone 0")
	host("hosts 1")
	await _meet(1)
	start_anew()
	await await_mark("bob", "alone 1")
	host("hosts 2")
	await _meet(2)
	succeed()


func bob() -> void:
	for round_number in 3:
		await join_host("alice", "hosts %d" % round_number)
		await stage.hear([1, "round %d" % round_number])
		stage.say.rpc_id(1, "round %d" % round_number)
		if round_number == 2:
			break
		await stage.await_events(["server gone"])
		assert_eq(stage.events, ["connected", "+1", "-1", "server gone"] as Array[String], "what bob was told")
		assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_DISCONNECTED, "the status")
		if round_number == 0:
			stage.play(null) # and the same peer once more
			stage.forget()
		else:
			start_anew()
		mark("alone %d" % round_number)
	succeed()


func _meet(round_number: int) -> void:
	var bob_id := await await_peer("bob")
	stage.say.rpc_id(bob_id, "round %d" % round_number)
	await stage.hear([bob_id, "round %d" % round_number])
