package steam

// GodotSteam's page "Functions | Friends": other users, this user's rich
// presence, and the overlay.

import (
	"errors"
	"math"
	"slices"
	"strconv"

	"godotsteam/gd"
	"godotsteam/networking"
	"godotsteam/platform"
)

const (
	avatarLarge  = 3
	webPageModal = 1 // OVERLAY_TO_WEB_PAGE_MODE_MODAL
)

var errNoOverlay = errors.New("there is no Steam overlay here, so nothing opens")

var (
	keyGamePort  = gd.NewKey("game_port")
	keyQueryPort = gd.NewKey("query_port")
	keyLobby     = gd.NewKey("lobby")
)

func (s *Steam) friendsMethods() []gd.Method {
	user := gd.Arg("steam_id")
	flags := gd.EnumArg("friend_flags", "FriendFlags")
	return []gd.Method{
		gd.Func0("getPersonaName", s.getPersonaName),
		gd.Func0("getPersonaState", s.getPersonaState).Enum("PersonaState"),
		gd.Func1("getFriendPersonaName", s.getFriendPersonaName, user),
		gd.Func1("getFriendPersonaState", s.getFriendPersonaState, user).Enum("PersonaState"),
		gd.Func1("getFriendRelationship", s.getFriendRelationship, user).Enum("FriendRelationship"),
		gd.Func1("getFriendCount", s.getFriendCount, flags.Or(65535)),
		gd.Func2("getFriendByIndex", s.getFriendByIndex, gd.Arg("friend_number"), flags),
		gd.Func2("hasFriend", s.hasFriend, user, flags),
		gd.Func0("getUserSteamFriends", s.getUserSteamFriends),
		gd.Dict1("getFriendGamePlayed", s.getFriendGamePlayed, user),
		gd.Func2("requestUserInformation", s.requestUserInformation, user, gd.Arg("require_name_only")),
		gd.Func1("getPlayerNickname", s.getPlayerNickname, user),
		gd.Proc2("getPlayerAvatar", s.getPlayerAvatar, gd.Arg("size").Or(2), user.Or(0)),

		gd.Func2("setRichPresence", s.setRichPresence, gd.Arg("key"), gd.Arg("value")),
		gd.Proc0("clearRichPresence", s.clearRichPresence),
		gd.Func2("getFriendRichPresence", s.getFriendRichPresence, gd.Arg("friend_id"), gd.Arg("key")),
		gd.Func2("inviteUserToGame", s.inviteUserToGame, gd.Arg("friend_id"), gd.Arg("connect_string")),

		gd.Proc1("activateGameOverlay", s.activateGameOverlay, gd.Arg("type").OrText("")),
		gd.Proc2("activateGameOverlayToUser", s.activateGameOverlayToUser, gd.Arg("type").OrText(""), user.Or(0)),
		gd.Proc1("activateGameOverlayInviteDialog", s.activateGameOverlayInviteDialog, user),
		gd.Proc1("activateGameOverlayInviteDialogConnectString", s.activateGameOverlayInviteDialogConnectString, gd.Arg("connect_string")),
		gd.Proc2("activateGameOverlayToWebPage", s.activateGameOverlayToWebPage, gd.Arg("url"),
			gd.EnumArg("webpage_mode", "OverlayToWebPageMode").Or(0)),
		gd.Proc1("activateGameOverlayToStore", s.activateGameOverlayToStore, gd.Arg("app_id").Or(0)),
	}
}

// user is require and the check of a user's ID: nil when one of both fails.
func (s *Steam) user(method, argument string, value int64) (platform.Friends, networking.SteamID) {
	f := s.require(method)
	if f == nil {
		return nil, 0
	}
	id, err := networking.UserID(argument, value)
	if s.is(method, err) {
		return nil, 0
	}
	return f, id
}

// userToRead is user for what only reads: of nobody, 0, there is nothing to tell.
func (s *Steam) userToRead(method, argument string, value int64) (platform.Friends, networking.SteamID) {
	if value == 0 {
		s.require(method)
		return nil, 0
	}
	return s.user(method, argument, value)
}

func (s *Steam) getPersonaName() string {
	if p := s.require("getPersonaName"); p != nil {
		return p.PersonaName()
	}
	return ""
}

func (s *Steam) getPersonaState() int64 {
	if p := s.require("getPersonaState"); p != nil && p.LoggedOn() {
		return networking.PersonaOnline
	}
	return 0
}

// getFriendPersonaName returns "" while a name is not known yet:
// persona_state_change says when it is.
func (s *Steam) getFriendPersonaName(user int64) string {
	f, id := s.userToRead("getFriendPersonaName", "steam_id", user)
	if f == nil {
		return ""
	}
	return f.PersonaNameOf(id)
}

func (s *Steam) getFriendPersonaState(user int64) int64 {
	f, id := s.userToRead("getFriendPersonaState", "steam_id", user)
	if f == nil {
		return 0
	}
	return int64(f.PersonaStateOf(id))
}

func (s *Steam) getFriendRelationship(user int64) int64 {
	f, id := s.userToRead("getFriendRelationship", "steam_id", user)
	if f == nil {
		return 0
	}
	return int64(f.RelationshipWith(id))
}

func (s *Steam) getFriendCount(flags int64) int64 {
	f := s.require("getFriendCount")
	if f == nil {
		return 0
	}
	if list, ok := f.(platform.FriendIndex); ok {
		return int64(list.FriendCount(int(flags)))
	}
	return int64(len(f.FriendList(int(flags))))
}

// getFriendByIndex returns 0 beyond the last friend: the list may have become
// shorter while it is walked.
func (s *Steam) getFriendByIndex(index, flags int64) int64 {
	f := s.require("getFriendByIndex")
	if f == nil || index < 0 || index > math.MaxInt32 {
		return 0
	}
	if list, ok := f.(platform.FriendIndex); ok {
		return int64(list.FriendAt(int(index), int(flags)))
	}
	friends := f.FriendList(int(flags))
	if index >= int64(len(friends)) {
		return 0
	}
	return int64(friends[index])
}

func (s *Steam) hasFriend(user, flags int64) bool {
	f, id := s.userToRead("hasFriend", "steam_id", user)
	if f == nil {
		return false
	}
	return slices.Contains(f.FriendList(int(flags)), id)
}

// getUserSteamFriends returns [{id, name, status}, …].
func (s *Steam) getUserSteamFriends() gd.Array {
	f := s.require("getUserSteamFriends")
	if f == nil {
		return nil
	}
	list := f.FriendList(networking.FriendImmediate)
	all := make(gd.Array, len(list))
	for i, id := range list {
		all[i] = gd.Items{
			{Key: "id", Value: int64(id)},
			{Key: "name", Value: f.PersonaNameOf(id)},
			{Key: "status", Value: f.PersonaStateOf(id)},
		}
	}
	return all
}

// noLobby is how GodotSteam says that a friend is in none; scripts ask whether
// the lobby is a String.
const noLobby = "No valid lobby"

// getFriendGamePlayed returns {id, ip, game_port, query_port, lobby}, or {}.
func (s *Steam) getFriendGamePlayed(user int64, d *gd.Dictionary) {
	f, id := s.userToRead("getFriendGamePlayed", "steam_id", user)
	games, ok := f.(platform.FriendGames)
	if !ok {
		return
	}
	if game, ok := games.GamePlayedBy(id); ok {
		d.Int(keyID, int64(game.AppID))
		d.String(keyIP, game.IP)
		d.Int(keyGamePort, int64(game.GamePort))
		d.Int(keyQueryPort, int64(game.QueryPort))
		if game.Lobby != 0 {
			d.Int(keyLobby, int64(game.Lobby))
		} else {
			d.String(keyLobby, noLobby)
		}
	}
}

// requestUserInformation has a user's name and avatar fetched, unless they are
// there already: persona_state_change.
func (s *Steam) requestUserInformation(user int64, nameOnly bool) bool {
	f, id := s.user("requestUserInformation", "steam_id", user)
	if f == nil {
		return false
	}
	if people, ok := f.(platform.People); ok {
		return people.RequestUserInformation(id, nameOnly)
	}
	return f.PersonaNameOf(id) == ""
}

// getPlayerNickname returns the name that this user gave another one.
func (s *Steam) getPlayerNickname(user int64) string {
	f, id := s.userToRead("getPlayerNickname", "steam_id", user)
	if people, ok := f.(platform.People); ok {
		return people.Nickname(id)
	}
	return ""
}

// getPlayerAvatar asks for a picture, this user's for 0: avatar_loaded.
func (s *Steam) getPlayerAvatar(size, user int64) {
	f := s.require("getPlayerAvatar")
	if f == nil || s.is("getPlayerAvatar", checkRange("size", size, 1, avatarLarge)) {
		return
	}
	if user == 0 {
		user = s.getSteamID()
	}
	id, err := networking.UserID("steam_id", user)
	if !s.is("getPlayerAvatar", err) {
		f.RequestAvatar(id, int(size))
	}
}

// setRichPresence tells friends something; an empty value takes it back.
func (s *Steam) setRichPresence(key, value string) bool {
	f := s.require("setRichPresence")
	if f == nil || s.is("setRichPresence", checkPresence(key, value)) {
		return false
	}
	ok := f.SetRichPresence(key, value)
	if !ok {
		s.errors.warn("setRichPresence", networking.ErrPresenceKeys)
	}
	return ok
}

func (s *Steam) clearRichPresence() {
	if f := s.require("clearRichPresence"); f != nil {
		f.ClearRichPresence()
	}
}

func (s *Steam) getFriendRichPresence(user int64, key string) string {
	f, id := s.userToRead("getFriendRichPresence", "friend_id", user)
	if f == nil || s.is("getFriendRichPresence", checkPresence(key, "")) {
		return ""
	}
	return f.RichPresenceOf(id, key)
}

// inviteUserToGame sends a connect string: join_game_requested at the other.
func (s *Steam) inviteUserToGame(user int64, connect string) bool {
	f, id := s.user("inviteUserToGame", "friend_id", user)
	return f != nil && !s.is("inviteUserToGame", checkLength("connect_string", connect, networking.MaxPresenceValue)) &&
		f.InviteUserToGame(id, connect)
}

func (s *Steam) activateGameOverlay(page string) {
	s.openOverlay("activateGameOverlay", page, 0)
}

// activateGameOverlayToUser is about this user when it is given 0. Valve takes
// a group too, for "chat".
func (s *Steam) activateGameOverlayToUser(page string, user int64) {
	const method = "activateGameOverlayToUser"
	p := s.require(method)
	if p == nil || s.is(method, exactly("steam_id", user)) {
		return
	}
	about := networking.SteamID(user)
	if about == 0 {
		about = p.SteamID()
	}
	s.openOverlay(method, page, about)
}

func (s *Steam) activateGameOverlayInviteDialog(lobby int64) {
	if s.require("activateGameOverlayInviteDialog") == nil {
		return
	}
	id, err := networking.LobbyID(lobby)
	if !s.is("activateGameOverlayInviteDialog", err) {
		s.openOverlay("activateGameOverlayInviteDialog", platform.OverlayInviteToLobby, id)
	}
}

func (s *Steam) activateGameOverlayInviteDialogConnectString(connect string) {
	s.openOverlay("activateGameOverlayInviteDialogConnectString", platform.OverlayInviteWith+connect, 0)
}

func (s *Steam) activateGameOverlayToWebPage(url string, mode int64) {
	const method = "activateGameOverlayToWebPage"
	page := platform.OverlayWebPage
	if mode == webPageModal {
		page = platform.OverlayModalWebPage
	}
	if s.require(method) != nil && !s.is(method, checkRange("webpage_mode", mode, 0, webPageModal)) {
		s.openOverlay(method, page+url, 0)
	}
}

func (s *Steam) activateGameOverlayToStore(appID int64) {
	const method = "activateGameOverlayToStore"
	if s.require(method) != nil && !s.is(method, checkAppID(appID)) {
		s.openOverlay(method, platform.OverlayStore+strconv.FormatInt(appID, 10), 0)
	}
}

func (s *Steam) openOverlay(method, page string, about networking.SteamID) {
	if f := s.require(method); f != nil && !f.OpenOverlay(page, about) {
		s.errors.warn(method, errNoOverlay) // not the game's mistake
	}
}

func checkPresence(key, value string) error {
	if key == "" {
		return argumentError{"key is empty"}
	}
	return firstOf(checkLength("key", key, networking.MaxPresenceKey), checkLength("value", value, networking.MaxPresenceValue))
}
