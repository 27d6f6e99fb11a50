extends TestCase
## A lobby that somebody joins who says what is no text. For each wrong byte that reaches it the
## engine would print an error, and the game would stand still meanwhile.

const MESSAGES := 20

var _lobby := 0
var _heard: Array[String] = []


func test_chat_that_is_no_text() -> void:
	await start_steam()
	Steam.lobby_created.connect(_on_lobby_created)
	Steam.lobby_message.connect(_on_lobby_message)
	Steam.createLobby(Steam.LOBBY_TYPE_PUBLIC, 2)
	await wait_until(func() -> bool: return _lobby != 0, 10.0, "the lobby")
	Ids.write(options.folder, "bad_text.test.lobby", _lobby)
	await wait_until(func() -> bool: return _heard.size() == MESSAGES, 60.0, "all messages")
	for text in _heard:
		assert_eq(text, "\uFFFDbad\uFFFD", "what was said")
	succeed()


func _on_lobby_created(_result: int, lobby: int) -> void:
	_lobby = lobby


func _on_lobby_message(_lobby_id: int, _user: int, message: String, _type: int) -> void:
	_heard.append(message)
