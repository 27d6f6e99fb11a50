package platform

import "godotsteam/networking"

// Matchmaking is the part of a [Platform] about lobbies (ISteamMatchmaking).
// Answers that take time come as events of package signals.
//
// A lobby's ID is a SteamID of type Chat with the lobby flag. Keys and values
// have been checked by the caller: at most [networking.MaxLobbyKey] and
// [networking.MaxLobbyValue] bytes.
type Matchmaking interface {
	// CreateLobby makes a lobby and joins it: LobbyCreated, then LobbyJoined.
	CreateLobby(kind networking.LobbyType, maxMembers int)
	// JoinLobby answers with LobbyJoined, whose response says how it went.
	JoinLobby(lobby networking.SteamID)
	// LeaveLobby takes effect at once here; others get LobbyChatUpdate. On lan
	// what waits of the lobby's events is taken back.
	LeaveLobby(lobby networking.SteamID)
	InviteUserToLobby(lobby, user networking.SteamID) bool

	LobbyMembers(lobby networking.SteamID) []networking.SteamID // in order of joining; nil if not a member
	LobbyOwner(lobby networking.SteamID) networking.SteamID
	SetLobbyOwner(lobby, owner networking.SteamID) bool

	LobbyData(lobby networking.SteamID, key string) string
	AllLobbyData(lobby networking.SteamID) []networking.KeyValue // sorted by key
	SetLobbyData(lobby networking.SteamID, key, value string) bool
	DeleteLobbyData(lobby networking.SteamID, key string) bool
	LobbyMemberData(lobby, user networking.SteamID, key string) string
	SetLobbyMemberData(lobby networking.SteamID, key, value string) bool
	// RequestLobbyData fetches a lobby's data without joining: LobbyDataUpdate.
	RequestLobbyData(lobby networking.SteamID) bool

	SetLobbyType(lobby networking.SteamID, kind networking.LobbyType) bool
	SetLobbyJoinable(lobby networking.SteamID, joinable bool) bool
	LobbyMemberLimit(lobby networking.SteamID) int
	SetLobbyMemberLimit(lobby networking.SteamID, limit int) bool

	// RequestLobbyList answers with LobbyMatchList.
	RequestLobbyList(filter networking.LobbyFilter)
	// SendLobbyChat sends to every member, the sender included: LobbyMessage.
	SendLobbyChat(lobby networking.SteamID, message []byte) bool

	SetLobbyGameServer(lobby networking.SteamID, server networking.GameServer) bool
	LobbyGameServer(lobby networking.SteamID) (networking.GameServer, bool)
}

// LobbyCounts is what a [Matchmaking] implements that knows how many members
// a lobby has without being in it, from a list or from RequestLobbyData.
type LobbyCounts interface {
	LobbyMemberCount(lobby networking.SteamID) int
}

// LobbyRefusals is what a [Matchmaking] implements that can say why it refuses.
type LobbyRefusals interface {
	// LobbyRefusal returns why the last change of a lobby, or message to one,
	// was refused: an error of package networking.
	LobbyRefusal() error
}

// Friends is the part of a [Platform] about users other than this one
// (ISteamFriends). On lan a friend is a peer that is around.
type Friends interface {
	// PersonaNameOf is a user's name, "" while it is not known.
	PersonaNameOf(user networking.SteamID) string
	// FriendList returns the friends that flags (EFriendFlags) select.
	FriendList(flags int) []networking.SteamID
	PersonaStateOf(user networking.SteamID) int // EPersonaState
	RelationshipWith(user networking.SteamID) int
	// RequestAvatar answers with AvatarLoaded. size is 1, 2 or 3: 32, 64 or
	// 184 pixels.
	RequestAvatar(user networking.SteamID, size int)
	SetRichPresence(key, value string) bool
	ClearRichPresence()
	RichPresenceOf(user networking.SteamID, key string) string
	// InviteUserToGame sends a connect string: JoinGameRequested at the other.
	InviteUserToGame(user networking.SteamID, connect string) bool
	// OpenOverlay opens a page of Steam's overlay and reports whether there is
	// an overlay at all.
	OpenOverlay(page string, user networking.SteamID) bool
	// LaunchCommandLine is what Steam started the game with.
	LaunchCommandLine() string
}
