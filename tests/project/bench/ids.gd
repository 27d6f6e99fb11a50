## Numbers that two processes tell each other through files.
class_name Ids


static func write(folder: String, name: String, value: int) -> void:
	var path := folder.path_join(name)
	var file := FileAccess.open(path + ".new", FileAccess.WRITE)
	file.store_string(str(value))
	file.close()
	DirAccess.rename_absolute(path + ".new", path)


static func wait(tree: SceneTree, folder: String, name: String, seconds := 60.0) -> int:
	var path := folder.path_join(name)
	var deadline := Time.get_ticks_msec() + int(seconds * 1000)
	while not FileAccess.file_exists(path):
		if Time.get_ticks_msec() > deadline:
			push_error("nobody wrote %s" % path)
			tree.quit(1)
		await tree.process_frame
	return int(FileAccess.get_file_as_string(path))
