extends Node
## Runs the cases that the command line names, prints a line for each, and quits.
##
## [codeblock lang=text]
## RUN greeting
## PASS greeting
## FAIL sizes: sending 1201 bytes is bool true, not bool false
## TESTS FINISHED passed=1 failed=1 script_errors=0
## [/codeblock]

var _options: Options
var _log := TestLog.new()
var _passed := 0
var _failed := 0
var _script_errors := 0


func _ready() -> void:
	OS.add_logger(_log)
	_options = Options.from_command_line()
	_run.call_deferred()


func _run() -> void:
	for path in _options.cases:
		var script: GDScript = load(path)
		if script == null or not script.can_instantiate():
			_report(path, PackedStringArray(["the script does not load"]))
			continue
		var topic := path.get_file().get_basename()
		for method in _case_methods(script):
			var is_only_case := method == _options.role
			await _run_case(topic if is_only_case else "%s/%s" % [topic, method.trim_prefix("test_")], script, method)
	_report("outside_of_all_cases", _unexpected_leftovers())
	OS.remove_logger(_log)
	print("TESTS FINISHED passed=%d failed=%d script_errors=%d" % [_passed, _failed, _script_errors])
	get_tree().quit(0 if _failed == 0 else 1)


func _case_methods(script: GDScript) -> Array[String]:
	var methods: Array[String] = []
	for method: Dictionary in script.get_script_method_list():
		var method_name: String = method["name"]
		if method_name == _options.role:
			return [method_name]
		if method_name.begins_with("test_") and not method_name in methods:
			methods.append(method_name)
	return methods


func _run_case(label: String, script: GDScript, method: String) -> void:
	print("RUN %s" % label)
	var case: TestCase = script.new()
	case.options = _options
	add_child(case)
	await case.before()
	if not case.has_failed():
		await case.call(method)
	await case.after()
	remove_child(case)
	var entries := _log.take()
	for entry in entries:
		if entry.is_script_error:
			_script_errors += 1
	_report(label, case.verdict(entries))
	case.free()


func _unexpected_leftovers() -> PackedStringArray:
	var texts := PackedStringArray()
	for entry in _log.take():
		texts.append(entry.text)
	return texts


func _report(label: String, failures: PackedStringArray) -> void:
	if failures.is_empty():
		_passed += 1
		print("PASS %s" % label)
	else:
		_failed += 1
		print("FAIL %s: %s" % [label, "; ".join(failures).replace("\n", " ")])
