package gd

/*
#include "gd.h"
*/
import "C"

import (
	"math"
	"unsafe"
)

// Type is a type of Godot's Variant.
type Type int32

// The types that the binding knows.
const (
	Nil                Type = C.GD_NIL
	Bool               Type = C.GD_BOOL
	Int                Type = C.GD_INT
	Float              Type = C.GD_FLOAT
	String             Type = C.GD_STRING
	StringNameType     Type = C.GD_STRING_NAME
	ObjectType         Type = C.GD_OBJECT
	DictionaryType     Type = C.GD_DICTIONARY
	ArrayType          Type = C.GD_ARRAY
	PackedByteArray    Type = C.GD_PACKED_BYTE_ARRAY
	PackedInt32Array   Type = C.GD_PACKED_INT32_ARRAY
	PackedInt64Array   Type = C.GD_PACKED_INT64_ARRAY
	PackedFloat32Array Type = C.GD_PACKED_FLOAT32_ARRAY
	PackedFloat64Array Type = C.GD_PACKED_FLOAT64_ARRAY
	PackedStringArray  Type = C.GD_PACKED_STRING_ARRAY

	// Variant is the type of a parameter, a result or a property that may be of
	// any type.
	Variant Type = C.GD_VARIANT
)

// Inexact is what an int argument is that a script gave as a float of 2^53 or
// more, as it gets one out of JSON: its last digits are lost, and an ID is no
// longer the one that it was.
const Inexact = C.GD_INEXACT

// Call is one call from Godot: its arguments and its result. It is valid only
// until the method returns.
type Call C.gd_frame

// Self returns the instance that the method is called on: what the class's New
// made of it.
func (c *Call) Self() any {
	if c.recorded != 0 {
		return c.record().self
	}
	return instanceAt(int64(c.instance.self))
}

// OnMainThread reports whether this is a call on Godot's main thread.
func (c *Call) OnMainThread() bool { return c.on_main_thread != 0 }

// Len returns the number of arguments.
func (c *Call) Len() int { return int(c.argc) }

func (c *Call) arg(i int) *C.gd_arg {
	if uint(i) >= uint(c.argc) {
		panic("gd: an argument that the method does not have")
	}
	return (*C.gd_arg)(unsafe.Add(unsafe.Pointer(c.args), uintptr(i)*unsafe.Sizeof(C.gd_arg{})))
}

// Type returns the type of an argument. It matters only to vararg methods and
// to parameters of type [Variant].
func (c *Call) Type(i int) Type { return Type(c.arg(i)._type) }

// Int returns an argument of type int.
func (c *Call) Int(i int) int64 { return int64(c.arg(i).number) }

// Replace puts another int in an argument's place: the one that is meant.
func (c *Call) Replace(i int, v int64) { c.arg(i).number = C.int64_t(v) }

// Bool returns an argument of type bool.
func (c *Call) Bool(i int) bool { return c.arg(i).number != 0 }

// Float returns an argument of type float.
func (c *Call) Float(i int) float64 { return math.Float64frombits(uint64(c.arg(i).number)) }

// Bytes returns an argument of type PackedByteArray. The bytes are the
// engine's: read them only, and only during the call.
func (c *Call) Bytes(i int) []byte {
	a := c.arg(i)
	return unsafe.Slice((*byte)(a.bytes), int(a.number))
}

// String returns a copy of an argument of type String or StringName.
func (c *Call) String(i int) string { return string(c.Bytes(i)) }

// Object returns an argument that is an object. Whoever keeps it for longer
// than the call must [Object.Retain] it.
func (c *Call) Object(i int) Object { return Object{unsafe.Pointer(c.arg(i).bytes)} }

// Value returns a copy of an argument of any type: nil, bool, int64, float64,
// string, StringName, []byte, [Int32s] and its like, [Array], [Items], [Object],
// or [Opaque]. It is the way to arguments that hold others; it takes its time.
func (c *Call) Value(i int) any {
	if c.recorded != 0 {
		return c.record().args[i]
	}
	switch t := c.Type(i); t {
	case Nil:
		return nil
	case Bool:
		return c.Bool(i)
	case Int:
		return c.Int(i)
	case Float:
		return c.Float(i)
	case String:
		return c.String(i)
	case StringNameType:
		return StringName(c.String(i))
	case ObjectType:
		return nilOr(c.Object(i))
	case PackedByteArray:
		return append([]byte{}, c.Bytes(i)...)
	case DictionaryType, ArrayType, PackedInt32Array, PackedInt64Array, PackedFloat32Array, PackedFloat64Array,
		PackedStringArray:
		var memory arena
		defer memory.free()
		value := &memory.values(1)[0]
		C.gd_arg_value(c.arg(i), value)
		return takeValue(value)
	default:
		return Opaque(t)
	}
}

// SetBool makes the result a bool.
func (c *Call) SetBool(v bool) {
	if c.result_type = C.GD_BOOL; v {
		c.setNumber(1)
	} else {
		c.setNumber(0)
	}
}

// SetInt makes the result an int.
func (c *Call) SetInt(v int64) {
	c.result_type = C.GD_INT
	c.setNumber(v)
}

// SetFloat makes the result a float.
func (c *Call) SetFloat(v float64) {
	c.result_type = C.GD_FLOAT
	c.setNumber(int64(math.Float64bits(v)))
}

// SetString makes the result a String.
func (c *Call) SetString(v string) {
	c.result_type = C.GD_STRING
	v = valid(v)
	if c.recorded != 0 {
		c.record().result = v
		return
	}
	C.gd_frame_string((*C.gd_frame)(c), -1, (*C.char)(unsafe.Pointer(unsafe.StringData(v))), C.int64_t(len(v)))
}

// SetBytes makes the result a PackedByteArray with a copy of v.
func (c *Call) SetBytes(v []byte) {
	c.result_type = C.GD_PACKED_BYTE_ARRAY
	if c.recorded != 0 {
		c.record().result = append([]byte{}, v...)
		return
	}
	C.gd_frame_bytes((*C.gd_frame)(c), -1, unsafe.Pointer(unsafe.SliceData(v)), C.int64_t(len(v)))
}

// SetObject makes the result an object, or null for the zero Object.
func (c *Call) SetObject(o Object) {
	c.result_type = C.GD_OBJECT
	if c.recorded != 0 {
		c.record().result = nilOr(o)
		return
	}
	*(*unsafe.Pointer)(unsafe.Pointer(&c.result)) = o.pointer
}

// Dictionary makes the result a Dictionary, to be filled in.
func (c *Call) Dictionary() *Dictionary {
	c.result_type = C.GD_DICTIONARY
	return (*Dictionary)(c)
}

// SetArray makes the result an Array.
func (c *Call) SetArray(v Array) { c.Set(v) }

// SetItems makes the result a Dictionary in the slow way.
func (c *Call) SetItems(v Items) { c.Set(v) }

// Set makes the result any value that [Object.Call] takes as an argument. It is
// the slow way, for lists and the like.
func (c *Call) Set(v any) {
	var memory arena
	defer memory.free()
	value := &memory.values(1)[0]
	memory.set(value, v)
	c.result_type = C.int32_t(value._type)
	if c.recorded != 0 {
		c.record().result = v
		return
	}
	C.gd_frame_value((*C.gd_frame)(c), -1, value)
}

// SetBuffer answers a virtual method that gives away bytes (_get_packet). The
// engine reads them until the next such call.
func (c *Call) SetBuffer(v []byte) {
	if c.recorded != 0 {
		c.record().buffer = append([]byte{}, v...)
		return
	}
	if len(v) > int(c.instance.buffer_room) {
		C.gd_frame_buffer((*C.gd_frame)(c), unsafe.Pointer(unsafe.SliceData(v)), C.int64_t(len(v)))
		return
	}
	copy(unsafe.Slice((*byte)(unsafe.Pointer(c.instance.buffer)), len(v)), v)
	c.buffer_size = C.int32_t(len(v))
}

// Reject says that an argument of a vararg method has a type that it does not
// take. GDScript reports it as it does for any method.
func (c *Call) Reject(i int, want Type) {
	c.bad_arg = C.int32_t(i + 1)
	c.bad_type = C.int32_t(want)
}

// RejectCount says that a vararg method was given more arguments than the most
// that it takes.
func (c *Call) RejectCount(most int) {
	c.bad_arg = c.argc + 1
	c.bad_type = C.int32_t(most)
}

func (c *Call) setNumber(v int64) { *(*int64)(unsafe.Pointer(&c.result)) = v }

// Key is a key of Dictionaries, made once so that no call makes a String.
type Key int32

var keyNames []string

// NewKey declares a key. It is for package-level variables: the engine's
// String is made when the first class is registered.
func NewKey(name string) Key {
	keyNames = append(keyNames, name)
	return Key(len(keyNames) - 1)
}

// Dictionary is a Dictionary that a method returns; a method that writes none
// returns {}. It is the fast way, for keys that are known: for others there is
// [Items].
type Dictionary C.gd_frame

// Int sets a key to an int.
func (d *Dictionary) Int(key Key, v int64) { d.set(key, C.GD_INT, v) }

// Float sets a key to a float.
func (d *Dictionary) Float(key Key, v float64) { d.set(key, C.GD_FLOAT, int64(math.Float64bits(v))) }

// Bool sets a key to a bool.
func (d *Dictionary) Bool(key Key, v bool) {
	n := int64(0)
	if v {
		n = 1
	}
	d.set(key, C.GD_BOOL, n)
}

// Bytes sets a key to a new PackedByteArray with a copy of v.
func (d *Dictionary) Bytes(key Key, v []byte) {
	d.room()
	if len(v) <= C.GD_SHORT_BYTES && d.short_field < 0 {
		d.short_field = d.field_count
		d.short_len = C.int32_t(copy(unsafe.Slice((*byte)(unsafe.Pointer(&d.short_bytes)), C.GD_SHORT_BYTES), v))
		d.set(key, C.GD_PACKED_BYTE_ARRAY, 0)
		return
	}
	if d.recorded != 0 {
		d.note(key, append([]byte{}, v...))
		return
	}
	C.gd_frame_bytes((*C.gd_frame)(d), C.int32_t(key), unsafe.Pointer(unsafe.SliceData(v)), C.int64_t(len(v)))
}

// String sets a key to a new String.
func (d *Dictionary) String(key Key, v string) {
	d.room()
	v = valid(v)
	if d.recorded != 0 {
		d.note(key, v)
		return
	}
	text := (*C.char)(unsafe.Pointer(unsafe.StringData(v)))
	C.gd_frame_string((*C.gd_frame)(d), C.int32_t(key), text, C.int64_t(len(v)))
}

// Set sets a key to any value that [Object.Call] takes as an argument. It is
// the slow way, for lists and the like.
func (d *Dictionary) Set(key Key, v any) {
	d.room()
	var memory arena
	defer memory.free()
	value := &memory.values(1)[0]
	memory.set(value, v)
	if d.recorded != 0 {
		d.note(key, v)
		return
	}
	C.gd_frame_value((*C.gd_frame)(d), C.int32_t(key), value)
}

func (d *Dictionary) set(key Key, t C.int32_t, v int64) {
	d.room()
	f := &d.fields[d.field_count]
	f.key, f._type = C.int32_t(key), t
	*(*int64)(unsafe.Pointer(&f.value)) = v
	d.field_count++
}

// room makes room for one more field.
func (d *Dictionary) room() {
	if d.field_count == C.GD_FIELDS {
		d.spill()
	}
}

// spill moves the fields so far into the engine's Dictionary.
func (d *Dictionary) spill() {
	if d.recorded != 0 {
		(*Call)(d).record().spill()
		return
	}
	C.gd_frame_spill((*C.gd_frame)(d))
}
