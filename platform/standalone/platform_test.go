package standalone

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/standalone/control"
	"godotsteam/platform/standalone/intruder"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

func TestShutdownDeliversLastWords(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		require.NoError(t, a.Send(b.SteamID(), []byte("wait: "), networking.SendReliableWithBuffering, 0))
		a.say(b, "goodbye")
		began := time.Now()
		a.Shutdown()
		require.LessOrEqual(t, time.Since(began), 2*finishTimeout)
		a.Shutdown()
		b.expect(0, "wait: ")
		b.expect(0, "goodbye")
		require.Empty(t, b.Drain(), "an orderly end is no failure")
		require.False(t, b.hasSession(a))
	})
}

func TestShutdownDoesNotWaitForThoseWhoDoNotAnswer(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		c := n.join("clara")
		a.say(c, "ignored")
		n.SetCut(true)
		a.say(b, "into the void")
		began := time.Now()
		a.Shutdown()
		require.LessOrEqual(t, time.Since(began), 2*finishTimeout)
	})
}

func TestAfterShutdownThereIsNothing(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		b.say(a, "unread")
		until(t, time.Second, "it arrived", func() bool { return a.PacketSize(0) > 0 })
		require.True(t, b.CloseSession(a.SteamID()))
		until(t, time.Second, "a hears of it", func() bool { return !a.hasSession(b) })
		require.NoError(t, a.Send(a.SteamID(), []byte("note"), networking.SendReliable, 1))
		a.Shutdown()
		for channel := range 2 {
			require.Zero(t, a.PacketSize(channel))
			_, ok := a.ReadPacket(channel, 100)
			require.False(t, ok)
		}
		for _, to := range []*player{a, b} {
			require.ErrorIs(t, a.Send(to.SteamID(), []byte("x"), networking.SendReliable, 0), networking.ErrNotRunning)
			require.False(t, a.Accept(to.SteamID()))
			require.False(t, a.CloseSession(to.SteamID()))
			require.False(t, a.CloseChannel(to.SteamID(), 0))
			require.False(t, a.hasSession(to))
		}
		require.Empty(t, a.Drain())
	})
}

// Even many strangers from everywhere keep no room from who is in a lobby with
// us.
func TestRequestsOfManyStrangersShutNoMemberOut(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim := n.join("victim")
		open := append([]byte{0}, make([]byte, 8+8+1)...) // of a life 0, a session 0
		friend := n.joinElsewhere("friend", victim)
		for i := range networking.MaxRequests {
			conn := n.hostile(fmt.Sprint("mallory ", i)).Call(victim)
			intruder.Write(t, intruder.OpenStream(t, conn), open)
		}
		time.Sleep(100 * time.Millisecond)
		friend.say(victim, "may I?")
		time.Sleep(2 * time.Second)
		require.False(t, victim.Heard(requestOf(friend)), "a stranger as any other")
		at := victim.create(steamtypes.LobbyPublic, 4)
		require.Equal(t, steamtypes.EnterSuccess, friend.enter(at))
		until(t, 2*time.Second, "the member's request", func() bool { return victim.Heard(requestOf(friend)) })
		require.True(t, victim.Accept(friend.SteamID()))
		victim.expect(0, "may I?")
	})
}

// Others see of a name what Steam lets them see, and so much is sent: they meet
// a player whose name is a novel.
func TestANameThatIsMuchTooLong(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		said := simulated.NewLines()
		a := n.join("anna", func(c *platform.Config, o *Options) {
			c.Log, o.PersonaName = slog.New(said), "x"+strings.Repeat("ä", 2<<20)
		})
		b := n.join("bert")
		want := "x" + strings.Repeat("ä", control.MaxName/2-1)
		require.Equal(t, want, a.PersonaName())
		until(t, 5*time.Second, "the name", func() bool { return b.PersonaNameOf(a.SteamID()) == want })
		told := said.Said()
		require.Len(t, told, 1)
		require.Contains(t, told[0], "the persona name has 4194305 bytes: others see the first 128 alone")
	})
}

// A peer that has called may be called back, wherever it is: lobbies and sessions have an endpoint in common.
func TestASessionWithOneWhoHasCalled(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		host := n.join("host")
		guest := n.joinElsewhere("guest", host)
		lobby := host.create(steamtypes.LobbyPublic, 2)
		require.Equal(t, steamtypes.EnterSuccess, guest.enter(lobby))
		for _, p := range []*player{host, guest} {
			for _, e := range p.Drain() {
				_, asked := e.(signals.P2PSessionRequest)
				require.False(t, asked, "lobbies ask for no session")
			}
		}
		require.False(t, host.hasSession(guest))
		require.False(t, guest.hasSession(host))
		meet(t, host, guest)
	})
}
