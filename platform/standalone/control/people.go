package control

import (
	"slices"
	"unicode/utf8"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// People is the part of control that a game asks about people: it implements platform.People and platform.Friends.
type People struct{ control *Control }

// People returns it.
func (c *Control) People() People { return People{c} }

// PersonaName implements [platform.People].
func (p People) PersonaName() string { return p.control.Name }

// PersonaNameOf implements [platform.People].
func (p People) PersonaNameOf(user steamtypes.SteamID) string {
	if user == p.control.Identity.SteamID {
		return p.control.Name
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
func (p People) FriendList(flags int) []steamtypes.SteamID {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	var ids []steamtypes.SteamID
	for id, peer := range c.peers {
		if peer.around && flags&steamtypes.FriendImmediate != 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// FriendCount implements [platform.Friends].
func (p People) FriendCount(flags int) int { return len(p.FriendList(flags)) }

// FriendAt implements [platform.Friends].
func (p People) FriendAt(index, flags int) steamtypes.SteamID {
	return at(p.FriendList(flags), index)
}

// at returns an element of a list, 0 beyond its end.
func at(list []steamtypes.SteamID, index int) steamtypes.SteamID {
	if index < 0 || index >= len(list) {
		return 0
	}
	return list[index]
}

// HasFriend implements [platform.Friends].
func (p People) HasFriend(user steamtypes.SteamID, flags int) bool {
	return slices.Contains(p.FriendList(flags), user)
}

func (p People) isAround(user steamtypes.SteamID) bool {
	p.control.lock()
	defer p.control.mu.Unlock()
	return p.control.isAround(user)
}

// PersonaStateOf implements [platform.Friends].
func (p People) PersonaStateOf(user steamtypes.SteamID) int {
	if user == p.control.Identity.SteamID || p.isAround(user) {
		return steamtypes.PersonaOnline
	}
	return steamtypes.PersonaOffline
}

// RelationshipWith implements [platform.Friends].
func (p People) RelationshipWith(user steamtypes.SteamID) int {
	if p.isAround(user) {
		return steamtypes.RelationshipFriend
	}
	return steamtypes.RelationshipNone
}

// RequestAvatar implements [platform.People].
func (p People) RequestAvatar(user steamtypes.SteamID, size int) {
	width, ok := map[int]int{1: 32, 2: 64, 3: 184}[size]
	if !ok {
		return
	}
	p.control.Signals.Post(signals.AvatarLoaded{User: uint64(user), Width: width, RGBA: drawAvatar(user, width)})
}

// SetRichPresence implements [platform.Friends].
func (p People) SetRichPresence(key, value string) error {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	_, known := c.presence[key]
	switch {
	case c.closed:
		return networking.ErrNotRunning
	case !checkPresence(key, value):
		return steamtypes.ErrPresenceText
	case value == "":
		delete(c.presence, key)
	case !known && len(c.presence) >= maxPresenceKeys:
		return steamtypes.ErrPresenceKeys
	default:
		c.presence[key] = value
	}
	c.show()
	return nil
}

// ClearRichPresence implements [platform.Friends].
func (p People) ClearRichPresence() {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	clear(c.presence)
	c.show()
}

// RichPresenceOf implements [platform.Friends].
func (p People) RichPresenceOf(user steamtypes.SteamID, key string) string {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	if user == p.control.Identity.SteamID {
		return c.presence[key]
	}
	if peer := c.peers[user]; peer != nil && peer.around {
		return peer.profile.Presence[key]
	}
	return ""
}

// InviteUserToGame implements [platform.Friends].
func (p People) InviteUserToGame(user steamtypes.SteamID, connect string) bool {
	c := p.control
	c.lookFor(user) // without the lock
	c.lock()
	defer c.mu.Unlock()
	if c.closed || !c.mayBeAround(user) || len(connect) > steamtypes.MaxPresenceValue || !utf8.ValidString(connect) {
		return false
	}
	c.send(user, message{Invite: &connect})
	return true
}

// GamePlayedBy implements [platform.People]: everybody around plays this game.
func (p People) GamePlayedBy(user steamtypes.SteamID) (platform.GamePlayed, bool) {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	game := platform.GamePlayed{AppID: c.AppID, IP: "0.0.0.0"}
	switch peer := c.peers[user]; {
	case user == p.control.Identity.SteamID:
		game.Lobby = c.node.Visible()
	case peer != nil && peer.around:
		game.Lobby = peer.profile.Lobby
	default:
		return platform.GamePlayed{}, false
	}
	return game, true
}
