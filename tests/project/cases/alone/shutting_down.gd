extends TestCase
## Ending Steam, and starting it again in the same process.


func test_twice() -> void:
	await start_steam()
	Steam.steamShutdown()
	Steam.steamShutdown()
	Steam.run_callbacks()
	succeed()


func test_functions_answer_nothing_afterwards() -> void:
	await start_steam()
	var me := Steam.getSteamID()
	assert_true(Steam.sendP2PPacket(me, PackedByteArray([1]), Steam.P2P_SEND_RELIABLE), "sending to myself")
	Steam.steamShutdown()
	for method: String in [
		"getAvailableP2PPacketSize",
		"readP2PPacket",
		"getP2PSessionState",
		"sendP2PPacket",
		"acceptP2PSessionWithUser",
		"closeP2PSessionWithUser",
		"getSteamID",
		"loggedOn",
	]:
		expect_error("[STEAM] %s: Steam is not initialized" % method)
	assert_eq(Steam.getAvailableP2PPacketSize(), 0, "available")
	assert_eq(Steam.readP2PPacket(100), {}, "read")
	assert_eq(Steam.getP2PSessionState(me), {}, "state")
	assert_eq(Steam.sendP2PPacket(me, PackedByteArray([1]), Steam.P2P_SEND_RELIABLE), false, "send")
	assert_eq(Steam.acceptP2PSessionWithUser(me), false, "accept")
	assert_eq(Steam.closeP2PSessionWithUser(me), false, "close")
	assert_eq(Steam.getSteamID(), 0, "getSteamID")
	assert_eq(Steam.loggedOn(), false, "loggedOn")
	succeed()


func test_waits_for_nobody() -> void:
	await start_steam()
	for i in 10:
		Steam.sendP2PPacket(76561197960287930 + i, noise(100000), Steam.P2P_SEND_RELIABLE)
	await pass_time(0.1)
	var started := Time.get_ticks_msec()
	Steam.steamShutdown()
	assert_true(Time.get_ticks_msec() - started < 1000, "steamShutdown takes less than a second")
	succeed()


func test_starting_again() -> void:
	await start_steam()
	var steam_id := Steam.getSteamID()
	for i in 3:
		Steam.steamShutdown()
		assert_eq(Steam.steamInit(480), true, "steamInit again")
		assert_eq(Steam.getSteamID(), steam_id, "the Steam ID")
		assert_eq(Steam.getAvailableP2PPacketSize(), 0, "available: nothing is left of before")
		assert_true(Steam.sendP2PPacket(steam_id, PackedByteArray([1]), Steam.P2P_SEND_RELIABLE), "sending")
		assert_eq(Steam.getAvailableP2PPacketSize(), 1, "available")
	Steam.steamShutdown()
	succeed()
