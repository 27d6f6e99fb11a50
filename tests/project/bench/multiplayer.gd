## Godot's high-level multiplayer in two processes on loopback: SteamMultiplayerPeer
## beside ENetMultiplayerPeer, in the same run and with the same scene. Run by
## scripts/bench.sh as BENCH_ROLE=sender, who hosts, and BENCH_ROLE=receiver.
## Prints one line for each measurement.
extends SceneTree

const ROUNDS := 3
const FRAMES := 120 # of a measurement, 60 a second
const CALLS := 50 # RPCs in a frame, about what a game sends in a second
const WINDOW := 2000 # RPCs on their way when they go as fast as they can
const NODES := 200
const PORT := 27962

var _patience := float(OS.get_environment("BENCH_PATIENCE")) if OS.has_environment("BENCH_PATIENCE") else 20.0 # s
var _folder := OS.get_environment("BENCH_DIR")
var _sending := OS.get_environment("BENCH_ROLE") == "sender"
var _api: SceneMultiplayer
var _stage: Stage
var _ours: bool


func _initialize() -> void:
	Engine.max_fps = 60
	multiplayer_poll = false # we do, and look at the clock
	_run.call_deferred()


func _run() -> void:
	_api = get_multiplayer() as SceneMultiplayer
	_stage = Stage.new()
	_stage.name = "Stage"
	root.add_child(_stage)
	for round in ROUNDS:
		for name: String in ["ours", "ENet"]:
			_ours = name == "ours"
			if not await _open(_folder.path_join("%s%d" % [name, round])):
				_check(false, "%s: the two processes did not connect" % name)
				quit()
				return
			if _sending:
				await _send_all(name)
			else:
				await _receive_all()
			_close()
	quit()


func _open(folder: String) -> bool:
	DirAccess.make_dir_recursive_absolute(folder)
	var peer: MultiplayerPeer
	if _ours:
		Steam.steamInit(480)
		var steam := SteamMultiplayerPeer.new()
		if _sending:
			steam.create_host()
			Ids.write(folder, "sender", Steam.getSteamID())
		else:
			steam.create_client(await Ids.wait(self, folder, "sender"))
		peer = steam
	else:
		var enet := ENetMultiplayerPeer.new()
		if _sending:
			enet.set_bind_ip("127.0.0.1")
			enet.create_server(PORT, 1)
			Ids.write(folder, "sender", 1)
		else:
			await Ids.wait(self, folder, "sender")
			enet.create_client("127.0.0.1", PORT)
		peer = enet
	_api.multiplayer_peer = peer
	return await _until(func() -> bool: return not _api.get_peers().is_empty())


func _close() -> void:
	_api.multiplayer_peer.close()
	_api.multiplayer_peer = null
	if _ours:
		Steam.steamShutdown()


func _send_all(name: String) -> void:
	for reliable: bool in [true, false]:
		await _calls(name, reliable)
	await _flood(name)
	await _synchronize(name)
	_stage.begin.rpc(Stage.Phase.OVER)
	if not await _until(func() -> bool: return _api.get_peers().is_empty()):
		_check(false, "the receiver did not leave")


## What RPCs take of the main thread, on both sides.
func _calls(name: String, reliable: bool) -> void:
	var what := "reliable" if reliable else "unreliable"
	await _begin(Stage.Phase.CALLS)
	var times := PackedFloat64Array()
	for frame in FRAMES:
		var start := Time.get_ticks_usec()
		for i in CALLS:
			if reliable:
				_stage.move.rpc(i, Vector3(i, frame, 0), 0.5)
			else:
				_stage.move_unreliable.rpc(i, Vector3(i, frame, 0), 0.5)
		_poll()
		times.append(float(Time.get_ticks_usec() - start) / CALLS)
		await process_frame
	var answer := await _finish()
	var least := FRAMES * CALLS if reliable else FRAMES * CALLS / 2
	_check(answer[0] >= least, "%s RPCs: of %d, %d arrived" % [what, FRAMES * CALLS, answer[0]])
	_report(name, "an RPC, %s, sender" % what, _median(times), "us")
	_report(name, "an RPC, %s, receiver" % what, answer[1], "us")


## RPCs as fast as they go: the receiver says how many it has got, and the
## sender keeps at most WINDOW on the way.
func _flood(name: String) -> void:
	await _begin(Stage.Phase.FLOOD)
	var sent := 0
	var start := Time.get_ticks_usec()
	while Time.get_ticks_usec() - start < 2_000_000:
		for i in mini(100, WINDOW - sent + _stage.acknowledged):
			_stage.move.rpc(i, Vector3(i, sent, 0), 0.5)
			sent += 1
		_poll()
	var answer := await _finish()
	_check(sent > WINDOW and answer[0] == sent, "RPCs flat out: of %d, %d arrived" % [sent, answer[0]])
	_report(name, "RPCs, reliable, flat out", answer[0] / maxf(answer[2], 1e-6), "RPCs/s")


## Nodes that move in each frame, under a MultiplayerSynchronizer each.
func _synchronize(name: String) -> void:
	await _begin(Stage.Phase.NODES)
	_stage.populate()
	for i in 30: # until the two agree on who is who
		_poll()
		await process_frame
	_stage.restart.rpc()
	var cpu := _cpu_seconds()
	for frame in 2 * FRAMES:
		_stage.shift(frame)
		_poll()
		await process_frame
	cpu = _cpu_seconds() - cpu
	var answer := await _finish()
	_stage.clear()
	_check(answer[0] > FRAMES * NODES, "nodes: of %d changes, %d arrived" % [2 * FRAMES * NODES, answer[0]])
	_report(name, "%d nodes, 60 Hz, CPU of both" % NODES, 30.0 / FRAMES * (cpu + answer[3]) * 1000, "ms/s")


func _begin(phase: Stage.Phase) -> void:
	_stage.acknowledged = 0
	_stage.is_ready = false
	_stage.begin.rpc(phase)
	_check(await _until(func() -> bool: return _stage.is_ready), "the receiver does not answer")


## Asks the receiver what has come: how many, µs for each, over how many seconds,
## and the CPU time it took.
func _finish() -> Array:
	for i in 10: # what is unreliable may still come
		_poll()
		await process_frame
	_stage.answer = []
	_stage.finish.rpc()
	if not await _until(func() -> bool: return not _stage.answer.is_empty()):
		return [0, 0.0, 0.0, 0.0]
	return _stage.answer


func _receive_all() -> void:
	_stage.phase = Stage.Phase.NONE
	var times := PackedFloat64Array()
	var cpu := 0.0
	var first := 0
	var last := 0
	while _stage.phase != Stage.Phase.OVER and not _api.get_peers().is_empty():
		var before := _stage.count
		var start := Time.get_ticks_usec()
		_poll()
		var end := Time.get_ticks_usec()
		var got := _stage.count - before
		if _stage.is_new:
			_stage.is_new = false
			times.clear()
			first = 0
			last = 0
			cpu = _cpu_seconds()
		elif got > 0:
			times.append(float(end - start) / got)
			first = end if first == 0 else first
			last = end
		if _stage.is_asked:
			_stage.is_asked = false
			_stage.reply.rpc_id(1, [_stage.count, _median(times), (last - first) / 1e6, _cpu_seconds() - cpu])
		if _stage.phase == Stage.Phase.FLOOD:
			if got == 0:
				OS.delay_usec(5)
		else:
			await process_frame
	_stage.clear()


func _poll() -> void:
	if _ours:
		Steam.run_callbacks() # as its game does in each frame
	_api.poll()


func _until(condition: Callable) -> bool:
	var deadline := Time.get_ticks_msec() + int(_patience * 1000)
	while not condition.call():
		if Time.get_ticks_msec() > deadline:
			return false
		_poll()
		await process_frame
	return true


## An error in what is printed fails the benchmark.
func _check(right: bool, what: String) -> void:
	if not right:
		push_error("this was not measured: %s" % what)


func _report(name: String, what: String, value: float, unit: String) -> void:
	print("PAIR\t%s\t%s\t%f\t%s" % [name, what, value, unit])


func _median(values: PackedFloat64Array) -> float:
	values.sort()
	return values[values.size() / 2] if not values.is_empty() else 0.0


func _cpu_seconds() -> float:
	var file := FileAccess.open("/proc/self/stat", FileAccess.READ)
	var fields := file.get_line().get_slice(")", 1).split(" ", false)
	return (float(fields[11]) + float(fields[12])) / 100


## The scene that both have.
class Stage extends Node:
	enum Phase { NONE, CALLS, FLOOD, NODES, OVER }

	# The receiver's.
	var phase := Phase.NONE
	var count := 0
	var is_new := false # counting has begun anew
	var is_asked := false

	# The sender's.
	var is_ready := false
	var acknowledged := 0
	var answer: Array = []

	var _nodes: Array[Node3D] = []

	@rpc("authority", "reliable")
	func begin(what: Phase) -> void:
		clear()
		phase = what
		if phase == Phase.NODES:
			populate()
		if phase != Phase.OVER:
			restart()
			ready_for_it.rpc_id(1)

	@rpc("authority", "reliable")
	func restart() -> void:
		count = 0
		is_new = true

	@rpc("authority", "reliable")
	func finish() -> void:
		is_asked = true

	@rpc("authority", "reliable")
	func move(_number: int, _where: Vector3, _angle: float) -> void:
		count += 1
		if phase == Phase.FLOOD and count % (WINDOW / 8) == 0:
			acknowledge.rpc_id(1, count)

	@rpc("authority", "unreliable")
	func move_unreliable(_number: int, _where: Vector3, _angle: float) -> void:
		count += 1

	@rpc("any_peer", "reliable")
	func ready_for_it() -> void:
		is_ready = true

	@rpc("any_peer", "reliable")
	func acknowledge(n: int) -> void:
		acknowledged = n

	@rpc("any_peer", "reliable")
	func reply(values: Array) -> void:
		answer = values

	func populate() -> void:
		var config := SceneReplicationConfig.new()
		config.add_property(^".:position")
		for i in NODES:
			var node := Node3D.new()
			node.name = "Node%d" % i
			var synchronizer := MultiplayerSynchronizer.new()
			synchronizer.name = "Synchronizer"
			synchronizer.replication_config = config
			synchronizer.synchronized.connect(_on_synchronized)
			node.add_child(synchronizer)
			add_child(node)
			_nodes.append(node)

	func shift(frame: int) -> void:
		for i in _nodes.size():
			_nodes[i].position = Vector3(i, frame, 0)

	func clear() -> void:
		for node in _nodes:
			node.free()
		_nodes.clear()

	func _on_synchronized() -> void:
		count += 1
