package steamworks

import (
	"godotsteam/networking"
	"godotsteam/platform"
)

var (
	_ platform.Installation = (*Platform)(nil)
	_ platform.People       = (*Platform)(nil)
	_ platform.Relays       = (*Platform)(nil)
)

const (
	maxLanguages = 4096 // our own
	maxPath      = 4096 // our own
)

// GameLanguage implements [platform.Installation].
func (p *Platform) GameLanguage() string { return p.useText(gameLanguage, maxName, 0, 0, 0) }

// GameLanguages implements [platform.Installation].
func (p *Platform) GameLanguages() string { return p.useText(gameLanguages, maxLanguages, 0, 0, 0) }

// UILanguage implements [platform.Installation].
func (p *Platform) UILanguage() string { return p.useText(uiLanguage, maxName, 0, 0, 0) }

// AppBuildID implements [platform.Installation].
func (p *Platform) AppBuildID() int { return int(int32(p.use(appBuildID, 0, 0, 0, 0))) }

// AppInstallDir implements [platform.Installation].
func (p *Platform) AppInstallDir(appID uint32) (folder string, size int) {
	buffer := make([]byte, maxPath)
	size = int(uint32(p.use(appInstallDir, uintptr(appID), uintptr(address(buffer)), uintptr(len(buffer)), 0)))
	return textOf(buffer), size
}

// IsVACBanned implements [platform.Installation].
func (p *Platform) IsVACBanned() bool { return isTrue(p.use(vacBanned, 0, 0, 0, 0)) }

// EarliestPurchase implements [platform.Installation].
func (p *Platform) EarliestPurchase(appID uint32) int64 {
	return int64(uint32(p.use(earliestPurchase, uintptr(appID), 0, 0, 0)))
}

// Nickname implements [platform.People].
func (p *Platform) Nickname(user networking.SteamID) string {
	return p.useText(nickname, maxName, uintptr(user), 0, 0)
}

// SteamLevel implements [platform.People].
func (p *Platform) SteamLevel() int { return int(int32(p.use(steamLevel, 0, 0, 0, 0))) }

// RequestUserInformation implements [platform.People].
func (p *Platform) RequestUserInformation(user networking.SteamID, nameOnly bool) bool {
	var flag uintptr
	if nameOnly {
		flag = 1
	}
	return isTrue(p.use(friendRequest, uintptr(user), flag, 0, 0))
}

// InitRelayAccess implements [platform.Relays].
func (p *Platform) InitRelayAccess() { p.use(relayInit, 0, 0, 0, 0) }
