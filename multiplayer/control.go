package multiplayer

import (
	"encoding/binary"
	"slices"
)

// What peers of ours say to each other, and to nobody else: messages on lane 0,
// sent reliably, that begin with a mark of eight bytes. The first is a greeting.
// GodotSteam's peers never send one, and never get one (see ids.go). What is
// about a channel goes on the channel's own lane, behind its packets.
//
//	mark(8) 1 version(1) channels(1)   greeting
//	mark(8) 2 Steam ID(8) …            roster: who is connected to the host
//	mark(8) 3                          turn: what is unreliable and in order was
//	                                   sent reliably, and is not from here on
const controlMark = "\xd2GoPeer\x9b"

const (
	controlGreeting = 1
	controlRoster   = 2
	controlTurn     = 3

	controlVersion = 1
	maxRoster      = 250 // a lobby's members
)

func appendIdentity(b []byte, id int32) []byte {
	return binary.LittleEndian.AppendUint32(b, uint32(id))
}

// parseIdentity reads a handshake: an ID in four bytes.
func parseIdentity(b []byte) (int32, bool) {
	if len(b) != 4 {
		return 0, false
	}
	id := binary.LittleEndian.Uint32(b)
	if id == 0 || id > mostID {
		return 0, false
	}
	return int32(id), true
}

func isControl(m *Message) bool {
	return m.Reliable && m.Lane == 0 && len(m.Data) > len(controlMark) && string(m.Data[:len(controlMark)]) == controlMark
}

func greeting(channels int) []byte {
	return append([]byte(controlMark), controlGreeting, controlVersion, byte(channels))
}

var turn = string(append([]byte(controlMark), controlTurn))

func isTurn(m *Message) bool { return m.Reliable && string(m.Data) == turn }

// turn has what is unreliable and in order go as what it is on a channel, once.
// Until the other side has seen that, it drops what overtakes the packets that
// went reliably before its greeting was here.
func (p *Peer) turn(l *Link, channel int) Result {
	if l.turned[channel] {
		return ResultOK
	}
	r := p.conns.Send(l.handle, []byte(turn), FlagReliable|FlagNoNagle, channel)
	l.turned[channel] = r == ResultOK
	return r
}

func roster(users []SteamID) []byte {
	b := append([]byte(controlMark), controlRoster)
	for _, user := range users[:min(len(users), maxRoster)] {
		b = binary.LittleEndian.AppendUint64(b, uint64(user))
	}
	return b
}

// control takes what a peer of ours says. Unknown words are of a later version.
func (p *Peer) control(l *Link, b []byte) {
	b = b[len(controlMark):]
	switch {
	case b[0] == controlGreeting && len(b) >= 3 && b[2] > 0:
		if l.theirChannels > 0 {
			return
		}
		l.theirChannels = int(b[2])
		l.newest = make([]int64, l.theirChannels)
		p.greet(l)
		for _, m := range l.early {
			p.deliver(l, m)
		}
		l.early = nil
		p.rosterChanged = true // they can hear it now
	case b[0] == controlRoster && l.id == hostID && !p.server && p.lobby != 0:
		var users []SteamID
		for b = b[1:]; len(b) >= 8 && len(users) < maxRoster; b = b[8:] {
			users = append(users, SteamID(binary.LittleEndian.Uint64(b)))
		}
		p.takeRoster(users)
	}
}

// greet tells a peer of ours that we are one, once.
func (p *Peer) greet(l *Link) {
	if !l.greeted {
		l.greeted = true
		p.conns.Send(l.handle, greeting(p.channels), FlagReliable|FlagNoNagle, 0)
	}
}

// tellRoster tells the peers of ours who is here.
func (p *Peer) tellRoster() {
	if !p.rosterChanged || !p.server || p.lobby == 0 {
		return
	}
	p.rosterChanged = false
	var users []SteamID
	for _, l := range p.peers {
		users = append(users, l.user)
	}
	slices.Sort(users)
	b := roster(users)
	for _, l := range p.peers {
		if l.theirChannels > 0 {
			p.conns.Send(l.handle, b, FlagReliable, 0)
		}
	}
}
