extends Scenario
## A game that nobody has taught to answer requests is told so once, when packets have waited for a
## while.


func alice() -> void:
	for i in 3: # the request is repeated meanwhile
		send(id_of("bob"), "anybody there?")
		await pass_time(0.5)
	await await_mark("bob", "waited")
	succeed()


func bob() -> void:
	expect_error("[STEAM] p2p_session_request: packets of user %d wait, and nothing is connected to this signal" % id_of("alice"))
	Steam.p2p_session_request.disconnect(_on_p2p_session_request)
	for i in 700: # twice as long as it takes
		await get_tree().process_frame
	mark("waited")
	succeed()
