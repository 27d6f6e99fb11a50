// An extension with SteamMultiplayerPeer over a network in memory, for
// ../multiplayer_test.go: several users in one Godot. No game gets it.
package main

/*
#include <stdint.h>
*/
import "C"

import (
	"slices"
	"time"
	"unsafe"

	"godotsteam/gd"
	"godotsteam/multiplayer"
	"godotsteam/multiplayer/class"
	"godotsteam/multiplayer/multiplayertest"
	"godotsteam/steamtypes"
)

const lobbyID = steamtypes.SteamID(1)<<56 | steamtypes.SteamID(8)<<52 | steamtypes.SteamID(0x40000)<<32 | 99

// lab is the world of all users; user is the one whose peer begins next.
type lab struct {
	net     *multiplayertest.Network
	user    steamtypes.SteamID
	members []steamtypes.SteamID
	classes *class.Classes
	self    *gd.Class
}

func (l *lab) ID() steamtypes.SteamID { return l.user }
func (l *lab) Open() (multiplayer.Connections, error) {
	return l.net.Open(l.user), nil
}

func (l *lab) LobbyOwner(steamtypes.SteamID) steamtypes.SteamID {
	if len(l.members) == 0 || !slices.Contains(l.members, l.user) {
		return 0
	}
	return l.members[0]
}

func (l *lab) LobbyMembers(steamtypes.SteamID) []steamtypes.SteamID { return l.members }
func (l *lab) Channels() int                                        { return 4 }
func (l *lab) Name(steamtypes.SteamID) string                       { return "" }

func (l *lab) CreateLobby(steamtypes.LobbyType, int) error {
	l.members = []steamtypes.SteamID{l.user}
	return nil
}
func (l *lab) JoinLobby(steamtypes.SteamID) error {
	l.members = append(slices.Clone(l.members), l.user)
	return nil
}
func (l *lab) LeaveLobby(steamtypes.SteamID)                        {}
func (l *lab) SetLobbyJoinable(steamtypes.SteamID, bool)            {}
func (l *lab) SetLobbyData(steamtypes.SteamID, string, string) bool { return true }
func (l *lab) LobbyData(steamtypes.SteamID, string) string          { return "" }
func (l *lab) AllLobbyData(steamtypes.SteamID) []steamtypes.KeyValue {
	return nil
}
func (l *lab) SendLobbyChat(steamtypes.SteamID, string) bool { return true }
func (l *lab) Error(text string)                             { gd.Print("said error: " + text) }
func (l *lab) Warning(text string)                           { gd.Print("said warning: " + text) }

func id(n int64) steamtypes.SteamID { return steamtypes.IndividualID(uint32(1000 + n)) }

// lobbyClass is the singleton Lab, by which the script does what a network and
// the lobbies do.
func (l *lab) lobbyClass() *gd.Class {
	n := []gd.Param{{Name: "user", Type: gd.Int}}
	return &gd.Class{Name: "Lab", Singleton: true, Methods: []gd.Method{
		{Name: "be", Params: n, Result: gd.Int, Call: func(c *gd.Call) {
			l.user = id(c.Int(0))
			c.SetInt(int64(l.user))
		}},
		{Name: "lobby", Result: gd.Int, Call: func(c *gd.Call) { c.SetInt(int64(lobbyID)) }},
		{Name: "enter", Params: n, Call: func(c *gd.Call) {
			u := id(c.Int(0))
			l.members = append(slices.Clone(l.members), u)
			l.classes.LobbyChatUpdate(lobbyID, u, u, 1)
		}},
		{Name: "leave", Params: n, Call: func(c *gd.Call) {
			u := id(c.Int(0))
			l.members = slices.DeleteFunc(slices.Clone(l.members), func(m steamtypes.SteamID) bool { return m == u })
			l.classes.LobbyChatUpdate(lobbyID, u, u, 2)
		}},
		{Name: "created", Call: func(*gd.Call) { l.classes.LobbyCreated(1, lobbyID) }},
		{Name: "joined", Call: func(*gd.Call) { l.classes.LobbyJoined(lobbyID, 0, false, 1) }},
		{Name: "bad", Params: []gd.Param{{Name: "loss", Type: gd.Float}, {Name: "jitter_ms", Type: gd.Int}},
			Call: func(c *gd.Call) {
				loss, jitter := c.Float(0), time.Duration(c.Int(1))*time.Millisecond
				l.net.Change(func(n *multiplayertest.Network) { n.Loss, n.Jitter = loss, jitter })
			}},
	}}
}

func (l *lab) Initialize() {
	l.net = multiplayertest.New(1)
	l.net.Latency, l.net.Timeout = 2*time.Millisecond, 2*time.Second
	l.classes = class.New(l)
	l.classes.Register()
	l.self = l.lobbyClass()
	l.self.Register()
}

func (l *lab) InitializeEditor() {}
func (l *lab) Frame()            {}
func (l *lab) Shutdown()         {}

func (l *lab) Deinitialize() {
	l.self.Unregister()
	l.classes.Unregister()
}

//export multiplayer_init
func multiplayer_init(getProcAddress, library, initialization unsafe.Pointer) C.uint8_t {
	if gd.Load(getProcAddress, library, initialization, &lab{}) {
		return 1
	}
	return 0
}

func main() {}
