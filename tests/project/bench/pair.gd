## Two processes on loopback: ours beside Godot's own ENetConnection, in the same
## run and with the same loops. Run by scripts/bench.sh as BENCH_ROLE=sender and
## BENCH_ROLE=receiver. Prints one line for each measurement.
extends SceneTree

const SECONDS := 2.0
const ROUNDS := 3
const PINGS := 1500

var _folder := OS.get_environment("BENCH_DIR")
var _sending := OS.get_environment("BENCH_ROLE") == "sender"


func _initialize() -> void:
	_run.call_deferred()


func _run() -> void:
	for round in ROUNDS:
		for name: String in ["ours", "ENet"]:
			var wire: Wire = OurWire.new() if name == "ours" else ENetWire.new()
			if not await wire.open(self, _folder.path_join("%s%d" % [name, round]), _sending):
				push_error("%s: the two processes did not connect" % name)
				quit(1)
				return
			if _sending:
				await _send_all(name, wire)
			else:
				_receive_all(wire)
			wire.close()
	quit()


func _send_all(name: String, wire: Wire) -> void:
	for size: int in [16, 256, 1100]:
		for reliable: bool in [true, false]:
			await _flood(name, wire, size, reliable, SECONDS)
	await _flood(name, wire, 1 << 20, true, SECONDS)
	for reliable: bool in [true, false]:
		_pings(name, wire, reliable)
	_report(name, "memory, sender", _resident_mb(), "MB")
	wire.control([-1])
	var answer: Array = await wire.wait_for_control(self)
	_report(name, "memory, receiver", answer[0], "MB")


## Sends as fast as it goes for a while, and asks the receiver what arrived.
func _flood(name: String, wire: Wire, size: int, reliable: bool, seconds: float) -> void:
	var data := PackedByteArray()
	data.resize(size)
	wire.control([size])
	await wire.wait_for_control(self)
	var cpu := _cpu_seconds()
	var start := Time.get_ticks_usec()
	var sent := 0
	while Time.get_ticks_usec() - start < seconds * 1e6:
		sent += wire.burst(data, reliable)
	while not wire.is_drained():
		wire.service()
	wire.control([0])
	var answer: Array = await wire.wait_for_control(self)
	cpu = _cpu_seconds() - cpu
	var what := "%s, %s" % ["1 MiB" if size == 1 << 20 else "%d bytes" % size, "reliable" if reliable else "unreliable"]
	_check(answer[0] == sent if reliable else answer[0] > 0, "%s: of %d sent, %d arrived" % [what, sent, answer[0]])
	var took: float = answer[1]
	if size == 1 << 20:
		_report(name, what, answer[0] * size / took / 1e6, "MB/s")
	else:
		_report(name, what, answer[0] / took, "messages/s")
		if not reliable:
			_report(name, what + ", arrived", 100.0 * answer[0] / sent, "%")
	if size == 256 and reliable:
		_report(name, what + ", CPU of both", (cpu + answer[2]) / took, "cores")


func _pings(name: String, wire: Wire, reliable: bool) -> void:
	var data := PackedByteArray()
	data.resize(64)
	var times := PackedInt64Array()
	var lost := 0
	for i in PINGS:
		while not wire.take_pong().is_empty():
			pass # the answer to one that was taken for lost
		var start := Time.get_ticks_usec()
		wire.ping(data, reliable)
		while wire.take_pong().is_empty():
			if Time.get_ticks_usec() - start > 200_000:
				lost += 1
				break
			OS.delay_usec(5) # as a game that sleeps until its next frame
		times.append(Time.get_ticks_usec() - start)
	times.sort()
	var what := "round trip, %s, " % ("reliable" if reliable else "unreliable")
	_check(lost < PINGS / 2, "%s%d of %d" % [what, PINGS - lost, PINGS])
	_report(name, what + "p50", times[PINGS / 2], "us")
	_report(name, what + "p99", times[PINGS * 99 / 100], "us")


## The receiver's side: counts what comes until the sender asks.
func _receive_all(wire: Wire) -> void:
	var count := 0
	var cpu := 0.0
	var first := 0
	var last := 0
	while true:
		var got := wire.receive()
		if got > 0:
			last = Time.get_ticks_usec()
			if count == 0:
				first = last
			count += got
		var control := wire.take_control()
		if not control.is_empty():
			match int(control[0]):
				-1:
					wire.control([_resident_mb()])
					wire.settle()
					return
				0:
					# What is on its way unreliably may still come, and some may not be read yet.
					var until := Time.get_ticks_usec() + 100_000
					while Time.get_ticks_usec() < until:
						got = wire.receive()
						if got > 0:
							count += got
							last = Time.get_ticks_usec()
							until = last + 100_000
					wire.control([count, maxf(last - first, 1.0) / 1e6, _cpu_seconds() - cpu])
				_:
					count = 0
					cpu = _cpu_seconds()
					wire.control([0])
		elif got == 0:
			OS.delay_usec(5)


## An error in what is printed fails the benchmark.
func _check(right: bool, what: String) -> void:
	if not right:
		push_error("this was not measured: %s" % what)


func _report(name: String, what: String, value: float, unit: String) -> void:
	print("PAIR\t%s\t%s\t%f\t%s" % [name, what, value, unit])


## Memory that this process has in RAM, as Linux counts it.
func _resident_mb() -> float:
	var file := FileAccess.open("/proc/self/statm", FileAccess.READ)
	return float(file.get_line().split(" ")[1]) * 4096 / 1e6


func _cpu_seconds() -> float:
	var file := FileAccess.open("/proc/self/stat", FileAccess.READ)
	var fields := file.get_line().get_slice(")", 1).split(" ", false)
	return (float(fields[11]) + float(fields[12])) / 100


## What the loops above need of a transport.
@abstract class Wire:
	var _control: Array[Array] = []

	@abstract func open(tree: SceneTree, folder: String, sending: bool) -> bool
	@abstract func burst(data: PackedByteArray, reliable: bool) -> int
	@abstract func is_drained() -> bool
	@abstract func receive() -> int
	@abstract func control(values: Array) -> void
	@abstract func ping(data: PackedByteArray, reliable: bool) -> void
	@abstract func take_pong() -> PackedByteArray
	@abstract func service() -> void
	@abstract func close() -> void

	func take_control() -> Array:
		return [] if _control.is_empty() else _control.pop_front()

	func wait_for_control(tree: SceneTree) -> Array:
		while true:
			service()
			var control := take_control()
			if not control.is_empty():
				return control
			await tree.process_frame
		return []

	func settle() -> void:
		var until := Time.get_ticks_msec() + 200
		while Time.get_ticks_msec() < until:
			service()


## Channel 0: control. 1: the flood. 2 and 3: pings. 4 and 5: pongs.
class OurWire extends Wire:
	var _peer: int

	func open(tree: SceneTree, folder: String, sending: bool) -> bool:
		DirAccess.make_dir_recursive_absolute(folder)
		Steam.p2p_session_request.connect(_on_request)
		Steam.steamInit(480)
		var me := "sender" if sending else "receiver"
		Ids.write(folder, me, Steam.getSteamID())
		_peer = await Ids.wait(tree, folder, "receiver" if sending else "sender")
		if sending:
			Steam.sendP2PPacket(_peer, PackedByteArray([1]), Steam.P2P_SEND_RELIABLE, 7)
		for i in 10_000:
			service()
			if Steam.getP2PSessionState(_peer).get("connection_active", false):
				return true
			await tree.process_frame
		return false

	func _on_request(peer: int) -> void:
		Steam.acceptP2PSessionWithUser(peer)

	func burst(data: PackedByteArray, reliable: bool) -> int:
		var how := Steam.P2P_SEND_RELIABLE if reliable else Steam.P2P_SEND_UNRELIABLE
		for i in 200:
			if not Steam.sendP2PPacket(_peer, data, how, 1):
				OS.delay_usec(20) # the queue is full
				return i
		return 200

	func is_drained() -> bool:
		return Steam.getP2PSessionState(_peer).get("packets_queued_for_send", 0) == 0

	func receive() -> int:
		service()
		var count := 0
		var size := Steam.getAvailableP2PPacketSize(1)
		while size > 0 and count < 1000:
			Steam.readP2PPacket(size, 1)
			count += 1
			size = Steam.getAvailableP2PPacketSize(1)
		return count

	func control(values: Array) -> void:
		Steam.sendP2PPacket(_peer, var_to_bytes(values), Steam.P2P_SEND_RELIABLE, 0)

	func ping(data: PackedByteArray, reliable: bool) -> void:
		Steam.sendP2PPacket(_peer, data, Steam.P2P_SEND_RELIABLE if reliable else Steam.P2P_SEND_UNRELIABLE, 2 if reliable else 3)

	func take_pong() -> PackedByteArray:
		for channel: int in [4, 5]:
			if Steam.getAvailableP2PPacketSize(channel) > 0:
				return Steam.readP2PPacket(64, channel)["data"]
		return PackedByteArray()

	func service() -> void:
		Steam.run_callbacks()
		if Steam.getAvailableP2PPacketSize(0) > 0:
			_control.append(bytes_to_var(Steam.readP2PPacket(4096, 0)["data"]))
		for channel: int in [2, 3]:
			if Steam.getAvailableP2PPacketSize(channel) > 0:
				var data: PackedByteArray = Steam.readP2PPacket(64, channel)["data"]
				Steam.sendP2PPacket(_peer, data, Steam.P2P_SEND_RELIABLE if channel == 2 else Steam.P2P_SEND_UNRELIABLE, channel + 2)

	func close() -> void:
		Steam.p2p_session_request.disconnect(_on_request)
		Steam.steamShutdown()


## ENet has no bound on what waits to be sent: the receiver reports what it has
## got, and the sender keeps at most WINDOW bytes on the way.
class ENetWire extends Wire:
	const WINDOW := 4 << 20
	const PORT := 27961

	# Where to be, and where the receiver is: elsewhere when a bad network lies between.
	var _port := int(OS.get_environment("BENCH_ENET_PORT")) if OS.has_environment("BENCH_ENET_PORT") else PORT
	var _door := int(OS.get_environment("BENCH_ENET_DOOR")) if OS.has_environment("BENCH_ENET_DOOR") else PORT

	var _host := ENetConnection.new()
	var _peer: ENetPacketPeer
	var _sent := 0
	var _acknowledged := 0
	var _got := 0
	var _reported := 0
	var _pongs: Array[PackedByteArray] = []

	func open(tree: SceneTree, folder: String, sending: bool) -> bool:
		DirAccess.make_dir_recursive_absolute(folder)
		if sending:
			await Ids.wait(tree, folder, "receiver")
			_host.create_host_bound("127.0.0.1", 0 if _port == PORT else _port, 1, 16)
			_peer = _host.connect_to_host("127.0.0.1", _door, 16)
		else:
			if _host.create_host_bound("127.0.0.1", _port, 1, 16) != OK:
				return false
			Ids.write(folder, "receiver", 1)
		for i in 10_000:
			var event := _host.service(1)
			if event[0] == ENetConnection.EVENT_CONNECT:
				_peer = event[1]
				return true
			await tree.process_frame
		return false

	func burst(data: PackedByteArray, reliable: bool) -> int:
		if reliable and _sent - _acknowledged > WINDOW:
			service()
			return 0
		var flags := ENetPacketPeer.FLAG_RELIABLE if reliable else ENetPacketPeer.FLAG_UNSEQUENCED
		var count := clampi(WINDOW / data.size() / 4, 1, 200)
		for i in count:
			_peer.send(1 if reliable else 7, data, flags)
		_sent += count * data.size() if reliable else 0
		service()
		return count

	func is_drained() -> bool:
		return _sent == _acknowledged

	func receive() -> int:
		var before := _got
		var count := 0
		while count < 1000:
			var event := _host.service(0)
			if event[0] == ENetConnection.EVENT_NONE:
				break
			if event[0] == ENetConnection.EVENT_RECEIVE:
				count += _take(event[3])
		if _got - _reported > WINDOW / 16 or (count == 0 and _got > _reported):
			_reported = _got
			_peer.send(6, var_to_bytes(_got), ENetPacketPeer.FLAG_RELIABLE)
		return count

	## Takes one packet, and returns how many of the flood it was.
	func _take(channel: int) -> int:
		var data := _peer.get_packet()
		match channel:
			0:
				_control.append(bytes_to_var(data))
			1:
				_got += data.size()
				return 1
			7:
				return 1
			2, 3:
				_peer.send(channel + 2, data, ENetPacketPeer.FLAG_RELIABLE if channel == 2 else ENetPacketPeer.FLAG_UNSEQUENCED)
				_host.flush()
			4, 5:
				_pongs.append(data)
			6:
				_acknowledged = bytes_to_var(data)
		return 0

	func control(values: Array) -> void:
		_peer.send(0, var_to_bytes(values), ENetPacketPeer.FLAG_RELIABLE)
		service()

	func ping(data: PackedByteArray, reliable: bool) -> void:
		_peer.send(2 if reliable else 3, data, ENetPacketPeer.FLAG_RELIABLE if reliable else ENetPacketPeer.FLAG_UNSEQUENCED)
		_host.flush()

	func take_pong() -> PackedByteArray:
		service()
		return PackedByteArray() if _pongs.is_empty() else _pongs.pop_front()

	func service() -> void:
		while true:
			var event := _host.service(0)
			if event[0] == ENetConnection.EVENT_RECEIVE:
				_take(event[3])
			elif event[0] == ENetConnection.EVENT_NONE or event[0] == ENetConnection.EVENT_ERROR:
				return

	func close() -> void:
		if _peer.is_active(): # the other side may have closed
			_peer.peer_disconnect_later()
		settle()
		_host.destroy()
