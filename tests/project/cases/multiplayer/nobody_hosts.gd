extends MultiplayerScenario
## [signal MultiplayerAPI.connection_failed] comes after the timeout when nobody hosts: neither a
## user who is here, nor one who is nowhere. The timeout is ten seconds unless the game has set it,
## for all of its connections or for a peer's.

const NOBODY := 76561197960265729 + 4711
const TIMEOUT := Steam.NETWORKING_CONFIG_TIMEOUT_INITIAL


func alice() -> void:
	await await_mark("bob", "done")
	succeed()


func bob() -> void:
	assert_eq(Steam.setGlobalConfigValueInt32(TIMEOUT, 1000), true, "setGlobalConfigValueInt32")
	await _call_in_vain(id_of("alice"), 1000)
	peer.options = { TIMEOUT: 2000 }
	await _call_in_vain(NOBODY, 2000)
	assert_eq(Steam.setGlobalConfigValueInt32(TIMEOUT, 10_000), true, "setGlobalConfigValueInt32")
	mark("done")
	succeed()


func _call_in_vain(whom: int, timeout: int) -> void:
	expect_error("no connection with the host")
	var began := Time.get_ticks_msec()
	assert_eq(peer.create_client(whom), OK, "create_client")
	stage.play(peer)
	assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_CONNECTING, "the status at first")
	await stage.await_events(["failed"])
	assert_true(Time.get_ticks_msec() - began >= timeout, "not before %d ms" % timeout)
	assert_eq(stage.events, ["failed"] as Array[String], "what bob was told")
	assert_eq(peer.get_connection_status(), MultiplayerPeer.CONNECTION_DISCONNECTED, "the status")
	start_anew()
