package endpoint

import (
	"context"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/quic-go/quic-go/testutils/simnet"
	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/identity"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/steamtypes"
)

// joins starts somebody on a simulated network.
func joins(t *testing.T, n *simulated.Network, name string) *joined {
	t.Helper()
	id := identity.FromText(name)
	socket := n.Socket()
	e, err := New(socket, id, simulated.App, networking.SessionTimeout)
	require.NoError(t, err)
	t.Cleanup(e.Close)
	return &joined{e, id.SteamID, simulated.Plain(socket.LocalAddr())}
}

type joined struct {
	*Endpoint
	id      steamtypes.SteamID
	address netip.AddrPort
}

// looksFor calls a peer at the addresses that are announced of it, again and
// again as a session does, and returns how long it took.
func (p *joined) looksFor(
	ctx context.Context, id steamtypes.SteamID, announced func() []netip.AddrPort,
) (time.Duration, bool) {
	began := time.Now()
	for ctx.Err() == nil {
		conn, err := p.DialAny(ctx, id, Ways(announced(), true), p.Control)
		if err == nil {
			conn.CloseWithError(CodeDuplicate, "") //nolint:errcheck
			return time.Since(began), true
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
		}
	}
	return 0, false
}

// lies returns addresses where nobody is.
func lies(from, n int) (addresses []netip.AddrPort) {
	for i := range n {
		addresses = append(addresses, netip.AddrPortFrom(netip.MustParseAddr("10.0.0.254"), uint16(1024+(from+i)%60000)))
	}
	return addresses
}

// callsOf counts the calls that are made to where nobody is: each begins with an
// identity of its own.
func callsOf(n *simulated.Network) func() int {
	calls := make(map[string]bool)
	n.Tap(func(p simnet.Packet) {
		if simulated.Plain(p.To).Addr() == lies(0, 1)[0].Addr() && len(p.Data) > 6 && len(p.Data) > 6+int(p.Data[5]) {
			calls[string(p.Data[6:6+p.Data[5]])] = true
		}
	})
	return func() int {
		count := 0
		n.Locked(func() { count = len(calls) })
		return count
	}
}

// Somebody announces peers without number who are nowhere.
func TestLiarsHaveUsCallSoManyASecond(t *testing.T) {
	t.Parallel()
	for name, moves := range map[string]bool{"at the same addresses": false, "at new ones each time": true} {
		t.Run(name, func(t *testing.T) {
			simulated.InVirtualTime(t, 1, simulated.Clean, func(t *testing.T, n *simulated.Network) {
				victim, honest := joins(t, n, "victim"), joins(t, n, "honest")
				calls := callsOf(n)
				const liars, seconds = 50, 60
				ctx, cancel := context.WithTimeout(t.Context(), seconds*time.Second)
				defer cancel()
				for i := range liars {
					id, next := identity.FromText(fmt.Sprint("liar ", i)).SteamID, i*12
					go victim.looksFor(ctx, id, func() []netip.AddrPort {
						if moves {
							next += liars * 12
						}
						return lies(next, 12)
					})
				}
				time.Sleep(seconds / 2 * time.Second)
				took, found := victim.looksFor(ctx, honest.id, func() []netip.AddrPort {
					return append([]netip.AddrPort{honest.address}, lies(0, 11)...)
				})
				require.True(t, found, "an honest peer")
				<-ctx.Done()
				t.Logf("%d calls in a minute; an honest peer was found after %v", calls(), took)
				require.LessOrEqual(t, calls(), hintBurst+seconds*hintRate)
				time.Sleep(2 * dialTimeout)
			})
		})
	}
}

// Nobody answers: it is tried again, ever more rarely.
func TestAHintThatLeadsNowhereIsLeftAlone(t *testing.T) {
	simulated.InVirtualTime(t, 1, simulated.Clean, func(t *testing.T, n *simulated.Network) {
		victim, honest := joins(t, n, "victim"), joins(t, n, "honest")
		calls := callsOf(n)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		nowhere := func() []netip.AddrPort { return lies(0, 1) }
		_, found := victim.looksFor(ctx, honest.id, nowhere)
		require.False(t, found)
		require.Less(t, calls(), 10)
		require.Greater(t, calls(), 5)

		// That one address was false says nothing of another one.
		took, found := victim.looksFor(t.Context(), honest.id, func() []netip.AddrPort {
			return append(nowhere(), honest.address)
		})
		require.True(t, found)
		require.Less(t, took, time.Second)
		// And one that was right may be called again and again.
		for range hintBurst {
			took, _ := victim.looksFor(t.Context(), honest.id, func() []netip.AddrPort {
				return []netip.AddrPort{honest.address}
			})
			require.Less(t, took, time.Second)
			time.Sleep(time.Second / hintRate)
		}
	})
}

func TestWhatIsKnownOfHintsIsBounded(t *testing.T) {
	h := newHints()
	for i := range 2 * maxFailures {
		h.called(steamtypes.IndividualID(uint32(i+1)), Way{lies(i, 1)[0], true}, ErrNoAddress)
		require.LessOrEqual(t, len(h.failed), maxFailures)
	}
	known := Way{lies(0, 1)[0], false}
	for range 2 * hintBurst {
		require.True(t, h.mayCall(1, known, false), "what is known is no hint")
		h.called(1, known, ErrNoAddress)
	}
}
