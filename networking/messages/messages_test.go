package messages_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"godotsteam/networking/messages"
	"godotsteam/networking/sockets"
	"godotsteam/networking/sockets/carriertest"
	"godotsteam/steamtypes"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type world struct {
	*testing.T
	net *carriertest.Network
}

func in(t *testing.T, seed uint64, story func(w *world)) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{t, carriertest.New(seed)}
		w.net.Delay = 10 * time.Millisecond
		defer w.net.Close()
		story(w)
	})
}

type user struct {
	*messages.Messages
	sockets *sockets.Sockets
	w       *world
	id      steamtypes.SteamID
	node    *carriertest.Node

	mu       sync.Mutex
	requests []steamtypes.SteamID
	settled  int
	failures []sockets.Info
	strays   int // changes that the game was told of connections
}

func (w *world) user(account uint32) *user {
	u := &user{w: w, id: steamtypes.IndividualID(account)}
	u.node = w.net.Node(u.id)
	locked := func(f func()) { u.mu.Lock(); defer u.mu.Unlock(); f() }
	u.sockets = sockets.New(sockets.Config{
		ID: u.id, Carrier: u.node, Rand: rand.New(rand.NewPCG(uint64(account), 7)),
		Changed: func(sockets.Change) { locked(func() { u.strays++ }) },
	})
	u.Messages = messages.New(messages.Config{
		ID: u.id, Sockets: u.sockets,
		Request: func(id steamtypes.SteamID) { locked(func() { u.requests = append(u.requests, id) }) },
		Settled: func(steamtypes.SteamID) { locked(func() { u.settled++ }) },
		Failed:  func(i sockets.Info) { locked(func() { u.failures = append(u.failures, i) }) },
	})
	u.node.Attach(u.sockets)
	w.Cleanup(func() {
		u.Close()
		u.sockets.Close()
		require.Zero(w, u.strays, "what happens to our connections is not the game's business")
	})
	return u
}

func (w *world) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (u *user) asked() []steamtypes.SteamID {
	synctest.Wait()
	u.mu.Lock()
	defer u.mu.Unlock()
	all := u.requests
	u.requests = nil
	return all
}

func (u *user) failed() []sockets.Info {
	synctest.Wait()
	u.mu.Lock()
	defer u.mu.Unlock()
	all := u.failures
	u.failures = nil
	return all
}

func (u *user) say(to *user, text string, channel int32) {
	u.w.Helper()
	require.Equal(u.w, sockets.ResultOK, u.Send(to.id, []byte(text), sockets.SendReliable, channel))
}

func (u *user) read(channel int32) (all []string) {
	for _, m := range u.Receive(channel, 1<<20) {
		all = append(all, string(m.Data))
		m.Release()
	}
	return all
}

func (u *user) state(of *user) sockets.State {
	info, _ := u.Session(of.id)
	return info.State
}

// live makes a session.
func live(a, b *user) {
	a.say(b, "hello", 0)
	a.w.wait(time.Second)
	require.True(a.w, b.Accept(a.id))
	a.w.wait(time.Second)
	require.Equal(a.w, []string{"hello"}, b.read(0))
	require.Equal(a.w, sockets.StateConnected, a.state(b))
	b.asked()
}

func TestTheFirstMessageAsks(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		a.say(b, "one", 0)
		a.say(b, "two", 0)
		w.wait(time.Second)
		require.Equal(t, []steamtypes.SteamID{a.id}, b.asked(), "once")
		require.Empty(t, b.read(0), "nothing is readable before it is accepted")
		require.Equal(t, sockets.StateConnecting, a.state(b))
		require.True(t, b.Accept(a.id))
		require.Equal(t, 1, b.settled)
		w.wait(time.Second)
		received := b.Receive(0, 10)
		require.Len(t, received, 2)
		first := received[0]
		require.Equal(t, "one", string(first.Data))
		require.Equal(t, a.id, first.Peer)
		require.EqualValues(t, 0, first.Channel)
		require.EqualValues(t, 1, first.Number)
		require.EqualValues(t, -1, first.UserData)
		require.True(t, first.Reliable)
		require.NotZero(t, first.Connection)
		require.InDelta(t, b.sockets.LocalTimestamp(), first.Received, 1.1e6)
		received[0].Release()
		received[1].Release()
		require.Equal(t, sockets.StateConnected, a.state(b))
		require.True(t, b.Accept(a.id), "again is fine")
	})
}

func TestSendingAccepts(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		a.say(b, "hello", 0)
		w.wait(time.Second)
		b.say(a, "and to you", 0)
		w.wait(time.Second)
		require.Equal(t, []string{"hello"}, b.read(0))
		require.Equal(t, []string{"and to you"}, a.read(0))
		require.Empty(t, a.asked())
	})
}

func TestAcceptNeedsASession(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		require.False(t, a.Accept(b.id))
		a.say(b, "x", 0)
		require.True(t, a.Accept(b.id), "one's own counts")
	})
}

func TestBothSendFirst(t *testing.T) {
	for seed := range uint64(300) {
		in(t, seed, func(w *world) {
			w.net.Jitter = 30 * time.Millisecond
			a, b := w.user(1), w.user(2)
			chance := rand.New(rand.NewPCG(seed, 2))
			pause := func() time.Duration { return time.Duration(chance.Int64N(int64(60 * time.Millisecond))) }
			say := func(from, to *user, after time.Duration) {
				time.Sleep(after)
				from.say(to, "hello", 0)
			}
			if seed%2 == 0 {
				a, b = b, a
			}
			go say(a, b, pause())
			say(b, a, pause())
			w.wait(3 * time.Second)
			for _, u := range []*user{a, b} {
				require.Equal(t, []string{"hello"}, u.read(0), "seed %d", seed)
				require.Empty(t, u.failed())
			}
			require.Equal(t, sockets.StateConnected, a.state(b))
			require.Equal(t, sockets.StateConnected, b.state(a))
		})
	}
}

func TestNotAcceptedFailsAndSticks(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		a.say(b, "x", 0)
		w.wait(9 * time.Second)
		require.Empty(t, a.failed())
		w.wait(2 * time.Second)
		failures := a.failed()
		require.Len(t, failures, 1)
		require.Equal(t, b.id, failures[0].Peer)
		require.Equal(t, sockets.EndTimeout, failures[0].End)
		require.Equal(t, sockets.StateProblem, failures[0].State)
		require.NotEmpty(t, failures[0].EndText)
		require.Equal(t, sockets.StateProblem, a.state(b), "its end can be asked for")
		require.Equal(t, 1, b.settled, "the request is over")
		require.False(t, b.Accept(a.id))

		require.Equal(t, sockets.ResultConnectFailed, a.Send(b.id, []byte("x"), sockets.SendReliable, 0))
		require.False(t, a.Accept(b.id))
		require.Len(t, b.asked(), 1)
		flags := sockets.SendReliable | sockets.SendAutoRestartBroken
		require.Equal(t, sockets.ResultOK, a.Send(b.id, []byte("again"), flags, 0))
		w.wait(time.Second)
		require.Len(t, b.asked(), 1, "the request comes again with the new attempt")
		b.Accept(a.id)
		w.wait(time.Second)
		require.Equal(t, []string{"again"}, b.read(0))
	})
}

func TestClosingHealsABrokenSession(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		live(a, b)
		w.net.Cut(a.id, b.id)
		w.wait(15 * time.Second)
		require.Equal(t, sockets.EndRemoteTimeout, a.failed()[0].End)
		require.Len(t, b.failed(), 1)
		w.net.Mend(a.id, b.id)
		require.Equal(t, sockets.ResultConnectFailed, a.Send(b.id, nil, 0, 0))
		require.True(t, a.CloseSession(b.id))
		require.False(t, a.CloseSession(b.id))
		require.Zero(t, a.state(b))
		live(a, b)
	})
}

func TestAKilledPeerAndItsNextLife(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		live(a, b)
		w.net.Kill(b.id)
		w.wait(13 * time.Second)
		require.Len(t, a.failed(), 1)
		again := w.user(2)
		again.say(a, "I am back", 0)
		w.wait(time.Second)
		require.Equal(t, []steamtypes.SteamID{again.id}, a.asked())
		require.True(t, a.Accept(again.id))
		w.wait(time.Second)
		require.Equal(t, []string{"I am back"}, a.read(0))
		a.say(again, "welcome", 0)
	})
}

func TestWhatIsSentBeforeAcceptingIsReliable(t *testing.T) {
	in(t, 1, func(w *world) {
		w.net.Loss = 1
		a, b := w.user(1), w.user(2)
		for i, flags := range []sockets.SendFlags{0, sockets.SendNoDelay | sockets.SendNoNagle, sockets.SendReliable} {
			require.Equal(t, sockets.ResultOK, a.Send(b.id, []byte{'0' + byte(i)}, flags, 0))
		}
		w.wait(time.Second)
		b.Accept(a.id)
		w.wait(time.Second)
		require.Equal(t, []string{"0", "1", "2"}, b.read(0))
		require.Equal(t, sockets.ResultOK, a.Send(b.id, []byte("lost"), 0, 0))
		w.wait(time.Second)
		require.Empty(t, b.read(0))
	})
}

func TestResultsOfSending(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		require.Equal(t, sockets.ResultInvalidParam, a.Send(0, nil, 8, 0))
		require.Equal(t, sockets.ResultInvalidParam, a.Send(a.id, nil, 8, 0), "oneself")
		require.Equal(t, sockets.ResultInvalidParam, a.Send(b.id, make([]byte, messages.MaxMessage+1), 8, 0))
		require.Equal(t, sockets.ResultOK, a.Send(b.id, make([]byte, messages.MaxMessage), 8, 0))
		require.Equal(t, sockets.ResultLimitExceeded, a.Send(b.id, []byte("x"), 8, 0), "the buffer is full")
		a.Close()
		require.Equal(t, sockets.ResultInvalidState, a.Send(b.id, nil, 8, 0))
	})
}

func TestSizesAndChannels(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		live(a, b)
		for _, channel := range []int32{0, 1, -1, 70000, math.MaxInt32, math.MinInt32} {
			for _, flags := range []sockets.SendFlags{sockets.SendReliable, sockets.SendUnreliable} {
				for _, size := range []int{0, 1, 1200, 5000, messages.MaxMessage} {
					data := bytes.Repeat([]byte{byte(size), byte(channel)}, size/2+1)[:size]
					require.Equal(t, sockets.ResultOK, a.Send(b.id, data, flags, channel))
					w.wait(time.Second)
					require.Empty(t, b.read(channel+1))
					got := b.Receive(channel, 10)
					require.Len(t, got, 1, "%d bytes on %d", size, channel)
					require.True(t, bytes.Equal(data, got[0].Data))
					require.Equal(t, flags.Reliable(), got[0].Reliable)
					got[0].Release()
				}
			}
		}
	})
}

func TestReceivingSomeLeavesTheRest(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		live(a, b)
		a.say(b, "one", 3)
		a.say(b, "two", 3)
		w.wait(time.Second)
		require.Empty(t, b.Receive(3, 0))
		require.Empty(t, b.Receive(3, -1))
		one := b.Receive(3, 1)
		require.Equal(t, "one", string(one[0].Data))
		one[0].Release()
		require.Equal(t, []string{"two"}, b.read(3))
	})
}

func TestOrderIsKeptOnEachChannelUnderLoss(t *testing.T) {
	in(t, 1, func(w *world) {
		w.net.Loss, w.net.Jitter, w.net.Rate = 0.3, 20*time.Millisecond, 1<<20
		a, b := w.user(1), w.user(2)
		live(a, b)
		var got [2][]string
		for i := range 5000 {
			for _, channel := range []int32{0, 7} {
				for a.Send(b.id, fmt.Append(nil, i), sockets.SendReliable, channel) != sockets.ResultOK {
					w.wait(10 * time.Millisecond)
					got[0] = append(got[0], b.read(0)...)
					got[1] = append(got[1], b.read(7)...)
				}
			}
		}
		for range 1000 {
			w.wait(10 * time.Millisecond)
			got[0] = append(got[0], b.read(0)...)
			got[1] = append(got[1], b.read(7)...)
		}
		for _, all := range got {
			require.Len(t, all, 5000)
			for i, text := range all {
				require.Equal(t, fmt.Sprint(i), text)
			}
		}
	})
}

func TestUsersAreReadInTheOrderOfArrival(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b, c := w.user(1), w.user(2), w.user(3)
		live(a, c)
		live(b, c)
		for i := range 10 {
			from := []*user{a, b}[i%2]
			from.say(c, fmt.Sprint(i), 0)
			w.wait(time.Second)
		}
		require.Equal(t, []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}, c.read(0))
	})
}

func TestClosingASessionDropsWhatWaits(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		live(a, b)
		a.say(b, "unread", 5)
		w.wait(3 * time.Second)
		require.True(t, b.CloseSession(a.id))
		require.Empty(t, b.read(5))
		w.wait(time.Second)
		require.Empty(t, a.failed(), "nothing was on its way: nobody need be told")
		require.Zero(t, a.state(b))
		a.say(b, "new", 0)
		w.wait(time.Second)
		require.Equal(t, []steamtypes.SteamID{a.id}, b.asked())
	})
}

func TestAPeerThatClosesWhileSomethingIsOnItsWay(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		live(a, b)
		a.say(b, "never read", 0)
		b.CloseSession(a.id)
		w.wait(time.Second)
		failures := a.failed()
		require.Len(t, failures, 1)
		require.Equal(t, sockets.StateClosedByPeer, failures[0].State)
		require.Equal(t, messages.EndClosed, failures[0].End)
		require.Equal(t, sockets.ResultConnectFailed, a.Send(b.id, nil, 8, 0))
	})
}

func TestWhatCameCanBeReadAfterThePeerClosed(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		live(a, b)
		a.say(b, "last words", 0)
		w.wait(time.Second)
		a.CloseSession(b.id)
		w.wait(time.Second)
		require.Equal(t, []string{"last words"}, b.read(0))
		require.Empty(t, b.failed())
	})
}

func TestClosingARequestRefuses(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		a.say(b, "hello", 0)
		w.wait(time.Second)
		require.True(t, b.CloseSession(a.id))
		require.Equal(t, 1, b.settled)
		w.wait(time.Second)
		require.Equal(t, sockets.StateClosedByPeer, a.failed()[0].State)
	})
}

func TestClosingChannels(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		live(a, b) // on channel 0
		a.say(b, "unread", 1)
		w.wait(time.Second)
		require.False(t, b.CloseChannel(a.id, 2), "nothing came on it")
		require.True(t, b.CloseChannel(a.id, 1))
		require.False(t, b.CloseChannel(a.id, 1))
		require.Empty(t, b.read(1))
		require.Equal(t, sockets.StateConnected, b.state(a))
		require.True(t, b.CloseChannel(a.id, 0), "the last one")
		require.Zero(t, b.state(a))
		require.False(t, b.CloseChannel(a.id, 0))
		w.wait(time.Second)
		require.Zero(t, a.state(b))
	})
}

func TestChannelsAreBounded(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		live(a, b)
		for i := range int32(messages.MaxChannels) {
			require.Equal(t, sockets.ResultOK, a.Send(b.id, []byte("x"), 0, i))
			w.wait(time.Millisecond)
		}
		require.Equal(t, sockets.ResultLimitExceeded, a.Send(b.id, []byte("x"), 0, -1))
		require.Equal(t, sockets.ResultOK, a.Send(b.id, []byte("x"), 0, 0))
		require.True(t, a.CloseChannel(b.id, 0))
		require.Equal(t, sockets.ResultOK, a.Send(b.id, []byte("x"), 0, -1))
	})
}

func TestAnIdleSessionEndsWithoutAWord(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		live(a, b)
		w.wait(2 * time.Minute)
		a.say(b, "not yet", 0)
		w.wait(2 * time.Minute)
		require.Equal(t, sockets.StateConnected, a.state(b))
		w.wait(2 * time.Minute)
		for _, u := range []*user{a, b} {
			require.Empty(t, u.failed())
		}
		require.Zero(t, a.state(b))
		require.Zero(t, b.state(a))
		require.Equal(t, []string{"not yet"}, b.read(0))
		require.Empty(t, b.asked())
		a.say(b, "next", 0)
		w.wait(time.Second)
		require.Len(t, b.asked(), 1)
	})
}

func TestAFloodEndsIn25AndMemoryIsBounded(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		live(a, b)
		kilobyte, sent := make([]byte, 1024), 0
		for range 10 {
			for a.Send(b.id, kilobyte, sockets.SendReliable, 0) == sockets.ResultOK {
				sent++
			}
			w.wait(time.Second)
		}
		require.LessOrEqual(t, sent, 1000+512+1, "1000 messages wait there, the send buffer here")
		first := len(b.read(0))
		require.InDelta(t, 1000, first, 1)
		w.wait(5 * time.Second)
		require.Equal(t, sent, first+len(b.read(0)))
		a.say(b, "on", 0)
	})
}

func TestSessionInfo(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		info, status := a.Session(b.id)
		require.Zero(t, info)
		require.Zero(t, status)
		live(a, b)
		info, status = a.Session(b.id)
		require.Equal(t, b.id, info.Peer)
		require.Equal(t, sockets.StateConnected, status.State)
		require.InDelta(t, 20, status.Ping, 1)
	})
}

func TestSessionsAreBounded(t *testing.T) {
	in(t, 1, func(w *world) {
		a := w.user(1)
		for i := range uint32(messages.MaxSessions) {
			require.Equal(t, sockets.ResultOK, a.Send(steamtypes.IndividualID(i+10), nil, 8, 0))
		}
		require.Equal(t, sockets.ResultFail, a.Send(steamtypes.IndividualID(5), nil, 8, 0))
		w.wait(11 * time.Second)
		require.Len(t, a.failed(), messages.MaxSessions)
		require.Equal(t, sockets.ResultOK, a.Send(steamtypes.IndividualID(5), nil, 8, 0), "one that broke goes")
	})
}

func TestTheGameCannotUseOurPort(t *testing.T) {
	in(t, 1, func(w *world) {
		a, b := w.user(1), w.user(2)
		require.Zero(t, a.sockets.Connect(b.id, sockets.OwnersPort, nil))
	})
}
