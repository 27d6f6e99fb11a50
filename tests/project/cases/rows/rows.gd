extends TestCase
## Calls what rows.json says, which go generate makes from the rows of the class: each plain method
## with values that differ, and each method with values that it refuses.

## What arrived at the stand-in for Valve's library; empty without Steam.
var _written := OS.get_environment("FAKESTEAM_WRITTEN")
var _read := 0


func test_every_row() -> void:
	assert_true(start_steam(), "Steam starts")
	var refuses := OS.get_environment("FAKESTEAM_FAULT") == "refuse=true"
	var warned: Dictionary[String, bool] = {}
	for row: Dictionary in JSON.parse_string(FileAccess.get_file_as_string("res://cases/rows/rows.json")):
		var method: String = row["method"]
		var what := "%s(%s)" % [method, row["args"]]
		_arrived()
		if row.has("refused"):
			if not refuses:
				expect_error("[STEAM] %s: %s " % [method, row["refused"]])
				_compare(_call(row), row.get("answer"), what)
		elif not _written.is_empty():
			var answer: Variant = _call(row)
			assert_eq(_arrived(), row["arrived"] as String, "what arrived of " + what)
			if not refuses:
				_compare(answer, row.get("answer"), what)
			elif answer is bool and row.has("answer"):
				assert_eq(answer, false, "what is refused by " + what)
			if refuses and row.has("refusal"):
				if not warned.get(method, false):
					expect_error("[STEAM] %s: " % method)
					allow_errors("[STEAM] %s: " % method) # of other values
				warned[method] = true
		elif row.has("alone"):
			if row["alone"] != "quiet" and not warned.get(method, false):
				expect_error("[STEAM] %s: %s" % [method, row["alone"]])
			warned[method] = true
			_compare(_call(row), row.get("nothing"), what)
	Steam.steamShutdown()
	succeed()


func _call(row: Dictionary) -> Variant:
	return Steam.callv(row["method"] as String, _value("[%s]" % row["args"]) as Array)


# An answer that is not written down follows a rule of its own, and has tests of its own.
func _compare(answer: Variant, literal: Variant, what: String) -> void:
	if literal != null:
		assert_eq(answer, _value(literal as String), what)


func _value(literal: String) -> Variant:
	var expression := Expression.new()
	if expression.parse(literal) != OK:
		fail("%s is no literal: %s" % [literal, expression.get_error_text()])
		return null
	return expression.execute()


# The first line that was written down since the last look: why something was refused may be asked
# for after that.
func _arrived() -> String:
	if _written.is_empty():
		return ""
	var all := FileAccess.get_file_as_string(_written)
	var since := all.substr(_read)
	_read = all.length()
	return since.get_slice("\n", 0).strip_edges()
