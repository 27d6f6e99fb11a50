package steam

// GodotSteam's page "Functions | Matchmaking": lobbies.

import (
	"cmp"
	"fmt"
	"net/netip"

	"godotsteam/gd"
	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
)

var (
	keyRet  = gd.NewKey("ret")
	keyIP   = gd.NewKey("ip")
	keyPort = gd.NewKey("port")
	keyID   = gd.NewKey("id")
)

func (s *Steam) matchmakingMethods() []gd.Method {
	lobby, key, value := gd.Arg("steam_lobby_id"), gd.Arg("key"), gd.Arg("value")
	keyToMatch := gd.Arg("key_to_match")
	comparison := gd.EnumArg("comparison_type", "LobbyComparison")
	lobbyType := gd.EnumArg("lobby_type", "LobbyType")
	return []gd.Method{
		gd.Proc2("createLobby", s.createLobby, lobbyType, gd.Arg("max_members").Or(2)),
		gd.Proc1("joinLobby", s.joinLobby, lobby),
		gd.Proc1("leaveLobby", s.leaveLobby, lobby),
		gd.Func2("inviteUserToLobby", s.inviteUserToLobby, lobby, gd.Arg("steam_id_invitee")),

		gd.Func1("getNumLobbyMembers", s.getNumLobbyMembers, lobby),
		gd.Func2("getLobbyMemberByIndex", s.getLobbyMemberByIndex, lobby, gd.Arg("member")),
		gd.Func1("getLobbyOwner", s.getLobbyOwner, lobby),
		gd.Func2("setLobbyOwner", s.setLobbyOwner, lobby, gd.Arg("steam_id_new_owner")),

		gd.Func2("getLobbyData", s.getLobbyData, lobby, key),
		gd.Func1("getAllLobbyData", s.getAllLobbyData, lobby),
		gd.Func3("setLobbyData", s.setLobbyData, lobby, key, value),
		gd.Func2("deleteLobbyData", s.deleteLobbyData, lobby, key),
		gd.Func3("getLobbyMemberData", s.getLobbyMemberData, lobby, gd.Arg("steam_id_user"), key),
		gd.Proc3("setLobbyMemberData", s.setLobbyMemberData, lobby, key, value),
		gd.Func1("requestLobbyData", s.requestLobbyData, lobby),

		gd.Func2("setLobbyType", s.setLobbyType, lobby, lobbyType),
		gd.Func2("setLobbyJoinable", s.setLobbyJoinable, lobby, gd.Arg("joinable")),
		gd.Func1("getLobbyMemberLimit", s.getLobbyMemberLimit, lobby),
		gd.Func2("setLobbyMemberLimit", s.setLobbyMemberLimit, lobby, gd.Arg("max_members")),

		gd.Proc0("requestLobbyList", s.requestLobbyList),
		gd.Proc1("addRequestLobbyListDistanceFilter", s.addRequestLobbyListDistanceFilter,
			gd.EnumArg("distance_filter", "LobbyDistanceFilter")),
		gd.Proc1("addRequestLobbyListFilterSlotsAvailable", s.addRequestLobbyListFilterSlotsAvailable, gd.Arg("slots_available")),
		gd.Proc2("addRequestLobbyListNearValueFilter", s.addRequestLobbyListNearValueFilter,
			keyToMatch, gd.Arg("value_to_be_close_to")),
		gd.Proc3("addRequestLobbyListNumericalFilter", s.addRequestLobbyListNumericalFilter,
			keyToMatch, gd.Arg("value_to_match"), comparison),
		gd.Proc1("addRequestLobbyListResultCountFilter", s.addRequestLobbyListResultCountFilter, gd.Arg("max_results")),
		gd.Proc3("addRequestLobbyListStringFilter", s.addRequestLobbyListStringFilter,
			keyToMatch, gd.Arg("value_to_match"), comparison),

		gd.Func2("sendLobbyChatMsg", s.sendLobbyChatMsg, lobby, gd.Arg("message_body")),
		gd.Proc4("setLobbyGameServer", s.setLobbyGameServer, lobby, gd.Arg("server_ip").OrText("0"),
			gd.Arg("server_port").Or(0), gd.Arg("steam_id_game_server").Or(0)),
		gd.Dict1("getLobbyGameServer", s.getLobbyGameServer, lobby),
	}
}

// lobby is require and the check of a lobby's ID: nil when one of both fails.
func (s *Steam) lobby(method string, value int64) (platform.Matchmaking, networking.SteamID) {
	m := s.require(method)
	if m == nil {
		return nil, 0
	}
	id, err := networking.LobbyID(value)
	if s.is(method, err) {
		return nil, 0
	}
	return m, id
}

// lobbyToRead is lobby for what only reads: a game may ask before it is in a
// lobby, and after. Of no lobby, 0, there is nothing to tell, as of any other
// that it is not in.
func (s *Steam) lobbyToRead(method string, value int64) (platform.Matchmaking, networking.SteamID) {
	if value == 0 {
		s.require(method)
		return nil, 0
	}
	return s.lobby(method, value)
}

// member is lobby and the check of a user's ID.
func (s *Steam) member(method string, value int64, argument string, user int64) (platform.Matchmaking, networking.SteamID, networking.SteamID) {
	m, lobby := s.lobby(method, value)
	if m == nil {
		return nil, 0, 0
	}
	id, err := networking.UserID(argument, user)
	if s.is(method, err) {
		return nil, 0, 0
	}
	return m, lobby, id
}

// did says why something was refused that only a lobby's owner may do, and
// returns ok. didMine is for what every member may do. Those who are not in the
// lobby any more, or a new owner who is not, are no news: they leave at any time.
func (s *Steam) did(method string, m platform.Matchmaking, lobby networking.SteamID, ok bool) bool {
	if !ok && m.LobbyOwner(lobby) != networking.SteamID(s.getSteamID()) {
		return s.refused(method, m, lobby, networking.ErrNotOwner)
	}
	return s.didMine(method, m, lobby, ok)
}

func (s *Steam) didMine(method string, m platform.Matchmaking, lobby networking.SteamID, ok bool) bool {
	return ok || s.refused(method, m, lobby, networking.ErrLobbyRefused)
}

// refused warns, with the platform's reason if it has one, and returns false.
func (s *Steam) refused(method string, m platform.Matchmaking, lobby networking.SteamID, why error) bool {
	if r, ok := m.(platform.LobbyRefusals); ok {
		why = cmp.Or(r.LobbyRefusal(), why)
	}
	if m.LobbyOwner(lobby) != 0 && why != networking.ErrNoMember {
		s.errors.warn(method, why)
	}
	return false
}

// is reports a mistake, if there is one.
func (s *Steam) is(method string, err error) (mistaken bool) {
	if err != nil {
		s.errors.report(method, err)
	}
	return err != nil
}

// createLobby makes a lobby: lobby_created and lobby_joined follow, or
// lobby_created with another result than 1.
func (s *Steam) createLobby(kind, maxMembers int64) {
	const method = "createLobby"
	m := s.require(method)
	switch {
	case m == nil:
		s.answer(signals.LobbyCreated{Result: networking.ResultFail})
	case s.is(method, checkRange("lobby_type", kind, 0, int64(networking.LobbyPrivateUnique))),
		s.is(method, checkRange("max_members", maxMembers, 1, networking.MaxLobbyMembers)):
		s.answer(signals.LobbyCreated{Result: networking.ResultInvalidParam})
	default:
		m.CreateLobby(networking.LobbyType(kind), int(maxMembers))
	}
}

// joinLobby enters a lobby: lobby_joined says how it went. A number that can't
// be a lobby is often a player's typing, so it is answered too.
func (s *Steam) joinLobby(lobby int64) {
	m, id := s.lobby("joinLobby", lobby)
	if m == nil {
		s.answer(signals.LobbyJoined{Lobby: uint64(lobby), Response: int(networking.EnterDoesntExist)})
		return
	}
	m.JoinLobby(id)
}

func (s *Steam) leaveLobby(lobby int64) {
	if m, id := s.lobbyToRead("leaveLobby", lobby); m != nil {
		m.LeaveLobby(id)
	}
}

func (s *Steam) inviteUserToLobby(lobby, user int64) bool {
	m, id, invitee := s.member("inviteUserToLobby", lobby, "steam_id_invitee", user)
	return m != nil && m.InviteUserToLobby(id, invitee)
}

func (s *Steam) getNumLobbyMembers(lobby int64) int64 {
	m, id := s.lobbyToRead("getNumLobbyMembers", lobby)
	if m == nil {
		return 0
	}
	// Some know it of a lobby that this user is not in: a list tells it.
	if counts, ok := m.(platform.LobbyCounts); ok {
		return int64(counts.LobbyMemberCount(id))
	}
	return int64(len(m.LobbyMembers(id)))
}

// getLobbyMemberByIndex returns 0 beyond the last member: a list may have
// become shorter while it is walked.
func (s *Steam) getLobbyMemberByIndex(lobby, index int64) int64 {
	m, id := s.lobbyToRead("getLobbyMemberByIndex", lobby)
	if m == nil || index < 0 || index >= networking.MaxLobbyMembers {
		return 0
	}
	if list, ok := m.(platform.LobbyIndex); ok {
		return int64(list.LobbyMemberAt(id, int(index)))
	}
	members := m.LobbyMembers(id)
	if index >= int64(len(members)) {
		return 0
	}
	return int64(members[index])
}

func (s *Steam) getLobbyOwner(lobby int64) int64 {
	m, id := s.lobbyToRead("getLobbyOwner", lobby)
	if m == nil {
		return 0
	}
	return int64(m.LobbyOwner(id))
}

func (s *Steam) setLobbyOwner(lobby, owner int64) bool {
	m, id, user := s.member("setLobbyOwner", lobby, "steam_id_new_owner", owner)
	return m != nil && s.did("setLobbyOwner", m, id, m.SetLobbyOwner(id, user))
}

func (s *Steam) getLobbyData(lobby int64, key string) string {
	m, id := s.lobbyToRead("getLobbyData", lobby)
	if m == nil || s.is("getLobbyData", checkKey(key)) {
		return ""
	}
	return m.LobbyData(id, key)
}

// getAllLobbyData returns {0: {index, key, value}, 1: …}.
func (s *Steam) getAllLobbyData(lobby int64) gd.Items {
	m, id := s.lobbyToRead("getAllLobbyData", lobby)
	if m == nil {
		return nil
	}
	data := m.AllLobbyData(id)
	all := make(gd.Items, len(data))
	for i, entry := range data {
		all[i] = gd.Item{Key: i, Value: gd.Items{{Key: "index", Value: i}, {Key: "key", Value: entry.Key}, {Key: "value", Value: entry.Value}}}
	}
	return all
}

func (s *Steam) setLobbyData(lobby int64, key, value string) bool {
	m, id := s.lobby("setLobbyData", lobby)
	return m != nil && !s.is("setLobbyData", checkEntry(key, value)) &&
		s.did("setLobbyData", m, id, m.SetLobbyData(id, key, value))
}

func (s *Steam) deleteLobbyData(lobby int64, key string) bool {
	m, id := s.lobby("deleteLobbyData", lobby)
	return m != nil && !s.is("deleteLobbyData", checkKey(key)) &&
		s.did("deleteLobbyData", m, id, m.DeleteLobbyData(id, key))
}

func (s *Steam) getLobbyMemberData(lobby, user int64, key string) string {
	m, id := s.lobbyToRead("getLobbyMemberData", lobby)
	if m == nil || user == 0 {
		return ""
	}
	member, err := networking.UserID("steam_id_user", user)
	if s.is("getLobbyMemberData", err) || s.is("getLobbyMemberData", checkKey(key)) {
		return ""
	}
	return m.LobbyMemberData(id, member, key)
}

func (s *Steam) setLobbyMemberData(lobby int64, key, value string) {
	m, id := s.lobby("setLobbyMemberData", lobby)
	if m != nil && !s.is("setLobbyMemberData", checkEntry(key, value)) {
		s.didMine("setLobbyMemberData", m, id, m.SetLobbyMemberData(id, key, value))
	}
}

// requestLobbyData fetches the data of a lobby that this user is not in:
// lobby_data_update follows.
func (s *Steam) requestLobbyData(lobby int64) bool {
	m, id := s.lobbyToRead("requestLobbyData", lobby)
	return m != nil && m.RequestLobbyData(id)
}

func (s *Steam) setLobbyType(lobby, kind int64) bool {
	m, id := s.lobby("setLobbyType", lobby)
	return m != nil && !s.is("setLobbyType", checkRange("lobby_type", kind, 0, int64(networking.LobbyPrivateUnique))) &&
		s.did("setLobbyType", m, id, m.SetLobbyType(id, networking.LobbyType(kind)))
}

func (s *Steam) setLobbyJoinable(lobby int64, joinable bool) bool {
	m, id := s.lobby("setLobbyJoinable", lobby)
	return m != nil && s.did("setLobbyJoinable", m, id, m.SetLobbyJoinable(id, joinable))
}

func (s *Steam) getLobbyMemberLimit(lobby int64) int64 {
	m, id := s.lobbyToRead("getLobbyMemberLimit", lobby)
	if m == nil {
		return 0
	}
	return int64(m.LobbyMemberLimit(id))
}

func (s *Steam) setLobbyMemberLimit(lobby, limit int64) bool {
	m, id := s.lobby("setLobbyMemberLimit", lobby)
	return m != nil && !s.is("setLobbyMemberLimit", checkRange("max_members", limit, 1, networking.MaxLobbyMembers)) &&
		s.did("setLobbyMemberLimit", m, id, m.SetLobbyMemberLimit(id, int(limit)))
}

// sendLobbyChatMsg sends to every member, this user too: lobby_message.
func (s *Steam) sendLobbyChatMsg(lobby int64, message string) bool {
	m, id := s.lobby("sendLobbyChatMsg", lobby)
	return m != nil && !s.is("sendLobbyChatMsg", checkLength("message_body", message, networking.MaxLobbyChat)) &&
		s.didMine("sendLobbyChatMsg", m, id, m.SendLobbyChat(id, []byte(message)))
}

// setLobbyGameServer says where the lobby plays: lobby_game_created for all.
// An address of "0" means that only the Steam ID counts.
func (s *Steam) setLobbyGameServer(lobby int64, ip string, port, server int64) {
	const method = "setLobbyGameServer"
	m, id := s.lobby(method, lobby)
	if m == nil {
		return
	}
	address, err := parseIPv4(ip)
	if err == nil {
		err = checkRange("server_port", port, 0, 65535)
	}
	var serverID networking.SteamID
	if err == nil && server != 0 {
		serverID, err = networking.UserID("steam_id_game_server", server)
	}
	if !s.is(method, err) {
		s.did(method, m, id, m.SetLobbyGameServer(id, networking.GameServer{IP: address, Port: uint16(port), ID: serverID}))
	}
}

// getLobbyGameServer returns {ret: true, ip, port, id}, or {ret: false} when
// the lobby has no server.
func (s *Steam) getLobbyGameServer(lobby int64, d *gd.Dictionary) {
	m, id := s.lobbyToRead("getLobbyGameServer", lobby)
	if m == nil {
		return
	}
	server, ok := m.LobbyGameServer(id)
	d.Bool(keyRet, ok)
	if ok {
		d.String(keyIP, server.IP)
		d.Int(keyPort, int64(server.Port))
		d.Int(keyID, int64(server.ID))
	}
}

// answer has an event reach the game as if the platform had posted it.
func (s *Steam) answer(e signals.Event) {
	if s.running.Load() != nil {
		s.signals.Post(e)
	}
}

func parseIPv4(text string) (string, error) {
	if text == "" || text == "0" {
		return "0.0.0.0", nil
	}
	address, err := netip.ParseAddr(text)
	if err != nil || !address.Is4() {
		return "", argumentError{fmt.Sprintf("server_ip is %q: it must be an IPv4 address, such as 192.168.0.10", text)}
	}
	return address.String(), nil
}
