## Loads the addon a second time, while Steam runs, and sees that the first one goes on.
extends SceneTree


func _initialize() -> void:
	Steam.steamInitEx(480, true)
	Steam.lobby_created.connect(_on_lobby_created)
	print("loaded again: ", GDExtensionManager.load_extension("res://addons/godotsteam/again.gdextension.txt"))
	Steam.createLobby(Steam.LOBBY_TYPE_PRIVATE, 2)
	create_timer(20.0).timeout.connect(quit.bind(1))


func _on_lobby_created(_result: int, _lobby: int) -> void:
	print("CREATED")
	quit()
