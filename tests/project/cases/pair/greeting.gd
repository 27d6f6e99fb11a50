extends Scenario
## The first packet, the request, accepting, the answer; and every key of both dictionaries.

const LOOPBACK := 127 << 24 | 1


func alice() -> void:
	var bob_id := id_of("bob")
	assert_eq(Steam.getP2PSessionState(bob_id), {}, "the state before anything")
	send(bob_id, "hello bob", 2)
	assert_true(Steam.getP2PSessionState(bob_id).get("connecting", false), "connecting at once")
	await expect_text(bob_id, "hello alice", 2)
	_check_state(bob_id)
	assert_eq(requests, [] as Array[int], "requests at the side that sent first")
	succeed()


func bob() -> void:
	var alice_id := id_of("alice")
	await expect_request(alice_id)
	assert_eq(Steam.getAvailableP2PPacketSize(2), 0, "available before accepting")
	assert_eq(Steam.readP2PPacket(100, 2), {}, "reading before accepting")
	assert_eq(Steam.acceptP2PSessionWithUser(alice_id), true, "accepting")
	assert_eq(Steam.acceptP2PSessionWithUser(alice_id), true, "accepting once more")
	var packet := await receive(2)
	assert_eq(packet.get("data"), "hello bob".to_utf8_buffer(), "data")
	assert_eq(packet.get("steam_id_remote"), alice_id, "steam_id_remote")
	assert_eq(packet.get("remote_steam_id"), alice_id, "remote_steam_id")
	assert_eq(packet.size(), 3, "the number of keys")
	assert_eq(Steam.readP2PPacket(100, 2), {}, "reading when nothing waits")
	_check_state(alice_id)
	send(alice_id, "hello alice", 2)
	await pass_time(0.2)
	assert_eq(requests.size(), 1, "requests")
	succeed()


func _check_state(peer: int) -> void:
	await await_active(peer)
	var state := Steam.getP2PSessionState(peer)
	var ours := {
		"connection_active": true,
		"connecting": false,
		"session_error": Steam.P2P_SESSION_ERROR_NONE,
		"using_relay": false,
		"bytes_queued_for_send": 0,
		"packets_queued_for_send": 0,
		"remote_ip": LOOPBACK,
	}
	for key: String in ours:
		assert_eq(state.get(key), ours[key], key)
	assert_eq(typeof(state.get("remote_port")), TYPE_INT, "the type of remote_port")
	assert_true(state.get("remote_port", 0) > 0, "the remote port is known")
	assert_eq(state.size(), ours.size() + 1, "the number of keys")
