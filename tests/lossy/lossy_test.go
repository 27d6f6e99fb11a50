package lossy

import (
	"fmt"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func socket(t *testing.T) *net.UDPConn {
	t.Helper()
	s, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() }) //nolint:errcheck
	return s
}

func addressOf(s *net.UDPConn) netip.AddrPort { return s.LocalAddr().(*net.UDPAddr).AddrPort() }

// pair returns two sockets and a network between them.
func pair(t *testing.T, q Quality) (a, b *net.UDPConn, n *Network) {
	t.Helper()
	a, b = socket(t), socket(t)
	n, err := Between(addressOf(a), addressOf(b), q, 1)
	require.NoError(t, err)
	t.Cleanup(n.Close)
	return a, b, n
}

func send(t *testing.T, from *net.UDPConn, to netip.AddrPort, text string) {
	t.Helper()
	_, err := from.WriteToUDPAddrPort([]byte(text), to)
	require.NoError(t, err)
}

func receive(t *testing.T, s *net.UDPConn) (string, netip.AddrPort) {
	t.Helper()
	require.NoError(t, s.SetReadDeadline(time.Now().Add(10*time.Second)))
	buf := make([]byte, 100)
	n, from, err := s.ReadFromUDPAddrPort(buf)
	require.NoError(t, err)
	return string(buf[:n]), from
}

func TestEachReachesTheOtherThroughItsDoor(t *testing.T) {
	a, b, n := pair(t, Quality{})
	send(t, a, n.DoorOfB(), "hello")
	text, from := receive(t, b)
	require.Equal(t, "hello", text)
	require.Equal(t, n.DoorOfA(), from)
	send(t, b, from, "yourself")
	text, from = receive(t, a)
	require.Equal(t, "yourself", text)
	require.Equal(t, n.DoorOfB(), from)
	require.Equal(t, Counts{Sent: 2}, n.Counts())
}

func TestAnAddressChange(t *testing.T) {
	a, b, n := pair(t, Quality{})
	old := n.DoorOfA()
	require.NoError(t, n.MoveA())
	require.NotEqual(t, old, n.DoorOfA())
	send(t, b, old, "to nobody")
	send(t, a, n.DoorOfB(), "from elsewhere")
	text, from := receive(t, b)
	require.Equal(t, "from elsewhere", text)
	require.Equal(t, n.DoorOfA(), from)
	send(t, b, from, "followed")
	text, _ = receive(t, a)
	require.Equal(t, "followed", text)
}

func TestACutLetsNothingThrough(t *testing.T) {
	a, b, n := pair(t, Quality{})
	n.SetCut(true)
	send(t, a, n.DoorOfB(), "lost")
	require.Eventually(t, func() bool { return n.Counts().Dropped == 1 }, 10*time.Second, time.Millisecond)
	n.SetCut(false)
	send(t, a, n.DoorOfB(), "not lost")
	text, _ := receive(t, b)
	require.Equal(t, "not lost", text)
}

func TestStrangersAreNotLetIn(t *testing.T) {
	a, b, n := pair(t, Quality{})
	send(t, socket(t), n.DoorOfB(), "I am a")
	send(t, a, n.DoorOfB(), "no, I am")
	text, _ := receive(t, b)
	require.Equal(t, "no, I am", text)
}

func TestWhatItIsAskedToDoItDoes(t *testing.T) {
	const packets = 250 // as many as wait in a socket
	a, b, n := pair(t, Quality{Latency: time.Millisecond, Jitter: 20 * time.Millisecond, Loss: 0.2, Duplicate: 0.1})
	for i := range packets {
		send(t, a, n.DoorOfB(), fmt.Sprint(i))
	}
	require.Eventually(t, func() bool { return n.Counts().Sent == packets }, 10*time.Second, time.Millisecond)
	c := n.Counts()
	t.Logf("%+v", c)
	require.InEpsilon(t, 0.2*packets, c.Dropped, 0.5)
	require.InEpsilon(t, 0.08*packets, c.Duplicated, 0.8)
	require.Greater(t, c.Overtaken, int64(packets/10))
	seen := make(map[string]int)
	for range packets - c.Dropped + c.Duplicated {
		text, _ := receive(t, b)
		seen[text]++
		require.LessOrEqual(t, seen[text], 2)
	}
	require.Len(t, seen, int(packets-c.Dropped))
}

func TestAShortQueueBeforeASlowLineOverflows(t *testing.T) {
	a, b, n := pair(t, Quality{Rate: 1000, Buffer: 50 * time.Millisecond})
	for range 50 {
		send(t, a, n.DoorOfB(), "ten bytes.") // 10 ms each
	}
	require.Eventually(t, func() bool { return n.Counts().Sent == 50 }, 10*time.Second, time.Millisecond)
	through := 50 - n.Counts().Dropped
	require.GreaterOrEqual(t, through, int64(6))
	require.Less(t, through, int64(50))
	for range through {
		receive(t, b)
	}
}
