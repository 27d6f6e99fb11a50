extends Scenario
## Both send first at the same moment: one session, and nobody needs to be asked.


func _init() -> void:
	# Requests are looked at when both have sent.
	pump = false


func alice() -> void:
	await _play(id_of("bob"), "bob")


func bob() -> void:
	await _play(id_of("alice"), "alice")


func _play(peer: int, peer_name: String) -> void:
	mark("ready")
	await await_mark(peer_name, "ready")
	send(peer, "from %s" % options.role)
	pump = true
	await expect_text(peer, "from %s" % peer_name)
	await await_active(peer)
	await pass_time(0.3)
	mark("requests", requests.size())
	var at_the_other: Variant = await await_mark(peer_name, "requests")
	if not has_failed():
		assert_eq(requests.size() + (at_the_other as int), 0, "requests on both sides")
	assert_eq(Steam.getP2PSessionState(peer).get("session_error"), 0, "session_error")
	# The one session carries on.
	send(peer, "again from %s" % options.role)
	await expect_text(peer, "again from %s" % peer_name)
	succeed()
