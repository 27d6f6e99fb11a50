package steam

// GodotSteam's pages "Functions | Apps" and "Functions | Utils", and its
// questions about Steam IDs.

import (
	"slices"

	"godotsteam/platform"
	"godotsteam/steamtypes"
)

// ofID asks something of an ID itself.
func ofID(is func(steamtypes.SteamID) bool) body {
	return fn1(func(_ *Steam, id steamtypes.SteamID) bool { return is(id) })
}

func isOfType(types ...steamtypes.AccountType) func(steamtypes.SteamID) bool {
	return func(id steamtypes.SteamID) bool { return slices.Contains(types, id.Type()) }
}

func (on *started) getAppID() int64 { return int64(on.AppID()) }

// Whoever runs a game without Steam may, and is its owner; it is in English, as
// Steam calls that, so that a game that looks for a translation finds one.
var (
	mayPlay = fn0(func(platform.Platform) bool { return true })
	english = fn0(func(platform.Platform) string { return "english" })
	nowhere = dict1(func(_ platform.Platform, _ int64, d dict) { notInstalled(d) })
)

var (
	keyDirectory   = keyOf("directory")
	keyInstallSize = keyOf("install_size")
)

func notInstalled(d dict) {
	d.String(keyDirectory, "")
	d.Int(keyInstallSize, 0)
}

func noAppInstalled(s *Steam, c call) {
	if s.running.Load() != nil {
		notInstalled(c.Dictionary())
	}
}

var appsPage = page{"Apps, utils and Steam IDs", []*row{
	own("getAppID() -> int", fn0((*started).getAppID)).
		calls("ISteamUtils.GetAppID").
		doc(`
			Returns the app ID of this game, [code]0[/code] when none was given. It comes from the first of
			these that names one: the argument of [method steamInitEx], the project setting
			[code]steam/initialization/app_id[/code], the environment variables [code]SteamAppId[/code] and
			[code]SteamGameId[/code], the file [code]steam_appid.txt[/code].`),
	plain("isSubscribed() -> bool", "ISteamApps.BIsSubscribed() -> bool").
		standalone(mayPlay).
		doc(`
			Returns [code]true[/code] if the user owns this game. Always [code]true[/code] on the platform
			[code]standalone[/code].`),
	plain("getAppOwner() -> int", "ISteamApps.GetAppOwner() -> u64").
		standalone(fn0(platform.Platform.SteamID)).
		doc(`
			Returns the Steam ID of the account that owns this copy of the game, another than the user's when it
			is borrowed; [code]0[/code] before [method steamInitEx]. On the platform [code]standalone[/code] it is the
			user's own.`),
	own("getLaunchCommandLine() -> String", fn0(platform.Launch.LaunchCommandLine)).
		calls("ISteamApps.GetLaunchCommandLine").
		doc(`
			Returns the command line that Steam started the game with, such as [code]+connect_lobby[/code] and
			an ID after an invitation was accepted. On the platform [code]standalone[/code] it is what whoever started
			the game wrote, from the first argument that begins with a plus.`),
	plain("isSubscribedFromFreeWeekend() -> bool", "ISteamApps.BIsSubscribedFromFreeWeekend() -> bool").
		steamOnly("").
		doc(`
			Returns [code]true[/code] if the user has the game for a free weekend only. Always
			[code]false[/code] on the platform [code]standalone[/code].`),
	plain("isSteamRunningOnSteamDeck() -> bool", "ISteamUtils.IsSteamRunningOnSteamDeck() -> bool").
		steamOnly("").
		doc(`
			Returns [code]true[/code] if the game runs on a Steam Deck. Always [code]false[/code] on the
			platform [code]standalone[/code].`),
	plain("isOverlayEnabled() -> bool", "ISteamUtils.IsOverlayEnabled() -> bool").
		steamOnly("").
		doc(`
			Returns [code]true[/code] if Steam's overlay is ready to be opened. Always [code]false[/code] on the
			platform [code]standalone[/code].`),
	plain("getCurrentGameLanguage() -> String", "ISteamApps.GetCurrentGameLanguage() -> text").
		standalone(english).
		steamOnly("").
		doc(`
			Returns the language that the player has chosen for this game, in Steam's words:
			[code]english[/code], [code]german[/code], [code]schinese[/code]. On the platform [code]standalone[/code]
			it is [code]english[/code].`),
	plain("getAvailableGameLanguages() -> String", "ISteamApps.GetAvailableGameLanguages() -> text").
		standalone(english).
		steamOnly("").
		doc(`
			Returns the languages of this game, separated by commas, in Steam's words. On the platform
			[code]standalone[/code] it is [code]english[/code].`),
	plain("getSteamUILanguage() -> String", "ISteamUtils.GetSteamUILanguage() -> text").
		standalone(english).
		steamOnly("").
		doc(`
			Returns the language of the Steam client, in Steam's words. On the platform [code]standalone[/code] it is
			[code]english[/code].`),
	plain("getAppBuildId() -> int", "ISteamApps.GetAppBuildId() -> i32").
		steamOnly("").
		doc(`
			Returns the number of the build that Steam has installed, [code]0[/code] for one that was not
			downloaded from Steam. On the platform [code]standalone[/code] it is [code]0[/code].`),
	plain("isAppInstalled(app_id: app_id) -> bool", "ISteamApps.BIsAppInstalled(app_id) -> bool").
		steamOnly("").
		doc(`
			Returns [code]true[/code] if the app [param app_id] is installed on this computer. Always
			[code]false[/code] on the platform [code]standalone[/code].`),
	plain("getAppInstallDir(app_id: app_id) -> {directory: String, install_size: int}",
		"ISteamApps.GetAppInstallDir(app_id, text[4096] directory, u32 size) -> u32 install_size").
		standalone(nowhere).
		steamOnly("").
		fails(noAppInstalled).
		doc(`
			Returns where Steam has installed an app: a dictionary with [code]directory[/code], the folder, and
			[code]install_size[/code], which is no size but what Valve's function returns, the length of that
			text. On the platform [code]standalone[/code] they are empty and [code]0[/code]. Before [method
			steamInitEx] the dictionary is empty.`),
	plain("isVACBanned() -> bool", "ISteamApps.BIsVACBanned() -> bool").
		steamOnly("").
		doc(`
			Returns whether this user is banned from VAC servers of this game. On the platform [code]standalone[/code]
			it is [code]false[/code].`),
	plain("getEarliestPurchaseUnixTime(app_id: app_id) -> int",
		"ISteamApps.GetEarliestPurchaseUnixTime(app_id) -> u32").
		steamOnly("").
		doc(`
			Returns when the user has first bought an app, in seconds since 1970; [code]0[/code] if never. On
			the platform [code]standalone[/code] it is [code]0[/code].`),
	own("isLobby(steam_id: id) -> bool", ofID(steamtypes.SteamID.IsLobby)).
		beforeInit().
		doc(`
			Returns [code]true[/code] if a Steam ID is that of a lobby. It says nothing about whether the lobby
			is there. Works without [method steamInitEx].

			Source: steamclientpublic.h, CSteamID::IsLobby.`),
	own("isIndividualAccount(steam_id: id) -> bool",
		ofID(isOfType(steamtypes.AccountIndividual, steamtypes.AccountConsoleUser))).
		beforeInit().
		doc(`
			Returns [code]true[/code] if a Steam ID is that of a person. Works without [method steamInitEx].

			Source: steamclientpublic.h, CSteamID::BIndividualAccount.`),
	own("isAnonAccount(steam_id: id) -> bool",
		ofID(isOfType(steamtypes.AccountAnonUser, steamtypes.AccountAnonGameServer))).
		beforeInit().
		doc(`
			Returns [code]true[/code] if a Steam ID is that of an anonymous user or game server. Works without
			[method steamInitEx].

			Source: steamclientpublic.h, CSteamID::BAnonAccount.`),
	own("isAnonUserAccount(steam_id: id) -> bool", ofID(isOfType(steamtypes.AccountAnonUser))).
		beforeInit().
		doc(`
			Returns [code]true[/code] if a Steam ID is that of an anonymous user. Works without [method
			steamInitEx].

			Source: steamclientpublic.h, CSteamID::BAnonUserAccount.`),
	own("isChatAccount(steam_id: id) -> bool", ofID(isOfType(steamtypes.AccountChat))).
		beforeInit().
		doc(`
			Returns [code]true[/code] if a Steam ID is that of a chat, which a lobby is too. Works without
			[method steamInitEx].

			Source: steamclientpublic.h, CSteamID::BChatAccount.`),
	own("isClanAccount(steam_id: id) -> bool", ofID(isOfType(steamtypes.AccountClan))).
		beforeInit().
		doc(`
			Returns [code]true[/code] if a Steam ID is that of a group. Works without [method steamInitEx].

			Source: steamclientpublic.h, CSteamID::BClanAccount.`),
	own("isConsoleUserAccount(steam_id: id) -> bool", ofID(isOfType(steamtypes.AccountConsoleUser))).
		beforeInit().
		doc(`
			Returns [code]true[/code] if a Steam ID is that of a console's user. Works without [method
			steamInitEx].

			Source: steamclientpublic.h, CSteamID::BConsoleUserAccount.`),
}}
