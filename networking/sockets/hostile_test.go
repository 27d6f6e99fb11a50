package sockets

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/steamtypes"
)

// recorder is a carrier that keeps what it is given.
type recorder struct {
	room   int
	frames []frame
	to     []steamtypes.SteamID
	held   map[steamtypes.SteamID]bool
}

func (r *recorder) Open(peer steamtypes.SteamID) { r.held[peer] = true }
func (r *recorder) Send(peer steamtypes.SteamID, b []byte, _ bool) bool {
	f, err := parseFrame(append([]byte(nil), b...))
	if err != nil {
		panic(err)
	}
	r.frames, r.to = append(r.frames, f), append(r.to, peer)
	return true
}
func (r *recorder) Room(steamtypes.SteamID) int               { return r.room }
func (r *recorder) MaxUnreliable() int                        { return 1200 }
func (r *recorder) Release(peer steamtypes.SteamID)           { delete(r.held, peer) }
func (r *recorder) Address(steamtypes.SteamID) netip.AddrPort { return netip.AddrPort{} }

const (
	mallory = steamtypes.SteamID(0x0110000100000666)
	honest  = steamtypes.SteamID(0x0110000100000007)
)

// against runs a story in which mallory says whatever they like.
func against(t *testing.T, story func(t *testing.T, s *Sockets, r *recorder)) {
	synctest.Test(t, func(t *testing.T) {
		r := &recorder{room: 1 << 20, held: make(map[steamtypes.SteamID]bool)}
		s := New(Config{ID: steamtypes.IndividualID(1), Carrier: r})
		story(t, s, r)
		s.Close()
		require.Empty(t, r.held, "nothing is kept of anybody")
	})
}

func say(t *testing.T, s *Sockets, from steamtypes.SteamID, f frame) {
	t.Helper()
	require.NoError(t, s.Received(from, appendFrame(nil, &f), true))
}

// look looks into s.
func look(s *Sockets, f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func knocks(from Handle) frame {
	return frame{kind: frameConnect, from: from, own: -1, window: window{1 << 20, 1000}}
}

// accepted makes a connection with mallory, whose end is 77.
func accepted(t *testing.T, s *Sockets) Handle {
	s.Listen(0, nil)
	say(t, s, mallory, knocks(77))
	for h := range s.conns {
		require.Equal(t, ResultOK, s.Accept(h))
		return h
	}
	t.Fatal("no connection")
	return 0
}

func TestStrangersLeaveNothingBehind(t *testing.T) {
	against(t, func(t *testing.T, s *Sockets, r *recorder) {
		s.Listen(0, nil)
		for i := range Handle(1000) {
			for _, f := range every {
				if f.kind != frameConnect || f.port != 0 {
					say(t, s, mallory+steamtypes.SteamID(i), f)
				}
			}
		}
		require.Empty(t, s.conns)
		require.Empty(t, s.paths)
		require.Empty(t, r.held)
		for _, f := range r.frames {
			require.Equal(t, frameClose, f.kind)
			require.Equal(t, EndNoConnection, f.reason)
		}
		r.frames, r.room = nil, 0
		say(t, s, mallory, frame{kind: framePing, to: 5})
		require.Empty(t, r.frames, "an answer must not wait anywhere")
	})
}

func TestWhatCannotBeReadIsReported(t *testing.T) {
	against(t, func(t *testing.T, s *Sockets, r *recorder) {
		require.Error(t, s.Received(mallory, []byte("nonsense"), true))
		h := accepted(t, s)
		require.Error(t, s.Received(mallory, nil, false))
		require.Equal(t, StateConnected, s.conns[h].state)
	})
}

func TestRequestsAreBounded(t *testing.T) {
	against(t, func(t *testing.T, s *Sockets, r *recorder) {
		s.Listen(0, nil)
		for i := range Handle(1000) {
			say(t, s, mallory, knocks(i+1))
		}
		look(s, func() { require.Len(t, s.conns, MaxFromPeer, "of one peer") })
		for i := range steamtypes.SteamID(1000) {
			say(t, s, mallory+1+i, knocks(1))
		}
		look(s, func() { require.Len(t, s.conns, MaxRequests, "of all") })
		// Ended and not closed, they count as the peer's, and not as waiting.
		for i := range Handle(1000) {
			say(t, s, mallory, frame{kind: frameClose, from: i + 1, reason: 1000})
			say(t, s, mallory, knocks(5000+i))
		}
		ours := 0
		look(s, func() {
			for _, c := range s.conns {
				if c.peer == mallory {
					ours++
				}
			}
		})
		require.Equal(t, MaxFromPeer, ours)
		say(t, s, honest, knocks(1))
		look(s, func() { require.NotNil(t, s.paths[honest], "there is room again") })
		time.Sleep(11 * time.Second)
		synctest.Wait()
		look(s, func() {
			for _, c := range s.conns {
				require.True(t, c.state.Ended(), "nobody accepted")
			}
			require.Empty(t, s.paths)
		})
	})
}

func TestConnectionsAreBoundedAndTheOldestEndGoes(t *testing.T) {
	against(t, func(t *testing.T, s *Sockets, r *recorder) {
		s.Listen(0, nil)
		for i := range steamtypes.SteamID(3 * MaxConnections) {
			say(t, s, mallory+i, knocks(1))
			say(t, s, mallory+i, frame{kind: frameClose, from: 1, reason: 1000})
		}
		require.Len(t, s.conns, MaxConnections)
		require.Empty(t, s.paths)
		require.NotZero(t, s.Connect(honest, 0, nil))
		require.Len(t, s.conns, MaxConnections)
		for range MaxConnections - 1 {
			require.NotZero(t, s.Connect(honest, 0, nil))
		}
		require.Zero(t, s.Connect(honest, 0, nil), "all of them live")
		a, _, ok := s.CreatePair(false, 0, 0)
		require.False(t, ok)
		require.Zero(t, a)
	})
}

func TestNobodySpeaksForAnother(t *testing.T) {
	against(t, func(t *testing.T, s *Sockets, r *recorder) {
		h := accepted(t, s)
		for _, f := range []frame{
			{kind: frameClose, to: h, from: 77, reason: 1000}, {kind: frameData, to: h, number: 1, total: 1, data: []byte("x")},
			{kind: frameAccept, to: h, from: 77}, {kind: frameWindow, to: h, window: window{1 << 40, 1 << 40}},
		} {
			say(t, s, honest, f)
		}
		c := s.conns[h]
		require.Equal(t, StateConnected, c.state)
		require.Zero(t, c.in.queue.len())
		require.EqualValues(t, 1<<20, c.out.limit.bytes)
		say(t, s, mallory, frame{kind: frameClose, to: h, from: 78, reason: 1000})
		require.Equal(t, StateConnected, c.state, "nor for another connection of theirs")
	})
}

func TestMoreThanWasGrantedEndsTheConnection(t *testing.T) {
	against(t, func(t *testing.T, s *Sockets, r *recorder) {
		h := accepted(t, s)
		c := s.conns[h]
		for n := uint64(1); c.state == StateConnected; n++ {
			require.LessOrEqual(t, n, uint64(1001))
			say(t, s, mallory, frame{kind: frameData, to: h, number: n, data: []byte{}})
		}
		require.Equal(t, EndGeneric, c.reason)
		require.Equal(t, 1000, c.in.queue.len())
	})
	against(t, func(t *testing.T, s *Sockets, r *recorder) {
		h := accepted(t, s)
		c := s.conns[h]
		for lane := range uint8(200) { // promises of large messages
			say(t, s, mallory, frame{kind: frameData, to: h, lane: lane, number: 1, total: MaxMessage, data: []byte("x")})
		}
		require.True(t, c.state.Ended(), "the third was one too many")
		require.Empty(t, c.in.lanes)
	})
}

func TestPiecesThatDoNotFitEndTheConnection(t *testing.T) {
	piece := func(number uint64, total, offset, n int) frame {
		return frame{kind: frameData, number: number, total: total, offset: offset, data: make([]byte, n)}
	}
	for what, pieces := range map[string][]frame{
		"no beginning":        {piece(1, 9, 3, 3)},
		"a gap":               {piece(1, 9, 0, 3), piece(1, 9, 6, 3)},
		"another size":        {piece(1, 9, 0, 3), piece(1, 8, 3, 3)},
		"another message":     {piece(1, 9, 0, 3), piece(2, 9, 3, 3)},
		"a new one in it":     {piece(1, 9, 0, 3), piece(2, 9, 0, 3)},
		"the same again":      {piece(1, 9, 0, 9), piece(1, 9, 0, 9)},
		"an older one":        {piece(5, 9, 0, 9), piece(4, 9, 0, 9)},
		"the beginning twice": {piece(1, 9, 0, 3), piece(1, 9, 0, 3)},
	} {
		against(t, func(t *testing.T, s *Sockets, r *recorder) {
			h := accepted(t, s)
			for _, f := range pieces {
				f.to = h
				say(t, s, mallory, f)
			}
			require.Equal(t, StateProblem, s.conns[h].state, what)
			last := r.frames[len(r.frames)-1]
			require.Equal(t, frameClose, last.kind)
			require.Equal(t, EndGeneric, last.reason)
		})
	}
}

func TestPiecesOfUnreliableMessagesAreBounded(t *testing.T) {
	against(t, func(t *testing.T, s *Sockets, r *recorder) {
		h := accepted(t, s)
		c := s.conns[h]
		for n := range uint64(10_000) {
			f := frame{kind: frameData, to: h, number: n + 1, total: MaxMessage, data: make([]byte, PieceSize)}
			require.NoError(t, s.Received(mallory, appendFrame(nil, &f), false))
			require.LessOrEqual(t, c.in.gather, MaxGatheringBytes)
			require.LessOrEqual(t, len(c.in.pieces), MaxGathering)
		}
		require.Equal(t, StateConnected, c.state)
		f := frame{kind: frameData, to: h, number: 1, total: 5000, offset: 7, data: make([]byte, PieceSize)}
		require.NoError(t, s.Received(mallory, appendFrame(nil, &f), false))
		require.Equal(t, StateProblem, c.state, "no peer of ours cuts so")
	})
}

func TestAPieceTwiceCountsOnce(t *testing.T) {
	against(t, func(t *testing.T, s *Sockets, r *recorder) {
		h := accepted(t, s)
		send := func(offset, n int) {
			f := frame{kind: frameData, to: h, number: 1, total: 3000, offset: offset, data: make([]byte, n)}
			require.NoError(t, s.Received(mallory, appendFrame(nil, &f), false))
		}
		send(1024, 1024)
		send(1024, 1024)
		send(1024, 1024)
		require.Zero(t, s.conns[h].in.queue.len())
		send(2048, 952)
		send(0, 1024)
		require.Equal(t, 1, s.conns[h].in.queue.len())
		require.Empty(t, s.conns[h].in.pieces)
	})
}

func TestReasonsOfAPeer(t *testing.T) {
	for said, heard := range map[End]End{
		0: EndGeneric, 999: EndGeneric, 1000: 1000, 2999: 2999, EndTimeout: EndTimeout, 5999: 5999, 6000: EndGeneric,
		65535: EndGeneric,
	} {
		against(t, func(t *testing.T, s *Sockets, r *recorder) {
			h := accepted(t, s)
			say(t, s, mallory, frame{kind: frameClose, to: h, from: 77, reason: said})
			require.Equal(t, heard, s.conns[h].reason)
		})
	}
}

func TestALiarAboutTimeAndBytesIsNotBelieved(t *testing.T) {
	against(t, func(t *testing.T, s *Sockets, r *recorder) {
		h := accepted(t, s)
		for _, token := range []uint64{0, maxCount, 1} {
			say(t, s, mallory, frame{kind: framePong, to: h, token: token, quality: 50, heard: maxCount})
		}
		st, _, _ := s.Status(h, 0)
		require.Equal(t, -1, st.Ping)
		require.Zero(t, st.UnacknowledgedReliable)
		s.Send(h, []byte("abc"), SendReliable, 0)
		st, _, _ = s.Status(h, 0)
		require.Equal(t, 3, st.UnacknowledgedReliable)
	})
}

// FuzzPeer: a peer that says anything, to a connection that was accepted and
// to none, and a game that reads. Nothing breaks, and all stays bounded.
func FuzzPeer(f *testing.F) {
	var all []byte
	for _, one := range every {
		b := appendFrame(nil, &one)
		if len(b) < 1<<10 {
			all = append(binary.BigEndian.AppendUint16(all, uint16(len(b))), b...)
			f.Add(append(binary.BigEndian.AppendUint16(nil, uint16(len(b))), b...))
		}
	}
	f.Add(all)
	f.Fuzz(func(t *testing.T, b []byte) {
		r := &recorder{room: 1 << 20, held: make(map[steamtypes.SteamID]bool)}
		s := New(Config{ID: steamtypes.IndividualID(1), Carrier: r})
		defer s.Close()
		s.last = 6 // so that 7 is the listener and 8 the connection, as in the seeds
		s.Listen(0, nil)
		say(t, s, mallory, knocks(8))
		s.Accept(8)
		for i := 0; len(b) >= 2; i++ {
			n := min(int(binary.BigEndian.Uint16(b)), len(b)-2)
			_ = s.Received(mallory, b[2:2+n], i%3 > 0)
			b = b[2+n:]
			if i%7 == 0 {
				for h := range s.conns {
					messages, _ := s.Receive(h, 3)
					for i := range messages {
						messages[i].Release()
					}
				}
			}
			require.LessOrEqual(t, len(s.conns), 1+MaxFromPeer)
			for _, c := range s.conns {
				require.LessOrEqual(t, c.in.gather, MaxGatheringBytes)
				require.LessOrEqual(t, c.in.held.bytes, uint64(3<<20))
				require.LessOrEqual(t, c.out.heard, c.out.sent)
			}
		}
	})
}

func TestWhatABadNetworkHoldsOfAPeerIsBounded(t *testing.T) {
	against(t, func(t *testing.T, s *Sockets, r *recorder) {
		h := accepted(t, s)
		s.SetValue(FakeLagRecv, ScopeGlobal, 0, Int32(5000))
		var in *line
		look(s, func() { in = &s.paths[mallory].in })
		start := time.Now()
		for n := range uint64(1000) {
			f := frame{kind: frameData, to: h + 1, number: n + 1, total: SegmentSize, data: make([]byte, SegmentSize)}
			require.NoError(t, s.Received(mallory, appendFrame(nil, &f), n%2 == 0))
			look(s, func() { require.LessOrEqual(t, in.bytes, MaxDelayed+SegmentSize+maxFrameHeader) })
			synctest.Wait()
		}
		require.Zero(t, time.Since(start))
		time.Sleep(5 * time.Second)
		synctest.Wait()
		look(s, func() { require.True(t, in.empty()) })
	})
}
