extends Scenario
## A request is posted again while the sender goes on; all that was sent arrives once accepted.

const REQUESTS := 3


func alice() -> void:
	var bob_id := id_of("bob")
	var sent := 0
	var path := _mark_path("bob", "accepted")
	while not FileAccess.file_exists(path) and not has_failed() and not is_hopeless():
		send(bob_id, "message %d" % sent)
		sent += 1
		await pass_time(0.1)
	mark("sent", sent)
	succeed()


func bob() -> void:
	var alice_id := id_of("alice")
	var often_enough := func() -> bool: return requests.size() >= REQUESTS
	await wait_until(often_enough, 15.0, "p2p_session_request for the %d. time" % REQUESTS)
	for id in requests:
		assert_eq(id, alice_id, "who requests")
	assert_eq(Steam.getAvailableP2PPacketSize(), 0, "available before accepting")
	Steam.acceptP2PSessionWithUser(alice_id)
	mark("accepted")
	var count: Variant = await await_mark("alice", "sent")
	for i in range(0 if count == null else count as int):
		if not await expect_text(alice_id, "message %d" % i):
			return
	requests.clear()
	await pass_time(1.5)
	assert_eq(requests, [] as Array[int], "requests after accepting")
	succeed()
