extends MultiplayerScenario
## The host kicks a client, which hears it at once, and may come again.


func alice() -> void:
	host()
	var bob_id := await await_peer("bob")
	stage.say.rpc_id(bob_id, "last words")
	peer.disconnect_peer(bob_id)
	assert_eq(peer_of("bob"), 0, "bob's peer ID")
	await stage.await_events(["-%d" % bob_id])
	await await_mark("bob", "was kicked")
	mark("come again")
	bob_id = await await_peer("bob")
	# As SceneMultiplayer's own method kicks: the kicking side hears nothing.
	stage.forget()
	(stage.multiplayer as SceneMultiplayer).disconnect_peer(bob_id)
	await await_mark("bob", "was kicked again")
	assert_eq(stage.events, [] as Array[String], "what the host was told")
	assert_eq(Array(stage.multiplayer.get_peers()), [], "the peers")
	succeed()


func bob() -> void:
	await join_host()
	await stage.hear([1, "last words"])
	await stage.await_events(["server gone"])
	assert_eq(stage.events, ["connected", "+1", "-1", "server gone"] as Array[String], "what bob was told")
	start_anew()
	mark("was kicked")
	await join_host("alice", "come again")
	await stage.await_events(["server gone"])
	mark("was kicked again")
	succeed()
