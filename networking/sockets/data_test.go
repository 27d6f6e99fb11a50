package sockets_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking/sockets"
)

func TestSizesOfMessages(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		for _, flags := range []sockets.SendFlags{0, 1, 8, 9} {
			for _, size := range []int{0, 1, 1023, 1024, 1025, 1170, 1200, 16 << 10, 16<<10 + 1, 100_000, sockets.MaxMessage} {
				data := make([]byte, size)
				for i := range data {
					data[i] = byte(i * i / 7)
				}
				result, _ := a.Send(ours, data, flags, 0)
				require.Equal(t, sockets.ResultOK, result)
				w.wait(time.Second)
				got, _ := b.Receive(theirs, 10)
				require.Len(t, got, 1, "%d bytes, flags %d", size, flags)
				require.True(t, bytes.Equal(data, got[0].Data))
				require.Equal(t, flags.Reliable(), got[0].Reliable)
				got[0].Release()
			}
			result, number := a.Send(ours, make([]byte, sockets.MaxMessage+1), flags, 0)
			require.Equal(t, sockets.ResultInvalidParam, result)
			require.Zero(t, number)
		}
	})
}

func TestNumbersRiseFromOneInEachLane(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		require.Equal(t, sockets.ResultOK, a.ConfigureLanes(ours, []int{0, 0}, []int{1, 1}))
		for i := range int64(5) {
			for lane := range 2 {
				result, number := a.Send(ours, nil, sockets.SendFlags(8*(i%2)), lane)
				require.Equal(t, sockets.ResultOK, result)
				require.Equal(t, i+1, number)
			}
		}
		w.wait(time.Second)
		messages, _ := b.Receive(theirs, 100)
		require.Len(t, messages, 10)
		sum := make(map[int]int64)
		for _, m := range messages {
			sum[m.Lane] += m.Number
		}
		require.Equal(t, map[int]int64{0: 15, 1: 15}, sum)
	})
}

func TestOnceAndInOrderUnderLoss(t *testing.T) {
	in(t, func(w *world) {
		w.net.Loss, w.net.Jitter, w.net.Rate = 0.3, 30*time.Millisecond, 2<<20
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		want := numbers(10_000, func(i int) string { return fmt.Sprint("message ", i) })
		var got []string
		for _, text := range want {
			for {
				if result, _ := a.Send(ours, []byte(text), sockets.SendReliable, 0); result == sockets.ResultOK {
					break
				}
				w.wait(10 * time.Millisecond)
				got = append(got, b.read(theirs)...)
			}
		}
		for range 500 {
			w.wait(10 * time.Millisecond)
			got = append(got, b.read(theirs)...)
		}
		require.Equal(t, want, got)
	})
}

func TestUnreliableMessagesAreWholeOrLost(t *testing.T) {
	in(t, func(w *world) {
		w.net.Loss, w.net.Jitter = 0.05, 5*time.Millisecond
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		came := 0
		for i := range 500 {
			text := strings.Repeat(string(rune('a'+i%26)), 5000)
			a.send(ours, text, sockets.SendUnreliable)
			w.wait(20 * time.Millisecond)
			for _, got := range b.read(theirs) {
				require.Len(t, got, 5000)
				require.Empty(t, strings.Trim(got, got[:1]))
				came++
			}
		}
		require.InDelta(t, 500*0.95*0.95*0.95*0.95*0.95, came, 50, "five pieces each")
	})
}

func TestSendingWhileConnecting(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		b.Listen(0, nil)
		ours := a.Connect(b.id, 0, nil)
		a.send(ours, "reliable waits", sockets.SendReliable)
		a.send(ours, "unreliable is lost", sockets.SendUnreliable)
		result, _ := a.Send(ours, nil, sockets.SendNoDelay, 0)
		require.Equal(t, sockets.ResultIgnored, result)
		require.Equal(t, sockets.ResultIgnored, a.Flush(ours))
		theirs := b.next().Connection
		b.send(theirs, "from here too", sockets.SendReliable)
		w.wait(time.Second)
		require.Empty(t, b.read(theirs), "nothing comes before it is accepted")
		b.Accept(theirs)
		w.wait(time.Second)
		require.Equal(t, []string{"reliable waits"}, b.read(theirs))
		require.Equal(t, []string{"from here too"}, a.read(ours))
		require.Equal(t, sockets.ResultOK, a.Flush(ours))
	})
}

func TestClosingBeforeConnectedDropsWhatWaits(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		b.Listen(0, nil)
		ours := a.Connect(b.id, 0, nil)
		a.send(ours, "x", sockets.SendReliable)
		theirs := b.next().Connection
		a.CloseConnection(ours, 0, "", true)
		require.Equal(t, sockets.StateClosedByPeer, b.next().Info.State)
		require.Empty(t, b.read(theirs))
	})
}

func TestNoDelayIsDroppedBehindOthers(t *testing.T) {
	in(t, func(w *world) {
		w.net.Rate = 10 << 10
		a, b := w.user(1), w.user(2)
		ours, _ := connected(a, b)
		result, _ := a.Send(ours, []byte("x"), sockets.SendNoDelay, 0)
		require.Equal(t, sockets.ResultOK, result)
		a.send(ours, strings.Repeat("x", 200<<10), sockets.SendReliable)
		result, _ = a.Send(ours, []byte("x"), sockets.SendNoDelay, 0)
		require.Equal(t, sockets.ResultIgnored, result)
		result, _ = a.Send(ours, []byte("x"), sockets.SendNoDelay|sockets.SendReliable, 0)
		require.Equal(t, sockets.ResultInvalidParam, result, "it must arrive, so it can't be dropped")
	})
}

func TestTheSendBufferIsBounded(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		b.Listen(0, nil)
		fill := func(options ...sockets.Option) (sent int) {
			h := a.Connect(b.id, 0, options)
			for {
				switch result, _ := a.Send(h, make([]byte, 1024), sockets.SendReliable, 0); result {
				case sockets.ResultOK:
					sent++
				case sockets.ResultLimitExceeded:
					return sent
				default:
					t.Fatal(result)
				}
			}
		}
		require.Equal(t, 512, fill())
		require.Equal(t, 1024, fill(sockets.Option{Name: sockets.SendBufferSize, Value: sockets.Int32(1 << 20)}))
		a.SetValue(sockets.SendBufferSize, sockets.ScopeGlobal, 0, sockets.Int32(8192))
		require.Equal(t, 8, fill())

		h := a.Connect(b.id, 0, nil)
		for range 8192 / sockets.MessageOverhead {
			a.send(h, "", sockets.SendReliable)
		}
		result, _ := a.Send(h, nil, sockets.SendReliable, 0)
		require.Equal(t, sockets.ResultLimitExceeded, result, "empty ones cost something, too")
	})
}

func TestAReaderThatIsSlowSlowsTheSender(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		message := strings.Repeat("x", 100<<10)
		sent := 0
		for range 60 {
			if result, _ := a.Send(ours, []byte(message), sockets.SendReliable, 0); result == sockets.ResultOK {
				sent++
			}
			w.wait(time.Second)
		}
		require.Equal(t, 10+5, sent, "1 MiB there, 512 KiB here")
		require.Equal(t, sockets.StateConnected, a.state(ours), "it lives")
		st, _, _ := a.Status(ours, 0)
		require.Equal(t, 5*100<<10, st.PendingReliable)
		require.Zero(t, st.UnacknowledgedReliable)
		// What needs no room passes.
		read := 0
		for range 10 {
			read += len(b.read(theirs))
			w.wait(time.Second)
		}
		require.Equal(t, sent, read, "nothing was lost")
	})
}

func TestUnreliableIsLostWhereNobodyReads(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		for range 1500 {
			a.send(ours, "x", sockets.SendUnreliable)
			w.wait(time.Millisecond)
		}
		w.wait(time.Second)
		require.Len(t, b.read(theirs), 1000)
		a.send(ours, "y", sockets.SendUnreliable)
		w.wait(time.Second)
		require.Equal(t, []string{"y"}, b.read(theirs))
	})
}

func TestASmallReceiveBufferStillTakesTheLargestMessage(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		b.SetValue(sockets.RecvBufferSize, sockets.ScopeGlobal, 0, sockets.Int32(1024))
		b.SetValue(sockets.RecvBufferCount, sockets.ScopeGlobal, 0, sockets.Int32(1))
		ours, theirs := connected(a, b)
		for i := range 20 {
			a.send(ours, strings.Repeat("x", sockets.MaxMessage-i*20_000), sockets.SendReliable)
			w.wait(time.Second)
			require.Len(t, b.read(theirs), 1)
			w.wait(time.Second)
		}
	})
}

func TestAMessageThatIsTooLargeForTheReceiverEndsTheConnection(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		b.SetValue(sockets.RecvMaxMessage, sockets.ScopeGlobal, 0, sockets.Int32(1000))
		ours, theirs := connected(a, b)
		a.send(ours, strings.Repeat("x", 1000), sockets.SendReliable)
		a.send(ours, strings.Repeat("x", 1001), sockets.SendReliable)
		require.Equal(t, sockets.StateProblem, b.next().Info.State)
		closed := a.next()
		require.Equal(t, sockets.StateClosedByPeer, closed.Info.State)
		require.Equal(t, sockets.EndGeneric, closed.Info.End)
		require.Len(t, b.read(theirs), 1)
	})
}

func TestReceivingWithOddLimits(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		a.send(ours, "1", 8)
		a.send(ours, "2", 8)
		w.wait(time.Second)
		for _, limit := range []int{0, -1} {
			messages, ok := b.Receive(theirs, limit)
			require.True(t, ok)
			require.Empty(t, messages)
		}
		one, _ := b.Receive(theirs, 1)
		require.Equal(t, []string{"1"}, texts(one))
		require.Equal(t, []string{"2"}, b.read(theirs))
		_, ok := b.Receive(theirs+1, 1)
		require.False(t, ok)
		for _, h := range []sockets.Handle{0, ours + 1} {
			result, _ := a.Send(h, nil, 8, 0)
			require.Equal(t, sockets.ResultInvalidParam, result)
			require.Equal(t, sockets.ResultInvalidParam, a.Flush(h))
		}
	})
}

func TestMessagesOutliveTheirConnection(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		a.send(ours, "kept", 8)
		w.wait(time.Second)
		messages, _ := b.Receive(theirs, 1)
		b.CloseConnection(theirs, 0, "", false)
		require.Equal(t, []string{"kept"}, texts(messages))
	})
}

func TestLanesOfLowerPriorityNumberGoFirst(t *testing.T) {
	in(t, func(w *world) {
		w.net.Rate = 256 << 10
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		require.Equal(t, sockets.ResultOK, a.ConfigureLanes(ours, []int{10, 0, 10}, []int{1, 1, 1}))
		result, _ := a.Send(ours, make([]byte, 500<<10), 8, 0)
		require.Equal(t, sockets.ResultOK, result)
		w.wait(500 * time.Millisecond)
		result, _ = a.Send(ours, []byte("urgent"), 8, 1)
		require.Equal(t, sockets.ResultOK, result)
		w.wait(400 * time.Millisecond) // what the carrier holds already, and a segment, goes first
		messages, _ := b.Receive(theirs, 10)
		require.Equal(t, []string{"urgent"}, texts(messages))
		w.wait(3 * time.Second)
		messages, _ = b.Receive(theirs, 10)
		require.Len(t, messages, 1)
		messages[0].Release()
	})
}

func TestWeightsShareAmongEqualLanes(t *testing.T) {
	in(t, func(w *world) {
		w.net.Rate = 256 << 10
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b, sockets.Option{Name: sockets.SendBufferSize, Value: sockets.Int32(4 << 20)})
		require.Equal(t, sockets.ResultOK, a.ConfigureLanes(ours, []int{5, 5, 9}, []int{3, 1, 1}))
		for range 1000 {
			for lane := range 3 {
				result, _ := a.Send(ours, make([]byte, 1000), 8, lane)
				require.Equal(t, sockets.ResultOK, result)
			}
		}
		got := make(map[int]int)
		for range 40 {
			w.wait(50 * time.Millisecond)
			messages, _ := b.Receive(theirs, 10_000)
			for _, m := range messages {
				got[m.Lane]++
				m.Release()
			}
		}
		before := got[2] // what went while nothing waited
		require.LessOrEqual(t, before, 25)
		require.InDelta(t, 3, float64(got[0]-before)/float64(got[1]-before), 0.15)
	})
}

func TestALaneHasNoClaimToWhatItDidNotUse(t *testing.T) {
	in(t, func(w *world) {
		w.net.Rate = 256 << 10
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b, sockets.Option{Name: sockets.SendBufferSize, Value: sockets.Int32(4 << 20)})
		a.ConfigureLanes(ours, []int{0, 0}, []int{1, 1})
		for range 500 { // alone for two seconds
			a.Send(ours, make([]byte, 1000), 8, 0)
		}
		w.wait(time.Second)
		b.read(theirs)
		for range 500 {
			a.Send(ours, make([]byte, 1000), 8, 0)
			a.Send(ours, make([]byte, 1000), 8, 1)
		}
		got := make(map[int]int)
		for range 30 {
			w.wait(50 * time.Millisecond)
			messages, _ := b.Receive(theirs, 10_000)
			for _, m := range messages {
				got[m.Lane]++
				m.Release()
			}
		}
		require.InDelta(t, 1, float64(got[0]-64)/float64(got[1]), 0.25)
	})
}

func TestPartsOfSeveralLanesCannotBlockEachOther(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b, sockets.Option{Name: sockets.SendBufferSize, Value: sockets.Int32(8 << 20)})
		a.ConfigureLanes(ours, []int{0, 0, 0, 0}, []int{1, 1, 1, 1})
		for lane := range 4 {
			a.Send(ours, make([]byte, sockets.MaxMessage), 8, lane)
		}
		total := 0
		for range 20 {
			w.wait(time.Second)
			total += len(b.read(theirs))
		}
		require.Equal(t, 4, total)
	})
}

func TestLanesThatCannotBe(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		for _, c := range []struct{ priorities, weights []int }{
			{nil, nil}, {make([]int, 256), make([]int, 256)}, {[]int{0, 0}, []int{1}}, {[]int{0}, []int{0}},
			{[]int{0}, []int{-1}}, {[]int{0}, []int{1 << 16}},
		} {
			require.Equal(t, sockets.ResultInvalidParam, a.ConfigureLanes(ours, c.priorities, c.weights))
		}
		require.Equal(t, sockets.ResultOK, a.ConfigureLanes(ours, []int{0, 1, 2}, []int{1, 2, 65535}))
		require.Equal(t, sockets.ResultInvalidParam, a.ConfigureLanes(ours, []int{0}, []int{1}), "fewer than before")
		require.Equal(t, sockets.ResultNoConnection, a.ConfigureLanes(ours+1, []int{0}, []int{1}))
		result, _ := a.Send(ours, nil, 8, 3)
		require.Equal(t, sockets.ResultInvalidParam, result)
		b.CloseConnection(theirs, 0, "", false)
		w.wait(time.Second)
		require.Equal(t, sockets.ResultInvalidState, a.ConfigureLanes(ours, []int{0, 1, 2}, []int{1, 1, 1}))
	})
}

func TestPollGroups(t *testing.T) {
	in(t, func(w *world) {
		a, b, c := w.user(1), w.user(2), w.user(3)
		ours1, theirs1 := connected(a, c)
		ours2, theirs2 := connected(b, c)
		g, other := c.CreateGroup(), c.CreateGroup()
		say := func() {
			for i := range 4 {
				if i%2 == 0 {
					a.send(ours1, fmt.Sprint(i), 8)
				} else {
					b.send(ours2, fmt.Sprint(i), 8)
				}
				w.wait(time.Second)
			}
		}
		read := func(g sockets.Handle) []string {
			messages, ok := c.ReceiveGroup(g, 100)
			require.True(t, ok)
			return texts(messages)
		}
		require.True(t, c.SetGroup(theirs1, g))
		say()
		require.True(t, c.SetGroup(theirs2, g), "what came before moves with it")
		require.Equal(t, []string{"0", "1", "2", "3"}, read(g), "in the order of arrival")

		say()
		require.True(t, c.SetGroup(theirs1, other))
		require.Equal(t, []string{"1", "3"}, read(g))
		require.Equal(t, []string{"0", "2"}, read(other))

		say()
		require.Equal(t, []string{"0", "2"}, c.read(theirs1), "by connection, too")
		require.Empty(t, read(other))
		messages, _ := c.ReceiveGroup(g, 1)
		require.Equal(t, theirs2, messages[0].Connection)
		require.Equal(t, []string{"1"}, texts(messages))
		require.True(t, c.SetGroup(theirs2, 0))
		require.Empty(t, read(g))
		require.Equal(t, []string{"3"}, c.read(theirs2))

		require.True(t, c.SetGroup(theirs1, g))
		require.True(t, c.DestroyGroup(g))
		require.False(t, c.DestroyGroup(g))
		_, ok := c.ReceiveGroup(g, 1)
		require.False(t, ok)
		say()
		require.Equal(t, []string{"0", "2"}, c.read(theirs1), "it lives on")
		require.False(t, c.SetGroup(theirs1, g))
		require.False(t, c.SetGroup(theirs1+1000, other))
	})
}

func TestAnEndedConnectionIsStillReadByItsGroup(t *testing.T) {
	in(t, func(w *world) {
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		g := b.CreateGroup()
		b.SetGroup(theirs, g)
		a.send(ours, "bye", 8)
		w.wait(time.Second)
		a.CloseConnection(ours, 0, "", false)
		w.wait(time.Second)
		messages, _ := b.ReceiveGroup(g, 10)
		require.Equal(t, []string{"bye"}, texts(messages))
		b.CloseConnection(theirs, 0, "", false)
		messages, _ = b.ReceiveGroup(g, 10)
		require.Empty(t, messages)
	})
}

func TestSocketPairs(t *testing.T) {
	for _, loopback := range []bool{false, true} {
		in(t, func(w *world) {
			a := w.user(1)
			first, second, ok := a.CreatePair(loopback, 100+sockets1, 0)
			require.True(t, ok)
			require.Empty(t, a.told(), "without a word")
			for _, h := range []sockets.Handle{first, second} {
				require.Equal(t, sockets.StateConnected, a.state(h))
			}
			require.EqualValues(t, 100+sockets1, a.info(first).Peer)
			require.Equal(t, a.id, a.info(second).Peer)
			require.Equal(t, !loopback, a.info(first).Flags&sockets.InfoLoopback != 0)

			for _, size := range []int{0, 1, 5000, sockets.MaxMessage} {
				for _, flags := range []sockets.SendFlags{0, 8} {
					result, _ := a.Send(first, make([]byte, size), flags, 0)
					require.Equal(t, sockets.ResultOK, result)
					messages, _ := a.Receive(second, 10)
					require.Len(t, messages, 1, "it is there at once")
					require.Len(t, messages[0].Data, size)
					messages[0].Release()
				}
			}
			a.send(second, "back", 8)
			require.Equal(t, []string{"back"}, a.read(first))
			w.wait(time.Minute)
			require.Empty(t, a.told())

			a.CloseConnection(first, 1111, "done", true)
			closed := a.next()
			require.Equal(t, second, closed.Connection)
			require.Equal(t, sockets.StateClosedByPeer, closed.Info.State)
			require.Equal(t, sockets.End(1111), closed.Info.End)
			require.True(t, a.CloseConnection(second, 0, "", false))
		})
	}
}

const sockets1 = 0x0110000100000000

func TestStatus(t *testing.T) {
	in(t, func(w *world) {
		w.net.Rate = 100 << 10
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		w.wait(5 * time.Second)
		st, lanes, result := a.Status(ours, 0)
		require.Equal(t, sockets.ResultOK, result)
		require.Empty(t, lanes)
		require.InDelta(t, 20, st.Ping, 2)
		require.EqualValues(t, 1, st.QualityLocal)
		require.EqualValues(t, 1, st.QualityRemote)
		require.Greater(t, st.PacketsOutPerSec, float32(0))

		a.ConfigureLanes(ours, []int{0, 1, 2}, []int{1, 1, 1})
		a.Send(ours, make([]byte, 200<<10), 8, 2)
		a.Send(ours, make([]byte, 100<<10), 0, 1)
		_, lanes, result = a.Status(ours, 3)
		require.Equal(t, sockets.ResultOK, result)
		require.Len(t, lanes, 3)
		require.Equal(t, 100<<10, lanes[1].PendingUnreliable)
		require.Greater(t, lanes[2].PendingReliable, 100<<10)
		require.Greater(t, lanes[2].QueueTime, lanes[0].QueueTime)
		st, _, _ = a.Status(ours, 0)
		require.Equal(t, lanes[2].PendingReliable, st.PendingReliable)
		require.NotZero(t, st.UnacknowledgedReliable)
		w.wait(10 * time.Second)
		b.read(theirs)
		w.wait(5 * time.Second)
		st, _, _ = a.Status(ours, 0)
		require.Zero(t, st.PendingReliable)
		require.Zero(t, st.PendingUnreliable)
		require.Zero(t, st.UnacknowledgedReliable)

		_, _, result = a.Status(ours, 4)
		require.Equal(t, sockets.ResultInvalidParam, result)
		_, _, result = a.Status(ours, -1)
		require.Equal(t, sockets.ResultInvalidParam, result)
		_, _, result = a.Status(ours+1, 0)
		require.Equal(t, sockets.ResultNoConnection, result)
	})
}

func TestQualityFollowsLoss(t *testing.T) {
	in(t, func(w *world) {
		w.net.Loss = 0.3
		a, b := w.user(1), w.user(2)
		ours, theirs := connected(a, b)
		for range 3000 {
			a.send(ours, "x", 0)
			b.send(theirs, "x", 0)
			w.wait(10 * time.Millisecond)
			a.read(ours)
			b.read(theirs)
		}
		st, _, _ := a.Status(ours, 0)
		require.InDelta(t, 0.7, st.QualityLocal, 0.1)
		require.InDelta(t, 0.7, st.QualityRemote, 0.1)
	})
}
