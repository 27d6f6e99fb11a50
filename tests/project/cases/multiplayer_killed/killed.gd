extends MultiplayerScenario
## Processes are killed: first a client's, whom the heir follows, and then the host's. The timeout is
## two seconds.
##
## The Go side kills bob when all are marked as playing, starts the heir when alice has noticed, and
## kills alice when carol and the heir have met.


func _init() -> void:
	ends_together = false


func alice() -> void:
	peer.server_relay = true
	host()
	await stage.await_peers(2)
	var bob_id := peer_of("bob")
	mark("playing")
	await stage.await_events(["-%d" % bob_id])
	mark("noticed")
	await await_mark("heir", "id")
	await stage.await_peers(2)
	assert_true(peer_of("bob") != bob_id, "the heir has an ID of its own")
	stage.say.rpc("welcome back")
	await pass_time(60.0)
	fail("nobody killed alice")


func bob() -> void:
	peer.server_relay = true
	await join_host()
	await stage.await_peers(2)
	mark("playing")
	await pass_time(60.0)
	fail("nobody killed bob")


func carol() -> void:
	peer.server_relay = true
	await join_host()
	await stage.await_peers(2)
	mark("playing")
	await wait_until(func() -> bool: return stage.multiplayer.get_peers().size() == 1, 20.0, "bob is gone")
	await _play_on()


func heir() -> void:
	peer.server_relay = true
	await join_host()
	await _play_on()


func _play_on() -> void:
	await stage.hear([1, "welcome back"])
	mark("met")
	await stage.await_events(["server gone"])
	assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_DISCONNECTED, "the status")
	succeed()
