package p2p

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
)

// forSeeds runs a test on a network with each of a few seeds;
// GODOTSTEAM_SEEDS=1000 makes it a thousand. The subtest's name says which.
func forSeeds(t *testing.T, q quality, test func(t *testing.T, n *network, seed uint64)) {
	t.Helper()
	for seed := range uint64(seeds(t)) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			inVirtualTime(t, seed, q, func(t *testing.T, n *network) { test(t, n, seed) })
		})
	}
}

func seeds(t *testing.T) int {
	t.Helper()
	text := os.Getenv("GODOTSTEAM_SEEDS")
	if text == "" {
		return 2
	}
	n, err := strconv.ParseUint(text, 10, 31)
	require.NoError(t, err, "GODOTSTEAM_SEEDS")
	return int(n)
}

// requireTrouble requires that a network really did what it is there for.
func (n *network) requireTrouble() {
	n.t.Helper()
	c, q := n.Counted(), n.Quality()
	require.Greater(n.t, c.Sent, 100)
	n.t.Logf("%+v", c)
	// Five standard deviations: out of a million seeds, not one leaves them.
	expected := func(share float64, count int, what string) {
		mean := share * float64(c.Sent)
		require.GreaterOrEqual(n.t, float64(count), mean-5*math.Sqrt(mean), "%s packets", what)
		require.False(n.t, share > 0 && count == 0, "no %s packets", what)
		if q.Rate == 0 { // what is too much is lost on top
			require.Less(n.t, float64(count), mean+5*math.Sqrt(mean)+1, "%s packets", what)
		}
	}
	if q.Every == 0 {
		expected(q.Loss, c.Dropped, "lost")
	} else {
		require.Greater(n.t, c.Dropped, 10, "lost packets")
	}
	expected(q.Duplicate, c.Duplicated, "duplicated")
	if q.Jitter > 0 {
		require.NotZero(n.t, c.Overtaken, "overtaken packets")
	}
	if q.Rate > 0 {
		require.Greater(n.t, c.Held, c.Sent/10, "packets that waited")
	}
}

func TestReliableMessagesArriveWholeOnceAndInOrder(t *testing.T) {
	t.Parallel()
	const lan, far = 5 * time.Millisecond, 50 * time.Millisecond
	for _, c := range []struct {
		name    string
		quality quality
		within  time.Duration // after the last was sent
	}{
		{"a clean link", clean, time.Second},
		{"Wi-Fi", quality{Latency: lan, Jitter: lan, Loss: 0.02}, 3 * time.Second},
		{"1 % lost", quality{Latency: far, Loss: 0.01}, 10 * time.Second},
		{"5 % lost", quality{Latency: far, Loss: 0.05}, 30 * time.Second},
		{"20 % lost, with jitter and reordering",
			quality{Latency: 60 * time.Millisecond, Jitter: 80 * time.Millisecond, Loss: 0.2}, 2 * time.Minute},
		{"much reordering", quality{Latency: time.Millisecond, Jitter: 100 * time.Millisecond}, 20 * time.Second},
		{"200 ms of jitter", quality{Latency: lan, Jitter: 200 * time.Millisecond}, 30 * time.Second},
		{"20 % duplicated", quality{Latency: 20 * time.Millisecond, Duplicate: 0.2}, 2 * time.Second},
		{"1 Mbit/s, a short queue", quality{Latency: lan, Rate: 125_000, Buffer: 100 * time.Millisecond}, 30 * time.Second},
		{"1 Mbit/s, a long queue", quality{Latency: lan, Rate: 125_000, Buffer: time.Second}, 30 * time.Second},
		{"two seconds of nothing in each ten",
			quality{Latency: 25 * time.Millisecond, Outage: 2 * time.Second, Every: 10 * time.Second}, 10 * time.Second},
		{"everything at once",
			quality{Latency: far, Jitter: far, Loss: 0.05, Duplicate: 0.05, Rate: 250_000,
				Buffer: 200 * time.Millisecond}, time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			forSeeds(t, c.quality, func(t *testing.T, n *network, seed uint64) {
				a, b := n.pair()
				meet(t, a, b)
				there, back := newTraffic(t, a, b, seed), newTraffic(t, b, a, seed+100)
				exchange(there, back, max(5*time.Second, c.quality.Every*3/2))
				began := time.Now()
				awaitAll(there, back, c.within)
				t.Logf("the last of it came after %v", time.Since(began)-time.Second)
				n.requireTrouble()
				require.Empty(t, append(a.Drain(), b.Drain()...))
				require.Zero(t, a.queued.Load())

				if c.quality.Rate > 0 || c.quality.Every > 0 {
					return // what is too much, or sent while nothing gets through, may be lost
				}
				least := 1 - c.quality.Loss - 0.1
				if c.quality.Jitter > c.quality.Latency {
					least -= 0.25 // QUIC itself gives up on what is overtaken by too many
				}
				for _, f := range []*traffic{there, back} {
					share := float64(f.gotUnreliable) / float64(f.unreliable)
					require.LessOrEqual(t, f.gotUnreliable, f.unreliable, "an unreliable message came twice")
					require.Greater(t, share, least, "%d of %d unreliable messages arrived", f.gotUnreliable, f.unreliable)
				}
			})
		})
	}
}

// A game's own rhythm, 60 messages a second: how late are they in virtual time,
// where nothing else slows them down?
func TestReliableMessagesAreNotLate(t *testing.T) {
	t.Parallel()
	ms := time.Millisecond
	for _, c := range []struct {
		name    string
		quality quality
		goal    time.Duration // for 99 of 100
	}{
		{"LAN", quality{Latency: ms / 2}, 5 * ms},
		{"Wi-Fi", quality{Latency: 4 * ms, Jitter: 2 * ms, Loss: 0.02}, 100 * ms},
		{"broadband", quality{Latency: 20 * ms, Jitter: 10 * ms, Loss: 0.01}, 150 * ms},
		{"poor", quality{Latency: 40 * ms, Jitter: 20 * ms, Loss: 0.05}, 400 * ms},
		{"terrible", quality{Latency: 40 * ms, Jitter: 20 * ms, Loss: 0.1}, 600 * ms},
		{"awful", quality{Latency: 80 * ms, Jitter: 40 * ms, Loss: 0.2}, 4 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			var all []time.Duration
			forSeeds(t, c.quality, func(t *testing.T, n *network, _ uint64) {
				a, b := n.pair()
				meet(t, a, b)
				const messages = 60 * 15
				var sent []time.Time
				var late []time.Duration
				read := func() {
					for b.PacketSize(0) > 0 {
						b.read(0)
						late = append(late, time.Since(sent[len(late)]))
					}
				}
				for range messages {
					a.send(b, fmt.Sprintf("%200d", len(sent)), networking.SendReliable, 0)
					sent = append(sent, time.Now())
					for next := time.Now().Add(16 * ms); time.Now().Before(next); time.Sleep(ms) {
						read()
					}
				}
				until(t, 20*time.Second, "the rest", func() bool { read(); return len(late) == messages })
				require.Equal(t, c.quality.Loss > 0, n.Counted().Dropped > 0, "lost packets")
				all = append(all, late...)
			})
			slices.Sort(all)
			p99 := all[len(all)*99/100]
			t.Logf("p50 %v, p95 %v, p99 %v, max %v", all[len(all)/2], all[len(all)*95/100], p99, all[len(all)-1])
			require.LessOrEqual(t, p99, c.goal)
		})
	}
}
