## The other side of calls.gd: counts what comes on channels 0 and 4, and answers
## each packet on channel 1 with many on channel 2 and the counts on channel 3.
extends SceneTree

const PACKETS := 4_000

var _folder := OS.get_environment("BENCH_DIR")
var _data := PackedByteArray()
var _counts: Dictionary[int, int] = { 0: 0, 4: 0 }


func _initialize() -> void:
	Engine.max_fps = 1000
	_data.resize(256)
	Steam.p2p_session_request.connect(_on_request)
	Steam.steamInit(480)
	Ids.write(_folder, "drain", Steam.getSteamID())


func _on_request(peer: int) -> void:
	Steam.acceptP2PSessionWithUser(peer)


func _process(_delta: float) -> bool:
	Steam.run_callbacks()
	for channel: int in _counts:
		while Steam.getAvailableP2PPacketSize(channel) > 0:
			Steam.readP2PPacket(256, channel)
			_counts[channel] += 1
	if Steam.getAvailableP2PPacketSize(1) > 0:
		var peer: int = Steam.readP2PPacket(1, 1)["steam_id_remote"]
		for i in PACKETS:
			Steam.sendP2PPacket(peer, _data, Steam.P2P_SEND_RELIABLE, 2)
		Steam.sendP2PPacket(peer, var_to_bytes(_counts), Steam.P2P_SEND_RELIABLE, 3)
		_counts = { 0: 0, 4: 0 }
	return FileAccess.file_exists(_folder.path_join("done"))
