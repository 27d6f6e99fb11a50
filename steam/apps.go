package steam

// GodotSteam's pages "Functions | Apps" and "| Utils", as far as games over
// peer-to-peer networking ask, and what a Steam ID tells of itself.

import (
	"slices"

	"godotsteam/gd"
	"godotsteam/networking"
	"godotsteam/platform"
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

		gd.Func1("isLobby", func(id int64) bool { return networking.SteamID(id).IsLobby() }, user),
		gd.Func1("isIndividualAccount", isOfType(networking.AccountIndividual, networking.AccountConsoleUser), user),
		gd.Func1("isAnonAccount", isOfType(networking.AccountAnonUser, networking.AccountAnonGameServer), user),
		gd.Func1("isAnonUserAccount", isOfType(networking.AccountAnonUser), user),
		gd.Func1("isChatAccount", isOfType(networking.AccountChat), user),
		gd.Func1("isClanAccount", isOfType(networking.AccountClan), user),
		gd.Func1("isConsoleUserAccount", isOfType(networking.AccountConsoleUser), user),
	}
}

func isOfType(types ...networking.AccountType) func(int64) bool {
	return func(id int64) bool { return slices.Contains(types, networking.SteamID(id).Type()) }
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
