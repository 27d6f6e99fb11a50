extends TestCase
## Games have enums of their own with Steam's values. GDScript checks what a call is given when it
## parses, so this script would not even load if the class minded.

enum LobbyKind { PRIVATE, FRIENDS_ONLY, PUBLIC, INVISIBLE }
enum Distance { CLOSE, DEFAULT, FAR, WORLDWIDE }
enum Presence { OFFLINE, ONLINE }

var _lobby: int = 0


func before() -> void:
	await start_steam()
	Steam.lobby_created.connect(_on_lobby_created)


func after() -> void:
	Steam.steamShutdown()


func test_enums_of_the_game() -> void:
	Steam.addRequestLobbyListDistanceFilter(Distance.WORLDWIDE)
	Steam.createLobby(LobbyKind.PUBLIC, 2)
	var created := func() -> bool: return _lobby != 0
	await wait_until(created, 10.0, "lobby_created")
	assert_eq(Steam.setLobbyType(_lobby, LobbyKind.INVISIBLE), true, "setLobbyType")
	var state: Presence = Steam.getPersonaState() as Presence
	assert_eq(state, Presence.ONLINE, "getPersonaState")
	succeed()


func _on_lobby_created(_result: int, lobby: int) -> void:
	_lobby = lobby
