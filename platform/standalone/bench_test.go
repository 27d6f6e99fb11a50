package standalone

import (
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
)

// BenchmarkSend floods one user with another's packets over loopback, reads
// all of them, and counts what that costs both, allocations included.
func BenchmarkSend(b *testing.B) {
	for _, row := range []struct {
		name string
		size int
		how  networking.SendType
	}{
		{"reliable, 16 bytes", 16, networking.SendReliable},
		{"reliable, 256 bytes", 256, networking.SendReliable},
		{"reliable, 1 MiB", 1 << 20, networking.SendReliable},
	} {
		b.Run(row.name, func(b *testing.B) {
			alice, bob := benchPair(b)
			data := make([]byte, row.size)
			b.SetBytes(int64(row.size))
			b.ReportAllocs()
			received := make(chan struct{})
			b.ResetTimer()
			go func() {
				defer close(received)
				for n := 0; n < b.N; {
					if p, ok := bob.ReadPacket(0, row.size); ok {
						p.Release()
						n++
					} else {
						runtime.Gosched()
					}
				}
			}()
			for range b.N {
				for alice.Send(bob.SteamID(), data, row.how, 0) != nil {
					time.Sleep(20 * time.Microsecond) // the queue is full
				}
			}
			<-received
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "packets/s")
		})
	}
}

// benchPair returns two users in a session.
func benchPair(b *testing.B) (alice, bob *Platform) {
	dir := b.TempDir()
	start := func(name string) *Platform {
		p, err := Start(platform.Config{AppID: testApp, Signals: new(signals.Queue)}, Options{Identity: name, DataDir: dir})
		require.NoError(b, err)
		b.Cleanup(p.Shutdown)
		return p
	}
	alice, bob = start("alice"), start("bob")
	for _, p := range [][2]*Platform{{alice, bob}, {bob, alice}} {
		err := p[0].Send(p[1].SteamID(), []byte{1}, networking.SendReliable, 0)
		require.False(b, errors.Is(err, networking.ErrQueueFull))
	}
	for _, p := range []*Platform{alice, bob} {
		for {
			if packet, ok := p.ReadPacket(0, 1); ok {
				packet.Release()
				break
			}
		}
	}
	return alice, bob
}
