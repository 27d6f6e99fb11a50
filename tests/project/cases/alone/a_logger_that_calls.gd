extends TestCase
## A game's own [Logger] may call Steam, from inside the call that reports something.


class Asking:
	extends Logger
	var asked := 0

	func _log_error(
			_function: String,
			_file: String,
			_line: int,
			code: String,
			rationale: String,
			_editor_notify: bool,
			_error_type: int,
			_script_backtraces: Array[ScriptBacktrace]
	) -> void:
		if (code + rationale).contains("too many filters"):
			asked += 1
			Steam.requestLobbyList()


func test_a_logger_that_calls() -> void:
	await start_steam()
	var logger := Asking.new()
	OS.add_logger(logger)
	expect_error("too many filters")
	for i in 65:
		Steam.addRequestLobbyListNumericalFilter("level", i, Steam.LOBBY_COMPARISON_EQUAL)
	OS.remove_logger(logger)
	assert_eq(logger.asked, 1, "what the logger asked for")
	succeed()
