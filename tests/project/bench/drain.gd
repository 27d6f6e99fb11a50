## The other side of calls.gd: takes what comes on channel 0, and answers each
## packet on channel 1 with many on channel 2 and a last one on channel 3.
extends SceneTree

const PACKETS := 4_000

var _folder := OS.get_environment("BENCH_DIR")
var _data := PackedByteArray()


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
	while Steam.getAvailableP2PPacketSize(0) > 0:
		Steam.readP2PPacket(256, 0)
	if Steam.getAvailableP2PPacketSize(1) > 0:
		var peer: int = Steam.readP2PPacket(1, 1)["steam_id_remote"]
		for i in PACKETS:
			Steam.sendP2PPacket(peer, _data, Steam.P2P_SEND_RELIABLE, 2)
		Steam.sendP2PPacket(peer, PackedByteArray([1]), Steam.P2P_SEND_RELIABLE, 3)
	return FileAccess.file_exists(_folder.path_join("done"))
