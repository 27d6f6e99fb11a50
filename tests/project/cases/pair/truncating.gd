extends Scenario
## Reading less than a packet cuts it, and the rest is gone, as with Steam.


func alice() -> void:
	await open_session("alice", "bob")
	for i in 3:
		Steam.sendP2PPacket(id_of("bob"), noise(100, i), Steam.P2P_SEND_RELIABLE)
	succeed()


func bob() -> void:
	await open_session("alice", "bob")
	var available := func() -> bool: return Steam.getAvailableP2PPacketSize() == 100
	await wait_until(available, 10.0, "a packet of 100 bytes")
	assert_eq(Steam.readP2PPacket(0), {}, "reading no bytes")
	assert_eq(Steam.getAvailableP2PPacketSize(), 100, "available: nothing was lost by reading no bytes")
	assert_eq(Steam.readP2PPacket(10).get("data"), noise(100, 0).slice(0, 10), "ten bytes of the first")
	await wait_until(available, 10.0, "the second packet")
	assert_eq(Steam.readP2PPacket(1 << 30).get("data"), noise(100, 1), "the second, with room to spare")
	await wait_until(available, 10.0, "the third packet")
	assert_eq(Steam.readP2PPacket(100).get("data"), noise(100, 2), "the third, with room for it alone")
	assert_eq(Steam.getAvailableP2PPacketSize(), 0, "available at the end")
	succeed()
