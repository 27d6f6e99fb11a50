package steamworks

import (
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

var _ platform.Stats = (*Platform)(nil)

// RequestCurrentStats implements [platform.Stats]. Libraries from SDK 1.61 on do
// without it: Steam has the statistics before the game starts. A script that
// waits for the answer hears so.
func (p *Platform) RequestCurrentStats() bool {
	if p.lib.extra[statsRequest] != 0 {
		return isTrue(p.use(statsRequest, 0, 0, 0, 0))
	}
	user := p.SteamID() // 0: Steamworks doesn't run any more
	if p.iface[steamUserStats] == 0 || user == 0 {
		return false
	}
	return p.signals.Post(signals.CurrentStatsReceived{
		Game: uint64(p.AppID()), Result: steamtypes.ResultOK, User: uint64(user),
	})
}

// RequestUserStats implements [platform.Stats].
func (p *Platform) RequestUserStats(user steamtypes.SteamID) {
	request := func() uintptr { return p.use(statsRequestUser, uintptr(user), 0, 0, 0) }
	ask(p, request, func(stats signals.UserStatsReceived, failed bool) {
		if failed {
			stats = signals.UserStatsReceived{Game: uint64(p.AppID()), Result: steamtypes.ResultFail, User: uint64(user)}
		}
		p.signals.Post(stats)
	})
}
