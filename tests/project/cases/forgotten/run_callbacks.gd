extends TestCase
## A game that never calls [code]run_callbacks[/code] is told why it hears nothing.


func test_forgetting_run_callbacks() -> void:
	expect_error("[STEAM] run_callbacks: signals wait, and nothing calls it: call it in _process(), or start with steamInitEx(app_id, true)")
	pump = false
	Steam.steamInitEx(480)
	Steam.createLobby(Steam.LOBBY_TYPE_PRIVATE, 2)
	for i in 320:
		await get_tree().process_frame
	Steam.steamShutdown()
	succeed()
