package p2p

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
)

// Both call at once, and what is said to the one who does not decide gets lost
// for some seconds while their OPENs cross: whichever link they end up on,
// nothing is lost and nobody is told of a failure. One in fifty of these
// moments makes the decider say OPEN on two links.
func TestACutWhileTheirOpensCrossEndsNoSession(t *testing.T) {
	t.Parallel()
	for seed := range uint64(max(60, seeds(t))) {
		rng := rand.New(rand.NewPCG(seed, 6))
		ms := func(least, n int) time.Duration { return time.Duration(least+rng.IntN(n)) * time.Millisecond }
		q := quality{Latency: 20 * time.Millisecond, Jitter: ms(20, 20)}
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			inVirtualTime(t, seed, q, func(t *testing.T, n *network) {
				decides, other := n.pair()
				decides.say(other, "from a")
				time.Sleep(ms(15, 20))
				other.say(decides, "from b")
				time.Sleep(ms(70, 60)) // about when the handshakes end
				n.SetDeaf(other, true)
				time.Sleep(silence + ms(0, 800))
				n.SetDeaf(other, false)
				until(t, networking.SessionTimeout, "both read",
					func() bool { return decides.PacketSize(0) > 0 && other.PacketSize(0) > 0 })
				require.Equal(t, "from b", decides.read(0))
				require.Equal(t, "from a", other.read(0))
				time.Sleep(30 * time.Second)
				require.True(t, decides.isActive(other) && other.isActive(decides))
				require.Empty(t, append(decides.Drain(), other.Drain()...))
				require.Zero(t, decides.PacketSize(0)+other.PacketSize(0), "twice")
			})
		})
	}
}
