//go:build unix

package steamworks

import (
	"testing"

	"github.com/ebitengine/purego"
	"github.com/stretchr/testify/require"

	"godotsteam/networking"
)

// What a call costs beyond the library itself is the difference to
// BenchmarkTheFakeItself, whose loops are in C.

func BenchmarkTheFakeItself(b *testing.B) {
	const rounds = 1000
	for _, row := range []struct {
		name, symbol string
		done         uintptr
	}{
		{"poll", "FakeSteam_BenchPoll", 0},
		{"send", "FakeSteam_BenchSend", rounds},
		{"send, poll and read", "FakeSteam_BenchSendAndRead", rounds},
	} {
		b.Run(row.name, func(b *testing.B) {
			o := options{}
			if row.name == "send" {
				o.fault = "send=true"
			}
			g := start(b, alice, o)
			handle, err := openFile(g.lib.path)
			require.NoError(b, err)
			loop := lookUp(handle, row.symbol)
			for b.Loop() {
				if done, _, _ := purego.SyscallN(loop, rounds, 256); done != row.done {
					b.Fatalf("of %d calls %d went well, not %d", rounds, done, row.done)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*rounds), "ns/call")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func BenchmarkPoll(b *testing.B) {
	g := start(b, alice, options{})
	b.ReportAllocs()
	for b.Loop() {
		g.PacketSize(0)
	}
}

func BenchmarkSend(b *testing.B) {
	g := start(b, alice, options{fault: "send=true"})
	data := make([]byte, 256)
	b.ReportAllocs()
	for b.Loop() {
		if err := g.Send(alice, data, networking.SendReliable, 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSendAndRead(b *testing.B) {
	g := start(b, alice, options{})
	data := make([]byte, 256)
	b.ReportAllocs()
	for b.Loop() {
		err := g.Send(alice, data, networking.SendReliable, 0)
		packet, ok := g.ReadPacket(0, len(data))
		if err != nil || !ok {
			b.Fatal("nothing was read: ", err)
		}
		packet.Release()
	}
}

func BenchmarkSessionState(b *testing.B) {
	g := start(b, alice, options{})
	b.ReportAllocs()
	require.NoError(b, g.Send(bob, []byte{1}, networking.SendReliable, 0))
	for b.Loop() {
		if _, ok := g.SessionState(bob); !ok {
			b.Fatal("no session")
		}
	}
}

func BenchmarkRunCallbacks(b *testing.B) {
	g := start(b, alice, options{})
	b.ReportAllocs()
	for b.Loop() {
		g.RunCallbacks()
	}
}
