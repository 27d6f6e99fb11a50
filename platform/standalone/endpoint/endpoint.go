package endpoint

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/platform/standalone/identity"
	"godotsteam/steamtypes"
)

// Codes that close a link. The peer sees them; a game does not.
const (
	CodeClosed    quic.ApplicationErrorCode = 0 // the session is over
	CodeDuplicate quic.ApplicationErrorCode = 1 // another link carries the session
	CodeRefused   quic.ApplicationErrorCode = 2 // no room, or not who was called
	CodeViolation quic.ApplicationErrorCode = 3 // the peer broke the protocol
	CodeLost      quic.ApplicationErrorCode = 4 // the session has failed here
)

// Limits of the endpoint.
const (
	// HandshakeTimeout bounds how long a connection may take to prove itself.
	HandshakeTimeout = 5 * time.Second

	// OpenTimeout bounds how long a connection may stay without an OPEN.
	OpenTimeout = 5 * time.Second

	// MaxStreamWindow is what may be in flight of one peer's reliable stream. It bounds memory
	// per session, and the speed at long distances: 4 MiB is 40 MB/s at 100 ms.
	MaxStreamWindow = 4 << 20

	// FirstWindow is that of everybody else: strangers, whom we need not read,
	// and connections for lobbies, whose largest frame takes 20 ways there and
	// back with it: two seconds at 100 ms.
	FirstWindow = 128 << 10
)

func init() {
	// A hint for administrators of servers, not for players.
	os.Setenv("QUIC_GO_DISABLE_RECEIVE_BUFFER_WARNING", "true") //nolint:errcheck
}

// Protocol is what a connection is for, and how to make one.
type Protocol struct {
	TLS  *tls.Config
	QUIC *quic.Config
}

// Endpoint is one UDP socket that connections are made from and to.
type Endpoint struct {
	Transport *quic.Transport
	Listener  *quic.Listener

	Sessions Protocol // to dial for a session,
	Frames   Protocol // for Networking Sockets,
	Control  Protocol // and for everything else: there we only write

	hints    *hints
	carrying sync.Map // the connections that carry a session, by *quic.Conn
}

// Carries lets more be on its way over a connection: it carries a session now.
func (e *Endpoint) Carries(conn *quic.Conn) { e.carrying.Store(conn, true) }

// Ended forgets a connection.
func (e *Endpoint) Ended(conn *quic.Conn) { e.carrying.Delete(conn) }

// Carrying counts the connections that carry a session.
func (e *Endpoint) Carrying() (n int) {
	e.carrying.Range(func(any, any) bool { n++; return true })
	return n
}

// mayGrow is QUIC's question whether more may be on its way.
func (e *Endpoint) mayGrow(conn *quic.Conn, _ uint64) bool {
	_, ok := e.carrying.Load(conn)
	return ok
}

// controlProtocol is the name of what peers tell each other beside sessions.
func controlProtocol(appID uint32) string { return fmt.Sprintf("godotsteam-control/1/%d", appID) }

// New listens on conn. Peers of another app fail the handshake: the app is part of the protocol's name.
func New(conn net.PacketConn, id *identity.Identity, appID uint32, timeout time.Duration) (*Endpoint, error) {
	certificate, err := id.Certificate()
	if err != nil {
		return nil, err
	}
	e := &Endpoint{
		hints: newHints(),
		Transport: &quic.Transport{
			Conn: conn,
			// Everybody must first show that they can be reached where they say
			// (QUIC's Retry): a forged address leaves nothing behind here, and
			// gets less than was sent in its name. It costs a round trip.
			VerifySourceAddress: func(net.Addr) bool { return true },
			// A peer that speaks in a session that we have ended, and has not heard
			// of it, is told so at once, if what it says takes more than 42 bytes.
			// There are too many IDs for anybody to collect the answers for all.
			StatelessResetKey:  new(quic.StatelessResetKey),
			ConnectionIDLength: 8,
		},
	}
	rand.Read(e.Transport.StatelessResetKey[:]) //nolint:errcheck // it never fails
	everything := &tls.Config{
		MinVersion:   tls.VersionTLS13,
		Certificates: []tls.Certificate{certificate},
		NextProtos: []string{
			fmt.Sprintf("godotsteam-p2p/1/%d", appID), controlProtocol(appID),
			fmt.Sprintf("godotsteam-sockets/1/%d", appID),
		},
		ClientAuth:             tls.RequireAnyClientCert,
		SessionTicketsDisabled: true,
		// There is no authority to ask: the key is the name. TLS proves
		// that the peer has the key, and peerOf turns it into a Steam ID.
		InsecureSkipVerify: true,
		VerifyConnection: func(state tls.ConnectionState) error {
			_, err := peerOf(state)
			return err
		},
	}
	reading := &quic.Config{
		HandshakeIdleTimeout:           HandshakeTimeout,
		MaxIdleTimeout:                 timeout * 7 / 10, // with the keep-alive below, a lost peer
		KeepAlivePeriod:                timeout / 5,      // is noticed within the timeout
		InitialStreamReceiveWindow:     FirstWindow,
		InitialConnectionReceiveWindow: FirstWindow,
		MaxStreamReceiveWindow:         MaxStreamWindow,
		MaxConnectionReceiveWindow:     MaxStreamWindow + MaxStreamWindow/2,
		MaxIncomingStreams:             -1,
		MaxIncomingUniStreams:          1,
		EnableDatagrams:                true,
		AllowConnectionWindowIncrease:  e.mayGrow,
	}
	writing := reading.Clone()
	writing.MaxIncomingUniStreams, writing.EnableDatagrams = -1, false
	e.Sessions, e.Control = Protocol{everything.Clone(), reading}, Protocol{everything.Clone(), writing}
	e.Frames = Protocol{everything.Clone(), reading}
	e.Sessions.TLS.NextProtos = everything.NextProtos[:1]
	e.Control.TLS.NextProtos = everything.NextProtos[1:2]
	e.Frames.TLS.NextProtos = everything.NextProtos[2:]
	e.Listener, err = e.Transport.Listen(everything, newTurnstile().limited(reading))
	if err != nil {
		return nil, err
	}
	return e, nil
}

// Purpose is what a connection is for.
type Purpose int

// The purposes.
const (
	ForControl Purpose = iota
	ForSession
	ForFrames
)

// Accept waits for a peer's connection, and returns what it is for.
func (e *Endpoint) Accept(ctx context.Context) (*quic.Conn, Purpose, error) {
	conn, err := e.Listener.Accept(ctx)
	if err != nil {
		return nil, 0, err
	}
	switch conn.ConnectionState().TLS.NegotiatedProtocol {
	case e.Sessions.TLS.NextProtos[0]:
		return conn, ForSession, nil
	case e.Frames.TLS.NextProtos[0]:
		return conn, ForFrames, nil
	}
	return conn, ForControl, nil
}

// PeerOf returns the peer that a connection is with.
func PeerOf(conn *quic.Conn) (steamtypes.SteamID, error) { return peerOf(conn.ConnectionState().TLS) }

// peerOf returns the Steam ID that the other side of a connection has proven.
func peerOf(state tls.ConnectionState) (steamtypes.SteamID, error) {
	if len(state.PeerCertificates) == 0 {
		return 0, errors.New("the peer showed no certificate")
	}
	key, ok := state.PeerCertificates[0].PublicKey.(ed25519.PublicKey)
	if !ok {
		return 0, errors.New("the peer's key is not Ed25519")
	}
	return identity.SteamIDOf(key), nil
}

// Dial connects to an address, and makes sure that the peer is there.
func (e *Endpoint) Dial(
	ctx context.Context, peer steamtypes.SteamID, address netip.AddrPort, as Protocol,
) (*quic.Conn, error) {
	conn, err := e.Transport.Dial(ctx, net.UDPAddrFromAddrPort(address), as.TLS, as.QUIC)
	if err != nil {
		return nil, err
	}
	if who, err := PeerOf(conn); err != nil || who != peer {
		conn.CloseWithError(CodeRefused, "") //nolint:errcheck
		return nil, fmt.Errorf("%s is %v, not %v", address, who, peer)
	}
	return conn, nil
}

// Close ends every connection at once.
func (e *Endpoint) Close() {
	e.Listener.Close()       //nolint:errcheck
	e.Transport.Close()      //nolint:errcheck
	e.Transport.Conn.Close() //nolint:errcheck
}
