package networking

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/steamtypes"
)

var (
	alice = steamtypes.IndividualID(1)
	bob   = steamtypes.IndividualID(2)
)

func put(s *Source, channel int, texts ...string) {
	for _, text := range texts {
		s.Put([]Arrival{{Channel: channel, Data: []byte(text)}})
	}
}

func readText(in *Inbox, channel int) string {
	p, ok := in.Read(channel, MaxReliable)
	if !ok {
		return ""
	}
	defer p.Release()
	return string(p.Data)
}

func TestPacketsOfAChannelAreReadInOrderOfArrivalWhoeverSentThem(t *testing.T) {
	in := NewInbox(nil)
	a, b := in.Source(alice), in.Source(bob)
	put(a, 3, "one")
	put(b, 3, "two")
	put(a, 3, "three")

	for _, want := range []struct {
		from steamtypes.SteamID
		text string
	}{{alice, "one"}, {bob, "two"}, {alice, "three"}} {
		require.Equal(t, len(want.text), in.Size(3))
		p, ok := in.Read(3, 100)
		require.True(t, ok)
		require.Equal(t, want.from, p.From)
		require.Equal(t, want.text, string(p.Data))
		p.Release()
	}
	_, ok := in.Read(3, 100)
	require.False(t, ok)
}

func TestAPacketIsReadOnItsChannelAlone(t *testing.T) {
	in := NewInbox(nil)
	s := in.Source(alice)
	for _, channel := range []int{0, 63, 64, 1000, MaxChannel} {
		put(s, channel, fmt.Sprint("for ", channel))
	}
	for _, channel := range []int{-1, 1, 62, 65, 999, MaxChannel - 1} {
		require.Zero(t, in.Size(channel))
		_, ok := in.Read(channel, 100)
		require.False(t, ok)
	}
	for _, channel := range []int{MaxChannel, 1000, 64, 63, 0} {
		require.Equal(t, len(fmt.Sprint("for ", channel)), in.Size(channel))
		require.Equal(t, fmt.Sprint("for ", channel), readText(in, channel))
		require.Zero(t, in.Size(channel))
	}
	require.Empty(t, in.high, "a channel that is empty costs nothing")
}

func TestALongerPacketIsCutAndItsRestLost(t *testing.T) {
	in := NewInbox(nil)
	put(in.Source(alice), 0, "abcdef", "next")
	p, ok := in.Read(0, 4)
	require.True(t, ok)
	require.Equal(t, "abcd", string(p.Data))
	p.Release()
	require.Equal(t, "next", readText(in, 0))
}

func TestReadingZeroBytesLosesNothing(t *testing.T) {
	in := NewInbox(nil)
	put(in.Source(alice), 0, "kept")
	for _, limit := range []int{0, -1, -1 << 31} {
		_, ok := in.Read(0, limit)
		require.False(t, ok)
	}
	require.Equal(t, "kept", readText(in, 0))
}

func TestAnEmptyPacketIsDropped(t *testing.T) {
	in := NewInbox(nil)
	s := in.Source(alice)
	s.Put([]Arrival{{Data: nil}, {Data: []byte("after")}})
	require.Equal(t, "after", readText(in, 0))
}

func TestHeadsThatAreGivenStartAtZero(t *testing.T) {
	heads := make([]atomic.Int64, 4)
	heads[2].Store(99)
	in := NewInbox(heads)
	require.Zero(t, in.Size(2))
	put(in.Source(alice), 2, "abc")
	require.EqualValues(t, 3, heads[2].Load())
}

func TestClosingASourceKeepsOrDropsWhatItDelivered(t *testing.T) {
	in := NewInbox(nil)
	a, b := in.Source(alice), in.Source(bob)
	for _, channel := range []int{0, 100} {
		put(a, channel, "a1", "a2")
		put(b, channel, "b1")
		put(a, channel, "a3")
	}
	b.Close()
	put(b, 0, "too late")
	a.Close()
	in.DropFrom(alice)
	put(a, 0, "too late")
	require.Equal(t, 1, a.Dropped())
	for _, channel := range []int{0, 100} {
		require.Equal(t, "b1", readText(in, channel))
		require.Zero(t, in.Size(channel))
	}
	require.Zero(t, in.unread)
	require.Empty(t, in.users)
}

func TestDroppingAChannelLeavesTheOthers(t *testing.T) {
	in := NewInbox(nil)
	a, b := in.Source(alice), in.Source(bob)
	put(a, 1, "a")
	put(b, 1, "b")
	put(a, 2, "other")
	a.Close()
	put(in.Source(alice), 1, "of a later session")
	in.DropChannel(alice, 1)
	in.DropChannel(alice, 77)
	require.Equal(t, "b", readText(in, 1))
	require.Equal(t, "other", readText(in, 2))
}

func TestClearDropsEverything(t *testing.T) {
	in := NewInbox(nil)
	a, b := in.Source(alice), in.Source(bob)
	put(a, 1, "a")
	put(b, 100, "b")
	b.Close()
	in.Clear()
	require.Zero(t, in.Size(1))
	require.Zero(t, in.Size(100))
	require.Zero(t, in.unread)
	put(a, 1, "again")
	require.Equal(t, "again", readText(in, 1))
}

func TestDroppingAUserDropsWhatTheirEarlierSourcesDelivered(t *testing.T) {
	in := NewInbox(nil)
	first := in.Source(alice)
	put(first, 0, "first")
	first.Close()
	second := in.Source(alice)
	put(second, 100, "second")
	put(in.Source(bob), 0, "bob's")
	in.DropFrom(alice)
	require.Zero(t, in.Size(100))
	require.Equal(t, "bob's", readText(in, 0))
	require.Zero(t, in.unread)
	put(second, 0, "third")
	require.Equal(t, "third", readText(in, 0))
}

// Many packets on many channels make nobody else's session slow to close.
func TestDroppingAUserLooksAtNoChannelOfOthers(t *testing.T) {
	in := NewInbox(nil)
	a, b := in.Source(alice), in.Source(bob)
	for channel := range 2000 {
		put(b, channel, "bob's")
	}
	put(a, 1, "a")
	put(a, 1000, "shared with bob")
	put(a, 5000, "alice's alone")
	for channel := range in.high {
		if channel != 1000 && channel != 5000 {
			in.high[channel] = nil // whoever looks here, panics
		}
	}
	require.NotPanics(t, func() { in.DropFrom(alice) })
	require.Zero(t, in.Size(5000))
	require.Equal(t, "bob's", readText(in, 1000))
	require.Empty(t, a.user.high)
}

// A flood over many channels leaves nothing behind when it was read, and no
// packet is forgotten meanwhile. What is small stays for the next packets.
func TestChannelsThatWereReadCostTheirUserNothing(t *testing.T) {
	in := NewInbox(nil)
	s := in.Source(alice)
	small, smallOfAll := s.user.high, in.high
	put(s, 1000, "x")
	require.Equal(t, "x", readText(in, 1000))
	small[0]++
	smallOfAll[0] = nil
	require.Len(t, s.user.high, 1, "the same map")
	require.Len(t, in.high, 1, "the same map")
	delete(small, 0)
	delete(smallOfAll, 0)
	for channel := range 2 * keptChannels {
		put(s, 1000+channel, "x")
	}
	require.Len(t, s.user.high, 2*keptChannels)
	flood, floodOfAll := s.user.high, in.high
	for channel := range 2 * keptChannels {
		require.Len(t, s.user.high, 2*keptChannels-channel)
		require.Equal(t, "x", readText(in, 1000+channel))
	}
	flood[0]++
	floodOfAll[0] = nil
	require.Empty(t, s.user.high, "another map")
	require.Empty(t, in.high, "another map")
	s.Close()
	require.Empty(t, in.users)
}

// Who comes back again and again leaves no more unread than who stays.
func TestAUserHasOneShareHoweverManySessions(t *testing.T) {
	in := NewInbox(nil)
	big := []Arrival{{Data: make([]byte, 1<<20)}}
	for range MaxUnreadBytes >> 20 {
		s := in.Source(alice)
		require.True(t, s.Offer(big))
		s.Close()
	}
	require.False(t, in.Source(alice).Offer(big), "16 MiB are unread from sessions before")
	readText(in, 0)
	require.True(t, in.Source(alice).Offer(big))
}

func TestUnreliablePacketsAreDroppedWhenTheirUserHasTooMuchUnread(t *testing.T) {
	in := NewInbox(nil)
	a, b := in.Source(alice), in.Source(bob)
	big := make([]byte, 1<<20)
	for range MaxUnreadBytes >> 20 {
		require.True(t, a.Offer([]Arrival{{Data: big}}))
	}
	require.False(t, a.Offer([]Arrival{{Data: big}}), "over 16 MiB unread")
	require.Equal(t, 1, a.Dropped())
	require.True(t, b.Offer([]Arrival{{Data: big}}), "somebody else still has room")
}

func TestManySmallPacketsWeighMoreThanTheirBytes(t *testing.T) {
	in := NewInbox(nil)
	s := in.Source(alice)
	n := 0
	for s.Offer([]Arrival{{Data: []byte{1}}}) {
		n++
		require.Less(t, n, 1_000_000)
	}
	require.Equal(t, MaxUnreadBytes/(PacketOverhead+64), n)
}

// Few may have much unread, and many have little: together no more than the
// total, unless each is to have a message.
func TestUsersShareWhatIsFree(t *testing.T) {
	fill := func(in *Inbox, users int) (most, least int) {
		big := []Arrival{{Data: make([]byte, 1<<20)}}
		sources := make([]*Source, users)
		for i := range sources {
			sources[i] = in.Source(steamtypes.IndividualID(uint32(10 + i)))
		}
		for range MaxUnreadTotal {
			some := false
			for _, s := range sources {
				some = s.Offer(big) || some
			}
			if !some {
				break
			}
		}
		least = MaxUnreadTotal
		for _, s := range sources {
			most, least = max(most, s.user.unread), min(least, s.user.unread)
		}
		return most, least
	}
	const message = 1<<20 + PacketOverhead
	for _, c := range []struct{ users, least, most int }{
		{1, MaxUnreadBytes, MaxUnreadBytes + message},
		{2, MaxUnreadBytes, MaxUnreadBytes + message},
		{10, MaxUnreadTotal/12 - message, MaxUnreadTotal/12 + message},
		{30, message, 2 * message},
		{60, message, 2 * message},
		{100, message, message},
	} {
		in := NewInbox(nil)
		most, least := fill(in, c.users)
		require.GreaterOrEqual(t, least, c.least, "%d users", c.users)
		require.LessOrEqual(t, most, c.most, "%d users", c.users)
		require.LessOrEqual(t, in.unread, max(MaxUnreadTotal, c.users*message), "%d users", c.users)
	}
}

func TestAUserWithNothingUnreadIsNeverStarvedByTheOthers(t *testing.T) {
	in := NewInbox(nil)
	for i := range 20 {
		put(in.Source(steamtypes.IndividualID(uint32(10+i))), 0, string(make([]byte, 4<<20)))
	}
	late := in.Source(alice)
	require.True(t, late.Offer([]Arrival{{Channel: 9, Data: []byte("hello")}}))
	require.False(t, late.Offer([]Arrival{{Channel: 9, Data: []byte("again")}}))
	require.Equal(t, "hello", readText(in, 9))
	require.True(t, late.Offer([]Arrival{{Channel: 9, Data: []byte("again")}}))
}

// A user who waits because the others' packets fill the inbox may go on when
// the game has read theirs, whatever it leaves unread of the others.
func TestWhoseEveryPacketIsReadMayGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := NewInbox(nil)
		for i := range 20 {
			put(in.Source(steamtypes.IndividualID(uint32(10+i))), 1, string(make([]byte, 4<<20)))
		}
		s := in.Source(alice)
		put(s, 0, "large enough for the one who is allowed it")
		through := make(chan error, 1)
		go func() { through <- s.WaitForRoom(t.Context(), func() {}) }()
		synctest.Wait()
		require.Empty(t, through)
		require.NotEmpty(t, readText(in, 0))
		synctest.Wait()
		require.Len(t, through, 1, "nothing of theirs is unread")
	})
}

// Who waits because the others' packets fill the inbox goes on as soon as enough
// of those is read, give or take a MiB.
func TestWhoWaitsGoesOnWhenOthersAreRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := NewInbox(nil)
		others := in.Source(bob)
		for in.unread < MaxUnreadTotal {
			put(others, 1, string(make([]byte, 1<<18)))
		}
		s := in.Source(alice)
		put(s, 0, string(make([]byte, 1<<20)))
		through := make(chan error, 1)
		go func() { through <- s.WaitForRoom(t.Context(), func() {}) }()
		for in.isFull(s.user) {
			synctest.Wait()
			require.Empty(t, through)
			readText(in, 1)
		}
		for end := in.unread - 1<<20; in.unread > end; {
			readText(in, 1)
		}
		synctest.Wait()
		require.Len(t, through, 1)
	})
}

// While a game reads nothing it is told once, after a while.
func TestAGameThatDoesNotReadIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := NewInbox(nil)
		s := in.Source(alice)
		put(in.Source(bob), 3, string(make([]byte, 4<<20)))
		put(s, 2, "little")
		put(s, 3, string(make([]byte, 4<<20)))
		put(s, 1000, string(make([]byte, 8<<20)))
		put(s, 1001, string(make([]byte, 6<<20)))
		total, channel := s.Unread()
		require.Equal(t, s.user.unread, total)
		require.Equal(t, 1000, channel)
		readText(in, 1000)
		_, channel = s.Unread()
		require.Equal(t, 1001, channel)
		readText(in, 1001)
		_, channel = s.Unread()
		require.Equal(t, 3, channel)

		var told []time.Time
		put(s, 3, string(make([]byte, 16<<20)))
		began := time.Now()
		go s.WaitForRoom(t.Context(), func() { told = append(told, time.Now()) }) //nolint:errcheck
		time.Sleep(10 * ReadingPatience)
		synctest.Wait()
		require.Equal(t, []time.Time{began.Add(ReadingPatience)}, told)
	})
}

func TestAReaderWaitsForRoomAndIsWokenOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := NewInbox(nil)
		s := in.Source(alice)
		require.NoError(t, s.WaitForRoom(t.Context(), func() {}), "nothing is unread")
		for range MaxUnreadBytes >> 20 {
			s.Put([]Arrival{{Data: make([]byte, 1<<20)}})
		}
		var through atomic.Bool
		go func() {
			if s.WaitForRoom(t.Context(), func() {}) == nil {
				through.Store(true)
			}
		}()
		for left := MaxUnreadBytes >> 20; ; left-- {
			synctest.Wait()
			if left < MaxUnreadBytes>>21 {
				require.True(t, through.Load(), "below half there is room")
				return
			}
			require.False(t, through.Load(), "%d MiB are still unread", left)
			readText(in, 0)
		}
	})
}

func TestAllWhoWaitAreWokenWhenTheTotalFalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := NewInbox(nil)
		big := make([]byte, 1<<20)
		var through atomic.Int32
		const users = 80
		for i := range users {
			s := in.Source(steamtypes.IndividualID(uint32(i + 1)))
			s.Put([]Arrival{{Channel: i, Data: big}}) // below a user's own limit: they wait for the total
			go func() {
				if s.WaitForRoom(t.Context(), func() {}) == nil {
					through.Add(1)
				}
			}()
			synctest.Wait()
		}
		waiting := users - int(through.Load())
		require.Greater(t, waiting, 10)
		for i := range users - waiting { // nothing of those who wait
			readText(in, i)
		}
		synctest.Wait()
		require.EqualValues(t, users, through.Load())
	})
}

func TestWaitingForRoomEndsWithItsContextAndWithTheSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := NewInbox(nil)
		for _, end := range []struct {
			name string
			by   func(*Source, context.CancelFunc)
			want error
		}{
			{"the context", func(_ *Source, cancel context.CancelFunc) { cancel() }, context.Canceled},
			{"the source", func(s *Source, _ context.CancelFunc) { s.Close() }, nil},
			{"the source, dropping", func(s *Source, _ context.CancelFunc) { s.Close(); s.inbox.DropFrom(alice) }, nil},
			{"its channel dropped", func(s *Source, _ context.CancelFunc) { s.inbox.DropChannel(alice, 5) }, nil},
			{"everything cleared", func(s *Source, _ context.CancelFunc) { s.inbox.Clear() }, nil},
		} {
			ctx, cancel := context.WithCancel(t.Context())
			s := in.Source(alice)
			for range MaxUnreadBytes >> 20 {
				s.Put([]Arrival{{Channel: 5, Data: make([]byte, 1<<20)}})
			}
			result := make(chan error, 1)
			go func() { result <- s.WaitForRoom(ctx, func() {}) }()
			synctest.Wait()
			require.Empty(t, result, end.name)
			began := time.Now()
			end.by(s, cancel)
			require.Equal(t, end.want, <-result, end.name)
			require.Equal(t, began, time.Now(), "%s: at once", end.name)
			s.Close()
			in.DropFrom(alice)
			cancel()
		}
	})
}

func TestBuffersAreUsedAgainAndBounded(t *testing.T) {
	in := NewInbox(nil)
	b := in.Buffer(1000)
	require.Len(t, b, 1000)
	require.Equal(t, 1024, cap(b))
	in.Return(b)
	again := in.Buffer(513)
	require.Same(t, &b[0], &again[0])
	require.Zero(t, in.buffers.pooled)
	require.Nil(t, in.buffers.free[10][:1][0], "nor is it held any more")
	in.Return(again)

	for range 10 {
		in.Return(make([]byte, 0, 1<<20))
	}
	require.LessOrEqual(t, in.buffers.pooled, maxPooledBuffer)
	in.Return(make([]byte, 3000)) // none of ours
	require.Empty(t, in.buffers.free[11])
	require.Len(t, in.Buffer(3<<20), 3<<20, "more than any message, for whoever asks")
}

func TestOwnedBytesAreNotCopied(t *testing.T) {
	in := NewInbox(nil)
	b := in.Buffer(3)
	copy(b, "abc")
	in.Source(alice).Put([]Arrival{{Data: b, Owned: true}})
	p, ok := in.Read(0, 100)
	require.True(t, ok)
	require.Same(t, &b[0], &p.Data[0])
	p.Release()
}

func TestADroppedPacketGivesItsBufferBack(t *testing.T) {
	in := NewInbox(nil)
	b := in.Buffer(1000)
	in.Source(alice).Put([]Arrival{{Data: b, Owned: true}})
	in.DropFrom(alice)
	require.Same(t, &b[0], &in.Buffer(1000)[0])
}

// What is no longer in a queue is not held by it: it may be a MiB.
func TestAQueueHoldsWhatIsInIt(t *testing.T) {
	var q packetQueue
	for i := range 8 {
		q.push(entry{data: []byte{byte(i)}})
	}
	q.pop()
	q.pop()
	q.remove(func(e entry) bool { return e.data[0]%2 == 0 })
	var held []byte
	for _, e := range q.ring {
		held = append(held, e.data...)
	}
	require.ElementsMatch(t, []byte{3, 5, 7}, held)
}

func TestACutPacketGivesItsWholeBufferBack(t *testing.T) {
	in := NewInbox(nil)
	put(in.Source(alice), 0, string(bytes.Repeat([]byte{'x'}, 900)))
	p, _ := in.Read(0, 1)
	first := &p.Data[0]
	p.Release()
	require.Same(t, first, &in.Buffer(1024)[0])
}

func TestASteadyFlowAllocatesNothing(t *testing.T) {
	for _, channel := range []int{0, 5000} {
		in := NewInbox(nil)
		s := in.Source(alice)
		arrivals := []Arrival{{Channel: channel, Data: make([]byte, 200)}}
		keep := in.Source(bob) // a channel beyond the polled ones is kept while it holds something
		put(keep, channel, "x", "y")
		allocs := testing.AllocsPerRun(200, func() {
			s.Put(arrivals)
			p, ok := in.Read(channel, 1200)
			if !ok {
				t.Fatal("nothing to read")
			}
			p.Release()
		})
		require.Zero(t, allocs, "channel %d", channel)
		require.Zero(t, testing.AllocsPerRun(100, func() { in.Size(channel) }))
	}
}

func TestTheRingOfABurstIsGivenBack(t *testing.T) {
	for what, empty := range map[string]func(q *packetQueue){
		"read": func(q *packetQueue) {
			for q.len() > 0 {
				q.pop()
			}
		},
		"dropped": func(q *packetQueue) { q.remove(func(entry) bool { return true }) },
	} {
		t.Run(what, func(t *testing.T) {
			var q packetQueue
			for range keptRing + 1 {
				q.push(entry{})
			}
			empty(&q)
			require.LessOrEqual(t, len(q.ring), keptRing)
			q.push(entry{})
			require.Equal(t, 1, q.len())
		})
	}
}

// What waits is charged for what it costs, also where each packet has a channel
// of its own.
func TestPacketsOnManyChannelsCostWhatIsCharged(t *testing.T) {
	weigh := func() int {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	in := NewInbox(nil)
	s := in.Source(alice)
	before := weigh()
	for channel := 1000; s.Offer([]Arrival{{Channel: channel, Data: []byte("x")}}); channel++ {
	}
	held := weigh() - before
	t.Logf("charged %d bytes, cost %d", in.unread, held)
	require.Less(t, held, 3*in.unread)
	runtime.KeepAlive(in)
}

func TestManyAtOnce(t *testing.T) {
	in := NewInbox(nil)
	const senders, each = 4, 500
	var senderGroup, readerGroup sync.WaitGroup
	var got [senders][]byte // last number read of each sender, on its two channels
	for i := range senders {
		got[i] = make([]byte, 2)
		senderGroup.Go(func() {
			s := in.Source(steamtypes.IndividualID(uint32(i + 1)))
			for n := range each {
				s.Put([]Arrival{{Channel: 70 * (n % 2), Data: []byte{byte(i), byte(n / 2)}}})
				if err := s.WaitForRoom(t.Context(), func() {}); err != nil {
					return
				}
				in.Size(0)
			}
			s.Close()
		})
	}
	var read atomic.Int32
	for k, channel := range []int{0, 70} {
		readerGroup.Go(func() {
			next := make([]byte, senders)
			for n := 0; n < senders*each/2; {
				p, ok := in.Read(channel, 10)
				if !ok {
					continue
				}
				sender := p.Data[0]
				if p.Data[1] != next[sender] {
					t.Errorf("channel %d: %d of sender %d, want %d", channel, p.Data[1], sender, next[sender])
				}
				next[sender]++
				got[sender][k] = next[sender]
				p.Release()
				n++
				read.Add(1)
			}
		})
	}
	senderGroup.Wait()
	readerGroup.Wait()
	require.EqualValues(t, senders*each, read.Load())
	require.Zero(t, in.unread)
}
