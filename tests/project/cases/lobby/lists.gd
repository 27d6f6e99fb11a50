extends LobbyScenario
## The filters of a list, each alone; and a list uses them up.


func alice() -> void:
	await _host(Steam.LOBBY_TYPE_PUBLIC, 2, "3")


func bob() -> void:
	await _host(Steam.LOBBY_TYPE_INVISIBLE, 8, "30")


func carol() -> void:
	var low: int = await await_mark("alice", "lobby")
	var high: int = await await_mark("bob", "lobby")
	var both := [low, high]
	both.sort()
	await _see([low, high], Steam.addRequestLobbyListNearValueFilter.bind("level", 4))
	await _see([high, low], Steam.addRequestLobbyListNearValueFilter.bind("level", 29))
	await _see(both, func() -> void: pass)
	for row: Array in [
		[Steam.LOBBY_COMPARISON_EQUAL_TO_OR_LESS_THAN, 3, [low]],
		[Steam.LOBBY_COMPARISON_LESS_THAN, 30, [low]],
		[Steam.LOBBY_COMPARISON_EQUAL, 30, [high]],
		[Steam.LOBBY_COMPARISON_GREATER_THAN, 3, [high]],
		[Steam.LOBBY_COMPARISON_EQUAL_TO_GREATER_THAN, 30, [high]],
		[Steam.LOBBY_COMPARISON_NOT_EQUAL, 30, [low]],
		[Steam.LOBBY_COMPARISON_NOT_EQUAL, 10, both],
	]:
		await _see(row[2] as Array, Steam.addRequestLobbyListNumericalFilter.bind("level", row[1], row[0]))
	await _see([high], Steam.addRequestLobbyListStringFilter.bind("host", "bob", Steam.LOBBY_COMPARISON_EQUAL))
	await _see([low], Steam.addRequestLobbyListStringFilter.bind("host", "bob", Steam.LOBBY_COMPARISON_NOT_EQUAL))
	await _see([high], Steam.addRequestLobbyListFilterSlotsAvailable.bind(2))
	await _see(both, Steam.addRequestLobbyListFilterSlotsAvailable.bind(1))
	await _see(both.slice(0, 1), Steam.addRequestLobbyListResultCountFilter.bind(1))
	for distance in 4:
		await _see(both, Steam.addRequestLobbyListDistanceFilter.bind(distance))
	await _see([high], func() -> void: # the nearest of two
		Steam.addRequestLobbyListNearValueFilter("level", 29)
		Steam.addRequestLobbyListResultCountFilter(1))
	await _see(both, func() -> void: pass) # none of all these is left
	mark("has seen the lists")
	succeed()


func _host(kind: Steam.LobbyType, max_members: int, level: String) -> void:
	await create(kind, max_members)
	assert_eq(Steam.setLobbyData(lobby, "level", level), true, "setLobbyData")
	assert_eq(Steam.setLobbyData(lobby, "host", options.role), true, "setLobbyData")
	mark("lobby", lobby)
	await await_mark("carol", "has seen the lists")
	succeed()


# Asks until the list is as expected: a busy host may answer too late for one.
func _see(expected: Array, filter: Callable) -> void:
	var request := func() -> void:
		heard.clear()
		filter.call()
		Steam.requestLobbyList()
	var lists := func() -> bool:
		if heard.is_empty():
			return false
		if heard[-1] == ["lobby_match_list", expected]:
			return true
		request.call()
		return false
	request.call()
	await wait_until(lists, SOON, "the list %s of %s" % [expected, filter])
