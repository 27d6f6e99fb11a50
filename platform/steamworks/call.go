package steamworks

import (
	"sync"

	"github.com/ebitengine/purego"
)

// A SteamID travels in one uintptr: this does not compile for 32 bits.
const _ uintptr = 1 << 63

// arguments holds the arguments of a call on the heap: purego.SyscallN makes
// its variadic ones escape, an allocation per call otherwise.
type arguments [6]uintptr

var argumentPool = sync.Pool{New: func() any { return new(arguments) }}

// call calls a C function with up to six arguments, the most that any of ours
// has; C doesn't look at more than it takes. It is SyscallN without
// allocations, and with its rule for pointers: convert them to uintptr in the
// call's own expression, and the directive keeps what they point to alive and
// off the stack, which may move.
//
//go:uintptrescapes
func call(fn, a, b, c, d, e, f uintptr) uintptr {
	args := argumentPool.Get().(*arguments)
	*args = arguments{a, b, c, d, e, f}
	result, _, _ := purego.SyscallN(fn, args[:]...)
	argumentPool.Put(args)
	return result
}
