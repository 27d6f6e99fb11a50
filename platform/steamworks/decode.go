package steamworks

import (
	"bytes"
	"encoding/binary"
	"runtime"
	"strings"

	"godotsteam/signals"
)

// The callbacks that are known here, with Valve's numbers (k_iCallback).
const (
	callbackPersonaChange   = 304  // PersonaStateChange_t
	callbackOverlay         = 331  // GameOverlayActivated_t
	callbackJoinRequested   = 333  // GameLobbyJoinRequested_t
	callbackAvatar          = 334  // AvatarImageLoaded_t
	callbackJoinGame        = 337  // GameRichPresenceJoinRequested_t
	callbackLobbyInvite     = 503  // LobbyInvite_t
	callbackLobbyEnter      = 504  // LobbyEnter_t
	callbackLobbyData       = 505  // LobbyDataUpdate_t
	callbackLobbyChatUpdate = 506  // LobbyChatUpdate_t
	callbackLobbyChatMsg    = 507  // LobbyChatMsg_t
	callbackLobbyServer     = 509  // LobbyGameCreated_t
	callbackLobbyMatchList  = 510  // LobbyMatchList_t
	callbackLobbyKicked     = 512  // LobbyKicked_t
	callbackLobbyCreated    = 513  // LobbyCreated_t
	callbackCallCompleted   = 703  // SteamAPICallCompleted_t
	callbackStats           = 1101 // UserStatsReceived_t
	callbackStatsStored     = 1102 // UserStatsStored_t
	callbackRequest         = 1202 // P2PSessionRequest_t
	callbackConnectFail     = 1203 // P2PSessionConnectFail_t
)

const (
	lobbyCreatedSize = 12 // 16 on Windows
	lobbyEnterSize   = 20
	userStatsSize    = 20 // 24 on Windows
)

// packsBy8 says that Valve's structures have 64-bit fields where the compiler
// would put them; elsewhere they are packed by 4.
const packsBy8 = runtime.GOOS == "windows"

// decoder is how a callback becomes an event. size is what it needs at least.
type decoder struct {
	size   int
	decode func([]byte) signals.Event
}

var order = binary.LittleEndian // every system that Steam runs on

// decoders are the callbacks that are events as they come. The layouts have no
// 64-bit field behind a smaller one (a CSteamID is packed by 1), so both packings
// agree up to the sizes.
var decoders = map[int]decoder{
	callbackRequest: {8, func(b []byte) signals.Event {
		return signals.P2PSessionRequest{SteamIDRemote: order.Uint64(b)}
	}},
	callbackConnectFail: {9, func(b []byte) signals.Event {
		return signals.P2PSessionConnectFail{SteamIDRemote: order.Uint64(b), SessionError: int(b[8])}
	}},
	callbackPersonaChange: {12, func(b []byte) signals.Event {
		return signals.PersonaStateChange{User: order.Uint64(b), Flags: int(order.Uint32(b[8:]))}
	}},
	callbackOverlay: {1, func(b []byte) signals.Event {
		e := signals.OverlayToggled{Active: b[0] != 0}
		if len(b) >= 8 { // SDKs of before 2022 have the first byte alone
			e.UserInitiated, e.AppID = b[1] != 0, order.Uint32(b[4:])
		}
		return e
	}},
	callbackJoinRequested: {16, func(b []byte) signals.Event {
		return signals.JoinRequested{Lobby: order.Uint64(b), Friend: order.Uint64(b[8:])}
	}},
	callbackJoinGame: {9, func(b []byte) signals.Event {
		return signals.JoinGameRequested{User: order.Uint64(b), Connect: textOf(b[8:min(len(b), 8+maxPresence)])}
	}},
	callbackLobbyInvite: {24, func(b []byte) signals.Event {
		return signals.LobbyInvite{Inviter: order.Uint64(b), Lobby: order.Uint64(b[8:]), Game: order.Uint64(b[16:])}
	}},
	callbackLobbyEnter: {lobbyEnterSize, func(b []byte) signals.Event {
		return signals.LobbyJoined{Lobby: order.Uint64(b), Locked: b[12] != 0, Response: int(order.Uint32(b[16:]))}
	}},
	callbackLobbyData: {17, func(b []byte) signals.Event {
		return signals.LobbyDataUpdate{Lobby: order.Uint64(b), Member: order.Uint64(b[8:]), Success: int(b[16])}
	}},
	callbackLobbyChatUpdate: {28, func(b []byte) signals.Event {
		return signals.LobbyChatUpdate{
			Lobby: order.Uint64(b), Changed: order.Uint64(b[8:]), MakingChange: order.Uint64(b[16:]), State: int(order.Uint32(b[24:])),
		}
	}},
	callbackLobbyServer: {22, func(b []byte) signals.Event {
		return signals.LobbyGameCreated{
			Lobby: order.Uint64(b), Server: order.Uint64(b[8:]), IP: dotted(order.Uint32(b[16:])), Port: int(order.Uint16(b[20:])),
		}
	}},
	callbackStats: {20, func(b []byte) signals.Event {
		return signals.CurrentStatsReceived{Game: order.Uint64(b), Result: int(order.Uint32(b[8:])), User: order.Uint64(b[12:])}
	}},
	callbackStatsStored: {12, func(b []byte) signals.Event {
		return signals.UserStatsStored{Game: order.Uint64(b), Result: int(order.Uint32(b[8:]))}
	}},
	callbackLobbyKicked: {17, func(b []byte) signals.Event {
		return signals.LobbyKicked{Lobby: order.Uint64(b), Admin: order.Uint64(b[8:]), DueToDisconnect: int(b[16])}
	}},
}

// decodeLobbyCreated reads a LobbyCreated_t: a result, and the lobby's ID at 4
// or at 8.
func decodeLobbyCreated(b []byte) signals.LobbyCreated {
	at := 4
	if packsBy8 {
		at = 8
	}
	e := signals.LobbyCreated{Result: int(order.Uint32(b))}
	if len(b) >= at+8 {
		e.Lobby = order.Uint64(b[at:])
	}
	return e
}

// textOf returns the C string in a buffer.
func textOf(buffer []byte) string {
	text, _, _ := bytes.Cut(buffer, []byte{0})
	return strings.ToValidUTF8(string(text), "?")
}
