extends Scenario
## Closing drops what waits and forgets the user, whose next packet asks again.


func alice() -> void:
	var bob_id := id_of("bob")
	await open_session("alice", "bob")
	var unread := func() -> bool: return Steam.getAvailableP2PPacketSize(7) > 0
	await wait_until(unread, 10.0, "a packet that stays unread")
	assert_eq(Steam.closeP2PSessionWithUser(bob_id), true, "closing")
	assert_eq(Steam.closeP2PSessionWithUser(bob_id), false, "closing what is closed")
	assert_eq(Steam.getP2PSessionState(bob_id), {}, "the state after closing")
	assert_eq(Steam.getAvailableP2PPacketSize(7), 0, "available after closing")
	mark("closed")
	await accept_request(bob_id)
	await expect_text(bob_id, "do you still know me?")
	assert_eq(Steam.getAvailableP2PPacketSize(7), 0, "available: the old packet is not back")
	send(bob_id, "now I do")
	# The other way round: the one who closed asks.
	assert_eq(await await_mark("bob", "closed"), true, "bob closed")
	await _await_end(bob_id)
	send(bob_id, "and you me?")
	await expect_text(bob_id, "yes")
	assert_eq(connect_fails, [] as Array[Array], "failures")
	succeed()


func bob() -> void:
	var alice_id := id_of("alice")
	await open_session("alice", "bob")
	send(alice_id, "nobody will read this", 7)
	await await_mark("alice", "closed")
	await _await_end(alice_id)
	send(alice_id, "do you still know me?")
	await expect_text(alice_id, "now I do")
	assert_eq(requests, [] as Array[int], "requests so far")
	Steam.closeP2PSessionWithUser(alice_id)
	mark("closed")
	await accept_request(alice_id)
	await expect_text(alice_id, "and you me?")
	send(alice_id, "yes")
	succeed()


## Waits until we have heard of the other's close, which a mark can overtake: what is sent in between
## may go down with the session.
func _await_end(peer: int) -> void:
	var ended := func() -> bool: return Steam.getP2PSessionState(peer).is_empty()
	await wait_until(ended, 10.0, "the end of the session")
