extends LobbyScenario
## Everybody talks and sets data without a pause, and somebody's process is killed at any moment.
## Those who are left have heard the same, in the same order.

const LINES := 60

var _victim := ""


func _init() -> void:
	ends_together = false


func alice() -> void:
	await create(Steam.LOBBY_TYPE_PUBLIC, 3)
	mark("lobby", lobby)
	await _play()


func bob() -> void:
	await join(await await_mark("alice", "lobby") as int)
	await _play()


func carol() -> void:
	await join(await await_mark("alice", "lobby") as int)
	await _play()


func _play() -> void:
	await see_members(["alice", "bob", "carol"] as Array[String])
	mark("together")
	for other in others():
		await await_mark(other, "together")
	mark("talking")
	for i in LINES:
		# What is said while a new host is found may be lost, and then it is said to be.
		while not Steam.sendLobbyChatMsg(lobby, "%s %d" % [options.role, i]) and not has_failed():
			await get_tree().process_frame
		Steam.setLobbyMemberData(lobby, "line", str(i))
		for frame in 3:
			await get_tree().process_frame
	var lost := func() -> bool: return not _lost().is_empty()
	if not await wait_until(lost, SOON, "somebody is lost"):
		return
	_victim = _lost()
	mark("finished", _victim)
	for other in others():
		if other == _victim:
			continue
		assert_eq(await await_mark(other, "finished"), _victim, "who %s says is lost" % other)
		# A last word, so that all that was said before it has arrived.
		Steam.sendLobbyChatMsg(lobby, "%s ends" % options.role)
		await hear(["lobby_message", lobby, id_of(other), "%s ends" % other, Steam.CHAT_ENTRY_TYPE_CHAT_MSG])
		await hear(["lobby_message", lobby, Steam.getSteamID(), "%s ends" % options.role, Steam.CHAT_ENTRY_TYPE_CHAT_MSG])
		var mine := _history()
		mark("history", mine)
		var theirs: Variant = await await_mark(other, "history")
		assert_eq("\n".join(theirs as Array), "\n".join(mine), "what %s heard" % other)
		assert_eq(Steam.getLobbyMemberData(lobby, id_of(other), "line"), str(LINES - 1), "the last data of %s" % other)
		var said := mine.filter(func(line: String) -> bool: return line.begins_with("lobby_message %s " % other))
		assert_eq(said.size(), LINES + 1, "how much %s said" % other)
		mark("compared")
		await await_mark(other, "compared")
	succeed()


# The role that the lobby says is lost, or "".
func _lost() -> String:
	for entry in heard:
		if entry[0] == "lobby_chat_update" and entry[4] == Steam.CHAT_MEMBER_STATE_CHANGE_DISCONNECTED:
			return _role_of(entry[2] as int)
	return ""


# What was said, and who was lost, in the order in which this process heard it.
func _history() -> Array[String]:
	var lines: Array[String] = []
	for entry in heard:
		match entry[0]:
			"lobby_message":
				lines.append("lobby_message %s %s" % [_role_of(entry[2] as int), entry[3]])
			"lobby_chat_update" when entry[4] == Steam.CHAT_MEMBER_STATE_CHANGE_DISCONNECTED:
				lines.append("lobby_chat_update %s %d" % [_role_of(entry[2] as int), entry[4]])
	return lines


func _role_of(id: int) -> String:
	for role in options.roles:
		if id_of(role) == id:
			return role
	return "a stranger"
