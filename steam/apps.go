package steam

// GodotSteam's pages "Functions | Apps" and "| Utils", as far as games over
// peer-to-peer networking ask, and what a Steam ID tells of itself.

import (
	"slices"

	"godotsteam/gd"
	"godotsteam/networking"
	"godotsteam/platform"
)

var (
	keyDirectory   = gd.NewKey("directory")
	keyInstallSize = gd.NewKey("install_size")
)

func (s *Steam) appsMethods() []gd.Method {
	user := gd.Arg("steam_id")
	return []gd.Method{
		gd.Func0("getAppID", s.getAppID),
		gd.Func0("getAppOwner", s.getAppOwner),
		gd.Func0("getLaunchCommandLine", s.getLaunchCommandLine),
		gd.Func0("isSubscribed", s.isSubscribed),
		gd.Func0("isSubscribedFromFreeWeekend", s.isSubscribedFromFreeWeekend),
		gd.Func0("isSteamRunningOnSteamDeck", s.isSteamRunningOnSteamDeck),
		gd.Func0("isOverlayEnabled", s.isOverlayEnabled),
		gd.Func0("getCurrentGameLanguage", s.getCurrentGameLanguage),
		gd.Func0("getAvailableGameLanguages", s.getAvailableGameLanguages),
		gd.Func0("getSteamUILanguage", s.getSteamUILanguage),
		gd.Func0("getAppBuildId", s.getAppBuildID),
		gd.Dict1("getAppInstallDir", s.getAppInstallDir, gd.Arg("app_id")),
		gd.Func0("isVACBanned", s.isVACBanned),
		gd.Func1("getEarliestPurchaseUnixTime", s.getEarliestPurchaseUnixTime, gd.Arg("app_id")),
		gd.Proc0("initRelayNetworkAccess", s.initRelayNetworkAccess),

		gd.Func1("isLobby", s.ofID("isLobby", networking.SteamID.IsLobby), user),
		gd.Func1("isIndividualAccount", s.ofID("isIndividualAccount", isOfType(networking.AccountIndividual, networking.AccountConsoleUser)), user),
		gd.Func1("isAnonAccount", s.ofID("isAnonAccount", isOfType(networking.AccountAnonUser, networking.AccountAnonGameServer)), user),
		gd.Func1("isAnonUserAccount", s.ofID("isAnonUserAccount", isOfType(networking.AccountAnonUser)), user),
		gd.Func1("isChatAccount", s.ofID("isChatAccount", isOfType(networking.AccountChat)), user),
		gd.Func1("isClanAccount", s.ofID("isClanAccount", isOfType(networking.AccountClan)), user),
		gd.Func1("isConsoleUserAccount", s.ofID("isConsoleUserAccount", isOfType(networking.AccountConsoleUser)), user),
	}
}

// ofID asks something of an ID itself.
func (s *Steam) ofID(method string, is func(networking.SteamID) bool) func(int64) bool {
	return func(id int64) bool { return !s.is(method, exactly("steam_id", id)) && is(networking.SteamID(id)) }
}

func isOfType(types ...networking.AccountType) func(networking.SteamID) bool {
	return func(id networking.SteamID) bool { return slices.Contains(types, id.Type()) }
}

func (s *Steam) getAppID() int64 {
	if p := s.require("getAppID"); p != nil {
		return int64(p.AppID())
	}
	return 0
}

// getAppOwner returns whose copy this is. Where nobody can lend a game, it is
// the player's own.
func (s *Steam) getAppOwner() int64 {
	p := s.require("getAppOwner")
	if p == nil {
		return 0
	}
	if o, ok := p.(platform.Ownership); ok {
		return int64(o.AppOwner())
	}
	return int64(p.SteamID())
}

func (s *Steam) getLaunchCommandLine() string {
	if f := s.require("getLaunchCommandLine"); f != nil {
		return f.LaunchCommandLine()
	}
	return ""
}

func (s *Steam) isSubscribed() bool {
	p := s.require("isSubscribed")
	return p != nil && p.IsSubscribed()
}

func (s *Steam) isSubscribedFromFreeWeekend() bool {
	o, ok := s.require("isSubscribedFromFreeWeekend").(platform.Ownership)
	return ok && o.IsSubscribedFromFreeWeekend()
}

func (s *Steam) isSteamRunningOnSteamDeck() bool {
	d, ok := s.require("isSteamRunningOnSteamDeck").(platform.Device)
	return ok && d.IsSteamDeck()
}

func (s *Steam) isOverlayEnabled() bool {
	d, ok := s.require("isOverlayEnabled").(platform.Device)
	return ok && d.IsOverlayEnabled()
}

// defaultLanguage is the language of a game that Steam has not installed, as
// Steam calls it: a game that looks for a translation finds one.
const defaultLanguage = "english"

// language asks the installation, which there is on Steam alone.
func (s *Steam) language(method string, ask func(platform.Installation) string) string {
	switch p := s.require(method).(type) {
	case nil:
		return ""
	case platform.Installation:
		return ask(p)
	}
	return defaultLanguage
}

func (s *Steam) getCurrentGameLanguage() string {
	return s.language("getCurrentGameLanguage", platform.Installation.GameLanguage)
}

// getAvailableGameLanguages returns "english,german,…".
func (s *Steam) getAvailableGameLanguages() string {
	return s.language("getAvailableGameLanguages", platform.Installation.GameLanguages)
}

func (s *Steam) getSteamUILanguage() string {
	return s.language("getSteamUILanguage", platform.Installation.UILanguage)
}

func (s *Steam) getAppBuildID() int64 {
	if i, ok := s.require("getAppBuildId").(platform.Installation); ok {
		return int64(i.AppBuildID())
	}
	return 0
}

// getAppInstallDir returns {directory, install_size}; the latter is how long
// the former is, as GodotSteam has it.
func (s *Steam) getAppInstallDir(app int64, d *gd.Dictionary) {
	const method = "getAppInstallDir"
	p := s.require(method)
	if p == nil {
		return
	}
	var folder string
	var size int
	if i, ok := p.(platform.Installation); !s.is(method, checkAppID(app)) && ok {
		folder, size = i.AppInstallDir(uint32(app))
	}
	d.String(keyDirectory, folder)
	d.Int(keyInstallSize, int64(size))
}

func (s *Steam) isVACBanned() bool {
	i, ok := s.require("isVACBanned").(platform.Installation)
	return ok && i.IsVACBanned()
}

func (s *Steam) getEarliestPurchaseUnixTime(app int64) int64 {
	const method = "getEarliestPurchaseUnixTime"
	p := s.require(method)
	if p == nil || s.is(method, checkAppID(app)) {
		return 0
	}
	if i, ok := p.(platform.Installation); ok {
		return i.EarliestPurchase(uint32(app))
	}
	return 0
}

// initRelayNetworkAccess has Steam look for its relays early. Without Steam
// there is nothing to do.
func (s *Steam) initRelayNetworkAccess() {
	if r, ok := s.require("initRelayNetworkAccess").(platform.Relays); ok {
		r.InitRelayAccess()
	}
}
