extends Scenario
## With embedded callbacks nobody needs to pump, and pumping does no harm.


func _init() -> void:
	pump = false
	starts_steam = false


func alice() -> void:
	Steam.p2p_session_request.connect(_on_p2p_session_request)
	assert_eq(Steam.steamInit(480, true), true, "steamInit(480, true)")
	await meet()
	send(id_of("bob"), "is anybody there?")
	await expect_text(id_of("bob"), "yes")
	succeed()


func bob() -> void:
	Steam.p2p_session_request.connect(_on_p2p_session_request)
	var answer: Dictionary = Steam.steamInit(true, 480, true)
	assert_eq(answer.get("status"), 1, "the status of steamInit(true, 480, true)")
	await meet()
	await accept_request(id_of("alice"))
	await expect_text(id_of("alice"), "is anybody there?")
	pump = true
	await pass_time(0.1)
	assert_eq(requests.size(), 1, "requests")
	send(id_of("alice"), "yes")
	succeed()
