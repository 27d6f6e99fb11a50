## One peer of the soak (tests/soak_test.go): sends at random to everybody, and checks what it gets.
##
## A message says in which of its lives the sender sent it, and counts up for each receiver and
## channel. So a receiver knows whether a reliable one is missing, came twice or came too late. A gap
## is right in two places: before the first message that a process gets from another, and where the
## sender was told that the session failed, which begins a new epoch.
##
## In the end everybody says a last word to everybody on each reliable channel, and then how many
## messages there were. Who is told of a failure after that, or hears that a process has taken the
## place of the one before, says it again: else nothing would come that shows the gap.
##
## [code]--folder --name --names[/code] after [code]--[/code]: where the peers meet, who this one is,
## and who they all are. A file [code]NAME.leave[/code] asks it to leave, [code]stop[/code] asks everybody to finish.
extends SceneTree

const SEND_TYPES: Array[int] = [
	Steam.P2P_SEND_RELIABLE,
	Steam.P2P_SEND_RELIABLE_WITH_BUFFERING,
	Steam.P2P_SEND_UNRELIABLE,
	Steam.P2P_SEND_UNRELIABLE_NO_DELAY,
] # by channel
const RELIABLE_CHANNELS := 2
const FINISH := 4 # a channel of its own
const HEADER := 16 # life (8), epoch (4), number (4)


## What this process knows of another.
class Peer:
	var id: int
	var epoch := 0
	var sent: Array[int] = [0, 0, 0, 0]
	var got: Array[int] = [0, 0, 0, 0]
	var gaps := 0
	var failures := 0
	var life := 0 # of the last message
	var epochs: Array[int] = [0, 0]
	var next: Array[int] = [0, 0]
	var process := 0 # its life, as it says when it finishes
	var told: Array[int] = [-1, 0] # the epoch and the process of the last word
	var mark: Array = [] # what it says last of how many there were
	var complete := false # we have as many


var _life := int(Time.get_unix_time_from_system() * 1e6)
var _folder: String
var _name: String
var _names: PackedStringArray
var _peers: Dictionary[int, Peer] = {}
var _random := RandomNumberGenerator.new()
var _ready := false
var _finishing := false
var _next_report := 0


func _initialize() -> void:
	Engine.max_fps = 30
	for argument in OS.get_cmdline_user_args():
		var value := argument.get_slice("=", 1)
		match argument.get_slice("=", 0):
			"--folder":
				_folder = value
			"--name":
				_name = value
			"--names":
				_names = value.split(",")
	Steam.p2p_session_request.connect(_on_p2p_session_request)
	Steam.p2p_session_connect_fail.connect(_on_p2p_session_connect_fail)
	Steam.steamInitEx(480)
	_meet.call_deferred()


func _meet() -> void:
	Ids.write(_folder, _name + ".id", Steam.getSteamID())
	for other in _names:
		if other != _name:
			var peer := Peer.new()
			peer.id = await Ids.wait(self, _folder, other + ".id")
			_peers[peer.id] = peer
	_ready = true


func _process(_delta: float) -> bool:
	if not _ready:
		return false
	Steam.run_callbacks()
	_receive()
	if Time.get_ticks_msec() > _next_report:
		_next_report = Time.get_ticks_msec() + 1000
		_report()
		if FileAccess.file_exists(_folder.path_join(_name + ".leave")):
			return _leave()
		_finishing = FileAccess.file_exists(_folder.path_join("stop"))
		if _finishing:
			return _finish()
	if not _finishing:
		for peer: Peer in _peers.values():
			if _random.randf() < 0.5:
				_send(peer, _random_channel(), _random_size())
			if _random.randf() < 0.002:
				for i in 200:
					_send(peer, _random_channel(), _random.randi_range(0, 100))
	return false


func _random_channel() -> int:
	return _random.randi_range(0, SEND_TYPES.size() - 1)


func _random_size() -> int:
	match _random.randi_range(0, 2000):
		0:
			return (1 << 20) - HEADER
		var n when n < 20:
			return _random.randi_range(0, 200_000)
		var n when n < 400:
			return _random.randi_range(0, 20_000)
	return _random.randi_range(0, 1000)


func _send(peer: Peer, channel: int, size: int) -> bool:
	if channel >= RELIABLE_CHANNELS:
		size = mini(size, 1200 - HEADER)
	var data := PackedByteArray()
	data.resize(HEADER + size)
	data.fill(peer.sent[channel] & 0xFF)
	data.encode_u64(0, _life)
	data.encode_u32(8, peer.epoch)
	data.encode_u32(12, peer.sent[channel])
	if not Steam.sendP2PPacket(peer.id, data, SEND_TYPES[channel], channel):
		return false
	peer.sent[channel] += 1
	return true


func _receive() -> void:
	for channel in SEND_TYPES.size():
		while Steam.getAvailableP2PPacketSize(channel) > 0:
			var packet := Steam.readP2PPacket(Steam.getAvailableP2PPacketSize(channel), channel)
			var peer: Peer = _peers.get(packet["steam_id_remote"])
			if peer == null:
				_trouble("a packet from a stranger, %d" % packet["steam_id_remote"])
			else:
				_check(peer, channel, packet["data"])
	while Steam.getAvailableP2PPacketSize(FINISH) > 0:
		var packet := Steam.readP2PPacket(Steam.getAvailableP2PPacketSize(FINISH), FINISH)
		var peer := _peers[packet["steam_id_remote"]]
		peer.mark = bytes_to_var(packet["data"])
		peer.process = peer.mark[0]
		peer.complete = peer.mark == [peer.life, _life] + peer.next


func _check(peer: Peer, channel: int, data: PackedByteArray) -> void:
	peer.got[channel] += 1
	var life := data.decode_u64(0)
	var epoch := data.decode_u32(8)
	var number := data.decode_u32(12)
	var text := "channel %d of %d: message %d of epoch %d" % [channel, peer.id, number, epoch]
	var body := data.slice(HEADER)
	var filled := PackedByteArray()
	filled.resize(body.size())
	filled.fill(number & 0xFF)
	if body != filled:
		_trouble(text + " was changed on the way")
	if channel >= RELIABLE_CHANNELS:
		return
	if life < peer.life:
		_trouble(text + " is from an earlier life than the one before it")
	elif life > peer.life:
		peer.life = life
		peer.epochs.fill(-1)
		peer.next.fill(0)
	if epoch == peer.epochs[channel]:
		if number != peer.next[channel]:
			_trouble(text + " came where %d was due" % peer.next[channel])
	elif epoch < peer.epochs[channel] or number < peer.next[channel]:
		_trouble(text + " came after %d of epoch %d" % [peer.next[channel] - 1, peer.epochs[channel]])
	elif number > peer.next[channel]:
		peer.gaps += 1
	peer.epochs[channel] = epoch
	peer.next[channel] = number + 1


func _on_p2p_session_request(steam_id_remote: int) -> void:
	Steam.acceptP2PSessionWithUser(steam_id_remote)


func _on_p2p_session_connect_fail(steam_id_remote: int, _session_error: int) -> void:
	var peer := _peers[steam_id_remote]
	peer.failures += 1
	peer.epoch += 1


## Tells everybody how many there were, until everybody has all of everybody's.
func _finish() -> bool:
	var missing := PackedStringArray()
	for peer: Peer in _peers.values():
		if peer.told != [peer.epoch, peer.process] and _say_last_words(peer):
			peer.told = [peer.epoch, peer.process]
		var mark := [_life, peer.process] + peer.sent.slice(0, RELIABLE_CHANNELS)
		Steam.sendP2PPacket(peer.id, var_to_bytes(mark), Steam.P2P_SEND_RELIABLE, FINISH)
		if not peer.complete:
			missing.append("%d says %s, we have %s" % [peer.id, peer.mark, [peer.life, _life] + peer.next])
	if missing.is_empty():
		Ids.write(_folder, _name + ".done", 1)
	else:
		print("SOAK waits: ", "; ".join(missing))
	for other in _names:
		if not FileAccess.file_exists(_folder.path_join(other + ".done")):
			return false
	return _leave()


func _say_last_words(peer: Peer) -> bool:
	for channel in RELIABLE_CHANNELS:
		if not _send(peer, channel, 0):
			return false
	return true


func _leave() -> bool:
	_report()
	Steam.steamShutdown()
	print("SOAK left in order")
	return true


## Writes down what happened so far: this process may be killed at any time.
func _report() -> void:
	var peers := {}
	for peer: Peer in _peers.values():
		peers[str(peer.id)] = {"sent": peer.sent, "got": peer.got, "gaps": peer.gaps, "failures": peer.failures}
	var path := _folder.path_join("%s.%d.report" % [_name, _life])
	var file := FileAccess.open(path + ".new", FileAccess.WRITE)
	file.store_string(JSON.stringify({"name": _name, "id": str(Steam.getSteamID()), "peers": peers}))
	file.close()
	DirAccess.rename_absolute(path + ".new", path)


func _trouble(text: String) -> void:
	printerr("TROUBLE: %s" % text)
