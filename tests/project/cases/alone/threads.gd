extends TestCase
## The functions may be called from any of Godot's threads.

const THREADS := 4
const ROUNDS := 500


func before() -> void:
	await start_steam()


func after() -> void:
	Steam.steamShutdown()


func test_sending_and_reading_in_threads() -> void:
	var threads: Array[Thread] = []
	for i in THREADS:
		var thread := Thread.new()
		thread.start(_work.bind(i))
		threads.append(thread)
	while threads.any(func(thread: Thread) -> bool: return thread.is_alive()):
		await get_tree().process_frame
	for i in THREADS:
		assert_eq(threads[i].wait_to_finish(), ROUNDS, "packets that thread %d got back" % i)
	succeed()


func test_callbacks_belong_to_the_main_thread() -> void:
	expect_error("[STEAM] run_callbacks: it was called on another thread")
	var thread := Thread.new()
	thread.start(Steam.run_callbacks)
	thread.wait_to_finish()
	succeed()


# Sends to its own channel and reads it back; returns how many came back whole.
func _work(channel: int) -> int:
	var me := Steam.getSteamID()
	var whole := 0
	for i in ROUNDS:
		var data := PackedByteArray([channel, i & 255, i >> 8])
		if not Steam.sendP2PPacket(me, data, Steam.P2P_SEND_RELIABLE, channel):
			continue
		var packet := Steam.readP2PPacket(Steam.getAvailableP2PPacketSize(channel), channel)
		if packet.get("data") == data and Steam.getP2PSessionState(me).is_empty():
			whole += 1
	return whole
