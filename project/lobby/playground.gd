class_name Playground
extends Panel
## Where the players move: each is their avatar, and follows their mouse.

const AVATAR := 40.0
## How fast an avatar catches up with the last place that was heard of, per second.
const CATCHING_UP := 12.0

var party: Party

## Where each player was last, from (0, 0) to (1, 1), and where they are drawn.
var _places: Dictionary[int, Vector2] = {}
var _drawn: Dictionary[int, Vector2] = {}


func _ready() -> void:
	set_process(false)


func _process(delta: float) -> void:
	for who in _places:
		_drawn[who] = _drawn[who].lerp(_places[who], minf(CATCHING_UP * delta, 1.0))
	queue_redraw()


func _gui_input(event: InputEvent) -> void:
	if event is InputEventMouse:
		party.place = ((event as InputEventMouse).position / size).clamp(Vector2.ZERO, Vector2.ONE)
		_on_moved(Steam.getSteamID(), party.place)


func _draw() -> void:
	var font := get_theme_default_font()
	var corner := Vector2.ONE * AVATAR / 2.0
	for who in _drawn:
		var where := corner + _drawn[who] * (size - Vector2(AVATAR, AVATAR + 16.0))
		var avatar := party.avatar_of(who)
		if avatar != null:
			draw_texture_rect(avatar, Rect2(where - corner, 2.0 * corner), false)
		var below := where + Vector2(-60.0, corner.y + 14.0)
		draw_string(font, below, party.name_of(who), HORIZONTAL_ALIGNMENT_CENTER, 120.0, 13, Color(1, 1, 1, 0.8))


## Shows the players of a party.
func open(with: Party) -> void:
	party = with
	party.moved.connect(_on_moved)
	party.members_changed.connect(_on_members_changed)
	set_process(true)


func _on_moved(who: int, where: Vector2) -> void:
	_places[who] = where
	if not _drawn.has(who):
		_drawn[who] = where


func _on_members_changed() -> void:
	var members := party.members()
	for who: int in _places.keys():
		if who not in members:
			_places.erase(who)
			_drawn.erase(who)
	if party.lobby != 0:
		_on_moved(Steam.getSteamID(), party.place)
