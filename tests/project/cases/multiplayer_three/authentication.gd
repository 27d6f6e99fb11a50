extends MultiplayerScenario
## [member SceneMultiplayer.auth_callback]: Bob knows the password, and Carol does not.

const PASSWORD := "swordfish"


func alice() -> void:
	allow_errors("uthentication")
	_ask_for_password(3.0)
	host()
	await await_peer("bob")
	await await_mark("carol", "is out")
	assert_eq(Array(stage.multiplayer.get_peers()), [peer_of("bob")], "who is in")
	assert_eq(stage.events, ["+%d" % peer_of("bob")] as Array[String], "what the host was told")
	stage.say.rpc("only you")
	await await_mark("bob", "heard")
	succeed()


func bob() -> void:
	_ask_for_password(20.0)
	await join_host()
	await stage.hear([1, "only you"])
	mark("heard")
	succeed()


func carol() -> void:
	allow_errors("uthentication")
	_ask_for_password(20.0, "guess")
	await await_mark("alice", "hosts")
	call_host()
	await wait_until(func() -> bool: return not stage.events.is_empty(), 20.0, "carol is out")
	assert_eq(stage.heard, [], "what she heard")
	# The peer was connected before the two knew each other: so Godot tells of the end as of a server's.
	assert_eq(stage.events, ["server gone"] as Array[String], "what carol was told")
	assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_DISCONNECTED, "the status")
	mark("is out")
	succeed()


func _ask_for_password(timeout: float, mine: String = PASSWORD) -> void:
	var api: SceneMultiplayer = stage.multiplayer
	api.auth_timeout = timeout
	api.auth_callback = func(id: int, data: PackedByteArray) -> void:
		if data.get_string_from_utf8() == PASSWORD:
			api.complete_auth(id)
	api.peer_authenticating.connect(func(id: int) -> void: api.send_auth(id, mine.to_utf8_buffer()))


func after() -> void:
	var api: SceneMultiplayer = stage.multiplayer
	api.auth_callback = Callable()
	for connection: Dictionary in api.peer_authenticating.get_connections():
		api.peer_authenticating.disconnect(connection["callable"])
	await super()
