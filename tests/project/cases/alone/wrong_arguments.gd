extends TestCase
## Arguments of a wrong number or type: the engine reports an error, and the process goes on.

## Function and arguments, for callv.
const WRONG: Array[Array] = [
	["sendP2PPacket", []],
	["sendP2PPacket", [1, 2]],
	["sendP2PPacket", ["me", [], 2]],
	["sendP2PPacket", [1, "text", 2, 0]],
	["sendP2PPacket", [1, null, 2, 0]],
	["sendP2PPacket", [1, [], 2, 0, 5]],
	["sendP2PPacket", [1, [], {}, 0]],
	["readP2PPacket", []],
	["readP2PPacket", ["all"]],
	["readP2PPacket", [1, 2, 3]],
	["getAvailableP2PPacketSize", [1, 2]],
	["getAvailableP2PPacketSize", [[]]],
	["getP2PSessionState", []],
	["getP2PSessionState", [Vector2.ZERO]],
	["acceptP2PSessionWithUser", ["76561197960287930"]],
	["closeP2PChannelWithUser", [76561197960287930]],
	["closeP2PSessionWithUser", []],
	["allowP2PPacketRelay", []],
	["run_callbacks", [1]],
	["getSteamID", [1]],
]

# Untyped on purpose: GDScript can't check these calls when it parses.
var _steam: Variant = Engine.get_singleton("Steam")
var _value: Variant


func before() -> void:
	await start_steam()


func after() -> void:
	Steam.steamShutdown()


func test_callv() -> void:
	for row in WRONG:
		expect_error(row[0] as String)
		assert_eq(Steam.callv(row[0] as String, row[1] as Array), null, "%s%s" % [row[0], str(row[1])])
	_still_works()
	succeed()


# Each of these calls is a script error, which leaves the method that makes it.
func test_too_few() -> void:
	expect_error("sendP2PPacket")
	_value = "untouched"
	_send_nothing()
	assert_eq(_value, "untouched", "what a failing call returns")
	_still_works()
	succeed()


func test_too_many() -> void:
	expect_error("readP2PPacket")
	_read_with_too_many()
	_still_works()
	succeed()


func test_wrong_types() -> void:
	expect_error("sendP2PPacket")
	_send_to_a_text()
	expect_error("getP2PSessionState")
	_state_of_an_array()
	_still_works()
	succeed()


func test_types_that_godot_converts() -> void:
	var me: Variant = Steam.getSteamID()
	var data: Array = [1, 2, 3]
	assert_eq(_steam.sendP2PPacket(me, data, 2.0), true, "an Array for the bytes and a float for the type")
	assert_eq(_steam.getAvailableP2PPacketSize(0.0), 3, "a float for the channel")
	assert_eq(_steam.readP2PPacket(true).get("data"), PackedByteArray([1]), "a bool for the size")
	succeed()


func _send_nothing() -> void:
	_value = _steam.sendP2PPacket()


func _read_with_too_many() -> void:
	_value = _steam.readP2PPacket(1, 2, 3)


func _send_to_a_text() -> void:
	_value = _steam.call("sendP2PPacket", "you", PackedByteArray([1]), 2)


func _state_of_an_array() -> void:
	_value = _steam.getP2PSessionState([])


func _still_works() -> void:
	var me := Steam.getSteamID()
	assert_eq(Steam.sendP2PPacket(me, PackedByteArray([7]), Steam.P2P_SEND_RELIABLE), true, "sending afterwards")
	assert_eq(Steam.readP2PPacket(1).get("data"), PackedByteArray([7]), "reading afterwards")
