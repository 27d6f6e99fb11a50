package p2p

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
)

// callers are two games that call each other, close and call again at any
// moment, while their calls cross and what the other one has heard is over by
// now. Their players take up to 0.4 s to answer.
type callers struct {
	*network
	rng     *rand.Rand
	players [2]*player
	sent    int
	last    [2]int // the last message that each has read
	answers [2]time.Time
	failed  bool
}

func (c *callers) say(i int) {
	c.sent++
	c.players[i].say(c.players[1-i], strconv.Itoa(c.sent))
}

// listen takes in what both hear.
func (c *callers) listen() {
	c.t.Helper()
	for i, p := range c.players {
		other := c.players[1-i]
		c.failed = c.failed || p.Heard(failOf(other))
		if p.Heard(requestOf(other)) {
			c.answers[i] = time.Now().Add(time.Duration(c.rng.IntN(400)) * time.Millisecond)
		}
		p.Forget()
		if due := c.answers[i]; !due.IsZero() && !time.Now().Before(due) {
			c.answers[i] = time.Time{}
			p.Accept(other.SteamID())
		}
		for number := p.readAfter(c.last[i]); number != 0; number = p.readAfter(c.last[i]) {
			c.last[i] = number
		}
	}
}

// storm does this and that, and then has both speak until they hear each other.
func (c *callers) storm(act func(i int)) {
	c.t.Helper()
	for range 14 {
		act(c.rng.IntN(2))
		time.Sleep(time.Duration(c.rng.IntN(120)) * time.Millisecond)
		c.listen()
	}
	tries := 0
	until(c.t, 5*time.Second, "both hear each other", func() bool {
		if tries++; tries%200 == 1 {
			c.say(0)
			c.say(1)
		}
		c.listen()
		return c.last[1] >= c.sent-1 && c.last[0] == c.sent &&
			c.players[0].isActive(c.players[1]) && c.players[1].isActive(c.players[0])
	})
}

func forCallers(t *testing.T, test func(c *callers)) {
	t.Parallel()
	for seed := range uint64(max(20, 5*seeds(t))) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			q := quality{Latency: time.Duration(1+seed%4) * 10 * time.Millisecond,
				Jitter: time.Duration(seed%3) * 10 * time.Millisecond}
			inVirtualTime(t, seed, q, func(t *testing.T, n *network) {
				a, b := n.pair()
				test(&callers{network: n, rng: rand.New(rand.NewPCG(seed, 9)), players: [2]*player{a, b}})
			})
		})
	}
}

func (c *callers) closeOrSay(i int) {
	switch what := c.rng.IntN(10); {
	case what < 6:
		c.say(i)
	case what < 9:
		c.players[i].CloseSession(c.players[1-i].SteamID())
	}
}

// The network works, so nobody is told of a failure.
func TestClosingWhileTheirCallsCross(t *testing.T) {
	forCallers(t, func(c *callers) {
		for range 5 {
			c.storm(c.closeOrSay)
			require.False(c.t, c.failed, "the network works")
		}
	})
}

// And some of them die and come back, or hear nothing for up to three seconds.
func TestClosingWhileSomeDie(t *testing.T) {
	forCallers(t, func(c *callers) {
		for range 5 {
			c.storm(func(i int) {
				switch c.rng.IntN(10) {
				case 0:
					c.players[i].kill()
					c.players[i], c.last[i] = c.join(c.players[i].name), 0
				case 1:
					c.SetDeaf(c.players[i], true)
					time.Sleep(time.Duration(c.rng.IntN(3000)) * time.Millisecond)
					c.SetDeaf(c.players[i], false)
				default:
					c.closeOrSay(i)
				}
			})
		}
	})
}

// askedAgain returns two users whose session the first one has closed, and of
// whom the second one asks for another.
func askedAgain(t *testing.T, n *network) (decides, asks *player) {
	t.Helper()
	decides, asks = n.pair()
	meet(t, decides, asks)
	decides.CloseSession(asks.SteamID())
	time.Sleep(5 * time.Second)
	decides.Forget()
	asks.Forget()
	asks.say(decides, "hello?")
	until(t, time.Second, "the request", func() bool { return decides.Heard(requestOf(asks)) })
	decides.Forget()
	return decides, asks
}

// Accepting is no call: who asked, and is done with it before the answer comes,
// is not asked in turn.
func TestClosingBeforeTheAnswer(t *testing.T) {
	inVirtualTime(t, 1, quality{Latency: 20 * time.Millisecond}, func(t *testing.T, n *network) {
		decides, asks := askedAgain(t, n)
		decides.Accept(asks.SteamID())
		asks.CloseSession(decides.SteamID())
		time.Sleep(networking.SessionTimeout + 10*time.Second)
		require.Empty(t, append(decides.Drain(), asks.Drain()...))
		decides.settled()
		asks.settled()
	})
}

// Who asked dies before the answer comes, starts anew and asks again.
func TestDyingBeforeTheAnswer(t *testing.T) {
	inVirtualTime(t, 1, quality{Latency: 20 * time.Millisecond}, func(t *testing.T, n *network) {
		decides, asks := askedAgain(t, n)
		asks.kill()
		decides.Accept(asks.SteamID())
		time.Sleep(3 * time.Second)
		asks = n.join(asks.name)
		asks.say(decides, "hello again")
		until(t, time.Second, "the new session", func() bool { return decides.isActive(asks) && asks.isActive(decides) })
		decides.expect(0, "hello again")
	})
}
