package lobby

import (
	"maps"
	"slices"

	"godotsteam/steamtypes"
)

// joining is our wish to be let in.
type joining struct {
	lobby  steamtypes.SteamID
	change *Change                     // how we asked to be let in
	asked  map[steamtypes.SteamID]bool // who has not said yet whether they are in it
	known  bool                        // somebody is
	host   steamtypes.SteamID          // who has been asked to let us in

	// held are candidates who ask for our promise: the host may have let us
	// in, and have gone before we hear of it.
	held map[steamtypes.SteamID]*Message
}

// Join asks some peers for a lobby, and its host among them to let us in.
func (n *Node) Join(lobby steamtypes.SteamID, peers []steamtypes.SteamID) {
	if !IsLobbyID(lobby) {
		n.joined(lobby, steamtypes.EnterDoesntExist)
		return
	}
	if n.replicas[lobby] != nil {
		n.joined(lobby, steamtypes.EnterSuccess)
		return
	}
	if n.joining[lobby] != nil {
		return
	}
	if len(n.replicas)+len(n.joining) >= maxLobbies {
		n.joined(lobby, steamtypes.EnterError)
		return
	}
	j := &joining{lobby: lobby, asked: make(map[steamtypes.SteamID]bool), held: make(map[steamtypes.SteamID]*Message)}
	n.joining[lobby] = j
	j.ask(n, peers)
	j.settle(n)
}

// Joins reports whether we want to be let in to a lobby.
func (n *Node) Joins(lobby steamtypes.SteamID) bool { return n.joining[lobby] != nil }

// Awaits reports whether [Node.Receive] would have to verify a message: it is
// about a lobby that we share, or the host's answer to our wish to join one.
func (n *Node) Awaits(from steamtypes.SteamID, m *Message) bool {
	if m.verified || m.Check() != nil {
		return false
	}
	r, j := n.replicas[m.Lobby], n.joining[m.Lobby]
	switch m.Kind {
	case kindWelcome:
		return j != nil && j.host == from
	case kindJoin:
		return r != nil && r.leads()
	case kindPropose, kindChanges, kindNudge, kindPrepare, kindPromise, kindFollow:
		if j != nil {
			return j.holds(m)
		}
		return r != nil && r.joined == m.To && r.knows(from, m.From)
	}
	return false
}

// Retry asks the peers that there are now who the host is, unless it is known.
// It reports whether we are still outside and waiting.
func (n *Node) Retry(lobby steamtypes.SteamID, peers []steamtypes.SteamID) bool {
	if j := n.joining[lobby]; j != nil && j.host == 0 {
		clear(j.asked)
		j.ask(n, peers)
		j.settle(n)
	}
	return n.Joins(lobby)
}

// GiveUp ends the wish.
func (n *Node) GiveUp(lobby steamtypes.SteamID) {
	if j := n.joining[lobby]; j != nil {
		if j.known {
			j.fail(n, steamtypes.EnterError)
		} else {
			j.fail(n, steamtypes.EnterDoesntExist)
		}
	}
}

func (j *joining) ask(n *Node, peers []steamtypes.SteamID) {
	for _, id := range peers {
		if id != n.self {
			j.asked[id] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(j.asked)) {
		n.send(id, &Message{Kind: kindFind, Lobby: j.lobby})
	}
}

// settle gives up when nobody knows the lobby.
func (j *joining) settle(n *Node) {
	if len(j.asked) == 0 && !j.known {
		j.fail(n, steamtypes.EnterDoesntExist)
	}
}

func (j *joining) fail(n *Node, how steamtypes.ChatRoomEnterResponse) {
	delete(n.joining, j.lobby)
	j.notLetIn(n)
	n.joined(j.lobby, how)
}

// notLetIn gives up on the host that was asked.
func (j *joining) notLetIn(n *Node) {
	j.host = 0
	for _, id := range slices.Sorted(maps.Keys(j.held)) {
		n.send(id, &Message{Kind: kindBye, Lobby: j.lobby, From: j.held[id].To})
	}
	clear(j.held)
}

// holds reports whether a message is for the member that we may be already.
func (j *joining) holds(m *Message) bool { return j.host != 0 && j.change.Number == m.To }

// lost takes in that what we have asked a peer, or its answer, may be lost: that
// is no answer. If the peer is still there, Retry asks it again.
func (j *joining) lost(n *Node, peer steamtypes.SteamID) {
	delete(j.held, peer)
	if j.host == peer {
		j.notLetIn(n)
	}
}

// here takes in what a peer knows of the lobby.
func (j *joining) here(n *Node, from steamtypes.SteamID, m *Message) {
	delete(j.asked, from)
	j.known = j.known || m.Known || m.Host
	switch {
	case m.Host && (j.host == 0 || j.host == from && j.change.Era != m.Era):
		j.host = from
		// A new one, so that no old message is about it.
		j.change = n.signed(j.lobby, Change{Op: opJoin, Era: m.Era, Targets: []steamtypes.SteamID{from}})
		n.send(from, &Message{Kind: kindJoin, Lobby: j.lobby, Changes: []Change{*j.change}})
	case !m.Host && j.host == from:
		j.notLetIn(n) // the next host will say so
	}
	j.settle(n)
}

// receiveOutside takes in what is said between peers that need not be in a
// lobby together.
func (n *Node) receiveOutside(from steamtypes.SteamID, m *Message) {
	r, j := n.replicas[m.Lobby], n.joining[m.Lobby]
	switch m.Kind {
	case kindFind:
		if r != nil {
			r.finds(from)
		} else {
			n.send(from, &Message{Kind: kindHere, Lobby: m.Lobby})
		}
	case kindHere:
		if j != nil {
			j.here(n, from, m)
		}
		if r != nil {
			r.hears(from, m)
		}
	case kindJoin:
		if r == nil {
			n.send(from, &Message{Kind: kindHere, Lobby: m.Lobby})
			return
		}
		r.asksToJoin(from, m)
		r.settle()
	case kindYield:
		if r != nil {
			r.askedToAgree(from)
		} else {
			n.send(from, &Message{Kind: kindHere, Lobby: m.Lobby})
		}
	case kindAgreed:
		if r != nil {
			r.agreed(from)
		}
	case kindDenied:
		if j != nil && j.host == from {
			switch m.Response {
			case steamtypes.EnterFull, steamtypes.EnterNotAllowed:
				j.fail(n, m.Response)
			default:
				j.fail(n, steamtypes.EnterError)
			}
		}
	case kindWelcome:
		n.welcomed(from, j, m)
	case kindQuery:
		n.send(from, &Message{Kind: kindList, Lobby: m.Lobby, Number: m.Number, Lobbies: n.hosted(m.Lobby)})
	case kindList:
		n.listed(from, m)
	}
}

// bye declines a welcome.
func (n *Node) bye(to steamtypes.SteamID, welcome *Message) {
	n.send(to, &Message{Kind: kindBye, Lobby: welcome.Lobby, From: welcome.To})
}

// welcomed takes in a lobby that has let us in.
func (n *Node) welcomed(from steamtypes.SteamID, j *joining, m *Message) {
	if j == nil || j.host != from {
		if n.replicas[m.Lobby] == nil {
			n.bye(from, m) // we have left meanwhile
		}
		return
	}
	s := m.State
	err := n.verify(m)
	self := s.member(n.self)
	if err != nil || s.Lobby != m.Lobby || s.Owner != from || self == nil || self.Joined != j.change.Number ||
		m.Term >= lastTerm || uint64(len(m.Changes)) > m.Seq {
		n.bye(from, m)
		j.fail(n, steamtypes.EnterError)
		return
	}
	delete(n.joining, m.Lobby)
	r := newReplica(n, s, Version{m.Term, m.Seq})
	r.log = m.Changes
	for i := range r.log {
		r.logSize += encodedSize(&r.log[i])
	}
	n.replicas[m.Lobby] = r
	r.send(from, Message{Kind: kindAck, Term: m.Term, Seq: m.Seq})
	n.joined(m.Lobby, steamtypes.EnterSuccess)
	for _, id := range slices.Sorted(maps.Keys(j.held)) {
		n.Receive(id, j.held[id]) //nolint:errcheck // it was checked when it came
	}
	r.settle()
}
