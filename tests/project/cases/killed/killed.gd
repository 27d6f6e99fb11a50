extends Scenario
## A player's process is killed: the other hears of it, and can talk to the player's next process.
##
## The Go side kills bob when both are marked as talking, and starts the heir when Alice has noticed.
## The heir has bob's identity. The timeout is two seconds.


func _init() -> void:
	ends_together = false


func alice() -> void:
	var bob_id := id_of("bob")
	await open_session("alice", "bob")
	mark("talking")
	var failed := func() -> bool: return not connect_fails.is_empty()
	await wait_until(failed, 20.0, "p2p_session_connect_fail")
	assert_eq(connect_fails, [[bob_id, Steam.P2P_SESSION_ERROR_TIMEOUT]] as Array[Array], "the failure")
	var state := Steam.getP2PSessionState(bob_id)
	assert_true(not state.get("connection_active", false), "the session is not active")
	mark("noticed")
	assert_eq(await await_mark("heir", "id"), bob_id, "the heir's Steam ID")
	send(bob_id, "are you back?")
	await expect_text(bob_id, "yes, I crashed")
	mark("done")
	succeed()


func bob() -> void:
	await open_session("alice", "bob")
	mark("talking")
	await pass_time(60.0)
	fail("nobody killed me")


func heir() -> void:
	await accept_request(await await_mark("alice", "id") as int)
	await expect_text(id_of("alice"), "are you back?")
	send(id_of("alice"), "yes, I crashed")
	await await_mark("alice", "done")
	succeed()
