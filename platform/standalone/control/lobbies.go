package control

import (
	"cmp"
	"slices"
	"time"

	"godotsteam/networking"
	"godotsteam/platform/standalone/lobby"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

const (
	// listTimeout is when a list is given with whatever answered. A peer on
	// the same machine or network takes some milliseconds.
	listTimeout = 500 * time.Millisecond

	// joinTimeout is how long a host is looked for that the members of a
	// lobby say there is: they may be about to agree on a new one.
	joinTimeout = 10 * time.Second
	joinRetry   = 250 * time.Millisecond

	// FirstAnswers is how long others on the local network may take to be
	// heard of after the start.
	FirstAnswers = 300 * time.Millisecond
)

// Lobbies is the part of control that a game plays lobbies with: it implements platform.Lobbies and
// platform.LobbyState.
type Lobbies struct{ control *Control }

// Lobbies returns it.
func (c *Control) Lobbies() Lobbies { return Lobbies{c} }

// CreateLobby implements [platform.Lobbies].
func (p Lobbies) CreateLobby(kind steamtypes.LobbyType, maxMembers int) {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	if !c.closed {
		c.node.Create(kind, maxMembers)
	}
}

// JoinLobby implements [platform.Lobbies].
func (p Lobbies) JoinLobby(id steamtypes.SteamID) {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	if c.closed || c.node.Joins(id) {
		return
	}
	end := time.Now().Add(joinTimeout)
	c.joins[id] = end
	c.whenSettled(func() { c.join(id, end) })
}

// join begins with a wish to join, unless it was taken back before.
func (c *Control) join(id steamtypes.SteamID, end time.Time) {
	if c.joins[id] == end {
		c.node.Join(id, c.within())
		c.lookThen(joinRetry, func() { c.joinAgain(id, end) })
	}
}

// joinAgain goes on with a wish to join, unless it was granted, given up or
// taken back; then another may have taken its place.
func (c *Control) joinAgain(id steamtypes.SteamID, end time.Time) {
	switch {
	case c.joins[id] != end:
	case time.Now().After(end):
		delete(c.joins, id)
		c.node.GiveUp(id)
	case c.node.Retry(id, c.within()):
		c.lookThen(joinRetry, func() { c.joinAgain(id, end) })
	default:
		delete(c.joins, id)
	}
}

// LeaveLobby implements [platform.LobbyState]. What the game was about to be
// told as a member it is not told any more.
func (p Lobbies) LeaveLobby(id steamtypes.SteamID) {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	delete(c.joins, id)
	c.node.Leave(id)
	p.control.Signals.CancelLobby(uint64(id))
}

// InviteUserToLobby implements [platform.LobbyState]. Only those can
// be invited that are around, or about to be: the invitation waits until they are met.
func (p Lobbies) InviteUserToLobby(id, user steamtypes.SteamID) bool {
	c := p.control
	c.lookFor(user) // without the lock
	c.lock()
	defer c.mu.Unlock()
	return !c.closed && c.mayBeAround(user) && c.node.Invite(id, user)
}

// read asks the node something.
func read[T any](p Lobbies, ask func(*lobby.Node) T) T {
	p.control.lock()
	defer p.control.mu.Unlock()
	return ask(p.control.node)
}

// set changes something that only the owner may, and setMine what every member
// may. The error says why it is refused.
func (p Lobbies) set(id steamtypes.SteamID, change func(*lobby.Node) bool) error {
	return p.setBy(change, func(n *lobby.Node) error {
		switch n.Owner(id) {
		case 0:
			return steamtypes.ErrNotInLobby
		case p.control.Identity.SteamID:
			return n.Refusal()
		}
		return steamtypes.ErrNotOwner
	})
}

func (p Lobbies) setMine(change func(*lobby.Node) bool) error {
	return p.setBy(change, (*lobby.Node).Refusal)
}

func (p Lobbies) setBy(change func(*lobby.Node) bool, why func(*lobby.Node) error) error {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return networking.ErrNotRunning
	case change(c.node):
		return nil
	}
	return cmp.Or(why(c.node), steamtypes.ErrLobbyRefused)
}

// LobbyMemberCount implements [platform.LobbyState].
func (p Lobbies) LobbyMemberCount(id steamtypes.SteamID) int {
	return read(p, func(n *lobby.Node) int { return n.MemberCount(id) })
}

// LobbyMemberAt implements [platform.LobbyState].
func (p Lobbies) LobbyMemberAt(id steamtypes.SteamID, index int) steamtypes.SteamID {
	return read(p, func(n *lobby.Node) steamtypes.SteamID { return at(n.Members(id), index) })
}

// LobbyOwner implements [platform.Lobbies].
func (p Lobbies) LobbyOwner(id steamtypes.SteamID) steamtypes.SteamID {
	return read(p, func(n *lobby.Node) steamtypes.SteamID { return n.Owner(id) })
}

// SetLobbyOwner implements [platform.LobbyState].
func (p Lobbies) SetLobbyOwner(id, owner steamtypes.SteamID) error {
	return p.set(id, func(n *lobby.Node) bool { return n.SetOwner(id, owner) })
}

// LobbyData implements [platform.LobbyState].
func (p Lobbies) LobbyData(id steamtypes.SteamID, key string) string {
	return read(p, func(n *lobby.Node) string { return n.Data(id, key) })
}

// AllLobbyData implements [platform.Lobbies].
func (p Lobbies) AllLobbyData(id steamtypes.SteamID) []steamtypes.KeyValue {
	return read(p, func(n *lobby.Node) []steamtypes.KeyValue { return n.AllData(id) })
}

// SetLobbyData implements [platform.LobbyState].
func (p Lobbies) SetLobbyData(id steamtypes.SteamID, key, value string) error {
	return p.set(id, func(n *lobby.Node) bool { return n.SetData(id, key, value) })
}

// DeleteLobbyData implements [platform.LobbyState].
func (p Lobbies) DeleteLobbyData(id steamtypes.SteamID, key string) error {
	return p.SetLobbyData(id, key, "")
}

// LobbyMemberData implements [platform.LobbyState].
func (p Lobbies) LobbyMemberData(id, user steamtypes.SteamID, key string) string {
	return read(p, func(n *lobby.Node) string { return n.MemberData(id, user, key) })
}

// SetLobbyMemberData implements [platform.LobbyState].
func (p Lobbies) SetLobbyMemberData(id steamtypes.SteamID, key, value string) error {
	return p.setMine(func(n *lobby.Node) bool { return n.SetMemberData(id, key, value) })
}

// SetLobbyType implements [platform.LobbyState].
func (p Lobbies) SetLobbyType(id steamtypes.SteamID, kind steamtypes.LobbyType) error {
	return p.set(id, func(n *lobby.Node) bool { return n.SetType(id, kind) })
}

// SetLobbyJoinable implements [platform.LobbyState].
func (p Lobbies) SetLobbyJoinable(id steamtypes.SteamID, joinable bool) error {
	return p.set(id, func(n *lobby.Node) bool { return n.SetJoinable(id, joinable) })
}

// LobbyMemberLimit implements [platform.LobbyState].
func (p Lobbies) LobbyMemberLimit(id steamtypes.SteamID) int {
	return read(p, func(n *lobby.Node) int { return n.Limit(id) })
}

// SetLobbyMemberLimit implements [platform.LobbyState].
func (p Lobbies) SetLobbyMemberLimit(id steamtypes.SteamID, limit int) error {
	return p.set(id, func(n *lobby.Node) bool { return n.SetLimit(id, limit) })
}

// SendLobbyChat implements [platform.Lobbies].
func (p Lobbies) SendLobbyChat(id steamtypes.SteamID, message string) error {
	return p.setMine(func(n *lobby.Node) bool { return n.Chat(id, []byte(message)) })
}

// SetLobbyGameServer implements [platform.Lobbies].
func (p Lobbies) SetLobbyGameServer(id steamtypes.SteamID, server steamtypes.GameServer) error {
	return p.set(id, func(n *lobby.Node) bool { return n.SetGameServer(id, server) })
}

// LobbyGameServer implements [platform.Lobbies].
func (p Lobbies) LobbyGameServer(id steamtypes.SteamID) (server steamtypes.GameServer, ok bool) {
	read(p, func(n *lobby.Node) bool { server, ok = n.GameServer(id); return ok })
	return server, ok
}

// RequestLobbyList implements [platform.Lobbies].
func (p Lobbies) RequestLobbyList(filter steamtypes.LobbyFilter) {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	found := lobby.NewSelection(filter)
	c.query(0, found.Offer, func() {
		var ids []uint64
		for _, id := range found.Lobbies() {
			ids = append(ids, uint64(id))
		}
		p.control.Signals.Post(signals.LobbyMatchList{Lobbies: ids})
	})
}

// RequestLobbyData implements [platform.LobbyState].
func (p Lobbies) RequestLobbyData(id steamtypes.SteamID) bool {
	c := p.control
	c.lock()
	defer c.mu.Unlock()
	if c.closed || !lobby.IsLobbyID(id) {
		return false
	}
	update := signals.LobbyDataUpdate{Lobby: uint64(id), Member: uint64(id)}
	if c.node.Owner(id) != 0 {
		update.Success = 1
		p.control.Signals.Post(update)
		return true
	}
	hear := func(infos []lobby.Info) {
		if slices.ContainsFunc(infos, func(i lobby.Info) bool { return i.Lobby == id }) {
			update.Success = 1
		}
	}
	c.query(id, hear, func() { p.control.Signals.Post(update) })
	return true
}
