package standalone

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/networking"
)

// silence is how long an OPEN may stay unanswered on a link, before another
// link on which the peer asks for us is taken for the better one: the first may
// lead to a process that has died.
const silence = 2 * time.Second

// link is one QUIC connection with a proven peer. Its four goroutines move
// bytes and end with it; what they mean is the session's.
type link struct {
	lan    *Platform
	peer   networking.SteamID
	number uint64 // later links have higher ones
	conn   *quic.Conn
	ctx    context.Context // ends with the connection
	as     guest           // who the peer was to us when it came

	reliable   waker // the stream has something to write
	unreliable waker // there are datagrams to send
	wait       sync.WaitGroup

	// source is where the peer's messages go: nil until we have said OPEN.
	source atomic.Pointer[networking.Source]

	// Guarded by Platform.mu.
	session   *session
	unopened  bool // it is the peer's, who has said nothing yet
	sayOpen   bool // the writer shall say OPEN
	saidOpen  bool // it shall, or has
	heardOpen bool
	finishing bool // write what waits, then end the stream
	firstOpen time.Time
	lastOpen  time.Time // it is repeated while there is no answer
}

func (p *Platform) newLink(peer networking.SteamID, conn *quic.Conn) *link {
	p.links++
	return &link{
		lan: p, peer: peer, number: p.links, conn: conn, ctx: conn.Context(),
		reliable: newWaker(), unreliable: newWaker(),
	}
}

// run serves the link until it ends, and then tells the platform.
func (l *link) run() {
	for _, serve := range []func() error{l.readStream, l.readDatagrams, l.writeStream, l.writeDatagrams} {
		l.wait.Go(func() {
			if err := guard(serve); err != nil {
				l.fail(err)
			}
		})
	}
	<-l.ctx.Done()
	l.wait.Wait()
	l.lan.linkEnded(l, context.Cause(l.ctx))
}

// fail ends the link when the peer did what it must not, or for an error of
// ours. Any other error says that the connection has ended by itself.
func (l *link) fail(err error) {
	var violation wireError
	var internal internalError
	switch {
	case errors.As(err, &internal):
		l.lan.log.Error("a peer was disconnected", "steam_id", l.peer, "reason", err)
	case errors.As(err, &violation) && l.source.Load() != nil:
		l.lan.log.Warn("a peer was disconnected", "steam_id", l.peer, "reason", err)
	case errors.As(err, &violation):
		l.lan.log.Debug("a stranger was disconnected", "steam_id", l.peer, "reason", err)
	}
	l.close(codeViolation) // changes nothing on a connection that has ended
}

func (l *link) close(code quic.ApplicationErrorCode) {
	l.conn.CloseWithError(code, "") //nolint:errcheck
}

// wasClosed reports whether a link ended because a game was done with the
// session, here or there.
func wasClosed(cause error) bool {
	var closed *quic.ApplicationError
	return errors.As(cause, &closed) && closed.ErrorCode == codeClosed
}

// isSilent reports whether a peer who was said OPEN to should long have
// answered, if their game wants to.
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
		if l.lan.heard(l, arrivals) && !source.Offer(arrivals) {
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
		l.lan.takeStream(l, &work)
		if work.open {
			if _, err := stream.Write(appendOpen(nil, work.opening)); err != nil {
				return err
			}
		}
		for i, c := range work.chunks {
			_, err := stream.Write(c.bytes) // waits when the peer's game is slow to read
			l.lan.sent(l, len(c.bytes), c.messages, false)
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
		queued = l.lan.takeDatagrams(l, queued[:0])
		for i, d := range queued {
			err := l.conn.SendDatagram(d.bytes) // waits when the network is slow
			var tooLarge *quic.DatagramTooLargeError
			if errors.As(err, &tooLarge) {
				l.lan.reroute(l, d)
				err = nil
			} else {
				l.lan.sent(l, len(d.bytes), d.messages, true)
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

// waker wakes one goroutine. Waking one that sleeps costs the caller a system
// call or two, so a goroutine that ran dry looks around a little before it
// sleeps: in a burst the game's thread then pays nothing.
type waker struct {
	signal chan struct{}
	asleep *atomic.Bool
	news   *atomic.Bool
}

// spins is how often a writer yields before it sleeps: some tens of
// microseconds.
const spins = 64

func newWaker() waker {
	return waker{make(chan struct{}, 1), new(atomic.Bool), new(atomic.Bool)}
}

func (w waker) wake() {
	w.news.Store(true)
	if w.asleep.CompareAndSwap(true, false) {
		w.signal <- struct{}{}
	}
}

func (w waker) wait(ctx context.Context) {
	for range spins {
		if w.news.Swap(false) {
			return
		}
		runtime.Gosched()
	}
	w.asleep.Store(true)
	if w.news.Swap(false) { // it came just before
		if !w.asleep.CompareAndSwap(true, false) {
			<-w.signal // the waker is about to signal, or has
		}
		return
	}
	select {
	case <-w.signal:
		w.news.Store(false)
	case <-ctx.Done():
		if !w.asleep.CompareAndSwap(true, false) {
			<-w.signal
		}
	}
}
