package sockets

import (
	"fmt"
	"time"

	"godotsteam/steamtypes"
)

// conn is a connection. Sockets.mu guards it.
//
//	           ACCEPT, or Accept            CLOSE
//	connecting ─────────────────▶ connected ─────▶ closed by peer
//	    │                             │
//	    └── no answer, no path ───────┴──────────▶ problem
//
// From anywhere CloseConnection leads out of the game's sight, at once or, with
// linger, after what waits has been sent.
type conn struct {
	s      *Sockets
	owner  *Owner // nil: the game
	handle Handle
	remote Handle // the peer's, 0 while it is not known
	peer   steamtypes.SteamID
	path   *path
	config config
	name   string

	listener  *listener // that it came in on, nil: none
	incoming  bool      // the peer asked
	accepted  bool      // by us, in a call or by a symmetric connect
	symmetric bool
	port      int // the peer's virtual port
	own       int // ours, −1: none

	state   State
	reason  End
	text    string
	ended   uint64 // counts all that have ended; 0: it has not
	lingers bool   // the game has closed it

	out   sender
	in    receiver
	group *group

	since   time.Time // it is in this state, or lingers
	heard   time.Time // when the last frame came
	asked   time.Time // when the last CONNECT went
	pinged  time.Time // when the last PING went
	timer   *time.Timer
	quality quality
}

// start gives a connection its handle and its place.
func (c *conn) start(p *path) {
	c.handle = c.s.handle()
	c.path = p
	c.heard = time.Now()
	c.out.init(c)
	c.in.init(c)
	c.s.conns[c.handle] = c
	p.conns = append(p.conns, c)
}

// become changes the state and tells.
func (c *conn) become(state State, reason End, text string) {
	old, undelivered := c.state, c.out.isUndelivered()
	c.state, c.reason, c.text, c.since = state, reason, text, time.Now()
	if state.Ended() {
		c.s.endings++
		c.ended = c.s.endings
		c.stop()
	} else {
		c.schedule()
	}
	tell := c.s.changed
	if c.owner != nil {
		tell = c.owner.Changed
	}
	c.s.events = append(c.s.events, event{tell, Change{c.handle, c.info(), old, undelivered}})
}

// stop gives back what only a connection that lives needs. What was received
// stays readable.
func (c *conn) stop() {
	if c.timer != nil {
		c.timer.Stop()
		c.timer = nil
	}
	c.out.drop()
	c.in.dropPieces()
	c.path.detach(c)
}

// free forgets a connection.
func (c *conn) free() {
	c.stop()
	c.in.drop()
	c.setGroup(nil)
	if c.s.conns[c.handle] == c {
		delete(c.s.conns, c.handle)
	}
}

// linger takes a connection out of the game's sight until what waits is sent.
func (c *conn) linger() {
	c.in.dropPieces()
	c.in.drop()
	c.setGroup(nil)
	delete(c.s.conns, c.handle)
	c.lingers, c.since = true, time.Now()
	c.schedule()
	c.path.pump()
}

// fail ends a connection for a reason of ours, and tells the peer.
func (c *conn) fail(reason End, text string) {
	c.reason, c.text = reason, text
	c.sayClose()
	c.become(StateProblem, reason, text)
}

// accept lets messages flow on a connection that the peer asked for.
func (c *conn) accept() {
	c.accepted = true
	c.sayAccept()
	c.connected()
}

func (c *conn) connected() {
	c.heard = time.Now()
	c.become(StateConnected, 0, "")
	c.ping()
	c.path.pump()
}

func (c *conn) say(f frame, reliable bool) {
	f.to = c.remote
	b := appendFrame(nil, &f)
	c.quality.sent(len(b), reliable)
	c.path.send(b, reliable)
}

func (c *conn) ask() {
	c.asked = time.Now()
	c.say(frame{
		kind: frameConnect, from: c.handle, port: c.port, own: c.own, symmetric: c.symmetric, window: c.in.grant(),
	}, true)
}

func (c *conn) sayAccept() {
	c.say(frame{kind: frameAccept, from: c.handle, window: c.in.grant()}, true)
}

func (c *conn) sayClose() {
	if c.incoming && c.path.open {
		c.s.refuse(refusal{c.peer, c.remote})
	}
	c.say(frame{kind: frameClose, from: c.handle, reason: c.reason, text: c.text, heard: c.in.heard}, true)
}

// ping measures. Who has not heard from the peer for long does it on the way
// that loses nothing.
func (c *conn) ping() {
	c.pinged = time.Now()
	c.say(frame{
		kind: framePing, token: uint64(c.s.LocalTimestamp()), frames: c.quality.unreliableOut, heard: c.in.heard,
	}, time.Since(c.heard) > c.timeout(TimeoutConnected)/2)
}

func (c *conn) timeout(name ConfigValue) time.Duration {
	return time.Duration(c.config.int(name)) * time.Millisecond
}

func (c *conn) pingTime() time.Duration {
	return max(min(PingTime, c.timeout(TimeoutConnected)/5), 10*time.Millisecond)
}

// dies is when the connection is given up, unless something happens.
func (c *conn) dies() time.Time {
	switch {
	case c.lingers:
		return c.since.Add(LingerTime)
	case c.state == StateConnecting:
		return c.since.Add(c.timeout(TimeoutInitial))
	}
	return c.heard.Add(c.timeout(TimeoutConnected))
}

// acts is when the connection says something of itself.
func (c *conn) acts() time.Time {
	switch {
	case c.state == StateConnecting && c.incoming:
		return c.dies()
	case c.state == StateConnecting:
		return c.asked.Add(RepeatConnect)
	}
	return c.pinged.Add(c.pingTime())
}

// schedule has the connection's next duty done in time.
func (c *conn) schedule() {
	if c.timer != nil {
		c.timer.Stop()
	}
	if c.state.Ended() {
		return
	}
	if c.asked.IsZero() {
		c.asked = time.Now()
	}
	due := c.dies()
	if acts := c.acts(); acts.Before(due) {
		due = acts
	}
	var timer *time.Timer
	timer = time.AfterFunc(time.Until(due), func() {
		c.s.lock()
		defer c.s.unlock()
		if c.timer == timer {
			c.tick()
		}
	})
	c.timer = timer
}

func (c *conn) tick() {
	now := time.Now()
	switch {
	case !c.dies().After(now):
		c.expire()
		return
	case c.acts().After(now):
	case c.state == StateConnecting && !c.path.open:
		c.asked = now
		c.s.carrier.Open(c.peer)
	case c.state == StateConnecting:
		c.ask()
	default:
		c.ping()
	}
	c.schedule()
}

func (c *conn) expire() {
	switch {
	case c.lingers:
		c.sayClose()
		c.free()
	case c.state == StateConnecting && c.incoming:
		c.fail(EndTimeout, "nobody accepted the connection in time")
	case c.state == StateConnecting && c.path.open:
		c.fail(EndTimeout, "the peer did not accept the connection in time")
	case c.state == StateConnecting:
		c.fail(EndTimeout, "the peer could not be reached in time")
	default:
		c.fail(EndRemoteTimeout, fmt.Sprintf("nothing was heard from the peer for %v", c.timeout(TimeoutConnected)))
	}
}

// take does what a frame to this connection says.
func (c *conn) take(f *frame, size int, reliable bool) {
	c.heard = time.Now()
	c.quality.received(size, reliable)
	switch f.kind {
	case frameAccept:
		c.takeAccept(f)
	case frameClose:
		c.takeClose(f)
	case frameData:
		if c.state == StateConnected && !c.lingers {
			c.in.take(f, reliable)
		}
	case frameWindow:
		c.out.acknowledge(f.heard)
		c.out.widen(f.window)
		c.path.pump()
	case framePing:
		c.out.acknowledge(f.heard)
		c.say(frame{
			kind: framePong, token: f.token, quality: c.quality.local(f.frames), heard: c.in.heard,
		}, reliable)
	case framePong:
		c.out.acknowledge(f.heard)
		if trip := time.Duration(c.s.LocalTimestamp()-int64(f.token)) * time.Microsecond; trip >= 0 && trip < maxRoundTrip {
			c.quality.measured(trip, int(f.quality))
		}
	}
}

func (c *conn) takeAccept(f *frame) {
	switch {
	case c.remote == f.from && c.state == StateConnected: // said again
	case c.state == StateConnecting && !c.incoming:
		c.remote, c.out.limit = f.from, f.window
		c.connected()
	default:
		c.s.deny(c.peer, c.path, f)
	}
}

func (c *conn) takeClose(f *frame) {
	switch {
	case c.remote != 0 && f.from != c.remote:
		return // another connection's
	case c.lingers:
		c.free()
		return
	}
	c.out.acknowledge(f.heard)
	reason := f.reason
	if reason < EndAppMin || reason > endMax {
		reason = EndGeneric
	}
	c.become(StateClosedByPeer, reason, f.text)
}
