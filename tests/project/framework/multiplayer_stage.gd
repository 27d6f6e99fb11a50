class_name MultiplayerStage
extends Node
## One side of a game that is played through Godot's high-level multiplayer.

const AVATAR := preload("res://framework/avatar.tscn")

## What others have said: who, and what.
var heard: Array[Array] = []
var numbers: PackedInt32Array = []
var sizes: PackedInt32Array = []
## What came by [method take], whole.
var taken: Array[PackedByteArray] = []
## Numbers that came unreliably and in order.
var places: PackedInt32Array = []
## What the multiplayer API has told: "+id", "-id", "connected", "failed", "server gone".
var events: Array[String] = []

## What the spawner spawns.
var avatars := Node.new()
## Whether an avatar is named for the peer whose it is.
var own_avatars := false

var _case: Scenario


func _init(of_case: Scenario) -> void:
	_case = of_case
	name = "MultiplayerStage" # the same everywhere: RPCs go by paths
	avatars.name = "Avatars"
	add_child(avatars)
	avatars.child_entered_tree.connect(_on_avatar_entered)
	var spawner := MultiplayerSpawner.new()
	spawner.name = "Spawner"
	spawner.add_spawnable_scene(AVATAR.resource_path)
	spawner.spawn_path = NodePath("../Avatars")
	add_child(spawner)
	_case.get_tree().root.add_child(self)
	multiplayer.peer_connected.connect(_on_peer_connected)
	multiplayer.peer_disconnected.connect(_on_peer_disconnected)
	multiplayer.connected_to_server.connect(_on_event.bind("connected"))
	multiplayer.connection_failed.connect(_on_event.bind("failed"))
	multiplayer.server_disconnected.connect(_on_event.bind("server gone"))


func play(peer: MultiplayerPeer) -> void:
	multiplayer.multiplayer_peer = peer


## Forgets what was heard.
func forget() -> void:
	heard.clear()
	events.clear()


## Spawns an avatar, here and at everybody else.
func spawn(avatar_name: String) -> Node:
	var avatar := AVATAR.instantiate()
	avatar.name = avatar_name
	avatars.add_child(avatar, true)
	return avatar


## Waits until an avatar is here, and has a score.
func await_avatar(avatar_name: String, score: int) -> Node:
	var here := func() -> bool:
		return avatars.has_node(avatar_name) and avatars.get_node(avatar_name).get("score") == score
	await _case.wait_until(here, 20.0, "%s with the score %d" % [avatar_name, score])
	return avatars.get_node_or_null(avatar_name)


func await_no_avatar(avatar_name: String) -> bool:
	return await _case.wait_until(func() -> bool: return not avatars.has_node(avatar_name), 20.0, "no " + avatar_name)


## Takes everything back.
func clear() -> void:
	multiplayer.multiplayer_peer = null
	get_parent().remove_child(self)
	queue_free()


func await_events(expected: Array[String]) -> bool:
	var told := func() -> bool: return expected.all(func(e: String) -> bool: return events.has(e))
	return await _case.wait_until(told, 20.0, "%s among %s" % [expected, events])


## Waits for so many peers, and returns their IDs.
func await_peers(count: int) -> PackedInt32Array:
	await _case.wait_until(func() -> bool: return multiplayer.get_peers().size() == count, 20.0, "%d peers" % count)
	return multiplayer.get_peers()


func hear(line: Array) -> bool:
	return await _case.wait_until(func() -> bool: return heard.has(line), 20.0, "%s among %s" % [line, heard])


@rpc("any_peer", "reliable")
func say(what: String) -> void:
	heard.append([multiplayer.get_remote_sender_id(), what])


@rpc("any_peer", "unreliable", "call_remote", 1)
func say_unreliable(what: String) -> void:
	heard.append([multiplayer.get_remote_sender_id(), what])


@rpc("any_peer", "unreliable_ordered", "call_remote", 2)
func say_ordered(what: String) -> void:
	heard.append([multiplayer.get_remote_sender_id(), what])


@rpc("any_peer", "reliable")
func count(number: int) -> void:
	numbers.append(number)


@rpc("any_peer", "reliable")
func take(bytes: PackedByteArray) -> void:
	sizes.append(bytes.size())
	taken.append(bytes)


@rpc("any_peer", "unreliable_ordered", "call_remote", 1)
func place(number: int) -> void:
	places.append(number)


func _on_avatar_entered(avatar: Node) -> void:
	if own_avatars:
		avatar.get_node("Synchronizer").set_multiplayer_authority(avatar.name.to_int())


func _on_peer_connected(id: int) -> void:
	events.append("+%d" % id)


func _on_peer_disconnected(id: int) -> void:
	events.append("-%d" % id)


func _on_event(what: String) -> void:
	events.append(what)
