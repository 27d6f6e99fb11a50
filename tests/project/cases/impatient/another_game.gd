extends Scenario
## Players of different games never meet.


func before() -> void:
	app_id = 480 if options.role == "alice" else 481
	await super()


func alice() -> void:
	await _play(id_of("bob"))


func bob() -> void:
	await _play(id_of("alice"))


func _play(peer: int) -> void:
	assert_eq(Steam.getAppID(), app_id, "getAppID")
	send(peer, "wrong door")
	var failed := func() -> bool: return not connect_fails.is_empty()
	await wait_until(failed, 15.0, "p2p_session_connect_fail")
	assert_eq(connect_fails, [[peer, Steam.P2P_SESSION_ERROR_TIMEOUT]] as Array[Array], "the failure")
	assert_eq(requests, [] as Array[int], "requests")
	assert_eq(Steam.getAvailableP2PPacketSize(), 0, "available")
	succeed()
