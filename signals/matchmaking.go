package signals

// Events of lobbies. Names, order and types of the arguments are GodotSteam
// 4.11's.

// LobbyCreated answers [method createLobby]. [param connect] is one of [enum Result]; the lobby is there if it is
// [constant RESULT_OK], otherwise [param lobby_id] is [code]0[/code].
type LobbyCreated struct {
	event  `signal:"lobby_created" result:"513 LobbyCreated_t"`
	Result int    `arg:"connect" valve:"EResult"`
	Lobby  uint64 `arg:"lobby_id" valve:"uint64"`
}

// LobbyJoined answers [method joinLobby], and [method createLobby] too. [param response] is one of [enum
// ChatRoomEnterResponse]: the user is in if it is [constant CHAT_ROOM_ENTER_RESPONSE_SUCCESS]. [param
// permissions] is always [code]0[/code].
type LobbyJoined struct {
	event    `signal:"lobby_joined" callback:"504 LobbyEnter_t"`
	Lobby    uint64 `arg:"lobby" valve:"uint64"`
	_        int    `arg:"permissions" valve:"uint32"`
	Locked   bool   `arg:"locked" valve:"bool"`
	Response int    `arg:"response" valve:"uint32"` // EChatRoomEnterResponse
}

// LobbyChatUpdate is emitted when [param changed_id] has come into a lobby or is gone from it; [param
// chat_state] is one
// of [enum ChatMemberStateChange], [param making_change_id] who did it.
type LobbyChatUpdate struct {
	event        `signal:"lobby_chat_update" callback:"506 LobbyChatUpdate_t"`
	Lobby        uint64 `arg:"lobby_id" valve:"uint64"`
	Changed      uint64 `arg:"changed_id" valve:"uint64"`
	MakingChange uint64 `arg:"making_change_id" valve:"uint64"`
	State        int    `arg:"chat_state" valve:"uint32"` // EChatMemberStateChange
}

// LobbyMessage is emitted when [param user] has sent a text to a lobby with [method sendLobbyChatMsg], at the sender
// too. [param chat_type] is one of [enum ChatEntryType].
//
// Source: isteammatchmaking.h, LobbyChatMsg_t.
type LobbyMessage struct {
	event   `signal:"lobby_message"`
	Lobby   uint64 `arg:"lobby_id"`
	User    uint64 `arg:"user"`
	Message string `arg:"message"`
	Type    int    `arg:"chat_type"` // EChatEntryType
}

// LobbyMatchList answers [method requestLobbyList] with the lobbies' IDs; empty if there are none.
//
// Source: isteammatchmaking.h, LobbyMatchList_t.
type LobbyMatchList struct {
	event   `signal:"lobby_match_list"`
	Lobbies []uint64 `arg:"lobbies"`
}

// LobbyDataUpdate is emitted when a lobby's data has changed or was fetched ([param member_id] is the
// lobby's own ID), or
// a member's. [param success] is [code]0[/code] if [method requestLobbyData] found no such lobby.
type LobbyDataUpdate struct {
	event   `signal:"lobby_data_update" args:"success,lobby_id,member_id" callback:"505 LobbyDataUpdate_t"`
	Lobby   uint64 `arg:"lobby_id" valve:"uint64"`
	Member  uint64 `arg:"member_id" valve:"uint64"`
	Success int    `arg:"success" valve:"uint8"`
}

// The event only sends the game to look at what is there: once is enough.
func (e LobbyDataUpdate) supersedes(waiting Event) bool { return waiting == e }

// LobbyInvite is emitted when [param inviter] invites the user to a lobby of the game with the ID [param game]. Call
// [method joinLobby] if they want to.
type LobbyInvite struct {
	event   `signal:"lobby_invite" callback:"503 LobbyInvite_t"`
	Inviter uint64 `arg:"inviter" valve:"uint64"`
	Lobby   uint64 `arg:"lobby" valve:"uint64"`
	Game    uint64 `arg:"game" valve:"uint64"`
}

func (LobbyInvite) isFromAnybody() {}

// The last invitation of a user is the one that counts.
func (e LobbyInvite) supersedes(waiting Event) bool {
	old, ok := waiting.(LobbyInvite)
	return ok && old.Inviter == e.Inviter
}

// LobbyKicked is emitted when the user is no longer in a lobby, against their will. On the platform
// [code]standalone[/code]
// it happens when the others have lost this one and gone on ([param due_to_disconnect] is
// [code]1[/code]).
type LobbyKicked struct {
	event           `signal:"lobby_kicked" callback:"512 LobbyKicked_t"`
	Lobby           uint64 `arg:"lobby_id" valve:"uint64"`
	Admin           uint64 `arg:"admin_id" valve:"uint64"`
	DueToDisconnect int    `arg:"due_to_disconnect" valve:"uint8"`
}

// LobbyGameCreated is emitted when the owner has named the server that the lobby plays on with [method
// setLobbyGameServer].
type LobbyGameCreated struct {
	event  `signal:"lobby_game_created" callback:"509 LobbyGameCreated_t"`
	Lobby  uint64 `arg:"lobby_id" valve:"uint64"`
	Server uint64 `arg:"server_id" valve:"uint64"`
	IP     string `arg:"server_ip" valve:"uint32,ipv4"`
	Port   int    `arg:"port" valve:"uint16"`
}
