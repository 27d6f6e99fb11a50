package steamworks

import (
	"reflect"
	"runtime"
	"unsafe"

	"github.com/ebitengine/purego"
)

// maxCallResult bounds the memory for one result: Valve's largest have a few
// kilobytes.
const maxCallResult = 1 << 20

// maxCalls bounds the calls that wait for their results: some seconds of a game
// that asks in every frame.
const maxCalls = 1024

// callResults knows who waits for the result of an asynchronous call
// (SteamAPICall_t). Platform.dispatching guards it. The zero value is empty and
// ready.
type callResults struct {
	waiting map[uint64]callResult

	warned bool // that nobody else may wait
}

// callResult is what a call is expected to answer with.
type callResult struct {
	callback int32 // k_iCallback of the result's type
	size     uint32
	done     func(result []byte, failed bool) // in RunCallbacks, with no lock held
}

// full reports whether nobody else may wait.
func (r *callResults) full() bool {
	return len(r.waiting) >= maxCalls
}

// expect registers the one who waits for a call, once.
func (r *callResults) expect(call uint64, result callResult) {
	if r.waiting == nil {
		r.waiting = make(map[uint64]callResult)
	}
	r.waiting[call] = result
}

// fetch gets the result of a call that has completed, and returns how to tell
// the one who waits for it, if anybody. p.alive is held.
func (r *callResults) fetch(p *Platform, call uint64, callback int32, size uint32) func() {
	want, ok := r.waiting[call]
	delete(r.waiting, call)
	if !ok {
		return nil
	}
	if callback != want.callback || size < want.size || size > maxCallResult {
		p.log.Warn("a Steam call answered with an unexpected result",
			"callback", callback, "bytes", size, "expected", want.callback)
		return func() { want.done(nil, true) }
	}
	buffer := make([]byte, max(size, 1))
	failed := new(byte)
	done, _, _ := purego.SyscallN(p.lib.fn[dispatchCallResult], p.pipe, uintptr(call),
		uintptr(unsafe.Pointer(&buffer[0])), uintptr(size), uintptr(uint32(callback)), uintptr(unsafe.Pointer(failed)))
	runtime.KeepAlive(buffer)
	if !isTrue(done) || *failed != 0 {
		return func() { want.done(nil, true) }
	}
	return func() { want.done(buffer[:size], false) }
}

// ask makes a call and waits for its result, which R's tags describe.
func ask[R any](p *Platform, request func() uintptr, done func(result R, failed bool)) {
	l := layoutOf(reflect.TypeFor[R](), packing())
	p.expect(request, int32(l.id), uint32(l.need), func(payload []byte, failed bool) {
		var result R
		if !failed {
			result = decode[R](l, payload)
		}
		done(result, failed)
	})
}
