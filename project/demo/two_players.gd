extends Node
## One of two players who greet each other; [code]scripts/demo.sh[/code] starts both, headless.
##
## The environment says who this is: [code]DEMO_NAME[/code] is Alice or Bob. They learn each other's
## Steam ID from files in [code]DEMO_DIR[/code], where a game would have a lobby. Quits with 0, or
## with 1 and a reason when something did not happen in time.

## Channels are numbers that a game gives a meaning to.
const CHAT := 0
const MOVEMENT := 1

## Seconds until this is given up.
const DEADLINE := 30.0
const MOVES := 5

var _my_name := OS.get_environment("DEMO_NAME")
var _folder := OS.get_environment("DEMO_DIR")
var _friend_name := "Bob" if _my_name == "Alice" else "Alice"
var _friend := 0
var _trouble := ""
var _greeting := ""
var _moves_seen := 0


func _ready() -> void:
	Steam.p2p_session_request.connect(_on_p2p_session_request)
	Steam.p2p_session_connect_fail.connect(_on_p2p_session_connect_fail)
	var went_well := await _play()
	if not went_well:
		_tell("I give up: %s" % _trouble)
	set_process(false) # there are no packets without Steam
	Steam.steamShutdown()
	get_tree().quit(0 if went_well else 1)


func _process(_delta: float) -> void:
	if Time.get_ticks_msec() > DEADLINE * 1000.0 and _trouble.is_empty():
		_trouble = "it took longer than %d seconds" % roundi(DEADLINE)
	_read_packets()


# The whole story. False, with a reason in _trouble, when it did not work.
func _play() -> bool:
	if not _my_name in ["Alice", "Bob"] or _folder.is_empty():
		_trouble = "set DEMO_NAME to Alice or Bob and DEMO_DIR to a folder that both share"
		return false
	var started: Dictionary = Steam.steamInitEx(480, true)
	if started["status"] != Steam.STEAM_API_INIT_RESULT_OK:
		_trouble = started["verbal"]
		return false
	_tell("My Steam ID is %d, on the %s platform." % [Steam.getSteamID(), Steam.get_platform()])
	_write("id", str(Steam.getSteamID()))
	if not await _until(_friend_has_written.bind("id")):
		return false
	_friend = _read("id").to_int()
	_tell("%s is %d." % [_friend_name, _friend])

	# Alice speaks first, so Bob is asked whether he wants to talk to her.
	if _my_name == "Alice":
		_send("Hello Bob, can you hear me?")
	if not await _until(_is_greeted):
		return false
	if _my_name == "Bob":
		_send("Loud and clear, Alice!")

	# Movement: often and small. A lost packet does not matter, the next one is newer.
	_tell("I move %d steps: unreliable packets on channel %d." % [MOVES, MOVEMENT])
	for step in MOVES:
		var position := PackedByteArray([step, 2 * step])
		Steam.sendP2PPacket(_friend, position, Steam.P2P_SEND_UNRELIABLE_NO_DELAY, MOVEMENT)
		await get_tree().create_timer(0.05).timeout
	# Unreliable packets may be lost, so one is enough.
	if not await _until(_has_seen_moves):
		return false
	await get_tree().create_timer(0.2).timeout
	_tell("I saw %s move %d of %d steps." % [_friend_name, _moves_seen, MOVES])
	_show_session()

	# Closing drops what still waits, so each waits until the other has everything.
	_write("done", "")
	if not await _until(_friend_has_written.bind("done")):
		return false
	Steam.closeP2PSessionWithUser(_friend)
	_tell("Session closed. Goodbye!")
	return true


func _send(text: String) -> void:
	_tell("I say: %s" % text)
	if not Steam.sendP2PPacket(_friend, text.to_utf8_buffer(), Steam.P2P_SEND_RELIABLE, CHAT):
		_trouble = "sendP2PPacket returned false"


func _read_packets() -> void:
	while Steam.getAvailableP2PPacketSize(CHAT) > 0:
		var packet := Steam.readP2PPacket(Steam.getAvailableP2PPacketSize(CHAT), CHAT)
		_greeting = (packet["data"] as PackedByteArray).get_string_from_utf8()
		_tell("%s says: %s" % [_friend_name, _greeting])
	while Steam.getAvailableP2PPacketSize(MOVEMENT) > 0:
		Steam.readP2PPacket(Steam.getAvailableP2PPacketSize(MOVEMENT), MOVEMENT)
		_moves_seen += 1


func _show_session() -> void:
	var state := Steam.getP2PSessionState(_friend)
	if state.is_empty():
		_trouble = "there is no session"
		return
	var ip: int = state["remote_ip"]
	_tell("Session: %s, %s %d.%d.%d.%d:%d, %d bytes waiting, error %d." % [
		"active" if state["connection_active"] else "not active",
		"through a relay at" if state["using_relay"] else "directly to",
		ip >> 24 & 255,
		ip >> 16 & 255,
		ip >> 8 & 255,
		ip & 255,
		state["remote_port"],
		state["bytes_queued_for_send"],
		state["session_error"],
	])


func _is_greeted() -> bool:
	return not _greeting.is_empty()


func _has_seen_moves() -> bool:
	return _moves_seen > 0


func _friend_has_written(what: String) -> bool:
	return FileAccess.file_exists(_folder.path_join("%s.%s" % [_friend_name, what]))


# Waits until the condition is true; false when there is trouble first.
func _until(condition: Callable) -> bool:
	while not condition.call():
		if not _trouble.is_empty():
			return false
		await get_tree().process_frame
	return _trouble.is_empty()


# Writes a file that the friend sees whole or not at all.
func _write(what: String, text: String) -> void:
	var path := _folder.path_join("%s.%s" % [_my_name, what])
	var file := FileAccess.open(path + ".part", FileAccess.WRITE)
	if file == null:
		_trouble = "%s can't be written" % path
		return
	file.store_string(text)
	file.close()
	DirAccess.rename_absolute(path + ".part", path)


func _read(what: String) -> String:
	return FileAccess.get_file_as_string(_folder.path_join("%s.%s" % [_friend_name, what]))


func _tell(text: String) -> void:
	print(text)


func _on_p2p_session_request(steam_id_remote: int) -> void:
	# Who asks has written the ID before, though we may not have come to read it.
	if steam_id_remote == _read("id").to_int():
		_tell("%s asks to talk to me, and I accept." % _friend_name)
		Steam.acceptP2PSessionWithUser(steam_id_remote)


func _on_p2p_session_connect_fail(_steam_id_remote: int, session_error: int) -> void:
	_trouble = "%s can't be reached (session error %d)" % [_friend_name, session_error]
