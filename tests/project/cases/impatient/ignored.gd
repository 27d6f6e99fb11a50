extends Scenario
## Ignoring is refusing: the sender learns nothing but a timeout, and may try again.
##
## The Go side runs this with a timeout of two seconds.


func alice() -> void:
	var bob_id := id_of("bob")
	send(bob_id, "let me in")
	var failed := func() -> bool: return not connect_fails.is_empty()
	var started := Time.get_ticks_msec()
	await wait_until(failed, 15.0, "p2p_session_connect_fail")
	assert_eq(connect_fails, [[bob_id, Steam.P2P_SESSION_ERROR_TIMEOUT]] as Array[Array], "the failure")
	assert_true(Time.get_ticks_msec() - started > 1500, "it took the timeout")
	var state := Steam.getP2PSessionState(bob_id)
	assert_eq(state.get("session_error"), Steam.P2P_SESSION_ERROR_TIMEOUT, "session_error")
	assert_eq(state.get("connection_active"), false, "connection_active")
	assert_eq(state.get("connecting"), false, "connecting")
	assert_eq(state.get("packets_queued_for_send"), 0, "packets_queued_for_send")
	mark("refused")
	await await_mark("bob", "ready")
	send(bob_id, "please")
	await expect_text(bob_id, "all right")
	assert_eq(Steam.getP2PSessionState(bob_id).get("session_error"), 0, "session_error afterwards")
	succeed()


func bob() -> void:
	var alice_id := id_of("alice")
	await await_mark("alice", "refused")
	assert_true(requests.size() >= 1, "there was a request")
	assert_eq(Steam.getAvailableP2PPacketSize(), 0, "available while ignoring")
	requests.clear()
	mark("ready")
	await accept_request(alice_id)
	# What was refused is gone.
	await expect_text(alice_id, "please")
	send(alice_id, "all right")
	succeed()
