package class

import (
	"slices"
	"sync"
	"sync/atomic"

	"godotsteam/gd"
	"godotsteam/multiplayer"
	"godotsteam/steamtypes"
)

// peer is the Go side of a SteamMultiplayerPeer.
type peer struct {
	classes *Classes
	owner   gd.Object
	core    *multiplayer.Peer
	freed   atomic.Bool
	lobby   atomic.Uint64 // that create_lobby or connect_lobby got: close leaves it
	asked   atomic.Uint64 // that connect_lobby has asked to join

	mu      sync.Mutex
	objects map[*multiplayer.Link]gd.Object // SteamPacketPeers that get_peer has made
	options gd.Items
}

func (c *Classes) newPeer(owner gd.Object) any {
	p := &peer{classes: c, owner: owner, core: multiplayer.New(c.world)}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.live = append(c.live, p)
	return p
}

func (c *Classes) freePeer(self any) {
	p, ok := self.(*peer)
	if !ok {
		return
	}
	p.freed.Store(true)
	p.core.Close()
	p.tidy()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.live = slices.DeleteFunc(c.live, func(q *peer) bool { return p == q })
}

// emit emits a signal, unless a script has let go of the peer meanwhile.
func (p *peer) emit(signal string, args ...any) {
	if !p.freed.Load() {
		p.owner.Emit(signal, args...)
	}
}

const voice = "[STEAM] SteamMultiplayerPeer: "

// tell tells Godot what has happened, on the main thread.
func (p *peer) tell(e multiplayer.Event) {
	switch e.Kind {
	case multiplayer.PeerConnected:
		p.emit("peer_connected", int64(e.Peer))
	case multiplayer.PeerDisconnected:
		p.emit("peer_disconnected", int64(e.Peer))
	case multiplayer.SessionFailed:
		p.emit("network_session_failed", int64(e.User), int(e.End), int(e.State))
	case multiplayer.Warning:
		p.classes.world.Warning(voice + e.Text)
	case multiplayer.Fault:
		p.classes.world.Error(voice + e.Text)
	}
}

// settle tells what a call has brought about. Main thread only.
func (p *peer) settle() {
	p.core.Drain(p.tell)
	p.tidy()
}

// tidy leaves the lobby of a peer that was closed, and lets go of the
// SteamPacketPeers of connections that are gone.
func (p *peer) tidy() {
	if p.core.Status() == multiplayer.Disconnected && p.lobby.Load() != 0 {
		if lobby := p.lobby.Swap(0); lobby != 0 {
			p.classes.world.LeaveLobby(SteamID(lobby))
		}
	}
	p.mu.Lock()
	var gone []gd.Object
	for l, o := range p.objects {
		if p.core.Link(l.ID()) != l {
			gone = append(gone, o)
			delete(p.objects, l)
		}
	}
	p.mu.Unlock()
	for _, o := range gone {
		o.Release()
	}
}

// on makes a method of a function, and tells afterwards what it has brought
// about. From other threads that waits for the next poll.
func on(f func(*peer, *gd.Call)) func(*gd.Call) {
	return func(c *gd.Call) {
		p := c.Self().(*peer)
		f(p, c)
		if c.OnMainThread() {
			p.settle()
		}
	}
}

// of makes a method of a function that brings nothing about.
func of(f func(*peer, *gd.Call)) func(*gd.Call) {
	return func(c *gd.Call) { f(c.Self().(*peer), c) }
}

func param(name string, t gd.Type) gd.Param { return gd.Param{Name: name, Type: t} }

func params(list ...gd.Param) []gd.Param { return list }

func withDefault(p gd.Param, v any) gd.Param {
	p.Default = v
	return p
}

// begins is a method that returns an Error.
func begins(name string, list []gd.Param, f func(*peer, *gd.Call) multiplayer.Error) gd.Method {
	return gd.Method{Name: name, Params: list, Result: gd.Int, ResultEnum: "Error", Call: on(func(p *peer, c *gd.Call) {
		c.SetInt(int64(f(p, c)))
	})}
}

func (c *Classes) peerClass() *gd.Class {
	return &gd.Class{
		Name: "SteamMultiplayerPeer", Base: "MultiplayerPeerExtension",
		New: c.newPeer, Free: c.freePeer,
		Methods:    slices.Concat(present(), switches(), messages(), configs()),
		Properties: properties(),
		Virtuals:   virtuals(),
		Enums:      enums(),
		Signals:    signals(),
	}
}

// present are the methods of GodotSteam's present peer.
func present() []gd.Method {
	port := withDefault(param("virtual_port", gd.Int), 0)
	id, user, lobby := param("peer_id", gd.Int), param("steam_id", gd.Int), param("lobby_id", gd.Int)
	options := withDefault(param("options", gd.ArrayType), gd.Array{}) // an early peer of expressobits' has it
	return []gd.Method{
		begins("create_host", params(port, options), func(p *peer, c *gd.Call) multiplayer.Error {
			p.addOptions(c.Value(1))
			return p.core.CreateHost(int(c.Int(0)))
		}),
		begins("create_client", params(user, port, options), func(p *peer, c *gd.Call) multiplayer.Error {
			p.addOptions(c.Value(2))
			return p.core.CreateClient(c.Int(0), int(c.Int(1)))
		}),
		begins("add_peer", params(user, port), func(p *peer, c *gd.Call) multiplayer.Error {
			return p.core.AddPeer(c.Int(0), int(c.Int(1)))
		}),
		begins("host_with_lobby", params(lobby), func(p *peer, c *gd.Call) multiplayer.Error {
			return p.core.HostWithLobby(c.Int(0))
		}),
		begins("connect_to_lobby", params(lobby), func(p *peer, c *gd.Call) multiplayer.Error {
			return p.core.ConnectToLobby(c.Int(0))
		}),
		{Name: "get_peer", Params: params(id), Result: gd.ObjectType, ResultEnum: "SteamPacketPeer",
			Call: of((*peer).getPeer)},
		{Name: "get_steam_id_for_peer_id", Params: params(id), Result: gd.Int, Call: of(func(p *peer, c *gd.Call) {
			c.SetInt(int64(p.core.UserOf(peerID(c.Int(0)))))
		})},
		{Name: "get_peer_id_for_steam_id", Params: params(user), Result: gd.Int, Call: of(func(p *peer, c *gd.Call) {
			c.SetInt(int64(p.core.IDOf(SteamID(c.Int(0)))))
		})},
	}
}

// peerID takes a peer's ID from a script: 0, nobody's, if it can't be one.
func peerID(v int64) int32 {
	if v != int64(int32(v)) {
		return 0
	}
	return int32(v)
}

func (p *peer) getPeer(c *gd.Call) {
	l := p.core.Link(peerID(c.Int(0)))
	if l == nil {
		c.SetObject(gd.Object{})
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	o, ok := p.objects[l]
	if !ok {
		o = p.classes.newPacketPeer(l)
		if p.objects == nil {
			p.objects = make(map[*multiplayer.Link]gd.Object)
		}
		p.objects[l] = o
	}
	c.SetObject(o)
}

// switches are the accessors of properties. GodotSteam's setters have no name
// for what they take; a name does no harm.
func switches() []gd.Method {
	flag := func(name string, of func(*multiplayer.Switches) *bool) []gd.Method {
		return []gd.Method{
			{Name: "set_" + name, Params: params(param(name, gd.Bool)), Call: on(func(p *peer, c *gd.Call) {
				v := c.Bool(0)
				p.core.SetSwitches(func(s *multiplayer.Switches) { *of(s) = v })
			})},
			{Name: "get_" + name, Result: gd.Bool, Call: on(func(p *peer, c *gd.Call) {
				s := p.core.Switches()
				c.SetBool(*of(&s))
			})},
		}
	}
	relay := func(s *multiplayer.Switches) *bool { return &s.ServerRelay }
	return slices.Concat(
		flag("no_nagle", func(s *multiplayer.Switches) *bool { return &s.NoNagle }),
		flag("no_delay", func(s *multiplayer.Switches) *bool { return &s.NoDelay }),
		flag("server_relay", relay),
		flag("as_relay", relay), // its older name
		[]gd.Method{
			{Name: "set_debug_level", Params: params(gd.Param{Name: "debug_level", Type: gd.Int, Enum: "DebugLevel"}),
				Call: on(func(p *peer, c *gd.Call) {
					level := int(c.Int(0))
					p.core.SetSwitches(func(s *multiplayer.Switches) { s.Debug = level })
				})},
			{Name: "get_debug_level", Result: gd.Int, ResultEnum: "DebugLevel", Call: on(func(p *peer, c *gd.Call) {
				c.SetInt(int64(p.core.Switches().Debug))
			})},
		},
	)
}

const hintEnum = 2

func properties() []gd.Property {
	list := []gd.Property{{
		Name: "debug_level", Type: gd.Int, Setter: "set_debug_level", Getter: "get_debug_level",
		Hint: hintEnum, HintString: "None,Peer,Steam",
	}}
	for _, name := range []string{"no_nagle", "no_delay", "server_relay", "as_relay"} {
		list = append(list, gd.Property{Name: name, Type: gd.Bool, Setter: "set_" + name, Getter: "get_" + name})
	}
	return append(list,
		gd.Property{Name: "options", Type: gd.DictionaryType, Setter: "set_options", Getter: "get_options"})
}

func enums() []gd.Enum {
	return []gd.Enum{
		{Name: "DebugLevel", Constants: []gd.Constant{
			{Name: "DEBUG_LEVEL_NONE", Value: 0}, {Name: "DEBUG_LEVEL_PEER", Value: 1}, {Name: "DEBUG_LEVEL_STEAM", Value: 2},
		}},
		{Name: "LobbyType", Constants: []gd.Constant{
			{Name: "LOBBY_TYPE_PRIVATE", Value: 0}, {Name: "LOBBY_TYPE_FRIENDS_ONLY", Value: 1},
			{Name: "LOBBY_TYPE_PUBLIC", Value: 2}, {Name: "LOBBY_TYPE_INVISIBLE", Value: 3},
			{Name: "LOBBY_TYPE_PRIVATE_UNIQUE", Value: 4},
		}},
		{Name: "LobbyState", Constants: []gd.Constant{
			{Name: "LOBBY_STATE_NOT_CONNECTED", Value: stateNone},
			{Name: "LOBBY_STATE_HOST_PENDING", Value: stateHostPending},
			{Name: "LOBBY_STATE_HOSTING", Value: stateHosting},
			{Name: "LOBBY_STATE_CLIENT_PENDING", Value: stateClientPending},
			{Name: "LOBBY_STATE_CLIENT", Value: stateClient},
		}},
		{Name: "SteamNetworkingConfig", Constants: configNumbers},
	}
}

func signals() []gd.Signal {
	arg := func(name string, t gd.Type) gd.SignalArg { return gd.SignalArg{Name: name, Type: t} }
	number := func(names ...string) (list []gd.SignalArg) {
		for _, name := range names {
			list = append(list, arg(name, gd.Int))
		}
		return list
	}
	return []gd.Signal{
		{Name: "lobby_chat_update", Args: number("lobby_id", "changed_id", "making_change_id", "chat_state")},
		{Name: "lobby_created", Args: number("result", "lobby_id")},
		{Name: "lobby_data_update", Args: number("success", "lobby_id", "member_id")},
		{Name: "lobby_joined", Args: []gd.SignalArg{
			arg("lobby", gd.Int), arg("permissions", gd.Int), arg("locked", gd.Bool), arg("response", gd.Int),
		}},
		{Name: "lobby_message", Args: []gd.SignalArg{
			arg("lobby_id", gd.Int), arg("user", gd.Int), arg("message", gd.String), arg("chat_type", gd.Int),
		}},
		{Name: "network_session_failed", Args: number("steam_id", "reason", "connection_state")},
		// Never emitted, there as here: so that connecting them is no error.
		{Name: "debug_data", Args: []gd.SignalArg{arg("data", gd.DictionaryType)}},
		{Name: "network_connection_status_changed", Args: []gd.SignalArg{
			arg("connect_handle", gd.Int), arg("connection", gd.DictionaryType), arg("old_state", gd.Int),
		}},
	}
}

// lobbyType is an enum's value that a script has given.
func lobbyType(v int64) steamtypes.LobbyType { return steamtypes.LobbyType(v) }
