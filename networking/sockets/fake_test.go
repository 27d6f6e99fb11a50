package sockets_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking/sockets"
)

func (u *user) fake(name sockets.ConfigValue, v sockets.Value) {
	require.True(u.w, u.SetValue(name, sockets.ScopeGlobal, 0, v))
}

func TestFakeLossLosesUnreliableMessages(t *testing.T) {
	for _, name := range []sockets.ConfigValue{sockets.FakeLossSend, sockets.FakeLossRecv} {
		in(t, func(w *world) {
			a, b := w.user(1), w.user(2)
			ours, theirs := connected(a, b)
			liar := a
			if name == sockets.FakeLossRecv {
				liar = b
			}
			came := func() (n int) {
				for range 1000 {
					a.send(ours, "x", 0)
					w.wait(time.Millisecond)
					n += len(b.read(theirs))
				}
				w.wait(time.Second)
				return n + len(b.read(theirs))
			}
			liar.fake(name, sockets.Float(20))
			require.InDelta(t, 800, came(), 60)
			liar.fake(name, sockets.Float(0))
			require.Equal(t, 1000, came())
			liar.fake(name, sockets.Float(100))
			require.Zero(t, came())
		})
	}
}

func TestFakeLossDelaysReliableMessages(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		a.fake(sockets.FakeLossSend, sockets.Float(30))
		b.fake(sockets.FakeLossRecv, sockets.Float(30))
		want := numbers(200, func(i int) string { return fmt.Sprint(i) })
		for _, text := range want {
			a.send(ours, text, 8)
			w.wait(time.Millisecond)
		}
		require.Less(t, len(b.read(theirs)), 200)
		w.wait(30 * time.Second)
		require.NotEmpty(t, b.read(theirs))
		require.Equal(t, sockets.StateConnected, a.state(ours))
	})
}

func TestReliableStaysInOrderOnABadNetwork(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		for _, u := range []*user{a, b} {
			for name, v := range map[sockets.ConfigValue]sockets.Value{
				sockets.FakeLossSend: sockets.Float(20), sockets.FakeLossRecv: sockets.Float(20),
				sockets.FakeReorderSend: sockets.Float(50), sockets.FakeReorderRecv: sockets.Float(50),
				sockets.FakeDupSend: sockets.Float(50), sockets.FakeDupRecv: sockets.Float(50),
				sockets.FakeLagSend: sockets.Int32(50), sockets.FakeLagRecv: sockets.Int32(20),
			} {
				u.fake(name, v)
			}
		}
		want := numbers(500, func(i int) string { return fmt.Sprint(i) })
		var got []string
		for i, text := range want {
			if i == 300 { // in the middle of it the network becomes good again
				a.fake(sockets.FakeLossSend, sockets.Float(0))
				a.fake(sockets.FakeLagSend, sockets.Int32(0))
			}
			a.send(ours, text, 8)
			w.wait(5 * time.Millisecond)
			got = append(got, b.read(theirs)...)
		}
		w.wait(time.Minute)
		require.Equal(t, want, append(got, b.read(theirs)...))
	})
}

func TestFakeLagIsSeenInThePing(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, _ := connected(a, b)
		a.fake(sockets.FakeLagSend, sockets.Int32(100))
		a.fake(sockets.FakeLagRecv, sockets.Int32(50))
		w.wait(2 * time.Minute)
		st, _, _ := a.Status(ours, 0)
		require.InDelta(t, 20+150, st.Ping, 2)
		a.fake(sockets.FakeLagSend, sockets.Int32(0))
		a.fake(sockets.FakeLagRecv, sockets.Int32(0))
		w.wait(2 * time.Minute)
		st, _, _ = a.Status(ours, 0)
		require.InDelta(t, 20, st.Ping, 2)
	})
}

func TestFakeReorderAndDuplicates(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		send := func() (got []string) {
			for i := range 500 {
				a.send(ours, fmt.Sprintf("%03d", i), 0)
				w.wait(5 * time.Millisecond)
				got = append(got, b.read(theirs)...)
			}
			w.wait(time.Second)
			return append(got, b.read(theirs)...)
		}
		late := func(got []string) (n int) {
			for i := range got[1:] {
				if got[i+1] < got[i] {
					n++
				}
			}
			return n
		}
		a.fake(sockets.FakeReorderSend, sockets.Float(20))
		got := send()
		require.Len(t, got, 500)
		require.InDelta(t, 85, late(got), 40)
		a.fake(sockets.FakeReorderSend, sockets.Float(0))
		a.fake(sockets.FakeDupSend, sockets.Float(30))
		require.InDelta(t, 650, len(send()), 40)
		a.fake(sockets.FakeDupSend, sockets.Float(0))
		got = send()
		require.Len(t, got, 500)
		require.Zero(t, late(got))
	})
}

func TestALoopbackPairHasTheBadNetworkAndAnotherHasNot(t *testing.T) {
	in(t, func(w *world) {
		a := w.user(1)
		a.fake(sockets.FakeLagSend, sockets.Int32(100))
		for _, loopback := range []bool{true, false} {
			first, second, _ := a.CreatePair(loopback, 0, 0)
			a.send(first, "x", 8)
			require.Equal(t, !loopback, len(a.read(second)) == 1)
			w.wait(time.Second)
			require.Equal(t, loopback, len(a.read(second)) == 1)
		}
	})
}

func TestWhatABadNetworkHoldsIsBounded(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b, sockets.Option{Name: sockets.SendBufferSize, Value: sockets.Int32(1 << 28)})
		a.fake(sockets.FakeLagSend, sockets.Int32(5000))
		b.fake(sockets.FakeLagRecv, sockets.Int32(5000))
		a.fake(sockets.TimeoutConnected, sockets.Int32(60_000))
		b.fake(sockets.TimeoutConnected, sockets.Int32(60_000))
		for range 40 {
			a.send(ours, string(make([]byte, 400<<10)), 8)
		}
		got := 0
		for range 600 {
			w.wait(time.Second)
			got += len(b.read(theirs))
		}
		require.Equal(t, 40, got)
	})
}

func TestLossOfAllEndsAConnection(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, _ := connected(a, b)
		a.fake(sockets.FakeLossSend, sockets.Float(100))
		require.Equal(t, sockets.EndRemoteTimeout, b.next().Info.End)
		a.CloseConnection(ours, 0, "", false)
		a.Connect(b.id, 0, nil)
		require.Equal(t, sockets.StateConnecting, a.next().Info.State)
		require.Equal(t, sockets.EndTimeout, a.next().Info.End)
		b.fake(sockets.FakeLossRecv, sockets.Float(100))
		a.fake(sockets.FakeLossSend, sockets.Float(0))
		a.Connect(b.id, 0, nil)
		w.wait(5 * time.Second)
		require.Empty(t, b.told())
	})
}
