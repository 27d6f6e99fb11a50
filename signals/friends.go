package signals

import "bytes"

// Events of friends, as in GodotSteam 4.11. One signal differs, by what real
// scripts expect: avatar_loaded's data is a PackedByteArray (4.11 declares an
// Array and emits the bytes), and its first argument the user's Steam ID, as it
// always was.

// PersonaStateChange is emitted when something about a user has changed or become known; [param flags] are
// one or several of
// [enum PersonaChange]. On the platform [code]standalone[/code] it says that a peer has come, gone, or
// changed its name or rich presence.
type PersonaStateChange struct {
	event `signal:"persona_state_change" callback:"304 PersonaStateChange_t"`
	User  uint64 `arg:"steam_id" valve:"uint64"`
	Flags int    `arg:"flags" valve:"int"` // EPersonaChange
}

func (PersonaStateChange) isFromAnybody() {}

func (e PersonaStateChange) supersedes(waiting Event) bool { return waiting == e }

// AvatarLoaded answers [method getPlayerAvatar]. [param avatar_id] is the user's Steam ID, [param size] the width
// and height in pixels (32, 64 or 184), [param data] the picture in RGBA, 4 bytes a pixel.
//
// Source: isteamfriends.h, AvatarImageLoaded_t.
type AvatarLoaded struct {
	event `signal:"avatar_loaded"`
	User  uint64 `arg:"avatar_id"`
	Width int    `arg:"size"`
	RGBA  []byte `arg:"data"`
}

func (e AvatarLoaded) supersedes(waiting Event) bool {
	old, ok := waiting.(AvatarLoaded)
	return ok && old.User == e.User && old.Width == e.Width && bytes.Equal(old.RGBA, e.RGBA)
}

// JoinRequested is emitted when the user has accepted an invitation to a lobby in Steam's overlay: call [method
// joinLobby]. Never on the platform [code]standalone[/code]; see [signal lobby_invite].
type JoinRequested struct {
	event  `signal:"join_requested" only:"steamworks" callback:"333 GameLobbyJoinRequested_t"`
	Lobby  uint64 `arg:"lobby_id" valve:"CSteamID"`
	Friend uint64 `arg:"steam_id" valve:"CSteamID"`
}

// JoinGameRequested is emitted when the user has accepted an invitation to a game, on the platform
// [code]standalone[/code] as soon
// as it was sent. [param user] is who invites, [param connect] what they gave to [method
// inviteUserToGame].
type JoinGameRequested struct {
	event   `signal:"join_game_requested" callback:"337 GameRichPresenceJoinRequested_t"`
	User    uint64 `arg:"user" valve:"CSteamID"`
	Connect string `arg:"connect" valve:"char[256]"`
}

func (JoinGameRequested) isFromAnybody() {}

// The last invitation of a user is the one that counts.
func (e JoinGameRequested) supersedes(waiting Event) bool {
	old, ok := waiting.(JoinGameRequested)
	return ok && old.User == e.User
}

// OverlayToggled is emitted when Steam's overlay opens ([param active]) or closes. Never on the platform
// [code]standalone[/code].
type OverlayToggled struct {
	event         `signal:"overlay_toggled" only:"steamworks" callback:"331 GameOverlayActivated_t"`
	Active        bool   `arg:"active" valve:"uint8"`
	UserInitiated bool   `arg:"user_initiated" valve:"bool,newer"`
	AppID         uint32 `arg:"app_id" valve:"uint32,newer"`
	_             uint32 `valve:"uint32,newer"` // the overlay's process
}
