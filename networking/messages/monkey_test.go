package messages_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking/sockets"
)

// Two users who send, accept and close at random: what arrives was sent, once
// and in order within a session, and when they come to their senses they can
// talk, whatever went before.
func TestWhateverWentBeforeTheyCanTalk(t *testing.T) {
	for seed := range uint64(400) {
		in(t, seed, func(w *world) {
			r := rand.New(rand.NewPCG(seed, 9))
			w.net.Jitter = 50 * time.Millisecond
			a, b := w.user(1), w.user(2)
			users := []*user{a, b}
			last := make(map[*user]int)
			read := func(u *user) {
				for _, m := range u.Receive(0, 100) {
					var n int
					_, err := fmt.Sscan(string(m.Data), &n)
					require.NoError(t, err)
					require.Greater(t, n, last[u], "seed %d: once and in order", seed)
					last[u] = n
					m.Release()
				}
			}
			for n := range 60 {
				i := r.IntN(2)
				u, other := users[i], users[1-i]
				switch r.IntN(6) {
				case 0, 1:
					flags := sockets.SendReliable | sockets.SendAutoRestartBroken
					u.Send(other.id, fmt.Append(nil, n+1), flags, 0)
				case 2:
					u.Accept(other.id)
				case 3:
					if r.IntN(3) == 0 {
						u.CloseSession(other.id)
					}
				case 4:
					read(u)
				case 5:
					w.wait(time.Duration(r.IntN(200)) * time.Millisecond)
				}
			}
			if r.IntN(2) == 0 {
				w.net.Lose(a.id, b.id, sockets.LossClosed)
			}
			w.wait(time.Second)
			a.CloseSession(b.id)
			b.CloseSession(a.id)
			w.wait(time.Second)
			a.asked()
			b.asked()
			a.read(0)
			b.read(0)
			if r.IntN(2) == 0 {
				b.say(a, "from b", 0)
			}
			a.say(b, "from a", 0)
			w.wait(time.Second)
			a.Accept(b.id)
			b.Accept(a.id)
			w.wait(2 * time.Second)
			require.Equal(t, []string{"from a"}, b.read(0), "seed %d", seed)
			require.Equal(t, sockets.StateConnected, a.state(b))
			require.Equal(t, sockets.StateConnected, b.state(a))
		})
	}
}
