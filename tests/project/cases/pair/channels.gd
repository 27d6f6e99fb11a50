extends Scenario
## A packet is read on its channel only; one session carries them all.

const CHANNELS: Array[int] = [0, 1, 2, 3, 64, 65, 100000, 2147483647]


func alice() -> void:
	await open_session("alice", "bob")
	for channel in CHANNELS:
		send(id_of("bob"), "on channel %d" % channel, channel)
	send(id_of("bob"), "that was all", 5)
	succeed()


func bob() -> void:
	await open_session("alice", "bob")
	var alice_id := id_of("alice")
	await expect_text(alice_id, "that was all", 5)
	for channel: int in [4, 5, 63, 66, 99999, 100001, 2147483646]:
		assert_eq(Steam.getAvailableP2PPacketSize(channel), 0, "available on channel %d" % channel)
	# Backwards: the order on the wire is not the order of reading.
	for i in range(CHANNELS.size() - 1, -1, -1):
		await expect_text(alice_id, "on channel %d" % CHANNELS[i], CHANNELS[i])
		assert_eq(Steam.getAvailableP2PPacketSize(CHANNELS[i]), 0, "available afterwards")
	assert_eq(requests, [] as Array[int], "further requests")
	succeed()
