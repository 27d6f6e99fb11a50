extends MultiplayerScenario
## A star over a line that loses, delays, reorders and doubles what is sent.

const NUMBERS := 100


func alice() -> void:
	_make_bad()
	host()
	await stage.await_peers(2)
	var hero := stage.spawn("Hero")
	for i in NUMBERS:
		stage.count.rpc(i)
		stage.place.rpc(i)
		hero.set("score", i + 1)
		hero.set("place", i)
		await get_tree().process_frame
	stage.take.rpc(noise(100_000))
	await await_mark("bob", "has all")
	await await_mark("carol", "has all")
	_make_good()
	succeed()


func bob() -> void:
	await _listen()


func carol() -> void:
	await _listen()


func _listen() -> void:
	_make_bad()
	await join_host()
	await wait_until(func() -> bool: return stage.numbers.size() >= NUMBERS, 30.0, "all numbers")
	await wait_until(func() -> bool: return stage.taken.size() >= 1, 30.0, "100 kB")
	await stage.await_avatar("Hero", NUMBERS)
	assert_eq(Array(stage.numbers), range(NUMBERS), "the numbers that came reliably")
	assert_eq(stage.taken, [noise(100_000)] as Array[PackedByteArray], "what is large")
	for i in range(1, stage.places.size()):
		assert_true(stage.places[i] > stage.places[i - 1], "%d comes after %d" % [stage.places[i], stage.places[i - 1]])
	assert_true(stage.places.size() > NUMBERS / 10, "unreliable ones arrive (%d)" % stage.places.size())
	assert_true(stage.places.size() < NUMBERS, "some get lost")
	mark("has all")
	_make_good()
	succeed()


func _make_bad() -> void:
	_set_line(20.0, 30)


func _make_good() -> void:
	_set_line(0.0, 0)


func _set_line(percent: float, milliseconds: int) -> void:
	for key: int in [
		Steam.NETWORKING_CONFIG_FAKE_PACKET_LOSS_SEND,
		Steam.NETWORKING_CONFIG_FAKE_PACKET_REORDER_SEND,
		Steam.NETWORKING_CONFIG_FAKE_PACKET_DUP_SEND,
	]:
		assert_eq(Steam.setGlobalConfigValueFloat(key, percent), true, "setGlobalConfigValueFloat(%d)" % key)
	var lag := Steam.NETWORKING_CONFIG_FAKE_PACKET_LAG_SEND
	assert_eq(Steam.setGlobalConfigValueInt32(lag, milliseconds), true, "setGlobalConfigValueInt32(lag)")
