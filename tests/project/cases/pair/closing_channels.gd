extends Scenario
## Closing a channel drops what waits on it; closing the last one closes the session.


func alice() -> void:
	var bob_id := id_of("bob")
	await open_session("alice", "bob")
	send(bob_id, "one", 1)
	await expect_text(bob_id, "one too", 1)
	assert_eq(Steam.closeP2PChannelWithUser(bob_id, 9), false, "closing a channel never used")
	assert_eq(Steam.closeP2PChannelWithUser(bob_id, 0), true, "closing channel 0")
	assert_eq(Steam.closeP2PChannelWithUser(bob_id, 0), false, "closing channel 0 once more")
	assert_eq(Steam.getP2PSessionState(bob_id).get("connection_active"), true, "active with channel 1 open")
	assert_eq(Steam.closeP2PChannelWithUser(bob_id, 1), true, "closing channel 1")
	assert_eq(Steam.getP2PSessionState(bob_id), {}, "the state with no channel open")
	assert_eq(Steam.closeP2PChannelWithUser(bob_id, 1), false, "closing a channel without a session")
	mark("closed")
	await accept_request(bob_id)
	await expect_text(bob_id, "anew", 1)
	succeed()


func bob() -> void:
	var alice_id := id_of("alice")
	await open_session("alice", "bob")
	await expect_text(alice_id, "one", 1)
	send(alice_id, "one too", 1)
	await await_mark("alice", "closed")
	# What is sent before the end of the session is heard of may be lost with it.
	var ended := func() -> bool: return not Steam.getP2PSessionState(alice_id).get("connection_active", false)
	await wait_until(ended, 10.0, "the end of the session")
	send(alice_id, "anew", 1)
	succeed()
