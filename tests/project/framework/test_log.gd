class_name TestLog
extends Logger
## Collects every error and warning of the process, from any thread.

## One error or warning.
class Entry:
	var text := ""
	var is_script_error := false


var _mutex := Mutex.new()
var _entries: Array[Entry] = []


## Returns what was collected since the last call, oldest first.
func take() -> Array[Entry]:
	_mutex.lock()
	var taken := _entries
	_entries = []
	_mutex.unlock()
	return taken


# Called by Godot. Nothing in here may print: that would come back as a log.
func _log_error(
		_function: String,
		file: String,
		line: int,
		code: String,
		rationale: String,
		_editor_notify: bool,
		error_type: int,
		_script_backtraces: Array[ScriptBacktrace]
) -> void:
	var entry := Entry.new()
	entry.text = code if rationale.is_empty() else rationale
	entry.is_script_error = error_type == ERROR_TYPE_SCRIPT
	if entry.is_script_error:
		entry.text += " (%s:%d)" % [file, line]
	if error_type == ERROR_TYPE_WARNING:
		entry.text = "warning: " + entry.text
	_mutex.lock()
	_entries.append(entry)
	_mutex.unlock()
