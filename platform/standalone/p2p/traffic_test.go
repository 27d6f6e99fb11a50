package p2p

import (
	"bytes"
	"encoding/binary"
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
	channels int
	settle   func() // waits until nothing more arrives at this moment

	reliable, unreliable int // sent
	gotReliable          map[int]bool
	gotUnreliable        int
	last                 [trafficChannels]int // the last reliable number on each channel
}

func newTraffic(t *testing.T, from, to *player, seed uint64) *traffic {
	return &traffic{t: t, from: from, to: to, rng: rand.New(rand.NewPCG(seed, 3)), channels: trafficChannels,
		settle: synctest.Wait, gotReliable: make(map[int]bool)}
}

// onRealSockets makes it fit for real time, where more may arrive at any
// moment: between two looks at two channels too, so there is only one.
func (f *traffic) onRealSockets() *traffic {
	f.channels, f.settle = 1, func() {}
	return f
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
	err := f.from.Send(f.to.SteamID(), b, how, f.rng.IntN(f.channels))
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
	f.settle()
	before := len(f.gotReliable)
	for channel := range f.channels {
		for f.to.PacketSize(channel) > 0 {
			packet, ok := f.to.ReadPacket(channel, networking.MaxReliable)
			require.True(f.t, ok)
			require.Equal(f.t, f.from.SteamID(), packet.From)
			b := packet.Data
			require.GreaterOrEqual(f.t, len(b), 9)
			require.Equal(f.t, crc32.ChecksumIEEE(append(b[:5:5], b[9:]...)), binary.BigEndian.Uint32(b[5:]),
				"a message has changed")
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

// exchange lets both sides of a conversation talk for a while.
func exchange(there, back *traffic, d time.Duration) {
	there.t.Helper()
	pause := func() { time.Sleep(time.Duration(there.rng.IntN(30)) * time.Millisecond) }
	for end := time.Now().Add(d); time.Now().Before(end); pause() {
		there.sendOne()
		back.sendOne()
		there.readAll()
		back.readAll()
	}
}

// awaitAll waits until all that was sent reliably has arrived, both ways, and
// that it was no more.
func awaitAll(there, back *traffic, within time.Duration) {
	there.t.Helper()
	for end := time.Now().Add(within); !there.complete() || !back.complete(); time.Sleep(20 * time.Millisecond) {
		require.True(there.t, time.Now().Before(end), "%d of %d and %d of %d arrived", len(there.gotReliable), there.reliable,
			len(back.gotReliable), back.reliable)
	}
	time.Sleep(time.Second)
	require.True(there.t, there.complete() && back.complete())
}
