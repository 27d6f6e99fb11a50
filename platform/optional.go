package platform

import "godotsteam/networking"

// What only some platforms know. A [Platform] that knows implements them; for
// the others the neutral answers stand, without an error.

// Ownership is how the user came by the game (ISteamApps).
type Ownership interface {
	// AppOwner is the account that owns the game: another one when it is
	// borrowed. Without it, who plays owns it.
	AppOwner() networking.SteamID
	IsSubscribedFromFreeWeekend() bool
}

// Device is what the game runs on (ISteamUtils).
type Device interface {
	IsSteamDeck() bool
	IsOverlayEnabled() bool
}

// Installation is the game as Steam has installed it (ISteamApps, ISteamUtils).
type Installation interface {
	GameLanguage() string // Steam's name of it: "english", "schinese", …
	GameLanguages() string
	UILanguage() string
	AppBuildID() int
	AppInstallDir(appID uint32) (folder string, size int)
	IsVACBanned() bool
	EarliestPurchase(appID uint32) int64 // Unix time, 0 for never
}

// Relays is Steam's own network (ISteamNetworkingUtils).
type Relays interface{ InitRelayAccess() }

// People is what Steam tells of users and a LAN does not.
type People interface {
	Nickname(user networking.SteamID) string // that this user gave them
	SteamLevel() int
	// RequestUserInformation has a user's name and avatar fetched:
	// PersonaStateChange. It reports false when they are there already.
	RequestUserInformation(user networking.SteamID, nameOnly bool) bool
}

// FriendGames knows what friends play (ISteamFriends).
type FriendGames interface {
	GamePlayedBy(user networking.SteamID) (GamePlayed, bool)
}

// GamePlayed is a game that a user is in.
type GamePlayed struct {
	AppID               uint32
	IP                  string // dotted IPv4 of the server, "" without one
	GamePort, QueryPort uint16
	Lobby               networking.SteamID // 0: none, or none that may be seen
}

// Voice is the microphone as Steam records it (ISteamUser).
type Voice interface {
	StartVoiceRecording()
	StopVoiceRecording()
	// AvailableVoice returns how many bytes TakeVoice would return.
	AvailableVoice() (networking.VoiceResult, int)
	// TakeVoice takes what has been recorded, compressed; a limit of 0 is none.
	TakeVoice(limit int) (networking.VoiceResult, []byte)
	// DecompressVoice makes samples of 16 bits of what another one's TakeVoice
	// returned, at most limit bytes.
	DecompressVoice(voice []byte, rate, limit int) (networking.VoiceResult, []byte)
	VoiceSampleRate() int
	// SetInGameVoiceSpeaking has Steam's own voice chat pause meanwhile.
	SetInGameVoiceSpeaking(user networking.SteamID, speaking bool)
}

// Stats are the user's achievements and statistics (ISteamUserStats). Most
// answers are false when the app has none of that name.
type Stats interface {
	SetAchievement(name string) bool
	ClearAchievement(name string) bool
	Achievement(name string) (achieved, ok bool)
	StatInt(name string) (int32, bool)
	StatFloat(name string) (float32, bool)
	SetStatInt(name string, value int32) bool
	SetStatFloat(name string, value float32) bool
	// RequestCurrentStats has the statistics fetched: CurrentStatsReceived.
	RequestCurrentStats() bool
	// RequestUserStats has another user's statistics fetched: UserStatsReceived.
	RequestUserStats(user networking.SteamID)
	// StoreStats sends what was set: UserStatsStored.
	StoreStats() bool
	ResetAllStats(achievementsToo bool) bool
}

// LobbyIndex and FriendIndex are for a platform that has to ask for each
// element of a list: a script that walks one would have it made anew for every
// element. An index beyond the end is 0.

// LobbyIndex is a lobby's member list, element by element.
type LobbyIndex interface {
	LobbyCounts
	LobbyMemberAt(lobby networking.SteamID, index int) networking.SteamID
}

// FriendIndex is a list of friends, element by element.
type FriendIndex interface {
	FriendCount(flags int) int
	FriendAt(index, flags int) networking.SteamID
}

// What [Friends].OpenOverlay may be asked to open beside Valve's own names of
// dialogs ("friends", "steamid", …), with the user or lobby that it is about.
const (
	OverlayInviteToLobby = "invite to lobby" // the user is the lobby
	OverlayInviteWith    = "invite with "    // and the connect string
	OverlayWebPage       = "web page "       // and the address
	OverlayModalWebPage  = "modal web page " // the same, with the game's own overlay hidden
	OverlayStore         = "store "          // and the app's ID
)
