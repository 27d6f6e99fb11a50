package lan

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/networking"
)

const (
	// dialTimeout bounds an attempt at one address.
	dialTimeout = 2 * time.Second

	// dialStagger is how long an address has before the next one is tried
	// beside it: enough for an answer from the local network, and little enough
	// that wrong addresses, which anybody can announce, do not stand in the way.
	dialStagger = 100 * time.Millisecond
)

var errNoAddress = errors.New("it was found nowhere")

// dialAny connects to a peer at whichever address it answers first.
func (e *endpoint) dialAny(ctx context.Context, peer networking.SteamID, addresses []netip.AddrPort, as *tls.Config) (*quic.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type attempt struct {
		conn *quic.Conn
		err  error
	}
	attempts := make(chan attempt, len(addresses))
	for i, address := range addresses {
		go func() {
			var a attempt
			a.err = guard(func() (err error) {
				a.conn, err = e.dialLater(ctx, time.Duration(i)*dialStagger, peer, address, as)
				return err
			})
			attempts <- a
		}()
	}
	var found *quic.Conn
	failed := errNoAddress
	for range addresses {
		switch a := <-attempts; {
		case a.err != nil:
			failed = a.err
		case found == nil:
			found = a.conn
			cancel()
		default:
			a.conn.CloseWithError(codeDuplicate, "") //nolint:errcheck
		}
	}
	if found == nil {
		return nil, failed
	}
	return found, nil
}

func (e *endpoint) dialLater(ctx context.Context, delay time.Duration, peer networking.SteamID, address netip.AddrPort, as *tls.Config) (*quic.Conn, error) {
	if delay > 0 {
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	conn, err := e.dial(ctx, peer, address, as)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	return conn, nil
}
