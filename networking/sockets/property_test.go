package sockets_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"godotsteam/networking/sockets"
	"godotsteam/networking/sockets/carriertest"
)

// Two users with a few connections and lanes on a network of any kind, doing
// anything: what is sent reliably comes out once and in the order of its lane,
// what comes unreliably is something that was sent, and at the end of the day
// nothing reliable is missing on a connection that lives.
func TestWhatGoesInComesOut(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		loss := rapid.SampledFrom([]float64{0, 0.05, 0.4}).Draw(rt, "loss")
		rate := rapid.SampledFrom([]int{0, 64 << 10, 1 << 20}).Draw(rt, "rate")
		jitter := rapid.SampledFrom([]int{0, 5, 40}).Draw(rt, "jitter")
		fake := rapid.SampledFrom([]int32{0, 30}).Draw(rt, "lag")
		steps := rapid.IntRange(20, 200).Draw(rt, "steps")
		synctest.Test(t, func(t *testing.T) {
			w := &world{T: t, net: carriertest.New(seed)}
			w.net.Delay, w.net.Loss, w.net.Rate = 10*time.Millisecond, loss, rate
			w.net.Jitter = time.Duration(jitter) * time.Millisecond
			defer w.net.Close()
			anything(w, rand.New(rand.NewPCG(seed, 3)), fake, steps)
		})
	})
}

// way is one direction of one lane.
type way struct {
	sent, got  int // reliable messages
	unreliable map[string]bool
}

func anything(w *world, r *rand.Rand, fake int32, steps int) {
	const conns, lanes = 3, 3
	a, b := w.user(1), w.user(2)
	a.fake(sockets.FakeLagSend, sockets.Int32(fake))
	b.fake(sockets.FakeLossRecv, sockets.Float(float32(fake)/3))
	users := []*user{a, b}
	var ends [conns][2]sockets.Handle
	var ways [conns][2][lanes]way
	groups := []sockets.Handle{a.CreateGroup(), b.CreateGroup()}
	place := make(map[sockets.Handle][2]int)
	for i := range ends {
		x, y := connectedSoon(a, b)
		ends[i] = [2]sockets.Handle{x, y}
		place[x], place[y] = [2]int{i, 0}, [2]int{i, 1}
		for side, u := range users {
			priorities, weights := make([]int, lanes), make([]int, lanes)
			for l := range lanes {
				priorities[l], weights[l] = r.IntN(2), 1+r.IntN(5)
				ways[i][side][l].unreliable = make(map[string]bool)
			}
			require.Equal(w, sockets.ResultOK, u.ConfigureLanes(ends[i][side], priorities, weights))
		}
	}
	take := func(side int, messages []sockets.Message) {
		for _, m := range messages {
			p, here := place[m.Connection]
			require.True(w, here)
			require.Equal(w, side, p[1])
			from := &ways[p[0]][1-side][m.Lane]
			text := string(m.Data)
			if m.Reliable {
				require.Equal(w, fmt.Sprint(from.got), text[:len(fmt.Sprint(from.got))])
				from.got++
			} else {
				require.True(w, from.unreliable[text], "never sent: %.20q", text)
			}
			m.Release()
		}
	}
	read := func(side int) {
		u := users[side]
		for i := range ends {
			messages, ok := u.Receive(ends[i][side], 1+r.IntN(20))
			require.True(w, ok)
			take(side, messages)
		}
		messages, ok := u.ReceiveGroup(groups[side], 1+r.IntN(20))
		require.True(w, ok)
		take(side, messages)
	}
	for n := range steps {
		side, i, lane := r.IntN(2), r.IntN(conns), r.IntN(lanes)
		u, h, to := users[side], ends[i][side], &ways[i][side][lane]
		switch r.IntN(8) {
		case 0, 1, 2, 3:
			size := []int{0, 10, 1500, 40_000, 300_000}[r.IntN(5)]
			text := fmt.Sprint(to.sent) + " " + string(make([]byte, size))
			if result, _ := u.Send(h, []byte(text), sockets.SendReliable, lane); result == sockets.ResultOK {
				to.sent++
			} else {
				require.Equal(w, sockets.ResultLimitExceeded, result)
			}
		case 4:
			text := fmt.Sprint("u", n) + string(make([]byte, []int{0, 1100, 3000, 50_000}[r.IntN(4)]))
			if result, _ := u.Send(h, []byte(text), sockets.SendFlags(r.IntN(2)*4), lane); result == sockets.ResultOK {
				to.unreliable[text] = true
			}
		case 5:
			read(side)
		case 6:
			require.True(w, u.SetGroup(h, []sockets.Handle{0, groups[side]}[r.IntN(2)]))
		case 7:
			w.wait(time.Duration(r.IntN(300)) * time.Millisecond)
		}
	}
	for range 2000 {
		w.wait(50 * time.Millisecond)
		read(0)
		read(1)
	}
	for i := range ends {
		for side, u := range users {
			require.Equal(w, sockets.StateConnected, u.state(ends[i][side]), "%+v", u.info(ends[i][side]))
			st, _, _ := u.Status(ends[i][side], lanes)
			require.Zero(w, st.PendingReliable+st.PendingUnreliable)
			for l := range lanes {
				require.Equal(w, ways[i][side][l].sent, ways[i][side][l].got, "connection %d, side %d, lane %d", i, side, l)
			}
		}
	}
}

// connectedSoon is connected on a network that may be slow.
func connectedSoon(a, b *user) (sockets.Handle, sockets.Handle) {
	b.ListenOnce(0)
	ours := a.Connect(b.id, 0, nil)
	theirs := b.next().Connection
	require.Equal(a.w, sockets.ResultOK, b.Accept(theirs))
	for a.state(ours) != sockets.StateConnected {
		a.w.wait(10 * time.Millisecond)
	}
	a.told()
	b.told()
	return ours, theirs
}
