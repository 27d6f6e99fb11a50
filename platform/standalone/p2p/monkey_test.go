package p2p

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// monkeys are players who do anything at any time. A message says who sent it,
// in which of their lives, and counts up.
type monkeys struct {
	*network
	seed    uint64
	rng     *rand.Rand
	players []*player
	lives   []int
	sent    map[string]int  // messages from one life of a player to another player
	seen    map[string]bool // messages that were read
	newest  map[string]int  // by sender's life, reader's life and channel
	read    int
}

const (
	monkeyChannels = 2
	monkeyRuns     = 30
)

func (m *monkeys) sendSomething(i int) {
	j := m.rng.IntN(len(m.players))
	if i == j {
		return
	}
	key := fmt.Sprintf("%d.%d>%d", i, m.lives[i], j)
	m.sent[key]++
	text := key + " " + strconv.Itoa(m.sent[key]) + strings.Repeat(" ", m.rng.IntN(600))
	if m.rng.IntN(15) == 0 {
		text += strings.Repeat(" ", m.rng.IntN(80_000))
	}
	how := networking.SendReliable
	if m.rng.IntN(3) == 0 {
		how = networking.SendReliableWithBuffering
	}
	m.players[i].send(m.players[j], text, how, m.rng.IntN(monkeyChannels))
	if m.rng.IntN(4) == 0 {
		m.players[i].send(m.players[j], "noise", networking.SendType(m.rng.IntN(2)), monkeyChannels)
	}
}

// listen reads everything, and answers requests one way or the other.
func (m *monkeys) listen(answer bool) {
	m.t.Helper()
	for j, p := range m.players {
		for channel := range monkeyChannels + 1 {
			for {
				text := strings.TrimRight(p.read(channel), " ")
				if text == "" {
					break
				}
				if channel == monkeyChannels {
					require.Equal(m.t, "noise", text)
					continue
				}
				require.False(m.t, m.seen[text], "seed %d: %q came twice", m.seed, text)
				m.seen[text] = true
				m.read++
				from, number, _ := strings.Cut(text, " ")
				require.True(m.t, strings.HasSuffix(from, fmt.Sprint(">", j)), "seed %d: %d got %q", m.seed, j, text)
				n, err := strconv.Atoi(number)
				require.NoError(m.t, err)
				key := fmt.Sprintf("%s.%d on %d", from, m.lives[j], channel)
				require.Greater(m.t, n, m.newest[key], "seed %d: %q is out of order", m.seed, text)
				m.newest[key] = n
			}
		}
		for _, e := range p.Drain() {
			request, ok := e.(signals.P2PSessionRequest)
			if !ok {
				continue
			}
			switch what := m.rng.IntN(10); {
			case !answer || what < 2: // ignored
			case what < 3:
				p.CloseSession(steamtypes.SteamID(request.SteamIDRemote))
			default:
				p.Accept(steamtypes.SteamID(request.SteamIDRemote))
			}
		}
		p.Forget()
	}
}

func (m *monkeys) comeBack(i int) {
	m.lives[i]++
	m.players[i] = m.join(m.players[i].name)
}

func (m *monkeys) act() {
	i := m.rng.IntN(len(m.players))
	p := m.players[i]
	other := m.players[m.rng.IntN(len(m.players))]
	switch what := m.rng.IntN(100); {
	case what < 75:
		m.sendSomething(i)
	case what < 80:
		p.CloseSession(other.SteamID())
	case what < 83:
		p.CloseChannel(other.SteamID(), m.rng.IntN(monkeyChannels))
	case what < 85:
		p.Shutdown()
		m.comeBack(i)
	case what < 88:
		p.kill()
		m.comeBack(i)
	case what < 90:
		m.SetCut(true)
	case what < 95:
		m.SetCut(false)
	}
	switch what := m.rng.IntN(100); {
	case what < 50: // at once
	case what < 97:
		time.Sleep(time.Duration(m.rng.IntN(50)) * time.Millisecond)
	default:
		time.Sleep(time.Duration(m.rng.IntN(25)) * time.Second)
	}
}

// agree requires that all is at rest and that both ends of each session think
// the same of it.
func (m *monkeys) agree() {
	m.t.Helper()
	synctest.Wait()
	for i, p := range m.players {
		p.mu.Lock()
		require.Empty(m.t, p.unopened, "seed %d", m.seed)
		total := 0
		for _, s := range p.sessions {
			total += s.queue.bytes
			if s.phase == active {
				require.Len(m.t, s.links, 1, "seed %d", m.seed)
			}
		}
		require.EqualValues(m.t, total, p.queued.Load(), "seed %d", m.seed)
		require.Zero(m.t, total, "seed %d", m.seed)
		p.mu.Unlock()
		for j, other := range m.players {
			if i == j {
				continue
			}
			require.Equal(m.t, p.isActive(other), other.isActive(p), "seed %d: half a session between %d and %d", m.seed, i, j)
			state, ok := p.SessionState(other.SteamID())
			require.False(m.t, ok && state.Connecting, "seed %d: %d still connects to %d", m.seed, i, j)
		}
	}
}

func TestWhateverPlayersDo(t *testing.T) {
	t.Parallel()
	read := 0
	for seed := range uint64(monkeyRuns) {
		q := quality{Latency: time.Duration(seed%4) * 10 * time.Millisecond,
			Jitter: time.Duration(seed%3) * 10 * time.Millisecond, Loss: 0.02 * float64(seed%5)}
		inVirtualTime(t, seed, q, func(t *testing.T, n *network) {
			m := &monkeys{
				network: n, seed: seed, rng: rand.New(rand.NewPCG(seed, 5)),
				players: []*player{n.join("anna"), n.join("bert"), n.join("clara")}, lives: make([]int, 3),
				sent: make(map[string]int), seen: make(map[string]bool), newest: make(map[string]int),
			}
			for range 150 {
				m.act()
				m.listen(true)
			}
			// The network recovers and everybody is quiet: it all settles.
			n.SetCut(false)
			for range 225 {
				time.Sleep(200 * time.Millisecond)
				m.listen(true)
			}
			m.agree()
			for i, a := range m.players {
				for j, b := range m.players {
					if i == j {
						continue
					}
					m.sent[fmt.Sprintf("%d.%d>%d", i, m.lives[i], j)]++
					text := fmt.Sprintf("%d.%d>%d %d", i, m.lives[i], j, m.sent[fmt.Sprintf("%d.%d>%d", i, m.lives[i], j)])
					a.say(b, text)
					until(t, 10*time.Second, fmt.Sprintf("%q (seed %d)", text, seed), func() bool {
						for _, p := range m.players {
							if p.Heard(requestOf(a)) {
								p.Accept(a.SteamID())
							}
						}
						m.listen(false)
						return m.seen[text]
					})
				}
			}
			m.listen(false)
			require.Empty(t, m.leftOver(), "seed %d", seed)
			read += m.read
		})
	}
	require.Greater(t, read, monkeyRuns*20, "the monkeys hardly heard each other")
	t.Logf("%d messages were read", read)
}

// leftOver returns the events that nobody took in.
func (m *monkeys) leftOver() (left []signals.Event) {
	for _, p := range m.players {
		left = append(left, p.Drain()...)
	}
	return left
}

// Shutdown may come while other threads are in the middle of anything.
func TestShutdownInTheMiddleOfThings(t *testing.T) {
	for seed := range uint64(20) {
		inVirtualTime(t, seed, clean, func(t *testing.T, n *network) {
			a, b := n.pair()
			if seed%2 == 0 {
				meet(t, a, b)
			}
			var threads sync.WaitGroup
			for thread := range 3 {
				threads.Go(func() {
					for i := range 100 {
						a.Send(b.SteamID(), []byte("x"), networking.SendType(i%4), thread) //nolint:errcheck
						b.Send(a.SteamID(), []byte("x"), networking.SendType(i%4), thread) //nolint:errcheck
						a.Send(a.SteamID(), []byte("x"), networking.SendReliable, thread)  //nolint:errcheck
						a.read(thread)
						a.SessionState(b.SteamID())
						a.Accept(b.SteamID())
						if i%10 == 9 {
							a.CloseChannel(b.SteamID(), thread)
							a.CloseSession(b.SteamID())
						}
						time.Sleep(time.Duration(seed) * 300 * time.Microsecond)
					}
				})
			}
			time.Sleep(time.Duration(seed) * 5 * time.Millisecond)
			a.Shutdown()
			threads.Wait()
			require.ErrorIs(t, a.Send(b.SteamID(), []byte("x"), networking.SendReliable, 0), networking.ErrNotRunning)
			require.Zero(t, a.PacketSize(0))
			a.settled()
		})
	}
}
