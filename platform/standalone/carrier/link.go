package carrier

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/tasks"
)

// link is one QUIC connection with a proven peer. Its four goroutines move bytes and end with it.
type link struct {
	way        *way
	conn       *quic.Conn
	as         endpoint.Guest // what the peer was to us when it called
	reliable   chan struct{}  // the stream has something to write
	unreliable chan struct{}  // there are datagrams to send

	// Guarded by Carrier.mu.
	hello     hello  // the peer's
	choice    uint64 // the number of our choice of this link, if we choose
	stream    []byte // to be written
	inStream  int    // bytes of frames in it
	datagrams [][]byte
	queued    int  // bytes of frames that wait, also those that are being written
	full      bool // the handler waits for room
	finishing bool // write what waits, then end the stream
	heard     time.Time
}

// newLink makes a connection one of the way's.
func (w *way) newLink(conn *quic.Conn) *link {
	l := &link{
		way: w, conn: conn, heard: time.Now(),
		reliable: make(chan struct{}, 1), unreliable: make(chan struct{}, 1),
	}
	l.stream = hello{w.Life, w.heard[w.peer]}.append(nil)
	w.links = append(w.links, l)
	w.Tasks.After(endpoint.OpenTimeout, &w.mu, func() {
		if w.up != l {
			l.close(endpoint.CodeRefused) // which changes nothing if it has ended
		}
	})
	return l
}

// run serves the link until it ends.
func (l *link) run() {
	var serving sync.WaitGroup
	for _, serve := range []func() error{l.readStream, l.readDatagrams, l.writeStream, l.writeDatagrams} {
		serving.Go(func() {
			if err := tasks.Guard(serve); err != nil {
				l.fail(err)
			}
		})
	}
	<-l.conn.Context().Done()
	serving.Wait()
	l.way.ended(l, context.Cause(l.conn.Context()))
}

// fail ends the link when the peer did what it must not, or for an error of ours. Any other error says that the
// connection has ended by itself.
func (l *link) fail(err error) {
	var violation endpoint.Violation
	var internal tasks.Panic
	switch {
	case errors.As(err, &internal):
		l.way.Log.Error("a peer was disconnected", "steam_id", l.way.peer, "reason", err)
	case errors.As(err, &violation):
		l.way.Log.Debug("a peer was disconnected", "steam_id", l.way.peer, "reason", err)
	}
	l.close(endpoint.CodeViolation) // changes nothing on a connection that has ended
}

func (l *link) close(code quic.ApplicationErrorCode) {
	l.conn.CloseWithError(code, "") //nolint:errcheck
}

func (l *link) address() netip.AddrPort {
	udp, ok := l.conn.RemoteAddr().(*net.UDPAddr)
	if !ok {
		return netip.AddrPort{}
	}
	a := udp.AddrPort()
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}

// wake wakes a writer, now or when it sleeps next.
func (*link) wake(writer chan struct{}) {
	select {
	case writer <- struct{}{}:
	default:
	}
}

// send queues a frame.
func (l *link) send(frame []byte, reliable bool) {
	l.queued += len(frame)
	if reliable {
		l.stream = append(binary.AppendUvarint(l.stream, uint64(len(frame))), frame...)
		l.inStream += len(frame)
		l.wake(l.reliable)
		return
	}
	d := l.way.buffers.Get(len(frame))
	copy(d, frame)
	l.datagrams = append(l.datagrams, d)
	l.wake(l.unreliable)
}

// sayChosen queues the word that this link is the way.
func (l *link) sayChosen() {
	l.stream = binary.BigEndian.AppendUint64(append(l.stream, 0), l.choice)
	l.wake(l.reliable)
}

// sent counts bytes that do not wait any more, and says that there is room again if somebody waits for it.
func (l *link) sent(n int) {
	c := l.way.Carrier
	c.mu.Lock()
	l.queued -= n
	writable := l.full && l.queued <= room/2 && l.way.up == l
	if writable {
		l.full = false
	}
	c.mu.Unlock()
	if !writable {
		return
	}
	l.way.telling.Lock()
	defer l.way.telling.Unlock()
	c.handler.Writable(l.way.peer)
}

func (l *link) writeStream() error {
	stream, err := l.conn.OpenUniStreamSync(l.conn.Context())
	if err != nil {
		return err
	}
	c := l.way.Carrier
	var writing []byte
	for {
		c.mu.Lock()
		writing, l.stream = l.stream, writing[:0]
		frames, finish := l.inStream, l.finishing
		l.inStream = 0
		c.mu.Unlock()
		if len(writing) > 0 {
			if _, err := stream.Write(writing); err != nil {
				return err
			}
			l.sent(frames)
			continue
		}
		if finish {
			return stream.Close() // the peer answers by closing the link
		}
		select {
		case <-l.reliable:
		case <-l.conn.Context().Done():
			return nil
		}
	}
}

func (l *link) writeDatagrams() error {
	c := l.way.Carrier
	var sending [][]byte
	for {
		c.mu.Lock()
		sending, l.datagrams = l.datagrams, sending[:0]
		c.mu.Unlock()
		for i, d := range sending {
			err := l.conn.SendDatagram(d) // which copies it, and waits when the network is slow
			sending[i] = nil
			c.mu.Lock()
			c.buffers.Put(d)
			c.mu.Unlock()
			l.sent(len(d))
			var tooLarge *quic.DatagramTooLargeError
			if err != nil && !errors.As(err, &tooLarge) { // which is lost, as any other may be
				return err
			}
		}
		if len(sending) > 0 {
			continue
		}
		select {
		case <-l.unreliable:
		case <-l.conn.Context().Done():
			return nil
		}
	}
}

func (l *link) readStream() error {
	stream, err := l.conn.AcceptUniStream(l.conn.Context())
	if err != nil {
		return err
	}
	in := bufio.NewReaderSize(stream, 4<<10)
	h, err := readHello(in)
	if err != nil {
		return err
	}
	l.way.greeted(l, h)
	var buffer []byte
	for {
		size, err := binary.ReadUvarint(in)
		switch {
		case errors.Is(err, io.EOF):
			l.close(endpoint.CodeClosed) // all was read
			return nil
		case err != nil:
			return err
		case size > maxFrame:
			return endpoint.Violation("a frame that is too large")
		case size == 0:
			err = l.heardChosen(in, h)
		default:
			buffer = slices.Grow(buffer[:0], int(size))[:size]
			if _, err = io.ReadFull(in, buffer); err == nil {
				err = l.deliver(buffer, true)
			}
		}
		if err != nil {
			return err
		}
	}
}

// heardChosen takes in the chooser's word that this link is the way.
func (l *link) heardChosen(in io.Reader, h hello) error {
	var choice [8]byte
	if _, err := io.ReadFull(in, choice[:]); err != nil {
		return err
	}
	if l.way.chooses() {
		return endpoint.Violation("a choice by the one who does not choose")
	}
	l.way.chosen(l, h.life, binary.BigEndian.Uint64(choice[:]))
	return nil
}

func (l *link) readDatagrams() error {
	for {
		b, err := l.conn.ReceiveDatagram(l.conn.Context())
		if err != nil {
			return err
		}
		if err := l.deliver(b, false); err != nil {
			return err
		}
	}
}

// deliver hands a frame on, if the link is the way. One that is not any more brings nothing, and datagrams may overtake
// the word that it is.
func (l *link) deliver(frame []byte, reliable bool) error {
	l.way.telling.Lock()
	defer l.way.telling.Unlock()
	c := l.way.Carrier
	c.mu.Lock()
	up := l.way.up == l
	if up {
		l.heard = time.Now()
	}
	c.mu.Unlock()
	if !up {
		return nil
	}
	if err := c.handler.Received(l.way.peer, frame, reliable); err != nil {
		return endpoint.Violation(err.Error())
	}
	return nil
}
