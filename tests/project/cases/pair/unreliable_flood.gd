extends Scenario
## Unreliable packets may get lost, but arrive whole, and none twice.

const COUNT := 3000
const PER_FRAME := 50
const SIZE := 1000


func alice() -> void:
	await open_session("alice", "bob")
	var bob_id := id_of("bob")
	var data := noise(SIZE)
	# On a busy machine nobody may have sent for a while, and the queue is bounded.
	var has_room := func() -> bool:
		return Steam.getP2PSessionState(bob_id)["packets_queued_for_send"] < PER_FRAME
	for i in COUNT:
		data.encode_u32(0, i)
		var how := Steam.P2P_SEND_UNRELIABLE if i % 2 == 0 else Steam.P2P_SEND_UNRELIABLE_NO_DELAY
		assert_eq(Steam.sendP2PPacket(bob_id, data, how, 1), true, "sending packet %d" % i)
		if i % PER_FRAME == 0:
			await get_tree().process_frame
			await wait_until(has_room, 20.0, "room in the queue")
	send(bob_id, "that was all")
	await expect_text(bob_id, "thanks")
	succeed()


func bob() -> void:
	await open_session("alice", "bob")
	var alice_id := id_of("alice")
	var expected := noise(SIZE)
	var seen: Dictionary[int, bool] = {}
	var all_sent := func() -> bool:
		while Steam.getAvailableP2PPacketSize(1) > 0:
			var data: PackedByteArray = Steam.readP2PPacket(SIZE, 1)["data"]
			var i := data.decode_u32(0)
			expected.encode_u32(0, i)
			assert_true(data == expected and i < COUNT, "a packet is as it was sent")
			assert_true(not seen.has(i), "packet %d comes once" % i)
			seen[i] = true
		return Steam.getAvailableP2PPacketSize(0) > 0
	await wait_until(all_sent, 20.0, "the end")
	print("NOTE %d of %d unreliable packets arrived" % [seen.size(), COUNT])
	assert_true(seen.size() > COUNT / 10, "some packets arrive")
	await expect_text(alice_id, "that was all")
	send(alice_id, "thanks")
	succeed()
