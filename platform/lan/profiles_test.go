package lan

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
)

const trafficChannels = 4

// traffic is what one player sends to another: numbered messages of random
// sizes, on several channels, with a checksum.
type traffic struct {
	t        *testing.T
	from, to *player
	rng      *rand.Rand

	reliable, unreliable int // sent
	gotReliable          map[int]bool
	gotUnreliable        int
	last                 [trafficChannels]int // the last reliable number on each channel
}

func newTraffic(t *testing.T, from, to *player, seed uint64) *traffic {
	return &traffic{t: t, from: from, to: to, rng: rand.New(rand.NewPCG(seed, 3)), gotReliable: make(map[int]bool)}
}

func (f *traffic) message(number, size int) []byte {
	b := make([]byte, 9, 9+size)
	binary.BigEndian.PutUint32(b[1:], uint32(number))
	b = append(b, bytes.Repeat([]byte{byte(number)}, size)...)
	binary.BigEndian.PutUint32(b[5:], crc32.ChecksumIEEE(append(b[:5:5], b[9:]...)))
	return b
}

// sendOne sends a random message.
func (f *traffic) sendOne() {
	f.t.Helper()
	how := networking.SendType(f.rng.IntN(4))
	size := f.rng.IntN(networking.MaxUnreliable - 9)
	number := f.unreliable
	if how.Reliable() {
		number = f.reliable
		if f.rng.IntN(20) == 0 {
			size = f.rng.IntN(100_000)
		}
	}
	b := f.message(number, size)
	if how.Reliable() {
		b[0] = 1
		binary.BigEndian.PutUint32(b[5:], crc32.ChecksumIEEE(append(b[:5:5], b[9:]...)))
	}
	err := f.from.Send(f.to.SteamID(), b, how, f.rng.IntN(trafficChannels))
	if !how.Reliable() {
		f.unreliable++ // it may be refused or lost
		return
	}
	require.NoError(f.t, err)
	f.reliable++
}

// readAll reads what is there. At any moment that is all reliable messages up
// to some number: they are in order across the channels.
func (f *traffic) readAll() {
	f.t.Helper()
	synctest.Wait()
	before := len(f.gotReliable)
	for channel := range trafficChannels {
		for f.to.PacketSize(channel) > 0 {
			packet, ok := f.to.ReadPacket(channel, networking.MaxReliable)
			require.True(f.t, ok)
			require.Equal(f.t, f.from.SteamID(), packet.From)
			b := packet.Data
			require.GreaterOrEqual(f.t, len(b), 9)
			require.Equal(f.t, crc32.ChecksumIEEE(append(b[:5:5], b[9:]...)), binary.BigEndian.Uint32(b[5:]), "a message has changed")
			number := int(binary.BigEndian.Uint32(b[1:]))
			if b[0] == 1 {
				require.False(f.t, f.gotReliable[number], "message %d came twice", number)
				require.GreaterOrEqual(f.t, number, f.last[channel], "on channel %d", channel)
				f.gotReliable[number], f.last[channel] = true, number
			} else {
				f.gotUnreliable++
			}
			packet.Release()
		}
	}
	for number := before; number < len(f.gotReliable); number++ {
		require.True(f.t, f.gotReliable[number], "a message came before one that was sent earlier")
	}
}

func (f *traffic) complete() bool {
	f.readAll()
	return len(f.gotReliable) == f.reliable
}

func TestReliableMessagesArriveWholeOnceAndInOrder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		quality quality
		within  time.Duration // after the last was sent
	}{
		{"a clean link", clean, time.Second},
		{"Wi-Fi", quality{latency: 5 * time.Millisecond, jitter: 5 * time.Millisecond, loss: 0.02}, 3 * time.Second},
		{"5 % lost", quality{latency: 50 * time.Millisecond, loss: 0.05}, 10 * time.Second},
		{"20 % lost, with jitter and reordering", quality{latency: 60 * time.Millisecond, jitter: 80 * time.Millisecond, loss: 0.2}, 2 * time.Minute},
		{"much reordering", quality{latency: time.Millisecond, jitter: 100 * time.Millisecond}, 20 * time.Second},
		{"20 % duplicated", quality{latency: 20 * time.Millisecond, duplicate: 0.2}, 2 * time.Second},
	} {
		for seed := range uint64(3) {
			t.Run(fmt.Sprintf("%s, seed %d", c.name, seed), func(t *testing.T) {
				inVirtualTime(t, seed, c.quality, func(t *testing.T, n *network) {
					a, b := n.pair()
					meet(t, a, b)
					there, back := newTraffic(t, a, b, seed), newTraffic(t, b, a, seed+100)
					for range 300 {
						there.sendOne()
						back.sendOne()
						time.Sleep(time.Duration(there.rng.IntN(30)) * time.Millisecond)
						there.readAll()
						back.readAll()
					}
					began := time.Now()
					for end := time.Now().Add(c.within); !there.complete() || !back.complete(); time.Sleep(20 * time.Millisecond) {
						require.True(t, time.Now().Before(end), "%d of %d and %d of %d arrived", len(there.gotReliable), there.reliable, len(back.gotReliable), back.reliable)
					}
					t.Logf("the last of it came after %v", time.Since(began))
					time.Sleep(time.Second)
					require.True(t, there.complete() && back.complete())
					require.Empty(t, append(a.drain(), b.drain()...))
					require.Zero(t, a.queued.Load())

					sent, dropped, duplicated := n.counts()
					if c.quality.loss > 0 {
						require.Greater(t, float64(dropped), 0.7*c.quality.loss*float64(sent), "the link dropped too little of %d to prove anything", sent)
						require.Less(t, float64(dropped), 1.4*c.quality.loss*float64(sent))
					} else {
						require.Zero(t, dropped)
					}
					if c.quality.duplicate > 0 {
						require.Greater(t, float64(duplicated), 0.7*c.quality.duplicate*float64(sent))
					}
					least := 1 - c.quality.loss - 0.1
					if c.quality.jitter > c.quality.latency {
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
}

func TestASessionSurvivesACutOfFiveSeconds(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			inVirtualTime(t, seed, quality{latency: 20 * time.Millisecond, jitter: 5 * time.Millisecond, loss: 0.01}, func(t *testing.T, n *network) {
				a, b := n.pair()
				meet(t, a, b)
				there, back := newTraffic(t, a, b, seed), newTraffic(t, b, a, seed+100)
				play := func(d time.Duration) {
					for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
						there.sendOne()
						back.sendOne()
						there.readAll()
						back.readAll()
					}
				}
				play(2 * time.Second)
				_, before, _ := n.counts()
				n.setCut(true)
				play(5 * time.Second)
				n.setCut(false)
				_, after, _ := n.counts()
				require.Greater(t, after, before+5, "nothing was cut off")
				play(2 * time.Second)
				until(t, 10*time.Second, "all of it", func() bool { return there.complete() && back.complete() })
				require.Empty(t, append(a.drain(), b.drain()...))
				require.True(t, a.isActive(b) && b.isActive(a))
			})
		})
	}
}

func TestACutLongerThanTheTimeoutIsAFailureOnBothSides(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			inVirtualTime(t, seed, quality{latency: 20 * time.Millisecond, loss: 0.01}, func(t *testing.T, n *network) {
				a, b := n.pair()
				meet(t, a, b)
				time.Sleep(time.Duration(seed) * 1700 * time.Millisecond)
				n.setCut(true)
				cut := time.Now()
				a.say(b, "lost")
				b.say(a, "lost")
				until(t, networking.SessionTimeout, "both notice", func() bool {
					return a.heard(failOf(b)) && b.heard(failOf(a))
				})
				require.Greater(t, time.Since(cut), networking.SessionTimeout/2)
				time.Sleep(10 * time.Second)
				require.Len(t, a.drain(), 1)
				require.Len(t, b.drain(), 1)
				a.settled()
				b.settled()
				n.setCut(false)
				time.Sleep(5 * time.Second)
				require.Zero(t, a.PacketSize(0)+b.PacketSize(0), "what was queued is dropped")

				a.say(b, "again")
				until(t, 5*time.Second, "a new request", func() bool { return b.heard(requestOf(a)) })
				b.Accept(a.SteamID())
				b.expect(0, "again")
				require.Zero(t, b.PacketSize(0))
				b.say(a, "and back")
				a.expect(0, "and back")
			})
		})
	}
}

// Both cut off while they call each other: whatever the moment, nobody is left
// with half a session.
func TestACutAtAnyMomentLeavesNoHalfASession(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		inVirtualTime(t, seed, quality{latency: 10 * time.Millisecond, jitter: 10 * time.Millisecond}, func(t *testing.T, n *network) {
			rng := rand.New(rand.NewPCG(seed, 4))
			a, b := n.pair()
			a.say(b, "one")
			time.Sleep(time.Duration(rng.IntN(60)) * time.Millisecond)
			b.say(a, "one")
			time.Sleep(time.Duration(rng.IntN(80)) * time.Millisecond)
			n.setCut(true)
			time.Sleep(time.Duration(rng.IntN(30)) * time.Second)
			n.setCut(false)
			// Whoever was told of a failure sends again, as a game would.
			gotA, gotB := false, false
			failures := 0
			until(t, 45*time.Second, fmt.Sprintf("both hear each other (seed %d)", seed), func() bool {
				gotA = gotA || a.read(0) != ""
				gotB = gotB || b.read(0) != ""
				for _, p := range [][2]*player{{a, b}, {b, a}} {
					me, other := p[0], p[1]
					if me.heard(failOf(other)) {
						failures++
						me.forget()
						me.say(other, "again")
					}
					if me.heard(requestOf(other)) {
						me.forget()
						me.say(other, "yes")
					}
				}
				return gotA && gotB && a.isActive(b) && b.isActive(a)
			})
			require.LessOrEqual(t, failures, 4, "seed %d", seed)
		})
	}
}
