extends Scenario
## Two players talk all the time over a network that loses, reorders and duplicates packets.
##
## The Go side gives alice another address in the middle, cuts the network for five seconds, and
## says when it is done. Every reliable message arrives, once and in order, and nobody notices.

const EVERY_MS := 20
const LARGEST := 1200 # bytes of an unreliable packet

var _sent := 0
var _got := 0
var _got_unreliable := 0
var _next := 0
var _unreliable: PackedByteArray


func alice() -> void:
	await open_session("alice", "bob")
	await _talk("bob")


func bob() -> void:
	await open_session("alice", "bob")
	await _talk("alice")


func _talk(other: String) -> void:
	var peer := id_of(other)
	_unreliable = noise(LARGEST)
	mark("talking")
	var done := func() -> bool:
		_send(peer)
		_read(peer)
		return FileAccess.file_exists(_mark_path("network", "done"))
	await wait_until(done, 60.0, "the network is done")
	mark("sent", _sent)
	var theirs: Variant = await await_mark(other, "sent")
	var all := func() -> bool:
		_read(peer)
		return _got >= theirs
	await wait_until(all, 20.0, "all that %s sent" % other)
	assert_eq(_got, theirs, "reliable messages that arrived")
	assert_true(_got_unreliable > _sent / 20, "unreliable ones arrive (%d)" % _got_unreliable)
	assert_eq(connect_fails, [] as Array[Array], "failures")
	assert_eq(requests, [] as Array[int], "requests after the first")
	assert_eq(Steam.getP2PSessionState(peer).get("connection_active"), true, "connection_active")
	print("NOTE %d reliable messages and %d of about as many unreliable ones arrived" % [_got, _got_unreliable])
	succeed()


func _send(peer: int) -> void:
	if Time.get_ticks_msec() < _next:
		return
	_next = Time.get_ticks_msec() + EVERY_MS
	send(peer, "message %d" % _sent, 1)
	_sent += 1
	Steam.sendP2PPacket(peer, _unreliable, Steam.P2P_SEND_UNRELIABLE, 2)


func _read(peer: int) -> void:
	while Steam.getAvailableP2PPacketSize(1) > 0:
		var packet := Steam.readP2PPacket(Steam.getAvailableP2PPacketSize(1), 1)
		var text: String = packet["data"].get_string_from_utf8()
		if not assert_eq(text, "message %d" % _got, "the next message"):
			return
		_got += 1
	while Steam.getAvailableP2PPacketSize(2) > 0:
		var packet := Steam.readP2PPacket(Steam.getAvailableP2PPacketSize(2), 2)
		assert_true(packet["data"] == _unreliable, "an unreliable packet is as it was sent")
		_got_unreliable += 1
