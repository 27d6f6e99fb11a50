// Package intruder is a peer that does not play by the rules, for tests: it has a valid key, and says what it likes.
package intruder

import (
	"context"
	"crypto/tls"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/quicvarint"
	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	"godotsteam/platform/standalone/machine"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/steamtypes"
)

// Victim is whom it calls.
type Victim interface {
	SteamID() steamtypes.SteamID
	Address() netip.AddrPort
}

// Peer is one.
type Peer struct {
	*endpoint.Endpoint
	ID      steamtypes.SteamID
	Proof   *identity.Identity
	t       *testing.T
	address netip.AddrPort
}

// New starts one on any socket.
func New(t *testing.T, socket net.PacketConn, name string) *Peer {
	t.Helper()
	id := identity.FromText(name)
	e, err := endpoint.New(socket, id, simulated.App, networking.SessionTimeout)
	require.NoError(t, err)
	t.Cleanup(e.Close)
	return &Peer{e, id.SteamID, id, t, simulated.Plain(socket.LocalAddr())}
}

// SteamID is who it is.
func (h *Peer) SteamID() steamtypes.SteamID { return h.ID }

// Address is where it is.
func (h *Peer) Address() netip.AddrPort { return h.address }

// Call connects for a session.
func (h *Peer) Call(victim Victim) *quic.Conn { return h.dial(victim, h.Sessions) }

// Speak connects as peers do that talk of lobbies.
func (h *Peer) Speak(victim Victim) (*quic.Conn, *quic.SendStream) {
	h.t.Helper()
	conn := h.dial(victim, h.Control)
	return conn, OpenStream(h.t, conn)
}

// CallAs connects under another name: a key costs nothing.
func (h *Peer) CallAs(name string, victim Victim, as endpoint.Protocol) *quic.Conn {
	h.t.Helper()
	certificate, err := identity.FromText(name).Certificate()
	require.NoError(h.t, err)
	as.TLS = as.TLS.Clone()
	as.TLS.Certificates = []tls.Certificate{certificate}
	return h.dial(victim, as)
}

func (h *Peer) dial(victim Victim, as endpoint.Protocol) *quic.Conn {
	h.t.Helper()
	conn, err := h.Dial(h.t.Context(), victim.SteamID(), victim.Address(), as)
	require.NoError(h.t, err)
	return conn
}

// Announce makes it one that can be found, in a folder.
func (h *Peer) Announce(dir string) {
	h.t.Helper()
	d, err := machine.Open(dir, simulated.App)
	require.NoError(h.t, err)
	require.NoError(h.t, d.Announce(h.ID, h.address))
	h.t.Cleanup(d.Withdraw)
}

// ClosedWith waits until a connection ends, and returns the code that the victim closed it with.
func ClosedWith(t *testing.T, conn *quic.Conn, within time.Duration) quic.ApplicationErrorCode {
	t.Helper()
	select {
	case <-conn.Context().Done():
	case <-time.After(within):
		require.Fail(t, "the victim put up with it")
	}
	var why *quic.ApplicationError
	require.ErrorAs(t, context.Cause(conn.Context()), &why)
	require.True(t, why.Remote)
	return why.ErrorCode
}

// OpenStream opens a stream to write to.
func OpenStream(t *testing.T, conn *quic.Conn) *quic.SendStream {
	t.Helper()
	s, err := conn.OpenUniStreamSync(t.Context())
	require.NoError(t, err)
	return s
}

// Write writes to a stream.
func Write(t *testing.T, s *quic.SendStream, parts ...[]byte) {
	t.Helper()
	for _, b := range parts {
		_, err := s.Write(b)
		require.NoError(t, err)
	}
}

// Header is how a message of a session begins.
func Header(length, channel int) []byte {
	return quicvarint.Append(quicvarint.Append(nil, uint64(length)), uint64(channel))
}
