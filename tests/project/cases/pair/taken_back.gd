extends Scenario
## Somebody asks and closes before the answer: accepting then does no harm, and what was said is gone.


func alice() -> void:
	var bob_id := id_of("bob")
	send(bob_id, "marry me")
	await await_mark("bob", "was asked")
	assert_eq(Steam.closeP2PSessionWithUser(bob_id), true, "closing")
	mark("closed")
	await await_mark("bob", "has accepted")
	send(bob_id, "nice weather")
	await expect_text(bob_id, "indeed")
	succeed()


func bob() -> void:
	var alice_id := id_of("alice")
	await expect_request(alice_id)
	mark("was asked")
	await await_mark("alice", "closed")
	await pass_time(0.2)
	assert_eq(Steam.acceptP2PSessionWithUser(alice_id), true, "accepting too late")
	await pass_time(0.2)
	assert_eq(Steam.getAvailableP2PPacketSize(), 0, "available")
	Steam.p2p_session_request.connect(_on_request_accept)
	mark("has accepted")
	await expect_text(alice_id, "nice weather")
	send(alice_id, "indeed")
	succeed()


func _on_request_accept(steam_id_remote: int) -> void:
	Steam.acceptP2PSessionWithUser(steam_id_remote)
