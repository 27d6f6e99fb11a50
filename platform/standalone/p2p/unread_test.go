package p2p

import (
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/simulated"
)

// joinHeard starts a player and returns what its log says.
func (n *network) joinHeard(name string) (*player, simulated.Lines) {
	said := simulated.NewLines()
	return n.join(name, func(o *options) { o.log = slog.New(said) }), said
}

// A channel that the game reads late holds up no other, as far as memory allows.
// Then the game is told which one it is, once, and all goes on when it is read.
func TestAChannelThatNobodyReads(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, said := n.joinHeard("anna")
		b := n.join("bert")
		meet(t, b, a)
		const size = 1 << 16
		part := strings.Repeat("x", size)
		fill := func() (n int) {
			for n < 1000 && b.Send(a.SteamID(), []byte(part), networking.SendReliable, 5) == nil {
				n++
				time.Sleep(5 * time.Millisecond)
			}
			return n
		}
		for range 15 << 20 / size {
			require.NoError(t, b.Send(a.SteamID(), []byte(part), networking.SendReliable, 5))
			time.Sleep(5 * time.Millisecond)
		}
		b.say(a, "the other channel")
		a.expect(0, "the other channel")
		time.Sleep(10 * time.Second)
		require.Empty(t, said.Said(), "nothing waits")

		sent := 15<<20/size + fill()
		b.send(a, "lost", networking.SendUnreliable, 3)
		time.Sleep(10 * time.Second)
		told := said.Said()
		require.Len(t, told, 1)
		require.Contains(t, told[0], "the most on channel 5; ")
		require.Contains(t, told[0], "16.")
		require.Contains(t, told[0], b.SteamID().String())
		require.Zero(t, a.PacketSize(3))

		for range sent {
			until(t, time.Second, "the next", func() bool { return a.PacketSize(5) > 0 })
			require.Equal(t, part, a.read(5))
		}
		b.say(a, "it goes on")
		a.expect(0, "it goes on")
		b.send(a, "this, too", networking.SendUnreliable, 3)
		a.expect(3, "this, too")
		fill()
		time.Sleep(10 * time.Second)
		require.Len(t, said.Said(), 1, "it was told")
	})
}

// Where nothing is reliable, nothing waits: it is lost without a word to anybody
// but the reader.
func TestUnreliablePacketsThatNobodyReads(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, said := n.joinHeard("anna")
		b := n.join("bert")
		meet(t, b, a)
		part := strings.Repeat("x", networking.MaxUnreliable)
		for range 2 * networking.MaxUnreadBytes / len(part) {
			if b.Send(a.SteamID(), []byte(part), networking.SendUnreliable, 7) != nil {
				time.Sleep(time.Millisecond)
			}
			time.Sleep(50 * time.Microsecond)
		}
		told := said.Said()
		require.Len(t, told, 1)
		require.Contains(t, told[0], "lost, on every channel")
		require.Contains(t, told[0], "the most on channel 7; ")
	})
}

// Who has left something unread and ends the session is no reason to complain.
func TestNothingIsSaidOfASessionThatIsOver(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, said := n.joinHeard("anna")
		b := n.join("bert")
		meet(t, b, a)
		a.mu.Lock()
		l := a.sessions[b.SteamID()].active
		a.mu.Unlock()
		a.CloseSession(b.SteamID())
		synctest.Wait()
		l.unreadStops()
		l.unreadIsLost()
		require.Empty(t, said.Said())
	})
}
