package p2p

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	"godotsteam/signals"
)

// befriend makes a hostile peer one that the victim has accepted.
func (h *hostile) befriend(victim *player) (*quic.Conn, *quic.SendStream) {
	h.t.Helper()
	conn := h.Call(victim)
	s := openStream(h.t, conn)
	write(h.t, s, appendOpen(nil, opening{epoch: epoch{1, 1}}))
	until(h.t, time.Second, "the request", func() bool { return victim.Heard(h.request()) })
	victim.Accept(h.ID)
	until(h.t, time.Second, "the session", func() bool { return victim.isActiveWith(h.ID) })
	return conn, s
}

func (h *hostile) request() signals.Event {
	return signals.P2PSessionRequest{SteamIDRemote: uint64(h.ID)}
}

// An accepted peer breaks the protocol: the link is closed, nothing of the
// broken message is delivered, and nothing is left behind.
func TestAnAcceptedPeerThatBreaksTheProtocol(t *testing.T) {
	for _, c := range []struct {
		name   string
		attack func(t *testing.T, conn *quic.Conn, s *quic.SendStream)
	}{
		{"a message over the limit", func(t *testing.T, _ *quic.Conn, s *quic.SendStream) {
			write(t, s, header(networking.MaxReliable+1, 0), make([]byte, 1000))
		}},
		{"the largest length there is", func(t *testing.T, _ *quic.Conn, s *quic.SendStream) {
			write(t, s, []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0})
		}},
		{"a channel over the limit", func(t *testing.T, _ *quic.Conn, s *quic.SendStream) {
			write(t, s, header(5, networking.MaxChannel+1), []byte("hello"))
		}},
		{"a stream that ends inside a header", func(t *testing.T, _ *quic.Conn, s *quic.SendStream) {
			write(t, s, []byte{0x80})
			require.NoError(t, s.Close())
		}},
		{"a stream that ends inside a message", func(t *testing.T, _ *quic.Conn, s *quic.SendStream) {
			write(t, s, header(100, 0), make([]byte, 99))
			require.NoError(t, s.Close())
		}},
		{"a stream that ends inside a large message", func(t *testing.T, _ *quic.Conn, s *quic.SendStream) {
			write(t, s, header(networking.MaxReliable, 0), make([]byte, 200_000))
			require.NoError(t, s.Close())
		}},
		{"a stream that is given up inside a message", func(t *testing.T, _ *quic.Conn, s *quic.SendStream) {
			write(t, s, header(networking.MaxReliable, 0), make([]byte, 200_000))
			s.CancelWrite(7)
		}},
		{"an OPEN in a datagram", func(t *testing.T, conn *quic.Conn, _ *quic.SendStream) {
			require.NoError(t, conn.SendDatagram(appendOpen(nil, opening{epoch: epoch{9, 9}})))
		}},
		{"a datagram that ends inside a message", func(t *testing.T, conn *quic.Conn, _ *quic.SendStream) {
			require.NoError(t, conn.SendDatagram(append(header(6, 0), "hello"...)))
		}},
		{"a datagram whose message is over the limit", func(t *testing.T, conn *quic.Conn, _ *quic.SendStream) {
			require.NoError(t, conn.SendDatagram(append(header(1201, 0), make([]byte, 1201)...)))
		}},
		{"a datagram of rubbish", func(t *testing.T, conn *quic.Conn, _ *quic.SendStream) {
			require.NoError(t, conn.SendDatagram([]byte{0x40, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}))
		}},
		{"our stream refused", func(t *testing.T, conn *quic.Conn, _ *quic.SendStream) {
			ours, err := conn.AcceptUniStream(t.Context())
			require.NoError(t, err)
			ours.CancelRead(7)
			time.Sleep(time.Second)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				conn, s := h.befriend(victim)
				require.NoError(t, victim.Send(h.ID, []byte("hello"), networking.SendReliable, 0))

				c.attack(t, conn, s)
				// A stream that was refused is noticed with the next write.
				victim.Send(h.ID, []byte("hello"), networking.SendReliable, 0) //nolint:errcheck
				require.Equal(t, endpoint.CodeViolation, closedWith(t, conn, time.Second))
				require.Zero(t, victim.PacketSize(0))
				time.Sleep(time.Second)
				state, ok := victim.SessionState(h.ID)
				require.True(t, ok)
				require.Equal(t, networking.SessionState{LastError: networking.ErrorTimeout}, state)
				victim.settled()

				// Everybody else goes on.
				friend := n.join("friend")
				meet(t, friend, victim)
			})
		})
	}
}

// A peer may close its channels without our hearing of it, so a count above the
// limit breaks no rule: the packets arrive, and what is remembered is bounded.
func TestAnAcceptedPeerWithTooManyChannels(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		conn, s := h.befriend(victim)
		require.NoError(t, victim.Send(h.ID, []byte("x"), networking.SendReliable, 5))
		for channel := range networking.MaxChannels + 1 {
			write(t, s, header(1, 10+channel), []byte{1})
		}
		until(t, time.Second, "the last packet", func() bool { return victim.PacketSize(10+networking.MaxChannels) == 1 })
		victim.mu.Lock()
		require.Len(t, victim.sessions[h.ID].channels, networking.MaxChannels+1, "theirs, and our own")
		victim.mu.Unlock()
		require.NoError(t, conn.CloseWithError(endpoint.CodeClosed, ""))
	})
}

func TestAMessageBeforeAnOpen(t *testing.T) {
	message := append(header(5, 0), "hello"...)
	large := append(header(100_000, 0), make([]byte, 100_000)...)
	for _, c := range []struct {
		name  string
		bytes []byte
	}{{"a small one", message}, {"a large one", large}} {
		t.Run(c.name+", of a stranger", func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				conn := h.Call(victim)
				push(t, conn, c.bytes)
				require.Equal(t, endpoint.CodeViolation, closedWith(t, conn, time.Second))
				require.Zero(t, victim.PacketSize(0))
				require.Empty(t, victim.Drain())
				victim.settled()
			})
		})
		t.Run(c.name+", right after a request", func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				conn := h.Call(victim)
				push(t, conn, append(appendOpen(nil, opening{epoch: epoch{1, 1}}), c.bytes...))
				require.Equal(t, endpoint.CodeViolation, closedWith(t, conn, time.Second))
				require.Zero(t, victim.PacketSize(0))
				victim.settled()
				require.False(t, victim.Heard(h.request()), "the request went with it")
			})
		})
		t.Run(c.name+", of one who was called", func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				h.Announce(n.dir)
				require.NoError(t, victim.Send(h.ID, []byte("hello"), networking.SendReliable, 0))
				conn, err := h.Listener.Accept(t.Context())
				require.NoError(t, err)
				time.Sleep(100 * time.Millisecond) // the victim has said OPEN by now
				push(t, conn, c.bytes)
				require.Equal(t, endpoint.CodeViolation, closedWith(t, conn, time.Second))
				require.Zero(t, victim.PacketSize(0))
				require.True(t, victim.CloseSession(h.ID))
				victim.settled()
			})
		})
	}
}

// push writes what the victim may not read to its end.
func push(t *testing.T, conn *quic.Conn, b []byte) {
	t.Helper()
	openStream(t, conn).Write(b) //nolint:errcheck
}

func TestThereIsOneStreamAndNoMore(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		conn := h.Call(victim)
		write(t, openStream(t, conn), appendOpen(nil, opening{epoch: epoch{1, 1}}))
		until(t, time.Second, "the request", func() bool { return victim.Heard(h.request()) })
		_, err := conn.OpenUniStream()
		require.Error(t, err)
		_, err = conn.OpenStream()
		require.Error(t, err)
	})
}

func TestADatagramOfAStranger(t *testing.T) {
	for name, opens := range map[string]bool{"before an OPEN": false, "after it": true} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				conn := h.Call(victim)
				if opens {
					write(t, openStream(t, conn), appendOpen(nil, opening{epoch: epoch{1, 1}}))
					until(t, time.Second, "the request", func() bool { return victim.Heard(h.request()) })
				}
				require.NoError(t, conn.SendDatagram(append(header(5, 0), "hello"...)))
				require.Equal(t, endpoint.CodeViolation, closedWith(t, conn, time.Second))
				require.True(t, victim.Accept(h.ID))
				time.Sleep(time.Second)
				require.Zero(t, victim.PacketSize(0), "it came before it was welcome")
				victim.settled()
			})
		})
	}
}

func TestConnectionsThatSayNothingAreFewAndShort(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim := n.join("victim")
		one := n.hostile("mallory")
		for range maxUnopenedEach {
			one.Call(victim)
		}
		over := one.Call(victim)
		require.Equal(t, endpoint.CodeRefused, closedWith(t, over, time.Second), "one peer has too many")
		first := n.hostile("mallory A").Call(victim)
		for i := range maxUnopened - maxUnopenedEach {
			n.hostile("mallory " + string(rune('B'+i))).Call(victim)
		}
		time.Sleep(100 * time.Millisecond)
		require.NoError(t, first.Context().Err())
		victim.mu.Lock()
		require.Len(t, victim.unopened, maxUnopened)
		victim.mu.Unlock()
		time.Sleep(endpoint.OpenTimeout)
		victim.settled()
	})
}

// One stranger with many keys renews connections that say nothing, faster than
// they end: others come through all the same.
func TestConnectionsThatSayNothingShutNobodyOut(t *testing.T) {
	t.Parallel()
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		friend := n.joinElsewhere("friend", victim)
		var calling sync.WaitGroup
		defer calling.Wait()
		calling.Go(func() {
			for i := range 300 { // 15 seconds
				h.CallAs(fmt.Sprint("key ", i%maxUnopened), victim, h.Sessions)
				time.Sleep(50 * time.Millisecond)
			}
		})
		time.Sleep(4 * time.Second)
		victim.mu.Lock()
		require.Len(t, victim.unopened, maxUnopened)
		victim.mu.Unlock()
		for range 3 {
			meet(t, friend, victim)
			require.True(t, friend.CloseSession(victim.SteamID()))
			time.Sleep(2 * time.Second)
			victim.mu.Lock()
			require.LessOrEqual(t, len(victim.unopened), maxUnopened+1, "one may have just said OPEN")
			victim.mu.Unlock()
		}
	})
}

// requests makes a stranger ask to play, under so many names.
func (h *hostile) requests(victim *player, names int) (conns []*quic.Conn) {
	h.t.Helper()
	for i := range names {
		conn := h.CallAs(fmt.Sprint("key ", i), victim, h.Sessions)
		write(h.t, openStream(h.t, conn), appendOpen(nil, opening{epoch: epoch{1, 1}}))
		conns = append(conns, conn)
	}
	time.Sleep(100 * time.Millisecond)
	return conns
}

// One stranger with many keys asks to play under all of them. Who comes from
// elsewhere, or matters to us, takes the place of one of theirs.
func TestRequestsOfOneStrangerShutNobodyOut(t *testing.T) {
	for name, joins := range map[string]func(n *network, victim *player) *player{
		"somebody of this computer": func(n *network, _ *player) *player { return n.join("friend") },
		"a stranger from elsewhere": func(n *network, victim *player) *player { return n.joinElsewhere("friend", victim) },
	} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				friend := joins(n, victim)
				conns := h.requests(victim, networking.MaxRequests)
				friend.say(victim, "may I?")
				until(t, time.Second, "the friend's request", func() bool { return victim.hasSession(friend) })
				require.Equal(t, endpoint.CodeRefused, closedWith(t, conns[0], time.Second), "the oldest")
				require.Len(t, victim.Drain(), networking.MaxRequests, "what had to go was taken back")
				require.True(t, victim.Heard(requestOf(friend)))
				h.Call(victim) // one more name of the same stranger
				time.Sleep(time.Second)
				require.True(t, victim.Accept(friend.SteamID()))
				victim.expect(0, "may I?")
				for _, conn := range conns[1:] {
					require.NoError(t, conn.Context().Err())
				}
			})
		})
	}
}

// A request that had to go while the game has yet to answer it is made again.
func TestARequestThatHadToGoComesBack(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim := n.join("victim")
		friend := n.joinElsewhere("friend", victim)
		friend.say(victim, "may I?")
		until(t, time.Second, "the request", func() bool { return victim.hasSession(friend) })
		victim.mu.Lock()
		victim.sessions[friend.SteamID()].refuse()
		victim.mu.Unlock()
		require.False(t, victim.Heard(requestOf(friend)), "it was taken back")
		require.True(t, victim.Accept(friend.SteamID()), "which does nothing")
		until(t, 2*time.Second, "the request", func() bool { return victim.Heard(requestOf(friend)) })
		require.True(t, victim.Accept(friend.SteamID()))
		victim.expect(0, "may I?")
		require.False(t, friend.Heard(failOf(victim)))
	})
}

func TestAKnownPeerCannotPileUpConnections(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		h.befriend(victim)
		var last *quic.Conn
		for range maxUnopenedEach + 1 {
			last = h.Call(victim)
		}
		require.Equal(t, endpoint.CodeRefused, closedWith(t, last, time.Second))
		for range 20 { // the same session again and again
			again := h.Call(victim)
			if again.Context().Err() != nil {
				continue
			}
			s, err := again.OpenUniStreamSync(t.Context())
			if err == nil {
				_, err = s.Write(appendOpen(nil, opening{epoch: epoch{1, 1}}))
			}
			if err == nil {
				closedWith(t, again, time.Second)
			}
		}
		victim.mu.Lock()
		require.Len(t, victim.sessions[h.ID].links, 1)
		victim.mu.Unlock()
	})
}

// What an honest player writes, byte for byte: an OPEN first, another in a
// second at the soonest while nobody answers, and messages after the answer.
func TestWhatAPlayerWrites(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		p, h := n.join("anna"), n.hostile("other")
		h.Announce(n.dir)
		began := time.Now()
		for range 15 {
			require.NoError(t, p.Send(h.ID, []byte("hi"), networking.SendReliable, 3))
			time.Sleep(100 * time.Millisecond)
		}
		require.Less(t, time.Since(began), 2*time.Second)
		conn, err := h.Listener.Accept(t.Context())
		require.NoError(t, err)
		stream, err := conn.AcceptUniStream(t.Context())
		require.NoError(t, err)
		open := appendOpen(nil, opening{epoch: epoch{p.Life, 1}})
		got := make([]byte, 2*len(open))
		_, err = io.ReadFull(stream, got)
		require.NoError(t, err)
		require.Equal(t, append(bytes.Clone(open), open...), got)

		write(t, openStream(t, conn), appendOpen(nil, opening{epoch: epoch{1, 1}}))
		message := []byte{2, 3, 'h', 'i'}
		got = make([]byte, 15*len(message))
		_, err = io.ReadFull(stream, got)
		require.NoError(t, err)
		require.Equal(t, bytes.Repeat(message, 15), got)

		require.NoError(t, p.Send(h.ID, []byte("loose"), networking.SendUnreliable, 64))
		datagram, err := conn.ReceiveDatagram(t.Context())
		require.NoError(t, err)
		require.Equal(t, []byte("\x05\x40\x40loose"), datagram)
		go p.Shutdown()
		rest, err := io.ReadAll(stream)
		require.NoError(t, err, "it ends in order")
		require.Empty(t, rest)
	})
}

func TestAStrangerWhoKeepsAskingIsHeardOnceInAWhile(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		s := openStream(t, h.Call(victim))
		for range 50 { // 25 seconds
			write(t, s, appendOpen(nil, opening{epoch: epoch{1, 1}}))
			time.Sleep(networking.RequestRepeat / 2)
			victim.Drain()
		}
		require.Greater(t, len(victim.Events), 20)
		require.LessOrEqual(t, len(victim.Events), 26)
	})
}

// An OPEN costs next to nothing to say, and the lock of all sessions to hear.
// What an honest peer may have said in a network that was cut is heard, and no
// more: accepted or not, on a link that is open or not.
func TestWhoSaysOpenWithoutEnd(t *testing.T) {
	open := appendOpen(nil, opening{epoch: epoch{1, 1}})
	atOnce := int(networking.SessionTimeout / networking.RequestRepeat)
	for name, begin := range map[string]func(h *hostile, victim *player) (*quic.Conn, *quic.SendStream){
		"a stranger": func(h *hostile, victim *player) (*quic.Conn, *quic.SendStream) {
			conn := h.Call(victim)
			return conn, openStream(h.t, conn)
		},
		"an accepted peer": (*hostile).befriend,
	} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				conn, s := begin(h, victim)
				victim.Forget()
				write(t, s, bytes.Repeat(open, atOnce))
				for range 10 {
					time.Sleep(networking.RequestRepeat)
					write(t, s, open)
				}
				require.NoError(t, conn.Context().Err(), "after a cut, and then once a second")
				s.Write(bytes.Repeat(open, 2*atOnce)) //nolint:errcheck
				require.Equal(t, endpoint.CodeViolation, closedWith(t, conn, time.Second))
				time.Sleep(time.Second)
				require.False(t, victim.Heard(h.request()), "if one waits it goes, too")
				victim.settled()
			})
		})
	}
}

// An address must show that it can be reached, which costs whoever is there one
// more way there and back.
func TestAnAddressIsProvenFirst(t *testing.T) {
	inVirtualTime(t, 1, quality{Latency: time.Millisecond}, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		for range 100 {
			began := time.Now()
			h.Call(victim).CloseWithError(0, "") //nolint:errcheck
			require.GreaterOrEqual(t, time.Since(began), 4*time.Millisecond)
		}
		meet(t, n.join("friend"), victim)
		time.Sleep(time.Second)
		require.Empty(t, victim.unopened)
	})
}

func TestAStrangerWhoAsksOnManyConnectionsKeepsOne(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		var conns []*quic.Conn
		for i := range 10 {
			conn := h.Call(victim)
			write(t, openStream(t, conn),
				appendOpen(nil, opening{epoch: epoch{1, uint64(1 + i/2)}})) // the same session, or a newer one
			conns = append(conns, conn)
			time.Sleep(50 * time.Millisecond)
		}
		for i, conn := range conns[:9] {
			require.Equal(t, endpoint.CodeDuplicate, closedWith(t, conn, time.Second), "connection %d", i)
		}
		require.NoError(t, conns[9].Context().Err())
		victim.mu.Lock()
		require.Len(t, victim.sessions[h.ID].links, 1)
		victim.mu.Unlock()
		require.Len(t, victim.Drain(), 1, "one request")
		victim.Accept(h.ID)
		require.True(t, func() bool { s, _ := victim.SessionState(h.ID); return s.Active }())
	})
}

func TestOnlyEd25519KeysAreLetIn(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	for _, c := range []struct {
		name         string
		certificates []tls.Certificate
	}{
		{"no certificate", nil},
		{"another kind of key", []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}},
		{"somebody else's certificate", func() []tls.Certificate {
			theirs, err := identity.FromText("bob").Certificate()
			require.NoError(t, err)
			mallorys, err := identity.FromText("mallory").Certificate()
			require.NoError(t, err)
			theirs.PrivateKey = mallorys.PrivateKey
			return []tls.Certificate{theirs}
		}()},
	} {
		t.Run(c.name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				h.Sessions.TLS.Certificates = c.certificates
				conn, err := h.Transport.Dial(t.Context(), net.UDPAddrFromAddrPort(victim.address), h.Sessions.TLS, h.Sessions.QUIC)
				if err == nil { // the server's verdict comes after the client is done
					s, err := conn.OpenUniStream()
					if err == nil {
						s.Write(appendOpen(nil, opening{epoch: epoch{1, 1}})) //nolint:errcheck
					}
					select {
					case <-conn.Context().Done():
					case <-time.After(time.Second):
						require.Fail(t, "it was let in")
					}
				}
				synctest.Wait()
				require.Empty(t, victim.Drain())
				victim.settled()
			})
		})
	}
}
