extends TestCase
## What the environment can set, and what becomes of values that can't be.

const NAMES: Array[String] = [
	"GODOTSTEAM_IDENTITY",
	"GODOTSTEAM_PERSONA_NAME",
	"GODOTSTEAM_TIMEOUT",
	"GODOTSTEAM_LISTEN",
	"GODOTSTEAM_PEERS",
	"SteamAppId",
]

var _values_before: Dictionary[String, String] = {}


func before() -> void:
	for variable in NAMES:
		_values_before[variable] = OS.get_environment(variable)


func after() -> void:
	Steam.steamShutdown()
	for variable in NAMES:
		OS.set_environment(variable, _values_before[variable])


func test_identity() -> void:
	var ids: Array[int] = []
	for text: String in ["one player", "another player", "one player"]:
		OS.set_environment("GODOTSTEAM_IDENTITY", text)
		assert_eq(Steam.steamInit(480), true, "steamInit as %s" % text)
		ids.append(Steam.getSteamID())
		Steam.steamShutdown()
	assert_eq(ids[2], ids[0], "the Steam ID of the same text")
	assert_true(ids[1] != ids[0], "the Steam IDs of two texts differ")
	succeed()


func test_persona_name() -> void:
	OS.set_environment("GODOTSTEAM_PERSONA_NAME", "Zoë 🐝")
	assert_eq(Steam.steamInit(480), true, "steamInit")
	assert_eq(Steam.getPersonaName(), "Zoë 🐝", "getPersonaName")
	succeed()


func test_app_id() -> void:
	OS.set_environment("SteamAppId", "1234")
	assert_eq(Steam.steamInit(0), true, "steamInit(0)")
	assert_eq(Steam.getAppID(), 1234, "getAppID")
	Steam.steamShutdown()
	assert_eq(Steam.steamInit(4321), true, "steamInit(4321)")
	assert_eq(Steam.getAppID(), 4321, "getAppID: the argument goes before the environment")
	succeed()


func test_a_timeout_that_cannot_be() -> void:
	_expect_refusal("GODOTSTEAM_TIMEOUT", "soon")
	succeed()


func test_a_listen_address_that_cannot_be() -> void:
	_expect_refusal("GODOTSTEAM_LISTEN", "somewhere")
	succeed()


func test_peers_that_cannot_be() -> void:
	_expect_refusal("GODOTSTEAM_PEERS", "Bob's house")
	succeed()


# Steam does not start with that value, and says which one it is; then it starts without.
func _expect_refusal(variable: String, value: String) -> void:
	OS.set_environment(variable, value)
	expect_error(variable)
	var answer: Dictionary = Steam.steamInitEx(480)
	assert_eq(answer["status"], 1, "the status of steamInitEx")
	assert_true((answer["verbal"] as String).contains(value), "verbal has the value: %s" % answer["verbal"])
	assert_eq(Steam.get_steam_init_result(), answer, "get_steam_init_result")
	OS.unset_environment(variable)
	assert_eq((Steam.steamInitEx(480) as Dictionary)["status"], 0, "the status of steamInitEx afterwards")
