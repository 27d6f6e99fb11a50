extends Scenario
## Three players, everybody with everybody, the first sends all at once.

const ROUNDS := 50


func alice() -> void:
	await _play()


func bob() -> void:
	await _play()


func carol() -> void:
	await _play()


func _play() -> void:
	Steam.p2p_session_request.connect(_on_request_accept)
	for i in ROUNDS:
		for other in others():
			send(id_of(other), "%s to %s, %d" % [options.role, other, i])
		await get_tree().process_frame
	var next: Dictionary[int, int] = {}
	for other in others():
		next[id_of(other)] = 0
	for i in ROUNDS * others().size():
		var packet := await receive()
		if has_failed():
			return
		var from: int = packet["steam_id_remote"]
		if not assert_true(next.has(from), "the sender is one of us"):
			return
		var text := "%s to %s, %d" % [_role_of(from), options.role, next[from]]
		if not assert_eq(packet["data"], text.to_utf8_buffer(), "message %d of %s" % [next[from], _role_of(from)]):
			return
		next[from] += 1
	for other in others():
		await await_active(id_of(other))
	assert_eq(connect_fails, [] as Array[Array], "failures")
	succeed()


func _role_of(id: int) -> String:
	for other in others():
		if id_of(other) == id:
			return other
	return "a stranger"


func _on_request_accept(steam_id_remote: int) -> void:
	Steam.acceptP2PSessionWithUser(steam_id_remote)
