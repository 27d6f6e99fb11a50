extends MultiplayerScenario
## A world that [MultiplayerSpawner] and [MultiplayerSynchronizer] keep the same: Alice hosts, Bob
## sees it from the start, and Carol comes late.


func alice() -> void:
	host()
	await await_peer("bob")
	var hero := stage.spawn("Hero")
	hero.set("score", 1)
	await await_mark("bob", "sees 1")
	hero.set("score", 2)
	var gone := stage.spawn("Gone")
	await await_mark("bob", "sees 2")
	gone.queue_free()
	await await_mark("bob", "sees one")
	mark("late")
	await await_peer("carol")
	await await_mark("carol", "sees 2")
	hero.set("score", 3)
	stage.spawn("Another")
	var both := func() -> bool:
		hero.set("place", hero.get("place") + 1)
		return has_mark("bob", "sees 3") and has_mark("carol", "sees 3")
	await wait_until(both, 20.0, "both see 3 and the place")
	hero.queue_free()
	await await_mark("bob", "sees none")
	await await_mark("carol", "sees none")
	succeed()


func bob() -> void:
	await join_host()
	await stage.await_avatar("Hero", 1)
	mark("sees 1")
	await stage.await_avatar("Hero", 2)
	await stage.await_avatar("Gone", 0)
	mark("sees 2")
	await stage.await_no_avatar("Gone")
	mark("sees one")
	await _to_the_end()


func carol() -> void:
	await await_mark("alice", "late")
	await join_host()
	await stage.await_avatar("Hero", 2)
	assert_eq(stage.avatars.get_child_count(), 1, "how many avatars the late one sees")
	mark("sees 2")
	await _to_the_end()


func _to_the_end() -> void:
	var hero := await stage.await_avatar("Hero", 3)
	await stage.await_avatar("Another", 0)
	if has_failed():
		return
	var before_place: int = hero.get("place")
	await wait_until(func() -> bool: return hero.get("place") > before_place + 5, 20.0, "the place changes")
	mark("sees 3")
	await stage.await_no_avatar("Hero")
	mark("sees none")
	succeed()
