extends SceneTree
## Calls every method of [code]Steam[/code] with random counts and types of arguments. What the
## calls answer does not matter here: the process must end well, without a crash and a leak.
##
## [code]--seed=N --calls=N[/code] after [code]--[/code].

var _random := RandomNumberGenerator.new()
var _calls := 50_000


func _initialize() -> void:
	# Errors are the point: thousands of them.
	Engine.print_error_messages = false
	for argument in OS.get_cmdline_user_args():
		match argument.get_slice("=", 0):
			"--seed":
				_random.seed = int(argument.get_slice("=", 1))
			"--calls":
				_calls = int(argument.get_slice("=", 1))
	var steam := Engine.get_singleton("Steam")
	var methods: Array[Dictionary] = ClassDB.class_get_method_list("Steam", true)
	for i in _calls:
		var method: Dictionary = methods[_random.randi_range(0, methods.size() - 1)]
		var types: Array = method["args"]
		var arguments: Array = []
		# Mostly the right count, and mostly the right types.
		var count := types.size() if _random.randf() < 0.7 else _random.randi_range(0, 9)
		for k in count:
			var type: int = types[k]["type"] if k < types.size() and _random.randf() < 0.7 else _random.randi_range(0, TYPE_MAX - 1)
			arguments.append(_value(type))
		steam.callv(method["name"], arguments)
	Steam.steamShutdown()
	Engine.print_error_messages = true
	print("HAMMERED %d" % _calls)
	quit()


func _value(type: int) -> Variant:
	match type:
		TYPE_BOOL:
			return _random.randf() < 0.5
		TYPE_INT:
			return _number()
		TYPE_FLOAT:
			return [0.0, -1.5, 1e300, INF, NAN, 3.0].pick_random()
		TYPE_STRING:
			return ["", "key", "x".repeat(_random.randi_range(0, 10_000)), "\u0000", "ü→🎲"].pick_random()
		TYPE_STRING_NAME:
			return &"name"
		TYPE_ARRAY:
			return [[], [1, 2, 300], ["text"], [null, [], {}]].pick_random()
		TYPE_DICTIONARY:
			return {"a": 1}
		TYPE_OBJECT:
			return [null, self, Engine.get_singleton("Steam")].pick_random()
		TYPE_CALLABLE:
			return _value
		TYPE_PACKED_BYTE_ARRAY:
			var bytes := PackedByteArray()
			bytes.resize([0, 1, 100, 1200, 1201, 70_000, 1 << 20, (1 << 20) + 1].pick_random())
			return bytes
		TYPE_PACKED_INT64_ARRAY:
			return PackedInt64Array([1, 2])
		TYPE_VECTOR2:
			return Vector2(1, 2)
	return null


func _number() -> int:
	match _random.randi_range(0, 5):
		0:
			return _random.randi_range(-2, 8)
		1:
			return [0x7FFF_FFFF_FFFF_FFFF, -0x7FFF_FFFF_FFFF_FFFF - 1, 0xFFFF_FFFF, 0x1_0000_0000, -1].pick_random()
		2:
			return Steam.getSteamID()
		3:
			return 76561197960265728 + _random.randi_range(0, 300)
		4:
			return 109775240917155840 + _random.randi_range(0, 10) # a lobby
	return (_random.randi() << 32) | _random.randi()
