package standalone

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
)

// hostile is a peer with a valid key that says what it likes.
type hostile struct {
	*endpoint
	t  *testing.T
	id *identity
}

func (n *network) hostile(name string) *hostile { return n.hostileOn(n.socket(), name) }

func (n *network) hostileOn(socket net.PacketConn, name string) *hostile {
	id := identityFromText(name)
	e, err := newEndpoint(socket, id, testApp, networking.SessionTimeout)
	require.NoError(n.t, err)
	n.t.Cleanup(e.close)
	return &hostile{e, n.t, id}
}

func (h *hostile) call(victim *player) *quic.Conn {
	h.t.Helper()
	conn, err := h.dial(h.t.Context(), victim.SteamID(), victim.address, h.session)
	require.NoError(h.t, err)
	return conn
}

// joinElsewhere starts a player on a computer of their own who knows where
// another one is, and is a stranger to them.
func (n *network) joinElsewhere(name string, to *player) *player {
	dir := n.t.TempDir()
	return n.join(name, func(_ *platform.Config, o *Options) {
		o.DataDir, o.Peers = dir, map[networking.SteamID][]netip.AddrPort{to.SteamID(): {to.address}}
	})
}

// callAs connects under another name: a key costs nothing.
func (h *hostile) callAs(name string, victim *player, protocol *tls.Config) *quic.Conn {
	h.t.Helper()
	certificate, err := identityFromText(name).certificate()
	require.NoError(h.t, err)
	as := protocol.Clone()
	as.Certificates = []tls.Certificate{certificate}
	conn, err := h.dial(h.t.Context(), victim.SteamID(), victim.address, as)
	require.NoError(h.t, err)
	return conn
}

// befriend makes a hostile peer one that the victim has accepted.
func (h *hostile) befriend(victim *player) (*quic.Conn, *quic.SendStream) {
	h.t.Helper()
	conn := h.call(victim)
	s := openStream(h.t, conn)
	write(h.t, s, appendOpen(nil, opening{epoch: epoch{1, 1}}))
	until(h.t, time.Second, "the request", func() bool { return victim.heard(h.request()) })
	victim.Accept(h.id.steamID)
	until(h.t, time.Second, "the session", func() bool { return victim.isActiveWith(h.id.steamID) })
	return conn, s
}

func (h *hostile) request() signals.Event {
	return signals.P2PSessionRequest{SteamIDRemote: uint64(h.id.steamID)}
}

// closedWith returns the code that the victim closed a connection with.
func closedWith(t *testing.T, conn *quic.Conn, within time.Duration) quic.ApplicationErrorCode {
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

func openStream(t *testing.T, conn *quic.Conn) *quic.SendStream {
	t.Helper()
	s, err := conn.OpenUniStreamSync(t.Context())
	require.NoError(t, err)
	return s
}

func write(t *testing.T, s *quic.SendStream, parts ...[]byte) {
	t.Helper()
	for _, b := range parts {
		_, err := s.Write(b)
		require.NoError(t, err)
	}
}

func header(length, channel int) []byte { return appendHeader(nil, length, channel) }

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
				require.NoError(t, victim.Send(h.id.steamID, []byte("hello"), networking.SendReliable, 0))

				c.attack(t, conn, s)
				// A stream that was refused is noticed with the next write.
				victim.Send(h.id.steamID, []byte("hello"), networking.SendReliable, 0) //nolint:errcheck
				require.Equal(t, codeViolation, closedWith(t, conn, time.Second))
				require.Zero(t, victim.PacketSize(0))
				time.Sleep(time.Second)
				state, ok := victim.SessionState(h.id.steamID)
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
		require.NoError(t, victim.Send(h.id.steamID, []byte("x"), networking.SendReliable, 5))
		for channel := range networking.MaxChannels + 1 {
			write(t, s, header(1, 10+channel), []byte{1})
		}
		until(t, time.Second, "the last packet", func() bool { return victim.PacketSize(10+networking.MaxChannels) == 1 })
		victim.mu.Lock()
		require.Len(t, victim.sessions[h.id.steamID].channels, networking.MaxChannels+1, "theirs, and our own")
		victim.mu.Unlock()
		require.NoError(t, conn.CloseWithError(codeClosed, ""))
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
				conn := h.call(victim)
				push(t, conn, c.bytes)
				require.Equal(t, codeViolation, closedWith(t, conn, time.Second))
				require.Zero(t, victim.PacketSize(0))
				require.Empty(t, victim.drain())
				victim.settled()
			})
		})
		t.Run(c.name+", right after a request", func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				conn := h.call(victim)
				push(t, conn, append(appendOpen(nil, opening{epoch: epoch{1, 1}}), c.bytes...))
				require.Equal(t, codeViolation, closedWith(t, conn, time.Second))
				require.Zero(t, victim.PacketSize(0))
				victim.settled()
				require.False(t, victim.heard(h.request()), "the request went with it")
			})
		})
		t.Run(c.name+", of one who was called", func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				h.announce(n)
				require.NoError(t, victim.Send(h.id.steamID, []byte("hello"), networking.SendReliable, 0))
				conn, err := h.listener.Accept(t.Context())
				require.NoError(t, err)
				time.Sleep(100 * time.Millisecond) // the victim has said OPEN by now
				push(t, conn, c.bytes)
				require.Equal(t, codeViolation, closedWith(t, conn, time.Second))
				require.Zero(t, victim.PacketSize(0))
				require.True(t, victim.CloseSession(h.id.steamID))
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

// announce makes a hostile peer one that can be found.
func (h *hostile) announce(n *network) {
	h.t.Helper()
	d, err := openDirectory(n.dir, testApp)
	require.NoError(h.t, err)
	require.NoError(h.t, d.announce(h.id.steamID, plain(h.transport.Conn.LocalAddr())))
	h.t.Cleanup(func() { d.withdraw() })
}

func TestThereIsOneStreamAndNoMore(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		conn := h.call(victim)
		write(t, openStream(t, conn), appendOpen(nil, opening{epoch: epoch{1, 1}}))
		until(t, time.Second, "the request", func() bool { return victim.heard(h.request()) })
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
				conn := h.call(victim)
				if opens {
					write(t, openStream(t, conn), appendOpen(nil, opening{epoch: epoch{1, 1}}))
					until(t, time.Second, "the request", func() bool { return victim.heard(h.request()) })
				}
				require.NoError(t, conn.SendDatagram(append(header(5, 0), "hello"...)))
				require.Equal(t, codeViolation, closedWith(t, conn, time.Second))
				require.True(t, victim.Accept(h.id.steamID))
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
			one.call(victim)
		}
		over := one.call(victim)
		require.Equal(t, codeRefused, closedWith(t, over, time.Second), "one peer has too many")
		first := n.hostile("mallory A").call(victim)
		for i := range maxUnopened - maxUnopenedEach {
			n.hostile("mallory " + string(rune('B'+i))).call(victim)
		}
		time.Sleep(100 * time.Millisecond)
		require.NoError(t, first.Context().Err())
		victim.mu.Lock()
		require.Len(t, victim.unopened, maxUnopened)
		victim.mu.Unlock()
		time.Sleep(openTimeout)
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
				h.callAs(fmt.Sprint("key ", i%maxUnopened), victim, h.session)
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
		conn := h.callAs(fmt.Sprint("key ", i), victim, h.session)
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
				require.Equal(t, codeRefused, closedWith(t, conns[0], time.Second), "the oldest")
				require.Len(t, victim.drain(), networking.MaxRequests, "what had to go was taken back")
				require.True(t, victim.heard(requestOf(friend)))
				h.call(victim) // one more name of the same stranger
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

// Even many strangers from everywhere keep no room from who is in a lobby with
// us.
func TestRequestsOfManyStrangersShutNoMemberOut(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim := n.join("victim")
		friend := n.joinElsewhere("friend", victim)
		for i := range networking.MaxRequests {
			conn := n.hostile(fmt.Sprint("mallory ", i)).call(victim)
			write(t, openStream(t, conn), appendOpen(nil, opening{epoch: epoch{1, 1}}))
		}
		time.Sleep(100 * time.Millisecond)
		friend.say(victim, "may I?")
		time.Sleep(2 * time.Second)
		require.False(t, victim.heard(requestOf(friend)), "a stranger as any other")
		at := victim.create(networking.LobbyPublic, 4)
		require.Equal(t, networking.EnterSuccess, friend.enter(at))
		until(t, 2*time.Second, "the member's request", func() bool { return victim.heard(requestOf(friend)) })
		require.True(t, victim.Accept(friend.SteamID()))
		victim.expect(0, "may I?")
	})
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
		require.False(t, victim.heard(requestOf(friend)), "it was taken back")
		require.True(t, victim.Accept(friend.SteamID()), "which does nothing")
		until(t, 2*time.Second, "the request", func() bool { return victim.heard(requestOf(friend)) })
		require.True(t, victim.Accept(friend.SteamID()))
		victim.expect(0, "may I?")
		require.False(t, friend.heard(failOf(victim)))
	})
}

func TestAKnownPeerCannotPileUpConnections(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		h.befriend(victim)
		var last *quic.Conn
		for range maxUnopenedEach + 1 {
			last = h.call(victim)
		}
		require.Equal(t, codeRefused, closedWith(t, last, time.Second))
		for range 20 { // the same session again and again
			again := h.call(victim)
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
		require.Len(t, victim.sessions[h.id.steamID].links, 1)
		victim.mu.Unlock()
	})
}

// What an honest player writes, byte for byte: an OPEN first, another in a
// second at the soonest while nobody answers, and messages after the answer.
func TestWhatAPlayerWrites(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		p, h := n.join("anna"), n.hostile("other")
		h.announce(n)
		began := time.Now()
		for range 15 {
			require.NoError(t, p.Send(h.id.steamID, []byte("hi"), networking.SendReliable, 3))
			time.Sleep(100 * time.Millisecond)
		}
		require.Less(t, time.Since(began), 2*time.Second)
		conn, err := h.listener.Accept(t.Context())
		require.NoError(t, err)
		stream, err := conn.AcceptUniStream(t.Context())
		require.NoError(t, err)
		open := appendOpen(nil, opening{epoch: epoch{p.life, 1}})
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

		require.NoError(t, p.Send(h.id.steamID, []byte("loose"), networking.SendUnreliable, 64))
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
		s := openStream(t, h.call(victim))
		for range 50 { // 25 seconds
			write(t, s, appendOpen(nil, opening{epoch: epoch{1, 1}}))
			time.Sleep(networking.RequestRepeat / 2)
			victim.drain()
		}
		require.Greater(t, len(victim.events), 20)
		require.LessOrEqual(t, len(victim.events), 26)
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
			conn := h.call(victim)
			return conn, openStream(h.t, conn)
		},
		"an accepted peer": (*hostile).befriend,
	} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				conn, s := begin(h, victim)
				victim.forget()
				write(t, s, bytes.Repeat(open, atOnce))
				for range 10 {
					time.Sleep(networking.RequestRepeat)
					write(t, s, open)
				}
				require.NoError(t, conn.Context().Err(), "after a cut, and then once a second")
				s.Write(bytes.Repeat(open, 2*atOnce)) //nolint:errcheck
				require.Equal(t, codeViolation, closedWith(t, conn, time.Second))
				time.Sleep(time.Second)
				require.False(t, victim.heard(h.request()), "if one waits it goes, too")
				victim.settled()
			})
		})
	}
}

// An address must show that it can be reached, which costs whoever is there one
// more way there and back.
func TestAnAddressIsProvenFirst(t *testing.T) {
	inVirtualTime(t, 1, quality{latency: time.Millisecond}, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		for range 100 {
			began := time.Now()
			h.call(victim).CloseWithError(0, "") //nolint:errcheck
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
			conn := h.call(victim)
			write(t, openStream(t, conn), appendOpen(nil, opening{epoch: epoch{1, uint64(1 + i/2)}})) // the same session, or a newer one
			conns = append(conns, conn)
			time.Sleep(50 * time.Millisecond)
		}
		for i, conn := range conns[:9] {
			require.Equal(t, codeDuplicate, closedWith(t, conn, time.Second), "connection %d", i)
		}
		require.NoError(t, conns[9].Context().Err())
		victim.mu.Lock()
		require.Len(t, victim.sessions[h.id.steamID].links, 1)
		victim.mu.Unlock()
		require.Len(t, victim.drain(), 1, "one request")
		victim.Accept(h.id.steamID)
		require.True(t, func() bool { s, _ := victim.SessionState(h.id.steamID); return s.Active }())
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
			theirs, err := identityFromText("bob").certificate()
			require.NoError(t, err)
			theirs.PrivateKey = identityFromText("mallory").key
			return []tls.Certificate{theirs}
		}()},
	} {
		t.Run(c.name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				victim, h := n.join("victim"), n.hostile("mallory")
				h.tls.Certificates = c.certificates
				conn, err := h.transport.Dial(t.Context(), net.UDPAddrFromAddrPort(victim.address), h.tls, h.quic)
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
				require.Empty(t, victim.drain())
				victim.settled()
			})
		})
	}
}
