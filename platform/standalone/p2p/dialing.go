package p2p

import (
	"context"
	"net/netip"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/platform/standalone/endpoint"
	"godotsteam/steamtypes"
)

const (
	// How often a peer is looked for that was not found.
	firstRetry = 50 * time.Millisecond
	lastRetry  = time.Second
)

// dialLoop looks for a peer, after a pause, and connects, until the session no
// longer needs it.
func (t *Sessions) dialLoop(ctx context.Context, s *session, pause time.Duration) {
	select {
	case <-time.After(pause):
	case <-ctx.Done():
	}
	for retry := firstRetry; ctx.Err() == nil; retry = min(2*retry, lastRetry) {
		ways, here := t.Peers.WaysTo(s.peer)
		conn, err := t.Endpoint.DialAny(ctx, s.peer, ways, t.Endpoint.Sessions)
		if err == nil {
			t.outbound(s, conn)
			t.stay(ctx, conn, s.peer, here)
		} else if err != endpoint.ErrNoAddress && ctx.Err() == nil {
			t.mu.Lock()
			s.dialError = err
			t.mu.Unlock()
		}
		select {
		case <-time.After(retry):
		case <-ctx.Done():
		}
	}
}

// stay waits until a link ends, or is not needed. A peer that was at an address of this machine and is at another one
// by now has died without a word in between: then stay ends the link, which QUIC would for long take for a slow one.
func (t *Sessions) stay(ctx context.Context, conn *quic.Conn, peer steamtypes.SteamID, was netip.AddrPort) {
	tick := time.NewTicker(lastRetry)
	defer tick.Stop()
	for {
		select {
		case <-conn.Context().Done():
			return
		case <-ctx.Done():
			return
		case <-tick.C:
			if is, runsHere := t.Peers.Here(peer); runsHere && was.IsValid() && is != was {
				conn.CloseWithError(endpoint.CodeRefused, "") //nolint:errcheck
				return
			}
		}
	}
}

// outbound takes in a connection that a session has made, if it still needs it.
func (t *Sessions) outbound(s *session, conn *quic.Conn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s.phase != connecting || t.sessions[s.peer] != s {
		conn.CloseWithError(endpoint.CodeDuplicate, "") //nolint:errcheck
		return
	}
	l := t.newLink(s.peer, conn)
	s.attach(l)
	s.say(l)
	t.Tasks.Go(l.run)
}
