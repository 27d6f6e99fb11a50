extends Scenario
## The network is cut for longer than the timeout.
##
## The Go side cuts it, and mends it when both have noticed. The next send starts over.


func alice() -> void:
	await open_session("alice", "bob")
	await _notice("bob")
	send(id_of("bob"), "again")
	await expect_text(id_of("bob"), "and back")
	assert_eq(Steam.getP2PSessionState(id_of("bob")).get("session_error"), 0, "session_error afterwards")
	succeed()


func bob() -> void:
	await open_session("alice", "bob")
	await _notice("alice")
	await accept_request(id_of("alice"))
	# What was sent during the cut is gone.
	await expect_text(id_of("alice"), "again")
	send(id_of("alice"), "and back")
	succeed()


func _notice(other: String) -> void:
	var peer := id_of(other)
	mark("talking")
	await await_mark("network", "cut")
	send(peer, "lost")
	var failed := func() -> bool: return not connect_fails.is_empty()
	await wait_until(failed, 30.0, "p2p_session_connect_fail")
	assert_eq(connect_fails, [[peer, Steam.P2P_SESSION_ERROR_TIMEOUT]] as Array[Array], "the failure")
	var state := Steam.getP2PSessionState(peer)
	assert_eq(state.get("connection_active"), false, "connection_active")
	assert_eq(state.get("session_error"), Steam.P2P_SESSION_ERROR_TIMEOUT, "session_error")
	assert_eq(state.get("packets_queued_for_send"), 0, "packets_queued_for_send")
	requests.clear()
	mark("noticed")
	await await_mark("network", "whole", 90.0)
