package steam

// GodotSteam's page "Functions | User Stats", as far as most games go:
// achievements and statistics of the player. Without Steam there is nowhere to
// keep them, so they are as in an app that has none.

import (
	"fmt"

	"godotsteam/platform"
)

const maxStatName = 128 // k_cchStatNameMax

const noStats = "there are no achievements and statistics without Steam, so nothing is kept"

// unknownStat is what Steam refuses: mostly a name that is not set up.
type unknownStat struct{ name string }

func (e unknownStat) Error() string {
	return fmt.Sprintf("Steam refuses %q: is it set up for this app, published, and of this type?", e.name)
}

func statRefused(_ *started, c call) error { return unknownStat{c.String(0)} }

var keyAchieved = keyOf("achieved")

// noAchievement answers getAchievement where nothing is known.
func noAchievement(_ *Steam, c call) {
	d := c.Dictionary()
	d.Bool(keyRet, false)
	d.Bool(keyAchieved, false)
}

var userStatsPage = page{"Achievements and statistics", []*row{
	plain("setAchievement(name: stat) -> bool", "ISteamUserStats.SetAchievement(name) -> bool").
		steamOnly(noStats).
		refused(statRefused).
		doc(`
			Unlocks an achievement. The overlay tells the player when [method storeStats] has sent it. False
			with an error if Steam refuses, mostly because the name is not set up for the app. On the platform
			[code]standalone[/code] it prints a warning, nothing is kept, and the answer is false.`),
	plain("clearAchievement(achievement_name: stat) -> bool",
		"ISteamUserStats.ClearAchievement(achievement_name) -> bool").
		steamOnly(noStats).
		refused(statRefused).
		doc(`
			Locks an achievement again, for tests. On the platform [code]standalone[/code] it prints a warning, nothing
			is kept, and the answer is false.`),
	plain("getAchievement(achievement_name: stat) -> {ret: bool, achieved: bool}",
		"ISteamUserStats.GetAchievement(achievement_name, *bool achieved) -> bool ret").
		steamOnly(noStats).
		fails(noAchievement).
		doc(`
			Returns [code]ret[/code], whether there is such an achievement, and [code]achieved[/code], whether
			the player has it. On the platform [code]standalone[/code] it prints a warning, nothing is kept, and the
			answer is false for both.`),
	plain("getStatInt(stat_name: stat) -> int", "ISteamUserStats.GetStatInt32(stat_name, *i32) -> bool").
		steamOnly(noStats).
		refused(statRefused).
		doc(`
			Returns a statistic that is an integer; 0 with an error if the app has none of this name and type.
			On the platform [code]standalone[/code] it prints a warning, nothing is kept, and the answer is 0.`),
	plain("getStatFloat(stat_name: stat) -> float", "ISteamUserStats.GetStatFloat(stat_name, *f32) -> bool").
		steamOnly(noStats).
		refused(statRefused).
		doc(`
			Returns a statistic that is a float; 0 with an error if the app has none of this name and type. On
			the platform [code]standalone[/code] it prints a warning, nothing is kept, and the answer is 0.`),
	plain("setStatInt(name: stat, value: int) -> bool", "ISteamUserStats.SetStatInt32(name, i32 value) -> bool").
		steamOnly(noStats).
		refused(statRefused).
		doc(`
			Sets a statistic that is an integer, until [method storeStats] in memory alone. False with an error
			if the app has none of this name and type. On the platform [code]standalone[/code] it prints a warning,
			nothing is kept, and the answer is false.`),
	plain("setStatFloat(name: stat, value: float) -> bool", "ISteamUserStats.SetStatFloat(name, value) -> bool").
		steamOnly(noStats).
		refused(statRefused).
		doc(`
			Sets a statistic that is a float, until [method storeStats] in memory alone. False with an error if
			the app has none of this name and type. On the platform [code]standalone[/code] it prints a warning,
			nothing is kept, and the answer is false.`),
	plain("storeStats() -> bool", "ISteamUserStats.StoreStats() -> bool").
		steamOnly(noStats).
		doc(`
			Sends changed achievements and statistics to Steam: [signal user_stats_stored] follows. Call it now
			and then, not every frame. On the platform [code]standalone[/code] it prints a warning, nothing is kept,
			and the answer is false.`),
	plain("resetAllStats(achievements_too: bool) -> bool",
		"ISteamUserStats.ResetAllStats(achievements_too) -> bool").
		steamOnly(noStats).
		doc(`
			Sets all statistics to their defaults, and locks all achievements if [param achievements_too] is
			true, for tests. On the platform [code]standalone[/code] it prints a warning, nothing is kept, and the
			answer is false.`),
	own("requestUserStats(steam_id: user)", do1(platform.Stats.RequestUserStats)).
		steamOnly(noStats).
		calls("ISteamUserStats.RequestUserStats").
		doc(`
			Has the statistics of another user fetched: [signal user_stats_received] follows. On the platform
			[code]standalone[/code] it prints a warning, and no signal follows.`),
	own("requestCurrentStats() -> bool", fn0(platform.Stats.RequestCurrentStats)).
		steamOnly(noStats).
		calls("ISteamUserStats.RequestCurrentStats").
		doc(`
			Has the player's statistics fetched: [signal current_stats_received] follows. With libraries from
			SDK 1.61 on, Steam has them before the game starts, and the signal says so. On the platform
			[code]standalone[/code] it prints a warning, nothing is kept, and the answer is false.`),
}}
