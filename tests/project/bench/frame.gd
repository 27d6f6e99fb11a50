## What the addon takes of a frame: a game at 60 frames a second to which eight
## others send a packet of 256 bytes in every frame, and it to them. Run by
## scripts/bench.sh; BENCH_ROLE is [code]game[/code] for the one that is measured.
##
## Beside it stands a loop of GDScript alone that takes about as long: what the
## system does to that (other processes, interrupts) it does to ours as well.
extends SceneTree

const SENDERS := 8
const WARM_UP := 5.0 # seconds

var _folder := OS.get_environment("BENCH_DIR")
var _role := OS.get_environment("BENCH_ROLE")
var _seconds := maxf(float(OS.get_environment("BENCH_SECONDS")), 1.0)
var _data := PackedByteArray()
var _peers: Array[int] = []
var _started := 0
var _read := 0
var _loop := 100
var _receiving := PackedInt64Array()
var _all := PackedInt64Array()
var _beside := PackedInt64Array()


func _initialize() -> void:
	Engine.max_fps = 60
	_data.resize(256)
	Steam.p2p_session_request.connect(_on_request)
	Steam.steamInit(480)
	_run.call_deferred()


func _run() -> void:
	Ids.write(_folder, _role, Steam.getSteamID())
	if _role != "game":
		_peers.append(await Ids.wait(self, _folder, "game"))
		return
	for i in SENDERS:
		_peers.append(await Ids.wait(self, _folder, "sender%d" % i))
	_started = Time.get_ticks_usec()


func _on_request(peer: int) -> void:
	Steam.acceptP2PSessionWithUser(peer)


func _process(_delta: float) -> bool:
	var how := Steam.P2P_SEND_RELIABLE if Engine.get_process_frames() % 2 == 0 else Steam.P2P_SEND_UNRELIABLE_NO_DELAY
	var start := Time.get_ticks_usec()
	Steam.run_callbacks()
	while Steam.getAvailableP2PPacketSize() > 0:
		Steam.readP2PPacket(Steam.getAvailableP2PPacketSize())
		_read += 1
	var received := Time.get_ticks_usec()
	for peer in _peers:
		Steam.sendP2PPacket(peer, _data, how)
	var sent := Time.get_ticks_usec()
	if _started == 0:
		var ended := _role != "game" and FileAccess.file_exists(_folder.path_join("done"))
		_check(not ended or _read > 0, "%s gets packets" % _role)
		return ended
	var sum := 0
	for i in _loop:
		sum += i
	var end := Time.get_ticks_usec()
	if sent - _started < WARM_UP * 1e6:
		_loop = maxi(10, _loop + (10 if end - sent < sent - start else -10))
		_read = 0
		return false
	_receiving.append(received - start)
	_all.append(sent - start)
	_beside.append(end - sent)
	if sent - _started < (WARM_UP + _seconds) * 1e6:
		return false
	_report("run_callbacks and all reads", _receiving)
	_report("the same and all sends", _all)
	_report("for scale: a loop without the addon", _beside)
	var read := float(_read) / _all.size()
	print("READ\t%.1f" % read)
	_check(read > SENDERS / 4.0, "%d packets come in a frame, not %.1f" % [SENDERS, read])
	for peer in _peers:
		_check(Steam.getP2PSessionState(peer).get("connection_active", false), "all are there to the end")
	Ids.write(_folder, "done", 1)
	return true


## An error in what is printed fails the benchmark.
func _check(right: bool, what: String) -> void:
	if not right:
		push_error("this was not measured: %s" % what)


func _report(what: String, times: PackedInt64Array) -> void:
	times.sort()
	var n := times.size()
	print("FRAME\t%s\t%d\t%d\t%d\t%d\t%d" % [what, n, times[n / 2], times[n * 99 / 100], times[n * 999 / 1000], times[n - 1]])
