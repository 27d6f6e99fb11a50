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
	for _, row := range []struct{ name, symbol string }{
		{"poll", "FakeSteam_BenchPoll"},
		{"send", "FakeSteam_BenchSend"},
		{"send, poll and read", "FakeSteam_BenchSendAndRead"},
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
			const rounds = 1000
			for b.Loop() {
				purego.SyscallN(loop, rounds, 256)
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
		_ = g.Send(alice, data, networking.SendReliable, 0)
	}
}

func BenchmarkSendAndRead(b *testing.B) {
	g := start(b, alice, options{})
	data := make([]byte, 256)
	b.ReportAllocs()
	for b.Loop() {
		_ = g.Send(alice, data, networking.SendReliable, 0)
		packet, _ := g.ReadPacket(0, len(data))
		packet.Release()
	}
}

func BenchmarkSessionState(b *testing.B) {
	g := start(b, alice, options{})
	b.ReportAllocs()
	for b.Loop() {
		g.SessionState(bob)
	}
}

func BenchmarkRunCallbacks(b *testing.B) {
	g := start(b, alice, options{})
	b.ReportAllocs()
	for b.Loop() {
		g.RunCallbacks()
	}
}
