## Calls the classes of tests/binding in every way that the engine knows.
##
## A variable of a class and arguments with types of their own make GDScript call by ptrcall, what has
## no type, or a method by its name, by varcall.
extends SceneTree

var _failures := 0
var _heard: Array = []


func _initialize() -> void:
	_values_by_ptrcall()
	_values_by_varcall()
	_arguments()
	_dictionaries()
	_instances()
	_properties()
	_signals()
	_errors()
	_peer_by_hand()
	_peers_of_other_classes()
	_peer_in_a_scene()


## What an untyped value says of itself.
func _check(actual: Variant, expected: Variant, what: String) -> void:
	if typeof(actual) != typeof(expected) or actual != expected:
		_failures += 1
		var type := type_string(typeof(actual))
		print("FAIL %s is %s %s, not %s" % [what, type, var_to_str(actual), var_to_str(expected)])


func _values_by_ptrcall() -> void:
	var values := BindingValues.new()
	var yes: bool = values.echo_bool(true)
	_check(yes, true, "echo_bool")
	var least: int = values.echo_int(-9223372036854775807 - 1)
	_check(least, -9223372036854775807 - 1, "echo_int")
	var half: float = values.echo_float(-0.5)
	_check(half, -0.5, "echo_float")
	var text: String = values.echo_string("größer 🚀")
	_check(text, "größer 🚀", "echo_string")
	var long: String = values.echo_string("x".repeat(5000))
	_check(long, "x".repeat(5000), "a long echo_string")
	var bytes: PackedByteArray = values.echo_bytes(PackedByteArray([0, 255, 7]))
	_check(bytes, PackedByteArray([0, 255, 7]), "echo_bytes")
	bytes = values.echo_bytes(PackedByteArray())
	_check(bytes, PackedByteArray(), "an empty echo_bytes")
	var name: StringName = values.echo_name(&"a_name")
	_check(name, &"a_name", "echo_name")
	var array: Array = values.echo_array([1, null, "two", [3.0], { 4: 5 }])
	_check(array, [1, null, "two", [3.0], { 4: 5 }], "echo_array")
	var dictionary: Dictionary = values.echo_dictionary({ "a": { "b": [true] }, 2: &"c", 3: PackedByteArray([1]) })
	_check(dictionary.size(), 3, "the size of echo_dictionary")
	_check(dictionary, { "a": { "b": [true] }, 2: &"c", 3: PackedByteArray([1]) }, "echo_dictionary")
	var ints32: PackedInt32Array = values.echo_ints32(PackedInt32Array([-1, 2147483647]))
	_check(ints32, PackedInt32Array([-1, 2147483647]), "echo_ints32")
	var ints64: PackedInt64Array = values.echo_ints64(PackedInt64Array([76561197960287930, -1]))
	_check(ints64, PackedInt64Array([76561197960287930, -1]), "echo_ints64")
	var floats32: PackedFloat32Array = values.echo_floats32(PackedFloat32Array([0.5, -2.0]))
	_check(floats32, PackedFloat32Array([0.5, -2.0]), "echo_floats32")
	var floats64: PackedFloat64Array = values.echo_floats64(PackedFloat64Array([0.1, 1e300]))
	_check(floats64, PackedFloat64Array([0.1, 1e300]), "echo_floats64")
	var strings: PackedStringArray = values.echo_strings(PackedStringArray(["", "ä"]))
	_check(strings, PackedStringArray(["", "ä"]), "echo_strings")
	strings = values.nothing()
	_check(strings, PackedStringArray(), "nothing")
	var object: Object = values.echo_object(self)
	_check(object, self, "echo_object")
	object = values.echo_object(null)
	_check(object == null, true, "echo_object of null is null")


func _values_by_varcall() -> void:
	var values: Variant = BindingValues.new()
	var given: Array = [
		["bool", false], ["int", 1 << 62], ["float", 1e300], ["string", "ä".repeat(3000)],
		["bytes", PackedByteArray([1, 2])], ["name", &"name"], ["array", [[], {}]], ["dictionary", { &"k": null }],
		["ints32", PackedInt32Array([5])], ["ints64", PackedInt64Array([])],
		["floats32", PackedFloat32Array([1.5])], ["floats64", PackedFloat64Array([2.5])],
		["strings", PackedStringArray(["x"])], ["object", self], ["object", values],
		["any", null], ["any", 3], ["any", "text"], ["any", [1, [2]]], ["any", values],
	]
	for pair: Array in given:
		_check(values.call("echo_" + pair[0], pair[1]), pair[1], "call of echo_" + pair[0])
	_check(values.echo_object(null) == null, true, "call of echo_object of null is null")
	# Strict conversions.
	_check(values.echo_float(3), 3.0, "echo_float of an int")
	_check(values.echo_int(3.0), 3, "echo_int of a float")
	_check(values.echo_string(&"name"), "name", "echo_string of a StringName")
	_check(values.echo_bytes([1, 2]), PackedByteArray([1, 2]), "echo_bytes of an Array")
	_check(values.describe(Vector2.ONE), "5", "what Go can't read has its type")
	var circle: Array = [1]
	circle.append(circle)
	_check(values.describe(circle).length() > 0, true, "an Array that holds itself has an end")
	circle.clear()


func _arguments() -> void:
	var values := BindingValues.new()
	_check(values.twelve(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), range(12), "twelve arguments")
	_check(values.callv("twelve", range(12)), range(12), "twelve arguments by callv")
	_check(values.defaults(), [5, true, 0.5, "text", PackedInt32Array(), { "k": 1 }], "defaults")
	_check(values.defaults(1, false), [1, false, 0.5, "text", PackedInt32Array(), { "k": 1 }], "some defaults")
	var long := "y".repeat(1500)
	_check(values.strings(long, long, "", &"z"), [long, long, "", &"z"], "strings that need more room than there is")
	_check(Binding.counts(1, "a", Vector3.ZERO), [TYPE_INT, TYPE_STRING, TYPE_VECTOR3], "any arguments")


func _dictionaries() -> void:
	var values := BindingValues.new()
	for count: int in [0, 1, 15, 16, 17, 32, 33, 50]:
		var expected := {}
		for i in count:
			expected["key%d" % i] = [i, true, i / 2.0, "text %d" % i, PackedByteArray([i]), [i]][i % 6]
		var typed: Dictionary = values.wide(count)
		_check(typed, expected, "wide(%d)" % count)
		_check(typed.keys(), expected.keys(), "the keys of wide(%d)" % count)
		_check(values.call("wide", count), expected, "call of wide(%d)" % count)
	var big := PackedByteArray()
	big.resize(5000)
	var nested := { "key0": [{ "id": 1 << 60 }, PackedStringArray(["a", "ß"])], "key1": null, "key2": big }
	_check(values.nested(), nested, "nested")


func _instances() -> void:
	var before: int = Binding.alive()
	var list: Array[BindingValues] = []
	for i in 1000:
		list.append(BindingValues.new())
		list[i].label = str(i)
	_check(Binding.alive(), before + 1000, "alive")
	for i in 1000:
		_check(list[i].get_label(), str(i), "the label of %d" % i)
	list.resize(500)
	_check(Binding.alive(), before + 500, "alive after half are gone")
	list.clear()
	_check(Binding.alive(), before, "alive after all are gone")

	var plain := BindingPlain.new()
	_check(plain.is_me(plain), true, "the owner that New was given")
	_check(plain.is_me(null), false, "another owner")
	_check(Binding.alive(), before + 1, "alive with an Object")
	plain.free()
	_check(Binding.alive(), before, "alive after free()")

	var made: BindingValues = Binding.make_values("from Go")
	_check(made.label, "from Go", "made in Go")
	_check(made.get_reference_count(), 2, "its references")
	Binding.let_go()
	_check(made.get_reference_count(), 1, "its references without Go's")
	var again: BindingValues = made.me()
	_check(again, made, "me()")
	again = made.me()
	_check(made.get_reference_count(), 2, "references after me()")
	made = null
	again = null
	_check(Binding.alive(), before, "alive after it is gone")
	made = Binding.call("make_values", "by name")
	_check(made.get_reference_count(), 2, "references of one that call() returned")
	made = null
	_check(Binding.alive(), before + 1, "Go alone has it")
	Binding.let_go()
	_check(Binding.alive(), before, "nobody has it")

	_check(ClassDB.can_instantiate("Binding"), false, "a singleton's class can be made")
	_check(ClassDB.is_parent_class("BindingValues", "RefCounted"), true, "its base")
	var by_name: Variant = ClassDB.instantiate("BindingValues")
	_check(by_name.echo_int(3), 3, "made by name")
	var script := GDScript.new()
	script.source_code = "extends BindingValues\nfunc label_twice() -> String: return label + label\n"
	script.reload()
	var extended: Variant = script.new()
	extended.label = "ab"
	_check(extended.label_twice(), "abab", "a script that extends it")


func _properties() -> void:
	var values := BindingValues.new()
	values.label = "été"
	_check(values.label, "été", "label")
	_check(values.label_length, 5, "label_length")
	values.level = BindingValues.LEVEL_HIGH
	_check(values.get("level"), 7, "level")
	values.set("level", BindingValues.Level.LEVEL_LOW)
	_check(values.level, 0, "level after set()")
	for property: Dictionary in values.get_property_list():
		if property["name"] == "level":
			_check(property["class_name"], &"Level", "the enum of the property")


func _signals() -> void:
	var values := BindingValues.new()
	values.said.connect(_on_said)
	values.many.connect(_on_many)
	values.say("hällo")
	_check(_heard, ["hällo", { "text": "hällo", 3: [null, true] }, ["hällo", PackedInt64Array([1, 2])]], "said")
	values.say_many()
	_check(_heard, range(12), "many")
	var other := BindingValues.new()
	other.say("to nobody")
	_check(_heard, range(12), "after another instance's signal")


func _on_said(what: String, data: Dictionary, list: Array) -> void:
	_heard = [what, data, list]


func _on_many(a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int, i: int, j: int, k: int, l: int) -> void:
	_heard = [a, b, c, d, e, f, g, h, i, j, k, l]


func _errors() -> void:
	print("EXPECTED on purpose")
	_check(Binding.fails(), PackedByteArray(), "the result of a method that fails")
	Binding.make_and_free()
	Binding.free()
	_check(is_instance_valid(Binding), true, "the singleton after free(), and after Go has freed another object")


## The virtual methods as scripts reach them.
func _peer_by_hand() -> void:
	var peer := BindingPeer.new()
	_check(peer.get_packet(), PackedByteArray(), "get_packet without any")
	_check(peer.get_packet_error(), ERR_UNAVAILABLE, "get_packet_error")
	var packets: Array[PackedByteArray] = [PackedByteArray([1]), PackedByteArray(range(200)), PackedByteArray([2, 3])]
	var big := PackedByteArray()
	big.resize(1 << 19)
	big.fill(77)
	packets.append(big)
	packets.append(PackedByteArray([4]))
	for i in packets.size():
		peer.transfer_channel = i
		peer.transfer_mode = (i % 3) as MultiplayerPeer.TransferMode
		peer.set_target_peer(-i)
		_check(peer.put_packet(packets[i]), OK, "put_packet")
	_check(peer.transfer_channel, 4, "transfer_channel")
	_check(peer.transfer_mode, MultiplayerPeer.TRANSFER_MODE_UNRELIABLE_ORDERED, "transfer_mode")
	_check(peer.targets(), PackedInt64Array([0, -1, -2, -3, -4]), "targets")
	for i in packets.size():
		_check(peer.get_available_packet_count(), packets.size() - i, "get_available_packet_count")
		_check(peer.get_packet_channel(), i, "get_packet_channel")
		_check(peer.get_packet_mode(), i % 3, "get_packet_mode")
		_check(peer.get_packet_peer(), 1, "get_packet_peer")
		_check(peer.get_packet() == packets[i], true, "packet %d is the one that was put" % i)
	_check(peer.get_unique_id(), 2147483647, "get_unique_id")
	_check(peer.is_server_relay_supported(), true, "is_server_relay_supported")
	_check(peer.refuse_new_connections, false, "refuse_new_connections")
	peer.refuse_new_connections = true
	_check(peer.refuse_new_connections, true, "refuse_new_connections after it was set")
	peer.disconnect_peer(5, true)
	peer.disconnect_peer(6)
	_check(peer.get_connection_status(), MultiplayerPeer.CONNECTION_CONNECTED, "get_connection_status")
	peer.close()
	_check(peer.get_connection_status(), MultiplayerPeer.CONNECTION_DISCONNECTED, "get_connection_status after close")
	var calls := PackedStringArray(["disconnect_peer(5, true)", "disconnect_peer(6, false)", "close()"])
	_check(peer.calls(), calls, "calls")


func _peers_of_other_classes() -> void:
	var derived := BindingDerivedPeer.new()
	_check(derived.put_packet(PackedByteArray([9])), OK, "put_packet of a derived class")
	_check(derived.count_packets(), 1, "its own method")
	_check(derived.get_unique_id(), 7, "its own get_unique_id")
	_check(derived.get_packet(), PackedByteArray([9]), "get_packet of a derived class")
	_check(derived.targets(), PackedInt64Array(), "a method of its base")
	var packet_peer := BindingPacketPeer.new()
	_check(packet_peer.put_var({ "a": 1 }), OK, "put_var")
	_check(packet_peer.get_available_packet_count(), 1, "get_available_packet_count")
	_check(packet_peer.get_var(), { "a": 1 }, "get_var")


## Godot's own multiplayer over the peer.
func _peer_in_a_scene() -> void:
	var api := SceneMultiplayer.new()
	api.server_relay = false
	set_multiplayer(api)
	var connected: Array[int] = []
	var packets: Array = []
	api.peer_connected.connect(func(id: int) -> void: connected.append(id))
	api.peer_packet.connect(func(id: int, packet: PackedByteArray) -> void: packets.append([id, packet]))
	api.multiplayer_peer = BindingPeer.new()
	for i in 3:
		await process_frame
	_check(connected, [1] as Array[int], "peer_connected")
	for i in 3:
		api.send_bytes(PackedByteArray([i, i]), 1)
	for i in 3:
		await process_frame
	for i in 3:
		_check(packets[i], [1, PackedByteArray([i, i])], "peer_packet")
	_check(packets.size(), 3, "packets that arrived")
	api.multiplayer_peer = null
	set_multiplayer(MultiplayerAPI.create_default_interface())
	api = null
	_finish()


func _finish() -> void:
	await process_frame
	_check(Binding.alive(), 0, "alive at the end")
	print("FINISHED failures=%d" % _failures)
	quit(1 if _failures else 0)
