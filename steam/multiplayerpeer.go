package steam

import (
	"errors"
	"fmt"

	"godotsteam/gd"
	"godotsteam/multiplayer"
	"godotsteam/multiplayer/class"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

const settingChannels = "steam/multiplayer_peer/max_channels"

// defaultChannels is GodotSteam's: SceneMultiplayer needs a few, a game some more.
const defaultChannels = 4

// peerWorld is what SteamMultiplayerPeer needs of Steam. Before steamInit there is nothing in it.
type peerWorld struct{ *Steam }

// asking asks a part of the platform that runs.
func asking[P, R any](s *Steam, question func(P) R) (answer R) {
	if on := s.running.Load(); on != nil {
		if p, ok := on.Platform.(P); ok {
			return question(p)
		}
	}
	return answer
}

var _ class.World = peerWorld{}

// ID implements [multiplayer.Home].
func (w peerWorld) ID() steamtypes.SteamID {
	return asking(w.Steam, platform.Platform.SteamID)
}

// Open implements [multiplayer.Home].
func (w peerWorld) Open() (multiplayer.Connections, error) {
	on := w.running.Load()
	if on == nil {
		return nil, errNotInitialized
	}
	if p, ok := on.Platform.(platform.Multiplayer); ok {
		return p.OpenPeer()
	}
	return nil, fmt.Errorf("the platform %s has no connections for it", on.Name())
}

// LobbyOwner implements [multiplayer.Home].
func (w peerWorld) LobbyOwner(lobby steamtypes.SteamID) steamtypes.SteamID {
	return asking(w.Steam, func(p platform.Lobbies) steamtypes.SteamID { return p.LobbyOwner(lobby) })
}

// LobbyMembers implements [multiplayer.Home].
func (w peerWorld) LobbyMembers(lobby steamtypes.SteamID) []steamtypes.SteamID {
	return asking(w.Steam, func(p platform.PeerLobby) (all []steamtypes.SteamID) {
		for i := range p.LobbyMemberCount(lobby) {
			if member := p.LobbyMemberAt(lobby, i); member != 0 {
				all = append(all, member)
			}
		}
		return all
	})
}

// Channels implements [multiplayer.Home].
func (w peerWorld) Channels() int {
	if n, ok := gd.ProjectSetting(settingChannels).(int64); ok {
		return int(n)
	}
	return defaultChannels
}

// Name implements [multiplayer.Home].
func (w peerWorld) Name(user steamtypes.SteamID) string {
	return asking(w.Steam, func(p platform.People) string { return p.PersonaNameOf(user) })
}

// CreateLobby implements [class.World].
func (w peerWorld) CreateLobby(kind steamtypes.LobbyType, members int) error {
	return w.withLobbies(func(p platform.Lobbies) { p.CreateLobby(kind, members) })
}

// JoinLobby implements [class.World].
func (w peerWorld) JoinLobby(lobby steamtypes.SteamID) error {
	return w.withLobbies(func(p platform.Lobbies) { p.JoinLobby(lobby) })
}

func (w peerWorld) withLobbies(do func(platform.Lobbies)) error {
	on := w.running.Load()
	if on == nil {
		return errNotInitialized
	}
	p, ok := on.Platform.(platform.Lobbies)
	if !ok {
		return errors.New("this platform has no lobbies")
	}
	do(p)
	return nil
}

// LeaveLobby implements [class.World].
func (w peerWorld) LeaveLobby(lobby steamtypes.SteamID) {
	asking(w.Steam, func(p platform.PeerLobby) any { p.LeaveLobby(lobby); return nil })
}

// SetLobbyJoinable implements [class.World].
func (w peerWorld) SetLobbyJoinable(lobby steamtypes.SteamID, joinable bool) {
	w.tried("set_lobby_joinable", func(p platform.PeerLobby) error { return p.SetLobbyJoinable(lobby, joinable) })
}

// SetLobbyData implements [class.World].
func (w peerWorld) SetLobbyData(lobby steamtypes.SteamID, key, value string) bool {
	return w.tried("set_lobby_data", func(p platform.PeerLobby) error { return p.SetLobbyData(lobby, key, value) })
}

// tried does something to a lobby, and says if it is refused.
func (w peerWorld) tried(method string, do func(platform.PeerLobby) error) bool {
	err := errNotInitialized
	if w.running.Load() != nil {
		err = asking(w.Steam, do)
	}
	if err != nil {
		w.say("SteamMultiplayerPeer."+method, err)
	}
	return err == nil
}

// LobbyData implements [class.World].
func (w peerWorld) LobbyData(lobby steamtypes.SteamID, key string) string {
	return asking(w.Steam, func(p platform.PeerLobby) string { return p.LobbyData(lobby, key) })
}

// AllLobbyData implements [class.World].
func (w peerWorld) AllLobbyData(lobby steamtypes.SteamID) []steamtypes.KeyValue {
	return asking(w.Steam, func(p platform.Lobbies) []steamtypes.KeyValue { return p.AllLobbyData(lobby) })
}

// SendLobbyChat implements [class.World].
func (w peerWorld) SendLobbyChat(lobby steamtypes.SteamID, text string) bool {
	err := errNotInitialized
	if w.running.Load() != nil {
		err = asking(w.Steam, func(p platform.Lobbies) error { return p.SendLobbyChat(lobby, text) })
	}
	if err != nil {
		w.say("SteamMultiplayerPeer.send_direct_message", err)
	}
	return err == nil
}

// Error implements [class.World].
func (w peerWorld) Error(text string) { gd.PushError(text) }

// Warning implements [class.World].
func (w peerWorld) Warning(text string) { gd.PushWarning(text) }

// tellPeers has SteamMultiplayerPeers follow their lobbies.
func (s *Steam) tellPeers(e signals.Event) {
	id := func(n uint64) steamtypes.SteamID { return steamtypes.SteamID(n) }
	switch e := e.(type) {
	case signals.LobbyChatUpdate:
		s.peers.LobbyChatUpdate(id(e.Lobby), id(e.Changed), id(e.MakingChange), e.State)
	case signals.LobbyCreated:
		s.peers.LobbyCreated(e.Result, id(e.Lobby))
	case signals.LobbyJoined:
		s.peers.LobbyJoined(id(e.Lobby), 0, e.Locked, e.Response)
	case signals.LobbyDataUpdate:
		s.peers.LobbyDataUpdate(e.Success, id(e.Lobby), id(e.Member))
	case signals.LobbyMessage:
		s.peers.LobbyMessage(id(e.Lobby), id(e.User), e.Message, e.Type)
	}
}
