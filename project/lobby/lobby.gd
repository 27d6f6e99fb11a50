extends Control
## The demo: host a lobby or join one, talk, and move about.
##
## Start the game several times. The windows may be on the same machine, and no Steam is needed.
## What is asked of Steam is in [Party]; this is what it looks like.

const COLOR_NOTE := Color("8a93a6")
const COLOR_ME := Color("5ec8e5")
const COLOR_OTHER := Color("f2a65a")

var _found: Array[int] = []

@onready var _party: Party = %Party
@onready var _outside: Control = %Outside
@onready var _inside: Control = %Inside
@onready var _lobbies: ItemList = %Lobbies
@onready var _join_button: Button = %Join
@onready var _looking: Timer = %Looking
@onready var _title: Label = %Title
@onready var _members: ItemList = %Members
@onready var _playground: Playground = %Playground
@onready var _log: RichTextLabel = %Log
@onready var _message: LineEdit = %Message
@onready var _status: Label = %Status


func _ready() -> void:
	(%Host as Button).pressed.connect(_party.host)
	(%Leave as Button).pressed.connect(_party.leave)
	_join_button.pressed.connect(_on_join_pressed)
	_lobbies.item_activated.connect(_on_lobby_activated)
	_lobbies.item_selected.connect(_on_lobby_selected)
	_message.text_submitted.connect(_on_message_submitted)
	_looking.timeout.connect(_party.find)
	_party.lobbies_found.connect(_on_lobbies_found)
	_party.entered.connect(_on_entered)
	_party.left.connect(_look)
	_party.members_changed.connect(_on_members_changed)
	_party.said.connect(_on_said)
	_party.noted.connect(_on_noted)

	_inside.hide()
	if not _party.start():
		(%Host as Button).disabled = true
		return
	_playground.open(_party)
	_status.text = "You are %s on the platform %s" % [Steam.getPersonaName(), Steam.get_platform()]
	_look()


func _look() -> void:
	_inside.hide()
	_outside.show()
	_party.find()
	_looking.start()


func _on_lobbies_found(found: Array) -> void:
	var selected: Array = Array(_lobbies.get_selected_items()).map(func(i: int) -> int: return _found[i])
	_found.assign(found)
	_lobbies.clear()
	for lobby in _found:
		var count := "%d of %d" % [Steam.getNumLobbyMembers(lobby), Steam.getLobbyMemberLimit(lobby)]
		var item := _lobbies.add_item("%s   (%s)" % [Steam.getLobbyData(lobby, "name"), count])
		if lobby in selected:
			_lobbies.select(item)
	if _found.is_empty():
		_lobbies.add_item("Nobody hosts a lobby. Be the first!", null, false)
	_join_button.disabled = not _lobbies.is_anything_selected()


func _on_lobby_selected(_item: int) -> void:
	_join_button.disabled = false


func _on_lobby_activated(item: int) -> void:
	_party.join(_found[item])


func _on_join_pressed() -> void:
	_party.join(_found[_lobbies.get_selected_items()[0]])


func _on_entered() -> void:
	_looking.stop()
	_outside.hide()
	_inside.show()
	_log.clear()
	_message.grab_focus()


func _on_members_changed() -> void:
	if _party.lobby == 0:
		return
	_title.text = Steam.getLobbyData(_party.lobby, "name")
	_members.clear()
	for who in _party.members():
		var about := PackedStringArray()
		if who == Steam.getSteamID():
			about.append("you")
		if who == _party.owner_id():
			about.append("owner")
		if _party.pings.has(who):
			about.append("%d ms" % _party.pings[who])
		_members.add_item("%s   %s" % [_party.name_of(who), "  ·  ".join(about)], _party.avatar_of(who), false)


func _on_message_submitted(text: String) -> void:
	if not text.strip_edges().is_empty():
		_party.say(text.strip_edges())
	_message.clear()


func _on_said(who: int, text: String) -> void:
	_log.push_color(COLOR_ME if who == Steam.getSteamID() else COLOR_OTHER)
	_log.add_text("%s:  " % _party.name_of(who))
	_log.pop()
	_log.add_text(text)
	_log.newline()


func _on_noted(text: String) -> void:
	if _outside.visible:
		_status.text = text
		return
	_log.push_color(COLOR_NOTE)
	_log.add_text(text)
	_log.pop()
	_log.newline()
