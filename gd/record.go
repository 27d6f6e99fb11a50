package gd

/*
#include "gd.h"
*/
import "C"

import (
	"math"
	"unsafe"
)

// Recorded is what a method did when it was called by [Record].
type Recorded struct {
	Result any // as [Call.Value] has it; nil for none

	Rejected bool // see [Call.Reject] and [Call.RejectCount]
	Argument int  // which one, or how many there were
	Expected Type // its type, or the most that there may be

	Buffer []byte // see [Call.SetBuffer]
}

// record is a call without an engine. Its frame is Go's memory, and what only
// the engine could hold in a frame is kept beside it.
type record struct {
	frame  C.gd_frame // first: [Call.record] finds the record by it
	list   []C.gd_arg
	args   []any
	self   any
	result any
	noted  []any // values of fields, by their numbers
	items  Items // fields that have left the frame
	buffer []byte
}

// Record calls a method as the engine does, for tests without one: package
// gdtest has more. The arguments are as [Call.Value] returns them.
func Record(call func(*Call), self any, args ...any) Recorded {
	r := &record{self: self, args: args, list: make([]C.gd_arg, len(args)+1)}
	r.frame.recorded = 1
	if host.OnMainThread() {
		r.frame.on_main_thread = 1
	}
	r.frame.short_field = -1
	r.frame.argc = C.int32_t(len(args))
	r.frame.args = &r.list[0]
	for i, arg := range args {
		r.set(&r.list[i], arg)
	}
	call((*Call)(&r.frame))
	answer := Recorded{Result: r.take(), Buffer: r.buffer}
	if r.frame.bad_arg != 0 {
		answer.Rejected, answer.Argument, answer.Expected = true, int(r.frame.bad_arg-1), Type(r.frame.bad_type)
	}
	return answer
}

func (c *Call) record() *record { return (*record)(unsafe.Pointer(c)) }

func (r *record) set(a *C.gd_arg, arg any) {
	a._type = C.int32_t(TypeOf(arg))
	switch v := arg.(type) {
	case bool:
		if v {
			a.number = 1
		}
	case int64:
		a.number = C.int64_t(v)
	case float64:
		a.number = C.int64_t(math.Float64bits(v))
	case string:
		a.number, a.bytes = C.int64_t(len(v)), unsafe.Pointer(unsafe.StringData(v))
	case StringName:
		a.number, a.bytes = C.int64_t(len(v)), unsafe.Pointer(unsafe.StringData(string(v)))
	case []byte:
		a.number, a.bytes = C.int64_t(len(v)), unsafe.Pointer(unsafe.SliceData(v))
	case Object:
		a.bytes = v.pointer
	}
}

// note sets a key to a value that a frame has no room for.
func (d *Dictionary) note(key Key, v any) {
	r := (*Call)(d).record()
	r.noted = append(r.noted, v)
	d.set(key, C.GD_VARIANT, int64(len(r.noted)-1))
}

// spill moves the frame's fields to the items.
func (r *record) spill() {
	f := &r.frame
	for i := range f.field_count {
		field := &f.fields[i]
		number := *(*int64)(unsafe.Pointer(&field.value))
		var v any
		switch {
		case i == f.short_field:
			v = append([]byte{}, unsafe.Slice((*byte)(unsafe.Pointer(&f.short_bytes)), f.short_len)...)
		case field._type == C.GD_VARIANT:
			v = r.noted[number]
		default:
			v = numberAs(Type(field._type), number)
		}
		r.items = append(r.items, Item{keyNames[field.key], v})
	}
	f.field_count, f.short_field = 0, -1
}

func (r *record) take() any {
	r.spill()
	if r.result != nil {
		return r.result
	}
	if Type(r.frame.result_type) == DictionaryType {
		return append(Items{}, r.items...)
	}
	return numberAs(Type(r.frame.result_type), *(*int64)(unsafe.Pointer(&r.frame.result)))
}

// numberAs returns the value that a frame holds as a number.
func numberAs(t Type, n int64) any {
	switch t {
	case Bool:
		return n != 0
	case Int:
		return n
	case Float:
		return math.Float64frombits(uint64(n))
	}
	return nil
}
