extends TestCase
## What a game gets that calls functions before [code]steamInit[/code]: no crash, an answer of the
## right type that says "nothing", and one error that says what to do.

## Function, arguments, answer.
const NEED_STEAM: Array[Array] = [
	["acceptP2PSessionWithUser", [76561197960287930], false],
	["allowP2PPacketRelay", [true], false],
	["closeP2PChannelWithUser", [76561197960287930, 0], false],
	["closeP2PSessionWithUser", [76561197960287930], false],
	["getP2PSessionState", [76561197960287930], {}],
	["getAvailableP2PPacketSize", [0], 0],
	["readP2PPacket", [100, 0], {}],
	["sendP2PPacket", [76561197960287930, [1, 2, 3], 2, 0], false],
	["getSteamID", [], 0],
	["getPersonaName", [], ""],
	["getAppID", [], 0],
	["loggedOn", [], false],
	["isSubscribed", [], false],
]


func test_functions_answer_nothing_and_report_one_error() -> void:
	for row in NEED_STEAM:
		expect_error("[STEAM] %s: Steam is not initialized: call steamInit() first" % row[0])
		assert_eq(_call_row(row), row[2], "%s before steamInit" % row[0])
	succeed()


func test_an_error_is_not_repeated() -> void:
	for i in 3:
		for row in NEED_STEAM:
			assert_eq(_call_row(row), row[2], "%s before steamInit" % row[0])
	succeed()


func test_typed_calls_answer_the_same() -> void:
	assert_eq(Steam.sendP2PPacket(1, PackedByteArray([1]), Steam.P2P_SEND_RELIABLE, 0), false, "send")
	assert_eq(Steam.getAvailableP2PPacketSize(0), 0, "available")
	assert_eq(Steam.readP2PPacket(100, 0), {}, "read")
	assert_eq(Steam.getP2PSessionState(1), {}, "state")
	assert_eq(Steam.getSteamID(), 0, "getSteamID")
	succeed()


func test_some_functions_need_no_steam() -> void:
	Steam.run_callbacks()
	Steam.steamShutdown()
	assert_eq(Steam.isSteamRunning(), true, "isSteamRunning: the lan platform is always there")
	assert_eq(Steam.restartAppIfNecessary(480), false, "restartAppIfNecessary")
	assert_eq(typeof(Steam.get_godotsteam_version()), TYPE_FLOAT, "the type of get_godotsteam_version")
	assert_eq(Steam.get_platform(), "", "get_platform")
	assert_eq(Steam.getSteamID32(76561197960287930), 22202, "getSteamID32")
	assert_eq(Steam.get_steam_init_result().get("status"), 1, "the status of get_steam_init_result")
	succeed()


func _call_row(row: Array) -> Variant:
	var arguments: Array = row[1].duplicate()
	for i in arguments.size():
		if arguments[i] is Array:
			arguments[i] = PackedByteArray(arguments[i] as Array)
	return Steam.callv(row[0], arguments)
