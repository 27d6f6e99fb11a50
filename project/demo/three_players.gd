extends Node
## One of three players who meet in a lobby; [code]scripts/demo.sh[/code] starts all, headless.
##
## The environment says who this is: [code]GODOTSTEAM_PERSONA_NAME[/code] is Alice, Bob or Carol. Alice
## hosts, the others join. Quits with 0, or with 1 and a reason when something did not happen in time.

## Seconds until this is given up.
const DEADLINE := 30.0

## Who has shaken hands with us, who was seen to move, and what was said and noted.
var _greeted: Array[int] = []
var _moved: Array[int] = []
var _heard: Array[String] = []
## The lobby that was found, 0 if none.
var _found := 0
var _trouble := ""

@onready var _party: Party = $Party


func _ready() -> void:
	_party.lobbies_found.connect(_on_lobbies_found)
	_party.greeted.connect(_on_greeted)
	_party.moved.connect(_on_moved)
	_party.said.connect(_on_said)
	_party.noted.connect(_on_noted)
	await _play()
	if not _trouble.is_empty():
		print("I give up: %s" % _trouble)
	get_tree().quit(0 if _trouble.is_empty() else 1)


func _process(_delta: float) -> void:
	if Time.get_ticks_msec() > DEADLINE * 1000.0 and _trouble.is_empty():
		_trouble = "it took longer than %d seconds" % roundi(DEADLINE)


# The whole story. It is cut short when there is trouble.
func _play() -> void:
	if not _party.start():
		_trouble = "there is no Steam"
		return
	var me := Steam.getPersonaName()
	print("My Steam ID is %d, on the platform %s." % [Steam.getSteamID(), Steam.get_platform()])

	if me == "Alice":
		_party.host()
		await _until("a lobby", _is_inside)
		print("I host a lobby.")
	else:
		# Carol comes last, so that the story is always the same.
		if not await _find_a_lobby_with(2 if me == "Carol" else 1):
			return
		print("I found \"%s\" and join." % Steam.getLobbyData(_found, "name"))
		_party.join(_found)
		await _until("to be let in", _is_inside)
	await _until("three members", _are.bind(3))
	await _until("two handshakes", _has_met_all)
	if not _trouble.is_empty():
		return
	print("We are %s, and have shaken hands." % _list(_party.members()))

	match me:
		"Alice":
			_party.say("Hello, everybody!")
		"Bob":
			await _until("Alice's hello", _has_heard.bind("Hello, everybody!"))
			_party.say("Hello, Alice!")
		"Carol":
			await _until("Bob's hello", _has_heard.bind("Hello, Alice!"))
			_party.say("Shall we play?")
	await _until("Carol's question", _has_heard.bind("Shall we play?"))

	# Movement is unreliable packets; pings are too.
	_party.place = Vector2.ONE
	await _until("the others to move", _has_seen_all_move)
	await _until("two pings", _has_pinged_all)
	if not _trouble.is_empty():
		return
	print("I saw %s move." % _list(_party.others()))
	print("There and back: %s." % " and ".join(_party.others().map(_ping_of)))

	# What one says of oneself, all members can read. Nobody leaves before all are done.
	Steam.setLobbyMemberData(_party.lobby, "done", "yes")
	if not await _until("all to be done", _are_all_done):
		return
	if me == "Bob":
		await _until("Alice to leave", _has_heard.bind("Alice is gone; the lobby is Bob's"))
	elif me == "Carol":
		await _until("Bob to leave", _has_heard.bind("Bob is gone; the lobby is Carol's"))
	if _trouble.is_empty():
		_party.leave()
		print("I left.")


func _find_a_lobby_with(players: int) -> bool:
	while _found == 0 or Steam.getNumLobbyMembers(_found) != players:
		_party.find()
		await _party.lobbies_found
		if not _trouble.is_empty():
			return false
	return true


# Waits for a condition; false when there is trouble first.
func _until(what: String, condition: Callable) -> bool:
	while _trouble.is_empty() and not condition.call():
		await get_tree().process_frame
	if not _trouble.is_empty() and not "waiting" in _trouble:
		_trouble += ", waiting for %s" % what
	return _trouble.is_empty()


func _is_inside() -> bool:
	return _party.lobby != 0


func _are(count: int) -> bool:
	return _party.members().size() == count


func _has_met_all() -> bool:
	return _party.others().all(_greeted.has)


func _has_heard(text: String) -> bool:
	return text in _heard


func _has_seen_all_move() -> bool:
	return _party.others().all(_moved.has)


func _has_pinged_all() -> bool:
	return _party.pings.has_all(_party.others())


func _are_all_done() -> bool:
	return _party.members().all(_is_done)


func _is_done(who: int) -> bool:
	return Steam.getLobbyMemberData(_party.lobby, who, "done") == "yes"


func _ping_of(who: int) -> String:
	return "%s %d ms" % [_party.name_of(who), _party.pings[who]]


# Names, the owner marked: "Alice (owner), Bob and Carol".
func _list(players: Array[int]) -> String:
	var names := PackedStringArray()
	for who in players:
		names.append(_party.name_of(who) + (" (owner)" if who == _party.owner_id() else ""))
	var last := names[-1]
	names.resize(names.size() - 1)
	return "%s and %s" % [", ".join(names), last]


func _on_lobbies_found(lobbies: Array) -> void:
	_found = lobbies[0] if not lobbies.is_empty() else 0


func _on_greeted(who: int) -> void:
	_greeted.append(who)


func _on_moved(who: int, where: Vector2) -> void:
	if where == Vector2.ONE and not _moved.has(who):
		_moved.append(who)


func _on_said(who: int, text: String) -> void:
	_heard.append(text)
	print("%s: %s" % [_party.name_of(who), text])


func _on_noted(text: String) -> void:
	_heard.append(text)
	print("%s." % text)
