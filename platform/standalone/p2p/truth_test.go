package p2p

// Whoever's messages are lost is told so, and nobody else is told anything.

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
)

// Who calls gives up just as the answer is on its way: what was answered is
// lost, without that any game has closed the session.
func TestWhoAnswersTooLateIsToldSo(t *testing.T) {
	for _, name := range []string{"the way back is cut", "in the last round trip"} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, 1, quality{Latency: 20 * time.Millisecond}, func(t *testing.T, n *network) {
				a, b := n.pair()
				began := time.Now()
				a.say(b, "hello?")
				until(t, time.Second, "the request", func() bool { return b.Heard(requestOf(a)) })
				if name == "the way back is cut" {
					time.Sleep(12 * time.Second)
					n.SetDeaf(a, true)
				} else {
					time.Sleep(networking.SessionTimeout - time.Since(began) - 10*time.Millisecond)
				}
				b.Forget()
				b.say(a, "the answer")
				synctest.Wait()
				require.True(t, b.isActive(a))
				until(t, networking.SessionTimeout, "a gives up", func() bool { return a.Heard(failOf(b)) })
				n.SetDeaf(a, false)
				time.Sleep(40 * time.Second)
				require.False(t, b.isActive(a))
				require.Zero(t, a.PacketSize(0), "the answer is lost")
				require.True(t, b.Heard(failOf(a)), "who has given it is told")
			})
		})
	}
}

// A game that has ignored a request is asked again when the user starts over:
// it may know by now who that is.
func TestWhoStartsOverAsksAgain(t *testing.T) {
	for _, name := range []string{"a new process", "the same process"} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				a, b := n.pair()
				a.say(b, "hello?")
				until(t, time.Second, "the request", func() bool { return b.Heard(requestOf(a)) })
				time.Sleep(3 * time.Second)
				b.Forget()
				if name == "a new process" {
					a.kill()
					a = n.join(a.name)
				} else {
					n.SetCut(true) // so that b does not hear of it
					a.CloseSession(b.SteamID())
					time.Sleep(time.Second)
					n.SetCut(false)
				}
				time.Sleep(time.Second)
				a.say(b, "hello again?")
				until(t, networking.SessionTimeout, "the request of the new session", func() bool { return b.Heard(requestOf(a)) })
			})
		})
	}
}

// Who is called has crashed before answering, and starts anew: the caller does
// not wait for the one who is dead.
func TestWhoCallsFindsWhoHasStartedAnew(t *testing.T) {
	for _, decides := range []bool{true, false} {
		t.Run(fmt.Sprint("the caller decides: ", decides), func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				a, b := n.pair()
				if !decides {
					a, b = b, a
				}
				a.say(b, "hello?")
				until(t, time.Second, "the request", func() bool { return b.Heard(requestOf(a)) })
				time.Sleep(3 * time.Second)
				b.kill()
				time.Sleep(3 * time.Second)
				b = n.join(b.name)
				until(t, 3*time.Second, "the request, again", func() bool { return b.Heard(requestOf(a)) })
				b.Accept(a.SteamID())
				b.expect(0, "hello?")
				require.Empty(t, a.Drain())
			})
		})
	}
}

// What a link's reader still holds when another link carries the session is of
// a session before: it must not come after what that one has brought.
func TestNothingOfAnOldLinkAfterTheNewOne(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		a.mu.Lock()
		s := a.sessions[b.SteamID()]
		carrier := s.active
		old := a.newLink(b.SteamID(), carrier.conn)
		old.session = s
		old.source.Store(s.source)
		a.mu.Unlock()
		late := &streamReader{link: old, arrivals: []networking.Arrival{{Data: []byte("old")}}}
		require.ErrorIs(t, late.deliver(), errOver)
		require.Zero(t, a.PacketSize(0))
		b.say(a, "new")
		a.expect(0, "new")
	})
}

// A datagram on a link that carries the session no more is of the session
// before.
func TestNoDatagramOfAnOldLinkAfterTheNewOne(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("other")
		conn, _ := h.befriend(victim)
		late := h.Call(victim)
		until(t, time.Second, "the other link", func() bool {
			victim.mu.Lock()
			defer victim.mu.Unlock()
			if len(victim.unopened) == 0 {
				return false
			}
			l, s := victim.unopened[0], victim.sessions[h.ID]
			l.session = s // as one is that the session was not given to
			l.source.Store(s.source)
			return true
		})
		require.NoError(t, late.SendDatagram(append(header(3, 0), "old"...)))
		time.Sleep(time.Second)
		require.Zero(t, victim.PacketSize(0))
		require.NoError(t, conn.SendDatagram(append(header(3, 0), "new"...)))
		victim.expect(0, "new")
	})
}

// The word that a session is closed gets lost. Who says something in it then is
// told at once, and not only when the silence has become too long.
func TestWhoSpeaksInASessionThatIsClosedIsToldAtOnce(t *testing.T) {
	for _, who := range []string{"who called", "who was called"} {
		t.Run(who+" closes", func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				a, b := n.pair()
				meet(t, a, b)
				if who == "who was called" {
					a, b = b, a
				}
				n.SetDeaf(b, true)
				a.CloseSession(b.SteamID())
				time.Sleep(5 * time.Second)
				n.SetDeaf(b, false)
				require.True(t, b.isActive(a), "it does not know")
				b.say(a, "a move of the game") // a packet of 42 bytes would be too small for an answer
				until(t, 100*time.Millisecond, "it is told", func() bool { return b.Heard(failOf(a)) })
				b.say(a, "again")
				until(t, time.Second, "the next one asks anew", func() bool { return a.Heard(requestOf(b)) })
			})
		})
	}
}
