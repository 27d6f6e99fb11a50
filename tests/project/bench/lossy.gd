## The round trip over a bad network, ours beside Godot's own ENetConnection: a
## message each 16 ms, as a game sends, whether the last one was answered or not.
## Run by scripts/bench.sh lossy, which puts the network between the two.
extends "res://bench/pair.gd"

const MESSAGES := 400
const EVERY := 16_000 # microseconds
const LATE := 10_000_000
const FASTEST := 40_000 # what two ways take


func _send_all(name: String, wire: Wire) -> void:
	for reliable: bool in [true, false]:
		_round_trips(name, wire, reliable)
	wire.control([-1])
	await wire.wait_for_control(self)


func _round_trips(name: String, wire: Wire, reliable: bool) -> void:
	var sent := PackedInt64Array()
	var times := PackedInt64Array()
	var begun := Time.get_ticks_usec()
	var end := begun + MESSAGES * EVERY + LATE
	while times.size() < MESSAGES and Time.get_ticks_usec() < end:
		var now := Time.get_ticks_usec()
		if sent.size() < MESSAGES and now >= begun + sent.size() * EVERY:
			var data := PackedByteArray()
			data.resize(64)
			data.encode_u32(0, sent.size())
			sent.append(now)
			wire.ping(data, reliable)
		var pong := wire.take_pong()
		if pong.is_empty():
			OS.delay_usec(100)
			# What was lost unreliably will never come.
			if not reliable and sent.size() == MESSAGES and now > sent[-1] + 1_000_000:
				break
		else:
			times.append(Time.get_ticks_usec() - sent[pong.decode_u32(0)])
	times.sort()
	var what := "reliable" if reliable else "unreliable"
	_check(times.size() > (MESSAGES - 1 if reliable else MESSAGES / 2), "%s: %d of %d" % [what, times.size(), MESSAGES])
	if times.is_empty():
		return
	_check(times[0] >= FASTEST, "%s: by the bad network, not in %d us" % [what, times[0]])
	_report(name, what + ", p50", times[times.size() / 2] / 1000.0, "ms")
	_report(name, what + ", p99", times[times.size() * 99 / 100] / 1000.0, "ms")
	_report(name, what + ", answered", 100.0 * times.size() / MESSAGES, "%")
