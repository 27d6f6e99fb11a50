extends TestCase
## The classes as GDScript sees them. The Go side compares what is written here with surface.txt and peer_surface.txt.


func test_the_classes_as_text() -> void:
	_write("surface.txt", _class("Steam", _settings()))
	_write("peer_surface.txt", _class("SteamMultiplayerPeer") + PackedStringArray([""]) + _class("SteamPacketPeer"))
	succeed()


func test_singleton() -> void:
	assert_true(Engine.has_singleton("Steam"), "Engine has the singleton")
	var steam: Object = Engine.get_singleton("Steam")
	assert_eq(steam.get_class(), "Steam", "its class")
	assert_true(steam == Steam, "Engine.get_singleton and the global name are one object")
	assert_true(ClassDB.class_exists("Steam"), "ClassDB has the class")
	for method: String in ["sendP2PPacket", "readP2PPacket", "steamInit", "run_callbacks"]:
		assert_true(steam.has_method(method), "has_method(%s)" % method)
	assert_eq(steam.has_method("sendP2PPackets"), false, "has_method of a method that is not there")
	for signal_name: String in ["p2p_session_request", "p2p_session_connect_fail"]:
		assert_true(steam.has_signal(signal_name), "has_signal(%s)" % signal_name)
	succeed()


func test_constants() -> void:
	assert_eq(Steam.P2P_SEND_RELIABLE, 2, "Steam.P2P_SEND_RELIABLE")
	assert_eq(Steam.P2PSend.P2P_SEND_RELIABLE, 2, "Steam.P2PSend.P2P_SEND_RELIABLE")
	assert_eq(Steam.P2P_SESSION_ERROR_TIMEOUT, 4, "Steam.P2P_SESSION_ERROR_TIMEOUT")
	assert_eq(Steam.P2PSessionError.P2P_SESSION_ERROR_MAX, 5, "Steam.P2PSessionError.P2P_SESSION_ERROR_MAX")
	var how: Steam.P2PSend = Steam.P2PSend.P2P_SEND_RELIABLE_WITH_BUFFERING
	assert_eq(how, 3, "a variable of the enum's type")
	assert_eq(ClassDB.class_get_integer_constant("Steam", "P2P_SEND_UNRELIABLE_NO_DELAY"), 1, "by ClassDB")
	succeed()


func test_a_call_by_name() -> void:
	assert_true(await start_steam(), "Steam starts")
	var steam: Object = Engine.get_singleton("Steam")
	assert_eq(steam.call("getSteamID"), Steam.getSteamID(), "getSteamID by name")
	assert_eq(steam.call("getAvailableP2PPacketSize"), 0, "the default channel")
	assert_eq(steam.call("getAvailableP2PPacketSize", 3), 0, "a channel")
	assert_eq(steam.call("readP2PPacket", 100), {}, "the default channel of readP2PPacket")
	var callable := Callable(steam, "getP2PSessionState")
	assert_eq(callable.call(76561197960287930), {}, "a Callable")
	Steam.steamShutdown()
	succeed()


func _write(file_name: String, lines: PackedStringArray) -> void:
	var file := FileAccess.open(options.folder.path_join(file_name), FileAccess.WRITE)
	file.store_string("\n".join(lines) + "\n")
	file.close()


func _class(of: String, settings := PackedStringArray()) -> PackedStringArray:
	var lines := PackedStringArray(["class %s extends %s" % [of, ClassDB.get_parent_class(of)]])
	for part: PackedStringArray in [settings, _enums(of), _signals(of)]:
		if not part.is_empty():
			lines.append("")
			lines.append_array(part)
	lines.append("")
	lines.append_array(_methods(of))
	lines.append_array(_properties(of))
	return lines


func _settings() -> PackedStringArray:
	var lines := PackedStringArray()
	for property: Dictionary in ProjectSettings.get_property_list():
		var setting: String = property["name"]
		if setting.begins_with("steam/"):
			lines.append("setting %s: %s = %s" % [
				setting,
				type_string(property["type"] as int),
				var_to_str(ProjectSettings.property_get_revert(setting)),
			])
	lines.sort()
	return lines


# The enums, and last the constants that are in none.
func _enums(of: String) -> PackedStringArray:
	var lines := PackedStringArray()
	var names := ClassDB.class_get_enum_list(of, true)
	names.sort()
	for enum_name in names:
		lines.append("enum %s" % enum_name)
		lines.append_array(_constants(of, enum_name))
	lines.append_array(_constants(of, ""))
	return lines


func _constants(of: String, enum_name: String) -> PackedStringArray:
	var lines := PackedStringArray()
	for constant in ClassDB.class_get_integer_constant_list(of, true):
		if ClassDB.class_get_integer_constant_enum(of, constant, true) == enum_name:
			var value := ClassDB.class_get_integer_constant(of, constant)
			lines.append("%sconst %s = %d" % ["" if enum_name.is_empty() else "\t", constant, value])
	return lines


func _signals(of: String) -> PackedStringArray:
	var lines := PackedStringArray()
	for info: Dictionary in ClassDB.class_get_signal_list(of, true):
		lines.append("signal %s(%s)" % [info["name"], _arguments(info)])
	lines.sort()
	return lines


func _methods(of: String) -> PackedStringArray:
	var lines := PackedStringArray()
	for info: Dictionary in ClassDB.class_get_method_list(of, true):
		var flags: int = info["flags"]
		var arguments := _arguments(info)
		if flags & METHOD_FLAG_VARARG:
			arguments += "..." if arguments.is_empty() else ", ..."
		var qualifiers := " const" if flags & METHOD_FLAG_CONST else ""
		if flags & METHOD_FLAG_STATIC:
			qualifiers += " static"
		lines.append("func %s(%s)%s -> %s" % [info["name"], arguments, qualifiers, _return_type(info)])
	lines.sort()
	return lines


func _properties(of: String) -> PackedStringArray:
	var lines := PackedStringArray()
	for info: Dictionary in ClassDB.class_get_property_list(of, true):
		var line := "var %s: %s" % [info["name"], _type_of(info)]
		if ClassDB.can_instantiate(of):
			line += " = %s" % var_to_str(ClassDB.class_get_property_default_value(of, info["name"] as StringName))
		lines.append(line)
	return lines


func _arguments(info: Dictionary) -> String:
	var texts := PackedStringArray()
	var arguments: Array = info["args"]
	var defaults: Array = info["default_args"]
	var first_default := arguments.size() - defaults.size()
	for i in arguments.size():
		var text := "%s: %s" % [arguments[i]["name"], _type_of(arguments[i] as Dictionary)]
		if i >= first_default:
			text += " = %s" % var_to_str(defaults[i - first_default])
		texts.append(text)
	return ", ".join(texts)


func _return_type(info: Dictionary) -> String:
	var value: Dictionary = info["return"]
	if value["type"] == TYPE_NIL and not (value["usage"] & PROPERTY_USAGE_NIL_IS_VARIANT):
		return "void"
	return _type_of(value)


func _type_of(property: Dictionary) -> String:
	if property["type"] == TYPE_NIL:
		return "Variant"
	if property["class_name"] != &"":
		return property["class_name"]
	return type_string(property["type"] as int)
