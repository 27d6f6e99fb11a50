//go:build unix && !race

// The race detector makes sync.Pool forget on purpose, so it can't count here.

package steamworks

import (
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/networking/sockets"
)

func TestTheFrameLoopAllocatesNothing(t *testing.T) {
	g := start(t, alice, options{})
	data := make([]byte, 256)
	for name, call := range map[string]func(){
		"poll":         func() { g.PacketSize(0) },
		"RunCallbacks": func() { g.RunCallbacks() },
		"state":        func() { g.SessionState(bob) },
		"send and read": func() {
			_ = g.Send(alice, data, networking.SendReliable, 0)
			packet, _ := g.ReadPacket(0, g.PacketSize(0))
			packet.Release()
		},
	} {
		require.Zero(t, testing.AllocsPerRun(1000, call), name)
	}
	n := testing.AllocsPerRun(1000, func() { _ = g.Send(alice, data, networking.SendReliable, 1) })
	require.Zero(t, n, "send")
}

func TestSendingAllocatesNothing(t *testing.T) {
	g := start(t, alice, options{})
	s := g.Sockets()
	data := []byte("hello")
	require.Zero(t, testing.AllocsPerRun(100, func() { s.Send(99, data, sockets.SendReliable, 0) }))
	require.Zero(t, testing.AllocsPerRun(100, func() { s.Accept(99) }))
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { s.Receive(99, 32) }), 1.0)
}
