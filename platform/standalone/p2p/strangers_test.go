package p2p

// Strangers who get no further than the door: those who never finish their
// handshake, who repeat what others said, and who come in crowds.

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/testutils/simnet"
	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/signals"
)

// deaf is a socket that takes no answer in: who dials on it says their first
// words, again and again, and never goes on. That is also all that somebody
// can do who writes another's address on their packets.
type deaf struct {
	net.PacketConn
	most      int64 // datagrams that it lets out; 0: all
	datagrams atomic.Int64
	sent, got atomic.Int64 // bytes
}

func (d *deaf) WriteTo(b []byte, to net.Addr) (int, error) {
	if n := d.datagrams.Add(1); d.most > 0 && n > d.most {
		return len(b), nil
	}
	d.sent.Add(int64(len(b)))
	return d.PacketConn.WriteTo(b, to)
}

func (d *deaf) ReadFrom(b []byte) (int, net.Addr, error) {
	for {
		n, _, err := d.PacketConn.ReadFrom(b)
		if err != nil {
			return 0, nil, err
		}
		d.got.Add(int64(n))
	}
}

// dialDeaf begins a handshake with the victim that ends with the test, or with
// the handshake's time.
func (h *hostile) dialDeaf(victim *player) {
	go h.Transport.Dial(h.t.Context(), net.UDPAddrFromAddrPort(victim.address), h.Sessions.TLS,
		h.Sessions.QUIC) //nolint:errcheck
}

// Nobody can have us flood somebody else by writing the other's address on
// their packets: QUIC allows three times as much as came from there, and we
// send less than came.
func TestAnAddressThatProvedNothingGetsLittle(t *testing.T) {
	rubbish := make([]byte, 1300)
	for i, rng := 0, rand.New(rand.NewPCG(1, 1)); i < len(rubbish); i++ {
		rubbish[i] = byte(rng.Uint32())
	}
	startingWith := func(first ...byte) []byte { return append(first, rubbish[len(first):]...) }
	initial := func(most int64) func(h *hostile, d *deaf, victim *player) {
		return func(h *hostile, d *deaf, victim *player) {
			d.most = most
			h.dialDeaf(victim)
		}
	}
	say := func(datagrams ...[]byte) func(h *hostile, d *deaf, victim *player) {
		return func(h *hostile, d *deaf, victim *player) {
			for _, b := range datagrams {
				_, err := d.WriteTo(b, net.UDPAddrFromAddrPort(victim.address))
				require.NoError(h.t, err)
			}
		}
	}
	var sizes [][]byte
	for n := range len(rubbish) {
		sizes = append(sizes, rubbish[:n])
	}
	for _, c := range []struct {
		name     string
		attack   func(h *hostile, d *deaf, victim *player)
		answered bool
	}{
		{"half a hello", initial(1), true},
		{"a hello", initial(2), true},
		{"a hello, repeated", initial(0), true},
		{"many hellos", func(h *hostile, d *deaf, victim *player) {
			for range 100 {
				h.dialDeaf(victim)
			}
		}, true},
		{"a version that there is not", say(startingWith(0xc0, 0x1a, 0x2a, 0x3a, 0x4a, 8)), true},
		{"the same, too small to be answered", say(startingWith(0xc0, 0x1a, 0x2a, 0x3a, 0x4a, 8)[:1199]), false},
		{"version 1 and rubbish", say(startingWith(0xc0, 0, 0, 0, 1, 8)), false},
		{"a packet of no connection", say(startingWith(0x40)), true}, // they may have missed our CLOSE
		{"the same, no larger than the answer", say(startingWith(0x40)[:42]), false},
		{"the same, hardly larger", say(startingWith(0x40)[:43]), true},
		{"rubbish of every size", say(sizes...), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim := n.join("victim")
				d := &deaf{PacketConn: n.Socket()}
				h := n.hostileOn(d, "mallory")
				c.attack(h, d, victim)
				time.Sleep(2 * endpoint.HandshakeTimeout)
				sent, got := d.sent.Load(), d.got.Load()
				t.Logf("sent %d bytes, got %d: %.2f times as much", sent, got, float64(got)/float64(sent))
				require.NotZero(t, sent)
				require.Less(t, got, sent)
				require.Equal(t, c.answered, got > 0)
				require.Empty(t, victim.Drain())
				victim.settled()
			})
		})
	}
}

// Slow-loris: handshakes that are begun, kept alive and never finished.
func TestHandshakesThatAreNeverFinished(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, a, b := n.join("victim"), n.join("anna"), n.join("bert")
		meet(t, a, victim)
		h := n.hostileOn(&deaf{PacketConn: n.Socket()}, "mallory")
		before := simulated.Weigh()
		for range 500 {
			h.dialDeaf(victim)
			time.Sleep(2 * time.Millisecond)
		}
		meet(t, b, victim)
		a.say(victim, "still here")
		victim.expect(0, "still here")
		h.Close()
		time.Sleep(2 * endpoint.HandshakeTimeout)
		require.Empty(t, victim.Drain())
		require.Empty(t, victim.unopened)
		b.CloseSession(victim.SteamID())
		time.Sleep(2 * endpoint.HandshakeTimeout)
		before.Holds(t)
	})
}

// A stranger who is really there, and goes through with handshake after
// handshake: they get so many, and nobody else gets fewer for it.
func TestAnAddressMayNotBeginAnyNumberOfHandshakes(t *testing.T) {
	t.Parallel()
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, a := n.join("victim"), n.join("anna")
		h := n.hostile("mallory")
		var taken, refused atomic.Int64
		var crowd sync.WaitGroup
		began := time.Now()
		for i := range 1000 {
			time.Sleep(time.Until(began.Add(time.Duration(i) * 2 * time.Millisecond)))
			crowd.Go(func() {
				conn, err := h.Dial(t.Context(), victim.SteamID(), victim.address, h.Sessions)
				var why *quic.TransportError
				switch {
				case err == nil:
					taken.Add(1)
					conn.CloseWithError(endpoint.CodeClosed, "") //nolint:errcheck
				case errors.As(err, &why) && why.ErrorCode == quic.ConnectionRefused:
					refused.Add(1)
				}
			})
			if i == 500 {
				meet(t, a, victim)
			}
		}
		crowd.Wait()
		t.Logf("%d taken, %d refused in %v", taken.Load(), refused.Load(), time.Since(began))
		require.GreaterOrEqual(t, int(taken.Load()), endpoint.HandshakesBurst)
		require.LessOrEqual(t, int(taken.Load()),
			endpoint.HandshakesBurst+int(endpoint.HandshakesEach*time.Since(began).Seconds())+1)
		require.Equal(t, 1000, int(taken.Load()+refused.Load()))

		// It is no punishment: after some rest the address is as good as any.
		time.Sleep(time.Second)
		h.Call(victim)
		a.say(victim, "still here")
		victim.expect(0, "still here")
	})
}

// Strangers in crowds, each with a key of their own, all of whom ask to play.
func TestAFloodOfRequestsIsForgotten(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, friend := n.join("victim"), n.join("friend")
		meet(t, friend, victim)
		socket := n.Socket()
		before := simulated.Weigh()
		h := n.hostileOn(socket, "mallory")
		defer h.Close()
		asked := 0
		for i := range 10 * networking.MaxRequests {
			certificate, err := identity.FromText(fmt.Sprint("stranger", i)).Certificate()
			require.NoError(t, err)
			h.Sessions.TLS.Certificates = []tls.Certificate{certificate}
			s, err := h.Call(victim).OpenUniStream()
			if err == nil {
				_, err = s.Write(appendOpen(nil, opening{epoch: epoch{1, 1}}))
			}
			if err == nil {
				asked++
			}
			victim.mu.Lock()
			require.LessOrEqual(t, len(victim.sessions), networking.MaxRequests+1)
			victim.mu.Unlock()
		}
		require.Greater(t, asked, networking.MaxRequests)
		friend.say(victim, "still here")
		victim.expect(0, "still here")
		requests := 0
		for _, e := range victim.Drain() {
			if _, ok := e.(signals.P2PSessionRequest); ok {
				requests++
			}
		}
		require.GreaterOrEqual(t, requests, networking.MaxRequests)
		h.Transport.Close() //nolint:errcheck
		victim.Forget()
		time.Sleep(requestExpiry + networking.SessionTimeout)
		victim.mu.Lock()
		require.Len(t, victim.sessions, 1, "the friend's")
		victim.mu.Unlock()
		before.Holds(t)
	})
}

// Whoever hears a session on the wire may send its packets again, from the
// address they came from or from another: during the session, after it, and to
// a process that has started anew.
func TestASessionThatIsReplayed(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, friend := n.join("victim"), n.join("friend")
		var mu sync.Mutex
		var recorded [][]byte
		n.Tap(func(p simnet.Packet) {
			if simulated.Plain(p.From) == friend.address && simulated.Plain(p.To) == victim.address {
				mu.Lock()
				defer mu.Unlock()
				recorded = append(recorded, bytes.Clone(p.Data))
			}
		})
		meet(t, friend, victim)
		for range 20 {
			friend.say(victim, "pay me")
			victim.expect(0, "pay me")
			friend.send(victim, "pay me soon", networking.SendUnreliable, 1)
			victim.expect(1, "pay me soon")
		}
		time.Sleep(time.Second)
		mu.Lock()
		said := slices.Clone(recorded)
		mu.Unlock()
		require.Greater(t, len(said), 40)

		stranger := n.Socket()
		replay := func(to *player) {
			for range 3 {
				for _, b := range said {
					_, err := stranger.WriteTo(b, net.UDPAddrFromAddrPort(to.address))
					require.NoError(t, err)
					n.Inject(friend.address, to.address, b)
				}
				time.Sleep(time.Second)
			}
			require.Zero(t, to.PacketSize(0)+to.PacketSize(1))
			require.Empty(t, to.Drain())
		}
		replay(victim)
		state, ok := victim.SessionState(friend.SteamID())
		require.True(t, ok && state.Active)
		require.Equal(t, friend.address.Port(), state.RemotePort)
		friend.say(victim, "still here")
		victim.expect(0, "still here")

		friend.CloseSession(victim.SteamID())
		time.Sleep(time.Second)
		replay(victim)
		victim.settled()

		victim.Shutdown()
		heir := n.join("victim")
		replay(heir)
		heir.settled()
		require.Empty(t, friend.Drain())
	})
}
