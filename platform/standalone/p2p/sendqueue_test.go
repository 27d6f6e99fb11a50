package p2p

import (
	"bytes"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"godotsteam/networking"
)

func newTestQueue() (*sendQueue, *atomic.Int64) {
	total := new(atomic.Int64)
	return &sendQueue{total: total}, total
}

// drain takes everything off a queue as the writers do, and returns the
// stream's bytes and the datagrams.
func (q *sendQueue) drain() (stream []byte, packets [][]byte) {
	for _, c := range q.takeChunks(nil) {
		stream = append(stream, c.bytes...)
		q.sent(len(c.bytes), c.messages, false)
		c.free()
	}
	for _, d := range q.takeDatagrams(nil) {
		packets = append(packets, bytes.Clone(d.bytes))
		q.sent(len(d.bytes), d.messages, true)
		d.free()
	}
	return stream, packets
}

// parseStream returns the messages of a stream.
func parseStream(t require.TestingT, b []byte) (messages []networking.Arrival) {
	for len(b) > 0 {
		f, n, err := parseFrame(b, networking.MaxReliable)
		require.NoError(t, err)
		require.LessOrEqual(t, n+f.length, len(b))
		messages = append(messages, networking.Arrival{Channel: f.channel, Data: b[n : n+f.length]})
		b = b[n+f.length:]
	}
	return messages
}

func TestALargeMessageIsCutIntoChunksAndCountedOnce(t *testing.T) {
	q, total := newTestQueue()
	data := bytes.Repeat([]byte("0123456789abcde"), 10_000)
	require.NoError(t, q.add(data, networking.SendReliable, 9))
	taken := q.takeChunks(nil)
	require.Len(t, taken, 3)
	for i, c := range taken {
		require.LessOrEqual(t, len(c.bytes), chunkSize)
		if i < 2 {
			require.Zero(t, c.messages, "it ends in the last one")
			require.Len(t, c.bytes, chunkSize)
		}
	}
	require.Equal(t, 1, q.messages, "what is being written still waits")
	require.EqualValues(t, q.bytes, total.Load())
	var stream []byte
	for _, c := range taken {
		stream = append(stream, c.bytes...)
		q.sent(len(c.bytes), c.messages, false)
	}
	require.Equal(t, []networking.Arrival{{Channel: 9, Data: data}}, parseStream(t, stream))
	require.Zero(t, q.bytes)
	require.Zero(t, q.messages)
	require.Zero(t, total.Load())
}

func TestBufferedMessagesKeepTheirPlaceInTheOrder(t *testing.T) {
	q, _ := newTestQueue()
	for _, c := range []struct {
		text string
		how  networking.SendType
	}{
		{"1", networking.SendReliable},
		{"2", networking.SendReliableWithBuffering},
		{"3", networking.SendReliableWithBuffering},
		{"4", networking.SendReliable},
		{"5", networking.SendReliableWithBuffering},
	} {
		require.NoError(t, q.add([]byte(c.text), c.how, 0))
	}
	stream, _ := q.drain()
	var got string
	for _, m := range parseStream(t, stream) {
		got += string(m.Data)
	}
	require.Equal(t, "1234", got)
	require.Equal(t, 1, q.messages)
	q.flush()
	q.flush()
	stream, _ = q.drain()
	require.Equal(t, "5", string(parseStream(t, stream)[0].Data))
	require.Zero(t, q.bytes)
	require.Zero(t, q.messages)
}

func TestSmallUnreliableMessagesShareADatagram(t *testing.T) {
	q, _ := newTestQueue()
	for range 30 {
		require.NoError(t, q.add(make([]byte, 100), networking.SendUnreliable, 3))
	}
	require.NoError(t,
		q.add(make([]byte, networking.MaxUnreliable), networking.SendUnreliableNoDelay, networking.MaxChannel))
	_, packets := q.drain()
	require.Len(t, packets, 4)
	n := 0
	for _, p := range packets {
		require.LessOrEqual(t, len(p), maxDatagram)
		arrivals, err := parseDatagram(nil, p)
		require.NoError(t, err)
		n += len(arrivals)
	}
	require.Equal(t, 31, n)
	require.Zero(t, q.bytes)
	require.Zero(t, q.datagramBytes)
	require.Zero(t, q.messages)
}

// What was taken is another's, and goes back to a pool.
func TestASendQueueHoldsNothingThatWasTaken(t *testing.T) {
	q, _ := newTestQueue()
	require.NoError(t, q.add([]byte("x"), networking.SendReliable, 0))
	require.NoError(t, q.add([]byte("x"), networking.SendUnreliable, 0))
	require.Len(t, q.takeChunks(nil), 1)
	require.Len(t, q.takeDatagrams(nil), 1)
	require.Nil(t, q.chunks[:1][0])
	require.Nil(t, q.datagrams[:1][0])
}

// A datagram that is too large for the path is counted as part of the stream.
func TestADatagramThatGoesOnTheStream(t *testing.T) {
	q, total := newTestQueue()
	require.NoError(t, q.add([]byte("x"), networking.SendUnreliable, 3))
	q.reroute(q.takeDatagrams(nil)[0])
	require.Zero(t, q.datagramBytes)
	require.Equal(t, 1, q.messages)
	stream, packets := q.drain()
	require.Equal(t, []networking.Arrival{{Channel: 3, Data: []byte("x")}}, parseStream(t, stream))
	require.Empty(t, packets)
	require.Zero(t, q.bytes)
	require.Zero(t, q.messages)
	require.Zero(t, total.Load())
}

// What nobody has taken is counted again as it was.
func TestCountingAgainChangesNothing(t *testing.T) {
	q, total := newTestQueue()
	for how := networking.SendUnreliable; how <= networking.SendReliableWithBuffering; how++ {
		require.NoError(t, q.add([]byte("some words"), how, 3))
	}
	before, all := *q, total.Load()
	q.recount()
	require.Equal(t, before, *q)
	require.Equal(t, all, total.Load())
}

func TestASendQueueIsBounded(t *testing.T) {
	t.Run("four of the largest messages fit", func(t *testing.T) {
		for _, how := range []networking.SendType{networking.SendReliable, networking.SendReliableWithBuffering} {
			q, total := newTestQueue()
			big := make([]byte, networking.MaxReliable)
			for range 4 {
				require.NoError(t, q.add(big, how, networking.MaxChannel))
			}
			require.ErrorIs(t, q.add(big, how, 0), networking.ErrQueueFull)
			require.Equal(t, 4, q.messages)
			require.LessOrEqual(t, q.bytes, networking.MaxQueuedBytes)
			q.drop()
			require.Zero(t, total.Load())
			require.NoError(t, q.add(big, how, 0))
			q.drop()
		}
	})
	t.Run("unreliable ones have a bound of their own", func(t *testing.T) {
		q, _ := newTestQueue()
		n := 0
		for q.add(make([]byte, 1000), networking.SendUnreliable, 0) == nil {
			n++
			require.Less(t, n, 1000)
		}
		require.LessOrEqual(t, q.datagramBytes, networking.MaxQueuedUnreliable)
		require.NoError(t, q.add([]byte("x"), networking.SendReliable, 0), "reliable ones have room still")
		q.drop()
	})
	t.Run("all users together", func(t *testing.T) {
		total := new(atomic.Int64)
		var queues []*sendQueue
		var err error
		for err == nil {
			q := &sendQueue{total: total}
			queues = append(queues, q)
			require.Less(t, len(queues), 20)
			for range 4 {
				if err = q.add(make([]byte, networking.MaxReliable), networking.SendReliable, 0); err != nil {
					break
				}
			}
		}
		require.ErrorIs(t, err, networking.ErrQueueFull)
		require.LessOrEqual(t, total.Load(), int64(networking.MaxQueuedTotal))
		for _, q := range queues {
			q.drop()
		}
		require.Zero(t, total.Load())
	})
}

// Whatever is queued and whenever it is taken: it comes out whole, once and in
// order, and the accounts are right at every moment.
func TestASendQueueAgainstAModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q, total := newTestQueue()
		var reliable, unreliable []networking.Arrival // still to come out
		var stream []byte
		wire := func(list []networking.Arrival) (n int) {
			for _, m := range list {
				n += len(appendHeader(nil, len(m.Data), m.Channel)) + len(m.Data)
			}
			return n
		}
		take := func(t *rapid.T) {
			bytesOut, packets := q.drain()
			stream = append(stream, bytesOut...)
			for _, m := range parseStream(t, stream) {
				require.Equal(t, reliable[0].Channel, m.Channel)
				require.True(t, bytes.Equal(reliable[0].Data, m.Data))
				reliable = reliable[1:]
			}
			stream = nil // what is taken ends with a message
			for _, p := range packets {
				arrivals, err := parseDatagram(nil, p)
				require.NoError(t, err)
				for _, m := range arrivals {
					require.Equal(t, unreliable[0].Channel, m.Channel)
					require.True(t, bytes.Equal(unreliable[0].Data, m.Data))
					unreliable = unreliable[1:]
				}
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				how := networking.SendType(rapid.IntRange(0, 3).Draw(t, "how"))
				size := rapid.SampledFrom([]int{1, 63, 64, 1200, chunkSize - 3, chunkSize, 3 * chunkSize}).Draw(t, "size")
				m := networking.Arrival{
					Channel: rapid.SampledFrom([]int{0, 64, networking.MaxChannel}).Draw(t, "channel"),
					Data:    bytes.Repeat([]byte{rapid.Byte().Draw(t, "fill")}, min(size, how.MaxSize())),
				}
				if q.add(m.Data, how, m.Channel) != nil {
					return
				}
				if how.Reliable() {
					reliable = append(reliable, m)
				} else {
					unreliable = append(unreliable, m)
				}
			},
			"flush": func(*rapid.T) { q.flush() },
			"take":  take,
			"drop": func(*rapid.T) {
				q.drop()
				reliable, unreliable = nil, nil
			},
			"": func(t *rapid.T) {
				require.Equal(t, wire(reliable)+wire(unreliable), q.bytes)
				require.Equal(t, wire(unreliable), q.datagramBytes)
				require.Equal(t, len(reliable)+len(unreliable), q.messages)
				require.EqualValues(t, q.bytes, total.Load())
			},
		})
		q.flush()
		take(t)
		require.Empty(t, reliable)
		require.Empty(t, unreliable)
		require.Zero(t, total.Load())
	})
}

func TestQueueingAllocatesNothingWhenItFlows(t *testing.T) {
	q, _ := newTestQueue()
	data := make([]byte, 200)
	var taken []*chunk
	var packets []*datagram
	allocs := testing.AllocsPerRun(200, func() {
		for range 10 {
			_ = q.add(data, networking.SendReliable, 0)
			_ = q.add(data, networking.SendUnreliable, 0)
		}
		taken = q.takeChunks(taken[:0])
		for _, c := range taken {
			q.sent(len(c.bytes), c.messages, false)
			c.free()
		}
		packets = q.takeDatagrams(packets[:0])
		for _, d := range packets {
			q.sent(len(d.bytes), d.messages, true)
			d.free()
		}
	})
	// Under the race detector, sync.Pool forgets some on purpose.
	require.LessOrEqual(t, allocs, 4.0)
}
