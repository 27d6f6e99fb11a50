package platform

import "godotsteam/networking"

// Lobbies is what takes thought about lobbies on every platform
// (ISteamMatchmaking). Answers that take time come as events of package signals;
// an error says why something is refused.
//
// A lobby's ID is a SteamID of type Chat with the lobby flag. Keys and values
// have at most [networking.MaxLobbyKey] and [networking.MaxLobbyValue] bytes.
type Lobbies interface {
	// CreateLobby makes a lobby and joins it: LobbyCreated, then LobbyJoined.
	CreateLobby(kind networking.LobbyType, maxMembers int)
	// JoinLobby answers with LobbyJoined, whose response says how it went.
	JoinLobby(lobby networking.SteamID)
	// RequestLobbyList answers with LobbyMatchList.
	RequestLobbyList(filter networking.LobbyFilter)

	LobbyOwner(lobby networking.SteamID) networking.SteamID // 0: not a member
	AllLobbyData(lobby networking.SteamID) []networking.KeyValue
	// SendLobbyChat sends to every member, the sender included: LobbyMessage.
	SendLobbyChat(lobby networking.SteamID, message string) error
	SetLobbyGameServer(lobby networking.SteamID, server networking.GameServer) error
	LobbyGameServer(lobby networking.SteamID) (networking.GameServer, bool)
}

// LobbyState is what Valve's library has a function for, one to one: a platform
// without it does these itself.
type LobbyState interface {
	// LeaveLobby takes effect at once here; others get LobbyChatUpdate.
	LeaveLobby(lobby networking.SteamID)
	InviteUserToLobby(lobby, user networking.SteamID) bool

	// LobbyMemberCount also knows lobbies that a list brought.
	LobbyMemberCount(lobby networking.SteamID) int
	// LobbyMemberAt is in order of joining, 0 beyond the last member.
	LobbyMemberAt(lobby networking.SteamID, index int) networking.SteamID
	LobbyOwner(lobby networking.SteamID) networking.SteamID
	SetLobbyOwner(lobby, owner networking.SteamID) error

	LobbyData(lobby networking.SteamID, key string) string
	SetLobbyData(lobby networking.SteamID, key, value string) error
	DeleteLobbyData(lobby networking.SteamID, key string) error
	LobbyMemberData(lobby, user networking.SteamID, key string) string
	SetLobbyMemberData(lobby networking.SteamID, key, value string) error
	// RequestLobbyData fetches a lobby's data without joining: LobbyDataUpdate.
	RequestLobbyData(lobby networking.SteamID) bool

	SetLobbyType(lobby networking.SteamID, kind networking.LobbyType) error
	SetLobbyJoinable(lobby networking.SteamID, joinable bool) error
	LobbyMemberLimit(lobby networking.SteamID) int
	SetLobbyMemberLimit(lobby networking.SteamID, limit int) error
}
