package steam

// GodotSteam's page "Functions | User".

import (
	"godotsteam/gd"
	"godotsteam/platform"
)

func (s *Steam) userMethods() []gd.Method {
	return []gd.Method{
		gd.Func0("getPlayerSteamLevel", s.getPlayerSteamLevel),
		gd.Func0("getSteamID", s.getSteamID).PublishedIn(s.published.steamID),
		gd.Func1("getSteamID32", s.getSteamID32, gd.Arg("steam_id")),
		gd.Func0("loggedOn", s.loggedOn).PublishedIn(s.published.loggedOn),
	}
}

func (s *Steam) getSteamID() int64 {
	if p := s.require("getSteamID"); p != nil {
		return int64(p.SteamID())
	}
	return 0
}

func (s *Steam) getPlayerSteamLevel() int64 {
	if people, ok := s.require("getPlayerSteamLevel").(platform.People); ok {
		return int64(people.SteamLevel())
	}
	return 0
}

// getSteamID32 returns the account id, the low 32 bits.
func (s *Steam) getSteamID32(id int64) int64 {
	if s.is("getSteamID32", exactly("steam_id", id)) {
		return 0
	}
	return int64(uint32(id))
}

func (s *Steam) loggedOn() bool {
	p := s.require("loggedOn")
	return p != nil && p.LoggedOn()
}

func cell(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
