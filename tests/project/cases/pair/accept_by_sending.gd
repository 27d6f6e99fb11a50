extends Scenario
## Sending to somebody who asks accepts them.


func alice() -> void:
	send(id_of("bob"), "may I?")
	await expect_text(id_of("bob"), "of course")
	assert_eq(requests, [] as Array[int], "requests at the side that sent first")
	succeed()


func bob() -> void:
	await expect_request(id_of("alice"))
	send(id_of("alice"), "of course")
	await expect_text(id_of("alice"), "may I?")
	succeed()
