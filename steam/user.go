package steam

// The part of GodotSteam's page "Functions | User" that needs no account.

import (
	"sync/atomic"

	"godotsteam/platform"
)

func steamIDCell(p *published) []atomic.Int64  { return p.steamID }
func loggedOnCell(p *published) []atomic.Int64 { return p.loggedOn }

// getSteamID32 returns the account id, the low 32 bits.
func (*Steam) getSteamID32(id int64) int64 { return int64(uint32(id)) }

func cell(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

var userPage = page{"The user here", []*row{
	own("getSteamID() -> int", fn0(platform.Platform.SteamID)).
		publishedIn(steamIDCell).
		calls("ISteamUser.GetSteamID").
		doc(`
			Returns the 64-bit Steam ID of the user at this computer, [code]0[/code] before [method
			steamInitEx]. On the platform [code]standalone[/code] it is the fingerprint of a key kept on this computer,
			and can't be a real account's.`),
	own("getSteamID32(steam_id: id) -> int", fn1((*Steam).getSteamID32)).
		beforeInit().
		doc(`
			Returns the account ID of a Steam ID, its low 32 bits. Works without [method steamInitEx].

			Source: steamclientpublic.h, CSteamID::GetAccountID.`),
	own("loggedOn() -> bool", fn0(platform.Platform.LoggedOn)).
		publishedIn(loggedOnCell).
		calls("ISteamUser.BLoggedOn").
		doc(`
			Returns [code]true[/code] while the Steam client is logged on to Steam's servers. Always
			[code]true[/code] on the platform [code]standalone[/code], [code]false[/code] before [method steamInitEx].`),
	plain("getPlayerSteamLevel() -> int", "ISteamUser.GetPlayerSteamLevel() -> i32").
		steamOnly("").
		doc(`
			Returns the Steam level of this user. On the platform [code]standalone[/code] it is [code]0[/code].`),
}}
