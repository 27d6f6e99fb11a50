package p2p

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/tasks"
	"godotsteam/steamtypes"
)

// silence is how long an OPEN may stay unanswered on a link, before another
// link on which the peer asks for us is taken for the better one: the first may
// lead to a process that has died.
const silence = 2 * time.Second

// link is one QUIC connection with a proven peer. Its four goroutines move
// bytes and end with it; what they mean is the session's.
type link struct {
	all    *Sessions
	peer   steamtypes.SteamID
	number uint64 // later links have higher ones
	conn   *quic.Conn
	ctx    context.Context // ends with the connection
	as     endpoint.Guest  // what the peer was to us when it came

	reliable   waker // the stream has something to write
	unreliable waker // there are datagrams to send
	wait       sync.WaitGroup

	// source is where the peer's messages go: nil until we have said OPEN.
	source atomic.Pointer[networking.Source]

	// Guarded by Sessions.mu.
	session   *session
	unopened  bool // it is the peer's, who has said nothing yet
	sayOpen   bool // the writer shall say OPEN
	saidOpen  bool // it shall, or has
	heardOpen bool
	finishing bool // write what waits, then end the stream
	firstOpen time.Time
	lastOpen  time.Time // it is repeated while there is no answer
}

func (t *Sessions) newLink(peer steamtypes.SteamID, conn *quic.Conn) *link {
	t.links++
	return &link{
		all: t, peer: peer, number: t.links, conn: conn, ctx: conn.Context(),
		reliable: newWaker(), unreliable: newWaker(),
	}
}

// run serves the link until it ends.
func (l *link) run() {
	for _, serve := range []func() error{l.readStream, l.readDatagrams, l.writeStream, l.writeDatagrams} {
		l.wait.Go(func() {
			if err := tasks.Guard(serve); err != nil {
				l.fail(err)
			}
		})
	}
	<-l.ctx.Done()
	l.wait.Wait()
	l.ended(context.Cause(l.ctx))
}

// ended tells the session, if the link is of one, when all that came has been delivered.
func (l *link) ended(cause error) {
	l.all.mu.Lock()
	defer l.all.mu.Unlock()
	l.all.Endpoint.Ended(l.conn)
	l.all.noLongerUnopened(l)
	if s := l.session; s != nil {
		l.session = nil
		s.linkEnded(l, cause)
	}
}

// tell runs work with the session that the link is of and with the lock, if it is still of one.
func (l *link) tell(work func(s *session)) {
	l.all.mu.Lock()
	defer l.all.mu.Unlock()
	if l.session != nil {
		work(l.session)
	}
}

// isWelcome tells the session of messages, and reports whether the game is to have them. After the end of the session
// nobody needs to refuse them: the link's source is closed.
func (l *link) isWelcome(arrivals []networking.Arrival) bool {
	welcome := true
	l.tell(func(s *session) { welcome = s.heard(l, arrivals) })
	return welcome
}

// fail ends the link when the peer did what it must not, or for an error of
// ours. Any other error says that the connection has ended by itself.
func (l *link) fail(err error) {
	var violation endpoint.Violation
	var internal tasks.Panic
	switch {
	case errors.As(err, &internal):
		l.all.Log.Error("a peer was disconnected", "steam_id", l.peer, "reason", err)
	case errors.As(err, &violation) && l.source.Load() != nil:
		l.all.Log.Warn("a peer was disconnected", "steam_id", l.peer, "reason", err)
	case errors.As(err, &violation):
		l.all.Log.Debug("a stranger was disconnected", "steam_id", l.peer, "reason", err)
	}
	l.close(endpoint.CodeViolation) // changes nothing on a connection that has ended
}

func (l *link) close(code quic.ApplicationErrorCode) {
	l.conn.CloseWithError(code, "") //nolint:errcheck
}

// wasClosed reports whether a link ended because a game was done with the
// session, here or there.
func wasClosed(cause error) bool {
	var closed *quic.ApplicationError
	return errors.As(cause, &closed) && closed.ErrorCode == endpoint.CodeClosed
}

// isSilent reports whether a peer that was said OPEN to should long have
// answered, if its game wants to.
func (l *link) isSilent() bool { return !l.heardOpen && time.Since(l.firstOpen) >= silence }

// address is the peer's, for debugging.
func (l *link) address() netip.AddrPort {
	udp, ok := l.conn.RemoteAddr().(*net.UDPAddr)
	if !ok {
		return netip.AddrPort{}
	}
	a := udp.AddrPort()
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}

// readStream reads the peer's reliable stream: its OPENs and messages.
func (l *link) readStream() error {
	stream, err := l.conn.AcceptUniStream(l.ctx)
	if err != nil {
		return err
	}
	return newStreamReader(l, stream).run()
}

// readDatagrams does nothing but move bytes on: what is not fetched quickly is
// dropped by QUIC.
func (l *link) readDatagrams() error {
	var arrivals []networking.Arrival
	for {
		b, err := l.conn.ReceiveDatagram(l.ctx)
		if err != nil {
			return err
		}
		source := l.source.Load()
		if source == nil {
			return errNotOpen
		}
		arrivals, err = parseDatagram(arrivals[:0], b)
		if err != nil {
			return err
		}
		if l.isWelcome(arrivals) && !source.Offer(arrivals) {
			l.unreadIsLost()
		}
	}
}

// writeStream writes our reliable stream: OPENs and, when the session is
// active on this link, its messages.
func (l *link) writeStream() error {
	stream, err := l.conn.OpenUniStreamSync(l.ctx)
	if err != nil {
		return err
	}
	var work streamWork
	for l.ctx.Err() == nil {
		work = streamWork{chunks: work.chunks[:0]}
		l.tell(func(s *session) { s.takeStream(l, &work) })
		if work.open {
			if _, err := stream.Write(appendOpen(nil, work.opening)); err != nil {
				return err
			}
		}
		for i, c := range work.chunks {
			_, err := stream.Write(c.bytes) // waits when the peer's game is slow to read
			l.tell(func(s *session) { s.queue.sent(len(c.bytes), c.messages, false) })
			c.free()
			work.chunks[i] = nil
			if err != nil {
				return err
			}
		}
		if work.finish {
			return stream.Close() // the peer answers by closing the link
		}
		if len(work.chunks) == 0 {
			l.reliable.wait(l.ctx)
		}
	}
	return nil
}

func (l *link) writeDatagrams() error {
	var queued []*datagram
	for l.ctx.Err() == nil {
		queued = queued[:0]
		l.tell(func(s *session) { queued = s.takeDatagrams(l, queued) })
		for i, d := range queued {
			err := l.conn.SendDatagram(d.bytes) // waits when the network is slow
			var tooLarge *quic.DatagramTooLargeError
			if errors.As(err, &tooLarge) {
				l.reroute(d)
				err = nil
			} else {
				l.tell(func(s *session) { s.queue.sent(len(d.bytes), d.messages, true) })
			}
			d.free()
			queued[i] = nil
			if err != nil {
				return err
			}
		}
		if len(queued) == 0 {
			l.unreliable.wait(l.ctx)
		}
	}
	return nil
}

// reroute sends a datagram's messages on the stream: it is too large for the
// path, as a full one is just after the peer's address has changed.
func (l *link) reroute(d *datagram) {
	l.tell(func(s *session) {
		s.queue.reroute(d)
		l.reliable.wake()
	})
}
