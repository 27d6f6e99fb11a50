extends Scenario
## Every send type in both directions.


func alice() -> void:
	await open_session("alice", "bob")
	await _play(id_of("bob"))


func bob() -> void:
	await open_session("alice", "bob")
	await _play(id_of("alice"))


func _play(peer: int) -> void:
	await await_active(peer)
	# A channel for each: there is no order between reliable and unreliable packets.
	for how in 4:
		var data := noise(1200, how)
		assert_eq(Steam.sendP2PPacket(peer, data, how, 1 + how), true, "sending with type %d" % how)
	for how in 4:
		await expect_packet(peer, noise(1200, how), 1 + how)
	# What is gathered goes out by itself, and before a later plain message.
	for i in 5:
		Steam.sendP2PPacket(peer, PackedByteArray([i]), Steam.P2P_SEND_RELIABLE_WITH_BUFFERING)
	for i in 5:
		await expect_packet(peer, PackedByteArray([i]))
	for i in 10:
		var how := Steam.P2P_SEND_RELIABLE if i % 3 == 2 else Steam.P2P_SEND_RELIABLE_WITH_BUFFERING
		Steam.sendP2PPacket(peer, PackedByteArray([i]), how)
	for i in 10:
		await expect_packet(peer, PackedByteArray([i]))
	succeed()
