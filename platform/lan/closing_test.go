package lan

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Two games that call each other, close and call again at any moment, while
// their calls cross and what the other one has heard is over by now. The
// network works, so nobody is told of a failure; no message comes twice or out
// of order; and what both say in the end arrives.
func TestClosingWhileTheirCallsCross(t *testing.T) {
	t.Parallel()
	for seed := range uint64(max(60, 10*seeds(t))) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			q := quality{latency: time.Duration(1+seed%4) * 10 * time.Millisecond, jitter: time.Duration(seed%3) * 10 * time.Millisecond}
			inVirtualTime(t, seed, q, func(t *testing.T, n *network) {
				rng := rand.New(rand.NewPCG(seed, 9))
				a, b := n.pair()
				sent, last := 0, map[*player]int{}
				listen := func() {
					for _, pair := range [][2]*player{{a, b}, {b, a}} {
						me, other := pair[0], pair[1]
						require.False(t, me.heard(failOf(other)), "the network works")
						if me.heard(requestOf(other)) {
							me.Accept(other.SteamID())
						}
						me.forget()
						for text := me.read(0); text != ""; text = me.read(0) {
							number, err := strconv.Atoi(text)
							require.NoError(t, err)
							require.Greater(t, number, last[me], "twice, or out of order")
							last[me] = number
						}
					}
				}
				say := func(from, to *player) {
					sent++
					from.say(to, strconv.Itoa(sent))
				}
				for range 5 {
					for range 12 {
						me, other := a, b
						if rng.IntN(2) == 0 {
							me, other = b, a
						}
						switch what := rng.IntN(10); {
						case what < 6:
							say(me, other)
						case what < 9:
							me.CloseSession(other.SteamID())
						}
						time.Sleep(time.Duration(rng.IntN(100)) * time.Millisecond)
						listen()
					}
					for range 20 {
						time.Sleep(time.Second)
						listen()
					}
					say(a, b)
					say(b, a)
					until(t, 5*time.Second, "both hear each other", func() bool {
						listen()
						return last[b] == sent-1 && last[a] == sent
					})
					require.True(t, a.isActive(b) && b.isActive(a))
				}
			})
		})
	}
}
