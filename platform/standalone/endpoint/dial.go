package endpoint

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/platform/standalone/tasks"
	"godotsteam/steamtypes"
)

const (
	// dialTimeout bounds an attempt at one address.
	dialTimeout = 2 * time.Second

	// dialStagger is how long an address has before the next one is tried
	// beside it: enough for an answer from the local network, and little enough
	// that wrong addresses, which anybody can announce, do not stand in the way.
	dialStagger = 100 * time.Millisecond
)

// ErrNoAddress says that there is nowhere to call now.
var ErrNoAddress = errors.New("it was found nowhere")

// DialAny connects to a peer on whichever way it answers first.
func (e *Endpoint) DialAny(ctx context.Context, peer steamtypes.SteamID, ways []Way, as Protocol) (*quic.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type attempt struct {
		conn *quic.Conn
		err  error
	}
	attempts := make(chan attempt, len(ways))
	for i, w := range ways {
		go func() {
			var a attempt
			a.err = tasks.Guard(func() (err error) {
				a.conn, err = e.dialLater(ctx, i, peer, w, as)
				return err
			})
			attempts <- a
		}()
	}
	var found *quic.Conn
	failed := ErrNoAddress
	for range ways {
		switch a := <-attempts; {
		case a.err == errNotNow:
		case a.err != nil:
			failed = a.err
		case found == nil:
			found = a.conn
			cancel()
		default:
			a.conn.CloseWithError(CodeDuplicate, "") //nolint:errcheck
		}
	}
	if found == nil {
		return nil, failed
	}
	return found, nil
}

// dialLater connects to a peer on one way, when those before it have had their
// time.
func (e *Endpoint) dialLater(
	ctx context.Context, before int, peer steamtypes.SteamID, w Way, as Protocol,
) (*quic.Conn, error) {
	if before > 0 {
		select {
		case <-time.After(time.Duration(before) * dialStagger):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if !e.hints.mayCall(peer, w, before == 0) {
		return nil, errNotNow
	}
	within, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	conn, err := e.Dial(within, peer, w.AddrPort, as)
	if ctx.Err() == nil { // or another way was right, which says nothing of this one
		e.hints.called(peer, w, err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", w, err)
	}
	return conn, nil
}
