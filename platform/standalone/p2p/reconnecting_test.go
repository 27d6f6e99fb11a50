package p2p

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
)

// The link that we said OPEN on leads to a process that died; the new one must
// not wait until that is noticed.
func TestAPeerWhoRestartsWhileWeAskIsHeardSoon(t *testing.T) {
	for _, names := range [][2]string{{"anna", "bert"}, {"bert", "anna"}} {
		inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
			a, b := n.join(names[0]), n.join(names[1])
			a.say(b, "hello?")
			until(t, time.Second, "the request", func() bool { return b.Heard(requestOf(a)) })
			b.kill()
			time.Sleep(500 * time.Millisecond)
			b = n.join(names[1])
			b.say(a, "it is me again")
			until(t, 5*time.Second, "the words of the new process", func() bool { return a.PacketSize(0) > 0 })
			b.Forget()
		})
	}
}

// A game that refuses by closing is not asked in every frame.
func TestWhoRefusesByClosingIsAskedOnceASecond(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.join("anna"), n.join("bert")
		a.say(b, "hello?")
		asked := 0
		const seconds = 10
		for range seconds * 100 {
			if b.Heard(requestOf(a)) {
				asked++
				b.Forget()
				b.CloseSession(a.SteamID())
			}
			time.Sleep(10 * time.Millisecond)
		}
		require.LessOrEqual(t, asked, seconds+1)
		require.Greater(t, asked, 1, "a still calls")
	})
}

// What still waits when the peer closes asks for a new session.
func TestWhatWaitsWhenThePeerClosesIsNewDataToThem(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.join("anna"), n.join("bert")
		a.say(b, "hello")
		until(t, time.Second, "the request", func() bool { return b.Heard(requestOf(a)) })
		b.Accept(a.SteamID())
		b.expect(0, "hello")
		// b does not read: after some large messages one stays stuck at a.
		data := make([]byte, networking.MaxReliable)
		stuck := func() bool {
			time.Sleep(2 * time.Second)
			state, _ := a.SessionState(b.SteamID())
			return state.QueuedPackets > 0
		}
		for range 40 {
			require.NoError(t, a.Send(b.SteamID(), data, networking.SendReliable, 0))
			if stuck() {
				break
			}
		}
		a.say(b, "join") // waits behind it
		b.CloseSession(a.SteamID())
		b.Forget()
		until(t, 5*time.Second, "a new request", func() bool { return b.Heard(requestOf(a)) })
		b.Accept(a.SteamID())
		b.expect(0, "join")
	})
}

// A session that failed is made good by the next one: when our game closes that,
// and the word gets lost, the one after it says nothing of a loss.
func TestASessionThatFailedIsForgottenWithTheNextOne(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		n.SetCut(true)
		time.Sleep(networking.SessionTimeout)
		require.True(t, a.Heard(failOf(b)) && b.Heard(failOf(a)))
		n.SetCut(false)
		meet(t, a, b)
		state, _ := a.SessionState(b.SteamID())
		require.Equal(t, networking.ErrorNone, state.LastError)
		n.SetDeaf(b, true)
		a.CloseSession(b.SteamID())
		time.Sleep(100 * time.Millisecond)
		n.SetDeaf(b, false)
		require.True(t, b.isActive(a), "it does not know")
		a.say(b, "once more")
		until(t, time.Second, "the request", func() bool { return b.Heard(requestOf(a)) })
		require.False(t, b.Heard(failOf(a)), "a has closed it")
	})
}

// What QUIC had taken over when the peer's game closed is no reason for another
// session: nothing waits for it.
func TestWhatWasOnItsWayWhenThePeerClosesAsksForNothing(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		stuck := func() bool { // b does not read
			time.Sleep(time.Second)
			state, _ := a.SessionState(b.SteamID())
			return state.QueuedPackets > 0
		}
		for !stuck() {
			require.NoError(t, a.Send(b.SteamID(), make([]byte, networking.MaxReliable), networking.SendReliable, 0))
		}
		b.CloseSession(a.SteamID())
		time.Sleep(5 * time.Second)
		require.False(t, a.hasSession(b))
		require.Empty(t, b.Drain())
		a.settled()
	})
}
