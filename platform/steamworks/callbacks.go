package steamworks

import (
	"fmt"
	"reflect"
	"sync"
	"time"
	"unsafe"

	"godotsteam/signals"
	"godotsteam/steamtypes"
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

// msgs holds what dispatch has the library write into, see [scratch].
var msgs = sync.Pool{New: func() any { return new(callbackMsg) }}

// RunCallbacks implements [platform.Platform]. It takes what Steam has to say
// and posts the signals; what is unknown is freed and ignored.
func (p *Platform) RunCallbacks() {
	for _, tell := range p.dispatch() {
		tell()
	}
	now := time.Now()
	steamSockets{p}.closeLeaving(func(l leaving) bool { return now.After(l.until) })
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
	msg := msgs.Get().(*callbackMsg)
	defer msgs.Put(msg)
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

// callback is what is done when one of Valve's callbacks comes. While hear runs
// p.alive is held; what it returns is called when no lock is held any more, in
// the order in which Steam spoke.
type callback struct {
	*layout
	hear func(p *Platform, payload []byte) (done func())
}

// callbacks are all that are known here, by Valve's number. Signals that say
// with a tag which callback they are need no line; what else is heard is in
// hear.go.
var callbacks = sync.OnceValue(func() map[int]callback {
	known := make(map[int]callback)
	for _, s := range signals.All() {
		if _, ok := s.Event.Field(0).Tag.Lookup("callback"); !ok {
			continue
		}
		c := becomes(s.Event)
		if other, ok := known[c.id]; ok {
			panic(fmt.Sprintf("steamworks: two signals say that they are callback %d, %s", c.id, other.name))
		}
		known[c.id] = c
	}
	for _, c := range []callback{
		on((*Platform).hearCompleted),
		on((*Platform).hearChat),
		on((*Platform).hearAvatar),
		on((*Platform).hearConnection),
		on((*Platform).hearSessionFailed),
		on((*Platform).hearPersona),
	} {
		known[c.id] = c
	}
	return known
})

// becomes is a callback that is an event as it comes.
func becomes(event reflect.Type) callback {
	l := layoutOf(event, packing())
	return callback{l, func(p *Platform, payload []byte) func() {
		v := reflect.New(event).Elem()
		l.decode(payload, v)
		return p.post(v.Interface().(signals.Event))
	}}
}

// on is a callback with thought in it.
func on[C any](hear func(*Platform, C) (done func())) callback {
	l := layoutOf(reflect.TypeFor[C](), packing())
	return callback{l, func(p *Platform, payload []byte) func() { return hear(p, decode[C](l, payload)) }}
}

func decode[C any](l *layout, payload []byte) (c C) {
	l.decode(payload, reflect.ValueOf(&c).Elem())
	return c
}

// post returns what posts some events.
func (p *Platform) post(events ...signals.Event) func() {
	return func() {
		for _, e := range events {
			p.signals.Post(e)
		}
	}
}

// handle does what one callback asks for. A payload may be longer than it was
// when this was written, because Valve appends fields; a shorter one is
// ignored.
func (p *Platform) handle(id int, payload []byte) (done func()) {
	c, ok := callbacks()[id]
	if !ok {
		return nil
	}
	if len(payload) < c.need {
		p.log.Warn("a Steam callback is too short and is ignored", "callback", id, "bytes", len(payload))
		return nil
	}
	return c.hear(p, payload)
}

// lookAgain returns the avatars that were asked for, now that more of their
// user is known. p.alive is held.
func (p *Platform) lookAgain(user steamtypes.SteamID) (events []signals.Event) {
	for _, size := range p.wanted.take(user) {
		if e, ok := p.avatar(user, size); ok {
			events = append(events, e)
		}
	}
	return events
}
