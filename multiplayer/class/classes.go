// Package class is SteamMultiplayerPeer and SteamPacketPeer as Godot sees them.
// What they do is in package multiplayer.
//
// The names are those of GodotSteam's present peer ("sockets", since 2025), and
// as far as none collides those of its older one ("messages": create_lobby,
// connect_lobby …) and of expressobits' (get_steam64_from_peer_id, set_config …),
// so that scripts written for any of the three run.
package class

import (
	"fmt"
	"slices"
	"sync"

	"godotsteam/gd"
	"godotsteam/multiplayer"
	"godotsteam/steamtypes"
)

// SteamID is a user's, or a lobby's.
type SteamID = steamtypes.SteamID

// World is what the classes need of the rest: of the platform that is in use at
// the moment, and of the log. All of it may be called on any thread.
type World interface {
	multiplayer.Home

	// CreateLobby and JoinLobby are answered by Classes.LobbyCreated and
	// LobbyJoined.
	CreateLobby(kind steamtypes.LobbyType, members int) error
	JoinLobby(lobby SteamID) error
	LeaveLobby(lobby SteamID)
	SetLobbyJoinable(lobby SteamID, joinable bool)
	SetLobbyData(lobby SteamID, key, value string) bool
	LobbyData(lobby SteamID, key string) string
	AllLobbyData(lobby SteamID) []steamtypes.KeyValue
	SendLobbyChat(lobby SteamID, text string) bool

	// Error and Warning print a line, on the main thread, or later there.
	Error(text string)
	Warning(text string)
}

// Classes are the two classes.
type Classes struct {
	world  World
	peer   *gd.Class
	packet *gd.Class

	makes  sync.Mutex
	mu     sync.Mutex
	live   []*peer           // every one that the engine has, in the order of making
	making *multiplayer.Link // what the next SteamPacketPeer shows
}

// New returns the classes, which are not registered yet.
func New(w World) *Classes {
	c := &Classes{world: w}
	c.packet = c.packetPeerClass()
	c.peer = c.peerClass()
	return c
}

// All returns the classes in the order in which they are registered.
func (c *Classes) All() []*gd.Class { return []*gd.Class{c.packet, c.peer} }

// Register tells Godot of the classes.
func (c *Classes) Register() {
	for _, class := range c.All() {
		class.Register()
	}
}

// Unregister undoes Register.
func (c *Classes) Unregister() {
	for _, class := range slices.Backward(c.All()) {
		class.Unregister()
	}
}

// Close closes every peer: Steam is about to be shut down. Main thread only.
func (c *Classes) Close() {
	c.each(func(p *peer) {
		p.core.Close()
		p.settle()
	})
}

// each calls f with every peer. A script may free one meanwhile.
func (c *Classes) each(f func(*peer)) {
	c.mu.Lock()
	peers := slices.Clone(c.live)
	c.mu.Unlock()
	for _, p := range peers {
		if !p.freed.Load() {
			f(p)
		}
	}
}

// The following hand in what lobbies tell, on the main thread, as the signals
// of Steam of the same names have it.

// LobbyChatUpdate tells that somebody has entered or left a lobby.
func (c *Classes) LobbyChatUpdate(lobby, changed, by SteamID, state int) {
	const entered = 1
	c.each(func(p *peer) {
		if p.core.Lobby() != lobby {
			return
		}
		p.core.LobbyChanged(lobby, changed, state&entered != 0)
		p.settle()
		p.emit("lobby_chat_update", int64(lobby), int64(changed), int64(by), state)
	})
}

// LobbyCreated tells how creating a lobby went.
func (c *Classes) LobbyCreated(result int, lobby SteamID) {
	failure := ""
	if result != 1 || lobby == 0 {
		failure = fmt.Sprintf("Steam could not create the lobby (result %d)", result)
	}
	taken := false
	c.each(func(p *peer) {
		if taken || !p.core.LobbyCreated(lobby, failure) {
			return
		}
		taken = true
		if failure == "" {
			p.lobby.Store(uint64(lobby))
		}
		p.settle()
		p.emit("lobby_created", result, int64(lobby))
	})
}

// LobbyJoined tells how joining a lobby went.
func (c *Classes) LobbyJoined(lobby SteamID, permissions int, locked bool, response int) {
	failure := ""
	if response != 1 {
		failure = fmt.Sprintf("Steam could not join lobby %d (response %d: see Steam.CHAT_ROOM_ENTER_RESPONSE_…)",
			lobby, response)
	}
	c.each(func(p *peer) {
		if SteamID(p.asked.Load()) == lobby && p.core.LobbyJoined(lobby, failure) {
			p.asked.Store(0)
			if failure == "" {
				p.lobby.Store(uint64(lobby))
			}
		} else if p.core.Lobby() != lobby {
			return
		}
		p.settle()
		p.emit("lobby_joined", int64(lobby), permissions, locked, response)
	})
}

// LobbyDataUpdate tells that data of a lobby, or of a member, has changed.
func (c *Classes) LobbyDataUpdate(success int, lobby, member SteamID) {
	c.each(func(p *peer) {
		if p.core.Lobby() == lobby {
			p.emit("lobby_data_update", success, int64(lobby), int64(member))
		}
	})
}

// LobbyMessage tells what somebody has said in a lobby.
func (c *Classes) LobbyMessage(lobby, user SteamID, text string, kind int) {
	c.each(func(p *peer) {
		if p.core.Lobby() == lobby {
			p.emit("lobby_message", int64(lobby), int64(user), text, kind)
		}
	})
}
