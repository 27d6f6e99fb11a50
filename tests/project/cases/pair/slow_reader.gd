extends Scenario
## A full send queue refuses; a reader that takes its time loses nothing.

const MESSAGE_BYTES := 65536
const MOST_MESSAGES := 2000


func alice() -> void:
	await open_session("alice", "bob")
	var bob_id := id_of("bob")
	var data := noise(MESSAGE_BYTES)
	var sent := 0
	expect_error("warning: [STEAM] sendP2PPacket: the send queue is full")
	while sent < MOST_MESSAGES:
		data.encode_s32(0, sent)
		if not Steam.sendP2PPacket(bob_id, data, Steam.P2P_SEND_RELIABLE):
			# The network takes some more for a while, until the reader's side is full too.
			await pass_time(0.5)
			if not Steam.sendP2PPacket(bob_id, data, Steam.P2P_SEND_RELIABLE):
				break
		sent += 1
	assert_true(sent < MOST_MESSAGES, "sending is refused at last")
	var state := Steam.getP2PSessionState(bob_id)
	assert_true(state.get("packets_queued_for_send", 0) > 0, "packets are queued")
	assert_true(state.get("bytes_queued_for_send", 0) >= MESSAGE_BYTES, "bytes are queued")
	mark("full", sent)
	await await_mark("bob", "read")
	var drained := func() -> bool:
		return Steam.getP2PSessionState(bob_id).get("bytes_queued_for_send", -1) == 0
	await wait_until(drained, 10.0, "nothing is queued any more")
	send(bob_id, "still here")
	succeed()


func bob() -> void:
	await open_session("alice", "bob")
	var alice_id := id_of("alice")
	var sent: Variant = await await_mark("alice", "full")
	var data := noise(MESSAGE_BYTES)
	for i in range(0 if sent == null else sent as int):
		data.encode_s32(0, i)
		if not await expect_packet(alice_id, data):
			return
	mark("read")
	await expect_text(alice_id, "still here")
	succeed()
