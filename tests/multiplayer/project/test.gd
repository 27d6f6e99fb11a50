## SceneMultiplayer over SteamMultiplayerPeer: several sides of a game in one process, each with a
## SceneMultiplayer of its own, see ../main.go for the network between them.
extends SceneTree

const Game = preload("res://game.gd")
const Player = preload("res://player.tscn")

var _failures := 0
var _parts: Array[Part] = []


## Part is one user's part of the game.
class Part:
	var user: int
	var steam_id: int
	var api := SceneMultiplayer.new()
	var peer: SteamMultiplayerPeer
	var root := Node.new()
	var game: Node = Game.new()
	var players := Node.new()
	var events: Array[String] = []

	func _init(tree: SceneTree, number: int) -> void:
		user = number
		steam_id = Lab.be(number)
		root.name = "Part%d" % number
		game.name = "Game"
		players.name = "Players"
		root.add_child(game)
		root.add_child(players)
		var spawner := MultiplayerSpawner.new()
		spawner.name = "Spawner"
		spawner.add_spawnable_scene("res://player.tscn")
		root.add_child(spawner)
		spawner.spawn_path = NodePath("../Players")
		tree.root.add_child(root)
		tree.set_multiplayer(api, root.get_path())
		api.peer_connected.connect(_on_peer_connected)
		api.peer_disconnected.connect(_on_peer_disconnected)
		api.connected_to_server.connect(_on_event.bind("connected"))
		api.connection_failed.connect(_on_event.bind("failed"))
		api.server_disconnected.connect(_on_event.bind("server gone"))
		fresh()

	func fresh() -> void:
		peer = SteamMultiplayerPeer.new()
		events.clear()
		game.heard.clear()

	func _on_peer_connected(id: int) -> void:
		events.append("+%d" % id)

	func _on_peer_disconnected(id: int) -> void:
		events.append("-%d" % id)

	func _on_event(what: String) -> void:
		events.append(what)

	func host() -> void:
		Lab.be(user)
		assert(peer.create_host() == OK)
		api.multiplayer_peer = peer

	func join(steam_id_of_host: int) -> void:
		Lab.be(user)
		assert(peer.create_client(steam_id_of_host) == OK)
		api.multiplayer_peer = peer

	func id() -> int:
		return api.get_unique_id()


func _initialize() -> void:
	await process_frame # the root has a path from now on
	for i in 4:
		_parts.append(Part.new(self, i))
	await _star()
	await _packets()
	await _ordered_on_a_bad_line()
	await _spawner_and_synchronizer()
	await _ends()
	await _relay()
	await _authentication()
	await _lobby()
	await _older_lobby()
	await _by_hand()
	_parts.clear()
	for child in root.get_children():
		child.queue_free()
	await process_frame
	print("FINISHED failures=%d" % _failures)
	quit()


func _check(actual: Variant, expected: Variant, what: String) -> void:
	if typeof(actual) != typeof(expected) or actual != expected:
		_failures += 1
		print("FAIL %s is %s, not %s" % [what, var_to_str(actual), var_to_str(expected)])


func _until(what: String, done: Callable) -> void:
	var end := Time.get_ticks_msec() + 20000
	while not done.call():
		if Time.get_ticks_msec() > end:
			_failures += 1
			for part: Part in _parts:
				print(part.user, part.events, part.api.get_peers(), part.peer.get_connection_status())
			print("FAIL it has not come: ", what)
			quit(1)
			await process_frame # the rest of the test would only repeat it
			await process_frame
			return
		await process_frame


func _frames(n: int) -> void:
	for i in n:
		await process_frame


func _all_connected(parts: Array, peers: int) -> bool:
	for side: Part in parts:
		if side.api.get_peers().size() != peers:
			return false
	return true


func _close(parts: Array) -> void:
	for side: Part in parts:
		side.peer.close()
		side.api.multiplayer_peer = null
	for side: Part in parts:
		side.fresh()


func _star() -> void:
	var host := _parts[0]
	var a := _parts[1]
	var b := _parts[2]
	host.host()
	a.join(host.steam_id)
	b.join(host.steam_id)
	_check(host.id(), 1, "the host's ID")
	_check(host.api.is_server(), true, "is_server")
	_check(a.peer.get_connection_status(), MultiplayerPeer.CONNECTION_CONNECTING, "the client's status")
	await _until("the star", func() -> bool: return host.api.get_peers().size() == 2 and _all_connected([a, b], 1))
	_check(a.events, ["connected", "+1"] as Array[String], "what a has heard")
	_check(Array(host.api.get_peers()).has(a.id()), true, "the host knows a")
	_check(host.peer.get_steam_id_for_peer_id(a.id()), a.steam_id, "a's Steam ID")
	_check(host.peer.get_peer_id_for_steam_id(b.steam_id), b.id(), "b's ID")
	_check(a.peer.get_peer(1).get_steam_id(), host.steam_id, "get_peer")
	_check(a.peer.get_peer(1).get_state(), SteamPacketPeer.STATE_CONNECTED, "get_state")
	_check(a.peer.get_peer(5) == null, true, "nobody's get_peer is null")


func _packets() -> void:
	var host := _parts[0]
	var a := _parts[1]
	var b := _parts[2]
	a.game.say.rpc("all")
	a.game.say_unreliable.rpc_id(1, "one")
	a.game.say_ordered.rpc_id(1, "two")
	a.game.say_on_3.rpc_id(1, "three")
	await _until("four calls", func() -> bool: return host.game.heard.size() == 4)
	for what: String in ["all", "one", "two", "three"]:
		_check(host.game.heard.has([a.id(), what]), true, what)
	_check(b.game.heard, [], "without relay a client does not hear the other")
	host.game.heard.clear()
	host.game.say.rpc("everybody")
	host.game.say.rpc_id(b.id(), "b")
	await _until("b's calls", func() -> bool: return b.game.heard.size() == 2 and a.game.heard.size() == 1)
	_check(b.game.heard, [[1, "everybody"], [1, "b"]], "what b has heard")

	for i in 1000:
		host.game.count.rpc(i)
	await _until("1000 calls", func() -> bool: return a.game.numbers.size() == 1000 and b.game.numbers.size() == 1000)
	for i in 1000:
		if a.game.numbers[i] != i:
			_check(a.game.numbers[i], i, "a number")
			break
	for size: int in [100_000, 500_000]:
		var bytes := PackedByteArray()
		bytes.resize(size)
		bytes[size / 2] = 5
		bytes[size - 1] = 7
		a.game.take.rpc_id(1, bytes)
		host.game.take.rpc(bytes)
	await _until("large ones", func() -> bool: return host.game.sizes.size() == 2 and b.game.sizes.size() == 2)
	_check(host.game.sizes, PackedInt32Array([100_000, 500_000]), "the host's sizes")
	_check(b.game.sizes, PackedInt32Array([100_000, 500_000]), "b's sizes")


func _ordered_on_a_bad_line() -> void:
	var host := _parts[0]
	var a := _parts[1]
	a.game.numbers.clear()
	Lab.bad(0.2, 60)
	for i in 100:
		host.game.position_of.rpc_id(a.id(), i)
		await process_frame
	Lab.bad(0.0, 0)
	await _frames(30)
	var sorted: PackedInt32Array = a.game.numbers.duplicate()
	sorted.sort()
	_check(a.game.numbers, sorted, "the order")
	_check(a.game.numbers.size() < 100, true, "some were lost")
	_check(a.game.numbers.size() > 10, true, "some came")


func _spawner_and_synchronizer() -> void:
	var host := _parts[0]
	var a := _parts[1]
	var late := _parts[3]
	var player := Player.instantiate()
	player.name = "P1"
	player.score = 3
	host.players.add_child(player, true)
	await _until("the player at a", func() -> bool: return a.players.has_node("P1"))
	_check(a.players.get_node("P1").score, 3, "the score that it came with")
	player.score = 4
	await _until("the score", func() -> bool: return a.players.get_node("P1").score == 4)
	for i in 20:
		player.always = i
		await process_frame
	await _until("what is sent always", func() -> bool: return a.players.get_node("P1").always == 19)
	late.join(host.steam_id)
	await _until("the late one sees it", func() -> bool: return late.players.has_node("P1"))
	_check(late.players.get_node("P1").score, 4, "the score at the late one")
	player.queue_free()
	await _until("it is gone", func() -> bool: return not a.players.has_node("P1") and not late.players.has_node("P1"))
	late.peer.close()
	late.api.multiplayer_peer = null
	await _until("the late one is gone", func() -> bool: return host.api.get_peers().size() == 2)
	late.fresh()


func _ends() -> void:
	var host := _parts[0]
	var a := _parts[1]
	var b := _parts[2]
	var other := _parts[3]
	host.events.clear()
	host.peer.refuse_new_connections = true
	other.join(host.steam_id)
	await _until("refused", func() -> bool: return other.events.size() > 0)
	_check(other.events, ["failed"] as Array[String], "what the refused one has heard")
	_check(host.events, [] as Array[String], "what the host has heard of it")
	host.peer.refuse_new_connections = false
	other.api.multiplayer_peer = null
	other.fresh()
	# The kicked one hears it. SceneMultiplayer tells the kicking side nothing.
	a.events.clear()
	var id := a.id()
	host.api.disconnect_peer(id)
	await _until("kicked", func() -> bool: return a.events.has("server gone"))
	_check(a.events, ["-1", "server gone"] as Array[String], "what the kicked one has heard")
	_check(Array(host.api.get_peers()).has(id), false, "the host has it")
	a.api.multiplayer_peer = null
	a.fresh()
	# Nobody is there.
	a.join(Lab.be(50))
	_check(a.events, [] as Array[String], "nothing yet")
	await _until("failed", func() -> bool: return a.events.size() > 0)
	_check(a.events, ["failed"] as Array[String], "what it has heard")
	a.api.multiplayer_peer = null
	# The host goes, and hosts again with the same object; so does b.
	host.peer.close()
	b.events.clear()
	await _until("the host is gone", func() -> bool: return b.events.has("server gone"))
	_check(b.events, ["-1", "server gone"] as Array[String], "what b has heard")
	_check(b.peer.get_connection_status(), MultiplayerPeer.CONNECTION_DISCONNECTED, "b's status")
	host.api.multiplayer_peer = null
	host.host()
	b.api.multiplayer_peer = null
	b.join(host.steam_id)
	await _until("they meet again", func() -> bool: return b.events.has("connected"))
	_close([host, a, b])


func _relay() -> void:
	var host := _parts[0]
	var a := _parts[1]
	var b := _parts[2]
	for side: Part in [host, a, b]:
		side.peer.server_relay = true
	host.host()
	a.join(host.steam_id)
	b.join(host.steam_id)
	await _until("all see all", func() -> bool: return _all_connected([host, a, b], 2))
	b.game.heard.clear()
	a.game.say.rpc_id(b.id(), "past the host")
	a.game.say_unreliable.rpc_id(b.id(), "unreliably")
	await _until("the relayed", func() -> bool: return b.game.heard.size() == 2)
	_check(b.game.heard.has([a.id(), "past the host"]), true, "the first")
	_check(b.game.heard.has([a.id(), "unreliably"]), true, "the second")
	_close([host, a, b])


func _authentication() -> void:
	var host := _parts[0]
	var a := _parts[1]
	var b := _parts[2]
	for side: Part in [host, a, b]:
		side.api.auth_callback = _on_auth.bind(side)
		side.api.auth_timeout = 1.0
		side.api.peer_authenticating.connect(_on_authenticating.bind(side))
	host.host()
	a.join(host.steam_id)
	b.join(host.steam_id)
	await _until("a is in", func() -> bool: return host.api.get_peers().size() == 1 and a.events.has("connected"))
	await _until("b is out", func() -> bool: return b.events.has("server gone") or b.events.has("failed"))
	_check(Array(host.api.get_peers()), [a.id()], "who is in")
	for side: Part in [host, a, b]:
		side.api.auth_callback = Callable()
		side.api.peer_authenticating.disconnect(_on_authenticating.bind(side))
	_close([host, a, b])


func _on_authenticating(id: int, side: Part) -> void:
	if side.user != 2: # b says nothing
		side.api.send_auth(id, "password".to_utf8_buffer())


func _on_auth(id: int, data: PackedByteArray, side: Part) -> void:
	if data.get_string_from_utf8() == "password" and side.user != 2:
		side.api.complete_auth(id)


func _lobby() -> void:
	for side: Part in _parts:
		Lab.enter(side.user)
	var host := _parts[0]
	Lab.be(1)
	_check(_parts[1].peer.host_with_lobby(Lab.lobby()), ERR_CANT_CREATE, "host_with_lobby of one who is not the owner")
	_parts[1].fresh()
	Lab.be(0)
	_check(host.peer.host_with_lobby(Lab.lobby()), OK, "host_with_lobby")
	host.api.multiplayer_peer = host.peer
	for i: int in [1, 2, 3]:
		Lab.be(i)
		_check(_parts[i].peer.connect_to_lobby(Lab.lobby()), OK, "connect_to_lobby")
		_parts[i].api.multiplayer_peer = _parts[i].peer
	await _until("the mesh", func() -> bool: return _all_connected(_parts, 3))
	for i: int in [1, 2, 3]:
		_check(_parts[i].events.slice(0, 2), ["connected", "+1"] as Array[String], "who comes first")
		_check(_parts[i].events.size(), 4, "how many events")
	_parts[1].game.say.rpc("to all, past nobody")
	await _until("it", func() -> bool:
		return [0, 2, 3].all(func(i: int) -> bool: return _parts[i].game.heard.size() == 1))
	Lab.leave(3)
	await _until("one has left", func() -> bool: return _all_connected([_parts[0], _parts[1], _parts[2]], 2))
	# The host leaves: all is over, and the next owner hosts.
	host.peer.close()
	host.api.multiplayer_peer = null
	Lab.leave(0)
	await _until("the host is gone", func() -> bool: return _parts[1].events.has("server gone"))
	await _until("for both", func() -> bool: return _parts[2].events.has("server gone"))
	Lab.be(1)
	_check(_parts[1].peer.host_with_lobby(Lab.lobby()), OK, "the next owner's host_with_lobby")
	_parts[1].api.multiplayer_peer = _parts[1].peer
	Lab.be(2)
	_check(_parts[2].peer.connect_to_lobby(Lab.lobby()), OK, "connect_to_lobby again")
	_parts[2].api.multiplayer_peer = _parts[2].peer
	await _until("they play on", func() -> bool: return _all_connected([_parts[1], _parts[2]], 1))
	for i: int in [1, 2]:
		Lab.leave(i)
	_close(_parts)
	await _frames(5)


func _older_lobby() -> void:
	var host := _parts[0]
	var a := _parts[1]
	Lab.be(0)
	_check(host.peer.create_lobby(SteamMultiplayerPeer.LOBBY_TYPE_PUBLIC, 4), OK, "create_lobby")
	host.api.multiplayer_peer = host.peer # at once
	_check(host.peer.get_state(), SteamMultiplayerPeer.LOBBY_STATE_HOST_PENDING, "get_state")
	await _frames(3)
	Lab.created()
	_check(host.peer.get_connection_status(), MultiplayerPeer.CONNECTION_CONNECTED, "the host's status")
	Lab.be(1)
	_check(a.peer.connect_lobby(Lab.lobby()), OK, "connect_lobby")
	a.api.multiplayer_peer = a.peer
	await _frames(3)
	Lab.be(1)
	Lab.joined()
	await _until("they meet", func() -> bool: return _all_connected([host, a], 1))
	_check(a.peer.get_steam64_from_peer_id(1), host.steam_id, "get_steam64_from_peer_id")
	_close([host, a])


## Without SceneMultiplayer, and what may happen in a handler.
func _by_hand() -> void:
	Lab.be(0)
	var host := SteamMultiplayerPeer.new()
	_check(host.create_host(7), OK, "create_host(7)")
	_check(host.create_host(7), ERR_ALREADY_IN_USE, "create_host again")
	var same := SteamMultiplayerPeer.new()
	_check(same.create_host(7), ERR_CANT_CREATE, "another on the same port")
	var host_id := Lab.be(0)
	Lab.be(1)
	var client := SteamMultiplayerPeer.new()
	var error: Error = client.create_client(host_id, 7)
	_check(error, OK, "create_client")
	_check(client.put_packet(PackedByteArray([1])), ERR_UNCONFIGURED, "put_packet too early")
	var handler := func(id: int) -> void:
		client.set_target_peer(id)
		_check(client.put_packet(PackedByteArray([1, 2, 3])), OK, "put_packet in the handler")
	client.peer_connected.connect(handler)
	var end := Time.get_ticks_msec() + 10000
	while host.get_available_packet_count() == 0 and Time.get_ticks_msec() < end:
		host.poll()
		client.poll()
		await process_frame
	_check(host.get_packet_peer(), client.get_unique_id(), "get_packet_peer")
	_check(host.get_packet_channel(), 0, "get_packet_channel")
	_check(host.get_packet_mode(), MultiplayerPeer.TRANSFER_MODE_RELIABLE, "get_packet_mode")
	_check(host.get_packet(), PackedByteArray([1, 2, 3]), "get_packet")
	var large := PackedByteArray()
	large.resize(524289)
	_check(client.put_packet(large), ERR_INVALID_PARAMETER, "put_packet of too much")
	client.set_target_peer(77)
	_check(client.put_packet(PackedByteArray([1])), ERR_INVALID_PARAMETER, "put_packet to nobody")
	client.peer_connected.disconnect(handler)
	# The last reference goes while it has packets, and while it is told something.
	host.set_target_peer(0)
	host.put_packet(large.slice(0, 1000))
	await _frames(3)
	client.poll()
	client = null
	await _frames(3)
	host.poll()
	await _frames(3)
	host.poll()
	_check(host.get_peer(1) == null, true, "nobody is left")
	Lab.be(2)
	var last := SteamMultiplayerPeer.new()
	last.create_client(host_id, 7)
	host.close()
	host.close()
	var never := SteamMultiplayerPeer.new()
	never.close()
	never.poll()
	_check(never.get_unique_id(), 0, "an idle peer's ID")
	_check(SteamPacketPeer.new().get_steam_id(), 0, "an empty SteamPacketPeer")
	# Scripts that load without the addon call by name.
	var named: Object = ClassDB.instantiate("SteamMultiplayerPeer")
	_check(named.has_method("set_server_relay"), true, "has_method")
	named.call("set_server_relay", true)
	_check(named.get("server_relay"), true, "server_relay")
	named.set("as_relay", false)
	_check(named.server_relay, false, "server_relay by its older name")
	named.options = { SteamMultiplayerPeer.NETWORKING_CONFIG_TIMEOUT_INITIAL: 1500 }
	_check(named.options, { 24: 1500 }, "options")
	_check(named.call("create_client", 0), ERR_CANT_CREATE, "create_client of nobody")
	_check(named.call("get_lobby_data", "key"), "null", "get_lobby_data without a lobby")
