package standalone

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

	"godotsteam/networking"
)

// Codes that close a link. The peer sees them; a game does not.
const (
	codeClosed    quic.ApplicationErrorCode = 0 // the session is over
	codeDuplicate quic.ApplicationErrorCode = 1 // another link carries the session
	codeRefused   quic.ApplicationErrorCode = 2 // no room, or not who was called
	codeViolation quic.ApplicationErrorCode = 3 // the peer broke the protocol
	codeLost      quic.ApplicationErrorCode = 4 // the session has failed here
)

// Limits of the endpoint.
const (
	// handshakeTimeout bounds how long a connection may take to prove itself.
	handshakeTimeout = 5 * time.Second

	// openTimeout bounds how long a connection may stay without an OPEN.
	openTimeout = 5 * time.Second

	// What may be in flight of one peer's reliable stream. It bounds memory
	// per session, and the speed at long distances: 4 MiB is 40 MB/s at 100 ms.
	maxStreamWindow = 4 << 20

	// firstWindow is that of everybody else: strangers, whom we need not read,
	// and connections for lobbies, whose largest frame takes 20 ways there and
	// back with it: two seconds at 100 ms.
	firstWindow = 128 << 10
)

func init() {
	// A hint for administrators of servers, not for players.
	os.Setenv("QUIC_GO_DISABLE_RECEIVE_BUFFER_WARNING", "true") //nolint:errcheck
}

// endpoint is one UDP socket that links are made from and to.
type endpoint struct {
	hints     *hints
	transport *quic.Transport
	listener  *quic.Listener
	tls       *tls.Config
	session   *tls.Config // to dial with for a session
	control   *tls.Config // and for everything else
	quic      *quic.Config
	writing   *quic.Config // to dial with for everything else: we only write there

	carrying sync.Map // the connections that carry a session, by *quic.Conn
}

// carries lets more be on its way over a connection: it carries a session now.
func (e *endpoint) carries(conn *quic.Conn) { e.carrying.Store(conn, true) }

// ended forgets a connection.
func (e *endpoint) ended(conn *quic.Conn) { e.carrying.Delete(conn) }

// mayGrow is QUIC's question whether more may be on its way.
func (e *endpoint) mayGrow(conn *quic.Conn, _ uint64) bool {
	_, ok := e.carrying.Load(conn)
	return ok
}

// controlProtocol is the name of what peers tell each other beside sessions.
func controlProtocol(appID uint32) string { return fmt.Sprintf("godotsteam-control/1/%d", appID) }

// newEndpoint listens on conn. Peers of another app fail the handshake: the
// app is part of the protocol's name.
func newEndpoint(conn net.PacketConn, id *identity, appID uint32, timeout time.Duration) (*endpoint, error) {
	certificate, err := id.certificate()
	if err != nil {
		return nil, err
	}
	e := &endpoint{
		hints: newHints(),
		transport: &quic.Transport{
			Conn: conn,
			// Everybody must first show that they can be reached where they say
			// (QUIC's Retry): a forged address leaves nothing behind here, and
			// gets less than was sent in its name. It costs a round trip.
			VerifySourceAddress: func(net.Addr) bool { return true },
			// Who speaks in a session that we have ended, and has not heard of it,
			// is told so at once, if what they say takes more than 42 bytes. There
			// are too many IDs for anybody to collect the answers for all of them.
			StatelessResetKey:  new(quic.StatelessResetKey),
			ConnectionIDLength: 8,
		},
		tls: &tls.Config{
			MinVersion:             tls.VersionTLS13,
			Certificates:           []tls.Certificate{certificate},
			NextProtos:             []string{fmt.Sprintf("godotsteam-p2p/1/%d", appID), controlProtocol(appID)},
			ClientAuth:             tls.RequireAnyClientCert,
			SessionTicketsDisabled: true,
			// There is no authority to ask: the key is the name. TLS proves
			// that the peer has the key, and peerOf turns it into a Steam ID.
			InsecureSkipVerify: true,
			VerifyConnection: func(state tls.ConnectionState) error {
				_, err := peerOf(state)
				return err
			},
		},
		quic: &quic.Config{
			HandshakeIdleTimeout:           handshakeTimeout,
			MaxIdleTimeout:                 timeout * 7 / 10, // with the keep-alive below, a lost peer
			KeepAlivePeriod:                timeout / 5,      // is noticed within the timeout
			InitialStreamReceiveWindow:     firstWindow,
			InitialConnectionReceiveWindow: firstWindow,
			MaxStreamReceiveWindow:         maxStreamWindow,
			MaxConnectionReceiveWindow:     maxStreamWindow + maxStreamWindow/2,
			MaxIncomingStreams:             -1,
			MaxIncomingUniStreams:          1,
			EnableDatagrams:                true,
		},
	}
	rand.Read(e.transport.StatelessResetKey[:]) //nolint:errcheck // it never fails
	e.quic.AllowConnectionWindowIncrease = e.mayGrow
	e.writing = e.quic.Clone()
	e.writing.MaxIncomingUniStreams, e.writing.EnableDatagrams = -1, false
	e.session, e.control = e.tls.Clone(), e.tls.Clone()
	e.session.NextProtos = e.tls.NextProtos[:1]
	e.control.NextProtos = []string{controlProtocol(appID)}
	e.listener, err = e.transport.Listen(e.tls, newTurnstile().limited(e.quic))
	if err != nil {
		return nil, err
	}
	return e, nil
}

// peerOf returns the Steam ID that the other side of a connection has proven.
func peerOf(state tls.ConnectionState) (networking.SteamID, error) {
	if len(state.PeerCertificates) == 0 {
		return 0, errors.New("the peer showed no certificate")
	}
	key, ok := state.PeerCertificates[0].PublicKey.(ed25519.PublicKey)
	if !ok {
		return 0, errors.New("the peer's key is not Ed25519")
	}
	return steamIDOf(key), nil
}

// dial connects to an address, for a session or for everything else, and makes
// sure that the peer is there.
func (e *endpoint) dial(ctx context.Context, peer networking.SteamID, address netip.AddrPort, as *tls.Config) (*quic.Conn, error) {
	config := e.quic
	if as == e.control {
		config = e.writing
	}
	conn, err := e.transport.Dial(ctx, net.UDPAddrFromAddrPort(address), as, config)
	if err != nil {
		return nil, err
	}
	if who, err := peerOf(conn.ConnectionState().TLS); err != nil || who != peer {
		conn.CloseWithError(codeRefused, "") //nolint:errcheck
		return nil, fmt.Errorf("%s is %v, not %v", address, who, peer)
	}
	return conn, nil
}

// close ends every link at once.
func (e *endpoint) close() {
	e.listener.Close()       //nolint:errcheck
	e.transport.Close()      //nolint:errcheck
	e.transport.Conn.Close() //nolint:errcheck
}
