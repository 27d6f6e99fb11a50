package p2p

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/signals"
)

// account is what a player has sent to the other one, and what became of it.
type account struct {
	*player
	to     *player
	sent   int
	told   int          // messages up to this one may be lost: their sender knows
	got    map[int]bool // what the other one has read
	newest int
	answer time.Time // when a request is answered; zero: there is none
}

// Two games that close nothing, over a network that comes and goes, one
// direction at a time too, and whose players take their time to answer: each
// message arrives once and in order, or its sender is told of a failure.
func TestNothingIsLostWithoutAWord(t *testing.T) {
	t.Parallel()
	for seed := range uint64(max(60, 10*seeds(t))) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			q := quality{Latency: time.Duration(seed%4) * 10 * time.Millisecond,
				Jitter: time.Duration(seed%3) * 15 * time.Millisecond, Loss: 0.02 * float64(seed%5)}
			inVirtualTime(t, seed, q, func(t *testing.T, n *network) {
				rng := rand.New(rand.NewPCG(seed, 8))
				a, b := n.pair()
				accounts := []*account{{player: a, to: b, got: make(map[int]bool)}, {player: b, to: a, got: make(map[int]bool)}}
				for range 150 {
					accounts[rng.IntN(2)].act(rng)
					for _, c := range accounts {
						c.listen(rng)
					}
					if rng.IntN(30) == 0 {
						time.Sleep(time.Duration(rng.IntN(20_000)) * time.Millisecond)
					} else {
						time.Sleep(time.Duration(rng.IntN(60)) * time.Millisecond)
					}
				}
				n.SetCut(false)
				n.SetDeaf(a, false)
				n.SetDeaf(b, false)
				for range 300 {
					time.Sleep(200 * time.Millisecond)
					for _, c := range accounts {
						c.listen(rng)
					}
				}
				for _, c := range accounts {
					for number := c.told + 1; number <= c.sent; number++ {
						require.True(t, c.got[number], "message %d of %d is lost, and nobody was told after %d", number, c.sent, c.told)
					}
				}
				require.Equal(t, a.isActive(b), b.isActive(a), "half a session")
			})
		})
	}
}

// act does one of the things that can happen on one side.
func (c *account) act(rng *rand.Rand) {
	switch what := rng.IntN(100); {
	case what < 70:
		c.sent++
		c.send(c.to, strconv.Itoa(c.sent), networking.SendReliable+networking.SendType(rng.IntN(2)), 0)
	case what < 74:
		c.network.SetCut(true)
	case what < 82:
		c.network.SetCut(false)
	case what < 87:
		c.network.SetDeaf(c.player, true)
	default:
		c.network.SetDeaf(c.player, false)
	}
}

// listen takes in what the player hears, and what the other one can read.
func (c *account) listen(rng *rand.Rand) {
	c.t.Helper()
	for _, e := range c.Drain() {
		switch e.(type) {
		case signals.P2PSessionConnectFail:
			c.told = c.sent
		case signals.P2PSessionRequest:
			if c.answer.IsZero() {
				c.answer = time.Now().Add(time.Duration(rng.IntN(22_000)) * time.Millisecond)
			}
		}
	}
	c.Forget()
	if !c.answer.IsZero() && time.Now().After(c.answer) {
		c.answer = time.Time{}
		c.Accept(c.to.SteamID())
	}
	for number := c.to.readAfter(c.newest); number != 0; number = c.to.readAfter(c.newest) {
		c.newest, c.got[number] = number, true
	}
}
