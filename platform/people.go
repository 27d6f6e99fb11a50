package platform

import "godotsteam/steamtypes"

// People is what takes thought about users on every platform (ISteamFriends).
// Without Steam a friend is a peer that is around.
type People interface {
	PersonaName() string // this user's
	// PersonaNameOf is a user's name, "" while it is not known.
	PersonaNameOf(user steamtypes.SteamID) string
	PersonaStateOf(user steamtypes.SteamID) int // EPersonaState
	// FriendList returns the friends that flags (EFriendFlags) select.
	FriendList(flags int) []steamtypes.SteamID
	GamePlayedBy(user steamtypes.SteamID) (GamePlayed, bool)
	// RequestAvatar answers with AvatarLoaded. size is 1, 2 or 3: 32, 64 or
	// 184 pixels.
	RequestAvatar(user steamtypes.SteamID, size int)
}

// GamePlayed is a game that a user is in.
type GamePlayed struct {
	AppID               uint32
	IP                  string // dotted IPv4 of the server, "" without one
	GamePort, QueryPort uint16
	Lobby               steamtypes.SteamID // 0: none, or none that may be seen
}

// Friends is what Valve's library has a function for, one to one: a platform
// without it does these itself.
type Friends interface {
	PersonaStateOf(user steamtypes.SteamID) int
	RelationshipWith(user steamtypes.SteamID) int
	FriendCount(flags int) int
	FriendAt(index, flags int) steamtypes.SteamID // 0 beyond the end
	HasFriend(user steamtypes.SteamID, flags int) bool

	SetRichPresence(key, value string) error
	ClearRichPresence()
	RichPresenceOf(user steamtypes.SteamID, key string) string
	// InviteUserToGame sends a connect string: JoinGameRequested at the other.
	InviteUserToGame(user steamtypes.SteamID, connect string) bool
}
