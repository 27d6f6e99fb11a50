package standalone

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/internal/longrun"
	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// crowd are users of one process on real sockets, all in sessions with all.
type crowd struct {
	t     *testing.T
	dir   string
	users []*crowdUser
}

type crowdUser struct {
	*Platform
	name  string
	queue *signals.Queue
}

func (c *crowd) join(i int) {
	c.t.Helper()
	u := &crowdUser{name: fmt.Sprint("user ", i), queue: new(signals.Queue)}
	var err error
	u.Platform, err = Start(platform.Config{AppID: testApp, Signals: u.queue},
		Options{Identity: u.name, DataDir: c.dir, Timeout: time.Second})
	require.NoError(c.t, err)
	c.users[i] = u
}

// kill ends a user so that nobody hears of it.
func (u *crowdUser) kill() {
	u.endpoint.Transport.Conn.Close() //nolint:errcheck
	u.Shutdown()
}

// meet has everybody say something to everybody else until everybody has heard
// everybody, and then read all that is left.
func (c *crowd) meet(round int) {
	c.t.Helper()
	text := []byte(fmt.Sprint("round ", round))
	heard := make(map[[2]steamtypes.SteamID]bool)
	c.until(fmt.Sprintf("everybody has heard everybody in round %d", round), func() bool {
		for _, a := range c.users {
			for _, b := range c.users {
				if a != b && !heard[[2]steamtypes.SteamID{a.SteamID(), b.SteamID()}] {
					require.NoError(c.t, a.Send(b.SteamID(), text, networking.SendReliable, 0))
				}
			}
		}
		c.read(func(from, to steamtypes.SteamID, data []byte) {
			if string(data) == string(text) {
				heard[[2]steamtypes.SteamID{from, to}] = true
			}
		})
		return len(heard) == len(c.users)*(len(c.users)-1)
	})
}

// read reads what there is, and accepts everybody.
func (c *crowd) read(each func(from, to steamtypes.SteamID, data []byte)) {
	for _, u := range c.users {
		u.queue.Drain(func(e signals.Event) {
			if request, ok := e.(signals.P2PSessionRequest); ok {
				u.Accept(steamtypes.SteamID(request.SteamIDRemote))
			}
		})
		for {
			p, ok := u.ReadPacket(0, networking.MaxReliable)
			if !ok {
				break
			}
			each(p.From, u.SteamID(), p.Data)
			p.Release()
		}
	}
}

func (c *crowd) until(what string, condition func() bool) {
	c.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !condition(); time.Sleep(10 * time.Millisecond) {
		require.True(c.t, time.Now().Before(deadline), "not within 30 s: %s", what)
	}
}

// TestNothingGrows: whoever leaves, is killed and comes back, in the end there
// are as many goroutines and open files as before, and as much memory.
// GODOTSTEAM_SOAK=30m makes it half an hour.
func TestNothingGrows(t *testing.T) {
	length := longrun.Of(t, "GODOTSTEAM_SOAK")
	c := &crowd{t: t, dir: t.TempDir(), users: make([]*crowdUser, 8)}
	for i := range c.users {
		c.join(i)
	}
	defer func() {
		for _, u := range c.users {
			u.Shutdown()
		}
	}()
	files := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			return 0 // not Linux
		}
		return len(entries)
	}

	// What the dead leave behind, such as attempts to reach them, goes within
	// the time that a handshake may take.
	settle := func(what string, condition func() bool) {
		c.until(what, func() bool {
			c.read(func(steamtypes.SteamID, steamtypes.SteamID, []byte) {})
			return condition()
		})
	}
	const warmUp, rounds = 2, 6
	var goroutines, open, memory, round int
	for end := time.Now().Add(length); round < rounds || time.Now().Before(end); round++ {
		if round == warmUp {
			settled := time.Now().Add(endpoint.HandshakeTimeout + 2*time.Second)
			settle("the dead are gone", func() bool { return time.Now().After(settled) })
			goroutines, open, memory = runtime.NumGoroutine(), files(), simulated.Weigh().Heap
		}
		killed, left := round%8, (round+3)%8
		c.users[killed].kill()
		c.users[left].Shutdown()
		c.join(left)
		c.join(killed)
		c.meet(round)
	}
	settle(fmt.Sprintf("%d goroutines and %d files, as before", goroutines, open), func() bool {
		return runtime.NumGoroutine() <= goroutines && files() <= open // on a busy machine some of the dead were counted
	})
	now := simulated.Weigh().Heap
	t.Logf("%d rounds: %d goroutines, %d files; heap %d bytes after round %d, %d at the end", round, goroutines, open,
		memory, warmUp, now)
	if length >= 10*time.Minute {
		require.LessOrEqual(t, float64(now), 1.05*float64(memory))
	}
}
