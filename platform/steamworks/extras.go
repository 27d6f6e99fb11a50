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
	lobbyLeave
	lobbyInvite
	lobbyMemberCount
	lobbyMember
	lobbyOwner
	lobbySetOwner
	lobbyData
	lobbyDataCount
	lobbyDataByIndex
	lobbySetData
	lobbyDeleteData
	lobbyMemberData
	lobbySetMemberData
	lobbyRequestData
	lobbySetType
	lobbySetJoinable
	lobbyMemberLimit
	lobbySetMemberLimit
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
	friendRelationship
	friendGame
	friendPresence
	friendInvite
	friendRequest
	avatarSmall
	avatarMedium
	avatarLarge
	presenceSet
	presenceClear
	overlayOpen
	overlayUser
	overlayPage
	overlayStore
	overlayInvite
	overlayInviteWith
	imageSize
	imageRGBA
	overlayEnabled
	onSteamDeck
	launchCommandLine
	appOwner
	freeWeekend
	voiceStart
	voiceStop
	voiceAvailable
	voiceGet
	voiceDecompress
	voiceRate
	voiceSpeaking
	achievementSet
	achievementClear
	achievementGet
	statInt
	statFloat
	statSetInt
	statSetFloat
	statsStore
	statsReset
	statsRequest // gone in SDK 1.61
	statsRequestUser
	gameLanguage
	gameLanguages
	uiLanguage
	appBuildID
	appInstallDir
	vacBanned
	earliestPurchase
	nickname
	steamLevel
	relayInit
	extraFunctions
)

// extras are the functions' symbols, and the interface that each belongs to.
var extras = [extraFunctions]struct {
	symbol string
	of     iface
}{
	lobbyCreate:         {"SteamAPI_ISteamMatchmaking_CreateLobby", steamMatchmaking},
	lobbyJoin:           {"SteamAPI_ISteamMatchmaking_JoinLobby", steamMatchmaking},
	lobbyLeave:          {"SteamAPI_ISteamMatchmaking_LeaveLobby", steamMatchmaking},
	lobbyInvite:         {"SteamAPI_ISteamMatchmaking_InviteUserToLobby", steamMatchmaking},
	lobbyMemberCount:    {"SteamAPI_ISteamMatchmaking_GetNumLobbyMembers", steamMatchmaking},
	lobbyMember:         {"SteamAPI_ISteamMatchmaking_GetLobbyMemberByIndex", steamMatchmaking},
	lobbyOwner:          {"SteamAPI_ISteamMatchmaking_GetLobbyOwner", steamMatchmaking},
	lobbySetOwner:       {"SteamAPI_ISteamMatchmaking_SetLobbyOwner", steamMatchmaking},
	lobbyData:           {"SteamAPI_ISteamMatchmaking_GetLobbyData", steamMatchmaking},
	lobbyDataCount:      {"SteamAPI_ISteamMatchmaking_GetLobbyDataCount", steamMatchmaking},
	lobbyDataByIndex:    {"SteamAPI_ISteamMatchmaking_GetLobbyDataByIndex", steamMatchmaking},
	lobbySetData:        {"SteamAPI_ISteamMatchmaking_SetLobbyData", steamMatchmaking},
	lobbyDeleteData:     {"SteamAPI_ISteamMatchmaking_DeleteLobbyData", steamMatchmaking},
	lobbyMemberData:     {"SteamAPI_ISteamMatchmaking_GetLobbyMemberData", steamMatchmaking},
	lobbySetMemberData:  {"SteamAPI_ISteamMatchmaking_SetLobbyMemberData", steamMatchmaking},
	lobbyRequestData:    {"SteamAPI_ISteamMatchmaking_RequestLobbyData", steamMatchmaking},
	lobbySetType:        {"SteamAPI_ISteamMatchmaking_SetLobbyType", steamMatchmaking},
	lobbySetJoinable:    {"SteamAPI_ISteamMatchmaking_SetLobbyJoinable", steamMatchmaking},
	lobbyMemberLimit:    {"SteamAPI_ISteamMatchmaking_GetLobbyMemberLimit", steamMatchmaking},
	lobbySetMemberLimit: {"SteamAPI_ISteamMatchmaking_SetLobbyMemberLimit", steamMatchmaking},
	lobbySendChat:       {"SteamAPI_ISteamMatchmaking_SendLobbyChatMsg", steamMatchmaking},
	lobbyChatEntry:      {"SteamAPI_ISteamMatchmaking_GetLobbyChatEntry", steamMatchmaking},
	lobbySetServer:      {"SteamAPI_ISteamMatchmaking_SetLobbyGameServer", steamMatchmaking},
	lobbyServer:         {"SteamAPI_ISteamMatchmaking_GetLobbyGameServer", steamMatchmaking},
	listRequest:         {"SteamAPI_ISteamMatchmaking_RequestLobbyList", steamMatchmaking},
	listLobby:           {"SteamAPI_ISteamMatchmaking_GetLobbyByIndex", steamMatchmaking},
	listFilterString:    {"SteamAPI_ISteamMatchmaking_AddRequestLobbyListStringFilter", steamMatchmaking},
	listFilterNumber:    {"SteamAPI_ISteamMatchmaking_AddRequestLobbyListNumericalFilter", steamMatchmaking},
	listFilterNear:      {"SteamAPI_ISteamMatchmaking_AddRequestLobbyListNearValueFilter", steamMatchmaking},
	listFilterSlots:     {"SteamAPI_ISteamMatchmaking_AddRequestLobbyListFilterSlotsAvailable", steamMatchmaking},
	listFilterDistance:  {"SteamAPI_ISteamMatchmaking_AddRequestLobbyListDistanceFilter", steamMatchmaking},
	listFilterCount:     {"SteamAPI_ISteamMatchmaking_AddRequestLobbyListResultCountFilter", steamMatchmaking},
	friendCount:         {"SteamAPI_ISteamFriends_GetFriendCount", steamFriends},
	friendByIndex:       {"SteamAPI_ISteamFriends_GetFriendByIndex", steamFriends},
	friendName:          {"SteamAPI_ISteamFriends_GetFriendPersonaName", steamFriends},
	friendState:         {"SteamAPI_ISteamFriends_GetFriendPersonaState", steamFriends},
	friendRelationship:  {"SteamAPI_ISteamFriends_GetFriendRelationship", steamFriends},
	friendGame:          {"SteamAPI_ISteamFriends_GetFriendGamePlayed", steamFriends},
	friendPresence:      {"SteamAPI_ISteamFriends_GetFriendRichPresence", steamFriends},
	friendInvite:        {"SteamAPI_ISteamFriends_InviteUserToGame", steamFriends},
	friendRequest:       {"SteamAPI_ISteamFriends_RequestUserInformation", steamFriends},
	avatarSmall:         {"SteamAPI_ISteamFriends_GetSmallFriendAvatar", steamFriends},
	avatarMedium:        {"SteamAPI_ISteamFriends_GetMediumFriendAvatar", steamFriends},
	avatarLarge:         {"SteamAPI_ISteamFriends_GetLargeFriendAvatar", steamFriends},
	presenceSet:         {"SteamAPI_ISteamFriends_SetRichPresence", steamFriends},
	presenceClear:       {"SteamAPI_ISteamFriends_ClearRichPresence", steamFriends},
	overlayOpen:         {"SteamAPI_ISteamFriends_ActivateGameOverlay", steamFriends},
	overlayUser:         {"SteamAPI_ISteamFriends_ActivateGameOverlayToUser", steamFriends},
	overlayPage:         {"SteamAPI_ISteamFriends_ActivateGameOverlayToWebPage", steamFriends},
	overlayStore:        {"SteamAPI_ISteamFriends_ActivateGameOverlayToStore", steamFriends},
	overlayInvite:       {"SteamAPI_ISteamFriends_ActivateGameOverlayInviteDialog", steamFriends},
	overlayInviteWith:   {"SteamAPI_ISteamFriends_ActivateGameOverlayInviteDialogConnectString", steamFriends},
	imageSize:           {"SteamAPI_ISteamUtils_GetImageSize", steamUtils},
	imageRGBA:           {"SteamAPI_ISteamUtils_GetImageRGBA", steamUtils},
	overlayEnabled:      {"SteamAPI_ISteamUtils_IsOverlayEnabled", steamUtils},
	onSteamDeck:         {"SteamAPI_ISteamUtils_IsSteamRunningOnSteamDeck", steamUtils},
	launchCommandLine:   {"SteamAPI_ISteamApps_GetLaunchCommandLine", steamApps},
	appOwner:            {"SteamAPI_ISteamApps_GetAppOwner", steamApps},
	freeWeekend:         {"SteamAPI_ISteamApps_BIsSubscribedFromFreeWeekend", steamApps},
	voiceStart:          {"SteamAPI_ISteamUser_StartVoiceRecording", steamUser},
	voiceStop:           {"SteamAPI_ISteamUser_StopVoiceRecording", steamUser},
	voiceAvailable:      {"SteamAPI_ISteamUser_GetAvailableVoice", steamUser},
	voiceGet:            {"SteamAPI_ISteamUser_GetVoice", steamUser},
	voiceDecompress:     {"SteamAPI_ISteamUser_DecompressVoice", steamUser},
	voiceRate:           {"SteamAPI_ISteamUser_GetVoiceOptimalSampleRate", steamUser},
	voiceSpeaking:       {"SteamAPI_ISteamFriends_SetInGameVoiceSpeaking", steamFriends},
	achievementSet:      {"SteamAPI_ISteamUserStats_SetAchievement", steamUserStats},
	achievementClear:    {"SteamAPI_ISteamUserStats_ClearAchievement", steamUserStats},
	achievementGet:      {"SteamAPI_ISteamUserStats_GetAchievement", steamUserStats},
	statInt:             {"SteamAPI_ISteamUserStats_GetStatInt32", steamUserStats},
	statFloat:           {"SteamAPI_ISteamUserStats_GetStatFloat", steamUserStats},
	statSetInt:          {"SteamAPI_ISteamUserStats_SetStatInt32", steamUserStats},
	statSetFloat:        {"SteamAPI_ISteamUserStats_SetStatFloat", steamUserStats},
	statsStore:          {"SteamAPI_ISteamUserStats_StoreStats", steamUserStats},
	statsReset:          {"SteamAPI_ISteamUserStats_ResetAllStats", steamUserStats},
	statsRequest:        {"SteamAPI_ISteamUserStats_RequestCurrentStats", steamUserStats},
	statsRequestUser:    {"SteamAPI_ISteamUserStats_RequestUserStats", steamUserStats},
	gameLanguage:        {"SteamAPI_ISteamApps_GetCurrentGameLanguage", steamApps},
	gameLanguages:       {"SteamAPI_ISteamApps_GetAvailableGameLanguages", steamApps},
	uiLanguage:          {"SteamAPI_ISteamUtils_GetSteamUILanguage", steamUtils},
	appBuildID:          {"SteamAPI_ISteamApps_GetAppBuildId", steamApps},
	appInstallDir:       {"SteamAPI_ISteamApps_GetAppInstallDir", steamApps},
	vacBanned:           {"SteamAPI_ISteamApps_BIsVACBanned", steamApps},
	earliestPurchase:    {"SteamAPI_ISteamApps_GetEarliestPurchaseUnixTime", steamApps},
	nickname:            {"SteamAPI_ISteamFriends_GetPlayerNickname", steamFriends},
	steamLevel:          {"SteamAPI_ISteamUser_GetPlayerSteamLevel", steamUser},
	relayInit:           {"SteamAPI_ISteamNetworkingUtils_InitRelayNetworkAccess", steamRelays},
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
