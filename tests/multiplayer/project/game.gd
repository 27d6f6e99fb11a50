## What each side of a game has: methods that the others call, and things that they share.
extends Node

var heard: Array = []
var numbers: PackedInt32Array = []
var sizes: PackedInt32Array = []


@rpc("any_peer", "reliable")
func say(what: String) -> void:
	heard.append([multiplayer.get_remote_sender_id(), what])


@rpc("any_peer", "unreliable", "call_remote", 1)
func say_unreliable(what: String) -> void:
	heard.append([multiplayer.get_remote_sender_id(), what])


@rpc("any_peer", "unreliable_ordered", "call_remote", 2)
func say_ordered(what: String) -> void:
	heard.append([multiplayer.get_remote_sender_id(), what])


@rpc("any_peer", "reliable", "call_remote", 3)
func say_on_3(what: String) -> void:
	heard.append([multiplayer.get_remote_sender_id(), what])


@rpc("any_peer", "reliable")
func count(number: int) -> void:
	numbers.append(number)


@rpc("any_peer", "unreliable_ordered", "call_remote", 1)
func position_of(number: int) -> void:
	numbers.append(number)


@rpc("any_peer", "reliable")
func take(bytes: PackedByteArray) -> void:
	sizes.append(bytes.size())
	if bytes[bytes.size() - 1] != 7 or bytes[bytes.size() / 2] != 5:
		sizes.append(-1)
