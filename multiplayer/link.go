package multiplayer

import (
	"slices"
	"time"
)

// Link is a connection with another user's peer: what SteamPacketPeer shows.
//
//	called, or took a call ─▶ connected ─▶ has said who it is ─▶ up: announced
//	                                                 └─ waits for the host ─┘
//
// Peer.mu guards it.
type Link struct {
	p      *Peer
	handle Handle
	user   SteamID
	port   int
	id     int32 // 0: it has not said
	state  State

	called    bool // we asked
	connected bool // as far as Steam is concerned
	told      bool // our ID was sent
	up        bool
	since     time.Time // connected
	badCerts  int

	ours          bool // its ID says so
	greeted       bool // it was told that we are one of them
	theirChannels int  // of its greeting, 0: there was none
	newest        []int64

	turned     [MaxChannels]bool // channels on which we have sent a turn
	theirTurns [MaxChannels]bool // and those on which they have

	held   []Message // until it is up
	early  []Message // until it has greeted us
	queued int       // packets of it that wait to be read
	lost   *Change   // the connection has ended; what it sent is still read
	waited bool      // a poll has passed since
}

// dial calls a user, unless there is a connection.
func (p *Peer) dial(user SteamID, port int) Error {
	if p.users[user] != nil {
		return OK
	}
	if len(p.links) >= MaxPeers {
		p.warn("too many", "there are %d peers already, and no more can be: %s is not called", MaxPeers, p.called(user))
		return ErrCantCreate
	}
	h := p.conns.Connect(user, port, p.allOptions())
	if h == 0 {
		return ErrCantCreate
	}
	p.stopAsking(h) // the call may have accepted theirs
	p.note("calling %s on virtual port %d", p.called(user), port)
	l := p.newLink(h, user)
	l.port, l.called = port, true
	return OK
}

func (p *Peer) newLink(h Handle, user SteamID) *Link {
	l := &Link{p: p, handle: h, user: user, port: p.port, state: StateConnecting}
	p.links[h], p.users[user] = l, l
	p.list = append(p.list[:len(p.list):len(p.list)], l)
	if p.conns.SetLanes(h, p.lanes) != ResultOK && p.conns.SetLanes(h, p.channels) == ResultOK {
		p.lanes = p.channels
	}
	return l
}

// connect takes a link as connected: we say who we are.
func (p *Peer) connect(l *Link) {
	l.connected, l.state = true, StateConnected
	if l.told {
		return
	}
	l.told, l.since = true, time.Now()
	l.badCerts = 0
	p.note("connected with %s", p.called(l.user))
	p.conns.Send(l.handle, appendIdentity(p.controlBuf[:0], p.id), FlagReliable|FlagNoNagle, 0)
}

// introduce takes the handshake of a link.
func (p *Peer) introduce(l *Link, b []byte) {
	id, ok := parseIdentity(b)
	switch {
	case !ok && len(b) != 4:
		// GodotSteam ignores it, too: what a script sent too early.
		if p.debug > 0 {
			p.warn("early", "a packet of %d bytes came from %s before it said who it is", len(b), p.called(l.user))
		}
		return
	case !ok:
		p.reject(l, EndBadHandshake, "the peer ID is none")
		return
	case id == p.id || id == hostID && !p.mayHost(l) || p.taken(id, l):
		p.warn("taken", "%s says that its peer ID is %d, which is another's: it is not let in", p.called(l.user), id)
		p.reject(l, EndIDTaken, "the peer ID is taken")
		return
	}
	l.id = id
	p.conns.SetUserData(l.handle, int64(id))
	if id != hostID && isOurs(l.user, id) {
		l.ours = true
		p.greet(l)
	}
	p.admit(l)
}

// taken reports whether another link has an ID. Whom we called as the host need
// not be first.
func (p *Peer) taken(id int32, l *Link) bool {
	for _, other := range p.list {
		if other == l || other.id != id {
			continue
		}
		if id == hostID && l.user == p.host && !other.up {
			p.reject(other, EndIDTaken, "the peer ID is the host's")
			return false
		}
		return true
	}
	return false
}

// mayHost reports whether a user may claim to be the host: the one that we
// called as such. In a lobby whose owner has passed it on, another member can
// be; whether it is shows when the owner has said that it is not.
func (p *Peer) mayHost(l *Link) bool {
	return !p.server && (l.user == p.host || p.lobby != 0 && p.status == Connecting)
}

// admit announces whoever may be announced now that l has said who it is. The
// host goes first: nobody else is there before it.
func (p *Peer) admit(l *Link) {
	if p.status == Connected {
		p.announce(l)
		return
	}
	if l.user == p.host && l.id != hostID {
		if p.lobby == 0 {
			p.warn("no host", "%s is not hosting: its peer is a client (does it call create_host?)", p.called(l.user))
			p.reject(l, EndClosed, "it is not the host")
			return
		}
		p.openHost = true
	}
	for _, host := range p.list {
		if host.id == hostID && (host.user == p.host || p.openHost) {
			p.host, p.status = host.user, Connected
			p.announce(host)
			for _, other := range p.list {
				if other.id != 0 && other.lost == nil {
					p.announce(other)
				}
			}
			return
		}
	}
	if p.openHost && !p.hostPending() {
		p.warn("no host", "nobody in the lobby is hosting: does its owner call host_with_lobby?")
		p.ending = true
	}
}

// announce makes a link a peer.
func (p *Peer) announce(l *Link) {
	if l.up || p.conns == nil {
		return
	}
	l.up, l.state = true, StateConnected
	p.peers[l.id] = l
	p.order = append(p.order, l)
	p.rosterChanged = true
	p.tell(Event{Kind: PeerConnected, Peer: l.id})
	for _, m := range l.held {
		p.deliver(l, m)
	}
	l.held = nil
}

// release drops what a link holds back.
func (l *Link) release() {
	for _, m := range append(l.held, l.early...) {
		m.release()
	}
	l.held, l.early = nil, nil
}

// remove takes a link out of the lists, without a word.
func (p *Peer) remove(l *Link) {
	delete(p.links, l.handle)
	if p.users[l.user] == l {
		delete(p.users, l.user)
	}
	p.list = without(p.list, l)
}

func without(list []*Link, l *Link) []*Link {
	i := slices.Index(list, l)
	return append(list[:i:i], list[i+1:]...)
}

// forget takes a link out of everything. Its packets are not read any more.
func (p *Peer) forget(l *Link) {
	if p.links[l.handle] != l {
		return
	}
	p.remove(l)
	l.release()
	p.dropPackets(l)
	defer p.checkHost(l)
	if !l.up {
		return
	}
	l.up = false
	delete(p.peers, l.id)
	p.order = without(p.order, l)
	p.rosterChanged = true
	p.tell(Event{Kind: PeerDisconnected, Peer: l.id})
}

// hangUp ends a link by our will. If nobody is left who can be the host, that
// is the end of the peer, too.
func (p *Peer) hangUp(l *Link, end End, text string, linger bool) {
	if p.links[l.handle] != l {
		return
	}
	p.conns.Close(l.handle, end, text, linger)
	l.state = StateNone
	if linger {
		l.state = StateLinger
	}
	if m := p.roster[l.user]; m != nil {
		m.closed = true
	}
	p.forget(l)
}

// reject is hangUp for a link that does not become a peer.
func (p *Peer) reject(l *Link, end End, text string) {
	p.tell(Event{Kind: SessionFailed, User: l.user, End: end, State: StateProblem})
	p.hangUp(l, end, text, false)
}

// checkHost ends a client that has lost its host, or can't find one any more.
func (p *Peer) checkHost(gone *Link) {
	if p.server || p.conns == nil || p.ending {
		return
	}
	if p.status == Connected {
		p.ending = gone.user == p.host
	} else {
		p.ending = !p.hostPending()
	}
}

// hostPending reports whether there is still somebody who can be our host.
func (p *Peer) hostPending() bool {
	if !p.openHost {
		return p.users[p.host] != nil
	}
	for _, l := range p.list {
		if l.id == 0 || l.id == hostID {
			return true
		}
	}
	return false
}

// Disconnect ends the connection with a peer; both sides are told. Without
// force, what waits is sent first, as far as the platform can. An unknown peer
// is no error.
func (p *Peer) Disconnect(id int32, force bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if l := p.peers[id]; l != nil {
		p.hangUp(l, EndClosed, disconnectText, !force)
	}
}

const disconnectText = "Disconnect requested by application." // GodotSteam's words

// SteamID is the user's.
func (l *Link) SteamID() SteamID { return l.user }

// ID is the peer's.
func (l *Link) ID() int32 {
	l.p.mu.Lock()
	defer l.p.mu.Unlock()
	return l.id
}

// Handle is the connection's.
func (l *Link) Handle() Handle { return l.handle }

// State is the connection's.
func (l *Link) State() State {
	l.p.mu.Lock()
	defer l.p.mu.Unlock()
	return l.state
}

// Disconnect is [Peer.Disconnect] for the link.
func (l *Link) Disconnect(force bool) {
	l.p.mu.Lock()
	defer l.p.mu.Unlock()
	if l.p.links[l.handle] == l {
		l.p.hangUp(l, EndClosed, disconnectText, !force)
	}
}

// Info tells how the connection does, and how many packets wait.
func (l *Link) Info() (Status, int, bool) {
	l.p.mu.Lock()
	defer l.p.mu.Unlock()
	if l.p.conns == nil || l.p.links[l.handle] != l {
		return Status{State: l.state}, 0, false
	}
	s, ok := l.p.conns.Status(l.handle)
	return s, l.queued, ok
}
