extends TestCase
## Every way that GodotSteam ever had to call [code]steamInit[/code] and [code]steamInitEx[/code].

const ACTIVE := {"status": 1, "verbal": "Steamworks active."}
const STEAM_ID_TYPE := 10 # EAccountType AnonUser

## The arguments of steamInit and its answer.
const INIT_FORMS: Array[Array] = [
	[[], ACTIVE],
	[[true], ACTIVE],
	[[false], ACTIVE],
	[[false, 480], ACTIVE],
	[[true, 480, false], ACTIVE],
	[[true, 0, true], ACTIVE],
	[[480], true],
	[[0], true],
	[[480, false], true],
	[[480, true], true],
]
## The arguments of steamInitEx.
const INIT_EX_FORMS: Array[Array] = [
	[],
	[true],
	[false, 480],
	[true, 480, true],
	[480],
	[480, false],
	[0, true],
]


func after() -> void:
	Steam.steamShutdown()


func test_steam_init() -> void:
	for row in INIT_FORMS:
		assert_eq(Steam.callv("steamInit", row[0] as Array), row[1], "steamInit%s" % str(row[0]))
		assert_true(Steam.getSteamID() != 0, "there is a Steam ID after steamInit%s" % str(row[0]))
		Steam.steamShutdown()
	succeed()


func test_steam_init_as_scripts_write_it() -> void:
	var of_41: Dictionary = Steam.steamInit()
	assert_eq(of_41, ACTIVE, "steamInit()")
	Steam.steamShutdown()
	var of_411: Dictionary = Steam.steamInit(true, 480)
	assert_eq(of_411, ACTIVE, "steamInit(true, 480)")
	Steam.steamShutdown()
	var of_414: bool = Steam.steamInit(480, true)
	assert_eq(of_414, true, "steamInit(480, true)")
	Steam.steamShutdown()
	var ex: Dictionary = Steam.steamInitEx(true, 480)
	assert_eq(ex["status"], 0, "steamInitEx(true, 480)")
	succeed()


func test_steam_init_ex() -> void:
	for arguments in INIT_EX_FORMS:
		var answer: Dictionary = Steam.callv("steamInitEx", arguments)
		assert_eq(answer.keys(), ["status", "verbal"], "the keys of steamInitEx%s" % str(arguments))
		assert_eq(answer["status"], 0, "the status of steamInitEx%s" % str(arguments))
		assert_eq(typeof(answer["verbal"]), TYPE_STRING, "the type of verbal")
		assert_true((answer["verbal"] as String).contains("standalone"), "verbal names the platform: %s" % answer["verbal"])
		Steam.steamShutdown()
	succeed()


func test_get_steam_init_result() -> void:
	var answer: Dictionary = Steam.steamInitEx(480)
	assert_eq(Steam.get_steam_init_result(), answer, "get_steam_init_result")
	succeed()


func test_an_app_id_that_cannot_be() -> void:
	allow_errors("steamInit")
	assert_eq(Steam.steamInit(-1), false, "steamInit(-1)")
	assert_eq((Steam.steamInit(true, -1) as Dictionary).get("status"), 79, "the status of steamInit(true, -1)")
	assert_eq((Steam.steamInitEx(-1) as Dictionary).get("status"), 1, "the status of steamInitEx(-1)")
	assert_eq(Steam.steamInit(1 << 32), false, "steamInit(1 << 32)")
	allow_errors("[STEAM] getSteamID: Steam did not start")
	assert_eq(Steam.getSteamID(), 0, "the Steam ID after failures")
	succeed()


func test_a_call_after_a_failure_says_why() -> void:
	expect_error("[STEAM] steamInitEx: app_id is -1: ")
	assert_eq(Steam.steamInitEx(-1)["status"], 1, "the status of steamInitEx")
	expect_error("[STEAM] getSteamID: Steam did not start, so this does nothing: app_id is -1: it must be from 0 to 4294967295")
	assert_eq(Steam.getSteamID(), 0, "the Steam ID")
	Steam.steamShutdown()
	expect_error("[STEAM] getSteamID: Steam is not initialized: call steamInitEx() first")
	assert_eq(Steam.getSteamID(), 0, "the Steam ID after steamShutdown")
	succeed()


# These lines would not parse if the types were not declared.
func test_types_that_are_inferred() -> void:
	var started := Steam.steamInitEx(480)
	assert_eq(started["status"], 0, "the status of steamInitEx")
	var again := Steam.steamInitEx(true, 480, true)
	assert_eq(again.keys(), ["status", "verbal"], "the keys of steamInitEx")
	assert_true(again["verbal"].contains("standalone"), "verbal")
	succeed()


func test_arguments_of_a_wrong_type() -> void:
	for method: String in ["steamInit", "steamInitEx"]:
		for arguments: Array in [["480"], [true, "480"], [480, 1.5], [true, 480, true, 1], [null]]:
			allow_errors(method)
			Steam.callv(method, arguments)
			allow_errors("[STEAM] getSteamID: Steam is not initialized")
			assert_eq(Steam.getSteamID(), 0, "the Steam ID after %s%s" % [method, str(arguments)])
	succeed()


func test_starting_twice() -> void:
	assert_eq(Steam.steamInit(480), true, "the first steamInit")
	var steam_id := Steam.getSteamID()
	assert_eq(Steam.steamInit(480), true, "the second steamInit")
	assert_eq(Steam.getSteamID(), steam_id, "the Steam ID")
	expect_error("[STEAM] steamInitEx: app_id is 481, but Steam runs for app 480")
	assert_eq(Steam.steamInitEx(481)["status"], 0, "steamInitEx for another app")
	assert_eq(Steam.getAppID(), 480, "getAppID")
	succeed()


func test_who_am_i() -> void:
	assert_eq(Steam.steamInit(481), true, "steamInit(481)")
	assert_eq(Steam.getAppID(), 481, "getAppID")
	var steam_id := Steam.getSteamID()
	assert_eq(steam_id >> 52 & 15, STEAM_ID_TYPE, "the type in the Steam ID")
	assert_eq(Steam.getSteamID32(steam_id), steam_id & 0xFFFFFFFF, "getSteamID32")
	assert_eq(Steam.get_platform(), "standalone", "get_platform")
	assert_eq(Steam.loggedOn(), true, "loggedOn")
	assert_eq(Steam.isSubscribed(), true, "isSubscribed")
	assert_eq(Steam.isSteamRunning(), true, "isSteamRunning")
	assert_true(not Steam.getPersonaName().is_empty(), "there is a persona name")
	assert_eq(Steam.restartAppIfNecessary(481), false, "restartAppIfNecessary")
	assert_eq(Steam.allowP2PPacketRelay(false), true, "allowP2PPacketRelay(false)")
	assert_eq(Steam.allowP2PPacketRelay(true), true, "allowP2PPacketRelay(true)")
	succeed()
