package sockets_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking/sockets"
)

var symmetric = []sockets.Option{{Name: sockets.SymmetricConnect, Value: sockets.Int32(1)}}

func TestASymmetricConnectAcceptsWhatWaits(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		a.Listen(0, symmetric)
		b.Listen(0, symmetric)
		ours := a.Connect(b.id, 0, symmetric)
		w.wait(time.Second)
		theirs := b.Connect(a.id, 0, symmetric)
		require.Equal(t, sockets.StateConnected, b.state(theirs))
		w.wait(time.Second)
		require.Equal(t, sockets.StateConnected, a.state(ours))
		changes := b.told()
		require.Equal(t, []pairOfStates{{0, 1}, {1, 3}}, states(changes), "the old notice still comes")
		require.Equal(t, theirs, changes[0].Connection)
		require.Equal(t, sockets.ResultDuplicateRequest, b.Accept(theirs))
		require.Zero(t, b.Connect(a.id, 0, symmetric), "there is one")
		require.Zero(t, a.Connect(b.id, 0, symmetric))
	})
}

func TestSymmetricConnectsAreMerged(t *testing.T) {
	for seed := range uint64(1000) {
		in(t, func(w *world) {
			w.net.Rand = rand.New(rand.NewPCG(seed, 2))
			w.net.Jitter = 20 * time.Millisecond
			a, b := w.user(uint32(1+seed%2)), w.user(uint32(2-seed%2))
			a.Listen(0, symmetric)
			b.Listen(0, symmetric)
			later := time.Duration(w.net.Rand.Int64N(int64(50 * time.Millisecond)))
			ours := a.Connect(b.id, 0, symmetric)
			time.Sleep(later)
			theirs := b.Connect(a.id, 0, symmetric)
			w.wait(3 * time.Second)
			require.Equal(t, sockets.StateConnected, a.state(ours), "seed %d", seed)
			require.Equal(t, sockets.StateConnected, b.state(theirs), "seed %d", seed)
			for _, u := range []*user{a, b} {
				for _, c := range u.told() {
					require.Contains(t, []sockets.Handle{ours, theirs}, c.Connection, "no other one")
				}
			}
			a.send(ours, "to b", 8)
			b.send(theirs, "to a", 8)
			w.wait(time.Second)
			require.Equal(t, []string{"to b"}, b.read(theirs))
			require.Equal(t, []string{"to a"}, a.read(ours))
		})
	}
}

func TestSymmetricConnectionsDoNotLinger(t *testing.T) {
	in(t, func(w *world) {
		w.net.Rate = 100 << 10
		a, b := w.user(1), w.user(2)
		b.Listen(0, symmetric)
		ours := a.Connect(b.id, 0, symmetric)
		theirs := b.next().Connection
		b.Accept(theirs)
		w.wait(time.Second)
		b.told()
		a.send(ours, string(make([]byte, 500<<10)), 8)
		a.CloseConnection(ours, 0, "", true)
		require.Equal(t, sockets.StateClosedByPeer, b.next().Info.State)
		require.Empty(t, b.read(theirs))
	})
}

func TestSymmetricConnectionsOfTwoPorts(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		own := func(port int32) []sockets.Option {
			return append(symmetric, sockets.Option{Name: sockets.LocalVirtualPort, Value: sockets.Int32(port)})
		}
		ours := a.Connect(b.id, 7, own(5))
		theirs := b.Connect(a.id, 5, own(7))
		w.wait(time.Second)
		require.Equal(t, sockets.StateConnected, a.state(ours))
		require.Equal(t, sockets.StateConnected, b.state(theirs))
		require.NotZero(t, a.Connect(b.id, 8, own(8)), "another one")
	})
}
