extends Scenario
## A computer keeps its Steam ID; a second game that runs at the same time gets another for the while.


func first() -> void:
	await open_session("first", "second")
	assert_true(id_of("first") != id_of("second"), "the Steam IDs differ")
	succeed()


func second() -> void:
	await open_session("first", "second")
	succeed()


## Runs when the others have ended.
func later() -> void:
	assert_eq(Steam.getSteamID(), id_of("first"), "the Steam ID of the first game")
	succeed()
