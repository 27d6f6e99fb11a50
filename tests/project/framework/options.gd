class_name Options
extends RefCounted
## What the Go side asked this process to do, on the command line after [code]--[/code].

## Who this process is: a name in [member roles].
var role := "test"
## Everybody who takes part, in a fixed order.
var roles := PackedStringArray(["test"])
## The folder that the processes of one test share, see [method Scenario.mark].
var folder := ""
## The scripts to run, one after the other.
var cases := PackedStringArray()


static func from_command_line() -> Options:
	var options := Options.new()
	for argument in OS.get_cmdline_user_args():
		if argument.begins_with("+"):
			break # what Steam starts a game with
		var value := argument.get_slice("=", 1)
		match argument.get_slice("=", 0):
			"--role":
				options.role = value
			"--roles":
				options.roles = value.split(",")
			"--folder":
				options.folder = value
			"--cases":
				options.cases = value.split(",")
			_:
				push_error("unknown argument: %s" % argument)
	return options
