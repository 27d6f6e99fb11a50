package steamworks

import (
	"godotsteam/platform"
	"godotsteam/platform/valve"
	"godotsteam/steamtypes"
)

var _ platform.PeerLobby = (*Platform)(nil)

var (
	lobbyLeave    = valve.Describe("ISteamMatchmaking.LeaveLobby(u64 lobby)")
	lobbyMembers  = valve.Describe("ISteamMatchmaking.GetNumLobbyMembers(u64 lobby) -> i32")
	lobbyMember   = valve.Describe("ISteamMatchmaking.GetLobbyMemberByIndex(u64 lobby, i32 index) -> u64")
	lobbyData     = valve.Describe("ISteamMatchmaking.GetLobbyData(u64 lobby, text key) -> text")
	lobbySetData  = valve.Describe("ISteamMatchmaking.SetLobbyData(u64 lobby, text key, text value) -> bool")
	lobbyJoinable = valve.Describe("ISteamMatchmaking.SetLobbyJoinable(u64 lobby, bool joinable) -> bool")
)

// LeaveLobby implements [platform.PeerLobby].
func (p *Platform) LeaveLobby(lobby steamtypes.SteamID) { p.answer(lobbyLeave, int64(lobby)) }

// LobbyMemberCount implements [platform.PeerLobby].
func (p *Platform) LobbyMemberCount(lobby steamtypes.SteamID) int {
	return int(p.answer(lobbyMembers, int64(lobby)))
}

// LobbyMemberAt implements [platform.PeerLobby].
func (p *Platform) LobbyMemberAt(lobby steamtypes.SteamID, index int) steamtypes.SteamID {
	return steamtypes.SteamID(p.answer(lobbyMember, int64(lobby), int64(index)))
}

// LobbyData implements [platform.PeerLobby].
func (p *Platform) LobbyData(lobby steamtypes.SteamID, key string) (value string) {
	p.invoke(lobbyData, func(q *valve.Call) {
		q.SetInt(0, int64(lobby))
		q.SetText(1, []byte(key))
	}, func(q *valve.Call) { value = q.ResultText() })
	return value
}

// SetLobbyData implements [platform.PeerLobby].
func (p *Platform) SetLobbyData(lobby steamtypes.SteamID, key, value string) error {
	ok := false
	p.invoke(lobbySetData, func(q *valve.Call) {
		q.SetInt(0, int64(lobby))
		q.SetText(1, []byte(key))
		q.SetText(2, []byte(value))
	}, func(q *valve.Call) { ok = q.ResultInt() != 0 })
	return p.lobbyRefusal(lobby, ok)
}

// SetLobbyJoinable implements [platform.PeerLobby].
func (p *Platform) SetLobbyJoinable(lobby steamtypes.SteamID, joinable bool) error {
	flag := int64(0)
	if joinable {
		flag = 1
	}
	return p.lobbyRefusal(lobby, p.answer(lobbyJoinable, int64(lobby), flag) != 0)
}

// lobbyRefusal is why Steam has refused something, of which it says nothing.
func (p *Platform) lobbyRefusal(lobby steamtypes.SteamID, ok bool) error {
	switch {
	case ok:
		return nil
	case p.LobbyOwner(lobby) == 0:
		return steamtypes.ErrNotInLobby
	}
	return steamtypes.ErrLobbyRefused
}
