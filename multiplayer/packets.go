package multiplayer

import "time"

// packet is a message that the game can read.
type packet struct {
	Message
	from    *Link
	channel int
	mode    Mode
}

// deliver makes a packet of a message.
func (p *Peer) deliver(l *Link, m Message) {
	k := packet{Message: m, from: l, channel: m.Lane, mode: Reliable}
	switch {
	case isTurn(&m):
		if m.Lane < len(l.theirTurns) {
			l.theirTurns[m.Lane] = true
		}
		m.release()
		return
	case m.Reliable:
	default:
		k.mode = Unreliable
		switch {
		case l.theirChannels > 0 && m.Lane >= l.theirChannels:
			k.channel, k.mode = m.Lane-l.theirChannels, UnreliableOrdered
			if k.channel >= l.theirChannels || !l.theirTurns[k.channel] || m.Number <= l.newest[k.channel] {
				m.release() // late: it counts as lost
				return
			}
			l.newest[k.channel] = m.Number
		case l.ours && l.theirChannels == 0 && m.Lane > 0 && time.Since(l.since) < HandshakeTime:
			if len(l.early) >= MaxEarly {
				m.release()
				return
			}
			l.early = append(l.early, m) // its greeting says what the lane means, and is not here yet
			return
		}
	}
	l.queued++
	p.packets = append(p.packets, k)
}

// Available returns how many packets can be read.
func (p *Peer) Available() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.packets) - p.packet
}

// Head describes the packet that Get returns next: from whom, on which channel,
// and how it came. Without one it is 0, 0, Reliable.
func (p *Peer) Head() (peer int32, channel int, mode Mode) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.packet == len(p.packets) {
		return 0, 0, Reliable
	}
	k := &p.packets[p.packet]
	return k.from.id, k.channel, k.mode
}

// Get returns the next packet, whose bytes are valid until Done.
func (p *Peer) Get() (Message, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.packet == len(p.packets) {
		return Message{}, false
	}
	k := &p.packets[p.packet]
	m := k.Message
	k.from.queued--
	*k = packet{}
	p.packet++
	p.read++
	return m, true
}

// Done gives back the memory of a packet that Get returned.
func (m Message) Done() { m.release() }

// compact forgets packets that were read.
func (p *Peer) compact() {
	n := copy(p.packets, p.packets[p.packet:])
	clear(p.packets[n:])
	p.packets, p.packet = p.packets[:n], 0
}

// dropPackets forgets a link's packets.
func (p *Peer) dropPackets(l *Link) {
	if l.queued == 0 {
		return
	}
	kept := p.packets[:p.packet]
	for _, k := range p.packets[p.packet:] {
		if k.from == l {
			k.release()
		} else {
			kept = append(kept, k)
		}
	}
	clear(p.packets[len(kept):])
	p.packets, l.queued = kept, 0
}

// SetTarget says to whom Put sends: 0 all, an ID one, −ID all but one.
func (p *Peer) SetTarget(id int32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.target = id
}

// Target returns what SetTarget was given.
func (p *Peer) Target() int32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.target
}

// SetChannel says on which channel Put sends.
func (p *Peer) SetChannel(channel int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.channel = channel
}

// Channel returns what SetChannel was given.
func (p *Peer) Channel() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.channel
}

// SetMode says how Put sends.
func (p *Peer) SetMode(mode Mode) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mode = mode
}

// Mode returns what SetMode was given.
func (p *Peer) Mode() Mode {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mode
}

// Put sends a packet to the target and reports what Steam says of it; of several
// peers, what it says of the first that does not get it.
func (p *Peer) Put(data []byte) Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.status != Connected || p.conns == nil {
		return ErrUnconfigured
	}
	if err := p.checkSize(len(data)); err != OK {
		return err
	}
	channel := p.channel
	if channel < 0 || channel >= p.channels {
		p.warn("channel", "channel %d goes out on channel 0: there are channels 0 to %d; raise the project setting "+
			"steam/multiplayer_peer/max_channels on all sides", channel, p.channels-1)
		channel = 0
	}
	switch l := p.peers[max(p.target, -p.target)]; {
	case p.target != 0 && l == nil:
		return ErrInvalidParameter
	case p.target > 0:
		return p.send(l, data, channel, p.mode)
	default:
		result := OK
		for _, other := range p.order {
			if other == l {
				continue
			}
			if err := p.send(other, data, channel, p.mode); err != OK && result == OK {
				result = err
			}
		}
		return result
	}
}

func (p *Peer) checkSize(n int) Error {
	if n == 0 {
		return ErrInvalidParameter
	}
	if n > MaxPacket {
		p.warn("size", "a packet of %d bytes was not sent: Steam takes at most %d; send it in parts", n, MaxPacket)
		return ErrInvalidParameter
	}
	return OK
}

func (p *Peer) send(l *Link, data []byte, channel int, mode Mode) Error {
	flags, lane := Flags(0), channel
	switch {
	case mode == UnreliableOrdered && l.theirChannels > 0 && p.lanes > p.channels:
		if r := p.turn(l, channel); r != ResultOK {
			return r.asError()
		}
		lane = p.channels + channel
	case mode != Unreliable:
		flags = FlagReliable // GodotSteam's peers have nothing in between
	}
	if p.noNagle {
		flags |= FlagNoNagle
	}
	if p.noDelay {
		flags |= FlagNoNagle
		if flags&FlagReliable == 0 {
			flags |= FlagNoDelay // Steam refuses it for what is reliable
		}
	}
	r := p.conns.Send(l.handle, data, flags, lane)
	if r == ResultLimitExceeded && mode == Reliable {
		p.warn("buffer", "a reliable packet of %d bytes to peer %d was not sent: more than %d MiB wait to be sent to it. "+
			"Send less, or spread it over several frames", len(data), l.id, SendBuffer>>20)
	}
	return r.asError()
}

// Put sends a packet to the link's peer, reliably, on channel 0.
func (l *Link) Put(data []byte) Error {
	p := l.p
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conns == nil || !l.up {
		return ErrUnavailable
	}
	if err := p.checkSize(len(data)); err != OK {
		return err
	}
	return p.send(l, data, 0, Reliable)
}
