extends LobbyScenario
## On standalone a friend is a peer that is around: names, pictures, rich presence, and an invitation to
## a game.

var _avatars: Array[Array] = []
var _invitations: Array[Array] = []


func alice() -> void:
	await _play("bob")


func bob() -> void:
	await _play("carol")


func carol() -> void:
	await _play("alice")


func _play(next: String) -> void:
	Steam.avatar_loaded.connect(_on_avatar_loaded)
	Steam.join_game_requested.connect(_on_join_game_requested)
	var both := func() -> bool: return Steam.getFriendCount(Steam.FRIEND_FLAG_IMMEDIATE) == 2
	await wait_until(both, SOON, "both friends are around")
	var found: Array[int] = []
	for i in Steam.getFriendCount(Steam.FRIEND_FLAG_IMMEDIATE):
		found.append(Steam.getFriendByIndex(i, Steam.FRIEND_FLAG_IMMEDIATE))
	for other in others():
		var id := id_of(other)
		assert_true(id in found, "%s is a friend" % other)
		assert_eq(Steam.hasFriend(id, Steam.FRIEND_FLAG_ALL), true, "hasFriend")
		assert_eq(Steam.getFriendRelationship(id) as int, Steam.FRIEND_RELATION_FRIEND as int, "getFriendRelationship")
		assert_eq(Steam.getFriendPersonaState(id) as int, Steam.PERSONA_STATE_ONLINE as int, "getFriendPersonaState")
		var named := func() -> bool: return not Steam.getFriendPersonaName(id).is_empty()
		await wait_until(named, SOON, "the name of %s" % other)
	assert_eq(Steam.getFriendByIndex(2, Steam.FRIEND_FLAG_IMMEDIATE), 0, "a friend beyond the last")
	var entries: Array = Steam.getUserSteamFriends()
	assert_eq(entries.size(), 2, "getUserSteamFriends")
	for entry: Dictionary in entries:
		assert_eq(entry.keys(), ["id", "name", "status"], "the keys")
		assert_eq(entry["name"], Steam.getFriendPersonaName(entry["id"] as int), "the name")

	await _look_at(id_of(next))
	assert_eq(Steam.setRichPresence("status", "I am %s" % options.role), true, "setRichPresence")
	for other in others():
		var told := func() -> bool: return Steam.getFriendRichPresence(id_of(other), "status") == "I am %s" % other
		await wait_until(told, SOON, "the rich presence of %s" % other)

	assert_eq(Steam.inviteUserToGame(id_of(next), "+connect %s" % options.role), true, "inviteUserToGame")
	var invited := func() -> bool: return not _invitations.is_empty()
	await wait_until(invited, SOON, "an invitation")
	for other in others():
		if id_of(other) == _invitations[0][0]:
			assert_eq(_invitations[0][1], "+connect %s" % other, "the connect string")
	succeed()


func _look_at(id: int) -> void:
	Steam.getPlayerAvatar(Steam.AVATAR_SMALL, id)
	var seen := func() -> bool: return not _avatars.is_empty()
	if not await wait_until(seen, SOON, "avatar_loaded"):
		return
	assert_eq(_avatars[0].slice(0, 2), [id, 32], "whose picture, and how large")
	Steam.getPlayerAvatar(Steam.AVATAR_SMALL)
	var both := func() -> bool: return _avatars.size() == 2
	if await wait_until(both, SOON, "one's own picture"):
		assert_true(_avatars[0][2] != _avatars[1][2], "two users look different")


func _on_avatar_loaded(user: int, size: int, data: PackedByteArray) -> void:
	_avatars.append([user, size, data])


func _on_join_game_requested(user: int, connect_string: String) -> void:
	_invitations.append([user, connect_string])
