extends TestCase
## What a script can do to the singleton itself: it can't end it, and the addon notices when it
## stands in its way.


## Stands in the way of what the addon asks the engine.
class Attached:
	extends Object

	func get_environment() -> String:
		return ""


func after() -> void:
	OS.set_script(null)
	Steam.steamShutdown()


func test_free_is_refused() -> void:
	await start_steam()
	var id := Steam.getSteamID()
	for i in 2:
		expect_error("[STEAM] Steam.free(): Steam is a singleton of the engine and stays")
	Steam.free()
	Steam.call_deferred("free")
	await get_tree().process_frame
	await get_tree().process_frame
	assert_true(is_instance_valid(Steam), "Steam is valid")
	assert_eq(Steam.getSteamID(), id, "getSteamID")
	assert_eq(Steam.sendP2PPacket(id, PackedByteArray([1]), Steam.P2P_SEND_RELIABLE), true, "sending")
	assert_eq(Steam.readP2PPacket(1).get("data"), PackedByteArray([1]), "reading")
	succeed()


func test_a_call_that_the_engine_refuses_is_told_once() -> void:
	expect_error("[STEAM] the engine refuses the addon's call of get_environment(): it takes at most 0 arguments")
	OS.set_script(Attached)
	for i in 2:
		Steam.steamInitEx(480)
		Steam.steamShutdown()
	succeed()
