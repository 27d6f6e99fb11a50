extends SceneTree
## Plays the demo's main scene as a person does: Alice hosts, Bob joins, and both say who they are.
## Prints the chat when both have spoken. TestMainScene judges it.

const DEADLINE := 180.0

var _demo: Node


func _initialize() -> void:
	var main: String = ProjectSettings.get_setting("application/run/main_scene")
	_demo = (load(main) as PackedScene).instantiate()
	root.add_child(_demo)
	_play()


func _process(_delta: float) -> bool:
	if Time.get_ticks_msec() > DEADLINE * 1000.0:
		print("ERROR: it took too long")
		quit(1)
	return false


func _play() -> void:
	var me := OS.get_environment("GODOTSTEAM_PERSONA_NAME")
	var log_field: RichTextLabel = _demo.get_node("%Log")
	await process_frame
	if me == "Alice":
		_press("Host")
	else:
		var lobbies: ItemList = _demo.get_node("%Lobbies")
		while lobbies.item_count == 0 or not lobbies.is_item_selectable(0):
			await process_frame
		lobbies.select(0)
		_press("Join")
	await _see(func() -> bool: return (_demo.get_node("%Members") as ItemList).item_count == 2)
	if me == "Bob":
		await _see(func() -> bool: return "I am Alice" in log_field.get_parsed_text())
	(_demo.get_node("%Message") as LineEdit).text_submitted.emit("I am %s" % me)
	await _see(func() -> bool: return "I am Bob" in log_field.get_parsed_text())
	print(log_field.get_parsed_text())
	if me == "Alice": # who is the first to leave closes the session, which must not worry the other
		_press("Leave")
	else:
		await _see(func() -> bool: return (_demo.get_node("%Members") as ItemList).item_count == 1)
	quit()


func _press(button: String) -> void:
	(_demo.get_node("%" + button) as Button).pressed.emit()


func _see(condition: Callable) -> void:
	while not condition.call():
		await process_frame
