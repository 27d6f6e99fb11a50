package sockets_test

import (
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"godotsteam/networking/sockets"
	"godotsteam/networking/sockets/carriertest"
	"godotsteam/steamtypes"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a network with users, in virtual time.
type world struct {
	*testing.T
	net *carriertest.Network
}

// in runs a story in virtual time, over a network that takes 10 ms each way.
func in(t *testing.T, story func(w *world)) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{T: t, net: carriertest.New(1)}
		w.net.Delay = 10 * time.Millisecond
		defer w.net.Close()
		story(w)
	})
}

// user is one user's sockets, and what they were told.
type user struct {
	*sockets.Sockets
	w    *world
	id   steamtypes.SteamID
	node *carriertest.Node

	mu      sync.Mutex
	changes []sockets.Change
	hook    func(sockets.Change)
}

func (w *world) user(account uint32) *user {
	u := &user{w: w, id: steamtypes.IndividualID(account)}
	u.node = w.net.Node(u.id)
	u.Sockets = sockets.New(sockets.Config{
		ID: u.id, Carrier: u.node, Rand: rand.New(rand.NewPCG(uint64(account), 7)),
		Changed: func(c sockets.Change) {
			u.mu.Lock()
			u.changes = append(u.changes, c)
			hook := u.hook
			u.mu.Unlock()
			if hook != nil {
				hook(c)
			}
		},
	})
	u.node.Attach(u.Sockets)
	w.Cleanup(u.Close)
	return u
}

// wait lets time pass, and everything happen that does in it.
func (w *world) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// told returns and forgets what a user was told.
func (u *user) told() []sockets.Change {
	synctest.Wait()
	u.mu.Lock()
	defer u.mu.Unlock()
	changes := u.changes
	u.changes = nil
	return changes
}

// next waits for a change, and returns and forgets it.
func (u *user) next() sockets.Change {
	u.w.Helper()
	for range 3000 {
		synctest.Wait()
		u.mu.Lock()
		if len(u.changes) > 0 {
			c := u.changes[0]
			u.changes = u.changes[1:]
			u.mu.Unlock()
			return c
		}
		u.mu.Unlock()
		time.Sleep(10 * time.Millisecond)
	}
	u.w.Fatal("nothing changed for 30 seconds")
	return sockets.Change{}
}

func (u *user) state(h sockets.Handle) sockets.State {
	info, _ := u.Info(h)
	return info.State
}

// read takes everything that a connection has received.
func (u *user) read(h sockets.Handle) []string {
	messages, ok := u.Receive(h, 1<<20)
	require.True(u.w, ok)
	return texts(messages)
}

func texts(messages []sockets.Message) (all []string) {
	for i := range messages {
		all = append(all, string(messages[i].Data))
		messages[i].Release()
	}
	return all
}

func (u *user) send(h sockets.Handle, text string, flags sockets.SendFlags) {
	u.w.Helper()
	result, _ := u.Send(h, []byte(text), flags, 0)
	require.Equal(u.w, sockets.ResultOK, result)
}

// connected makes a connection from a to b and returns both ends.
func connected(a, b *user, options ...sockets.Option) (sockets.Handle, sockets.Handle) {
	w := a.w
	w.Helper()
	b.ListenOnce(0)
	ours := a.Connect(b.id, 0, options)
	require.NotZero(w, ours)
	theirs := b.next().Connection
	require.Equal(w, sockets.ResultOK, b.Accept(theirs))
	w.wait(100 * time.Millisecond)
	require.Equal(w, sockets.StateConnected, a.state(ours))
	require.Equal(w, sockets.StateConnected, b.state(theirs))
	a.told()
	b.told()
	return ours, theirs
}

// ListenOnce listens unless somebody does.
func (u *user) ListenOnce(port int) { u.Listen(port, nil) }

// states are the states of changes, old and new.
func states(changes []sockets.Change) (all [][2]sockets.State) {
	for _, c := range changes {
		all = append(all, [2]sockets.State{c.Old, c.Info.State})
	}
	return all
}

func numbers(n int, text func(int) string) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = text(i)
	}
	return all
}
