package platform

import "godotsteam/networking"

// People is what takes thought about users on every platform (ISteamFriends).
// Without Steam a friend is a peer that is around.
type People interface {
	PersonaName() string // this user's
	// PersonaNameOf is a user's name, "" while it is not known.
	PersonaNameOf(user networking.SteamID) string
	PersonaStateOf(user networking.SteamID) int // EPersonaState
	// FriendList returns the friends that flags (EFriendFlags) select.
	FriendList(flags int) []networking.SteamID
	GamePlayedBy(user networking.SteamID) (GamePlayed, bool)
	// RequestAvatar answers with AvatarLoaded. size is 1, 2 or 3: 32, 64 or
	// 184 pixels.
	RequestAvatar(user networking.SteamID, size int)
}

// GamePlayed is a game that a user is in.
type GamePlayed struct {
	AppID               uint32
	IP                  string // dotted IPv4 of the server, "" without one
	GamePort, QueryPort uint16
	Lobby               networking.SteamID // 0: none, or none that may be seen
}

// Friends is what Valve's library has a function for, one to one: a platform
// without it does these itself.
type Friends interface {
	PersonaStateOf(user networking.SteamID) int
	RelationshipWith(user networking.SteamID) int
	FriendCount(flags int) int
	FriendAt(index, flags int) networking.SteamID // 0 beyond the end
	HasFriend(user networking.SteamID, flags int) bool

	SetRichPresence(key, value string) error
	ClearRichPresence()
	RichPresenceOf(user networking.SteamID, key string) string
	// InviteUserToGame sends a connect string: JoinGameRequested at the other.
	InviteUserToGame(user networking.SteamID, connect string) bool
}
