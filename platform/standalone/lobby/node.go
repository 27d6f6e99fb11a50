package lobby

import (
	"maps"
	"net/netip"
	"slices"

	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// Config is what a node stands on. Its functions are called in the midst of a change: of the node they may ask who
// shares a lobby with us ([Node.Shares]), and nothing else.
type Config struct {
	Self steamtypes.SteamID
	App  uint32

	// Send sends a message to a peer. Messages to one peer arrive in order, or
	// else Lost is called. Send does not keep the message.
	Send func(to steamtypes.SteamID, m *Message)

	// Post tells the game.
	Post func(signals.Event)

	// Asked reports whether a peer has not answered a Query yet, and Listed
	// brings the answer.
	Asked  func(peer steamtypes.SteamID, query uint64) bool
	Listed func(from steamtypes.SteamID, query uint64, lobbies []Info)

	// Sign signs as this peer, and Verify checks another's signature.
	Sign   func(message []byte) []byte
	Verify func(author steamtypes.SteamID, message, proof []byte) bool

	// Random gives the account ids of new lobbies.
	Random func() uint32

	// Start is where the numbers of this peer's changes begin: higher than all
	// that it used when it ran before, such as the time.
	Start uint64

	// Refused, if set, hears which change of ours the host has refused later
	// than we were asked for it.
	Refused func(Op)

	// Around reports whether a peer can be reached now.
	Around func(peer steamtypes.SteamID) bool

	// Applied, if set, sees every change that is made.
	Applied func(lobby steamtypes.SteamID, v Version, c Change)
}

// Node is a peer's part in all its lobbies. It is not safe for concurrent use.
type Node struct {
	config   Config
	self     steamtypes.SteamID
	number   uint64
	replicas map[steamtypes.SteamID]*replica
	joining  map[steamtypes.SteamID]*joining
	known    map[steamtypes.SteamID]Info // lobbies that others told us of

	knownBytes int

	refusal error // see Refusal
}

// New returns a node that is in no lobby.
func New(c Config) *Node {
	return &Node{
		config: c, self: c.Self, number: c.Start,
		replicas: make(map[steamtypes.SteamID]*replica),
		joining:  make(map[steamtypes.SteamID]*joining),
		known:    make(map[steamtypes.SteamID]Info),
	}
}

func (n *Node) send(to steamtypes.SteamID, m *Message) { n.config.Send(to, m) }

// sign makes a change ours, as the member that we are now.
func (n *Node) sign(lobby steamtypes.SteamID, c *Change) {
	n.number++
	c.Author, c.Number = n.self, n.number
	if r := n.replicas[lobby]; r != nil {
		c.In = r.joined
		if c.Op == opDrop {
			c.Era = r.state.Era
		}
	}
	c.Proof = n.config.Sign(c.signed(n.config.App, lobby))
}

func (n *Node) verify(m *Message) error { return m.Verify(n.config.App, n.config.Verify) }

func (n *Node) signed(lobby steamtypes.SteamID, c Change) *Change {
	n.sign(lobby, &c)
	return &c
}

// Create makes a lobby and joins it.
func (n *Node) Create(kind steamtypes.LobbyType, limit int) {
	if len(n.replicas)+len(n.joining) >= maxLobbies {
		n.config.Post(signals.LobbyCreated{Result: steamtypes.ResultLimitExceeded})
		return
	}
	id := lobbyID(n.config.Random())
	for n.replicas[id] != nil || id.AccountID() == 0 {
		id = lobbyID(n.config.Random())
	}
	s := &State{
		Lobby: id, Type: kind, Joinable: true, Owner: n.self,
		Limit: min(max(limit, 1), steamtypes.MaxLobbyMembers),
		Data:  make(map[string]string),
	}
	first := n.signed(id, Change{Op: opJoin, Targets: []steamtypes.SteamID{n.self}})
	s.apply(first)
	s.beginEra(first)
	n.replicas[id] = newReplica(n, s, Version{Term: 1})
	n.config.Post(signals.LobbyCreated{Result: steamtypes.ResultOK, Lobby: uint64(id)})
	n.joined(id, steamtypes.EnterSuccess)
}

func (n *Node) joined(lobby steamtypes.SteamID, how steamtypes.ChatRoomEnterResponse) {
	n.config.Post(signals.LobbyJoined{Lobby: uint64(lobby), Response: int(how)})
}

// Leave leaves a lobby at once.
func (n *Node) Leave(lobby steamtypes.SteamID) {
	if j := n.joining[lobby]; j != nil {
		delete(n.joining, lobby)
		if j.host != 0 {
			n.send(j.host, &Message{Kind: kindBye, Lobby: lobby, From: j.change.Number})
			j.notLetIn(n)
		}
	}
	r := n.replicas[lobby]
	if r == nil {
		return
	}
	post, applied := n.config.Post, n.config.Applied
	n.config.Post, n.config.Applied = func(signals.Event) {}, nil
	defer func() { n.config.Post, n.config.Applied = post, applied }()
	leave := n.signed(lobby, Change{Op: opLeave})
	switch {
	case r.leads():
		r.turnAway()
		r.sequence(leave) //nolint:errcheck // a member may always leave
	case r.host != 0:
		r.send(r.host, Message{Kind: kindPropose, Changes: []Change{*leave}})
		for _, id := range slices.Sorted(maps.Keys(r.held)) {
			r.send(id, Message{Kind: kindBye}) // they have lost the host already
		}
	default:
		for _, id := range r.state.ids() {
			if id != n.self {
				r.send(id, Message{Kind: kindBye})
			}
		}
	}
	delete(n.replicas, lobby)
}

// Lobbies returns the lobbies that this peer is in.
func (n *Node) Lobbies() []steamtypes.SteamID { return slices.Sorted(maps.Keys(n.replicas)) }

// kicked ends our membership against our will.
func (n *Node) kicked(r *replica, by steamtypes.SteamID) {
	delete(n.replicas, r.state.Lobby)
	n.config.Post(signals.LobbyKicked{Lobby: uint64(r.state.Lobby), Admin: uint64(by), DueToDisconnect: 1})
}

// Invite invites a user to a lobby that we are in.
func (n *Node) Invite(lobby, user steamtypes.SteamID) bool {
	if n.replicas[lobby] == nil || user == n.self {
		return false
	}
	n.send(user, &Message{Kind: kindInvite, Lobby: lobby})
	return true
}

// Receive takes in a message from a peer who has proven to be from. The error
// says that the peer does not keep to the protocol.
func (n *Node) Receive(from steamtypes.SteamID, m *Message) error {
	if err := m.Check(); err != nil {
		return err
	}
	switch m.Kind {
	case kindFind, kindHere, kindDenied, kindJoin, kindWelcome, kindQuery, kindList, kindYield, kindAgreed:
		n.receiveOutside(from, m)
		return nil
	case kindInvite:
		n.config.Post(signals.LobbyInvite{Inviter: uint64(from), Lobby: uint64(m.Lobby), Game: uint64(n.config.App)})
		return nil
	}
	r := n.replicas[m.Lobby]
	if m.Kind != kindBye && (r == nil || r.joined != m.To) {
		j := n.joining[m.Lobby]
		switch m.Kind {
		case kindPrepare, kindNudge, kindChanges, kindFollow:
			if j != nil && j.holds(m) {
				j.held[from] = m
				return nil
			}
			n.send(from, &Message{Kind: kindBye, Lobby: m.Lobby, From: m.To})
		}
		return nil
	}
	if r == nil {
		return nil
	}
	if !r.knows(from, m.From) {
		switch m.Kind {
		case kindPrepare, kindNudge, kindPropose:
			r.dismiss(from, m.From)
		}
		return nil
	}
	switch m.Kind {
	case kindChanges, kindNudge, kindPrepare, kindPromise, kindFollow:
		// An honest member has verified all that it hands on.
		if err := n.verify(m); err != nil {
			return err
		}
	}
	switch m.Kind {
	case kindPropose:
		r.proposed(from, m)
	case kindRefuse:
		if from == r.host {
			r.pending = slices.DeleteFunc(r.pending, func(c Change) bool {
				if c.Number == m.Number && n.config.Refused != nil {
					n.config.Refused(c.Op)
				}
				return c.Number == m.Number
			})
		}
	case kindChanges:
		r.changes(from, m)
	case kindAck:
		if r.leads() && m.Term == r.version.Term && m.Seq <= r.version.Seq {
			r.acked[from] = max(r.acked[from], m.Seq)
		}
	case kindPrepare, kindNudge:
		r.prepare(from, m)
	case kindPromise:
		r.promises(from, m)
	case kindNack:
		r.nack(from, m)
	case kindFollow:
		r.follow(from, m)
	case kindBye:
		r.peerLost(from)
	case kindGone:
		if from == r.host || r.host == 0 {
			r.without[from] = true
			r.lost[from] = true
		}
	}
	r.settle()
	return nil
}

// Lost takes in that messages to or from a peer may have been lost: it has
// died, or can't be reached.
func (n *Node) Lost(peer steamtypes.SteamID) {
	for _, id := range n.Lobbies() {
		if r := n.replicas[id]; r != nil {
			r.peerLost(peer)
			r.settle()
		}
	}
	for _, id := range slices.Sorted(maps.Keys(n.joining)) {
		n.joining[id].lost(n, peer)
	}
}

// Visible returns a lobby that we are in and that friends may know of, 0 if
// there is none.
func (n *Node) Visible() steamtypes.SteamID {
	for _, id := range n.Lobbies() {
		switch n.replicas[id].state.Type {
		case steamtypes.LobbyPublic, steamtypes.LobbyFriendsOnly:
			return id
		}
	}
	return 0
}

// Shares reports whether a peer is in a lobby with us, or about to be.
func (n *Node) Shares(peer steamtypes.SteamID) bool {
	for _, r := range n.replicas {
		if r.state.member(peer) != nil {
			return true
		}
	}
	for _, j := range n.joining {
		if j.host == peer {
			return true
		}
	}
	return false
}

// What follows is asked and done by the game. Of a lobby that we are not in,
// we know what its host last told us.

// Members returns the members in order of joining.
func (n *Node) Members(lobby steamtypes.SteamID) []steamtypes.SteamID {
	if r := n.replicas[lobby]; r != nil {
		return r.state.ids()
	}
	return nil
}

// MemberCount returns how many members a lobby has.
func (n *Node) MemberCount(lobby steamtypes.SteamID) int {
	if r := n.replicas[lobby]; r != nil {
		return len(r.state.Members)
	}
	return n.known[lobby].Members
}

// Owner returns the owner, 0 when we are not a member.
func (n *Node) Owner(lobby steamtypes.SteamID) steamtypes.SteamID {
	if r := n.replicas[lobby]; r != nil {
		return r.state.Owner
	}
	return 0
}

// Limit returns the member limit.
func (n *Node) Limit(lobby steamtypes.SteamID) int {
	if r := n.replicas[lobby]; r != nil {
		return r.state.Limit
	}
	return n.known[lobby].Limit
}

// Data returns a lobby's value.
func (n *Node) Data(lobby steamtypes.SteamID, key string) string { return n.dataOf(lobby)[key] }

func (n *Node) dataOf(lobby steamtypes.SteamID) map[string]string {
	if r := n.replicas[lobby]; r != nil {
		return r.state.Data
	}
	return n.known[lobby].Data
}

// AllData returns a lobby's data, sorted by key.
func (n *Node) AllData(lobby steamtypes.SteamID) []steamtypes.KeyValue {
	data := n.dataOf(lobby)
	entries := make([]steamtypes.KeyValue, 0, len(data))
	for _, k := range slices.Sorted(maps.Keys(data)) {
		entries = append(entries, steamtypes.KeyValue{Key: k, Value: data[k]})
	}
	return entries
}

// MemberData returns a member's value. Our own counts as set when we set it.
func (n *Node) MemberData(lobby, user steamtypes.SteamID, key string) string {
	r := n.replicas[lobby]
	if r == nil {
		return ""
	}
	if user == n.self {
		for _, c := range slices.Backward(r.pending) {
			if c.Op == opMemberData && c.Key == key {
				return c.Value
			}
		}
	}
	if m := r.state.member(user); m != nil {
		return m.Data[key].Value
	}
	return ""
}

// GameServer returns the server that a lobby plays on.
func (n *Node) GameServer(lobby steamtypes.SteamID) (steamtypes.GameServer, bool) {
	r := n.replicas[lobby]
	if r == nil || r.state.Server == "" {
		return steamtypes.GameServer{}, false
	}
	a, _ := netip.ParseAddrPort(r.state.Server)
	return steamtypes.GameServer{IP: a.Addr().String(), Port: a.Port(), ID: r.state.ServerID}, true
}

// propose proposes a change to a lobby that we are in, if we may.
func (n *Node) propose(lobby steamtypes.SteamID, c Change) bool {
	if r := n.replicas[lobby]; r != nil {
		n.refusal = r.propose(c)
	} else {
		n.refusal = steamtypes.ErrNotInLobby
	}
	return n.refusal == nil
}

// Refusal returns why the last change that was asked for was refused.
func (n *Node) Refusal() error { return n.refusal }

// SetData sets a lobby's value; "" deletes it.
func (n *Node) SetData(lobby steamtypes.SteamID, key, value string) bool {
	return n.propose(lobby, Change{Op: opData, Key: key, Value: value})
}

// SetMemberData sets a value of ours; "" deletes it.
func (n *Node) SetMemberData(lobby steamtypes.SteamID, key, value string) bool {
	return n.propose(lobby, Change{Op: opMemberData, Key: key, Value: value})
}

// SetType sets who can see and join a lobby.
func (n *Node) SetType(lobby steamtypes.SteamID, kind steamtypes.LobbyType) bool {
	return kind >= 0 && n.propose(lobby, Change{Op: opType, Int: uint64(kind)})
}

// SetJoinable opens or closes a lobby.
func (n *Node) SetJoinable(lobby steamtypes.SteamID, joinable bool) bool {
	c := Change{Op: opJoinable}
	if joinable {
		c.Int = 1
	}
	return n.propose(lobby, c)
}

// SetLimit sets the member limit.
func (n *Node) SetLimit(lobby steamtypes.SteamID, limit int) bool {
	return limit > 0 && n.propose(lobby, Change{Op: opLimit, Int: uint64(limit)})
}

// SetOwner makes another member the owner, and so the host: one that has only
// just come in, as soon as all others know of it.
func (n *Node) SetOwner(lobby, owner steamtypes.SteamID) bool {
	r := n.replicas[lobby]
	if r == nil {
		n.refusal = steamtypes.ErrNotInLobby
		return false
	}
	if _, arriving := r.arriving[owner]; arriving {
		r.successor = owner
		return true
	}
	before := r.successor
	r.successor = 0 // the last word counts
	if !n.propose(lobby, Change{Op: opOwner, Targets: []steamtypes.SteamID{owner}}) {
		r.successor = before
		return false
	}
	return true
}

// SetGameServer names the server that a lobby plays on.
func (n *Node) SetGameServer(lobby steamtypes.SteamID, s steamtypes.GameServer) bool {
	ip := s.IP
	if ip == "" || ip == "0" {
		ip = "0.0.0.0"
	}
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return false
	}
	return n.propose(lobby, Change{Op: opServer, Value: netip.AddrPortFrom(address, s.Port).String(), Int: uint64(s.ID)})
}

// Chat says something to everybody in a lobby.
func (n *Node) Chat(lobby steamtypes.SteamID, message []byte) bool {
	return n.propose(lobby, Change{Op: opChat, Text: slices.Clone(message)})
}
