package steamworks

import (
	"unsafe"

	"github.com/ebitengine/purego"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
)

var _ platform.Stats = (*Platform)(nil)

// SetAchievement implements [platform.Stats].
func (p *Platform) SetAchievement(name string) bool {
	return isTrue(p.use(achievementSet, uintptr(address(cText(name))), 0, 0, 0))
}

// ClearAchievement implements [platform.Stats].
func (p *Platform) ClearAchievement(name string) bool {
	return isTrue(p.use(achievementClear, uintptr(address(cText(name))), 0, 0, 0))
}

// Achievement implements [platform.Stats].
func (p *Platform) Achievement(name string) (achieved, ok bool) {
	yes := new(bool)
	ok = isTrue(p.use(achievementGet, uintptr(address(cText(name))), uintptr(unsafe.Pointer(yes)), 0, 0))
	return *yes, ok
}

// StatInt implements [platform.Stats].
func (p *Platform) StatInt(name string) (int32, bool) {
	value := new(int32)
	ok := isTrue(p.use(statInt, uintptr(address(cText(name))), uintptr(unsafe.Pointer(value)), 0, 0))
	return *value, ok
}

// StatFloat implements [platform.Stats].
func (p *Platform) StatFloat(name string) (float32, bool) {
	value := new(float32)
	ok := isTrue(p.use(statFloat, uintptr(address(cText(name))), uintptr(unsafe.Pointer(value)), 0, 0))
	return *value, ok
}

// SetStatInt implements [platform.Stats].
func (p *Platform) SetStatInt(name string, value int32) bool {
	return isTrue(p.use(statSetInt, uintptr(address(cText(name))), uintptr(uint32(value)), 0, 0))
}

// SetStatFloat implements [platform.Stats]. A float travels in a register of
// its own, which [call] does not fill.
func (p *Platform) SetStatFloat(name string, value float32) bool {
	p.alive.RLock()
	defer p.alive.RUnlock()
	if !p.canUse(statSetFloat) {
		return false
	}
	var set func(self uintptr, name string, value float32) bool
	purego.RegisterFunc(&set, p.lib.extra[statSetFloat])
	return set(p.iface[steamUserStats], name, value)
}

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
	return p.signals.Post(signals.CurrentStatsReceived{Game: uint64(p.AppID()), Result: networking.ResultOK, User: uint64(user)})
}

// RequestUserStats implements [platform.Stats].
func (p *Platform) RequestUserStats(user networking.SteamID) {
	request := func() uintptr { return p.use(statsRequestUser, uintptr(user), 0, 0, 0) }
	p.expect(request, callbackStats, userStatsSize, func(result []byte, failed bool) {
		event := signals.UserStatsReceived{Game: uint64(p.AppID()), Result: networking.ResultFail, User: uint64(user)}
		if !failed {
			event = signals.UserStatsReceived{Game: order.Uint64(result), Result: int(order.Uint32(result[8:])), User: order.Uint64(result[12:])}
		}
		p.signals.Post(event)
	})
}

// StoreStats implements [platform.Stats].
func (p *Platform) StoreStats() bool { return isTrue(p.use(statsStore, 0, 0, 0, 0)) }

// ResetAllStats implements [platform.Stats].
func (p *Platform) ResetAllStats(achievementsToo bool) bool {
	var yes uintptr
	if achievementsToo {
		yes = 1
	}
	return isTrue(p.use(statsReset, yes, 0, 0, 0))
}
