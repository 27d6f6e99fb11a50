/* Made by go generate ./steam from the rows of the class; do not edit. */
#include "fakesteam.h"

#include <string.h>

/* The upper bits of a bool's register may be anything. */
typedef uint64_t flag;
#define YES 0xFFFFFFFFFFFFFF01u
#define NO 0xFFFFFFFFFFFFFF00u

EXPORT flag SteamAPI_ISteamNetworkingMessages_AcceptSessionWithUser(void *self, const identity * a1) {
	enter(self, NETWORKINGMESSAGES, __func__);
	note("AcceptSessionWithUser %llu\n", (unsigned long long)identity_id(a1));
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT void SteamAPI_ISteamFriends_ActivateGameOverlay(void *self, const char * a1) {
	enter(self, FRIENDS, __func__);
	note("ActivateGameOverlay %s\n", a1);
	leave();
	return;
}

EXPORT void SteamAPI_ISteamFriends_ActivateGameOverlayInviteDialog(void *self, uint64_t a1) {
	enter(self, FRIENDS, __func__);
	note("ActivateGameOverlayInviteDialog %llu\n", (unsigned long long)a1);
	leave();
	return;
}

EXPORT void SteamAPI_ISteamFriends_ActivateGameOverlayInviteDialogConnectString(void *self, const char * a1) {
	enter(self, FRIENDS, __func__);
	note("ActivateGameOverlayInviteDialogConnectString %s\n", a1);
	leave();
	return;
}

EXPORT void SteamAPI_ISteamFriends_ActivateGameOverlayToStore(void *self, uint32_t a1, int32_t a2) {
	enter(self, FRIENDS, __func__);
	note("ActivateGameOverlayToStore %u %d\n", a1, a2);
	leave();
	return;
}

EXPORT void SteamAPI_ISteamFriends_ActivateGameOverlayToUser(void *self, const char * a1, uint64_t a2) {
	enter(self, FRIENDS, __func__);
	note("ActivateGameOverlayToUser %s %llu\n", a1, (unsigned long long)a2);
	leave();
	return;
}

EXPORT void SteamAPI_ISteamFriends_ActivateGameOverlayToWebPage(void *self, const char * a1, int32_t a2) {
	enter(self, FRIENDS, __func__);
	note("ActivateGameOverlayToWebPage %s %d\n", a1, a2);
	leave();
	return;
}

EXPORT flag SteamAPI_ISteamNetworkingSockets_BeginAsyncRequestFakeIP(void *self, int32_t a1) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("BeginAsyncRequestFakeIP %d\n", a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamNetworkingUtils_CheckPingDataUpToDate(void *self, float a1) {
	enter(self, NETWORKINGUTILS, __func__);
	note("CheckPingDataUpToDate %g\n", (double)a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamUserStats_ClearAchievement(void *self, const char * a1) {
	enter(self, USERSTATS, __func__);
	note("ClearAchievement %s\n", a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT void SteamAPI_ISteamFriends_ClearRichPresence(void *self) {
	enter(self, FRIENDS, __func__);
	note("ClearRichPresence\n");
	leave();
	return;
}

EXPORT flag SteamAPI_ISteamNetworkingMessages_CloseChannelWithUser(void *self, const identity * a1, int32_t a2) {
	enter(self, NETWORKINGMESSAGES, __func__);
	note("CloseChannelWithUser %llu %d\n", (unsigned long long)identity_id(a1), a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamNetworkingMessages_CloseSessionWithUser(void *self, const identity * a1) {
	enter(self, NETWORKINGMESSAGES, __func__);
	note("CloseSessionWithUser %llu\n", (unsigned long long)identity_id(a1));
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT void SteamAPI_ISteamNetworkingUtils_ConvertPingLocationToString(void *self, const void * a1, char *a2, int32_t a3) {
	enter(self, NETWORKINGUTILS, __func__);
	note("ConvertPingLocationToString %.16s %d\n", (const char *)a1, a3);
	strcpy(a2, "value of ConvertPingLocationToString: ä");
	leave();
	return;
}

EXPORT void SteamAPI_ISteamNetworkingSockets_CreateFakeUDPPort(void *self, int32_t a1) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("CreateFakeUDPPort %d\n", a1);
	leave();
	return;
}

EXPORT flag SteamAPI_ISteamMatchmaking_DeleteLobbyData(void *self, uint64_t a1, const char * a2) {
	enter(self, MATCHMAKING, __func__);
	note("DeleteLobbyData %llu %s\n", (unsigned long long)a1, a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT int32_t SteamAPI_ISteamNetworkingUtils_EstimatePingTimeBetweenTwoLocations(void *self, const void * a1, const void * a2) {
	enter(self, NETWORKINGUTILS, __func__);
	note("EstimatePingTimeBetweenTwoLocations %.16s %.16s\n", (const char *)a1, (const char *)a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -3040;
}

EXPORT int32_t SteamAPI_ISteamNetworkingUtils_EstimatePingTimeFromLocalHost(void *self, const void * a1) {
	enter(self, NETWORKINGUTILS, __func__);
	note("EstimatePingTimeFromLocalHost %.16s\n", (const char *)a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -1597;
}

EXPORT int32_t SteamAPI_ISteamNetworkingSockets_FlushMessagesOnConnection(void *self, uint32_t a1) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("FlushMessagesOnConnection %u\n", a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -2845;
}

EXPORT flag SteamAPI_ISteamUserStats_GetAchievement(void *self, const char * a1, bool *a2) {
	enter(self, USERSTATS, __func__);
	note("GetAchievement %s\n", a1);
	bool refused = fault("refuse", "true");
	*a2 = true;
	leave();
	return refused ? NO : YES;
}

EXPORT int32_t SteamAPI_ISteamApps_GetAppBuildId(void *self) {
	enter(self, APPS, __func__);
	note("GetAppBuildId\n");
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -3758;
}

EXPORT uint32_t SteamAPI_ISteamApps_GetAppInstallDir(void *self, uint32_t a1, char *a2, uint32_t a3) {
	enter(self, APPS, __func__);
	note("GetAppInstallDir %u %u\n", a1, a3);
	bool refused = fault("refuse", "true");
	strcpy(a2, "directory of GetAppInstallDir: ä");
	leave();
	return refused ? 0 : 44432;
}

EXPORT uint64_t SteamAPI_ISteamApps_GetAppOwner(void *self) {
	enter(self, APPS, __func__);
	note("GetAppOwner\n");
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : (int64_t)0x8000000000001b87u;
}

EXPORT int32_t SteamAPI_ISteamNetworkingSockets_GetAuthenticationStatus(void *self, uint64_t a1) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("GetAuthenticationStatus %llu\n", (unsigned long long)a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -3774;
}

EXPORT const char * SteamAPI_ISteamApps_GetAvailableGameLanguages(void *self) {
	enter(self, APPS, __func__);
	note("GetAvailableGameLanguages\n");
	leave();
	return "result of GetAvailableGameLanguages: ä";
}

EXPORT const char * SteamAPI_ISteamNetworkingUtils_GetConfigValueInfo(void *self, int32_t a1, int32_t *a2, int32_t *a3) {
	enter(self, NETWORKINGUTILS, __func__);
	note("GetConfigValueInfo %d\n", a1);
	*a2 = -3813;
	*a3 = -3049;
	leave();
	return "result of GetConfigValueInfo: ä";
}

EXPORT flag SteamAPI_ISteamNetworkingSockets_GetConnectionName(void *self, uint32_t a1, char *a2, int32_t a3) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("GetConnectionName %u %d\n", a1, a3);
	bool refused = fault("refuse", "true");
	strcpy(a2, "value of GetConnectionName: ä");
	leave();
	return refused ? NO : YES;
}

EXPORT int64_t SteamAPI_ISteamNetworkingSockets_GetConnectionUserData(void *self, uint32_t a1) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("GetConnectionUserData %u\n", a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : (int64_t)0x80000000000022a4u;
}

EXPORT const char * SteamAPI_ISteamApps_GetCurrentGameLanguage(void *self) {
	enter(self, APPS, __func__);
	note("GetCurrentGameLanguage\n");
	leave();
	return "result of GetCurrentGameLanguage: ä";
}

EXPORT int32_t SteamAPI_ISteamNetworkingUtils_GetDirectPingToPOP(void *self, uint32_t a1) {
	enter(self, NETWORKINGUTILS, __func__);
	note("GetDirectPingToPOP %u\n", a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -6230;
}

EXPORT uint32_t SteamAPI_ISteamApps_GetEarliestPurchaseUnixTime(void *self, uint32_t a1) {
	enter(self, APPS, __func__);
	note("GetEarliestPurchaseUnixTime %u\n", a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : 45348;
}

EXPORT int32_t SteamAPI_ISteamFriends_GetFriendRelationship(void *self, uint64_t a1) {
	enter(self, FRIENDS, __func__);
	note("GetFriendRelationship %llu\n", (unsigned long long)a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -8489;
}

EXPORT const char * SteamAPI_ISteamFriends_GetFriendRichPresence(void *self, uint64_t a1, const char * a2) {
	enter(self, FRIENDS, __func__);
	note("GetFriendRichPresence %llu %s\n", (unsigned long long)a1, a2);
	leave();
	return "result of GetFriendRichPresence: ä";
}

EXPORT uint32_t SteamAPI_ISteamNetworkingSockets_GetHostedDedicatedServerPOPID(void *self) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("GetHostedDedicatedServerPOPID\n");
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : 41712;
}

EXPORT uint16_t SteamAPI_ISteamNetworkingSockets_GetHostedDedicatedServerPort(void *self) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("GetHostedDedicatedServerPort\n");
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : 41947;
}

EXPORT const char * SteamAPI_ISteamMatchmaking_GetLobbyData(void *self, uint64_t a1, const char * a2) {
	enter(self, MATCHMAKING, __func__);
	note("GetLobbyData %llu %s\n", (unsigned long long)a1, a2);
	leave();
	return "result of GetLobbyData: ä";
}

EXPORT const char * SteamAPI_ISteamMatchmaking_GetLobbyMemberData(void *self, uint64_t a1, uint64_t a2, const char * a3) {
	enter(self, MATCHMAKING, __func__);
	note("GetLobbyMemberData %llu %llu %s\n", (unsigned long long)a1, (unsigned long long)a2, a3);
	leave();
	return "result of GetLobbyMemberData: ä";
}

EXPORT int32_t SteamAPI_ISteamMatchmaking_GetLobbyMemberLimit(void *self, uint64_t a1) {
	enter(self, MATCHMAKING, __func__);
	note("GetLobbyMemberLimit %llu\n", (unsigned long long)a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -6967;
}

EXPORT float SteamAPI_ISteamNetworkingUtils_GetLocalPingLocation(void *self, char *a1) {
	enter(self, NETWORKINGUTILS, __func__);
	note("GetLocalPingLocation\n");
	bool refused = fault("refuse", "true");
	memset(a1, 'o', 512);
	leave();
	return refused ? 0 : 6674.5;
}

EXPORT int64_t SteamAPI_ISteamNetworkingUtils_GetLocalTimestamp(void *self) {
	enter(self, NETWORKINGUTILS, __func__);
	note("GetLocalTimestamp\n");
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : (int64_t)0x8000000000001e1du;
}

EXPORT int32_t SteamAPI_ISteamNetworkingUtils_GetPOPCount(void *self) {
	enter(self, NETWORKINGUTILS, __func__);
	note("GetPOPCount\n");
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -7707;
}

EXPORT int32_t SteamAPI_ISteamNetworkingUtils_GetPingToDataCenter(void *self, uint32_t a1, uint32_t *a2) {
	enter(self, NETWORKINGUTILS, __func__);
	note("GetPingToDataCenter %u\n", a1);
	bool refused = fault("refuse", "true");
	*a2 = 45034;
	leave();
	return refused ? 0 : -5589;
}

EXPORT const char * SteamAPI_ISteamFriends_GetPlayerNickname(void *self, uint64_t a1) {
	enter(self, FRIENDS, __func__);
	note("GetPlayerNickname %llu\n", (unsigned long long)a1);
	leave();
	return "result of GetPlayerNickname: ä";
}

EXPORT int32_t SteamAPI_ISteamUser_GetPlayerSteamLevel(void *self) {
	enter(self, USER, __func__);
	note("GetPlayerSteamLevel\n");
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -2210;
}

EXPORT int32_t SteamAPI_ISteamNetworkingUtils_GetRelayNetworkStatus(void *self, uint64_t a1) {
	enter(self, NETWORKINGUTILS, __func__);
	note("GetRelayNetworkStatus %llu\n", (unsigned long long)a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -5656;
}

EXPORT flag SteamAPI_ISteamUserStats_GetStatFloat(void *self, const char * a1, float *a2) {
	enter(self, USERSTATS, __func__);
	note("GetStatFloat %s\n", a1);
	bool refused = fault("refuse", "true");
	*a2 = 8813.5;
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamUserStats_GetStatInt32(void *self, const char * a1, int32_t *a2) {
	enter(self, USERSTATS, __func__);
	note("GetStatInt32 %s\n", a1);
	bool refused = fault("refuse", "true");
	*a2 = -7596;
	leave();
	return refused ? NO : YES;
}

EXPORT const char * SteamAPI_ISteamUtils_GetSteamUILanguage(void *self) {
	enter(self, UTILS, __func__);
	note("GetSteamUILanguage\n");
	leave();
	return "result of GetSteamUILanguage: ä";
}

EXPORT flag SteamAPI_ISteamFriends_HasFriend(void *self, uint64_t a1, int32_t a2) {
	enter(self, FRIENDS, __func__);
	note("HasFriend %llu %d\n", (unsigned long long)a1, a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT int32_t SteamAPI_ISteamNetworkingSockets_InitAuthentication(void *self) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("InitAuthentication\n");
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -7054;
}

EXPORT void SteamAPI_ISteamNetworkingUtils_InitRelayNetworkAccess(void *self) {
	enter(self, NETWORKINGUTILS, __func__);
	note("InitRelayNetworkAccess\n");
	leave();
	return;
}

EXPORT flag SteamAPI_ISteamFriends_InviteUserToGame(void *self, uint64_t a1, const char * a2) {
	enter(self, FRIENDS, __func__);
	note("InviteUserToGame %llu %s\n", (unsigned long long)a1, a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamMatchmaking_InviteUserToLobby(void *self, uint64_t a1, uint64_t a2) {
	enter(self, MATCHMAKING, __func__);
	note("InviteUserToLobby %llu %llu\n", (unsigned long long)a1, (unsigned long long)a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamApps_BIsAppInstalled(void *self, uint32_t a1) {
	enter(self, APPS, __func__);
	note("BIsAppInstalled %u\n", a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamUtils_IsOverlayEnabled(void *self) {
	enter(self, UTILS, __func__);
	note("IsOverlayEnabled\n");
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamUtils_IsSteamRunningOnSteamDeck(void *self) {
	enter(self, UTILS, __func__);
	note("IsSteamRunningOnSteamDeck\n");
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamApps_BIsSubscribedFromFreeWeekend(void *self) {
	enter(self, APPS, __func__);
	note("BIsSubscribedFromFreeWeekend\n");
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamApps_BIsVACBanned(void *self) {
	enter(self, APPS, __func__);
	note("BIsVACBanned\n");
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT int32_t SteamAPI_ISteamNetworkingUtils_IterateGenericEditableConfigValues(void *self, int32_t a1, bool a2) {
	enter(self, NETWORKINGUTILS, __func__);
	note("IterateGenericEditableConfigValues %d %d\n", a1, a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? 0 : -1674;
}

EXPORT void SteamAPI_ISteamMatchmaking_LeaveLobby(void *self, uint64_t a1) {
	enter(self, MATCHMAKING, __func__);
	note("LeaveLobby %llu\n", (unsigned long long)a1);
	leave();
	return;
}

EXPORT flag SteamAPI_ISteamNetworkingUtils_ParsePingLocationString(void *self, const char * a1, char *a2) {
	enter(self, NETWORKINGUTILS, __func__);
	note("ParsePingLocationString %s\n", a1);
	bool refused = fault("refuse", "true");
	memset(a2, 'c', 512);
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamMatchmaking_RequestLobbyData(void *self, uint64_t a1) {
	enter(self, MATCHMAKING, __func__);
	note("RequestLobbyData %llu\n", (unsigned long long)a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamUserStats_ResetAllStats(void *self, bool a1) {
	enter(self, USERSTATS, __func__);
	note("ResetAllStats %d\n", a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT void SteamAPI_ISteamNetworkingSockets_ResetIdentity(void *self, const identity * a1) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("ResetIdentity %llu\n", (unsigned long long)identity_id(a1));
	leave();
	return;
}

EXPORT void SteamAPI_ISteamNetworkingSockets_RunCallbacks(void *self) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("RunCallbacks\n");
	leave();
	return;
}

EXPORT flag SteamAPI_ISteamUserStats_SetAchievement(void *self, const char * a1) {
	enter(self, USERSTATS, __func__);
	note("SetAchievement %s\n", a1);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamNetworkingUtils_SetConnectionConfigValueFloat(void *self, uint32_t a1, int32_t a2, float a3) {
	enter(self, NETWORKINGUTILS, __func__);
	note("SetConnectionConfigValueFloat %u %d %g\n", a1, a2, (double)a3);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamNetworkingUtils_SetConnectionConfigValueInt32(void *self, uint32_t a1, int32_t a2, int32_t a3) {
	enter(self, NETWORKINGUTILS, __func__);
	note("SetConnectionConfigValueInt32 %u %d %d\n", a1, a2, a3);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamNetworkingUtils_SetConnectionConfigValueString(void *self, uint32_t a1, int32_t a2, const char * a3) {
	enter(self, NETWORKINGUTILS, __func__);
	note("SetConnectionConfigValueString %u %d %s\n", a1, a2, a3);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT void SteamAPI_ISteamNetworkingSockets_SetConnectionName(void *self, uint32_t a1, const char * a2) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("SetConnectionName %u %s\n", a1, a2);
	leave();
	return;
}

EXPORT flag SteamAPI_ISteamNetworkingSockets_SetConnectionUserData(void *self, uint32_t a1, int64_t a2) {
	enter(self, NETWORKINGSOCKETS, __func__);
	note("SetConnectionUserData %u %lld\n", a1, (long long)a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamNetworkingUtils_SetGlobalConfigValueFloat(void *self, int32_t a1, float a2) {
	enter(self, NETWORKINGUTILS, __func__);
	note("SetGlobalConfigValueFloat %d %g\n", a1, (double)a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamNetworkingUtils_SetGlobalConfigValueInt32(void *self, int32_t a1, int32_t a2) {
	enter(self, NETWORKINGUTILS, __func__);
	note("SetGlobalConfigValueInt32 %d %d\n", a1, a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamNetworkingUtils_SetGlobalConfigValueString(void *self, int32_t a1, const char * a2) {
	enter(self, NETWORKINGUTILS, __func__);
	note("SetGlobalConfigValueString %d %s\n", a1, a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT void SteamAPI_ISteamFriends_SetInGameVoiceSpeaking(void *self, uint64_t a1, bool a2) {
	enter(self, FRIENDS, __func__);
	note("SetInGameVoiceSpeaking %llu %d\n", (unsigned long long)a1, a2);
	leave();
	return;
}

EXPORT flag SteamAPI_ISteamMatchmaking_SetLobbyData(void *self, uint64_t a1, const char * a2, const char * a3) {
	enter(self, MATCHMAKING, __func__);
	note("SetLobbyData %llu %s %s\n", (unsigned long long)a1, a2, a3);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamMatchmaking_SetLobbyJoinable(void *self, uint64_t a1, bool a2) {
	enter(self, MATCHMAKING, __func__);
	note("SetLobbyJoinable %llu %d\n", (unsigned long long)a1, a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT void SteamAPI_ISteamMatchmaking_SetLobbyMemberData(void *self, uint64_t a1, const char * a2, const char * a3) {
	enter(self, MATCHMAKING, __func__);
	note("SetLobbyMemberData %llu %s %s\n", (unsigned long long)a1, a2, a3);
	leave();
	return;
}

EXPORT flag SteamAPI_ISteamMatchmaking_SetLobbyMemberLimit(void *self, uint64_t a1, int32_t a2) {
	enter(self, MATCHMAKING, __func__);
	note("SetLobbyMemberLimit %llu %d\n", (unsigned long long)a1, a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamMatchmaking_SetLobbyOwner(void *self, uint64_t a1, uint64_t a2) {
	enter(self, MATCHMAKING, __func__);
	note("SetLobbyOwner %llu %llu\n", (unsigned long long)a1, (unsigned long long)a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamMatchmaking_SetLobbyType(void *self, uint64_t a1, int32_t a2) {
	enter(self, MATCHMAKING, __func__);
	note("SetLobbyType %llu %d\n", (unsigned long long)a1, a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamFriends_SetRichPresence(void *self, const char * a1, const char * a2) {
	enter(self, FRIENDS, __func__);
	note("SetRichPresence %s %s\n", a1, a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamUserStats_SetStatFloat(void *self, const char * a1, float a2) {
	enter(self, USERSTATS, __func__);
	note("SetStatFloat %s %g\n", a1, (double)a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT flag SteamAPI_ISteamUserStats_SetStatInt32(void *self, const char * a1, int32_t a2) {
	enter(self, USERSTATS, __func__);
	note("SetStatInt32 %s %d\n", a1, a2);
	bool refused = fault("refuse", "true");
	leave();
	return refused ? NO : YES;
}

EXPORT void SteamAPI_ISteamUser_StartVoiceRecording(void *self) {
	enter(self, USER, __func__);
	note("StartVoiceRecording\n");
	leave();
	return;
}

EXPORT void SteamAPI_ISteamUser_StopVoiceRecording(void *self) {
	enter(self, USER, __func__);
	note("StopVoiceRecording\n");
	leave();
	return;
}
