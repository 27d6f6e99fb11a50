package class

import (
	"strings"

	"godotsteam/gd"
	"godotsteam/multiplayer"
)

// LobbyState, with the numbers of GodotSteam's older peer.
const (
	stateNone          = 0
	stateHostPending   = 1
	stateHosting       = 2
	stateClientPending = 3
	stateClient        = 4
)

// messages are the methods of GodotSteam's older peer that the present one has
// no more, and expressobits' names of two.
func messages() []gd.Method {
	id, user, lobby := param("peer_id", gd.Int), param("steam_id", gd.Int), param("lobby_id", gd.Int)
	key, value := param("key", gd.String), param("value", gd.String)
	return []gd.Method{
		begins("create_lobby", params(
			gd.Param{Name: "lobby_type", Type: gd.Int, Enum: "LobbyType"}, withDefault(param("max_players", gd.Int), 32),
		), (*peer).createLobby),
		begins("connect_lobby", params(lobby), (*peer).connectLobby),
		{Name: "get_lobby_id", Result: gd.Int, Call: of(func(p *peer, c *gd.Call) { c.SetInt(int64(p.core.Lobby())) })},
		{Name: "get_state", Result: gd.Int, ResultEnum: "LobbyState", Call: of(func(p *peer, c *gd.Call) {
			c.SetInt(p.lobbyState())
		})},
		{Name: "set_lobby_joinable", Params: params(param("joinable", gd.Bool)), Call: of(func(p *peer, c *gd.Call) {
			if lobby := p.core.Lobby(); lobby != 0 {
				p.classes.world.SetLobbyJoinable(lobby, c.Bool(0))
			}
		})},
		{Name: "set_lobby_data", Params: params(key, value), Result: gd.Bool, Call: of(func(p *peer, c *gd.Call) {
			lobby := p.core.Lobby()
			c.SetBool(lobby != 0 && p.classes.world.SetLobbyData(lobby, c.String(0), c.String(1)))
		})},
		{Name: "get_lobby_data", Params: params(key), Result: gd.String, Call: of(func(p *peer, c *gd.Call) {
			if lobby := p.core.Lobby(); lobby != 0 {
				c.SetString(p.classes.world.LobbyData(lobby, c.String(0)))
			} else {
				c.SetString("null") // its word for none
			}
		})},
		{Name: "get_all_lobby_data", Result: gd.DictionaryType, Call: of(func(p *peer, c *gd.Call) {
			items := gd.Items{}
			if lobby := p.core.Lobby(); lobby != 0 {
				for _, kv := range p.classes.world.AllLobbyData(lobby) {
					items = append(items, gd.Item{Key: kv.Key, Value: kv.Value})
				}
			}
			c.SetItems(items)
		})},
		{Name: "get_peer_id_from_steam64", Params: params(user), Result: gd.Int, Call: of(func(p *peer, c *gd.Call) {
			c.SetInt(orMinusOne(int64(p.core.IDOf(SteamID(c.Int(0))))))
		})},
		{Name: "get_steam64_from_peer_id", Params: params(id), Result: gd.Int, Call: of(func(p *peer, c *gd.Call) {
			c.SetInt(orMinusOne(int64(p.core.UserOf(peerID(c.Int(0))))))
		})},
		{Name: "get_peer_map", Result: gd.DictionaryType, Call: of(func(p *peer, c *gd.Call) {
			items := gd.Items{}
			for _, l := range p.core.Peers() {
				items = append(items, gd.Item{Key: int64(l.ID()), Value: int64(l.SteamID())})
			}
			c.SetItems(items)
		})},
		{Name: "get_peer_info", Params: params(id), Result: gd.DictionaryType, Call: of(func(p *peer, c *gd.Call) {
			c.SetItems(info(p.core.Link(peerID(c.Int(0)))))
		})},
		{Name: "collect_debug_data", Result: gd.DictionaryType, Call: of(func(p *peer, c *gd.Call) {
			c.SetItems(p.debugData())
		})},
		{Name: "send_direct_message", Params: params(param("message", gd.PackedByteArray)), Result: gd.Bool,
			Call: of(func(p *peer, c *gd.Call) {
				lobby, text := p.core.Lobby(), strings.TrimRight(string(c.Bytes(0)), "\x00")
				c.SetBool(lobby != 0 && p.classes.world.SendLobbyChat(lobby, text))
			})},
		// They come as lobby_message.
		{Name: "get_direct_messages", Result: gd.ArrayType, Call: of(func(_ *peer, c *gd.Call) { c.SetArray(gd.Array{}) })},
	}
}

func orMinusOne(v int64) int64 {
	if v == 0 {
		return -1
	}
	return v
}

func (p *peer) createLobby(c *gd.Call) multiplayer.Error {
	const method = "create_lobby"
	if err := p.core.AwaitLobby(method, true); err != multiplayer.OK {
		return err
	}
	if err := p.classes.world.CreateLobby(lobbyType(c.Int(0)), int(c.Int(1))); err != nil {
		p.core.LobbyCreated(0, err.Error())
		return multiplayer.ErrCantCreate
	}
	return multiplayer.OK
}

func (p *peer) connectLobby(c *gd.Call) multiplayer.Error {
	if err := p.core.AwaitLobby("connect_lobby", false); err != multiplayer.OK {
		return err
	}
	lobby := SteamID(c.Int(0))
	p.asked.Store(uint64(lobby))
	if err := p.classes.world.JoinLobby(lobby); err != nil {
		p.core.LobbyJoined(lobby, err.Error())
		return multiplayer.ErrCantCreate
	}
	return multiplayer.OK
}

func (p *peer) lobbyState() int64 {
	creating, joining := p.core.Awaits()
	switch {
	case creating:
		return stateHostPending
	case joining:
		return stateClientPending
	case p.core.Lobby() == 0:
		return stateNone
	case p.core.IsServer():
		return stateHosting
	case p.core.Status() == multiplayer.Connecting:
		return stateClientPending
	}
	return stateClient
}

var stateNames = map[multiplayer.State]string{
	multiplayer.StateNone: "None", multiplayer.StateConnecting: "Connecting",
	multiplayer.StateFindingRoute: "FindingRoute", multiplayer.StateConnected: "Connected",
	multiplayer.StateClosedByPeer: "ClosedByPeer", multiplayer.StateProblem: "ProblemDetectedLocally",
	multiplayer.StateLinger: "Linger",
}

func info(l *multiplayer.Link) gd.Items {
	if l == nil {
		return gd.Items{}
	}
	s, packets, _ := l.Info()
	return gd.Items{
		{Key: "peer_id", Value: int64(l.ID())},
		{Key: "steam_id", Value: int64(l.SteamID())}, // theirs was cut to 32 bits
		{Key: "pending_packet_count", Value: packets},
		{Key: "connection_status", Value: stateNames[s.State]},
		{Key: "packets_out_per_sec", Value: float64(s.PacketsOutPerSec)},
		{Key: "bytes_out_per_sec", Value: float64(s.BytesOutPerSec)},
		{Key: "packets_in_per_sec", Value: float64(s.PacketsInPerSec)},
		{Key: "bytes_in_per_sec", Value: float64(s.BytesInPerSec)},
		{Key: "connection_quality_local", Value: float64(s.QualityLocal)},
		{Key: "connection_quality_remote", Value: float64(s.QualityRemote)},
		{Key: "send_rate_bytes_per_second", Value: s.SendRate},
		{Key: "pending_unreliable", Value: s.PendingUnreliable},
		{Key: "pending_reliable", Value: s.PendingReliable},
		{Key: "sent_unacked_reliable", Value: s.SentUnackedReliable},
		{Key: "queue_time", Value: s.QueueTime.Microseconds()},
		{Key: "ping", Value: s.Ping},
	}
}

func (p *peer) debugData() gd.Items {
	s := p.core.Switches()
	lobby := p.core.Lobby()
	owner := SteamID(0)
	if lobby != 0 {
		owner = p.classes.world.LobbyOwner(lobby)
	}
	peers := gd.Array{}
	for _, l := range p.core.Peers() {
		peers = append(peers, info(l))
	}
	return gd.Items{
		{Key: "lobby_id", Value: int64(lobby)},
		{Key: "lobby_owner", Value: int64(owner)},
		{Key: "lobby_state", Value: p.lobbyState()},
		{Key: "no_delay", Value: s.NoDelay},
		{Key: "no_nagle", Value: s.NoNagle},
		{Key: "steam_id", Value: int64(p.classes.world.ID())},
		{Key: "target_peer", Value: int64(p.core.Target())},
		{Key: "unique_id", Value: int64(p.core.ID())},
		{Key: "net_connections", Value: peers},
	}
}
