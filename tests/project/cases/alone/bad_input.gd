extends TestCase
## Values that can't be: a neutral answer and one error that names the function and the value.

const SOMEBODY := 76561197960287930
const LOBBY := 1 << 56 | 8 << 52 | 0x40000 << 32 | 1234
const CLAN := 1 << 56 | 7 << 52 | 1234

## Function, arguments, answer, and what the error says.
const BAD: Array[Array] = [
	["sendP2PPacket", [0, [1], 2, 0], false, "steam_id_remote is 0: "],
	["sendP2PPacket", [LOBBY, [1], 2, 0], false, "steam_id_remote is %d: it is a lobby" % LOBBY],
	["sendP2PPacket", [CLAN, [1], 2, 0], false, "steam_id_remote is %d: it is a group" % CLAN],
	["sendP2PPacket", [-1, [1], 2, 0], false, "steam_id_remote is -1"],
	["sendP2PPacket", [SOMEBODY, [1], 7, 0], false, "send_type is 7"],
	["sendP2PPacket", [SOMEBODY, [1], -1, 0], false, "send_type is -1"],
	["sendP2PPacket", [SOMEBODY, [1], 2, -1], false, "channel is -1"],
	["sendP2PPacket", [SOMEBODY, [1], 2, 1 << 31], false, "channel is 2147483648"],
	["sendP2PPacket", [SOMEBODY, [], 2, 0], false, "data is empty"],
	["acceptP2PSessionWithUser", [0], false, "steam_id_remote is 0: "],
	["acceptP2PSessionWithUser", [LOBBY], false, "steam_id_remote is %d: it is a lobby" % LOBBY],
	["acceptP2PSessionWithUser", [CLAN], false, "steam_id_remote is %d: it is a group" % CLAN],
	["closeP2PSessionWithUser", [LOBBY], false, "steam_id_remote is %d: it is a lobby" % LOBBY],
	["closeP2PChannelWithUser", [SOMEBODY, -1], false, "channel is -1"],
	["getP2PSessionState", [CLAN], {}, "steam_id_remote is %d: it is a group" % CLAN],
	["getAvailableP2PPacketSize", [-1], 0, "channel is -1"],
	["readP2PPacket", [-1, 0], {}, "packet is -1"],
	["readP2PPacket", [100, -1], {}, "channel is -1"],
]


func before() -> void:
	await start_steam()


func after() -> void:
	Steam.steamShutdown()


func test_every_bad_value() -> void:
	for row in BAD:
		var what := "%s%s" % [row[0], str(row[1])]
		var arguments: Array = row[1].duplicate()
		if row[0] == "sendP2PPacket":
			arguments[1] = PackedByteArray(arguments[1] as Array)
		expect_error("[STEAM] %s: %s" % [row[0], row[3]])
		assert_eq(Steam.callv(row[0] as String, arguments), row[2], what)
		assert_eq(Steam.getP2PSessionState(SOMEBODY), {}, "the session that %s must not open" % what)
		# An error that only differs in its value is not said twice until Steam starts anew.
		Steam.steamShutdown()
		Steam.steamInit(480)
	succeed()


func test_too_large_for_unreliable() -> void:
	var large := noise(1201)
	expect_error("[STEAM] sendP2PPacket: data has 1201 bytes and P2P_SEND_UNRELIABLE carries at most 1200")
	expect_error("[STEAM] sendP2PPacket: data has 1201 bytes and P2P_SEND_UNRELIABLE_NO_DELAY carries at most 1200")
	for how in 2:
		assert_eq(Steam.sendP2PPacket(SOMEBODY, large, how), false, "1201 bytes with send type %d" % how)
	assert_eq(Steam.getP2PSessionState(SOMEBODY), {}, "the session that no bad call may open")
	succeed()


func test_too_large_for_reliable() -> void:
	expect_error("[STEAM] sendP2PPacket: data has 1048577 bytes and P2P_SEND_RELIABLE carries at most 1048576")
	expect_error("[STEAM] sendP2PPacket: data has 1048577 bytes and P2P_SEND_RELIABLE_WITH_BUFFERING carries at most 1048576")
	var huge := noise((1 << 20) + 1)
	for how: int in [2, 3]:
		assert_eq(Steam.sendP2PPacket(SOMEBODY, huge, how), false, "1048577 bytes with send type %d" % how)
	assert_eq(Steam.getP2PSessionState(SOMEBODY), {}, "the session that no bad call may open")
	succeed()


func test_a_loop_does_not_flood_the_log() -> void:
	expect_error("[STEAM] getAvailableP2PPacketSize: channel is -5")
	for i in 100:
		assert_eq(Steam.getAvailableP2PPacketSize(-5), 0, "available on channel -5")
	succeed()


func test_a_bare_account_id() -> void:
	var account := SOMEBODY & 0xFFFFFFFF
	assert_eq(Steam.sendP2PPacket(account, PackedByteArray([1]), Steam.P2P_SEND_RELIABLE), true, "sending")
	assert_eq(Steam.getP2PSessionState(SOMEBODY).get("connecting"), true, "connecting to the whole ID")
	assert_eq(Steam.getP2PSessionState(account).get("connecting"), true, "connecting to the account")
	assert_eq(Steam.closeP2PSessionWithUser(account), true, "closing")
	assert_eq(Steam.getP2PSessionState(SOMEBODY), {}, "the state after closing")
	succeed()


func test_nothing_to_close_is_no_error() -> void:
	assert_eq(Steam.closeP2PSessionWithUser(0), false, "closing a session with nobody")
	assert_eq(Steam.closeP2PChannelWithUser(0, 0), false, "closing a channel with nobody")
	assert_eq(Steam.getP2PSessionState(0), {}, "the state of a session with nobody")
	assert_eq(Steam.closeP2PSessionWithUser(SOMEBODY), false, "closing no session")
	assert_eq(Steam.closeP2PChannelWithUser(SOMEBODY, 0), false, "closing no channel")
	assert_eq(Steam.getP2PSessionState(SOMEBODY), {}, "the state of no session")
	assert_eq(Steam.acceptP2PSessionWithUser(SOMEBODY), true, "accepting nobody's request")
	succeed()
