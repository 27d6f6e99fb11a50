## Starts Steam, lets it run for a moment, and quits.
extends SceneTree


func _initialize() -> void:
	Steam.steamInitEx(480, true)
	Steam.createLobby(Steam.LOBBY_TYPE_PRIVATE, 2)
	create_timer(0.2).timeout.connect(quit)
