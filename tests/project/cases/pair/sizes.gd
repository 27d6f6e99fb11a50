extends Scenario
## Every size up to the limits arrives whole, and the first byte above them is refused.

const RELIABLE: Array[int] = [1, 1200, 1201, 65536, 1048576]
const UNRELIABLE: Array[int] = [1, 1200]


func alice() -> void:
	await open_session("alice", "bob")
	var bob_id := id_of("bob")
	await await_active(bob_id)
	for how: String in ["RELIABLE", "RELIABLE_WITH_BUFFERING"]:
		expect_error("[STEAM] sendP2PPacket: data has 1048577 bytes and P2P_SEND_%s carries at most" % how)
	for how: String in ["UNRELIABLE", "UNRELIABLE_NO_DELAY"]:
		expect_error("[STEAM] sendP2PPacket: data has 1201 bytes and P2P_SEND_%s carries at most" % how)
	for how: int in [Steam.P2P_SEND_RELIABLE, Steam.P2P_SEND_RELIABLE_WITH_BUFFERING]:
		for size in RELIABLE:
			assert_eq(Steam.sendP2PPacket(bob_id, noise(size), how), true, "sending %d bytes" % size)
			await await_mark("bob", "%d with %d" % [size, how])
		assert_eq(Steam.sendP2PPacket(bob_id, noise(1048577), how), false, "sending 1048577 bytes")
	for how: int in [Steam.P2P_SEND_UNRELIABLE, Steam.P2P_SEND_UNRELIABLE_NO_DELAY]:
		for size in UNRELIABLE:
			assert_eq(Steam.sendP2PPacket(bob_id, noise(size), how), true, "sending %d bytes" % size)
			await await_mark("bob", "%d with %d" % [size, how])
		assert_eq(Steam.sendP2PPacket(bob_id, noise(1201), how), false, "sending 1201 bytes")
	succeed()


func bob() -> void:
	await open_session("alice", "bob")
	var alice_id := id_of("alice")
	for how: int in [Steam.P2P_SEND_RELIABLE, Steam.P2P_SEND_RELIABLE_WITH_BUFFERING]:
		for size in RELIABLE:
			await expect_packet(alice_id, noise(size))
			mark("%d with %d" % [size, how])
	for how: int in [Steam.P2P_SEND_UNRELIABLE, Steam.P2P_SEND_UNRELIABLE_NO_DELAY]:
		for size in UNRELIABLE:
			await expect_packet(alice_id, noise(size))
			mark("%d with %d" % [size, how])
	succeed()
