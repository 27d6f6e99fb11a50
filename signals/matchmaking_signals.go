package signals

// How the events of matchmaking.go are emitted: names, order and types of the
// arguments as in GodotSteam 4.11. Two differ, by what real scripts expect:
// avatar_loaded's data is a PackedByteArray (4.11 declares an Array and emits
// the bytes), and its first argument the user's Steam ID, as it always was.

var (
	lobbyCreated = Signal{
		Name: "lobby_created",
		Args: []Arg{{Name: "connect"}, {Name: "lobby_id"}},
	}
	lobbyJoined = Signal{
		Name: "lobby_joined",
		Args: []Arg{{Name: "lobby"}, {Name: "permissions"}, {"locked", Bool}, {Name: "response"}},
	}
	lobbyChatUpdate = Signal{
		Name: "lobby_chat_update",
		Args: []Arg{{Name: "lobby_id"}, {Name: "changed_id"}, {Name: "making_change_id"}, {Name: "chat_state"}},
	}
	lobbyMessage = Signal{
		Name: "lobby_message",
		Args: []Arg{{Name: "lobby_id"}, {Name: "user"}, {"message", String}, {Name: "chat_type"}},
	}
	lobbyMatchList = Signal{
		Name: "lobby_match_list",
		Args: []Arg{{"lobbies", Ints}},
	}
	lobbyDataUpdate = Signal{
		Name: "lobby_data_update",
		Args: []Arg{{Name: "success"}, {Name: "lobby_id"}, {Name: "member_id"}},
	}
	lobbyInvite = Signal{
		Name: "lobby_invite",
		Args: []Arg{{Name: "inviter"}, {Name: "lobby"}, {Name: "game"}},
	}
	lobbyKicked = Signal{
		Name: "lobby_kicked",
		Args: []Arg{{Name: "lobby_id"}, {Name: "admin_id"}, {Name: "due_to_disconnect"}},
	}
	lobbyGameCreated = Signal{
		Name: "lobby_game_created",
		Args: []Arg{{Name: "lobby_id"}, {Name: "server_id"}, {"server_ip", String}, {Name: "port"}},
	}
	personaStateChange = Signal{
		Name: "persona_state_change",
		Args: []Arg{{Name: "steam_id"}, {Name: "flags"}},
	}
	avatarLoaded = Signal{
		Name: "avatar_loaded",
		Args: []Arg{{Name: "avatar_id"}, {Name: "size"}, {"data", Bytes}},
	}
	joinRequested = Signal{
		Name: "join_requested",
		Args: []Arg{{Name: "lobby_id"}, {Name: "steam_id"}},
	}
	joinGameRequested = Signal{
		Name: "join_game_requested",
		Args: []Arg{{Name: "user"}, {"connect", String}},
	}
	overlayToggled = Signal{
		Name: "overlay_toggled",
		Args: []Arg{{"active", Bool}, {"user_initiated", Bool}, {Name: "app_id"}},
	}
)

// Signal implements [Event].
func (LobbyCreated) Signal() *Signal { return &lobbyCreated }

// Args implements [Event].
func (e LobbyCreated) Args() []any { return []any{int64(e.Result), int64(e.Lobby)} }

// Signal implements [Event].
func (LobbyJoined) Signal() *Signal { return &lobbyJoined }

// Args implements [Event]. The permissions are unused by Steam: always 0.
func (e LobbyJoined) Args() []any {
	return []any{int64(e.Lobby), int64(0), e.Locked, int64(e.Response)}
}

// Signal implements [Event].
func (LobbyChatUpdate) Signal() *Signal { return &lobbyChatUpdate }

// Args implements [Event].
func (e LobbyChatUpdate) Args() []any {
	return []any{int64(e.Lobby), int64(e.Changed), int64(e.MakingChange), int64(e.State)}
}

// Signal implements [Event].
func (LobbyMessage) Signal() *Signal { return &lobbyMessage }

// Args implements [Event].
func (e LobbyMessage) Args() []any {
	return []any{int64(e.Lobby), int64(e.User), e.Message, int64(e.Type)}
}

// Signal implements [Event].
func (LobbyMatchList) Signal() *Signal { return &lobbyMatchList }

// Args implements [Event].
func (e LobbyMatchList) Args() []any {
	ids := make([]int64, len(e.Lobbies)/8)
	for i := range ids {
		for _, b := range []byte(e.Lobbies[8*i : 8*i+8]) {
			ids[i] = ids[i]<<8 | int64(b)
		}
	}
	return []any{ids}
}

// Signal implements [Event].
func (LobbyDataUpdate) Signal() *Signal { return &lobbyDataUpdate }

// Args implements [Event].
func (e LobbyDataUpdate) Args() []any {
	return []any{int64(e.Success), int64(e.Lobby), int64(e.Member)}
}

// Signal implements [Event].
func (LobbyInvite) Signal() *Signal { return &lobbyInvite }

// Args implements [Event].
func (e LobbyInvite) Args() []any { return []any{int64(e.Inviter), int64(e.Lobby), int64(e.Game)} }

// Signal implements [Event].
func (LobbyKicked) Signal() *Signal { return &lobbyKicked }

// Args implements [Event].
func (e LobbyKicked) Args() []any {
	return []any{int64(e.Lobby), int64(e.Admin), int64(e.DueToDisconnect)}
}

// Signal implements [Event].
func (LobbyGameCreated) Signal() *Signal { return &lobbyGameCreated }

// Args implements [Event].
func (e LobbyGameCreated) Args() []any {
	return []any{int64(e.Lobby), int64(e.Server), e.IP, int64(e.Port)}
}

// Signal implements [Event].
func (PersonaStateChange) Signal() *Signal { return &personaStateChange }

// Args implements [Event].
func (e PersonaStateChange) Args() []any { return []any{int64(e.User), int64(e.Flags)} }

// Signal implements [Event].
func (AvatarLoaded) Signal() *Signal { return &avatarLoaded }

// Args implements [Event].
func (e AvatarLoaded) Args() []any { return []any{int64(e.User), int64(e.Width), []byte(e.RGBA)} }

// Signal implements [Event].
func (JoinRequested) Signal() *Signal { return &joinRequested }

// Args implements [Event].
func (e JoinRequested) Args() []any { return []any{int64(e.Lobby), int64(e.Friend)} }

// Signal implements [Event].
func (JoinGameRequested) Signal() *Signal { return &joinGameRequested }

// Args implements [Event].
func (e JoinGameRequested) Args() []any { return []any{int64(e.User), e.Connect} }

// Signal implements [Event].
func (OverlayToggled) Signal() *Signal { return &overlayToggled }

// Args implements [Event].
func (e OverlayToggled) Args() []any { return []any{e.Active, e.UserInitiated, int64(e.AppID)} }
