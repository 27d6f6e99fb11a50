package platform

import "godotsteam/steamtypes"

// Lobbies is what takes thought about lobbies on every platform
// (ISteamMatchmaking). Answers that take time come as events of package signals;
// an error says why something is refused.
//
// A lobby's ID is a SteamID of type Chat with the lobby flag. Keys and values
// have at most [steamtypes.MaxLobbyKey] and [steamtypes.MaxLobbyValue] bytes.
type Lobbies interface {
	// CreateLobby makes a lobby and joins it: LobbyCreated, then LobbyJoined.
	CreateLobby(kind steamtypes.LobbyType, maxMembers int)
	// JoinLobby answers with LobbyJoined, whose response says how it went.
	JoinLobby(lobby steamtypes.SteamID)
	// RequestLobbyList answers with LobbyMatchList.
	RequestLobbyList(filter steamtypes.LobbyFilter)

	LobbyOwner(lobby steamtypes.SteamID) steamtypes.SteamID // 0: not a member
	AllLobbyData(lobby steamtypes.SteamID) []steamtypes.KeyValue
	// SendLobbyChat sends to every member, the sender included: LobbyMessage.
	SendLobbyChat(lobby steamtypes.SteamID, message string) error
	SetLobbyGameServer(lobby steamtypes.SteamID, server steamtypes.GameServer) error
	LobbyGameServer(lobby steamtypes.SteamID) (steamtypes.GameServer, bool)
}

// PeerLobby is what SteamMultiplayerPeer also asks of the lobby that it plays in,
// on every platform.
type PeerLobby interface {
	// LeaveLobby takes effect at once here; others get LobbyChatUpdate.
	LeaveLobby(lobby steamtypes.SteamID)
	// LobbyMemberCount also knows lobbies that a list brought.
	LobbyMemberCount(lobby steamtypes.SteamID) int
	// LobbyMemberAt is in order of joining, 0 beyond the last member.
	LobbyMemberAt(lobby steamtypes.SteamID, index int) steamtypes.SteamID
	LobbyData(lobby steamtypes.SteamID, key string) string
	SetLobbyData(lobby steamtypes.SteamID, key, value string) error
	SetLobbyJoinable(lobby steamtypes.SteamID, joinable bool) error
}

// LobbyState is what Valve's library has a function for, one to one: a platform
// without it does these itself.
type LobbyState interface {
	PeerLobby

	InviteUserToLobby(lobby, user steamtypes.SteamID) bool
	LobbyOwner(lobby steamtypes.SteamID) steamtypes.SteamID
	SetLobbyOwner(lobby, owner steamtypes.SteamID) error

	DeleteLobbyData(lobby steamtypes.SteamID, key string) error
	LobbyMemberData(lobby, user steamtypes.SteamID, key string) string
	SetLobbyMemberData(lobby steamtypes.SteamID, key, value string) error
	// RequestLobbyData fetches a lobby's data without joining: LobbyDataUpdate.
	RequestLobbyData(lobby steamtypes.SteamID) bool

	SetLobbyType(lobby steamtypes.SteamID, kind steamtypes.LobbyType) error
	LobbyMemberLimit(lobby steamtypes.SteamID) int
	SetLobbyMemberLimit(lobby steamtypes.SteamID, limit int) error
}
