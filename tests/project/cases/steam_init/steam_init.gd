extends TestCase
## How starting on the platform steamworks ends, in each form of [code]steamInit[/code]. The
## environment variable EXPECTED says what is right: the status of steamInitEx, the status of
## steamInit, the bool of steamInit, and the platform.


func test_starting() -> void:
	var expected := OS.get_environment("EXPECTED").split(" ")
	var succeeds := expected[0] == "0"
	if not succeeds:
		expect_error("[STEAM] steamInitEx: ")
	var result: Dictionary = Steam.steamInitEx(480)
	assert_eq(result["status"], int(expected[0]), "steamInitEx: %s" % result["verbal"])
	assert_true(not String(result["verbal"]).is_empty(), "steamInitEx says in words how it went")
	assert_eq(Steam.get_steam_init_result(), result, "get_steam_init_result")

	if not succeeds:
		expect_error("[STEAM] steamInit: ")
	result = Steam.steamInit(true, 480)
	assert_eq(result["status"], int(expected[1]), "steamInit: %s" % result["verbal"])
	assert_eq(Steam.steamInit(480), expected[2] == "true", "steamInit of GodotSteam 4.14 and later")
	assert_eq(Steam.get_platform(), expected[3], "the platform")

	if succeeds:
		assert_true(Steam.getSteamID() > 0, "getSteamID")
		assert_eq(Steam.getPersonaName(), "test", "getPersonaName")
		assert_true(Steam.loggedOn(), "loggedOn")
		assert_true(Steam.isSubscribed(), "isSubscribed")
		assert_eq(Steam.getAppID(), 480, "getAppID")
	Steam.steamShutdown()
	assert_eq(Steam.get_platform(), "", "the platform after steamShutdown")
	succeed()
