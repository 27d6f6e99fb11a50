extends TestCase
## A game that quits while lambdas listen. Godot 4.6 aborts at exit where one is connected to a
## singleton of the engine's own.


func test_quitting_with_a_lambda() -> void:
	Steam.lobby_joined.connect(func(_lobby: int, _permissions: int, _locked: bool, _response: int) -> void: print("joined"))
	Steam.p2p_session_request.connect(func(who: int) -> void: print(who))
	# What counts its references must be disconnected as often as it was connected.
	var counted := func(_lobby: int, _success: int) -> void: print("created")
	for i in 3:
		Steam.lobby_created.connect(counted, CONNECT_REFERENCE_COUNTED)
	# And an object has signals beside those of its class.
	Steam.script_changed.connect(func() -> void: print("changed"))
	Steam.add_user_signal("of_the_game")
	Steam.connect("of_the_game", func() -> void: print("the game's"))
	await start_steam()
	await pass_time(0.1)
	succeed()
