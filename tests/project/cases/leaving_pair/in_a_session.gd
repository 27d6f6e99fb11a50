extends Scenario
## Two games quit without [code]steamShutdown[/code] while they talk.


func _init() -> void:
	shuts_down = false


func alice() -> void:
	await open_session("alice", "bob")
	Steam.sendP2PPacket(id_of("bob"), noise(1 << 20), Steam.P2P_SEND_RELIABLE)
	succeed()


func bob() -> void:
	await open_session("alice", "bob")
	succeed()
