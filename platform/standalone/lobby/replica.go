package lobby

import (
	"maps"
	"net/netip"
	"slices"

	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// replica is a member's copy of a lobby.
type replica struct {
	node    *Node
	joined  uint64 // the number of the change that we joined with
	state   *State
	version Version
	log     []Change // the last ones, up to version.Seq
	logSize int

	host    steamtypes.SteamID // whom we follow; ourselves when we lead; 0: nobody
	pending []Change           // our proposals that have not come back yet
	acked   map[steamtypes.SteamID]uint64

	proposals proposals // of others, when we lead
	merging   merging   // when we lead

	// arriving are those who have joined by a change, its number, that not
	// everybody is known to have. They are let in then and not before:
	// whoever is in a lobby is known to all.
	arriving map[steamtypes.SteamID]uint64

	// successor is whom our game has made the owner while it was arriving: it
	// becomes that as soon as it is let in.
	successor steamtypes.SteamID

	// Of the time without a host, see election.go.
	promised   uint64             // the newest term that we have promised to follow
	promisedTo steamtypes.SteamID // and whose it is
	lost       map[steamtypes.SteamID]bool
	without    map[steamtypes.SteamID]bool // they go on without us
	held       map[steamtypes.SteamID]*Message
	nudged     steamtypes.SteamID
	appointed  *Change // how the last owner was made that we know of
	election   *election

	// Of those who are late, see overdue.go.
	shouldHave uint64                     // when we lead: all others, since the last look
	waited     map[steamtypes.SteamID]int // without a host: at how many looks for whom
}

func newReplica(n *Node, s *State, v Version) *replica {
	return &replica{
		node: n, joined: s.member(n.self).Joined, state: s, version: v, promised: v.Term, host: s.Owner,
		acked:    make(map[steamtypes.SteamID]uint64),
		arriving: make(map[steamtypes.SteamID]uint64),
		lost:     make(map[steamtypes.SteamID]bool),
		without:  make(map[steamtypes.SteamID]bool),
		held:     make(map[steamtypes.SteamID]*Message),
		waited:   make(map[steamtypes.SteamID]int),
	}
}

func (r *replica) leads() bool { return r.host == r.node.self }

func (r *replica) send(to steamtypes.SteamID, m Message) {
	m.Lobby = r.state.Lobby
	m.From = r.joined
	if other := r.state.member(to); other != nil {
		m.To = other.Joined
	}
	r.node.send(to, &m)
}

// dismiss tells a peer that one of its memberships is over.
func (r *replica) dismiss(to steamtypes.SteamID, membership uint64) {
	r.node.send(to, &Message{Kind: kindGone, Lobby: r.state.Lobby, From: r.joined, To: membership})
}

// propose makes a change of ours: at once when we lead, else through the host.
// The error says why it may not be made.
func (r *replica) propose(c Change) error {
	if !r.leads() && len(r.pending) >= maxPending {
		return steamtypes.ErrLobbyWaiting
	}
	r.node.sign(r.state.Lobby, &c)
	if err := r.state.check(&c); err != nil {
		return err
	}
	if r.leads() {
		r.sequence(&c)
		r.settle()
		return nil
	}
	r.pending = append(r.pending, c)
	if r.host != 0 {
		r.send(r.host, Message{Kind: kindPropose, Changes: []Change{c}})
	}
	return nil
}

// propose again what the last host may not have heard.
func (r *replica) proposeAgain() {
	if r.host == 0 {
		return
	}
	for _, c := range slices.Clone(r.pending) {
		switch {
		case !r.leads():
			r.send(r.host, Message{Kind: kindPropose, Changes: []Change{c}})
		case r.sequence(&c) != nil:
			r.forget(c.Number)
		}
	}
}

func (r *replica) forget(upTo uint64) {
	r.pending = slices.DeleteFunc(r.pending, func(c Change) bool { return c.Number <= upTo })
}

// sequence gives a change, which its author has signed, its number and tells
// everybody. Only the host does.
func (r *replica) sequence(c *Change) error {
	if err := r.state.check(c); err != nil {
		return err
	}
	before := r.version.Seq
	dropped := make(map[steamtypes.SteamID]uint64)
	for _, id := range c.Targets {
		if m := r.state.member(id); m != nil && c.Op == opDrop {
			dropped[id] = m.Joined
		}
	}
	r.record(c)
	r.make(c)
	if c.Op == opJoin {
		r.arriving[c.Author] = r.version.Seq
		r.acked[c.Author] = r.version.Seq
	}
	for _, id := range r.state.ids() {
		if _, arriving := r.arriving[id]; id != r.node.self && !arriving {
			r.send(id, Message{Kind: kindChanges, Term: r.version.Term, Seq: before, Changes: []Change{*c}})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(dropped)) {
		r.dismiss(id, dropped[id])
	}
	return nil
}

// letIn welcomes those of whom everybody knows.
func (r *replica) letIn() {
	for _, id := range slices.Sorted(maps.Keys(r.arriving)) {
		if !slices.ContainsFunc(r.state.ids(), func(other steamtypes.SteamID) bool {
			_, arriving := r.arriving[other]
			return other != r.node.self && !arriving && r.acked[other] < r.arriving[id]
		}) {
			r.welcome(id)
			delete(r.arriving, id)
		}
	}
}

// handOver makes the successor the owner once it is let in, and reports whether
// it has.
func (r *replica) handOver() bool {
	next := r.successor
	if _, arriving := r.arriving[next]; next == 0 || arriving {
		return false
	}
	r.successor = 0
	return r.sequence(r.node.signed(r.state.Lobby, Change{Op: opOwner, Targets: []steamtypes.SteamID{next}})) == nil
}

// turnAway sends those who are arriving to whoever is the next host.
func (r *replica) turnAway() {
	r.successor = 0
	for _, id := range slices.Sorted(maps.Keys(r.arriving)) {
		r.node.send(id, &Message{Kind: kindHere, Lobby: r.state.Lobby, Known: true})
	}
	clear(r.arriving)
}

// welcome sends a joiner everything. The log begins after its own joining, which
// all others have, so that it can bring them up to date.
func (r *replica) welcome(id steamtypes.SteamID) {
	log, _ := r.since(r.arriving[id])
	r.acked[id] = r.version.Seq
	r.send(id, Message{Kind: kindWelcome, Term: r.version.Term, Seq: r.version.Seq, State: r.state, Changes: log})
}

// commit takes in the next change, whose signature was verified. One that is
// not allowed changes nothing, for nobody.
func (r *replica) commit(c *Change) {
	r.record(c)
	if r.state.check(c) == nil {
		r.make(c)
	}
}

// record appends a change to the log.
func (r *replica) record(c *Change) {
	r.version.Seq++
	r.log = append(r.log, *c)
	r.logSize += encodedSize(c)
	for len(r.log) > 1 && (len(r.log) > maxLog || r.logSize > maxLogBytes) {
		r.logSize -= encodedSize(&r.log[0])
		r.log[0] = Change{} // for the garbage collector
		r.log = r.log[1:]
	}
}

// make makes a change that is allowed.
func (r *replica) make(c *Change) {
	owner := r.state.Owner
	r.state.apply(c)
	if c.Author == r.node.self && c.Op != opDrop {
		r.forget(c.Number)
	}
	if r.node.config.Applied != nil {
		r.node.config.Applied(r.state.Lobby, r.version, *c)
	}
	r.tell(c, owner)
	switch c.Op {
	case opJoin:
		r.left(c.Author)
	case opLeave:
		r.left(c.Author)
	case opDrop:
		r.left(c.Targets...)
	case opOwner:
		made := *c
		r.appointed = &made
	}
}

// left forgets what we knew of members, and tells those who still ask us.
func (r *replica) left(ids ...steamtypes.SteamID) {
	for _, id := range ids {
		if r.held[id] != nil {
			r.dismiss(id, r.held[id].From)
		}
		delete(r.held, id)
		delete(r.arriving, id)
		delete(r.lost, id)
		delete(r.without, id)
		delete(r.acked, id)
		r.proposals.forget(id)
		if id == r.successor {
			r.successor = 0
		}
	}
}

// reaches reports whether the log reaches back to the change after a number.
func (r *replica) reaches(seq uint64) bool {
	return seq <= r.version.Seq && r.version.Seq-seq <= uint64(len(r.log))
}

// since returns the changes after a number, if the log reaches back so far.
func (r *replica) since(seq uint64) ([]Change, bool) {
	if !r.reaches(seq) {
		return nil, false
	}
	return slices.Clone(r.log[uint64(len(r.log))-(r.version.Seq-seq):]), true
}

// tell tells the game of a change.
func (r *replica) tell(c *Change, ownerBefore steamtypes.SteamID) {
	lobby, author := uint64(r.state.Lobby), uint64(c.Author)
	post := r.node.config.Post
	member := func(id steamtypes.SteamID, what steamtypes.MemberChange) {
		post(signals.LobbyChatUpdate{Lobby: lobby, Changed: uint64(id), MakingChange: uint64(id), State: int(what)})
		// Many a game listens to this one alone, to draw its list of members.
		source := steamtypes.PersonaLeftSource
		if what == steamtypes.MemberEntered {
			source = steamtypes.PersonaJoinedSource
		}
		post(signals.PersonaStateChange{User: uint64(id), Flags: source})
	}
	switch c.Op {
	case opJoin:
		if c.Author != r.node.self {
			member(c.Author, steamtypes.MemberEntered)
		}
	case opLeave:
		member(c.Author, steamtypes.MemberLeft)
	case opDrop:
		if slices.Contains(c.Targets, r.node.self) {
			r.node.kicked(r, c.Author)
			return
		}
		for _, id := range c.Targets {
			member(id, steamtypes.MemberDisconnected)
		}
	case opMemberData:
		post(signals.LobbyDataUpdate{Success: 1, Lobby: lobby, Member: author})
	case opChat:
		post(signals.LobbyMessage{Lobby: lobby, User: author, Message: string(c.Text), Type: chatEntryText})
	case opServer:
		server, _ := netip.ParseAddrPort(c.Value)
		post(signals.LobbyGameCreated{Lobby: lobby, Server: c.Int, IP: server.Addr().String(), Port: int(server.Port())})
	default:
		post(signals.LobbyDataUpdate{Success: 1, Lobby: lobby, Member: lobby})
	}
	if r.state.Owner != ownerBefore && c.Op != opOwner {
		post(signals.LobbyDataUpdate{Success: 1, Lobby: lobby, Member: lobby})
	}
}

// chatEntryText is EChatEntryType's ChatMsg.
const chatEntryText = 1

// changes takes in what the host has decided.
func (r *replica) changes(from steamtypes.SteamID, m *Message) {
	if from != r.host || m.Term != r.version.Term {
		return
	}
	if m.Seq != r.version.Seq {
		r.lost[from] = true // it does not keep to the protocol
		return
	}
	r.commitAll(m.Changes)
	r.send(from, Message{Kind: kindAck, Term: r.version.Term, Seq: r.version.Seq})
}

func (r *replica) commitAll(changes []Change) {
	for i := range changes {
		if r.isOver() {
			return
		}
		r.commit(&changes[i])
	}
}

// knows reports whether a peer is in the lobby, and has joined it with a number.
func (r *replica) knows(peer steamtypes.SteamID, joined uint64) bool {
	m := r.state.member(peer)
	return m != nil && m.Joined == joined
}

// isOver reports whether we are no longer in the lobby.
func (r *replica) isOver() bool { return r.node.replicas[r.state.Lobby] != r }

// here tells who asks for the lobby that we are in it.
func (r *replica) here() *Message {
	m := &Message{Kind: kindHere, Lobby: r.state.Lobby, Known: true, Owner: r.host}
	if r.leads() {
		m.Host, m.Era = true, r.state.Era
	}
	return m
}

// asksToJoin takes in a joiner's request.
func (r *replica) asksToJoin(from steamtypes.SteamID, m *Message) {
	if !r.leads() {
		r.node.send(from, r.here())
		return
	}
	if r.state.member(from) != nil {
		r.lost[from] = true // it has started over
		r.settle()
	}
	c := &m.Changes[0]
	if c.Author != from || c.Op != opJoin || r.node.verify(m) != nil {
		r.send(from, Message{Kind: kindDenied, Response: steamtypes.EnterError})
		return
	}
	if c.Era != r.state.Era {
		r.node.send(from, r.here()) // somebody has gone meanwhile
		return
	}
	switch err := r.sequence(c); err {
	case nil:
	case errFull:
		r.send(from, Message{Kind: kindDenied, Response: steamtypes.EnterFull})
	default:
		r.send(from, Message{Kind: kindDenied, Response: steamtypes.EnterNotAllowed})
	}
}
