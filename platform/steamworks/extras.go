package steamworks

import (
	"unsafe"

	"github.com/ebitengine/purego"
)

// extra is a function of the library that peer-to-peer networking does without:
// lobbies, friends, the overlay, voice, statistics. A library that lacks one is
// used all the same, and the function answers as if there were nothing.
type extra int

const (
	lobbyCreate extra = iota
	lobbyJoin
	lobbyOwner
	lobbyDataCount
	lobbyDataByIndex
	lobbySendChat
	lobbyChatEntry
	lobbySetServer
	lobbyServer
	listRequest
	listLobby
	listFilterString
	listFilterNumber
	listFilterNear
	listFilterSlots
	listFilterDistance
	listFilterCount
	friendCount
	friendByIndex
	friendName
	friendState
	friendGame
	friendRequest
	avatarSmall
	avatarMedium
	avatarLarge
	imageSize
	imageRGBA
	launchCommandLine
	voiceAvailable
	voiceGet
	voiceDecompress
	voiceRate
	statsRequest // gone in SDK 1.61
	statsRequestUser
	extraFunctions
)

// extras are the functions' symbols, and the interface that each belongs to.
var extras = [extraFunctions]struct {
	symbol string
	of     iface
}{
	lobbyCreate:        {"SteamAPI_ISteamMatchmaking_CreateLobby", steamMatchmaking},
	lobbyJoin:          {"SteamAPI_ISteamMatchmaking_JoinLobby", steamMatchmaking},
	lobbyOwner:         {"SteamAPI_ISteamMatchmaking_GetLobbyOwner", steamMatchmaking},
	lobbyDataCount:     {"SteamAPI_ISteamMatchmaking_GetLobbyDataCount", steamMatchmaking},
	lobbyDataByIndex:   {"SteamAPI_ISteamMatchmaking_GetLobbyDataByIndex", steamMatchmaking},
	lobbySendChat:      {"SteamAPI_ISteamMatchmaking_SendLobbyChatMsg", steamMatchmaking},
	lobbyChatEntry:     {"SteamAPI_ISteamMatchmaking_GetLobbyChatEntry", steamMatchmaking},
	lobbySetServer:     {"SteamAPI_ISteamMatchmaking_SetLobbyGameServer", steamMatchmaking},
	lobbyServer:        {"SteamAPI_ISteamMatchmaking_GetLobbyGameServer", steamMatchmaking},
	listRequest:        {"SteamAPI_ISteamMatchmaking_RequestLobbyList", steamMatchmaking},
	listLobby:          {"SteamAPI_ISteamMatchmaking_GetLobbyByIndex", steamMatchmaking},
	listFilterString:   {"SteamAPI_ISteamMatchmaking_AddRequestLobbyListStringFilter", steamMatchmaking},
	listFilterNumber:   {"SteamAPI_ISteamMatchmaking_AddRequestLobbyListNumericalFilter", steamMatchmaking},
	listFilterNear:     {"SteamAPI_ISteamMatchmaking_AddRequestLobbyListNearValueFilter", steamMatchmaking},
	listFilterSlots:    {"SteamAPI_ISteamMatchmaking_AddRequestLobbyListFilterSlotsAvailable", steamMatchmaking},
	listFilterDistance: {"SteamAPI_ISteamMatchmaking_AddRequestLobbyListDistanceFilter", steamMatchmaking},
	listFilterCount:    {"SteamAPI_ISteamMatchmaking_AddRequestLobbyListResultCountFilter", steamMatchmaking},
	friendCount:        {"SteamAPI_ISteamFriends_GetFriendCount", steamFriends},
	friendByIndex:      {"SteamAPI_ISteamFriends_GetFriendByIndex", steamFriends},
	friendName:         {"SteamAPI_ISteamFriends_GetFriendPersonaName", steamFriends},
	friendState:        {"SteamAPI_ISteamFriends_GetFriendPersonaState", steamFriends},
	friendGame:         {"SteamAPI_ISteamFriends_GetFriendGamePlayed", steamFriends},
	friendRequest:      {"SteamAPI_ISteamFriends_RequestUserInformation", steamFriends},
	avatarSmall:        {"SteamAPI_ISteamFriends_GetSmallFriendAvatar", steamFriends},
	avatarMedium:       {"SteamAPI_ISteamFriends_GetMediumFriendAvatar", steamFriends},
	avatarLarge:        {"SteamAPI_ISteamFriends_GetLargeFriendAvatar", steamFriends},
	imageSize:          {"SteamAPI_ISteamUtils_GetImageSize", steamUtils},
	imageRGBA:          {"SteamAPI_ISteamUtils_GetImageRGBA", steamUtils},
	launchCommandLine:  {"SteamAPI_ISteamApps_GetLaunchCommandLine", steamApps},
	voiceAvailable:     {"SteamAPI_ISteamUser_GetAvailableVoice", steamUser},
	voiceGet:           {"SteamAPI_ISteamUser_GetVoice", steamUser},
	voiceDecompress:    {"SteamAPI_ISteamUser_DecompressVoice", steamUser},
	voiceRate:          {"SteamAPI_ISteamUser_GetVoiceOptimalSampleRate", steamUser},
	statsRequest:       {"SteamAPI_ISteamUserStats_RequestCurrentStats", steamUserStats},
	statsRequestUser:   {"SteamAPI_ISteamUserStats_RequestUserStats", steamUserStats},
}

// use calls an extra function with up to four arguments after its interface.
// It answers 0 when Steamworks doesn't run any more, or has no such function.
//
//go:uintptrescapes
func (p *Platform) use(fn extra, a, b, c, d uintptr) uintptr {
	p.alive.RLock()
	defer p.alive.RUnlock()
	return p.useAlive(fn, a, b, c, d)
}

// useAlive is use where p.alive is held.
//
//go:uintptrescapes
func (p *Platform) useAlive(fn extra, a, b, c, d uintptr) uintptr {
	if !p.canUse(fn) {
		return 0
	}
	return call(p.lib.extra[fn], p.iface[extras[fn].of], a, b, c, d, 0)
}

// canUse reports whether use would call the library. p.alive is held. It is for
// functions whose 0 means success.
func (p *Platform) canUse(fn extra) bool {
	return p.running && p.lib.extra[fn] != 0 && p.iface[extras[fn].of] != 0
}

// useMore is useAlive with more than four arguments, up to nine.
//
//go:uintptrescapes
func (p *Platform) useMore(fn extra, a, b, c, d, e, f, g, h, i uintptr) uintptr {
	if !p.canUse(fn) {
		return 0
	}
	result, _, _ := purego.SyscallN(p.lib.extra[fn], p.iface[extras[fn].of], a, b, c, d, e, f, g, h, i)
	return result
}

// useText is use of a function that returns a C string of at most limit bytes.
//
//go:uintptrescapes
func (p *Platform) useText(fn extra, limit int, a, b, c uintptr) string {
	p.alive.RLock()
	defer p.alive.RUnlock() // the text is the library's: copy it before letting go
	return copyText(p.useAlive(fn, a, b, c, 0), limit)
}

// cText is a string as C takes it: its address is valid as long as the slice.
func cText(s string) []byte { return append([]byte(s), 0) }

// address is for the expression of a call alone: see [call].
func address(b []byte) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(b)) }
