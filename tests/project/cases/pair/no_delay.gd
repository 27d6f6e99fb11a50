extends Scenario
## "Unreliable, no delay" is thrown away while the session connects, and plain unreliable waits.


func alice() -> void:
	var bob_id := id_of("bob")
	var sent := Steam.sendP2PPacket(bob_id, "too early".to_utf8_buffer(), Steam.P2P_SEND_UNRELIABLE_NO_DELAY)
	assert_eq(sent, true, "sending with no delay")
	sent = Steam.sendP2PPacket(bob_id, "I can wait".to_utf8_buffer(), Steam.P2P_SEND_UNRELIABLE, 1)
	assert_eq(sent, true, "sending unreliably")
	send(bob_id, "that was all", 2)
	await expect_text(bob_id, "got it", 2)
	sent = Steam.sendP2PPacket(bob_id, "now it's right".to_utf8_buffer(), Steam.P2P_SEND_UNRELIABLE_NO_DELAY)
	assert_eq(sent, true, "sending with no delay in an active session")
	succeed()


func bob() -> void:
	var alice_id := id_of("alice")
	await accept_request(alice_id)
	await expect_text(alice_id, "that was all", 2)
	await expect_text(alice_id, "I can wait", 1)
	send(alice_id, "got it", 2)
	await expect_text(alice_id, "now it's right")
	succeed()
