extends LobbyScenario
## Calls functions of the class where they can do something, and writes down what they did. The Go side
## compares that with platforms.txt, the marks of the rows. Methods that only pass on need no line here:
## cases/rows calls them.
##
## A function works on a platform if its proof below holds there: it answers what it could not know
## without a platform, or something can be seen afterwards. Over the stand-in for Valve's library, which
## has fixed answers, it is enough that the library's function of that name was called.

const PERSON := 76561197960287930
const GROUP := 103582791429521412
const ANONYMOUS := 333445384744435669
const CONSOLE := 1 << 56 | 9 << 52 | 1 << 32 | 1234

## The lobbies that Bob made for Alice to find, and a friend, who is Bob on standalone.
var _found: Array = []
var _friend := 0
var _calls := OS.get_environment("FAKESTEAM_CALLS")
var _calls_read := 0


func alice() -> void:
	for none: String in ["no Steam overlay here", "no voice without Steam", "no achievements and statistics without Steam"]:
		allow_errors(none)
	Steam.avatar_loaded.connect(_on_avatar_loaded)
	await await_mark("bob", "lobbies")
	while _found.size() < 2 and not has_failed():
		_found = await _list()
	_friend = Steam.getFriendByIndex(0, Steam.FRIEND_FLAG_IMMEDIATE)
	Steam.createLobby(Steam.LOBBY_TYPE_PUBLIC, 4)
	await hear_about("lobby_joined")
	lobby = heard[-1][1]
	mark("lobby", lobby)
	await wait_until(func() -> bool: return Steam.getNumLobbyMembers(lobby) == 2, SOON, "Bob joins")
	if has_failed():
		return

	var proofs := _proofs()
	var works := PackedStringArray()
	var platform := Steam.get_platform()
	for function: String in proofs:
		_steam_was_asked(function) # forgets what it was asked before
		var proof: Callable = proofs[function]
		var does: bool = await proof.call() or _steam_was_asked(function)
		works.append("%s %s" % [function, "works" if does else "does nothing"])
	var file := FileAccess.open(options.folder.path_join(platform), FileAccess.WRITE)
	file.store_string("\n".join(works))
	file.close()
	mark("finished")
	succeed()


# Somebody to play with: two lobbies, and whatever is sent comes back.
func bob() -> void:
	Steam.p2p_session_request.connect(_on_p2p_session_request_accept)
	for mode: String in ["race", "chess"]:
		heard.clear()
		Steam.createLobby(Steam.LOBBY_TYPE_PUBLIC, 4)
		await hear_about("lobby_joined")
		var mine: int = heard[-1][1]
		Steam.setLobbyData(mine, "mode", mode)
		Steam.setLobbyData(mine, "level", str(mode.length()))
	Steam.setRichPresence("status", "with Alice")
	mark("lobbies")
	Steam.joinLobby(await await_mark("alice", "lobby") as int)
	send(id_of("alice"), "a knock")
	var finished := func() -> bool:
		while Steam.getAvailableP2PPacketSize() > 0:
			var packet := Steam.readP2PPacket(Steam.getAvailableP2PPacketSize())
			Steam.sendP2PPacket(id_of("alice"), packet["data"] as PackedByteArray, Steam.P2P_SEND_RELIABLE)
		return FileAccess.file_exists(_mark_path("alice", "finished")) or FileAccess.file_exists(_mark_path("alice", "failed"))
	await wait_until(finished, 60.0, "Alice is finished")
	succeed()


# By function, whether it works. They are called in this order.
func _proofs() -> Dictionary[String, Callable]:
	var bob_id := id_of("bob")
	var hello := "hello".to_utf8_buffer()
	return {
		"get_platform": func() -> bool: return not Steam.get_platform().is_empty(),
		"get_godotsteam_version": func() -> bool: return Steam.get_godotsteam_version() > 0.0,
		"steamInit": func() -> bool: return Steam.steamInit(480) == true,
		"steamInitEx": func() -> bool: return (Steam.steamInitEx(480) as Dictionary)["status"] == 0,
		"get_steam_init_result": func() -> bool: return Steam.get_steam_init_result()["status"] == 0,
		"get_current_app_id": func() -> bool: return Steam.get_current_app_id() == 480,
		"set_current_app_id": func() -> bool:
			Steam.current_app_id = 1
			return Steam.current_app_id == 1,
		"get_current_steam_id": func() -> bool: return Steam.get_current_steam_id() == Steam.getSteamID(),
		"set_current_steam_id": func() -> bool:
			Steam.current_steam_id = 1
			return Steam.current_steam_id == 1,
		"isSteamRunning": func() -> bool: return Steam.isSteamRunning(),
		"restartAppIfNecessary": func() -> bool: return Steam.restartAppIfNecessary(480),
		"run_callbacks": func() -> bool:
			heard.clear()
			Steam.getPlayerAvatar(Steam.AVATAR_SMALL)
			Steam.run_callbacks()
			return not heard.is_empty(),

		"getSteamID": func() -> bool: return Steam.getSteamID() != 0,
		"getSteamID32": func() -> bool: return Steam.getSteamID32(PERSON) == 22202,
		"loggedOn": func() -> bool: return Steam.loggedOn(),
		"getPlayerSteamLevel": func() -> bool: return Steam.getPlayerSteamLevel() > 0,
		"getPersonaName": func() -> bool: return not Steam.getPersonaName().is_empty(),
		"getPersonaState": func() -> bool: return Steam.getPersonaState() == Steam.PERSONA_STATE_ONLINE,

		"acceptP2PSessionWithUser": func() -> bool:
			await accept_request(bob_id)
			return await _soon(func() -> bool: return Steam.getAvailableP2PPacketSize() > 0),
		"getAvailableP2PPacketSize": func() -> bool: return Steam.getAvailableP2PPacketSize() > 0,
		"readP2PPacket": func() -> bool: return Steam.readP2PPacket(100).get("steam_id_remote") == bob_id,
		"sendP2PPacket": func() -> bool:
			Steam.sendP2PPacket(bob_id, hello, Steam.P2P_SEND_RELIABLE)
			return (await receive())["data"] == hello,
		"getP2PSessionState": func() -> bool: return Steam.getP2PSessionState(bob_id)["connection_active"],
		"allowP2PPacketRelay": _only_steam_knows(Steam.allowP2PPacketRelay.bind(true)),
		"closeP2PChannelWithUser": func() -> bool: return Steam.closeP2PChannelWithUser(bob_id, 0),
		"closeP2PSessionWithUser": func() -> bool:
			Steam.sendP2PPacket(bob_id, hello, Steam.P2P_SEND_RELIABLE)
			return Steam.closeP2PSessionWithUser(bob_id),

		"createLobby": _emits("lobby_created", Steam.createLobby.bind(Steam.LOBBY_TYPE_PRIVATE, 2)),
		"joinLobby": func() -> bool:
			Steam.joinLobby(_found[0] as int)
			return await _soon(func() -> bool: return Steam.getLobbyOwner(_found[0] as int) != 0),
		"leaveLobby": func() -> bool:
			Steam.leaveLobby(_found[0] as int)
			return Steam.getLobbyOwner(_found[0] as int) == 0,
		"inviteUserToLobby": func() -> bool: return Steam.inviteUserToLobby(lobby, bob_id),
		"getNumLobbyMembers": func() -> bool: return Steam.getNumLobbyMembers(lobby) == 2,
		"getLobbyMemberByIndex": func() -> bool: return Steam.getLobbyMemberByIndex(lobby, 0) == Steam.getSteamID(),
		"getLobbyOwner": func() -> bool: return Steam.getLobbyOwner(lobby) != 0,
		"setLobbyData": func() -> bool: return Steam.setLobbyData(lobby, "map", "hills"),
		"getLobbyData": func() -> bool: return await _soon(func() -> bool: return Steam.getLobbyData(lobby, "map") == "hills"),
		"getAllLobbyData": func() -> bool: return not Steam.getAllLobbyData(lobby).is_empty(),
		"deleteLobbyData": func() -> bool: return Steam.deleteLobbyData(lobby, "map"),
		"setLobbyMemberData": _emits("lobby_data_update", func() -> void: Steam.setLobbyMemberData(lobby, "color", "red")),
		"getLobbyMemberData": func() -> bool: return not Steam.getLobbyMemberData(lobby, Steam.getSteamID(), "color").is_empty(),
		"requestLobbyData": _emits("lobby_data_update", func() -> void: Steam.requestLobbyData(_found[0] as int)),
		"setLobbyType": func() -> bool: return Steam.setLobbyType(lobby, Steam.LOBBY_TYPE_INVISIBLE),
		"setLobbyJoinable": func() -> bool: return Steam.setLobbyJoinable(lobby, false),
		"setLobbyMemberLimit": func() -> bool: return Steam.setLobbyMemberLimit(lobby, 5),
		"getLobbyMemberLimit": func() -> bool: return await _soon(func() -> bool: return Steam.getLobbyMemberLimit(lobby) == 5),
		"sendLobbyChatMsg": _emits("lobby_message", func() -> void: Steam.sendLobbyChatMsg(lobby, "hello")),
		"setLobbyGameServer": _emits("lobby_game_created", func() -> void: Steam.setLobbyGameServer(lobby, "10.0.0.1", 27015)),
		"getLobbyGameServer": func() -> bool: return Steam.getLobbyGameServer(lobby)["ret"],
		"setLobbyOwner": func() -> bool: return Steam.setLobbyOwner(lobby, bob_id),

		"requestLobbyList": _emits("lobby_match_list", Steam.requestLobbyList),
		"addRequestLobbyListStringFilter": _narrows(
				Steam.addRequestLobbyListStringFilter.bind("mode", "race", Steam.LOBBY_COMPARISON_EQUAL)),
		"addRequestLobbyListNumericalFilter": _narrows(
				Steam.addRequestLobbyListNumericalFilter.bind("level", 4, Steam.LOBBY_COMPARISON_GREATER_THAN)),
		"addRequestLobbyListNearValueFilter": func() -> bool:
			Steam.addRequestLobbyListNearValueFilter("level", 4)
			var near_race := await _list()
			Steam.addRequestLobbyListNearValueFilter("level", 5)
			return await _list() != near_race,
		"addRequestLobbyListFilterSlotsAvailable": _narrows(Steam.addRequestLobbyListFilterSlotsAvailable.bind(200)),
		"addRequestLobbyListResultCountFilter": _narrows(Steam.addRequestLobbyListResultCountFilter.bind(1)),
		"addRequestLobbyListDistanceFilter": _narrows(
				Steam.addRequestLobbyListDistanceFilter.bind(Steam.LOBBY_DISTANCE_FILTER_CLOSE)),

		"getFriendCount": func() -> bool: return Steam.getFriendCount() > 0,
		"getFriendByIndex": func() -> bool: return Steam.getFriendByIndex(0, Steam.FRIEND_FLAG_ALL) != 0,
		"getUserSteamFriends": func() -> bool: return not Steam.getUserSteamFriends().is_empty(),
		"hasFriend": func() -> bool: return Steam.hasFriend(_friend, Steam.FRIEND_FLAG_ALL),
		"getFriendPersonaName": func() -> bool:
			return await _soon(func() -> bool: return not Steam.getFriendPersonaName(_friend).is_empty()),
		"getFriendPersonaState": func() -> bool: return Steam.getFriendPersonaState(_friend) != Steam.PERSONA_STATE_OFFLINE,
		"getFriendRelationship": func() -> bool: return Steam.getFriendRelationship(_friend) == Steam.FRIEND_RELATION_FRIEND,
		"getFriendGamePlayed": func() -> bool: return not Steam.getFriendGamePlayed(_friend).is_empty(),
		"requestUserInformation": func() -> bool: return Steam.requestUserInformation(PERSON, true),
		"getPlayerNickname": func() -> bool: return not Steam.getPlayerNickname(_friend).is_empty(),
		"getPlayerAvatar": _emits("avatar_loaded", Steam.getPlayerAvatar.bind(Steam.AVATAR_SMALL, _friend)),
		"setRichPresence": func() -> bool: return Steam.setRichPresence("status", "testing"),
		"clearRichPresence": func() -> bool:
			Steam.clearRichPresence()
			return Steam.getFriendRichPresence(Steam.getSteamID(), "status").is_empty(),
		"getFriendRichPresence": func() -> bool:
			return await _soon(func() -> bool: return not Steam.getFriendRichPresence(_friend, "status").is_empty()),
		"inviteUserToGame": func() -> bool: return Steam.inviteUserToGame(_friend, "+connect me"),
		"activateGameOverlay": _only_steam_knows(Steam.activateGameOverlay.bind("friends")),
		"activateGameOverlayToUser": _only_steam_knows(Steam.activateGameOverlayToUser.bind("steamid", PERSON)),
		"activateGameOverlayInviteDialog": _only_steam_knows(Steam.activateGameOverlayInviteDialog.bind(lobby)),
		"activateGameOverlayInviteDialogConnectString": _only_steam_knows(
				Steam.activateGameOverlayInviteDialogConnectString.bind("+connect me")),
		"activateGameOverlayToWebPage": _only_steam_knows(Steam.activateGameOverlayToWebPage.bind("https://example.org")),
		"activateGameOverlayToStore": _only_steam_knows(Steam.activateGameOverlayToStore.bind(480)),

		"getAppID": func() -> bool: return Steam.getAppID() == 480,
		"getAppOwner": func() -> bool: return Steam.getAppOwner() != 0,
		"getLaunchCommandLine": func() -> bool: return not Steam.getLaunchCommandLine().is_empty(),
		"isSubscribed": func() -> bool: return Steam.isSubscribed(),
		"isSubscribedFromFreeWeekend": func() -> bool: return Steam.isSubscribedFromFreeWeekend(),
		"isSteamRunningOnSteamDeck": func() -> bool: return Steam.isSteamRunningOnSteamDeck(),
		"isOverlayEnabled": func() -> bool: return Steam.isOverlayEnabled(),
		"getCurrentGameLanguage": func() -> bool: return not Steam.getCurrentGameLanguage() in ["", "english"],
		"getAvailableGameLanguages": func() -> bool: return not Steam.getAvailableGameLanguages() in ["", "english"],
		"getSteamUILanguage": func() -> bool: return not Steam.getSteamUILanguage() in ["", "english"],
		"getAppBuildId": func() -> bool: return Steam.getAppBuildId() > 0,
		"getAppInstallDir": func() -> bool: return not Steam.getAppInstallDir(480)["directory"].is_empty(),
		"isVACBanned": func() -> bool: return Steam.isVACBanned(),
		"getEarliestPurchaseUnixTime": func() -> bool: return Steam.getEarliestPurchaseUnixTime(480) > 0,
		"initRelayNetworkAccess": func() -> bool:
			Steam.initRelayNetworkAccess()
			return Steam.getRelayNetworkStatus() == Steam.NETWORKING_AVAILABILITY_CURRENT,
		"getAuthenticationStatus": func() -> bool:
			return Steam.getAuthenticationStatus() == Steam.NETWORKING_AVAILABILITY_CURRENT,
		"parsePingLocationString": func() -> bool:
			var here: PackedByteArray = Steam.getLocalPingLocation()["location"]
			return Steam.parsePingLocationString(Steam.convertPingLocationToString(here))["ping_location"] == here,
		"isLobby": func() -> bool: return Steam.isLobby(lobby) and not Steam.isLobby(PERSON),
		"isIndividualAccount": func() -> bool: return Steam.isIndividualAccount(PERSON) and not Steam.isIndividualAccount(GROUP),
		"isAnonAccount": func() -> bool: return Steam.isAnonAccount(ANONYMOUS) and not Steam.isAnonAccount(PERSON),
		"isAnonUserAccount": func() -> bool: return Steam.isAnonUserAccount(ANONYMOUS) and not Steam.isAnonUserAccount(PERSON),
		"isChatAccount": func() -> bool: return Steam.isChatAccount(lobby) and not Steam.isChatAccount(PERSON),
		"isClanAccount": func() -> bool: return Steam.isClanAccount(GROUP) and not Steam.isClanAccount(PERSON),
		"isConsoleUserAccount": func() -> bool: return Steam.isConsoleUserAccount(CONSOLE) and not Steam.isConsoleUserAccount(PERSON),

		"startVoiceRecording": _only_steam_knows(Steam.startVoiceRecording),
		"stopVoiceRecording": _only_steam_knows(Steam.stopVoiceRecording),
		"setInGameVoiceSpeaking": _only_steam_knows(Steam.setInGameVoiceSpeaking.bind(PERSON, true)),
		"getAvailableVoice": func() -> bool: return Steam.getAvailableVoice()["result"] == Steam.VOICE_RESULT_OK,
		"getVoice": func() -> bool: return Steam.getVoice()["result"] == Steam.VOICE_RESULT_OK,
		"decompressVoice": func() -> bool: return Steam.decompressVoice(hello, 48000)["result"] == Steam.VOICE_RESULT_OK,
		"getVoiceOptimalSampleRate": func() -> bool: return Steam.getVoiceOptimalSampleRate() > 0,

		"requestCurrentStats": func() -> bool: return Steam.requestCurrentStats(),
		"requestUserStats": _only_steam_knows(Steam.requestUserStats.bind(PERSON)),
		"setAchievement": func() -> bool: return Steam.setAchievement("known"),
		"getAchievement": func() -> bool: return Steam.getAchievement("known")["ret"],
		"clearAchievement": func() -> bool: return Steam.clearAchievement("known"),
		"setStatInt": func() -> bool: return Steam.setStatInt("known", 1),
		"getStatInt": func() -> bool: return Steam.getStatInt("known") == 1,
		"setStatFloat": func() -> bool: return Steam.setStatFloat("known", 1.5),
		"getStatFloat": func() -> bool: return Steam.getStatFloat("known") == 1.5,
		"storeStats": func() -> bool: return Steam.storeStats(),
		"resetAllStats": func() -> bool: return Steam.resetAllStats(true),

		"steamShutdown": func() -> bool:
			Steam.steamShutdown()
			return Steam.get_platform().is_empty(),
	}


# A proof for what shows nothing that a script could see.
func _only_steam_knows(function: Callable) -> Callable:
	return func() -> bool:
		function.call()
		return false


# A proof for what a signal follows. Over the stand-in some don't, but it was asked.
func _emits(signal_name: String, function: Callable) -> Callable:
	return func() -> bool:
		heard.clear()
		function.call()
		return await _soon(func() -> bool: return heard.map(_first).has(signal_name))


# A proof for a filter: fewer lobbies than the two.
func _narrows(filter: Callable) -> Callable:
	return func() -> bool:
		filter.call()
		return (await _list()).size() < 2


func _list() -> Array:
	heard.clear()
	Steam.requestLobbyList()
	if not await hear_about("lobby_match_list"):
		return []
	return heard[-1][1]


# Whether a condition comes true; over the stand-in, which has no rules, only at once.
func _soon(condition: Callable) -> bool:
	var deadline := Time.get_ticks_msec() + (SOON if _calls.is_empty() else 1.0) * 1000.0
	while not condition.call() and Time.get_ticks_msec() < deadline:
		await get_tree().process_frame
	return condition.call()


# Whether Valve's function of that name was called since the last look.
func _steam_was_asked(function: String) -> bool:
	if _calls.is_empty():
		return false
	var all := FileAccess.get_file_as_string(_calls)
	var since := all.substr(_calls_read)
	_calls_read = all.length()
	var valves_name := function[0].to_upper() + function.substr(1)
	for spelling: String in ["_%s\n", "_B%s\n", "_%s32\n"]:
		if spelling % valves_name in since:
			return true
	return false


func _on_avatar_loaded(user: int, _size: int, _data: PackedByteArray) -> void:
	heard.append(["avatar_loaded", user])


func _on_p2p_session_request_accept(steam_id_remote: int) -> void:
	Steam.acceptP2PSessionWithUser(steam_id_remote)
