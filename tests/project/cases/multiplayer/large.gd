extends MultiplayerScenario
## Packets of 100 kB and 500 kB arrive whole and in order, in both directions at once.

const SIZES: Array[int] = [100_000, 500_000, 1, 500_000]


func alice() -> void:
	host()
	await await_peer("bob")
	await _send_and_take()
	succeed()


func bob() -> void:
	await join_host()
	await _send_and_take()
	succeed()


func _send_and_take() -> void:
	for i in SIZES.size():
		stage.take.rpc(noise(SIZES[i], i))
	await wait_until(func() -> bool: return stage.taken.size() == SIZES.size(), 30.0, "all packets")
	for i in stage.taken.size():
		assert_eq(stage.taken[i], noise(SIZES[i], i), "packet %d" % i)
	mark("took")
	for other in others():
		await await_mark(other, "took")
