extends Scenario
## A game may end Steam while a signal of it is being handled.

var _was_shut_down := false


func alice() -> void:
	var bob_id := id_of("bob")
	send(bob_id, "knock knock")
	await await_mark("bob", "shut down")
	Steam.closeP2PSessionWithUser(bob_id)
	mark("closed")
	await accept_request(bob_id)
	await expect_text(bob_id, "I am back")
	succeed()


func bob() -> void:
	Steam.p2p_session_request.connect(_on_request_shutting_down)
	var shut_down := func() -> bool: return _was_shut_down
	await wait_until(shut_down, 10.0, "the handler ran")
	expect_error("[STEAM] getSteamID: Steam is not initialized")
	assert_eq(Steam.getSteamID(), 0, "the Steam ID after shutting down")
	mark("shut down")
	await await_mark("alice", "closed")
	Steam.p2p_session_request.disconnect(_on_request_shutting_down)
	assert_eq(Steam.steamInit(480), true, "steamInit again")
	send(id_of("alice"), "I am back")
	succeed()


func _on_request_shutting_down(_steam_id_remote: int) -> void:
	Steam.steamShutdown()
	_was_shut_down = true
