package standalone

import (
	"maps"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/standalone/lobby"
	"godotsteam/signals"
)

var (
	_ platform.People  = (*Platform)(nil)
	_ platform.Friends = (*Platform)(nil)
	_ platform.Launch  = (*Platform)(nil)
)

// What others may know of a user is bounded, as Steam bounds it.
const (
	maxName         = 128 // bytes (k_cchPersonaNameMax)
	maxPresenceKeys = networking.MaxPresenceKeys
)

// profile is what a user shows to all peers.
type profile struct {
	Name     string            `cbor:"name"`
	Presence map[string]string `cbor:"presence,omitempty"`

	// Lobby is one that the user is in and that friends may see, or 0.
	Lobby networking.SteamID `cbor:"lobby,omitempty"`
}

func checkPresence(key, value string) bool {
	return key != "" && len(key) <= networking.MaxPresenceKey && len(value) <= networking.MaxPresenceValue &&
		utf8.ValidString(key) && utf8.ValidString(value)
}

// clean makes a peer's profile fit to show.
func (p profile) clean() profile {
	presence := make(map[string]string)
	for k, v := range p.Presence {
		if len(presence) < maxPresenceKeys && checkPresence(k, v) {
			presence[k] = v
		}
	}
	if !lobby.IsLobbyID(p.Lobby) {
		p.Lobby = 0
	}
	return profile{cutName(p.Name), presence, p.Lobby}
}

// cutName cuts a name to what others show of it, but not within a letter.
func cutName(name string) string { return strings.ToValidUTF8(name[:min(len(name), maxName)], "") }

// ours is the profile of this user.
func (c *control) ours() *profile {
	return &profile{c.lan.name, maps.Clone(c.presence), c.shownLobby}
}

func (c *control) changed(user networking.SteamID, what int) {
	c.lan.signals.Post(signals.PersonaStateChange{User: uint64(user), Flags: what})
}

// learn takes in a peer's profile.
func (c *control) learn(peer *controlPeer, p profile) {
	before := peer.profile
	peer.profile = p.clean()
	what := 0
	if !peer.around {
		peer.around = true
		what |= networking.PersonaComeOnline | networking.PersonaStatus
		c.node.Met(peer.id)
	}
	if peer.profile.Name != before.Name {
		what |= networking.PersonaName
	}
	if !maps.Equal(peer.profile.Presence, before.Presence) {
		what |= networking.PersonaRichPresence
	}
	if peer.profile.Lobby != before.Lobby {
		what |= networking.PersonaGamePlayed
	}
	if what != 0 {
		c.changed(peer.id, what)
	}
}

// PersonaNameOf implements [platform.People].
func (p *Platform) PersonaNameOf(user networking.SteamID) string {
	if user == p.id.steamID {
		return p.name
	}
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	if peer := c.peers[user]; peer != nil {
		return peer.profile.Name
	}
	return ""
}

// FriendList implements [platform.People].
func (p *Platform) FriendList(flags int) []networking.SteamID {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	var ids []networking.SteamID
	for id, peer := range c.peers {
		if peer.around && flags&networking.FriendImmediate != 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// FriendCount implements [platform.Friends].
func (p *Platform) FriendCount(flags int) int { return len(p.FriendList(flags)) }

// FriendAt implements [platform.Friends].
func (p *Platform) FriendAt(index, flags int) networking.SteamID {
	return at(p.FriendList(flags), index)
}

// at returns an element of a list, 0 beyond its end.
func at(list []networking.SteamID, index int) networking.SteamID {
	if index < 0 || index >= len(list) {
		return 0
	}
	return list[index]
}

// HasFriend implements [platform.Friends].
func (p *Platform) HasFriend(user networking.SteamID, flags int) bool {
	return slices.Contains(p.FriendList(flags), user)
}

func (p *Platform) isAround(user networking.SteamID) bool {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	return c.isAround(user)
}

// mayBeAround reports whether there is a way to somebody, whom we may not have
// met yet: what we tell them waits until we have.
func (c *control) mayBeAround(user networking.SteamID) bool { return slices.Contains(c.within(), user) }

// PersonaStateOf implements [platform.Friends].
func (p *Platform) PersonaStateOf(user networking.SteamID) int {
	if user == p.id.steamID || p.isAround(user) {
		return networking.PersonaOnline
	}
	return networking.PersonaOffline
}

// RelationshipWith implements [platform.Friends].
func (p *Platform) RelationshipWith(user networking.SteamID) int {
	if p.isAround(user) {
		return networking.RelationshipFriend
	}
	return networking.RelationshipNone
}

// RequestAvatar implements [platform.People].
func (p *Platform) RequestAvatar(user networking.SteamID, size int) {
	width, ok := map[int]int{1: 32, 2: 64, 3: 184}[size]
	if !ok {
		return
	}
	p.signals.Post(signals.AvatarLoaded{User: uint64(user), Width: width, RGBA: drawAvatar(user, width)})
}

// SetRichPresence implements [platform.Friends].
func (p *Platform) SetRichPresence(key, value string) error {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	_, known := c.presence[key]
	switch {
	case c.closed:
		return networking.ErrNotRunning
	case value == "":
		delete(c.presence, key)
	case !known && len(c.presence) >= maxPresenceKeys:
		return networking.ErrPresenceKeys
	default:
		c.presence[key] = value
	}
	c.show()
	return nil
}

// ClearRichPresence implements [platform.Friends].
func (p *Platform) ClearRichPresence() {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	clear(c.presence)
	c.show()
}

// showLobby tells everybody around which lobby we are in, when that has
// changed.
func (c *control) showLobby() {
	if id := c.node.Visible(); id != c.shownLobby {
		c.shownLobby = id
		c.show()
	}
}

// show tells our profile to everybody around.
func (c *control) show() {
	for _, peer := range c.peers {
		if peer.out != nil {
			c.say(peer.out, controlMessage{Profile: c.ours()})
		}
	}
}

// RichPresenceOf implements [platform.Friends].
func (p *Platform) RichPresenceOf(user networking.SteamID, key string) string {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	if user == p.id.steamID {
		return c.presence[key]
	}
	if peer := c.peers[user]; peer != nil && peer.around {
		return peer.profile.Presence[key]
	}
	return ""
}

// InviteUserToGame implements [platform.Friends].
func (p *Platform) InviteUserToGame(user networking.SteamID, connect string) bool {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	if c.closed || !c.mayBeAround(user) || len(connect) > networking.MaxPresenceValue || !utf8.ValidString(connect) {
		return false
	}
	c.send(user, controlMessage{Invite: &connect})
	return true
}

// LaunchCommandLine implements [platform.Launch]. Steam starts a game whose
// player has accepted an invitation with "+connect_lobby <id>", or with a
// connect string; here, whoever starts it may.
func (p *Platform) LaunchCommandLine() string { return launchCommandLine(os.Args) }

// launchCommandLine returns the arguments from the first that looks like one
// of Steam's: a plus and a word.
func launchCommandLine(args []string) string {
	i := slices.IndexFunc(args, func(a string) bool { return len(a) > 1 && a[0] == '+' && a[1] != '+' })
	if i < 0 {
		return ""
	}
	return strings.Join(args[i:], " ")
}

// GamePlayedBy implements [platform.People]: all who are around play this
// game.
func (p *Platform) GamePlayedBy(user networking.SteamID) (platform.GamePlayed, bool) {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	game := platform.GamePlayed{AppID: p.appID, IP: "0.0.0.0"}
	switch peer := c.peers[user]; {
	case user == p.id.steamID:
		game.Lobby = c.node.Visible()
	case peer != nil && peer.around:
		game.Lobby = peer.profile.Lobby
	default:
		return platform.GamePlayed{}, false
	}
	return game, true
}
