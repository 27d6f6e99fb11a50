extends TestCase
## Small functions that many scripts call once: without Steam they have a neutral answer, and say nothing.

const SOMEBODY := 76561197960287930


func before() -> void:
	await start_steam()


func after() -> void:
	Steam.steamShutdown()


func test_neutral_answers() -> void:
	Steam.initRelayNetworkAccess()
	assert_eq(Steam.requestUserInformation(Steam.getSteamID(), true), false, "requestUserInformation: known")
	assert_eq(Steam.requestUserInformation(SOMEBODY, false), true, "requestUserInformation: not known")
	assert_eq(Steam.getPlayerNickname(SOMEBODY), "", "getPlayerNickname")
	assert_eq(Steam.getPlayerSteamLevel(), 0, "getPlayerSteamLevel")
	assert_eq(Steam.getCurrentGameLanguage(), "english", "getCurrentGameLanguage")
	assert_eq(Steam.getSteamUILanguage(), "english", "getSteamUILanguage")
	assert_eq(Steam.getAvailableGameLanguages(), "english", "getAvailableGameLanguages")
	assert_eq(Steam.getAppBuildId(), 0, "getAppBuildId")
	assert_eq(Steam.getAppInstallDir(480), {"directory": "", "install_size": 0}, "getAppInstallDir")
	assert_eq(Steam.isVACBanned(), false, "isVACBanned")
	assert_eq(Steam.getEarliestPurchaseUnixTime(480), 0, "getEarliestPurchaseUnixTime")
	expect_error("[STEAM] requestUserStats: there are no achievements and statistics without Steam")
	Steam.requestUserStats(SOMEBODY)
	succeed()


func test_what_is_current() -> void:
	assert_eq(Steam.current_app_id, 480, "current_app_id")
	assert_eq(Steam.current_steam_id, Steam.getSteamID(), "current_steam_id")
	Steam.current_app_id = 1
	Steam.set_current_steam_id(SOMEBODY)
	assert_eq(Steam.get_current_app_id(), 1, "current_app_id that was set")
	assert_eq(Steam.get("current_steam_id"), SOMEBODY, "current_steam_id that was set")
	assert_eq(Steam.getAppID(), 480, "getAppID does not change")
	Steam.steamShutdown()
	assert_eq(Steam.steamInit(481), true, "steamInit")
	assert_eq(Steam.current_app_id, 481, "current_app_id of the next start")
	assert_eq(Steam.current_steam_id, Steam.getSteamID(), "current_steam_id of the next start")
	succeed()
