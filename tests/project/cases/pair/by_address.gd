extends Scenario
## A peer that can't be found on this machine, reached by the address in GODOTSTEAM_PEERS.

var _data_dir := OS.get_environment("GODOTSTEAM_DATA_DIR")


func _init() -> void:
	starts_steam = false


func after() -> void:
	await super()
	OS.set_environment("GODOTSTEAM_DATA_DIR", _data_dir)
	OS.unset_environment("GODOTSTEAM_LISTEN")
	OS.unset_environment("GODOTSTEAM_PEERS")


func alice() -> void:
	var address := "127.0.0.1:%d" % _free_port()
	OS.set_environment("GODOTSTEAM_LISTEN", address)
	start_steam()
	mark("address", "%d@%s" % [Steam.getSteamID(), address])
	await meet()
	await accept_request(id_of("bob"))
	await expect_text(id_of("bob"), "I had your address")
	send(id_of("bob"), "and now I have yours")
	succeed()


func bob() -> void:
	var peers: Variant = await await_mark("alice", "address")
	OS.set_environment("GODOTSTEAM_PEERS", str(peers))
	OS.set_environment("GODOTSTEAM_DATA_DIR", _data_dir.path_join("elsewhere"))
	start_steam()
	await meet()
	send(id_of("alice"), "I had your address")
	await expect_text(id_of("alice"), "and now I have yours")
	succeed()


func _free_port() -> int:
	var socket := PacketPeerUDP.new()
	socket.bind(0, "127.0.0.1")
	var port := socket.get_local_port()
	socket.close()
	return port
