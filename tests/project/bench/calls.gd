## What one call from GDScript costs, over an empty loop. Run by scripts/bench.sh
## with a second process (drain.gd) that takes what is sent and sends back.
extends SceneTree

const ROUNDS := 15
const CALLS := 50_000
## Sends and reads in one go: what fits into the queues with room to spare.
const PACKETS := 4_000
const UNRELIABLE := 1_000

var _rows: Array[PackedStringArray] = []
var _empty: float


func _initialize() -> void:
	Steam.steamInit(480)
	_run.call_deferred()


func _run() -> void:
	var folder := OS.get_environment("BENCH_DIR")
	Ids.write(folder, "calls", Steam.getSteamID())
	var peer: int = await Ids.wait(self, folder, "drain")
	_empty = _median(_empty_loop, CALLS)

	_row("Engine.get_frames_drawn()", "", _median(_engine_int, CALLS))
	_row("AudioServer.is_bus_mute(0)", "", _median(_engine_bool, CALLS))
	_row("getSteamID()", "25", _median(_steam_id, CALLS))
	_row("isSteamRunning()", "", _median(_is_running, CALLS))
	_row("loggedOn()", "", _median(_logged_on, CALLS))
	_row("getAvailableP2PPacketSize(0), none", "25", _median(_poll, CALLS))
	_row("getAvailableP2PPacketSize() by default", "", _median(_poll_default, CALLS))
	_row("readP2PPacket(256, 0), none", "110", _median(_read_none, CALLS))
	_row("run_callbacks(), nothing to do", "2000", _median(_callbacks, CALLS))

	# A session, so that there is a state and somebody who takes packets.
	var hello := PackedByteArray([1])
	Steam.sendP2PPacket(peer, hello, Steam.P2P_SEND_RELIABLE, 5)
	while not Steam.getP2PSessionState(peer).get("connection_active", false):
		await process_frame
	_row("getP2PSessionState(peer), 8 keys", "800", _median(_state.bind(peer), CALLS))
	_check(Steam.getP2PSessionState(peer).size() == 8, "the state has 8 keys")

	var sends: Array[float] = []
	var reads: Array[float] = []
	var unreliable: Array[float] = []
	for round in ROUNDS:
		sends.append(_send(peer, Steam.P2P_SEND_RELIABLE))
		await _drained(peer)
		unreliable.append(_send(peer, Steam.P2P_SEND_UNRELIABLE))
		await _drained(peer)
		# The other side answers each byte on channel 1 with PACKETS packets.
		Steam.sendP2PPacket(peer, hello, Steam.P2P_SEND_RELIABLE, 1)
		while Steam.getAvailableP2PPacketSize(3) == 0:
			await process_frame
		var arrived: Dictionary = bytes_to_var(Steam.readP2PPacket(256, 3)["data"])
		_check(arrived[0] == PACKETS, "all %d reliable packets arrive, not %d" % [PACKETS, arrived[0]])
		_check(arrived[4] > 0, "of %d unreliable packets some arrive" % UNRELIABLE)
		reads.append(_read())
	_row("sendP2PPacket, 256 bytes, reliable", "250", _middle(sends))
	_row("sendP2PPacket, 256 bytes, unreliable", "250", _middle(unreliable))
	_row("readP2PPacket, 256 bytes", "480", _middle(reads))

	print("CALLS\tcall\tns\tgoal\tto Engine.get_frames_drawn()")
	var engine := float(_rows[0][2])
	for row in _rows:
		print("CALLS\t%s\t%s\t%s\t%.1f" % [row[0], row[2], row[1], float(row[2]) / engine])
	Ids.write(folder, "done", 1)
	quit()


func _row(name: String, goal: String, ns: float) -> void:
	_rows.append(PackedStringArray([name, goal, "%.0f" % ns]))


## An error in what is printed fails the benchmark.
func _check(right: bool, what: String) -> void:
	if not right:
		push_error("this was not measured: %s" % what)


## The median of several rounds, in nanoseconds a call, without the loop.
func _median(loop: Callable, count: int) -> float:
	var costs: Array[float] = []
	for round in ROUNDS:
		var start := Time.get_ticks_usec()
		loop.call()
		costs.append((Time.get_ticks_usec() - start) * 1000.0 / count)
	return _middle(costs) - _empty


func _middle(costs: Array[float]) -> float:
	costs.sort()
	return costs[costs.size() / 2]


func _drained(peer: int) -> void:
	while Steam.getP2PSessionState(peer)["bytes_queued_for_send"] > 0:
		await process_frame


func _empty_loop() -> void:
	for i in CALLS:
		pass


func _engine_int() -> void:
	for i in CALLS:
		Engine.get_frames_drawn()


func _engine_bool() -> void:
	for i in CALLS:
		AudioServer.is_bus_mute(0)


func _steam_id() -> void:
	for i in CALLS:
		Steam.getSteamID()


func _is_running() -> void:
	for i in CALLS:
		Steam.isSteamRunning()


func _logged_on() -> void:
	for i in CALLS:
		Steam.loggedOn()


func _poll() -> void:
	for i in CALLS:
		Steam.getAvailableP2PPacketSize(0)


func _poll_default() -> void:
	for i in CALLS:
		Steam.getAvailableP2PPacketSize()


func _read_none() -> void:
	for i in CALLS:
		Steam.readP2PPacket(256, 0)


func _callbacks() -> void:
	for i in CALLS:
		Steam.run_callbacks()


func _state(peer: int) -> void:
	for i in CALLS:
		Steam.getP2PSessionState(peer)


func _send(peer: int, how: Steam.P2PSend) -> float:
	var data := PackedByteArray()
	data.resize(256)
	var count := PACKETS if how == Steam.P2P_SEND_RELIABLE else UNRELIABLE
	var channel := 0 if how == Steam.P2P_SEND_RELIABLE else 4
	var start := Time.get_ticks_usec()
	for i in count - 1:
		Steam.sendP2PPacket(peer, data, how, channel)
	var cost := (Time.get_ticks_usec() - start) * 1000.0 / (count - 1) - _empty
	_check(Steam.sendP2PPacket(peer, data, how, channel), "the last of %d packets finds room in the queue" % count)
	return cost


func _read() -> float:
	var start := Time.get_ticks_usec()
	for i in PACKETS - 1:
		Steam.readP2PPacket(256, 2)
	var cost := (Time.get_ticks_usec() - start) * 1000.0 / (PACKETS - 1) - _empty
	_check(Steam.getAvailableP2PPacketSize(2) == 256, "the last of %d packets is there" % PACKETS)
	Steam.readP2PPacket(256, 2)
	_check(Steam.getAvailableP2PPacketSize(2) == 0, "no more than %d packets" % PACKETS)
	return cost
