package lan

// What peers tell each other beside the game's packets: lobbies, names,
// invitations. It has connections of its own, so that it neither disturbs
// sessions nor asks anybody's game for one.
//
// Each side of a pair dials one connection and only writes to it, on a single
// stream; so there is one ordered way in each direction, whoever dialed first.
// When either ends, both are closed, and the peer counts as lost until it is
// dialed again. A frame is a length of four bytes and a controlMessage in JSON.

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/quic-go/quic-go"

	"godotsteam/networking"
	"godotsteam/platform/lan/lobby"
	"godotsteam/signals"
)

const (
	// maxFrame bounds a frame: the largest is a lobby's state and its last
	// changes, 2 MiB that JSON may write in up to six times as many bytes.
	maxFrame = 16 << 20

	// maxControlQueue bounds what waits for one peer. A peer that does not
	// read is lost.
	maxControlQueue = 32 << 20

	// maxControlPeers bounds the peers that we are connected with: a full
	// lobby and some room.
	maxControlPeers = 384

	// How often the directory is read. A peer whose process died on this
	// machine is missed that soon, others only after the timeout.
	scanInterval = 500 * time.Millisecond

	// redialInterval is how long a peer that can't be reached is left alone.
	redialInterval = 3 * time.Second
)

// controlMessage is what a frame says: one of its fields.
type controlMessage struct {
	Lobby   *lobby.Message `json:"lobby,omitempty"`
	Profile *profile       `json:"profile,omitempty"`
	Invite  *string        `json:"invite,omitempty"` // to the game, with a connect string
}

// control is the part of the platform that talks to all peers around.
type control struct {
	lan *Platform

	mu       sync.Mutex // guards the rest
	node     *lobby.Node
	peers    map[networking.SteamID]*controlPeer
	presence map[string]string // ours
	listings map[uint64]*listing
	queries  uint64
	started  bool
	closed   bool
}

// controlPeer is what we know of a peer.
type controlPeer struct {
	id      networking.SteamID
	out     *outbound
	in      *quic.Conn
	profile profile
	around  bool      // connected, and has told us its profile
	listed  bool      // was in the directory
	redial  time.Time // not before
}

// outbound is a connection that we write to.
type outbound struct {
	peer   networking.SteamID
	ctx    context.Context
	cancel context.CancelFunc
	wake   chan struct{}
	done   chan struct{}

	// Guarded by control.mu.
	queue     [][]byte
	bytes     int
	finishing bool
}

func newControl(p *Platform) *control {
	c := &control{
		lan: p, peers: make(map[networking.SteamID]*controlPeer),
		presence: make(map[string]string), listings: make(map[uint64]*listing),
	}
	c.node = lobby.New(lobby.Config{
		Self: p.id.steamID, App: p.appID, Start: p.life,
		Send:   func(to networking.SteamID, m *lobby.Message) { c.send(to, controlMessage{Lobby: m}) },
		Post:   func(e signals.Event) { p.signals.Post(e) },
		Listed: c.listed,
		Sign:   p.id.sign,
		Verify: verifySignature,
		Random: randomAccount,
	})
	return c
}

// sign returns this identity's proof of a message: its key and the signature.
func (id *identity) sign(message []byte) []byte {
	key := id.key.Public().(ed25519.PublicKey)
	return append(slices.Clone([]byte(key)), ed25519.Sign(id.key, message)...)
}

// verifySignature reports whether a proof is that of the Steam ID's owner.
func verifySignature(author networking.SteamID, message, proof []byte) bool {
	if len(proof) != ed25519.PublicKeySize+ed25519.SignatureSize {
		return false
	}
	key := ed25519.PublicKey(proof[:ed25519.PublicKeySize])
	return steamIDOf(key) == author && ed25519.Verify(key, message, proof[ed25519.PublicKeySize:])
}

func randomAccount() uint32 {
	var b [4]byte
	rand.Read(b[:]) //nolint:errcheck // it does not fail
	return binary.BigEndian.Uint32(b[:])
}

// lock locks the control part for a call of the game, and begins to look
// around with the first one: a game that has no lobbies costs nothing.
func (c *control) lock() {
	c.mu.Lock()
	c.start()
}

func (c *control) start() {
	if c.started || c.closed {
		return
	}
	c.started = true
	c.scan(c.lan.directory.list())
	c.lan.background(func() {
		ticker := time.NewTicker(scanInterval)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				c.lan.contain(func() {
					running := c.lan.directory.list() // without the lock: the game does not wait for files
					c.mu.Lock()
					defer c.mu.Unlock()
					c.scan(running)
				})
			case <-c.lan.ctx.Done():
				return
			}
		}
	})
}

// scan looks who has come and who has died.
func (c *control) scan(running []networking.SteamID) {
	if c.closed {
		return
	}
	here := make(map[networking.SteamID]bool)
	for _, id := range running {
		here[id] = true
	}
	for _, id := range slices.Sorted(maps.Keys(c.peers)) {
		if peer := c.peers[id]; peer.listed && !here[id] {
			if _, ok := c.lan.directory.find(id); ok {
				continue // it came after the list was made
			}
			peer.listed = false
			if peer.out != nil || peer.in != nil {
				c.lose(peer, "its process has ended")
			}
		}
	}
	for _, id := range c.reachable(running) {
		peer := c.peer(id)
		if peer == nil {
			continue
		}
		peer.listed = peer.listed || here[id]
		if peer.out == nil && time.Now().After(peer.redial) {
			c.connect(peer)
		}
	}
}

// within returns all peers that may be around.
func (c *control) within() []networking.SteamID { return c.reachable(c.lan.directory.list()) }

// reachable returns all peers that may be around, with those that run on this
// machine.
func (c *control) reachable(running []networking.SteamID) []networking.SteamID {
	ids := make(map[networking.SteamID]bool)
	for _, id := range running {
		ids[id] = true
	}
	for id := range c.lan.options.Peers {
		ids[id] = true
	}
	for _, id := range c.lan.finder.List() {
		ids[id] = true
	}
	for id, peer := range c.peers {
		if peer.around {
			ids[id] = true
		}
	}
	delete(ids, c.lan.id.steamID)
	return slices.Sorted(maps.Keys(ids))
}

// peer returns the record of a peer, nil when there is no room for more.
func (c *control) peer(id networking.SteamID) *controlPeer {
	peer := c.peers[id]
	if peer != nil || id == c.lan.id.steamID {
		return peer
	}
	if len(c.peers) >= maxControlPeers {
		for old, p := range c.peers {
			if p.out == nil && p.in == nil {
				delete(c.peers, old)
			}
		}
		if len(c.peers) >= maxControlPeers {
			return nil
		}
	}
	peer = &controlPeer{id: id}
	c.peers[id] = peer
	return peer
}

// connect begins to dial a peer, with our profile as the first thing to say.
func (c *control) connect(peer *controlPeer) {
	ctx, cancel := context.WithCancel(c.lan.ctx)
	o := &outbound{peer: peer.id, ctx: ctx, cancel: cancel, wake: make(chan struct{}, 1), done: make(chan struct{})}
	peer.out = o
	addresses := c.lan.addressesOf(peer.id)
	if _, ok := c.lan.directory.find(peer.id); ok {
		peer.listed = true // so that it is missed even if it dies before we look again
	}
	if peer.in != nil {
		if a, err := netip.ParseAddrPort(peer.in.RemoteAddr().String()); err == nil {
			addresses = append(slices.Clone(addresses), a)
		}
	}
	c.say(o, controlMessage{Profile: c.ours()})
	c.lan.background(func() {
		err := guard(func() error { return c.write(o, addresses) })
		cancel()
		close(o.done)
		c.mu.Lock()
		defer c.mu.Unlock()
		if p := c.peers[o.peer]; p != nil && p.out == o {
			c.lose(p, fmt.Sprint(err))
		}
	})
}

// send tells a peer something, as soon as it is connected.
func (c *control) send(to networking.SteamID, m controlMessage) {
	peer := c.peer(to)
	if peer == nil || c.closed && peer.out == nil {
		return
	}
	if peer.out == nil {
		c.connect(peer)
	}
	c.say(peer.out, m)
}

func (c *control) say(o *outbound, m controlMessage) {
	text, err := json.Marshal(m)
	if err != nil || len(text) > maxFrame || o.bytes+len(text) > maxControlQueue {
		c.lan.log.Warn("a peer is too slow, or a message to it too long", "steam_id", o.peer)
		o.cancel() // it will be lost
		return
	}
	o.queue = append(o.queue, binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(text)), uint32(len(text))), text)
	o.bytes += len(text)
	o.poke()
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
func (c *control) write(o *outbound, addresses []netip.AddrPort) error {
	conn, err := c.lan.endpoint.dialAny(o.ctx, o.peer, addresses, c.lan.endpoint.control)
	if err != nil {
		return fmt.Errorf("%w: %w", errUnreachable, err)
	}
	defer conn.CloseWithError(codeClosed, "") //nolint:errcheck
	stream, err := conn.OpenUniStreamSync(o.ctx)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(o.ctx, func() { conn.CloseWithError(codeClosed, "") }) //nolint:errcheck
	defer stop()
	for {
		c.mu.Lock()
		queue, finishing := o.queue, o.finishing
		o.queue, o.bytes = nil, 0
		c.mu.Unlock()
		if b := bytes.Join(queue, nil); len(b) > 0 {
			if _, err := stream.Write(b); err != nil {
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

// inbound takes in a connection that a peer writes to.
func (c *control) inbound(conn *quic.Conn) {
	id, err := peerOf(conn.ConnectionState().TLS)
	c.mu.Lock()
	defer c.mu.Unlock()
	var peer *controlPeer
	if err == nil && !c.closed {
		peer = c.peer(id)
	}
	if peer == nil {
		conn.CloseWithError(codeRefused, "") //nolint:errcheck
		return
	}
	c.start()
	if peer.in != nil {
		c.lose(peer, "it has connected again")
	}
	peer.in = conn
	if peer.out == nil {
		c.connect(peer)
	}
	c.lan.background(func() {
		err := guard(func() error { return c.read(peer, conn) })
		conn.CloseWithError(codeClosed, "") //nolint:errcheck
		c.mu.Lock()
		defer c.mu.Unlock()
		if peer.in == conn {
			c.lose(peer, fmt.Sprint(err))
		}
	})
}

// read takes in what a peer says, until the connection ends.
func (c *control) read(peer *controlPeer, conn *quic.Conn) error {
	stream, err := conn.AcceptUniStream(conn.Context())
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	for {
		var header [4]byte
		if _, err := io.ReadFull(stream, header[:]); err != nil {
			return err
		}
		length := binary.BigEndian.Uint32(header[:])
		if length > maxFrame {
			return wireError{fmt.Sprintf("a frame of %d bytes", length)}
		}
		buf.Reset()
		if _, err := io.CopyN(&buf, stream, int64(length)); err != nil { // grows with what has arrived
			return err
		}
		var m controlMessage
		if err := json.Unmarshal(buf.Bytes(), &m); err != nil {
			return wireError{"a frame that can't be read: " + err.Error()}
		}
		if buf.Cap() > 1<<20 {
			buf = bytes.Buffer{}
		}
		if err := c.receive(peer, conn, m); err != nil {
			return err
		}
	}
}

func (c *control) receive(peer *controlPeer, conn *quic.Conn, m controlMessage) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || peer.in != conn {
		return net.ErrClosed
	}
	switch {
	case m.Lobby != nil:
		if err := c.node.Receive(peer.id, m.Lobby); err != nil {
			c.lan.log.Warn("a peer was disconnected", "steam_id", peer.id, "reason", err)
			return wireError{err.Error()}
		}
	case m.Profile != nil:
		c.learn(peer, *m.Profile)
	case m.Invite != nil && len(*m.Invite) <= maxConnect:
		c.lan.signals.Post(signals.JoinGameRequested{User: uint64(peer.id), Connect: *m.Invite})
	}
	return nil
}

// lose takes in that a peer is gone, or can't be reached.
func (c *control) lose(peer *controlPeer, why string) {
	if peer.out != nil {
		peer.out.cancel()
		peer.out = nil
	}
	if peer.in != nil {
		peer.in.CloseWithError(codeClosed, "") //nolint:errcheck
		peer.in = nil
	}
	peer.redial = time.Now().Add(redialInterval)
	if peer.around {
		peer.around = false
		c.lan.log.Info("a peer has gone", "steam_id", peer.id, "reason", why)
		c.changed(peer.id, personaGoneOffline|personaStatus)
	}
	if c.closed {
		return
	}
	for _, l := range c.listings {
		l.answered(c, peer.id)
	}
	c.node.Lost(peer.id)
}

// after runs work, with the lock, when some time has gone by.
func (c *control) after(d time.Duration, work func()) {
	time.AfterFunc(d, func() {
		c.lan.contain(func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			if !c.closed {
				work()
			}
		})
	})
}

// finish leaves all lobbies and returns what to wait for until everybody has
// been told.
func (c *control) finish() []<-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	lobbies := c.node.Lobbies()
	for _, id := range lobbies {
		c.node.Leave(id)
	}
	c.closed = true
	var finishing []<-chan struct{}
	for _, peer := range c.peers {
		if o := peer.out; o != nil && peer.in != nil {
			o.finishing = true
			o.poke()
			if len(lobbies) > 0 {
				finishing = append(finishing, o.done)
			}
		}
	}
	return finishing
}
