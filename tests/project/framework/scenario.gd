class_name Scenario
extends TestCase
## A test case that several processes play together, each the method named for its role.
##
## Steam is started before, and shut down when everybody is done. The processes meet through files
## in [member Options.folder]: see [method mark] and [method await_mark].

## How long the others may take to get where this process waits for them.
const PATIENCE := 40.0

## The game that this process plays; set in [method _init] for something else than 480.
var app_id := 480
## Whether Steam is started by the framework; else the case does it and then calls [method meet].
var starts_steam := true
## Whether everybody waits for everybody at the end.
var ends_together := true
## Whether Steam is shut down at the end.
var shuts_down := true

var _topic := ""
var _next_look := 0


func before() -> void:
	_topic = (get_script() as Script).resource_path.get_file().get_basename()
	if starts_steam and start_steam(app_id):
		await meet()


func after() -> void:
	mark("end" if has_succeeded() else "failed")
	if ends_together and has_succeeded():
		for other in others():
			await await_mark(other, "end")
	if shuts_down:
		Steam.steamShutdown()


## Tells the others this process's Steam ID, and waits for theirs.
func meet() -> void:
	mark("id", Steam.getSteamID())
	for other in others():
		await await_mark(other, "id")


## The other roles.
func others() -> PackedStringArray:
	var names := PackedStringArray()
	for name_of_role in options.roles:
		if name_of_role != options.role:
			names.append(name_of_role)
	return names


## The Steam ID of a role.
func id_of(role: String) -> int:
	return _read_mark(role, "id")


## Leaves a mark, with a value if wanted, for the other processes to wait for.
func mark(what: String, value: Variant = true) -> void:
	var path := _mark_path(options.role, what)
	var file := FileAccess.open(path + ".part", FileAccess.WRITE)
	file.store_string(var_to_str(value))
	file.close()
	DirAccess.rename_absolute(path + ".part", path)


## Waits for another role's mark, and returns its value.
func await_mark(role: String, what: String, patience := PATIENCE) -> Variant:
	var path := _mark_path(role, what)
	var exists := func() -> bool: return FileAccess.file_exists(path)
	if not await wait_until(exists, patience, "%s says %s" % [role, what]):
		return null
	return _read_mark(role, what)


## Whether another role has left a mark.
func has_mark(role: String, what: String) -> bool:
	return FileAccess.file_exists(_mark_path(role, what))


## The session with a user has come up.
func await_active(peer: int) -> bool:
	var active := func() -> bool:
		return Steam.getP2PSessionState(peer).get("connection_active", false)
	return await wait_until(active, 10.0, "the session is active")


## A request arrives, and it is the only one so far and from [param peer].
func expect_request(peer: int) -> bool:
	var requested := func() -> bool: return not requests.is_empty()
	if not await wait_until(requested, 10.0, "p2p_session_request"):
		return false
	return assert_eq(requests, [peer] as Array[int], "the requests")


## Waits for a request and accepts it.
func accept_request(peer: int) -> bool:
	return (
			await expect_request(peer)
			and assert_eq(Steam.acceptP2PSessionWithUser(peer), true, "acceptP2PSessionWithUser")
	)


## Sends a reliable message, which must be accepted for sending.
func send(peer: int, text: String, channel: int = 0) -> bool:
	var sent := Steam.sendP2PPacket(peer, text.to_utf8_buffer(), Steam.P2P_SEND_RELIABLE, channel)
	return assert_eq(sent, true, "sending '%s'" % text)


## Waits for a text from [param peer].
func expect_text(peer: int, text: String, channel: int = 0) -> bool:
	return await expect_packet(peer, text.to_utf8_buffer(), channel)


## Opens a session between two roles: [param first] sends, the other accepts and answers.
func open_session(first: String, second: String) -> void:
	if options.role == first:
		send(id_of(second), "hello")
		await expect_text(id_of(second), "hello yourself")
	else:
		await accept_request(id_of(first))
		await expect_text(id_of(first), "hello")
		send(id_of(first), "hello yourself")
		requests.clear()


## Nobody is waited for once somebody has failed.
func is_hopeless() -> bool:
	if Time.get_ticks_msec() < _next_look:
		return false
	_next_look = Time.get_ticks_msec() + 100
	for other in others():
		if FileAccess.file_exists(_mark_path(other, "failed")):
			fail("%s failed" % other)
			return true
	return false


func _mark_path(role: String, what: String) -> String:
	return options.folder.path_join("%s.%s.%s" % [_topic, role, what])


func _read_mark(role: String, what: String) -> Variant:
	return str_to_var(FileAccess.get_file_as_string(_mark_path(role, what)))
