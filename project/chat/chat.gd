extends Control
## A chat for two over Steam's peer-to-peer functions.
##
## Start the game twice, copy the Steam ID of one window and paste it into the other. The windows may
## be on the same machine; no Steam is needed. Callbacks are embedded (see Project Settings, Steam),
## so nothing in here calls [code]Steam.run_callbacks()[/code].

const CHANNEL := 0
const STATUS_INTERVAL := 0.25

const COLOR_ME := Color("5ec8e5")
const COLOR_FRIEND := Color("f2a65a")
const COLOR_NOTE := Color("8a93a6")
const COLOR_TROUBLE := Color("ef6f6c")

## Who waits for [member _accept_button] to be pressed; 0 if nobody.
var _asking := 0
var _until_status := 0.0

@onready var _my_id_field: LineEdit = %MyId
@onready var _copy_button: Button = %CopyMyId
@onready var _friend_id_field: LineEdit = %FriendId
@onready var _paste_button: Button = %PasteFriendId
@onready var _log: RichTextLabel = %Log
@onready var _request_panel: PanelContainer = %Request
@onready var _request_label: Label = %RequestText
@onready var _accept_button: Button = %Accept
@onready var _message_field: LineEdit = %Message
@onready var _send_button: Button = %Send
@onready var _status_label: Label = %Status


func _ready() -> void:
	_copy_button.pressed.connect(_on_copy_pressed)
	_paste_button.pressed.connect(_on_paste_pressed)
	_accept_button.pressed.connect(_on_accept_pressed)
	_send_button.pressed.connect(_send_message)
	_message_field.text_submitted.connect(_on_message_submitted)
	Steam.p2p_session_request.connect(_on_p2p_session_request)
	Steam.p2p_session_connect_fail.connect(_on_p2p_session_connect_fail)

	var started: Dictionary = Steam.steamInitEx()
	if started["status"] != Steam.STEAM_API_INIT_RESULT_OK:
		_note("Steam did not start: %s" % started["verbal"], COLOR_TROUBLE)
		_status_label.text = "Not running"
		_send_button.disabled = true
		set_process(false)
		return
	_my_id_field.text = str(Steam.getSteamID())
	_note("Hello, %s! Start this game a second time," % Steam.getPersonaName(), COLOR_NOTE)
	_note("copy the ID of one window, paste it in the other, and say something.", COLOR_NOTE)
	_message_field.grab_focus()


func _process(delta: float) -> void:
	_read_packets()
	_until_status -= delta
	if _until_status <= 0.0:
		_until_status = STATUS_INTERVAL
		_show_status()


func _exit_tree() -> void:
	Steam.steamShutdown()


## The friend whose ID is in the field; 0 if there is none that could be one.
func friend_id() -> int:
	var text := _friend_id_field.text.strip_edges()
	return text.to_int() if text.is_valid_int() else 0


func _read_packets() -> void:
	var size := Steam.getAvailableP2PPacketSize(CHANNEL)
	while size > 0:
		var packet := Steam.readP2PPacket(size, CHANNEL)
		var from: int = packet["steam_id_remote"]
		var data: PackedByteArray = packet["data"]
		_say(_short_name(from), COLOR_FRIEND, data.get_string_from_utf8())
		size = Steam.getAvailableP2PPacketSize(CHANNEL)


func _send_message() -> void:
	var text := _message_field.text.strip_edges()
	if text.is_empty():
		return
	if friend_id() == 0:
		_note("Whom to? Paste your friend's Steam ID first.", COLOR_TROUBLE)
		return
	if friend_id() == Steam.getSteamID():
		_note("That is your own ID, so you talk to yourself.", COLOR_NOTE)
	if not Steam.sendP2PPacket(friend_id(), text.to_utf8_buffer(), Steam.P2P_SEND_RELIABLE, CHANNEL):
		_note("This could not be sent: is the ID right?", COLOR_TROUBLE)
		return
	_say("Me", COLOR_ME, text)
	_message_field.clear()
	if friend_id() == _asking:
		_hide_request() # sending accepts


func _show_status() -> void:
	var session := "no session yet"
	var state: Dictionary = Steam.getP2PSessionState(friend_id()) if friend_id() != 0 else {}
	if not state.is_empty():
		session = _describe(state)
	_status_label.text = "Platform: %s   •   Session: %s" % [Steam.get_platform(), session]


func _describe(state: Dictionary) -> String:
	if state["connection_active"]:
		var text := "connected to %s:%d" % [_ip_text(state["remote_ip"] as int), state["remote_port"]]
		if state["packets_queued_for_send"] > 0:
			text += ", %d bytes waiting" % state["bytes_queued_for_send"]
		return text
	if state["connecting"]:
		return "waiting for your friend to answer…"
	return "no answer (error %d)" % state["session_error"]


func _ip_text(ip: int) -> String:
	return "%d.%d.%d.%d" % [ip >> 24 & 255, ip >> 16 & 255, ip >> 8 & 255, ip & 255]


func _short_name(id: int) -> String:
	if id == Steam.getSteamID():
		return "Me, to myself"
	return "Friend …%04d" % (id % 10000)


func _say(who: String, color: Color, text: String) -> void:
	_log.push_color(color)
	_log.add_text(who + ":  ")
	_log.pop()
	_log.add_text(text)
	_log.newline()


func _note(text: String, color: Color) -> void:
	_log.push_color(color)
	_log.add_text(text)
	_log.pop()
	_log.newline()


func _hide_request() -> void:
	_asking = 0
	_request_panel.hide()


func _on_p2p_session_request(steam_id_remote: int) -> void:
	if steam_id_remote == friend_id():
		Steam.acceptP2PSessionWithUser(steam_id_remote)
		return
	_asking = steam_id_remote
	_request_label.text = "%d would like to talk to you" % steam_id_remote
	_request_panel.show()


func _on_p2p_session_connect_fail(steam_id_remote: int, session_error: int) -> void:
	var why := "the session broke (error %d)" % session_error
	if session_error == Steam.P2P_SESSION_ERROR_TIMEOUT:
		why = "there was no answer. Are they running this game, and did they accept?"
	elif session_error == Steam.P2P_SESSION_ERROR_NO_RIGHTS_TO_APP:
		why = "your account does not own this game"
	_note("%s can't be reached: %s" % [_short_name(steam_id_remote), why], COLOR_TROUBLE)


func _on_accept_pressed() -> void:
	Steam.acceptP2PSessionWithUser(_asking)
	_friend_id_field.text = str(_asking)
	_hide_request()
	_message_field.grab_focus()


func _on_copy_pressed() -> void:
	DisplayServer.clipboard_set(_my_id_field.text)
	_note("Your ID is on the clipboard.", COLOR_NOTE)


func _on_paste_pressed() -> void:
	_friend_id_field.text = DisplayServer.clipboard_get().strip_edges()
	if friend_id() == 0:
		_note("What is on the clipboard is no Steam ID.", COLOR_TROUBLE)
	elif friend_id() == _asking:
		_on_accept_pressed()


func _on_message_submitted(_text: String) -> void:
	_send_message()
