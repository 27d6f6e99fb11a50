package steamworks

import (
	"bytes"
	"encoding/binary"
	"log/slog"
	"testing"
	"unicode/utf8"

	"godotsteam/signals"
)

// FuzzCallback hands over callbacks of any number and size, as a library newer
// or older than this code could.
func FuzzCallback(f *testing.F) {
	f.Add(callbackRequest, []byte("12345678"))
	f.Add(callbackRequest, []byte("1234567"))
	f.Add(callbackConnectFail, []byte("12345678\x04"))
	f.Add(callbackConnectFail, []byte("12345678\xff\xff\xff\xff"))
	f.Add(callbackCallCompleted, []byte("*\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\xff"))
	f.Add(callbackCallCompleted, []byte{})
	f.Add(-1, []byte{})
	for id, d := range decoders {
		f.Add(id, bytes.Repeat([]byte{0xff}, d.size))
		f.Add(id, bytes.Repeat([]byte{1}, d.size-1))
	}
	f.Fuzz(func(t *testing.T, id int, payload []byte) {
		if id == callbackLobbyChatMsg || id == callbackAvatar {
			return // which have the library asked for the rest
		}
		var queue signals.Queue
		p := &Platform{signals: &queue, log: slog.New(slog.DiscardHandler)}
		const call = 42
		told := false
		// What does not fit must not be fetched: there is no library here.
		p.results.expect(call, callResult{callback: -1, size: maxCallResult + 1, done: func(result []byte, failed bool) {
			told = true
			if result != nil || !failed {
				t.Fatalf("the call failed, but what was told is %x, %t", result, failed)
			}
		}})
		done := p.handle(id, payload)
		decoder, known := decoders[id]
		becomes := known && len(payload) >= decoder.size
		completes := id == callbackCallCompleted && len(payload) >= 16 && binary.LittleEndian.Uint64(payload) == call
		if (done != nil) != (completes || becomes) {
			t.Fatalf("callback %d (%x): a result is told: %t", id, payload, done != nil)
		}
		if completes {
			done()
			if !told {
				t.Fatal("nobody was told")
			}
		}
		if becomes {
			done()
		}
		var events []signals.Event
		queue.Drain(func(e signals.Event) { events = append(events, e) })
		var want []signals.Event
		if becomes {
			want = []signals.Event{decoder.decode(payload)}
			if e, ok := want[0].(signals.JoinGameRequested); ok && !utf8.ValidString(e.Connect) {
				t.Fatalf("%q is no text", e.Connect)
			}
		}
		if len(events) != len(want) || len(want) == 1 && events[0] != want[0] {
			t.Fatalf("callback %d (%x) became %v", id, payload, events)
		}
	})
}
