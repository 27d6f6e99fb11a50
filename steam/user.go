package steam

// GodotSteam's pages "Functions | User", "| Friends" and "| Apps", as far as
// they speak of the user at this computer.

import "godotsteam/gd"

func (s *Steam) userMethods() []gd.Method {
	return []gd.Method{
		gd.Func0("getSteamID", s.getSteamID).PublishedIn(s.published.steamID),
		gd.Func1("getSteamID32", s.getSteamID32, gd.Arg("steam_id")),
		gd.Func0("loggedOn", s.loggedOn).PublishedIn(s.published.loggedOn),
		gd.Func0("getPersonaName", s.getPersonaName),
		gd.Func0("getAppID", s.getAppID),
		gd.Func0("isSubscribed", s.isSubscribed),
	}
}

func (s *Steam) getSteamID() int64 {
	if p := s.require("getSteamID"); p != nil {
		return int64(p.SteamID())
	}
	return 0
}

// getSteamID32 returns the account id, the low 32 bits.
func (s *Steam) getSteamID32(id int64) int64 { return int64(uint32(id)) }

func (s *Steam) loggedOn() bool {
	p := s.require("loggedOn")
	return p != nil && p.LoggedOn()
}

func (s *Steam) getPersonaName() string {
	if p := s.require("getPersonaName"); p != nil {
		return p.PersonaName()
	}
	return ""
}

func (s *Steam) getAppID() int64 {
	if p := s.require("getAppID"); p != nil {
		return int64(p.AppID())
	}
	return 0
}

func (s *Steam) isSubscribed() bool {
	p := s.require("isSubscribed")
	return p != nil && p.IsSubscribed()
}

func cell(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
