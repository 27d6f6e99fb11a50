package networking

import (
	"bytes"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"godotsteam/steamtypes"
)

// modelPacket is a packet in the model: a plain list of who sent what.
type modelPacket struct {
	source int
	data   []byte
}

// The inbox against a model that is a list per channel. Whatever is done to
// it, what it says is what the lists say.
func TestInboxIsAListPerChannel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const sources = 3
		channels := []int{0, 1, 3, 4, 1000} // heads are kept of the first four
		heads := make([]atomic.Int64, 4)
		in := NewInbox(heads)
		model := make(map[int][]modelPacket)
		var users [sources]*Source
		var closed [sources]bool // closed
		for i := range users {
			users[i] = in.Source(steamtypes.IndividualID(uint32(i + 1)))
		}
		user := rapid.IntRange(0, sources-1)
		channel := rapid.SampledFrom(channels)
		// Around the sizes where a buffer's class changes.
		data := rapid.Custom(func(t *rapid.T) []byte {
			n := rapid.SampledFrom([]int{0, 1, 63, 64, 65, 1200, 1 << 19, 1<<20 - 1, 1 << 20}).Draw(t, "size")
			return bytes.Repeat([]byte{rapid.Byte().Draw(t, "fill")}, n)
		})
		unread := func(u int) (n int) {
			for _, list := range model {
				for _, p := range list {
					if p.source == u {
						n += charge(make([]byte, 0, 1<<max(6, bitsOf(len(p.data)))))
					}
				}
			}
			return n
		}
		drop := func(u int, channel int) {
			var kept []modelPacket
			for _, p := range model[channel] {
				if p.source != u {
					kept = append(kept, p)
				}
			}
			model[channel] = kept
		}
		deliver := func(t *rapid.T, must bool) {
			u, c, d := user.Draw(t, "user"), channel.Draw(t, "channel"), data.Draw(t, "data")
			mine := unread(u)
			room := !closed[u] && (must || mine == 0 || mine < MaxUnreadBytes)
			a := []Arrival{{Channel: c, Data: d}}
			if must {
				users[u].Put(a)
			} else if took := users[u].Offer(a); took != (room || len(d) == 0) {
				t.Fatalf("Offer said %v with %d unread", took, mine)
			}
			if len(d) > 0 && room {
				model[c] = append(model[c], modelPacket{u, d})
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"put":   func(t *rapid.T) { deliver(t, true) },
			"offer": func(t *rapid.T) { deliver(t, false) },
			"read": func(t *rapid.T) {
				c := channel.Draw(t, "channel")
				limit := rapid.SampledFrom([]int{0, 1, 64, 1200, 1 << 20}).Draw(t, "limit")
				p, ok := in.Read(c, limit)
				if want := limit > 0 && len(model[c]) > 0; ok != want {
					t.Fatalf("Read said %v, want %v", ok, want)
				}
				if !ok {
					return
				}
				want := model[c][0]
				model[c] = model[c][1:]
				if p.From != users[want.source].user.id || !bytes.Equal(p.Data, want.data[:min(limit, len(want.data))]) {
					t.Fatalf("read %d bytes of %v, want %d of %v", len(p.Data), p.From, len(want.data), want.source)
				}
				p.Release()
			},
			"drop channel": func(t *rapid.T) {
				u, c := user.Draw(t, "user"), channel.Draw(t, "channel")
				in.DropChannel(users[u].user.id, c)
				drop(u, c)
			},
			"close": func(t *rapid.T) {
				u := user.Draw(t, "user")
				users[u].Close()
				closed[u] = true
			},
			"close and drop, then come again": func(t *rapid.T) {
				u := user.Draw(t, "user")
				users[u].Close()
				in.DropFrom(users[u].user.id)
				for _, c := range channels {
					drop(u, c)
				}
				users[u], closed[u] = in.Source(users[u].user.id), false
			},
			"": func(t *rapid.T) {
				total := 0
				for u := range users {
					total += unread(u)
				}
				if in.unread != total {
					t.Fatalf("charged %d, want %d", in.unread, total)
				}
				for u, s := range users {
					if s.user.unread != unread(u) {
						t.Fatalf("user %d is charged %d, want %d", u, s.user.unread, unread(u))
					}
				}
				for _, c := range channels {
					want := 0
					if len(model[c]) > 0 {
						want = len(model[c][0].data)
					}
					if got := in.Size(c); got != want {
						t.Fatalf("channel %d: size %d, want %d", c, got, want)
					}
					if c < len(heads) && int(heads[c].Load()) != want {
						t.Fatalf("head %d is %d, want %d", c, heads[c].Load(), want)
					}
				}
				if in.buffers.pooled < 0 || in.buffers.pooled > maxPooledBuffer {
					t.Fatalf("the pool holds %d bytes", in.buffers.pooled)
				}
			},
		})
		for c := range model {
			for {
				p, ok := in.Read(c, 1)
				if !ok {
					break
				}
				p.Release()
			}
		}
		if in.unread != 0 || len(in.high) != 0 {
			t.Fatalf("%d bytes are still charged when all was read", in.unread)
		}
	})
}

// bitsOf is the class of a buffer for n bytes: the power of two it needs.
func bitsOf(n int) int {
	class := 0
	for 1<<class < n {
		class++
	}
	return class
}
