package steam

// GodotSteam's page "Functions | User Stats", as far as most games go:
// achievements and statistics of the player. Without Steam there is nowhere to
// keep them, so they are as in an app that has none.

import (
	"errors"
	"fmt"

	"godotsteam/gd"
	"godotsteam/networking"
	"godotsteam/platform"
)

const maxStatName = 128 // k_cchStatNameMax

var errNoStats = errors.New("there are no achievements and statistics without Steam, so nothing is kept")

var (
	keyAchieved = gd.NewKey("achieved")
)

func (s *Steam) userStatsMethods() []gd.Method {
	name, stat := gd.Arg("name"), gd.Arg("stat_name")
	return []gd.Method{
		gd.Func1("setAchievement", s.setAchievement, name),
		gd.Func1("clearAchievement", s.clearAchievement, gd.Arg("achievement_name")),
		gd.Dict1("getAchievement", s.getAchievement, gd.Arg("achievement_name")),
		gd.Func1("getStatInt", s.getStatInt, stat),
		gd.Func1("getStatFloat", s.getStatFloat, stat),
		gd.Func2("setStatInt", s.setStatInt, name, gd.Arg("value")),
		gd.Func2("setStatFloat", s.setStatFloat, name, gd.Arg("value")),
		gd.Func0("storeStats", s.storeStats),
		gd.Func1("resetAllStats", s.resetAllStats, gd.Arg("achievements_too")),
		gd.Func0("requestCurrentStats", s.requestCurrentStats),
		gd.Proc1("requestUserStats", s.requestUserStats, gd.Arg("steam_id")),
	}
}

// stats returns the running platform's statistics, or says why there are none
// and returns nil.
func (s *Steam) stats(method string) platform.Stats {
	p := s.require(method)
	if p == nil {
		return nil
	}
	stats, ok := p.(platform.Stats)
	if !ok {
		s.errors.warn(method, errNoStats) // not the game's mistake
		return nil
	}
	return stats
}

// statsNamed is stats and the check of a name.
func (s *Steam) statsNamed(method, name string) platform.Stats {
	stats := s.stats(method)
	if stats == nil || s.is(method, checkStatName(name)) {
		return nil
	}
	return stats
}

func checkStatName(name string) error {
	if name == "" {
		return argumentError{"the name is empty"}
	}
	return checkLength("the name", name, maxStatName)
}

// unknownStat is what Steam refuses: mostly a name that is not set up.
type unknownStat struct{ name string }

func (e unknownStat) Error() string {
	return fmt.Sprintf("Steam refuses %q: is it set up for this app, published, and of this type?", e.name)
}

func (s *Steam) known(method, name string, ok bool) bool {
	if !ok {
		s.errors.report(method, unknownStat{name})
	}
	return ok
}

func (s *Steam) setAchievement(name string) bool {
	const method = "setAchievement"
	stats := s.statsNamed(method, name)
	return stats != nil && s.known(method, name, stats.SetAchievement(name))
}

func (s *Steam) clearAchievement(name string) bool {
	const method = "clearAchievement"
	stats := s.statsNamed(method, name)
	return stats != nil && s.known(method, name, stats.ClearAchievement(name))
}

// getAchievement returns {ret, achieved}; ret says whether there is such a one.
func (s *Steam) getAchievement(name string, d *gd.Dictionary) {
	var achieved, ok bool
	if stats := s.statsNamed("getAchievement", name); stats != nil {
		achieved, ok = stats.Achievement(name)
	}
	d.Bool(keyRet, ok)
	d.Bool(keyAchieved, achieved)
}

func (s *Steam) getStatInt(name string) int64 {
	return int64(readStat(s, "getStatInt", name, platform.Stats.StatInt))
}

func (s *Steam) getStatFloat(name string) float64 {
	return float64(readStat(s, "getStatFloat", name, platform.Stats.StatFloat))
}

func readStat[T any](s *Steam, method, name string, read func(platform.Stats, string) (T, bool)) (value T) {
	if stats := s.statsNamed(method, name); stats != nil {
		var ok bool
		value, ok = read(stats, name)
		s.known(method, name, ok)
	}
	return value
}

func (s *Steam) setStatInt(name string, value int64) bool {
	const method = "setStatInt"
	stats := s.statsNamed(method, name)
	return stats != nil && !s.is(method, checkInt32("value", value)) && s.known(method, name, stats.SetStatInt(name, int32(value)))
}

func (s *Steam) setStatFloat(name string, value float64) bool {
	const method = "setStatFloat"
	stats := s.statsNamed(method, name)
	return stats != nil && !s.is(method, checkFloat32("value", value)) && s.known(method, name, stats.SetStatFloat(name, float32(value)))
}

func (s *Steam) storeStats() bool {
	stats := s.stats("storeStats")
	return stats != nil && stats.StoreStats()
}

func (s *Steam) resetAllStats(achievementsToo bool) bool {
	stats := s.stats("resetAllStats")
	return stats != nil && stats.ResetAllStats(achievementsToo)
}

// requestCurrentStats has the statistics fetched: current_stats_received.
func (s *Steam) requestCurrentStats() bool {
	stats := s.stats("requestCurrentStats")
	return stats != nil && stats.RequestCurrentStats()
}

// requestUserStats has another user's statistics fetched: user_stats_received.
func (s *Steam) requestUserStats(user int64) {
	const method = "requestUserStats"
	if stats := s.stats(method); stats != nil {
		if id, err := networking.UserID("steam_id", user); !s.is(method, err) {
			stats.RequestUserStats(id)
		}
	}
}
