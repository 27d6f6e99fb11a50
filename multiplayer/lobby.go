package multiplayer

import (
	"fmt"
	"slices"
	"time"
)

// awaits says which lobby a peer waits for, that it asked for itself.
type awaits int

const (
	awaitsNothing awaits = iota
	awaitsCreated
	awaitsJoined
)

// HostWithLobby hosts for the members of a lobby of ours, and for those to come.
func (p *Peer) HostWithLobby(lobby int64) Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.hostWithLobby("host_with_lobby", SteamID(lobby))
}

func (p *Peer) hostWithLobby(method string, lobby SteamID) Error {
	owner, err := p.checkLobby(method, lobby)
	if err != OK {
		return err
	}
	if owner != p.home.ID() {
		p.fault(method, "%s: the owner of lobby %d is %s, and only the owner can host: call connect_to_lobby here",
			method, lobby, p.called(owner))
		return ErrCantCreate
	}
	if err := p.start(method, 0); err != OK {
		return err
	}
	p.server, p.id, p.status, p.lobby = true, hostID, Connected, lobby
	p.dialMembers()
	return OK
}

// ConnectToLobby connects to the owner of a lobby, its host, and to the other
// members, and to those to come.
func (p *Peer) ConnectToLobby(lobby int64) Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.connectToLobby("connect_to_lobby", SteamID(lobby))
}

func (p *Peer) connectToLobby(method string, lobby SteamID) Error {
	owner, err := p.checkLobby(method, lobby)
	if err != OK {
		return err
	}
	if owner == p.home.ID() {
		p.fault(method, "%s: you are the owner of lobby %d: call host_with_lobby here (lobby_joined comes to the owner, too)",
			method, lobby)
		return ErrCantCreate
	}
	if err := p.createClient(method, int64(owner), 0); err != OK {
		return err
	}
	p.lobby = lobby
	p.dialMembers()
	return OK
}

func (p *Peer) checkLobby(method string, lobby SteamID) (SteamID, Error) {
	if p.status != Disconnected || p.conns != nil {
		p.fault(method+" in use", "%s: the peer is in use already: close() it first, or make a new one", method)
		return 0, ErrAlreadyInUse
	}
	if p.home.ID() == 0 {
		p.fault(method, notInitialized, method)
		return 0, ErrCantCreate
	}
	owner := p.home.LobbyOwner(lobby)
	if owner == 0 {
		p.fault(method, "%s: you are not a member of lobby %d: wait for lobby_created or lobby_joined", method, lobby)
		return 0, ErrCantCreate
	}
	return owner, OK
}

func (p *Peer) dialMembers() {
	for _, member := range p.home.LobbyMembers(p.lobby) {
		if member != p.own {
			p.dial(member, p.port)
		}
	}
}

func (p *Peer) isMember(user SteamID) bool {
	return slices.Contains(p.home.LobbyMembers(p.lobby), user)
}

// LobbyChanged tells that somebody has come into a lobby, or has left it.
func (p *Peer) LobbyChanged(lobby, user SteamID, entered bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conns == nil || p.lobby == 0 || lobby != p.lobby || user == p.own {
		return
	}
	if entered {
		if !p.refusing {
			p.dial(user, p.port)
		}
		return
	}
	delete(p.roster, user)
	if l := p.users[user]; l != nil && l.lost == nil {
		p.hangUp(l, EndLeft, "the user has left the lobby", true)
	}
}

// AwaitLobby takes the peer from DISCONNECTED to CONNECTING until
// [Peer.LobbyCreated] or [Peer.LobbyJoined]: the game has asked for a lobby by
// the peer's own create_lobby or connect_lobby.
func (p *Peer) AwaitLobby(method string, created bool) Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	own := p.home.ID()
	switch {
	case own == 0:
		p.fault(method, notInitialized, method)
		return ErrDoesNotExist
	case p.status != Disconnected || p.conns != nil:
		p.fault(method+" in use", "%s: the peer is in use already: close() it first, or make a new one", method)
		return ErrAlreadyInUse
	}
	p.life++
	p.warned = nil
	p.status, p.own = Connecting, own
	if p.awaits = awaitsJoined; created {
		p.awaits = awaitsCreated
		p.server, p.id = true, hostID
	} else {
		p.id = newID(own)
	}
	return OK
}

// LobbyCreated tells how creating a lobby went, and reports whether it was the
// peer's.
func (p *Peer) LobbyCreated(lobby SteamID, failure string) bool {
	return p.lobbyReady(awaitsCreated, lobby, failure, p.hostWithLobby)
}

// LobbyJoined tells how joining a lobby went, and reports whether it was the
// peer's.
func (p *Peer) LobbyJoined(lobby SteamID, failure string) bool {
	return p.lobbyReady(awaitsJoined, lobby, failure, p.connectToLobby)
}

func (p *Peer) lobbyReady(what awaits, lobby SteamID, failure string, begin func(string, SteamID) Error) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.awaits != what {
		return false
	}
	method := map[awaits]string{awaitsCreated: "create_lobby", awaitsJoined: "connect_lobby"}[what]
	p.awaits, p.status, p.server = awaitsNothing, Disconnected, false
	if failure != "" {
		p.fault(method, "%s: %s", method, failure)
		p.close()
	} else if begin(method, lobby) != OK {
		p.close()
	}
	return true
}

// Awaits reports whether the peer waits for a lobby to be created, or joined.
func (p *Peer) Awaits() (created, joined bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.awaits == awaitsCreated, p.awaits == awaitsJoined
}

// takeRoster takes the host's word of who is connected to it.
func (p *Peer) takeRoster(users []SteamID) {
	now := time.Now()
	for user := range p.roster {
		if !slices.Contains(users, user) {
			delete(p.roster, user)
		}
	}
	members := p.home.LobbyMembers(p.lobby)
	for _, user := range users {
		if p.roster[user] == nil && user != p.own && slices.Contains(members, user) {
			p.roster[user] = &missing{since: now, dialed: now}
		}
	}
}

// lookForMissing calls members again that the host sees and we don't, and says
// so when it does not help.
func (p *Peer) lookForMissing(now time.Time) {
	if p.server || p.status != Connected || now.Sub(p.looked) < time.Second {
		return
	}
	p.looked = now
	for user, m := range p.roster {
		l := p.users[user]
		if l != nil && l.up {
			m.since = now
			continue
		}
		if l == nil && !m.closed && !p.refusing && now.Sub(m.dialed) >= RedialTime {
			m.dialed = now
			p.dial(user, p.port)
		}
		if !m.warned && now.Sub(m.since) >= MeshTime {
			m.warned = true
			p.tell(Event{Kind: Warning, Text: fmt.Sprintf("%s and %s are in the same game and can't connect to each other, "+
				"so neither sees the other. Set server_relay = true on all sides and use create_host and create_client, "+
				"so that the host passes everything on", p.called(p.own), p.called(user))})
		}
	}
}
