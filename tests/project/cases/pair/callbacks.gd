extends Scenario
## Signals come on the main thread, inside [code]run_callbacks()[/code] and at no other time; reading
## needs no callbacks.

var _is_inside := false
var _strays := 0


func _init() -> void:
	pump = false


func alice() -> void:
	var bob_id := id_of("bob")
	send(bob_id, "first")
	mark("sent")
	# Nobody pumps here, and the answer is readable all the same.
	await expect_text(bob_id, "answer")
	succeed()


func bob() -> void:
	var alice_id := id_of("alice")
	Steam.p2p_session_request.connect(_on_request_checking_where)
	await await_mark("alice", "sent")
	await pass_time(1.0)
	assert_eq(requests, [] as Array[int], "requests before run_callbacks")
	var requested := func() -> bool:
		_is_inside = true
		Steam.run_callbacks()
		_is_inside = false
		return not requests.is_empty()
	await wait_until(requested, 10.0, "p2p_session_request")
	assert_eq(_strays, 0, "signals outside of run_callbacks or of the main thread")
	assert_eq(requests, [alice_id] as Array[int], "requests")
	Steam.acceptP2PSessionWithUser(alice_id)
	await expect_text(alice_id, "first")
	send(alice_id, "answer")
	succeed()


func _on_request_checking_where(_steam_id_remote: int) -> void:
	if not _is_inside or OS.get_thread_caller_id() != OS.get_main_thread_id():
		_strays += 1
