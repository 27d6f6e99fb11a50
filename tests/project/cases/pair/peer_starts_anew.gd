extends Scenario
## A game that ended Steam and started it again is asked again, whether its peers closed or not.


func alice() -> void:
	var bob_id := id_of("bob")
	await open_session("alice", "bob")
	mark("talked")
	await await_mark("bob", "started anew")
	send(bob_id, "you were away")
	await expect_text(bob_id, "I don't remember a thing")
	assert_eq(requests, [] as Array[int], "requests")
	succeed()


func bob() -> void:
	var alice_id := id_of("alice")
	await open_session("alice", "bob")
	await await_mark("alice", "talked")
	Steam.steamShutdown()
	assert_eq(Steam.steamInit(480), true, "steamInit again")
	assert_eq(Steam.getP2PSessionState(alice_id), {}, "the state after starting anew")
	mark("started anew")
	await accept_request(alice_id)
	await expect_text(alice_id, "you were away")
	send(alice_id, "I don't remember a thing")
	succeed()
