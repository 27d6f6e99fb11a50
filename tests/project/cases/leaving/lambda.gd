extends TestCase
## A game that quits while a lambda listens. Godot 4.6 aborts at exit where one is connected to a
## singleton of the engine's own.


func test_quitting_with_a_lambda() -> void:
	Steam.lobby_joined.connect(func(_lobby: int, _permissions: int, _locked: bool, _response: int) -> void: print("joined"))
	Steam.p2p_session_request.connect(func(who: int) -> void: print(who))
	await start_steam()
	await pass_time(0.1)
	succeed()
