extends TestCase
## What has a function of its own about Valve's newer networking, over the stand-in for Valve's
## library, which answers numbers that it has made up: what arrives there, and what comes back.

const BOB := 76561197960287930

var _written := OS.get_environment("FAKESTEAM_WRITTEN")
var _read := 0


func test_on_steam() -> void:
	if _written.is_empty() or not OS.get_environment("FAKESTEAM_FAULT").is_empty():
		succeed()
		return
	assert_true(start_steam(), "Steam starts")
	_arrived()
	_connecting()
	_messages()
	_infos()
	_only_there()
	Steam.steamShutdown()
	succeed()


func _connecting() -> void:
	var options := {Steam.NETWORKING_CONFIG_TIMEOUT_INITIAL: 1500, Steam.NETWORKING_CONFIG_CONNECTION_USER_DATA: -1,
			Steam.NETWORKING_CONFIG_FAKE_PACKET_LOSS_SEND: 5, Steam.NETWORKING_CONFIG_P2P_STUN_SERVER_LIST: "ä"}
	var noted := " 24=1500 40=-1L 2=5f 103='ä'"
	assert_true(Steam.createListenSocketP2P(3, options) > 4000000000, "createListenSocketP2P")
	assert_eq(_arrived(), "CreateListenSocketP2P 3" + noted, "its options")
	assert_true(Steam.createListenSocketP2P(4, [[24, 1, 1500]]) > 4000000000, "as GodotSteam 4.10 has them")
	assert_eq(_arrived(), "CreateListenSocketP2P 4 24=1500", "its options")
	assert_true(Steam.connectP2P(BOB, 3, options) > 4000000000, "connectP2P")
	assert_eq(_arrived(), "ConnectP2P %d 3%s" % [BOB, noted], "whom it asks")
	Steam.addIdentity("bob")
	Steam.setIdentitySteamID64("bob", BOB)
	assert_eq(Steam.connectToHostedDedicatedServer("bob", 3, {}), 4000000005, "connectToHostedDedicatedServer")
	assert_eq(_arrived(), "ConnectToHostedDedicatedServer %d 3" % BOB, "whom it asks")
	assert_eq(Steam.createHostedDedicatedServerListenSocket(3, {}), 4000000003, "the hosted one")
	assert_eq(Steam.createListenSocketP2PFakeIP(3, {}), 4000000002, "createListenSocketP2PFakeIP")
	_arrived()
	assert_eq(Steam.createListenSocketIP("[::]:27015", {}), 4000000006, "createListenSocketIP")
	assert_eq(_arrived(), "CreateListenSocketIP %s:27015" % "0".repeat(32), "any address")
	assert_eq(Steam.connectByIPAddress("10.0.0.1:27015", {}), 4000000007, "connectByIPAddress")
	assert_eq(_arrived(), "ConnectByIPAddress 00000000000000000000ffff0a000001:27015", "the address")
	assert_eq(Steam.getListenSocketAddress(4000000006), "10.0.0.1", "getListenSocketAddress")
	assert_eq(Steam.configureConnectionLanes(5, 2, [-1, 10, 3], [1, 65535]), 1, "configureConnectionLanes")
	_arrived()


func _messages() -> void:
	var pair := Steam.createSocketPair(true, BOB, 0)
	assert_eq(pair, {"success": true, "connection1": 1, "connection2": 2}, "createSocketPair")
	assert_eq(_arrived(), "CreateSocketPair 1 %d 0" % BOB, "whom they see")
	assert_eq(Steam.sendMessageToConnection(2, "hello".to_utf8_buffer(), 9), {"result": 1, "message_number": 1}, "sending")
	assert_eq(Steam.sendMessages(2, ["a".to_utf8_buffer(), PackedByteArray()], 8), PackedInt64Array([2, 3]), "sendMessages")
	var got := Steam.receiveMessagesOnConnection(1, 2)
	assert_eq(got.size(), 2, "as many as were asked for")
	_message(got[0] as Dictionary, "hello", 0)
	assert_eq(Steam.receiveMessagesOnPollGroup(5, 10).size(), 1, "receiveMessagesOnPollGroup")
	assert_eq(Steam.receiveMessagesOnConnection(99, 10), [], "no such connection")
	assert_eq(Steam.sendMessageToUser("bob", "hello".to_utf8_buffer(), 8, 4), 1, "sendMessageToUser")
	got = Steam.receiveMessagesOnChannel(4, 10)
	assert_eq(got.size(), 1, "what was sent comes back")
	_message(got[0] as Dictionary, "hello", 4)


func _message(message: Dictionary, text: String, channel: int) -> void:
	assert_eq(message.keys(), ["payload", "size", "connection", "identity", "receiver_user_data", "time_received",
			"message_number", "channel", "flags", "sender_user_data"], "the keys of a message")
	assert_eq((message["payload"] as PackedByteArray).get_string_from_utf8(), text, "payload")
	assert_eq(message["size"], text.length(), "size")
	assert_eq(message["flags"], Steam.NETWORKING_SEND_RELIABLE, "flags")
	assert_eq(message["channel"], channel, "channel")
	assert_eq(message["receiver_user_data"], -7, "receiver_user_data")
	assert_eq(message["identity"], BOB if channel == 4 else Steam.getSteamID(), "identity")
	for key: String in ["connection", "time_received", "message_number", "sender_user_data"]:
		assert_eq(typeof(message[key]), TYPE_INT, key)


func _infos() -> void:
	var info := {"identity": Steam.getSteamID(), "user_data": -5, "listen_socket": 4000000001, "remote_address": "10.0.0.1",
			"remote_pop": 1, "pop_relay": 2, "connection_state": 4, "end_reason": 1234, "end_debug": "no",
			"debug_description": "#1 ä", "info_flags": 24}
	var how := {"state": 3, "ping": 25, "local_quality": 0.75, "remote_quality": 0.5, "packets_out_per_second": 1.5,
			"bytes_out_per_second": 2.5, "packets_in_per_second": 3.5, "bytes_in_per_second": 4.5, "send_rate": 262144,
			"pending_unreliable": 10, "pending_reliable": 20, "sent_unacknowledged_reliable": 30, "queue_time": 5000000000}
	assert_eq(Steam.getConnectionInfo(7), info, "getConnectionInfo")
	assert_eq(Steam.getConnectionInfo(0), {}, "of none")
	var lane := {"pending_unreliable": 0, "pending_reliable": 2, "sent_unacknowledged_reliable": 3, "queue_time": 4}
	assert_eq(Steam.getConnectionRealTimeStatus(7, 1), {"response": 1, "connection_status": how, "lanes_status": [lane]},
			"getConnectionRealTimeStatus")
	assert_eq(Steam.getConnectionRealTimeStatus(0, 1), {"response": 3}, "of none")
	assert_eq(Steam.getDetailedConnectionStatus(7), {"success": 0, "status": "all of 7"}, "getDetailedConnectionStatus")
	var session := info.merged(how)
	session.merge({"identity": BOB, "connection_state": 3}, true)
	assert_eq(Steam.getSessionConnectionInfo(BOB, true, true), session, "getSessionConnectionInfo")
	assert_eq(Steam.getSessionConnectionInfo(BOB, false, false), {"connection_state": 3}, "of which only the state")


func _only_there() -> void:
	assert_eq(Steam.getCertificateRequest(), {"certificate": "request".to_utf8_buffer(), "error_message": "none"}, "asking")
	assert_eq(Steam.setCertificate("bytes".to_utf8_buffer()), {"response": true, "error": "fine"}, "setCertificate")
	assert_eq(Steam.setCertificate(PackedByteArray()), {}, "setCertificate, refused")
	assert_eq(Steam.getFakeIP(), {"result": 1, "identity_type": Steam.IDENTITY_TYPE_STEAMID, "ip": "169.254.1.2",
			"ports": PackedInt32Array([27015, 65535, 0, 0, 0, 0, 0, 0])}, "getFakeIP")
	assert_eq(Steam.getRemoteFakeIPForConnection(7), {"result": 1, "ip_address": "169.254.1.2", "port": 27015,
			"ip_type": Steam.FAKE_IP_TYPE_GLOBAL_IPV4}, "getRemoteFakeIPForConnection")
	assert_eq(Steam.isFakeIPv4("169.254.1.2"), true, "isFakeIPv4")
	assert_eq(Steam.isFakeIPv4("10.0.0.1:5"), false, "isFakeIPv4 of another")
	assert_eq(Steam.getIPv4FakeIPType("169.254.1.2"), Steam.FAKE_IP_TYPE_GLOBAL_IPV4, "getIPv4FakeIPType")
	assert_eq(Steam.getIPv4FakeIPType("::1"), Steam.FAKE_IP_TYPE_NOT_FAKE, "getIPv4FakeIPType of another")
	_arrived()
	assert_eq(Steam.getRealIdentityForFakeIP("169.254.1.2:27015"), {"result": 1, "identity": Steam.getSteamID()}, "whose it is")
	assert_eq(_arrived(), "GetRealIdentityForFakeIP 00000000000000000000ffffa9fe0102:27015", "the address")
	assert_eq(Steam.getPOPList(), [0x666F6F, 4000000000], "getPOPList")
	assert_eq(Steam.getConfigValue(4711, 1, 0)["result"], -1, "getConfigValue of none")


# The first line that was written down since the last look.
func _arrived() -> String:
	var all := FileAccess.get_file_as_string(_written)
	var since := all.substr(_read)
	_read = all.length()
	return since.get_slice("\n", 0).strip_edges()
