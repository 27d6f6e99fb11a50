// Package platformtest is one suite of tests for every platform: what a game
// may rely on, whichever network carries its packets. The numbers are those of
// the list "Behaviour" in the project's description of the P2P functions.
//
// What the border to GDScript checks before a platform is asked (11 zero
// bytes, 13 short IDs, 15 bad input) is not repeated here.
package platformtest

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// App is the game that users play unless a test says otherwise.
const App = 480

// World is a network that one test has for itself.
type World interface {
	// Join starts a game for a user. The same name is the same Steam ID, as
	// often as the user comes back. The world ends it with the test.
	Join(t testing.TB, user string, appID uint32) User

	// Timeout is how long a session may be without an answer in this world:
	// 20 seconds for players, a few for tests. 0 says that it can't be
	// shortened, and leaves out the tests that wait for it.
	Timeout() time.Duration
}

// Platform is what is tested.
type Platform interface {
	platform.Platform
	platform.P2P
}

// User is a user's running game.
type User struct {
	Platform

	// Signals is the queue that the platform was started with.
	Signals *signals.Queue

	// Kill ends the game's process as a crash does: nobody is told. nil says
	// that this world can't, and leaves out the tests that need it.
	Kill func()
}

// patience is how long anything may take that happens at once, on a machine
// with other things to do.
const patience = 20 * time.Second

// Run tests a platform, each behaviour in a world of its own.
func Run(t *testing.T, world func(t *testing.T) World) {
	for _, c := range []struct {
		name string
		test func(*scene)
	}{
		{"1 sending opens the session, and what is sent waits", sendingOpens},
		{"1 unreliable without delay is thrown away until then", noDelay},
		{"2 an accepted user's packets become readable in order", accepting},
		{"2 sending accepts", sendingAccepts},
		{"2 both may send first", bothFirst},
		{"2 accepting nobody's request is harmless", acceptingNobody},
		{"3 a request is posted again while the user goes on sending", requestsRepeat},
		{"3 ignored, offline or in another game is a timeout", timeouts},
		{"4 unreliable messages arrive whole", unreliable},
		{"5 reliable messages arrive whole, once and in order across channels", reliable},
		{"5 the largest message", largest},
		{"6 buffered messages keep their order and do not wait long", buffering},
		{"7 a packet is read on its channel alone", channels},
		{"8 closing a session drops what waits, and another may follow", closing},
		{"8 the last channel closes the session", closingChannels},
		{"9 a lost peer is noticed, and the next send starts over", losing},
		{"10 nothing is lost or doubled when everybody talks at once", talking},
		{"12 a message to oneself arrives at once", toOneself},
		{"13 all 64 bits of an ID count", ids},
		{"14 reading needs no callbacks", readingAlone},
		{"a packet that is too long is cut", cutting},
		{"the state of a session", state},
		{"after shutdown there is nothing", shutdown},
		{"a user who left in order may come back", comingBack},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.test(&scene{T: t, world: world(t)})
		})
	}
}

// scene is a running test.
type scene struct {
	*testing.T
	world World
}

// actor is a user with what their game heard.
type actor struct {
	User
	s      *scene
	events []signals.Event
}

func (s *scene) join(name string) *actor { return s.joinApp(name, App) }

func (s *scene) joinApp(name string, app uint32) *actor {
	s.Helper()
	return &actor{User: s.world.Join(s.T, name, app), s: s}
}

// timeout returns the world's timeout, or leaves the test out.
func (s *scene) timeout() time.Duration {
	if s.world.Timeout() == 0 {
		s.Skip("this world's timeout can't be shortened")
	}
	return s.world.Timeout()
}

func (s *scene) eventually(what string, condition func() bool) {
	s.Helper()
	for end := time.Now().Add(patience); !condition(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			s.Fatalf("not within %v: %s", patience, what)
		}
	}
}

// pump does what a game does in a frame, and returns all that it has heard.
func (a *actor) pump() []signals.Event {
	a.RunCallbacks()
	a.Signals.Drain(func(e signals.Event) { a.events = append(a.events, e) })
	return a.events
}

func (a *actor) hears(e signals.Event) {
	a.s.Helper()
	a.s.eventually(fmt.Sprintf("%+v", e), func() bool { return slices.Contains(a.pump(), e) })
}

func request(from *actor) signals.Event {
	return signals.P2PSessionRequest{SteamIDRemote: uint64(from.SteamID())}
}

func failure(with *actor) signals.Event {
	return signals.P2PSessionConnectFail{SteamIDRemote: uint64(with.SteamID()), SessionError: int(networking.ErrorTimeout)}
}

func (a *actor) send(to *actor, text string, how networking.SendType, channel int) {
	a.s.Helper()
	require.NoError(a.s, networking.CheckSend(len(text), int64(how), int64(channel)), "the test itself")
	require.NoError(a.s, a.Send(to.SteamID(), []byte(text), how, channel))
}

func (a *actor) say(to *actor, text string) {
	a.s.Helper()
	a.send(to, text, networking.SendReliable, 0)
}

// read returns the next packet of a channel, "" if there is none.
func (a *actor) read(channel int) (steamtypes.SteamID, string) {
	p, ok := a.ReadPacket(channel, networking.MaxReliable)
	if !ok {
		return 0, ""
	}
	defer p.Release()
	return p.From, string(p.Data)
}

// gets waits for the next packet of a channel.
func (a *actor) gets(from *actor, text string, channel int) {
	a.s.Helper()
	a.s.eventually(fmt.Sprintf("a packet on channel %d", channel), func() bool {
		a.RunCallbacks()
		return a.PacketSize(channel) > 0
	})
	require.Equal(a.s, len(text), a.PacketSize(channel))
	who, got := a.read(channel)
	require.Equal(a.s, from.SteamID(), who)
	if got != text {
		a.s.Fatalf("got %.60q, want %.60q", got, text)
	}
}

func (a *actor) isActive(with *actor) bool {
	state, ok := a.SessionState(with.SteamID())
	return ok && state.Active
}

func (a *actor) hasSession(with *actor) bool {
	state, ok := a.SessionState(with.SteamID())
	return ok && (state.Active || state.Connecting)
}

// meet makes a session that a begins, and forgets what was heard.
func (s *scene) meet(a, b *actor) {
	s.Helper()
	a.say(b, "hello")
	b.hears(request(a))
	require.True(s, b.Accept(a.SteamID()))
	b.gets(a, "hello", 0)
	s.eventually("both active", func() bool {
		a.pump()
		b.pump()
		return a.isActive(b) && b.isActive(a)
	})
	a.events, b.events = nil, nil
}

func (s *scene) pair() (a, b *actor) {
	s.Helper()
	a, b = s.join("anna"), s.join("bert")
	s.meet(a, b)
	return a, b
}

func sendingOpens(s *scene) {
	a, b := s.join("anna"), s.join("bert")
	_, ok := a.SessionState(b.SteamID())
	require.False(s, ok, "there is no session before the first send")
	a.send(b, "one", networking.SendReliable, 0)
	a.send(b, "two", networking.SendUnreliable, 1)
	a.send(b, "three", networking.SendReliableWithBuffering, 0)
	state, ok := a.SessionState(b.SteamID())
	require.True(s, ok)
	require.True(s, state.Connecting)
	require.False(s, state.Active)
	require.Equal(s, 3, state.QueuedPackets)
	require.GreaterOrEqual(s, state.QueuedBytes, len("onetwothree"))
	b.hears(request(a))
	b.Accept(a.SteamID())
	b.gets(a, "one", 0)
	b.gets(a, "three", 0)
	b.gets(a, "two", 1)
}

func noDelay(s *scene) {
	a, b := s.join("anna"), s.join("bert")
	a.send(b, "too early", networking.SendUnreliableNoDelay, 0)
	a.say(b, "hello")
	b.hears(request(a))
	b.Accept(a.SteamID())
	b.gets(a, "hello", 0)
	s.eventually("the session is active", func() bool { a.pump(); return a.isActive(b) })
	s.eventually("one arrives", func() bool { // each of them may be lost
		a.send(b, "in time", networking.SendUnreliableNoDelay, 0)
		time.Sleep(10 * time.Millisecond)
		b.pump()
		return b.PacketSize(0) > 0
	})
	b.gets(a, "in time", 0)
}

func accepting(s *scene) {
	a, b := s.join("anna"), s.join("bert")
	for i := range 10 {
		a.say(b, fmt.Sprint(i))
	}
	b.hears(request(a))
	for range 20 {
		b.pump()
		require.Zero(s, b.PacketSize(0), "readable before it was accepted")
		_, ok := b.ReadPacket(0, 100)
		require.False(s, ok)
		time.Sleep(5 * time.Millisecond)
	}
	require.Len(s, b.events, 1, "one request for many packets")
	require.True(s, b.Accept(a.SteamID()))
	require.True(s, b.Accept(a.SteamID()), "more than once is no harm")
	for i := range 10 {
		b.gets(a, fmt.Sprint(i), 0)
	}
	require.Empty(s, a.pump(), "the sender is not told")
}

func sendingAccepts(s *scene) {
	a, b := s.join("anna"), s.join("bert")
	a.say(b, "hello")
	b.hears(request(a))
	b.say(a, "welcome")
	b.gets(a, "hello", 0)
	a.gets(b, "welcome", 0)
	require.Empty(s, a.pump())
}

func bothFirst(s *scene) {
	a, b := s.join("anna"), s.join("bert")
	a.say(b, "from a")
	b.say(a, "from b")
	b.gets(a, "from a", 0)
	a.gets(b, "from b", 0)
	s.eventually("one session", func() bool { return a.isActive(b) && b.isActive(a) })
	require.Empty(s, append(a.pump(), b.pump()...), "nobody is asked")
	a.say(b, "more")
	b.gets(a, "more", 0)
	require.Zero(s, a.PacketSize(0))
}

func acceptingNobody(s *scene) {
	a, b := s.join("anna"), s.join("bert")
	b.Accept(a.SteamID())
	s.meet(a, b)
}

func requestsRepeat(s *scene) {
	a, b := s.join("anna"), s.join("bert")
	s.eventually("three requests", func() bool {
		// The sender may time out meanwhile, and then begins anew.
		a.Send(b.SteamID(), []byte("let me in"), networking.SendUnreliable, 0) //nolint:errcheck
		a.pump()
		time.Sleep(50 * time.Millisecond)
		return len(b.pump()) >= 3
	})
	for _, e := range b.events {
		require.Equal(s, request(a), e)
	}
	require.Zero(s, b.PacketSize(0))
}

func timeouts(s *scene) {
	timeout := s.timeout()
	for _, c := range []struct {
		name  string
		other func(*scene) *actor
	}{
		{"ignored", func(s *scene) *actor { return s.join("bert") }},
		{"offline", func(s *scene) *actor {
			b := s.join("clara")
			b.Shutdown()
			return b
		}},
		{"in another game", func(s *scene) *actor { return s.joinApp("dora", App+1) }},
	} {
		a, b := s.join("anna "+c.name), c.other(s)
		began := time.Now()
		a.say(b, "hello?")
		a.hears(failure(b))
		took := time.Since(began)
		require.GreaterOrEqual(s, took, timeout*9/10, c.name)
		require.Len(s, a.pump(), 1)
		require.False(s, a.hasSession(b))
		if state, ok := a.SessionState(b.SteamID()); ok {
			require.Equal(s, networking.ErrorTimeout, state.LastError)
			require.Zero(s, state.QueuedBytes+state.QueuedPackets)
		}
		a.say(b, "hello again?")
		require.True(s, a.hasSession(b), "the next send tries again")
	}
}

func unreliable(s *scene) {
	a, b := s.pair()
	whole := string(bytes.Repeat([]byte{'u'}, networking.MaxUnreliable))
	for _, how := range []networking.SendType{networking.SendUnreliable, networking.SendUnreliableNoDelay} {
		for _, text := range []string{"x", whole} {
			channel := 5 + int(how)
			s.eventually("one arrives", func() bool {
				a.send(b, text, how, channel)
				time.Sleep(10 * time.Millisecond)
				return b.PacketSize(channel) > 0
			})
			for b.PacketSize(channel) > 0 {
				_, got := b.read(channel)
				require.True(s, got == "x" || got == whole, "a packet of %d bytes", len(got))
			}
		}
	}
}

func reliable(s *scene) {
	a, b := s.pair()
	const count = 600
	message := func(i int) string { return fmt.Sprintf("%04d", i) + string(make([]byte, i*i%3000)) }
	for i := range count {
		how := networking.SendReliable
		if i%3 == 0 {
			how = networking.SendReliableWithBuffering
		}
		a.send(b, message(i), how, i%3)
	}
	for i := range count {
		b.gets(a, message(i), i%3)
	}
	for channel := range 3 {
		require.Zero(s, b.PacketSize(channel))
	}
}

func largest(s *scene) {
	a, b := s.pair()
	big := string(bytes.Repeat([]byte("0123456789abcdef"), networking.MaxReliable/16))
	a.send(b, big, networking.SendReliable, 1)
	a.send(b, "after", networking.SendReliable, 1)
	b.gets(a, big, 1)
	b.gets(a, "after", 1)
}

func buffering(s *scene) {
	a, b := s.pair()
	a.send(b, "one", networking.SendReliableWithBuffering, 0)
	a.send(b, "two", networking.SendReliableWithBuffering, 0)
	a.send(b, "three", networking.SendReliable, 0)
	for _, text := range []string{"one", "two", "three"} {
		b.gets(a, text, 0)
	}
	a.send(b, "alone", networking.SendReliableWithBuffering, 0)
	b.gets(a, "alone", 0)
	s.eventually("nothing waits", func() bool {
		a.pump()
		state, _ := a.SessionState(b.SteamID())
		return state.QueuedBytes == 0 && state.QueuedPackets == 0
	})
}

func channels(s *scene) {
	a, b := s.pair()
	list := []int{0, 1, 63, 64, 5000, networking.MaxChannel}
	for _, channel := range list {
		a.send(b, fmt.Sprint("for ", channel), networking.SendReliable, channel)
	}
	last := list[len(list)-1]
	s.eventually("all arrived", func() bool { b.pump(); return b.PacketSize(last) > 0 })
	require.Zero(s, b.PacketSize(2))
	_, ok := b.ReadPacket(2, 100)
	require.False(s, ok)
	slices.Reverse(list)
	for _, channel := range list {
		b.gets(a, fmt.Sprint("for ", channel), channel)
	}
	require.Empty(s, append(a.pump(), b.pump()...), "one session, whatever the channels")
}

func closing(s *scene) {
	a, b := s.join("anna"), s.join("bert")
	for range 3 {
		s.meet(a, b)
		a.say(b, "unread")
		s.eventually("it arrived", func() bool { b.pump(); return b.PacketSize(0) > 0 })
		require.True(s, b.CloseSession(a.SteamID()))
		require.Zero(s, b.PacketSize(0), "what waits to be read goes with the session")
		require.False(s, b.hasSession(a))
		require.False(s, b.CloseSession(a.SteamID()), "there is none any more")
		s.eventually("the other side's has ended too", func() bool { a.pump(); return !a.hasSession(b) })
		a, b = b, a
	}
}

func closingChannels(s *scene) {
	a, b := s.pair()
	a.send(b, "x", networking.SendReliable, 7)
	s.eventually("it arrived", func() bool { b.pump(); return b.PacketSize(7) > 0 })
	require.True(s, b.CloseChannel(a.SteamID(), 7))
	require.True(s, b.isActive(a))
	require.True(s, b.CloseChannel(a.SteamID(), 0))
	s.eventually("no session", func() bool { b.pump(); return !b.hasSession(a) })
	require.False(s, b.CloseChannel(a.SteamID(), 0))
}

func losing(s *scene) {
	s.timeout()
	a, b := s.join("anna"), s.join("bert")
	if b.Kill == nil {
		s.Skip("this world can't kill a user's game")
	}
	s.meet(a, b)
	b.say(a, "said before")
	a.gets(b, "said before", 0)
	b.Kill()
	a.say(b, "into the void")
	a.hears(failure(b))
	require.False(s, a.hasSession(b))
	if state, ok := a.SessionState(b.SteamID()); ok {
		require.Zero(s, state.QueuedBytes+state.QueuedPackets, "what was queued is dropped")
	}
	a.events = nil

	again := s.join("bert")
	require.Equal(s, b.SteamID(), again.SteamID())
	s.meet(a, again)
	require.Zero(s, again.PacketSize(0), "what was said to the old life is not heard in the new one")
	again.say(a, "back")
	a.gets(again, "back", 0)
}

func talking(s *scene) {
	users := []*actor{s.join("anna"), s.join("bert"), s.join("clara")}
	const count = 200
	var all sync.WaitGroup
	for i, me := range users {
		all.Go(func() {
			for n := range count {
				for _, to := range users {
					if to == me {
						continue
					}
					text := fmt.Appendf(nil, "%d %d", i, n)
					for end := time.Now().Add(patience); me.Send(to.SteamID(), text, networking.SendReliable, n%4) != nil; time.Sleep(time.Millisecond) {
						if time.Now().After(end) {
							s.Errorf("user %d could not send", i)
							return
						}
					}
					me.SessionState(to.SteamID())
				}
			}
		})
		all.Go(func() {
			got := make(map[steamtypes.SteamID]map[string]bool)
			next := make(map[string]int)
			for n, end := 0, time.Now().Add(patience); n < count*(len(users)-1); time.Sleep(time.Millisecond) {
				me.RunCallbacks()
				if time.Now().After(end) {
					s.Errorf("user %d got %d messages", i, n)
					return
				}
				for channel := range 4 {
					for me.PacketSize(channel) > 0 {
						from, text := me.read(channel)
						if text == "" {
							continue
						}
						if got[from] == nil {
							got[from] = make(map[string]bool)
						}
						if got[from][text] {
							s.Errorf("user %d got %q twice", i, text)
						}
						got[from][text] = true
						var sender, number int
						fmt.Sscanf(text, "%d %d", &sender, &number) //nolint:errcheck
						key := fmt.Sprint(sender, " on ", channel)
						if number < next[key] {
							s.Errorf("user %d got %q out of order", i, text)
						}
						next[key] = number
						n++
					}
				}
			}
		})
	}
	all.Wait()
}

func toOneself(s *scene) {
	a := s.join("anna")
	a.send(a, "note", networking.SendReliable, 2)
	a.send(a, "another", networking.SendUnreliableNoDelay, 2)
	require.Equal(s, len("note"), a.PacketSize(2))
	a.gets(a, "note", 2)
	a.gets(a, "another", 2)
	require.Empty(s, a.pump())
	require.False(s, a.hasSession(a))
}

func ids(s *scene) {
	a, b := s.join("anna"), s.join("bert")
	require.NotEqual(s, a.SteamID(), b.SteamID())
	for _, u := range []*actor{a, b} {
		require.True(s, u.SteamID().CanHoldSession())
		require.NotZero(s, u.SteamID()>>32)
		require.EqualValues(s, App, u.AppID())
		require.NotEmpty(s, u.Name())
	}
	// The account id alone names somebody else.
	other, err := steamtypes.PeerID(int64(a.SteamID().AccountID()))
	if err == nil && other != a.SteamID() {
		s.meet(a, b)
		_, ok := b.SessionState(other)
		require.False(s, ok)
	}
}

func readingAlone(s *scene) {
	a, b := s.join("anna"), s.join("bert")
	a.say(b, "from a")
	b.say(a, "from b")
	for _, u := range []*actor{a, b} {
		s.eventually("a packet, with no callback run", func() bool { return u.PacketSize(0) > 0 })
		_, text := u.read(0)
		require.NotEmpty(s, text)
	}
}

func cutting(s *scene) {
	a, b := s.pair()
	a.say(b, "abcdef")
	a.say(b, "next")
	s.eventually("it arrived", func() bool { b.pump(); return b.PacketSize(0) > 0 })
	_, ok := b.ReadPacket(0, 0)
	require.False(s, ok, "nothing is read into nothing")
	p, ok := b.ReadPacket(0, 4)
	require.True(s, ok)
	require.Equal(s, "abcd", string(p.Data))
	p.Release()
	b.gets(a, "next", 0)
}

func state(s *scene) {
	a, b := s.pair()
	for _, p := range [][2]*actor{{a, b}, {b, a}} {
		state, ok := p[0].SessionState(p[1].SteamID())
		require.True(s, ok)
		require.True(s, state.Active)
		require.False(s, state.Connecting)
		require.Equal(s, networking.ErrorNone, state.LastError)
	}
	_, ok := a.SessionState(steamtypes.IndividualID(424242))
	require.False(s, ok)
	require.False(s, a.CloseSession(steamtypes.IndividualID(424242)))
	require.False(s, a.CloseChannel(steamtypes.IndividualID(424242), 0))
	require.True(s, a.AllowRelay(true))
}

func shutdown(s *scene) {
	a, b := s.pair()
	b.say(a, "unread")
	s.eventually("it arrived", func() bool { a.pump(); return a.PacketSize(0) > 0 })
	began := time.Now()
	a.Shutdown()
	a.Shutdown()
	require.Less(s, time.Since(began), patience, "it returns")
	require.Zero(s, a.PacketSize(0))
	_, ok := a.ReadPacket(0, 100)
	require.False(s, ok)
	require.ErrorIs(s, a.Send(b.SteamID(), []byte("x"), networking.SendReliable, 0), networking.ErrNotRunning)
	require.False(s, a.Accept(b.SteamID()))
	require.False(s, a.CloseSession(b.SteamID()))
	require.False(s, a.CloseChannel(b.SteamID(), 0))
	_, ok = a.SessionState(b.SteamID())
	require.False(s, ok)
	a.RunCallbacks()
}

func comingBack(s *scene) {
	a, b := s.pair()
	b.Shutdown()
	again := s.join("bert")
	require.Equal(s, b.SteamID(), again.SteamID())
	again.say(a, "back")
	a.hears(request(again))
	require.True(s, a.Accept(again.SteamID()))
	a.gets(again, "back", 0)
}
