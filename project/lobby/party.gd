class_name Party
extends Node
## Players who meet in a lobby and send each other packets: all that this demo asks of Steam.
##
## It goes the way of GodotSteam's tutorials. One player hosts a lobby, the others find it in a list
## and join. Who joins shakes hands with every member, which opens the sessions between them. Then
## lobby chat carries words, and packets carry movement. When the owner leaves, the lobby goes on.
##
## Callbacks are embedded (Project Settings, Steam), so nothing in here calls
## [code]Steam.run_callbacks()[/code].

## Answers [method find].
signal lobbies_found(lobbies: Array)
## We are in a lobby.
signal entered
## We are in it no more.
signal left
## Somebody came, went, or is known better: a name, a picture, a ping, the lobby's name.
signal members_changed
## A member's handshake came: packets go both ways.
signal greeted(who: int)
signal said(who: int, text: String)
signal moved(who: int, where: Vector2)
## Something to tell the player: who came or went, or what went wrong.
signal noted(text: String)

## Lobbies of app 480, Valve's test app, may be anybody's; these are ours.
const GAME := "GodotSteam in Go demo"
const MAX_MEMBERS := 8

const MOVE_INTERVAL := 0.05
const PING_INTERVAL := 1.0

## The lobby that we are in, 0 if none.
var lobby := 0
## Where we are, from (0, 0) to (1, 1). The others are told twenty times a second.
var place := Vector2(randf_range(0.15, 0.85), randf_range(0.25, 0.75))
## Milliseconds there and back, by member.
var pings: Dictionary[int, int] = {}

var _avatars: Dictionary[int, Texture2D] = {}
var _until_move := 0.0
var _until_ping := 0.0


func _ready() -> void:
	set_process(false)
	Steam.lobby_created.connect(_on_lobby_created)
	Steam.lobby_match_list.connect(_on_lobby_match_list)
	Steam.lobby_joined.connect(_on_lobby_joined)
	Steam.lobby_kicked.connect(_on_lobby_kicked)
	Steam.lobby_chat_update.connect(_on_lobby_chat_update)
	Steam.lobby_data_update.connect(_on_lobby_data_update)
	Steam.lobby_message.connect(_on_lobby_message)
	Steam.join_requested.connect(_on_join_requested)
	Steam.persona_state_change.connect(_on_persona_state_change)
	Steam.avatar_loaded.connect(_on_avatar_loaded)
	Steam.p2p_session_request.connect(_on_p2p_session_request)
	Steam.p2p_session_connect_fail.connect(_on_p2p_session_connect_fail)


func _process(delta: float) -> void:
	_read_packets()
	_until_move -= delta
	if _until_move <= 0.0:
		_until_move = MOVE_INTERVAL
		# Often and small: a lost one does not matter, the next one is newer.
		_send_to_all({"message": "move", "place": place}, Steam.P2P_SEND_UNRELIABLE_NO_DELAY)
	_until_ping -= delta
	if _until_ping <= 0.0:
		_until_ping = PING_INTERVAL
		_send_to_all({"message": "ping", "time": Time.get_ticks_msec()}, Steam.P2P_SEND_UNRELIABLE_NO_DELAY)


func _exit_tree() -> void:
	Steam.steamShutdown() # leaves the lobby, too


## Starts Steam. False, and a note, if it can't be.
func start() -> bool:
	var started: Dictionary = Steam.steamInitEx()
	if started["status"] != Steam.STEAM_API_INIT_RESULT_OK:
		noted.emit("Steam did not start: %s" % started["verbal"])
		return false
	# So Steam starts a game whose player accepted an invitation.
	var arguments := OS.get_cmdline_args()
	var invitation := arguments.find("+connect_lobby") + 1
	if invitation > 0 and invitation < arguments.size():
		join(arguments[invitation].to_int())
	return true


func host() -> void:
	Steam.createLobby(Steam.LOBBY_TYPE_PUBLIC, MAX_MEMBERS)


func find() -> void:
	Steam.addRequestLobbyListStringFilter("game", GAME, Steam.LOBBY_COMPARISON_EQUAL)
	Steam.requestLobbyList()


func join(which: int) -> void:
	Steam.joinLobby(which)


func leave() -> void:
	if lobby == 0:
		return
	for member in others():
		Steam.closeP2PSessionWithUser(member)
	Steam.leaveLobby(lobby)
	lobby = 0
	pings.clear()
	set_process(false)
	left.emit()


## Says something to all members. It comes back to us too.
func say(text: String) -> void:
	Steam.sendLobbyChatMsg(lobby, text)


## The members in the order in which they joined.
func members() -> Array[int]:
	var ids: Array[int] = []
	if lobby != 0:
		for i in Steam.getNumLobbyMembers(lobby):
			ids.append(Steam.getLobbyMemberByIndex(lobby, i))
	return ids


func others() -> Array[int]:
	var ids := members()
	ids.erase(Steam.getSteamID())
	return ids


func owner_id() -> int:
	return Steam.getLobbyOwner(lobby)


func name_of(who: int) -> String:
	var known := Steam.getFriendPersonaName(who)
	return known if not known.is_empty() else "…" # persona_state_change tells when it is


## A member's picture, null until it is loaded.
func avatar_of(who: int) -> Texture2D:
	if not _avatars.has(who):
		_avatars[who] = null # asked for once
		Steam.getPlayerAvatar(Steam.AVATAR_MEDIUM, who)
	return _avatars[who]


func _send_to_all(message: Dictionary, send_type: Steam.P2PSend) -> void:
	for member in others():
		_send(member, message, send_type)


func _send(to: int, message: Dictionary, send_type: Steam.P2PSend) -> void:
	Steam.sendP2PPacket(to, var_to_bytes(message), send_type)


func _shake_hands(with: int) -> void:
	_send(with, {"message": "handshake"}, Steam.P2P_SEND_RELIABLE)


func _read_packets() -> void:
	while Steam.getAvailableP2PPacketSize() > 0:
		var packet := Steam.readP2PPacket(Steam.getAvailableP2PPacketSize())
		var message: Variant = bytes_to_var(packet["data"] as PackedByteArray)
		if message is Dictionary: # who knows what others send
			_receive(packet["steam_id_remote"] as int, message as Dictionary)


func _receive(from: int, message: Dictionary) -> void:
	match message:
		{"message": "handshake"}:
			greeted.emit(from)
		{"message": "move", "place": var where} when where is Vector2:
			moved.emit(from, (where as Vector2).clamp(Vector2.ZERO, Vector2.ONE))
		{"message": "ping", "time": var time} when time is int:
			_send(from, {"message": "pong", "time": time}, Steam.P2P_SEND_UNRELIABLE_NO_DELAY)
		{"message": "pong", "time": var time} when time is int:
			pings[from] = Time.get_ticks_msec() - (time as int)
			members_changed.emit()


func _on_lobby_created(result: int, lobby_id: int) -> void:
	if result != Steam.RESULT_OK:
		noted.emit("No lobby could be made: result %d" % result)
		return
	Steam.setLobbyData(lobby_id, "game", GAME)
	Steam.setLobbyData(lobby_id, "name", "%s's lobby" % Steam.getPersonaName())


func _on_lobby_match_list(lobbies: Array) -> void:
	lobbies_found.emit(lobbies)


func _on_lobby_joined(lobby_id: int, _permissions: int, _locked: bool, response: int) -> void:
	if response != Steam.CHAT_ROOM_ENTER_RESPONSE_SUCCESS:
		noted.emit("The lobby can't be joined: response %d" % response)
		return
	lobby = lobby_id
	set_process(true)
	for member in others():
		_shake_hands(member)
	entered.emit()
	members_changed.emit()


# The others have lost us and gone on.
func _on_lobby_kicked(lobby_id: int, _admin_id: int, _due_to_disconnect: int) -> void:
	if lobby_id == lobby:
		leave()
		noted.emit("You are no longer in the lobby")


func _on_lobby_data_update(_success: int, _lobby_id: int, _member_id: int) -> void:
	members_changed.emit()


func _on_lobby_chat_update(lobby_id: int, changed_id: int, _making_change_id: int, chat_state: int) -> void:
	if lobby_id != lobby:
		return
	if chat_state & Steam.CHAT_MEMBER_STATE_CHANGE_ENTERED:
		_shake_hands(changed_id)
		noted.emit("%s is here" % name_of(changed_id))
	else: # left, lost or thrown out
		Steam.closeP2PSessionWithUser(changed_id)
		pings.erase(changed_id)
		noted.emit("%s is gone; the lobby is %s's" % [name_of(changed_id), name_of(owner_id())])
	members_changed.emit()


func _on_lobby_message(lobby_id: int, user: int, message: String, _chat_type: int) -> void:
	if lobby_id == lobby:
		said.emit(user, message)


# The player accepted an invitation in Steam's overlay.
func _on_join_requested(lobby_id: int, _steam_id: int) -> void:
	leave()
	join(lobby_id)


func _on_persona_state_change(_steam_id: int, _flags: int) -> void:
	members_changed.emit()


func _on_avatar_loaded(who: int, size: int, data: PackedByteArray) -> void:
	var image := Image.create_from_data(size, size, false, Image.FORMAT_RGBA8, data)
	_avatars[who] = ImageTexture.create_from_image(image)
	members_changed.emit()


func _on_p2p_session_request(steam_id_remote: int) -> void:
	# Not from strangers. A member whose coming we haven't heard of yet is
	# greeted as soon as we do, and that accepts as well.
	if steam_id_remote in members():
		Steam.acceptP2PSessionWithUser(steam_id_remote)


func _on_p2p_session_connect_fail(steam_id_remote: int, session_error: int) -> void:
	noted.emit("%s can't be reached: session error %d" % [name_of(steam_id_remote), session_error])
