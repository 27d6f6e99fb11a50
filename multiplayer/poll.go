package multiplayer

import (
	"fmt"
	"time"
)

// asking is somebody who asks for a connection and is no member of the lobby,
// as far as we have heard.
type asking struct {
	handle Handle
	user   SteamID
	since  time.Time
}

// Poll takes what has happened, a thing at a time, and tells it right away, so
// that the peer is at each moment what it was said to be. tell may call the
// peer. It is the caller's thread, and nothing else tells anything but Drain.
func (p *Peer) Poll(tell func(Event)) {
	p.mu.Lock() // no defer: tell runs without the lock, and may panic
	p.compact()
	life, kept := p.life, false
	for {
		p.drain(tell)
		if p.conns == nil || p.life != life {
			break
		}
		if p.step() {
			continue
		}
		if kept {
			break
		}
		p.keepHouse()
		kept = true
	}
	p.mu.Unlock()
}

// Drain tells what has not been told.
func (p *Peer) Drain(tell func(Event)) {
	p.mu.Lock()
	p.drain(tell)
	p.mu.Unlock()
}

func (p *Peer) drain(tell func(Event)) {
	for len(p.events) > 0 || p.ending {
		if len(p.events) == 0 {
			p.close() // what was lost has been told
			continue
		}
		e := p.events[0]
		p.events = p.events[1:]
		p.mu.Unlock()
		tell(e)
		p.mu.Lock()
	}
}

// step takes one change or message, and reports whether there was one.
func (p *Peer) step() bool {
	if c, ok := p.conns.NextChange(); ok {
		p.change(c)
		return true
	}
	if p.freshAt == len(p.fresh) && !p.receive() {
		return false
	}
	m := p.fresh[p.freshAt]
	p.fresh[p.freshAt] = Message{}
	p.freshAt++
	p.take(m)
	return true
}

// receive takes as many messages as there is room for.
func (p *Peer) receive() bool {
	room := min(len(p.scratch), MaxQueued-(len(p.packets)-p.packet))
	if room <= 0 {
		p.drained = false
		return false
	}
	n := p.conns.Receive(p.scratch[:room])
	p.fresh, p.freshAt = p.scratch[:n], 0
	p.drained = n < room
	return n > 0
}

// change takes a change of a connection.
func (p *Peer) change(c Change) {
	l := p.links[c.Connection]
	switch {
	case l == nil && c.State == StateConnecting && c.Incoming:
		p.knock(c)
	case l == nil && c.State.ended():
		p.stopAsking(c.Connection)
		p.conns.Close(c.Connection, EndClosed, "", false)
	case l == nil || l.lost != nil:
	case c.State == StateConnected:
		p.connect(l)
	case c.State.ended():
		l.lost, l.state = &c, c.State
	default:
		l.state = c.State
	}
}

// knock takes somebody's wish to be connected.
func (p *Peer) knock(c Change) {
	switch {
	case p.refusing:
		p.note("%s was refused: refuse_new_connections is true", p.called(c.User))
		p.conns.Close(c.Connection, EndRefused, refusedText, false)
	case len(p.links)+len(p.asking) >= MaxPeers:
		p.warn("full", "%s was refused: there are %d peers, and no more can be", p.called(c.User), MaxPeers)
		p.conns.Close(c.Connection, EndRefused, "the peer has as many connections as it can have", false)
	case p.lobby != 0 && !p.isMember(c.User):
		p.asking = append(p.asking, asking{c.Connection, c.User, time.Now()})
	default:
		p.accept(c.Connection, c.User)
	}
}

func (p *Peer) accept(h Handle, user SteamID) {
	old := p.users[user]
	switch {
	case old != nil && old.connected:
		p.note("%s has connected anew", p.called(user))
		p.hangUp(old, EndReplaced, "the user has connected anew", false)
	case old != nil: // the call that we made: they called, too
		p.conns.Close(old.handle, EndReplaced, "the user has called us", false)
		p.remove(old)
	}
	if r := p.conns.Accept(h); r != ResultOK && r != ResultDuplicate {
		p.note("the connection with %s could not be accepted (result %d)", p.called(user), r)
		p.conns.Close(h, EndClosed, "it could not be accepted", false)
		if old != nil {
			p.checkHost(old)
		}
		return
	}
	p.newLink(h, user)
}

func (p *Peer) stopAsking(h Handle) {
	for i, a := range p.asking {
		if a.handle == h {
			p.asking = append(p.asking[:i], p.asking[i+1:]...)
			return
		}
	}
}

// take takes a message.
func (p *Peer) take(m Message) {
	l := p.links[m.Connection]
	if l == nil {
		m.release()
		return
	}
	if !l.connected {
		p.connect(l) // Steam tells of it later than of the message
	}
	switch {
	case l.id == 0:
		p.introduce(l, m.Data)
		m.release()
	case isControl(&m) && !isTurn(&m):
		p.control(l, m.Data)
		m.release()
	case l.up:
		p.deliver(l, m)
	case len(l.held) >= MaxHeld:
		m.release()
		p.reject(l, EndFlood, "too much was sent before the host was there")
	default:
		l.held = append(l.held, m)
	}
}

// keepHouse does what is done once a poll.
func (p *Peer) keepHouse() {
	now := time.Now()
	for _, l := range p.list {
		switch {
		case l.lost != nil:
			p.lose(l)
		case l.connected && l.id == 0 && now.Sub(l.since) >= HandshakeTime:
			p.warnOfHost(l, "it did not say who it is: does its game use SteamMultiplayerPeer?")
			p.reject(l, EndSilent, "no peer ID came in time")
		}
		if p.ending {
			return
		}
	}
	for i := 0; i < len(p.asking); i++ {
		a := p.asking[i]
		switch {
		case p.isMember(a.user):
			p.asking = append(p.asking[:i], p.asking[i+1:]...)
			i--
			p.knock(Change{Connection: a.handle, User: a.user})
		case now.Sub(a.since) >= MemberTime:
			p.asking = append(p.asking[:i], p.asking[i+1:]...)
			i--
			p.note("%s was refused: it is not a member of the lobby", p.called(a.user))
			p.conns.Close(a.handle, EndNotMember, "you are not a member of the lobby", false)
		}
	}
	p.lookForMissing(now)
	p.tellRoster()
	p.read = 0
}

// lose ends a link whose connection has ended, once what it sent has been read.
// A game that does not read does not keep it.
func (p *Peer) lose(l *Link) {
	if l.up && (l.queued > 0 || !p.drained) && (!l.waited || p.read > 0) {
		l.waited = true
		return
	}
	c := *l.lost
	p.conns.Close(l.handle, EndClosed, "", false)
	if m := p.roster[l.user]; m != nil {
		m.closed = c.State == StateClosedByPeer && c.End >= EndClosed && c.End < 3000
	}
	if l.up {
		p.note("%s is gone: %s", p.called(l.user), why(c))
		p.forget(l)
		return
	}
	if c.End == EndBadCert && l.called && l.badCerts < maxBadCerts && p.redial(l) {
		return
	}
	p.warnOfHost(l, why(c))
	p.note("no connection with %s: %s", p.called(l.user), why(c))
	p.tell(Event{Kind: SessionFailed, User: l.user, End: c.End, State: c.State})
	p.forget(l)
}

func (p *Peer) warnOfHost(l *Link, why string) {
	if !p.server && l.user == p.host {
		p.warn("failed", "no connection with the host %s: %s", p.called(l.user), why)
	}
}

// redial calls again in place of a link that came to nothing.
func (p *Peer) redial(l *Link) bool {
	p.remove(l)
	if p.dial(l.user, l.port) != OK {
		p.links[l.handle], p.users[l.user] = l, l
		p.list = append(p.list, l)
		return false
	}
	p.users[l.user].badCerts = l.badCerts + 1
	return true
}

func why(c Change) string {
	text := "no reason was given"
	if c.Text != "" {
		text = fmt.Sprintf("%q", c.Text) // the other side may have chosen it
	}
	switch {
	case c.End == EndTimeout:
		return fmt.Sprintf("it could not be reached in time, or its game is not hosting on this virtual port (end %d, %s)",
			c.End, text)
	case c.State == StateClosedByPeer:
		return fmt.Sprintf("the other side has closed it: %s (end %d)", text, c.End)
	}
	return fmt.Sprintf("%s (end %d)", text, c.End)
}
