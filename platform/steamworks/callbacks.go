package steamworks

import (
	"sync"
	"unsafe"

	"godotsteam/signals"
)

// The callbacks that are known here, with Valve's numbers (k_iCallback).
const (
	callbackCallCompleted = 703  // SteamAPICallCompleted_t
	callbackRequest       = 1202 // P2PSessionRequest_t
	callbackConnectFail   = 1203 // P2PSessionConnectFail_t
)

// callbackMsg is CallbackMsg_t. Valve packs it by 4 on Linux and macOS, which
// makes 20 bytes of it, and by 8 on Windows, 24 bytes. Go's layout is the
// second, and its fields are at the same offsets in both.
type callbackMsg struct {
	user  int32
	id    int32
	param unsafe.Pointer
	size  int32
}

// messages holds what dispatch has the library write into, see [scratch].
var messages = sync.Pool{New: func() any { return new(callbackMsg) }}

// RunCallbacks implements [platform.Platform]. It takes what Steam has to say
// and posts the signals; what is unknown is freed and ignored.
func (p *Platform) RunCallbacks() {
	for _, done := range p.dispatch() {
		done()
	}
}

// dispatch takes all callbacks and returns what is to be told of them once no
// lock is held any more.
func (p *Platform) dispatch() []func() {
	p.dispatching.Lock()
	defer p.dispatching.Unlock()
	p.alive.RLock()
	defer p.alive.RUnlock()
	if !p.running {
		return nil
	}
	call(p.lib.fn[dispatchRunFrame], p.pipe, 0, 0, 0, 0, 0)
	var done []func()
	msg := messages.Get().(*callbackMsg)
	defer messages.Put(msg)
	for {
		more := call(p.lib.fn[dispatchNext], p.pipe, uintptr(unsafe.Pointer(msg)), 0, 0, 0, 0)
		if !isTrue(more) {
			return done
		}
		if f := p.handle(int(msg.id), payload(msg)); f != nil {
			done = append(done, f)
		}
		*msg = callbackMsg{} // keep no pointer to what is freed next
		call(p.lib.fn[dispatchFree], p.pipe, 0, 0, 0, 0, 0)
	}
}

// payload returns a callback's bytes, valid until it is freed.
func payload(msg *callbackMsg) []byte {
	if msg.param == nil || msg.size <= 0 {
		return nil
	}
	return unsafe.Slice((*byte)(msg.param), msg.size)
}

// handle does what one callback asks for. A payload may be longer than it was
// when this was written, because Valve appends fields; a shorter one is
// ignored.
func (p *Platform) handle(id int, payload []byte) (done func()) {
	switch {
	case id == callbackRequest && len(payload) >= 8:
		p.signals.Post(signals.P2PSessionRequest{SteamIDRemote: order.Uint64(payload)})
	case id == callbackConnectFail && len(payload) >= 9:
		p.signals.Post(signals.P2PSessionConnectFail{SteamIDRemote: order.Uint64(payload), SessionError: int(payload[8])})
	case id == callbackCallCompleted && len(payload) >= 16:
		return p.results.fetch(p, order.Uint64(payload), int32(order.Uint32(payload[8:])), order.Uint32(payload[12:]))
	case id == callbackRequest, id == callbackConnectFail, id == callbackCallCompleted:
		p.tooShort(id, payload)
	default:
		return p.handleMore(id, payload)
	}
	return nil
}
