class_name TestCase
extends Node
## What a test case may use. Every case runs in a new instance of its script.
##
## A case is a method [code]test_…[/code], or the method of a [Scenario] that is named for the role
## of this process. It has failed unless it ends with [method succeed]: an error leaves a GDScript
## method and would look like success. An error or a warning that was not expected fails it too.

## How much longer than an idle machine a busy one may take for anything.
const HEADROOM := 3.0

## Calls [code]Steam.run_callbacks()[/code] in every frame.
var pump := true

## The users whose p2p_session_request arrived, oldest first.
var requests: Array[int] = []
## The arguments of every p2p_session_connect_fail, oldest first.
var connect_fails: Array[Array] = []

var options: Options

var _failures := PackedStringArray()
var _expected_errors := PackedStringArray()
var _allowed_errors := PackedStringArray()
var _succeeded := false


func _process(_delta: float) -> void:
	if pump:
		Steam.run_callbacks()


## Runs before the case, and after it: for a script to override.
func before() -> void:
	pass


func after() -> void:
	pass


## Says that the case got to its end.
func succeed() -> void:
	_succeeded = true


func fail(why: String) -> void:
	_failures.append(why)


func has_failed() -> bool:
	return not _failures.is_empty()


func has_succeeded() -> bool:
	return _succeeded and _failures.is_empty()


## Compares type and value.
func assert_eq(actual: Variant, expected: Variant, what: String) -> bool:
	if typeof(actual) == typeof(expected) and actual == expected:
		return true
	fail("%s is %s, not %s" % [what, _describe(actual), _describe(expected)])
	return false


func assert_true(condition: bool, what: String) -> bool:
	if not condition:
		fail("not so: %s" % what)
	return condition


## Exactly one error (or warning) of this case has [param part] in it.
func expect_error(part: String) -> void:
	_expected_errors.append(part)


## Errors with [param part] in them are as good as none.
func allow_errors(part: String) -> void:
	_allowed_errors.append(part)


## Waits until [param condition] returns true, for at most [param seconds] of an idle machine. Once
## a case has failed, it waits for nothing any more.
func wait_until(condition: Callable, seconds: float, what: String) -> bool:
	seconds *= HEADROOM
	var deadline := Time.get_ticks_msec() + int(seconds * 1000.0)
	while not condition.call():
		if has_failed() or is_hopeless():
			return false
		if Time.get_ticks_msec() > deadline:
			fail("waited %s s in vain: %s" % [seconds, what])
			return false
		await get_tree().process_frame
	return true


## Lets [param seconds] pass, to see that something does not happen.
func pass_time(seconds: float) -> void:
	var end := Time.get_ticks_msec() + int(seconds * 1000.0)
	while Time.get_ticks_msec() < end and not has_failed():
		await get_tree().process_frame


## Whether waiting has become pointless; fails the case if so.
func is_hopeless() -> bool:
	return false


## Starts Steam, and records its signals from then on.
func start_steam(app_id: int = 480) -> bool:
	Steam.p2p_session_request.connect(_on_p2p_session_request)
	Steam.p2p_session_connect_fail.connect(_on_p2p_session_connect_fail)
	var answer: Dictionary = Steam.steamInitEx(app_id, false)
	return assert_eq(answer.get("status"), 0, "the status of steamInitEx (%s)" % answer.get("verbal"))


## Waits for the next packet on a channel and returns its dictionary, empty after a failure.
func receive(channel: int = 0, seconds: float = 10.0) -> Dictionary:
	var available := func() -> bool: return Steam.getAvailableP2PPacketSize(channel) > 0
	if not await wait_until(available, seconds, "a packet on channel %d" % channel):
		return {}
	return Steam.readP2PPacket(Steam.getAvailableP2PPacketSize(channel), channel)


## Waits for the next packet on a channel, and checks who sent what.
func expect_packet(from: int, data: PackedByteArray, channel: int = 0) -> bool:
	var packet := await receive(channel)
	if has_failed():
		return false
	return (
			assert_eq(packet.get("steam_id_remote"), from, "the sender on channel %d" % channel)
			and assert_eq(packet.get("data"), data, "the packet on channel %d" % channel)
	)


## Bytes that any process can make again from the size and the seed.
static func noise(size: int, random_seed: int = 1) -> PackedByteArray:
	var random := RandomNumberGenerator.new()
	random.seed = random_seed
	var words := PackedInt32Array()
	words.resize(size / 4 + 1)
	for i in words.size():
		words[i] = random.randi()
	var bytes := words.to_byte_array()
	bytes.resize(size)
	return bytes


## For the runner: what went wrong, given what the process logged meanwhile. Empty when all is well.
func verdict(log_entries: Array[TestLog.Entry]) -> PackedStringArray:
	var missing := _expected_errors.duplicate()
	for entry in log_entries:
		var found := _find_part_of(entry.text, missing)
		if found >= 0:
			missing.remove_at(found)
		elif _find_part_of(entry.text, _allowed_errors) < 0:
			_failures.append("unexpected error: %s" % entry.text)
	for part in missing:
		_failures.append("the error was not reported: %s" % part)
	if _failures.is_empty() and not _succeeded:
		_failures.append("the case did not reach its end")
	return _failures


func _find_part_of(text: String, parts: PackedStringArray) -> int:
	for i in parts.size():
		if text.contains(parts[i]):
			return i
	return -1


func _describe(value: Variant) -> String:
	if value is PackedByteArray and (value as PackedByteArray).size() > 32:
		var bytes: PackedByteArray = value
		return "%d bytes beginning with %s" % [bytes.size(), bytes.slice(0, 16).hex_encode()]
	return "%s %s" % [type_string(typeof(value)), var_to_str(value)]


func _on_p2p_session_request(steam_id_remote: int) -> void:
	requests.append(steam_id_remote)


func _on_p2p_session_connect_fail(steam_id_remote: int, session_error: int) -> void:
	connect_fails.append([steam_id_remote, session_error])
