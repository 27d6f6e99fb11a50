extends Scenario
## A user who is not there looks like one who ignores us, and costs the others nothing.

const NOBODY := 76561197960287930


func alice() -> void:
	await open_session("alice", "bob")
	for i in 3:
		assert_eq(Steam.sendP2PPacket(NOBODY, noise(1000), Steam.P2P_SEND_RELIABLE), true, "sending")
	var state := Steam.getP2PSessionState(NOBODY)
	assert_eq(state.get("connecting"), true, "connecting")
	assert_eq(state.get("packets_queued_for_send"), 3, "packets_queued_for_send")
	assert_true(state.get("bytes_queued_for_send", 0) >= 3000, "bytes_queued_for_send")
	send(id_of("bob"), "meanwhile")
	var failed := func() -> bool: return not connect_fails.is_empty()
	await wait_until(failed, 15.0, "p2p_session_connect_fail")
	assert_eq(connect_fails, [[NOBODY, Steam.P2P_SESSION_ERROR_TIMEOUT]] as Array[Array], "the failure")
	assert_eq(Steam.getP2PSessionState(NOBODY).get("packets_queued_for_send"), 0, "what is queued afterwards")
	# A later send tries again from the start.
	send(NOBODY, "hello?")
	assert_eq(Steam.getP2PSessionState(NOBODY).get("connecting"), true, "connecting again")
	assert_eq(Steam.closeP2PSessionWithUser(NOBODY), true, "giving up")
	assert_eq(Steam.getP2PSessionState(NOBODY), {}, "the state afterwards")
	await pass_time(3.0)
	assert_eq(connect_fails.size(), 1, "failures of a session that was closed")
	send(id_of("bob"), "the end")
	succeed()


func bob() -> void:
	await open_session("alice", "bob")
	await expect_text(id_of("alice"), "meanwhile")
	# Nothing is said for longer than the timeout, and the session lives.
	await expect_text(id_of("alice"), "the end")
	assert_eq(connect_fails, [] as Array[Array], "failures")
	succeed()
