extends TestCase
## Everything by project settings: Steam has started before the first script, and callbacks need no
## script. The Go side writes the settings, and sets the timeout to one second.

const NOBODY := 76561197960287930


func _init() -> void:
	pump = false


func test_started_by_itself() -> void:
	assert_true(Steam.getSteamID() != 0, "there is a Steam ID")
	assert_eq(Steam.getAppID(), 4242, "getAppID")
	assert_eq(Steam.get_steam_init_result().get("status"), 0, "the status of get_steam_init_result")
	succeed()


func test_signals_without_pumping() -> void:
	Steam.p2p_session_connect_fail.connect(_on_p2p_session_connect_fail)
	assert_true(Steam.sendP2PPacket(NOBODY, PackedByteArray([1]), Steam.P2P_SEND_RELIABLE), "sending")
	var failed := func() -> bool: return not connect_fails.is_empty()
	await wait_until(failed, 15.0, "p2p_session_connect_fail")
	assert_eq(connect_fails, [[NOBODY, 4]] as Array[Array], "the failure")
	succeed()


func test_pumping_all_the_same() -> void:
	pump = true
	await pass_time(0.1)
	succeed()


# The type is declared as the settings say, so that this line can be parsed.
func test_the_type_is_inferred() -> void:
	var started := Steam.steamInit()
	var type := TYPE_BOOL
	if ProjectSettings.get_setting("steam/initialization/steam_init_returns") == "dictionary":
		type = TYPE_DICTIONARY
	assert_eq(typeof(started), type, "the type of steamInit()")
	succeed()


func test_a_script_that_calls_steam_init_all_the_same() -> void:
	var steam_id := Steam.getSteamID()
	var expected: Variant = true
	if ProjectSettings.get_setting("steam/initialization/steam_init_returns") == "dictionary":
		expected = {"status": 1, "verbal": "Steamworks active."}
	assert_eq(Steam.steamInit(), expected, "steamInit()")
	assert_eq(Steam.steamInit(4242), expected, "steamInit(4242)")
	assert_eq(Steam.steamInit(true, 4242), expected, "steamInit(true, 4242)")
	assert_eq(Steam.getSteamID(), steam_id, "the Steam ID")
	succeed()
