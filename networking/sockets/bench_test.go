package sockets

import (
	"fmt"
	"testing"

	"godotsteam/steamtypes"
)

// BenchmarkMessage is a message sent over a socket pair and read at its other
// end: both sides' whole cost, without a carrier.
func BenchmarkMessage(b *testing.B) {
	for _, size := range []int{32, 1024, 64 << 10} {
		for _, flags := range []SendFlags{SendUnreliable, SendReliable} {
			b.Run(fmt.Sprintf("%d bytes, reliable %v", size, flags.Reliable()), func(b *testing.B) {
				s := New(Config{ID: steamtypes.IndividualID(1), Carrier: &recorder{}})
				defer s.Close()
				from, to, _ := s.CreatePair(false, 0, 0)
				data := make([]byte, size)
				b.SetBytes(int64(size))
				b.ReportAllocs()
				for b.Loop() {
					if result, _ := s.Send(from, data, flags, 0); result != ResultOK {
						b.Fatal(result)
					}
					messages, _ := s.Receive(to, 1)
					messages[0].Release()
				}
			})
		}
	}
}

// BenchmarkPoll is a frame's question for messages where there are none.
func BenchmarkPoll(b *testing.B) {
	s := New(Config{ID: steamtypes.IndividualID(1), Carrier: &recorder{}})
	defer s.Close()
	from, _, _ := s.CreatePair(false, 0, 0)
	b.ReportAllocs()
	for b.Loop() {
		s.Receive(from, 100)
	}
}

// BenchmarkReceiveGroup is a frame's messages, read at once.
func BenchmarkReceiveGroup(b *testing.B) {
	s := New(Config{ID: steamtypes.IndividualID(1), Carrier: &recorder{}})
	defer s.Close()
	from, to, _ := s.CreatePair(false, 0, 0)
	group := s.CreateGroup()
	s.SetGroup(to, group)
	b.ReportAllocs()
	for b.Loop() {
		for range 50 {
			s.Send(from, []byte("hello"), SendReliable, 0)
		}
		messages, _ := s.ReceiveGroup(group, 1000)
		for i := range messages {
			messages[i].Release()
		}
	}
}
