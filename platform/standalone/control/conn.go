package control

// The connections that carry what peers tell each other beside the game's
// packets. Each side of a pair dials one and only writes to it, on a single
// stream; so there is one ordered way in each direction, whoever dialed first.
// When either ends, both are closed, and the peer counts as lost until it is
// dialed again.

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	"godotsteam/platform/standalone/lobby"
	"godotsteam/platform/standalone/tasks"
	"godotsteam/steamtypes"
)

// What strangers and members can take from us is bounded for each and for all
// together: docs/internals/lobbies.md tells what is left to them.
const (
	// maxQueue bounds what waits for one peer. A peer that does not
	// read is lost.
	maxQueue = 32 << 20

	// maxQueueTotal bounds what waits for all. When it is reached, the peer
	// that most waits for is lost.
	maxQueueTotal = 128 << 20

	// maxLarge bounds the large frames that are being received, those of
	// strangers and those of all others. A peer that has begun one has
	// frameTimeout to finish it.
	maxLarge     = 16 << 20
	frameTimeout = 10 * time.Second

	// workRate is how much a peer may ask of us each second, and workBurst at
	// once: 100 proposals (500), or 40 questions (200). One that asks for more is
	// read more slowly, and waits.
	workRate  = 100 * lobby.CostOfProposal
	workBurst = 500 * lobby.CostOfProposal

	// frameUnit is how much of a frame costs one unit of work.
	frameUnit = 64 << 10
)

// outbound is a connection that we write to.
type outbound struct {
	peer   steamtypes.SteamID
	ctx    context.Context
	cancel context.CancelFunc
	wake   chan struct{}
	done   chan struct{}

	// Guarded by control.mu.
	retry     context.CancelFunc // has it dialed anew, while it is being dialed
	ways      []endpoint.Way     // where it is being dialed
	queue     [][]byte           // frames
	bytes     int                // of all frames that QUIC has not taken over
	over      bool               // nothing is queued any more
	finishing bool
}

// connect begins to dial a peer, with our profile as the first thing to say.
func (c *Control) connect(peer *neighbour) {
	ctx, cancel := context.WithCancel(c.Tasks.Context())
	o := &outbound{peer: peer.id, ctx: ctx, cancel: cancel, wake: make(chan struct{}, 1), done: make(chan struct{})}
	peer.out = o
	c.say(o, message{Profile: c.ours()})
	c.Tasks.Go(func() {
		err := tasks.Guard(func() error { return c.write(o, peer) })
		close(o.done)
		c.mu.Lock()
		defer c.mu.Unlock()
		c.abandon(o)
		if p := c.peers[o.peer]; p != nil && p.out == o {
			c.lose(p, fmt.Sprint(err))
		}
	})
}

// dial calls a peer: when it may be called, or as soon as it has called us.
// Then it may have only just started, and the one that we look for elsewhere be gone.
func (c *Control) dial(o *outbound, peer *neighbour) (*quic.Conn, error) {
	for {
		ctx, cancel := context.WithCancel(o.ctx)
		conn, err := c.dialUntil(ctx, cancel, o, peer)
		anew := ctx.Err() != nil && o.ctx.Err() == nil
		cancel()
		if err == nil || !anew {
			return conn, err
		}
	}
}

// dialUntil calls a peer, until retry is called or ctx is done.
func (c *Control) dialUntil(ctx context.Context, retry func(), o *outbound, peer *neighbour) (*quic.Conn, error) {
	c.mu.Lock()
	o.retry, o.ways = retry, nil
	called := peer.in != nil
	c.mu.Unlock()
	if !called {
		if err := peer.dials.Wait(ctx); err != nil {
			return nil, err
		}
	}
	ways, here := c.Places.WaysTo(peer.id)
	c.mu.Lock()
	ways = append(ways, peer.calledFrom()...)
	peer.listed = peer.listed || here.IsValid() // so that it is missed even if it dies before we look again
	o.ways = ways
	c.mu.Unlock()
	conn, err := c.Endpoint.DialAny(ctx, peer.id, ways, c.Endpoint.Control)
	c.mu.Lock()
	defer c.mu.Unlock()
	o.retry, o.ways = nil, nil
	return conn, err
}

// callBack takes in that a peer calls us that we may be looking for elsewhere.
func (o *outbound) callBack(from []endpoint.Way) {
	if o.retry != nil && !slices.ContainsFunc(o.ways,
		func(w endpoint.Way) bool { return slices.Contains(from, endpoint.Way{AddrPort: w.AddrPort}) }) {
		o.retry()
	}
}

// calledFrom returns the address that a peer has called us from, if it has.
func (p *neighbour) calledFrom() []endpoint.Way {
	if p == nil || p.in == nil {
		return nil
	}
	address, err := netip.ParseAddrPort(p.in.RemoteAddr().String())
	if err != nil {
		return nil
	}
	return []endpoint.Way{{AddrPort: address}}
}

// place is where a peer has called us from, invalid if it has not.
func (p *neighbour) place() netip.Addr {
	if p.in == nil {
		return netip.Addr{}
	}
	return endpoint.PlaceOf(p.in.RemoteAddr())
}

// CalledFrom is for those that want to call a peer back for a session.
func (c *Control) CalledFrom(peer steamtypes.SteamID) []endpoint.Way {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.peers[peer].calledFrom()
}

// send tells a peer something, as soon as it is connected.
func (c *Control) send(to steamtypes.SteamID, m message) {
	peer := c.peer(to)
	if peer == nil || c.closed && peer.out == nil {
		return
	}
	if peer.out == nil {
		c.connect(peer)
	}
	c.say(peer.out, m)
}

func (c *Control) say(o *outbound, m message) {
	if o.over {
		return // it is about to be lost
	}
	frame, err := encodeFrame(m)
	if err == nil && o.bytes+len(frame) > maxQueue {
		err = errTooSlow
	}
	if err != nil {
		c.complain("a peer was given up", o.peer, err)
		c.abandon(o)
		return
	}
	o.queue = append(o.queue, frame)
	o.bytes += len(frame)
	c.waiting += len(frame)
	o.poke()
	if c.waiting > maxQueueTotal {
		c.abandon(c.longestQueue())
	}
}

var errTooSlow = errors.New("it does not read what it is told")

// abandon stops writing to a peer. The peer will be lost.
func (c *Control) abandon(o *outbound) {
	o.cancel()
	c.waiting -= o.bytes
	o.queue, o.bytes, o.over = nil, 0, true
}

func (c *Control) longestQueue() (longest *outbound) {
	for _, peer := range c.peers {
		if o := peer.out; o != nil && (longest == nil || o.bytes > longest.bytes) {
			longest = o
		}
	}
	return longest
}

func (o *outbound) poke() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// errUnreachable says that a peer answers nowhere.
var errUnreachable = errors.New("it can't be reached")

// write dials a peer and writes what is queued, until the connection ends.
func (c *Control) write(o *outbound, peer *neighbour) error {
	conn, err := c.dial(o, peer)
	if err != nil {
		return fmt.Errorf("%w: %w", errUnreachable, err)
	}
	defer conn.CloseWithError(endpoint.CodeClosed, "") //nolint:errcheck
	stream, err := conn.OpenUniStreamSync(o.ctx)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(o.ctx, func() { conn.CloseWithError(endpoint.CodeClosed, "") }) //nolint:errcheck
	defer stop()
	buffered := bufio.NewWriter(stream)
	for {
		frames, finishing := c.takeFrames(o)
		if len(frames) > 0 {
			if err := c.writeFrames(o, buffered, frames); err != nil {
				return err
			}
			continue
		}
		if finishing {
			if err := stream.Close(); err != nil {
				return err
			}
			<-conn.Context().Done() // the peer has read it all
			return context.Cause(conn.Context())
		}
		select {
		case <-o.wake:
		case <-conn.Context().Done():
			return context.Cause(conn.Context())
		}
	}
}

func (c *Control) takeFrames(o *outbound) (frames [][]byte, finishing bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	frames, o.queue = o.queue, nil
	return frames, o.finishing
}

func (c *Control) writeFrames(o *outbound, w *bufio.Writer, frames [][]byte) error {
	for i, frame := range frames {
		if _, err := w.Write(frame); err != nil {
			return err
		}
		frames[i] = nil // it may wait for the rest for long
		c.mu.Lock()
		if !o.over {
			o.bytes -= len(frame)
			c.waiting -= len(frame)
		}
		c.mu.Unlock()
	}
	return w.Flush()
}

// Inbound takes in a connection that a peer writes to.
func (c *Control) Inbound(conn *quic.Conn) {
	id, err := endpoint.PeerOf(conn)
	c.lookFor(id)
	c.mu.Lock()
	defer c.mu.Unlock()
	var peer *neighbour
	if err == nil && !c.closed {
		peer = c.peerFrom(id, endpoint.PlaceOf(conn.RemoteAddr()))
	}
	if peer == nil || !peer.work.AllowN(time.Now(), lobby.CostOfQuestion) {
		conn.CloseWithError(endpoint.CodeRefused, "") //nolint:errcheck
		return
	}
	c.start()
	if peer.in != nil {
		c.lose(peer, "it has connected again")
		c.peers[id] = peer // others may have taken its place meanwhile
	}
	peer.in = conn
	if peer.out == nil {
		c.connect(peer)
	}
	peer.out.callBack(peer.calledFrom())
	c.Tasks.Go(func() {
		err := tasks.Guard(func() error { return c.read(peer, conn) })
		code := endpoint.CodeClosed
		if errors.As(err, new(endpoint.Violation)) {
			code = endpoint.CodeViolation
		}
		conn.CloseWithError(code, "") //nolint:errcheck
		c.mu.Lock()
		defer c.mu.Unlock()
		if peer.in == conn {
			c.lose(peer, fmt.Sprint(err))
		}
	})
}

// read takes in what a peer says, until the connection ends. A peer says who
// it is at once.
func (c *Control) read(peer *neighbour, conn *quic.Conn) error {
	opening, cancel := context.WithTimeout(conn.Context(), endpoint.OpenTimeout)
	defer cancel()
	stream, err := conn.AcceptUniStream(opening)
	if err != nil {
		return err
	}
	wait := time.Now().Add(endpoint.OpenTimeout)
	for {
		stream.SetReadDeadline(wait) //nolint:errcheck // it does not fail
		length, err := readLength(stream)
		if err != nil {
			return err
		}
		// A peer that has asked for much waits: meanwhile nothing of its is taken in.
		if err := peer.work.WaitN(conn.Context(), 1+length/frameUnit); err != nil {
			return err
		}
		stream.SetReadDeadline(time.Now().Add(frameTimeout)) //nolint:errcheck
		if err := c.readFrame(peer, conn, stream, length); err != nil {
			return err
		}
		wait = time.Time{}
	}
}

func (c *Control) readFrame(peer *neighbour, conn *quic.Conn, stream *quic.ReceiveStream, length int) error {
	if length > smallFrame {
		room := c.roomFor(peer)
		if err := room.Acquire(conn.Context(), int64(length)); err != nil {
			return err
		}
		defer room.Release(int64(length))
		stream.SetReadDeadline(time.Now().Add(frameTimeout)) //nolint:errcheck
	}
	m, err := readMessage(stream, length)
	if err != nil {
		return err
	}
	peer.work.ReserveN(time.Now(), m.cost()) // the next frame waits for it
	return c.receive(peer, conn, m)
}

// unlocked does work that takes long while the lock is held: the game does not
// wait for it.
func (c *Control) unlocked(work func()) {
	c.mu.Unlock()
	defer c.mu.Lock()
	work()
}

func (c *Control) receive(peer *neighbour, conn *quic.Conn, m message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m.Lobby != nil && c.node.Awaits(peer.id, m.Lobby) {
		c.unlocked(func() { m.Lobby.Verify(c.AppID, identity.Verify) }) //nolint:errcheck // the message remembers it
	}
	switch {
	case peer.in != conn:
		return net.ErrClosed
	case c.closed:
		return nil // our last words are on their way to it
	}
	return c.hear(peer, m)
}
