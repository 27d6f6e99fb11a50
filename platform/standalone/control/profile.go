package control

import (
	"maps"
	"strings"
	"unicode/utf8"

	"godotsteam/platform/standalone/lobby"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// What others may know of a user is bounded, as Steam bounds it.
const (
	MaxName         = 128 // bytes (k_cchPersonaNameMax)
	maxPresenceKeys = steamtypes.MaxPresenceKeys
)

// profile is what a user shows to all peers.
type profile struct {
	Name     string            `cbor:"name"`
	Presence map[string]string `cbor:"presence,omitempty"`

	// Lobby is one that the user is in and that friends may see, or 0.
	Lobby steamtypes.SteamID `cbor:"lobby,omitempty"`
}

func checkPresence(key, value string) bool {
	return key != "" && len(key) <= steamtypes.MaxPresenceKey && len(value) <= steamtypes.MaxPresenceValue &&
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
	return profile{CutName(p.Name), presence, p.Lobby}
}

// CutName cuts a name to what others show of it, but not within a letter.
func CutName(name string) string { return strings.ToValidUTF8(name[:min(len(name), MaxName)], "") }

// ours is the profile of this user.
func (c *Control) ours() *profile {
	return &profile{c.Name, maps.Clone(c.presence), c.shownLobby}
}

func (c *Control) changed(user steamtypes.SteamID, what int) {
	c.Signals.Post(signals.PersonaStateChange{User: uint64(user), Flags: what})
}

// learn takes in a peer's profile.
func (c *Control) learn(peer *neighbour, p profile) {
	before := peer.profile
	peer.profile = p.clean()
	what := 0
	if !peer.around {
		peer.around = true
		what |= steamtypes.PersonaComeOnline | steamtypes.PersonaStatus
		c.node.Met(peer.id)
	}
	if peer.profile.Name != before.Name {
		what |= steamtypes.PersonaName
	}
	if !maps.Equal(peer.profile.Presence, before.Presence) {
		what |= steamtypes.PersonaRichPresence
	}
	if peer.profile.Lobby != before.Lobby {
		what |= steamtypes.PersonaGamePlayed
	}
	if what != 0 {
		c.changed(peer.id, what)
	}
}

// showLobby tells everybody around which lobby we are in, when that has
// changed.
func (c *Control) showLobby() {
	if id := c.node.Visible(); id != c.shownLobby {
		c.shownLobby = id
		c.show()
	}
}

// show tells our profile to everybody around.
func (c *Control) show() {
	for _, peer := range c.peers {
		if peer.out != nil {
			c.say(peer.out, message{Profile: c.ours()})
		}
	}
}
