extends MultiplayerScenario
## RPCs of every mode on the channels 0 to 3, in both directions.

const MODES: Dictionary[String, MultiplayerPeer.TransferMode] = {
	"unreliable": MultiplayerPeer.TRANSFER_MODE_UNRELIABLE,
	"ordered": MultiplayerPeer.TRANSFER_MODE_UNRELIABLE_ORDERED,
	"reliable": MultiplayerPeer.TRANSFER_MODE_RELIABLE,
}
const CHANNELS := 4
const NUMBERS := 30

var _lines: Array[Line] = []


## Line has one RPC, of one mode and one channel.
class Line:
	extends Node

	var mode: MultiplayerPeer.TransferMode
	var numbers: Array[int] = []

	func _init(of_mode: MultiplayerPeer.TransferMode, channel: int) -> void:
		mode = of_mode
		name = "Line%dOn%d" % [mode, channel]
		rpc_config(&"number", {
			"rpc_mode": MultiplayerAPI.RPC_MODE_ANY_PEER,
			"transfer_mode": mode,
			"channel": channel,
			"call_local": false,
		})

	func number(n: int) -> void:
		numbers.append(n)

	## All of the reliable ones have come, in order; of others some.
	func is_done() -> bool:
		if mode == MultiplayerPeer.TRANSFER_MODE_RELIABLE:
			return numbers.size() >= NUMBERS
		return not numbers.is_empty()


func before() -> void:
	await super()
	for mode: String in MODES:
		for channel in CHANNELS:
			var line := Line.new(MODES[mode], channel)
			stage.add_child(line)
			_lines.append(line)


func alice() -> void:
	host()
	await await_peer("bob")
	await _talk("bob")
	succeed()


func bob() -> void:
	await join_host()
	await _talk("alice")
	succeed()


func _talk(other: String) -> void:
	for n in NUMBERS:
		for line in _lines:
			line.number.rpc(n)
		await get_tree().process_frame
	await wait_until(func() -> bool: return _lines.all(func(line: Line) -> bool: return line.is_done()), 20.0, "all lines")
	mark("done")
	await await_mark(other, "done")
	for line in _lines:
		if line.mode == MultiplayerPeer.TRANSFER_MODE_RELIABLE:
			assert_eq(line.numbers, Array(range(NUMBERS), TYPE_INT, "", null), "what came on %s" % line.name)
		elif line.mode == MultiplayerPeer.TRANSFER_MODE_UNRELIABLE_ORDERED:
			var sorted := line.numbers.duplicate()
			sorted.sort()
			assert_eq(line.numbers, sorted, "the order on %s" % line.name)
