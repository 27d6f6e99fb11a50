package networking

import "godotsteam/steamtypes"

import "testing"

// BenchmarkInbox is what a packet costs on its way through the inbox: put and
// read, on a channel that is polled without a lock and on one that is not.
func BenchmarkInbox(b *testing.B) {
	for name, channel := range map[string]int{"polled channel": 0, "other channel": 5000} {
		b.Run(name, func(b *testing.B) {
			in := NewInbox(nil)
			s := in.Source(alice)
			arrivals := []Arrival{{Channel: channel, Data: make([]byte, 200)}}
			put(in.Source(bob), channel, "one that stays")
			b.ReportAllocs()
			for b.Loop() {
				s.Put(arrivals)
				p, ok := in.Read(channel, MaxUnreliable)
				if !ok {
					b.Fatal("nothing to read")
				}
				p.Release()
			}
		})
	}
}

func BenchmarkPoll(b *testing.B) {
	in := NewInbox(nil)
	b.ReportAllocs()
	for b.Loop() {
		in.Size(1)
	}
}

// BenchmarkDrop is closing a session with somebody who sent one packet, while
// others have left as many as they may, each on a channel of its own.
func BenchmarkDrop(b *testing.B) {
	in := NewInbox(nil)
	for peer := range 16 {
		s := in.Source(steamtypes.IndividualID(uint32(100 + peer)))
		for i := range MaxUnreadTotal / 16 / (PacketOverhead + 64) {
			s.Put([]Arrival{{Channel: 1000 + peer<<16 + i, Data: []byte{1}}})
		}
	}
	s := in.Source(alice)
	for b.Loop() {
		put(s, 0, "x")
		if in.Size(0) == 0 {
			b.Fatal("nothing to drop")
		}
		in.DropFrom(alice)
	}
}
