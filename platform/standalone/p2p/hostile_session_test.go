package p2p

// Accepted peers who break no rule, but do not keep up, or say too much.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/steamtypes"
)

// neverReads takes from QUIC the right to send it more than a byte.
func (h *hostile) neverReads() *hostile {
	h.Sessions.QUIC.InitialStreamReceiveWindow, h.Sessions.QUIC.MaxStreamReceiveWindow = 1, 1
	h.Sessions.QUIC.InitialConnectionReceiveWindow, h.Sessions.QUIC.MaxConnectionReceiveWindow = 1, 1
	return h
}

// fill sends to somebody until there is no room for a single byte more, and
// returns how much it was.
func (p *player) fill(to steamtypes.SteamID) (n int) {
	p.t.Helper()
	for size := 64 << 10; size > 0; size /= 4 {
		for p.Send(to, make([]byte, size), networking.SendReliable, 0) == nil {
			n += size
			require.LessOrEqual(p.t, n, networking.MaxQueuedTotal, "it has no end")
			time.Sleep(time.Millisecond)
		}
	}
	require.ErrorIs(p.t, p.Send(to, []byte{1}, networking.SendReliable, 0), networking.ErrQueueFull)
	return n
}

func TestAPeerThatNeverReads(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, friend, h := n.join("victim"), n.join("friend"), n.hostile("mallory").neverReads()
		meet(t, friend, victim)
		conn, _ := h.befriend(victim)
		require.Greater(t, victim.fill(h.ID), networking.MaxQueuedBytes/2)
		for range 60 {
			time.Sleep(time.Second)
			require.ErrorIs(t, victim.Send(h.ID, []byte{1}, networking.SendReliable, 0), networking.ErrQueueFull)
			state, ok := victim.SessionState(h.ID)
			require.True(t, ok && state.Active)
			require.LessOrEqual(t, state.QueuedBytes, networking.MaxQueuedBytes)
			victim.say(friend, "go on")
			friend.expect(0, "go on")
			friend.say(victim, "yes")
			victim.expect(0, "yes")
		}
		require.True(t, victim.CloseSession(h.ID))
		require.Equal(t, endpoint.CodeClosed, closedWith(t, conn, time.Second))
		friend.CloseSession(victim.SteamID())
		time.Sleep(time.Second)
		victim.settled()
	})
}

// A peer who is accepted may have much on its way, who is not may not: else
// strangers could hold it.
func TestOnlyASessionHasMuchOnItsWay(t *testing.T) {
	t.Parallel()
	inVirtualTime(t, 1, quality{Latency: 100 * time.Millisecond}, func(t *testing.T, n *network) {
		a, b := n.pair()
		meet(t, a, b)
		const messages = 40
		began := time.Now()
		for sent := 0; sent < messages; time.Sleep(time.Millisecond) {
			if a.Send(b.SteamID(), make([]byte, networking.MaxReliable), networking.SendReliable, 0) == nil {
				sent++
			}
			b.read(0)
		}
		rate := float64(messages*networking.MaxReliable) / time.Since(began).Seconds()
		t.Logf("%.1f MB/s", rate/1e6)
		require.Greater(t, rate, float64(5*endpoint.FirstWindow)/0.2, "what one window would allow, and more")
		a.CloseSession(b.SteamID())
		time.Sleep(time.Second)
		for _, p := range []*player{a, b} {
			require.Zero(t, p.Endpoint.Carrying(), "a link that has ended is kept")
		}
	})
}

// So many of them that all there may be waits for them.
func TestPeersThatNeverReadTogether(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, friend := n.join("victim"), n.join("friend")
		meet(t, friend, victim)
		total := 0
		for i := range networking.MaxQueuedTotal/networking.MaxQueuedBytes + 2 {
			h := n.hostile(fmt.Sprint("mallory", i)).neverReads()
			h.befriend(victim)
			total += victim.fill(h.ID)
		}
		require.Greater(t, total, networking.MaxQueuedTotal*9/10, "all of it is used up")
		require.LessOrEqual(t, total, networking.MaxQueuedTotal+networking.MaxReliable)
		for i := range 100 {
			text := fmt.Sprint("message ", i)
			victim.say(friend, text)
			friend.expect(0, text)
		}
	})
}

// As many messages as there can be, of a byte each: what waits to be read is
// bounded, and they arrive whole and in order. GODOTSTEAM_SEEDS=20 makes it a
// million.
func TestTinyMessagesWithoutNumber(t *testing.T) {
	const batch = 1000
	messages := 50 * batch * seeds(t)
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory")
		_, s := h.befriend(victim)
		before := simulated.Weigh()
		go func() {
			for sent := 0; sent < messages; {
				var b []byte
				for range batch {
					b = append(appendHeader(b, 1, 0), byte(sent))
					sent++
				}
				if _, err := s.Write(b); err != nil {
					return
				}
			}
		}()
		time.Sleep(5 * time.Second) // nobody reads
		now := simulated.Weigh()
		t.Logf("heap %d KiB, with what waits %d KiB", before.Heap>>10, now.Heap>>10)
		require.Less(t, now.Heap, before.Heap+2*networking.MaxUnreadBytes+endpoint.MaxStreamWindow)
		for got := range messages {
			if victim.PacketSize(0) == 0 {
				until(t, 5*time.Second, "the next", func() bool { return victim.PacketSize(0) > 0 })
			}
			packet, ok := victim.ReadPacket(0, 100)
			require.True(t, ok && len(packet.Data) == 1 && packet.Data[0] == byte(got), "message %d", got)
			packet.Release()
		}
		time.Sleep(time.Second)
		require.Zero(t, victim.PacketSize(0))
	})
}

// Who accepts, and closes at once while something still waits for them, is not
// called as fast as they can close.
func TestAPeerThatAcceptsOnlyToClose(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		victim, h := n.join("victim"), n.hostile("mallory").neverReads()
		h.Announce(n.dir)
		calls := 0
		go func() {
			for {
				conn, err := h.Listener.Accept(t.Context())
				if err != nil {
					return
				}
				calls++
				s, err := conn.OpenUniStream()
				if err != nil {
					continue
				}
				s.Write(appendOpen(nil, opening{epoch: epoch{1, uint64(calls)}})) //nolint:errcheck
				time.Sleep(20 * time.Millisecond)                                 // until it is heard
				conn.CloseWithError(endpoint.CodeClosed, "")                      //nolint:errcheck
			}
		}()
		goOn := func(d time.Duration) {
			for range d / (5 * time.Millisecond) {
				victim.Send(h.ID, []byte("are you there?"), networking.SendReliable, 0) //nolint:errcheck // it may be full
				time.Sleep(5 * time.Millisecond)
			}
		}
		goOn(time.Second)
		require.Greater(t, calls, 3, "the first calls are quick")
		goOn(time.Minute)
		t.Logf("called %d times", calls)
		require.Less(t, calls, 80)
		require.Greater(t, calls, 40, "what waits still asks for a session")
		victim.CloseSession(h.ID)
	})
}
