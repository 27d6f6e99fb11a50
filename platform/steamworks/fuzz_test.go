package steamworks

import (
	"bytes"
	"log/slog"
	"reflect"
	"testing"
	"unicode/utf8"

	"godotsteam/signals"
)

// FuzzCallback hands over callbacks of any number and size, as a library newer
// or older than this code could.
func FuzzCallback(f *testing.F) {
	const request, connectFail, completed = 1202, 1203, 703
	f.Add(request, []byte("12345678"))
	f.Add(connectFail, []byte("12345678\xff\xff\xff\xff"))
	f.Add(completed, []byte("*\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\xff\xff\xff\xff"))
	f.Add(completed, []byte{})
	f.Add(-1, []byte{})
	for id, c := range callbacks() {
		f.Add(id, bytes.Repeat([]byte{0xff}, c.need))
		f.Add(id, bytes.Repeat([]byte{1}, c.need-1))
	}
	events := make(map[int]reflect.Type) // what callbacks become as they come
	for _, s := range signals.All() {
		if _, ok := s.Event.Field(0).Tag.Lookup("callback"); ok {
			events[layoutOf(s.Event, packing()).id] = s.Event
		}
	}
	f.Fuzz(func(t *testing.T, id int, payload []byte) {
		c, known := callbacks()[id]
		event, becomes := events[id]
		if known && !becomes && id != completed {
			return // which have the library asked for the rest
		}
		var queue signals.Queue
		p := &Platform{signals: &queue, log: slog.New(slog.DiscardHandler), lib: new(library)}
		const call = 42
		told := false
		// What does not fit must not be fetched: there is no library here.
		p.results.expect(call, callResult{callback: -1, size: maxCallResult + 1, done: func(result []byte, failed bool) {
			told = true
			if result != nil || !failed {
				t.Fatalf("the call failed, but what was told is %x, %t", result, failed)
			}
		}})
		becomes = becomes && len(payload) >= c.need
		completes := id == completed && len(payload) >= 16 && order.Uint64(payload) == call
		done := p.handle(id, payload)
		if (done != nil) != (completes || becomes) {
			t.Fatalf("callback %d (%x): a result is told: %t", id, payload, done != nil)
		}
		if done != nil {
			done()
		}
		if told != completes {
			t.Fatalf("callback %d (%x): the one who waits was told: %t", id, payload, told)
		}
		var heard []signals.Event
		queue.Drain(func(e signals.Event) { heard = append(heard, e) })
		if !becomes {
			if len(heard) > 0 {
				t.Fatalf("callback %d (%x) became %v", id, payload, heard)
			}
			return
		}
		if len(heard) != 1 || reflect.TypeOf(heard[0]) != event {
			t.Fatalf("callback %d (%x) became %v, not one %v", id, payload, heard, event)
		}
		switch e := heard[0].(type) { // by hand, what else only the tags say
		case signals.P2PSessionRequest:
			if e.SteamIDRemote != order.Uint64(payload) {
				t.Fatalf("%x became %v", payload, e)
			}
		case signals.P2PSessionConnectFail:
			if e.SteamIDRemote != order.Uint64(payload) || e.SessionError != int(payload[8]) {
				t.Fatalf("%x became %v", payload, e)
			}
		case signals.JoinGameRequested:
			if !utf8.ValidString(e.Connect) {
				t.Fatalf("%q is no text", e.Connect)
			}
		}
	})
}
