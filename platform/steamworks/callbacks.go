package steamworks

import (
	"sync"
	"unsafe"

	"godotsteam/networking"
	"godotsteam/signals"
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
	for _, tell := range p.dispatch() {
		tell()
	}
}

// dispatch takes all callbacks and returns how to tell of each.
func (p *Platform) dispatch() []func() {
	p.dispatching.Lock()
	defer p.dispatching.Unlock()
	p.alive.RLock()
	defer p.alive.RUnlock()
	if !p.running {
		return nil
	}
	call(p.lib.fn[dispatchRunFrame], p.pipe, 0, 0, 0, 0, 0)
	var tell []func()
	msg := messages.Get().(*callbackMsg)
	defer messages.Put(msg)
	for {
		more := call(p.lib.fn[dispatchNext], p.pipe, uintptr(unsafe.Pointer(msg)), 0, 0, 0, 0)
		if !isTrue(more) {
			return tell
		}
		if f := p.handle(int(msg.id), payload(msg)); f != nil {
			tell = append(tell, f)
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

// handle takes in one callback and returns how to tell of it, once no lock is
// held any more. All are told in the order in which Steam spoke, so nothing is
// told at once. A payload may be longer than it was when this was written,
// because Valve appends fields; a shorter one is ignored. p.alive is held.
func (p *Platform) handle(id int, b []byte) (tell func()) {
	if d, ok := decoders[id]; ok {
		if len(b) < d.size {
			p.tooShort(id, b)
			return nil
		}
		events := []signals.Event{d.decode(b)}
		if change, ok := events[0].(signals.PersonaStateChange); ok {
			events = append(events, p.lookAgain(networking.SteamID(change.User))...)
		}
		return p.post(events...)
	}
	switch {
	case id == callbackCallCompleted && len(b) >= 16:
		return p.results.fetch(p, order.Uint64(b), int32(order.Uint32(b[8:])), order.Uint32(b[12:]))
	case id == callbackLobbyChatMsg && len(b) >= 24:
		// The lobby, the user, the type (1 byte), and at 20 the entry's number.
		if event, ok := p.chatEntry(order.Uint64(b), order.Uint32(b[20:])); ok {
			return p.post(event)
		}
	case id == callbackAvatar && len(b) >= 12:
		if event, ok := p.image(networking.SteamID(order.Uint64(b)), int32(order.Uint32(b[8:]))); ok {
			return p.post(event)
		}
	case id == callbackCallCompleted, id == callbackLobbyChatMsg, id == callbackAvatar:
		p.tooShort(id, b)
	}
	return nil
}

// post returns what posts some events.
func (p *Platform) post(events ...signals.Event) func() {
	return func() {
		for _, e := range events {
			p.signals.Post(e)
		}
	}
}

// lookAgain returns the avatars that were asked for, now that more of their
// user is known. p.alive is held.
func (p *Platform) lookAgain(user networking.SteamID) (events []signals.Event) {
	for _, size := range p.wanted.take(user) {
		if e, ok := p.avatar(user, size); ok {
			events = append(events, e)
		}
	}
	return events
}

func (p *Platform) tooShort(id int, payload []byte) {
	p.log.Warn("a Steam callback is too short and is ignored", "callback", id, "bytes", len(payload))
}
