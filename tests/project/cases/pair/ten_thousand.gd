extends Scenario
## 10,000 reliable messages of random sizes in both directions at once: each arrives once, whole and
## in order. A send that returns false is tried again in the next frame.

const COUNT := 10000
const NOISE_BYTES := 1 << 18
const HEADER_BYTES := 8
const DEADLINE := 60.0

var _noise := PackedByteArray()
var _sent := 0
var _received := 0
var _refused := 0


func alice() -> void:
	await open_session("alice", "bob")
	await _exchange(id_of("bob"), 1, 2)


func bob() -> void:
	await open_session("alice", "bob")
	await _exchange(id_of("alice"), 2, 1)


func _exchange(peer: int, my_seed: int, seed_of_peer: int) -> void:
	allow_errors("warning: [STEAM] sendP2PPacket: the send queue is full")
	_noise = noise(NOISE_BYTES)
	var mine := RandomNumberGenerator.new()
	mine.seed = my_seed
	var theirs := RandomNumberGenerator.new()
	theirs.seed = seed_of_peer
	var next := _make(0, mine)
	var deadline := Time.get_ticks_msec() + int(DEADLINE * 1000.0)
	while _sent < COUNT or _received < COUNT:
		while _sent < COUNT:
			# Every third is gathered with others; both kinds share one order.
			var how := Steam.P2P_SEND_RELIABLE_WITH_BUFFERING if _sent % 3 == 1 else Steam.P2P_SEND_RELIABLE
			if not Steam.sendP2PPacket(peer, next, how, _sent & 3):
				_refused += 1
				break
			_sent += 1
			next = _make(_sent, mine)
		while Steam.getAvailableP2PPacketSize(_received & 3) > 0 and _received < COUNT:
			var packet := Steam.readP2PPacket(Steam.getAvailableP2PPacketSize(_received & 3), _received & 3)
			if packet["data"] != _make(_received, theirs):
				fail("message %d is not as it was sent" % _received)
				return
			_received += 1
		if Time.get_ticks_msec() > deadline or is_hopeless():
			fail("sent %d and received %d in %s s" % [_sent, _received, DEADLINE])
			return
		await get_tree().process_frame
	for channel in 4:
		assert_eq(Steam.getAvailableP2PPacketSize(channel), 0, "available at the end")
	print("NOTE sent and received %d; %d sends waited for a later frame" % [COUNT, _refused])
	succeed()


# Message number i: its number, then noise of a random length; mostly short, some long.
func _make(i: int, random: RandomNumberGenerator) -> PackedByteArray:
	var size := random.randi_range(0, 1500)
	if random.randi_range(0, 199) == 0:
		size = random.randi_range(1500, 100000)
	var start := random.randi_range(0, NOISE_BYTES - size)
	var message := PackedByteArray()
	message.resize(HEADER_BYTES)
	message.encode_s64(0, i)
	message.append_array(_noise.slice(start, start + size))
	return message
