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
	["startVoiceRecording", [], null],
	["stopVoiceRecording", [], null],
	["getAvailableVoice", [], {"result": 1, "buffer": 0}],
	["getVoiceOptimalSampleRate", [], 48000],
	["setInGameVoiceSpeaking", [76561197960287930, true], null],
	["setAchievement", ["first_blood"], false],
	["clearAchievement", ["first_blood"], false],
	["getAchievement", ["first_blood"], {"ret": false, "achieved": false}],
	["getStatInt", ["kills"], 0],
	["getStatFloat", ["distance"], 0.0],
	["setStatInt", ["kills", 1], false],
	["setStatFloat", ["distance", 1.5], false],
	["storeStats", [], false],
	["resetAllStats", [true], false],
	["requestCurrentStats", [], false],
	["createLobby", [2, 4], null],
	["joinLobby", [LOBBY], null],
	["leaveLobby", [LOBBY], null],
	["inviteUserToLobby", [LOBBY, SOMEBODY], false],
	["getNumLobbyMembers", [LOBBY], 0],
	["getLobbyMemberByIndex", [LOBBY, 0], 0],
	["getLobbyOwner", [LOBBY], 0],
	["setLobbyOwner", [LOBBY, SOMEBODY], false],
	["getLobbyData", [LOBBY, "name"], ""],
	["getAllLobbyData", [LOBBY], {}],
	["setLobbyData", [LOBBY, "name", "mine"], false],
	["deleteLobbyData", [LOBBY, "name"], false],
	["getLobbyMemberData", [LOBBY, SOMEBODY, "ready"], ""],
	["setLobbyMemberData", [LOBBY, "ready", "yes"], null],
	["requestLobbyData", [LOBBY], false],
	["setLobbyType", [LOBBY, 2], false],
	["setLobbyJoinable", [LOBBY, true], false],
	["getLobbyMemberLimit", [LOBBY], 0],
	["setLobbyMemberLimit", [LOBBY, 4], false],
	["requestLobbyList", [], null],
	["addRequestLobbyListDistanceFilter", [3], null],
	["addRequestLobbyListFilterSlotsAvailable", [1], null],
	["addRequestLobbyListNearValueFilter", ["level", 5], null],
	["addRequestLobbyListNumericalFilter", ["level", 5, 0], null],
	["addRequestLobbyListResultCountFilter", [10], null],
	["addRequestLobbyListStringFilter", ["mode", "race", 0], null],
	["sendLobbyChatMsg", [LOBBY, "hello"], false],
	["setLobbyGameServer", [LOBBY, "127.0.0.1", 1, 0], null],
	["getLobbyGameServer", [LOBBY], {}],
	["getPersonaState", [], 0],
	["getFriendPersonaName", [SOMEBODY], ""],
	["getFriendPersonaState", [SOMEBODY], 0],
	["getFriendRelationship", [SOMEBODY], 0],
	["getFriendCount", [], 0],
	["getFriendByIndex", [0, 4], 0],
	["hasFriend", [SOMEBODY, 4], false],
	["getUserSteamFriends", [], []],
	["getFriendGamePlayed", [SOMEBODY], {}],
	["getPlayerAvatar", [], null],
	["setRichPresence", ["status", "here"], false],
	["clearRichPresence", [], null],
	["getFriendRichPresence", [SOMEBODY, "status"], ""],
	["inviteUserToGame", [SOMEBODY, "+connect"], false],
	["activateGameOverlay", ["friends"], null],
	["activateGameOverlayToUser", ["steamid"], null],
	["activateGameOverlayInviteDialog", [LOBBY], null],
	["activateGameOverlayInviteDialogConnectString", ["+connect"], null],
	["activateGameOverlayToWebPage", ["https://godotengine.org"], null],
	["activateGameOverlayToStore", [480], null],
	["getAppOwner", [], 0],
	["getLaunchCommandLine", [], ""],
	["isSubscribedFromFreeWeekend", [], false],
	["isSteamRunningOnSteamDeck", [], false],
	["isOverlayEnabled", [], false],
	["requestUserInformation", [SOMEBODY, true], false],
	["getPlayerNickname", [SOMEBODY], ""],
	["getPlayerSteamLevel", [], 0],
	["requestUserStats", [SOMEBODY], null],
	["getCurrentGameLanguage", [], ""],
	["getSteamUILanguage", [], ""],
	["getAvailableGameLanguages", [], ""],
	["getAppBuildId", [], 0],
	["getAppInstallDir", [480], {}],
	["isVACBanned", [], false],
	["getEarliestPurchaseUnixTime", [480], 0],
	["initRelayNetworkAccess", [], null],
]

const SOMEBODY := 76561197960287930
const LOBBY := 109775240917155840


func test_functions_answer_nothing_and_report_one_error() -> void:
	for row in NEED_STEAM:
		expect_error("[STEAM] %s: Steam is not initialized: call steamInitEx() first" % row[0])
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
	assert_eq(Steam.getLobbyData(LOBBY, "name"), "", "a String")
	assert_eq(Steam.getAllLobbyData(LOBBY), {}, "a Dictionary")
	assert_eq(Steam.getUserSteamFriends(), [], "an Array")
	succeed()


func test_some_functions_need_no_steam() -> void:
	Steam.run_callbacks()
	Steam.steamShutdown()
	assert_eq(Steam.isSteamRunning(), true, "isSteamRunning: the standalone platform is always there")
	assert_eq(Steam.restartAppIfNecessary(480), false, "restartAppIfNecessary")
	assert_eq(typeof(Steam.get_godotsteam_version()), TYPE_FLOAT, "the type of get_godotsteam_version")
	assert_eq(Steam.get_platform(), "", "get_platform")
	assert_eq(Steam.getSteamID32(76561197960287930), 22202, "getSteamID32")
	assert_eq(Steam.isLobby(LOBBY), true, "isLobby")
	assert_eq(Steam.isLobby(SOMEBODY), false, "isLobby of a user")
	assert_eq(Steam.isIndividualAccount(SOMEBODY), true, "isIndividualAccount")
	assert_eq(Steam.isChatAccount(LOBBY), true, "isChatAccount")
	assert_eq(Steam.isClanAccount(LOBBY), false, "isClanAccount")
	assert_eq(Steam.get_steam_init_result().get("status"), 1, "the status of get_steam_init_result")
	succeed()


func _call_row(row: Array) -> Variant:
	var arguments: Array = row[1].duplicate()
	for i in arguments.size():
		if arguments[i] is Array:
			arguments[i] = PackedByteArray(arguments[i] as Array)
	return Steam.callv(row[0], arguments)
