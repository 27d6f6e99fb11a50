extends TestCase
## Achievements and statistics on a platform that has none: a game that has some goes on, and is told
## once for each function that nothing is kept.

const NOTHING_IS_KEPT := ": there are no achievements and statistics without Steam, so nothing is kept"

## Function, arguments, answer.
const CALLS: Array[Array] = [
	["setAchievement", ["first_blood"], false],
	["clearAchievement", ["first_blood"], false],
	["getAchievement", ["first_blood"], {"ret": false, "achieved": false}],
	["getStatInt", ["kills"], 0],
	["getStatFloat", ["distance"], 0.0],
	["setStatInt", ["kills", 1], false],
	["setStatFloat", ["distance", 1.5], false],
	["storeStats", [], false],
	["resetAllStats", [true], false],
	["requestCurrentStats", [], false],
]


func before() -> void:
	await start_steam()


func after() -> void:
	Steam.steamShutdown()


func test_nothing_is_kept() -> void:
	for row in CALLS:
		expect_error("[STEAM] %s%s" % [row[0], NOTHING_IS_KEPT])
		for time: String in ["first", "second"]:
			assert_eq(Steam.callv(row[0] as String, row[1] as Array), row[2], "%s, the %s time" % [row[0], time])
	succeed()
