package signals

// Events of lobbies and friends. Names, order and types of the arguments are
// GodotSteam 4.11's.

// LobbyCreated answers CreateLobby. Result is an EResult, 1 being OK.
type LobbyCreated struct {
	Result int
	Lobby  uint64
}

// LobbyJoined answers JoinLobby, and CreateLobby too.
type LobbyJoined struct {
	Lobby    uint64
	Locked   bool
	Response int // EChatRoomEnterResponse
}

// LobbyChatUpdate says that a lobby's member list changed.
type LobbyChatUpdate struct {
	Lobby, Changed, MakingChange uint64
	State                        int // EChatMemberStateChange
}

// LobbyMessage is a chat message.
type LobbyMessage struct {
	Lobby, User uint64
	Message     string
	Type        int // EChatEntryType
}

// LobbyMatchList answers RequestLobbyList. Lobbies holds the IDs, each in 8
// bytes, big endian, so that the event stays comparable.
type LobbyMatchList struct{ Lobbies string }

// LobbyDataUpdate says that data changed: a lobby's, when Member is the lobby.
type LobbyDataUpdate struct {
	Success       int
	Lobby, Member uint64
}

// LobbyInvite says that somebody invites this user.
type LobbyInvite struct{ Inviter, Lobby, Game uint64 }

// LobbyKicked says that this user is no longer in a lobby.
type LobbyKicked struct {
	Lobby, Admin    uint64
	DueToDisconnect int
}

// LobbyGameCreated says that a lobby's game server is known.
type LobbyGameCreated struct {
	Lobby, Server uint64
	IP            string
	Port          int
}

// PersonaStateChange says that something about a user changed.
type PersonaStateChange struct {
	User  uint64
	Flags int // EPersonaChange
}

// AvatarLoaded brings a picture: Width × Width pixels of RGBA.
type AvatarLoaded struct {
	User  uint64
	Width int
	RGBA  string
}

// JoinRequested says that the user accepted an invitation to a lobby.
type JoinRequested struct{ Lobby, Friend uint64 }

// JoinGameRequested says that the user accepted an invitation to a game.
type JoinGameRequested struct {
	User    uint64
	Connect string
}

// OverlayToggled says that Steam's overlay opened or closed.
type OverlayToggled struct {
	Active, UserInitiated bool
	AppID                 uint32
}
