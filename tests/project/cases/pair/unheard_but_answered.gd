extends Scenario
## A game that does not listen to requests, and accepts by sending, does nothing wrong.


func alice() -> void:
	send(id_of("bob"), "hello")
	mark("sent")
	await expect_text(id_of("bob"), "hello yourself")
	await await_mark("bob", "waited")
	succeed()


func bob() -> void:
	Steam.p2p_session_request.disconnect(_on_p2p_session_request)
	await await_mark("alice", "sent")
	await pass_time(0.1)
	send(id_of("alice"), "hello yourself")
	await expect_text(id_of("alice"), "hello")
	for i in 350: # longer than it takes to be warned
		await get_tree().process_frame
	mark("waited")
	succeed()
