class_name MultiplayerScenario
extends LobbyScenario
## A scenario on Godot's high-level multiplayer over [SteamMultiplayerPeer]. Alice is the host.

var stage: MultiplayerStage
var peer := SteamMultiplayerPeer.new()


func before() -> void:
	await super()
	stage = MultiplayerStage.new(self)


func after() -> void:
	stage.clear()
	peer = null
	await super()


## Hosts, and says so.
func host(said: String = "hosts") -> void:
	assert_eq(peer.create_host(), OK, "create_host")
	stage.play(peer)
	mark(said)


## Connects to who says that they host.
func join_host(role: String = "alice", said: String = "hosts") -> void:
	await await_mark(role, said)
	call_host(role)
	await stage.await_events(["connected"])


## Begins to connect.
func call_host(role: String = "alice") -> void:
	assert_eq(peer.create_client(id_of(role)), OK, "create_client")
	stage.play(peer)


## Begins to connect to a lobby that this process is in.
func enter() -> void:
	assert_eq(peer.connect_to_lobby(lobby), OK, "connect_to_lobby")
	stage.play(peer)


## After the host has left the lobby: two go on, and its next owner hosts.
func play_on_with(other: String) -> void:
	start_anew()
	await see_members([options.role, other] as Array[String])
	var owner_is_new := func() -> bool: return Steam.getLobbyOwner(lobby) in members()
	await wait_until(owner_is_new, SOON, "the owner is a member")
	if Steam.getLobbyOwner(lobby) == Steam.getSteamID():
		assert_eq(peer.host_with_lobby(lobby), OK, "host_with_lobby of the next owner")
		stage.play(peer)
		mark("hosts")
	else:
		await await_mark(other, "hosts")
		enter()
		await stage.await_events(["connected"])
	var other_id := await await_peer(other)
	stage.say.rpc_id(other_id, "%s plays on" % options.role)
	await stage.hear([other_id, "%s plays on" % other])
	mark("played on")
	await await_mark(other, "played on")
	Steam.leaveLobby(lobby)


## Another peer, as after the one before, which is closed.
func start_anew() -> void:
	stage.play(null)
	peer.close()
	peer = SteamMultiplayerPeer.new()
	stage.forget()


## The ID that a role has here.
func peer_of(role: String) -> int:
	return peer.get_peer_id_for_steam_id(id_of(role))


## Waits until a role is a peer, and returns its ID.
func await_peer(role: String) -> int:
	var here := func() -> bool: return stage.multiplayer.get_peers().has(peer_of(role))
	await wait_until(here, 20.0, "%s is a peer" % role)
	return peer_of(role)


## Waits for another role's mark, and does something in every frame until then.
func await_mark_while(role: String, what: String, doing: Callable) -> void:
	var exists := func() -> bool:
		doing.call()
		return FileAccess.file_exists(_mark_path(role, what))
	await wait_until(exists, PATIENCE, "%s says %s" % [role, what])
