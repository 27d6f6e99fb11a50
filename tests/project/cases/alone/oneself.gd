extends TestCase
## Packets to oneself arrive at once, with no session and no request.


func before() -> void:
	await start_steam()


func after() -> void:
	Steam.steamShutdown()


func test_every_send_type() -> void:
	var me := Steam.getSteamID()
	for how in 4:
		var data := noise(100 + how)
		assert_eq(Steam.sendP2PPacket(me, data, how, how), true, "send type %d" % how)
		assert_eq(Steam.getAvailableP2PPacketSize(how), data.size(), "available")
		var expected := {"data": data, "steam_id_remote": me, "remote_steam_id": me}
		var packet := Steam.readP2PPacket(data.size(), how)
		assert_eq(packet.size(), expected.size(), "the number of keys")
		for key: String in expected:
			assert_eq(packet.get(key), expected[key], key)
		assert_eq(Steam.getAvailableP2PPacketSize(how), 0, "available after reading")
	succeed()


func test_no_session_and_no_request() -> void:
	var me := Steam.getSteamID()
	assert_true(Steam.sendP2PPacket(me, PackedByteArray([1]), Steam.P2P_SEND_RELIABLE), "sending")
	await pass_time(0.2)
	assert_eq(Steam.getP2PSessionState(me), {}, "the state")
	assert_eq(requests, [] as Array[int], "the requests")
	assert_eq(connect_fails, [] as Array[Array], "the failures")
	assert_eq(Steam.getAvailableP2PPacketSize(), 1, "available")
	succeed()


func test_order() -> void:
	var me := Steam.getSteamID()
	for i in 100:
		Steam.sendP2PPacket(me, PackedByteArray([i]), Steam.P2P_SEND_RELIABLE)
	for i in 100:
		assert_eq(Steam.readP2PPacket(10).get("data"), PackedByteArray([i]), "packet %d" % i)
	succeed()


func test_the_largest() -> void:
	var me := Steam.getSteamID()
	var data := noise(1 << 20)
	assert_eq(Steam.sendP2PPacket(me, data, Steam.P2P_SEND_RELIABLE), true, "sending 1 MiB")
	assert_eq(Steam.readP2PPacket(1 << 20).get("data"), data, "1 MiB")
	succeed()


func test_the_bytes_are_copied() -> void:
	var me := Steam.getSteamID()
	var data := PackedByteArray([1, 2, 3])
	Steam.sendP2PPacket(me, data, Steam.P2P_SEND_RELIABLE)
	data[0] = 9
	assert_eq(Steam.readP2PPacket(3).get("data"), PackedByteArray([1, 2, 3]), "the packet")
	succeed()
