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
	Nil             Type = C.GD_NIL
	Bool            Type = C.GD_BOOL
	Int             Type = C.GD_INT
	Float           Type = C.GD_FLOAT
	String          Type = C.GD_STRING
	DictionaryType  Type = C.GD_DICTIONARY
	ArrayType       Type = C.GD_ARRAY
	PackedByteArray Type = C.GD_PACKED_BYTE_ARRAY
)

// Inexact is what an int argument is that a script gave as a float of 2^53 or
// more, as it gets one out of JSON: its last digits are lost, and an ID is no
// longer the one that it was.
const Inexact = C.GD_INEXACT

// Call is one call from Godot: its arguments and its result. It is valid only
// until the method returns.
type Call C.gd_frame

// Len returns the number of arguments.
func (c *Call) Len() int { return int(c.argc) }

// Type returns the type of an argument. It matters only to vararg methods.
func (c *Call) Type(i int) Type { return Type(c.args[i]._type) }

// Int returns an argument of type int.
func (c *Call) Int(i int) int64 { return int64(c.args[i].number) }

// Bool returns an argument of type bool.
func (c *Call) Bool(i int) bool { return c.args[i].number != 0 }

// Float returns an argument of type float.
func (c *Call) Float(i int) float64 { return math.Float64frombits(uint64(c.args[i].number)) }

// Bytes returns an argument of type PackedByteArray. The bytes are the
// engine's: read them only, and only during the call.
func (c *Call) Bytes(i int) []byte {
	return unsafe.Slice((*byte)(c.args[i].bytes), int(c.args[i].number))
}

// String returns a copy of an argument of type String.
func (c *Call) String(i int) string { return string(c.Bytes(i)) }

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
	C.gd_frame_string((*C.gd_frame)(c), -1, (*C.char)(unsafe.Pointer(unsafe.StringData(v))), C.int64_t(len(v)))
}

// Dictionary makes the result a Dictionary, to be filled in.
func (c *Call) Dictionary() *Dictionary {
	c.result_type = C.GD_DICTIONARY
	return (*Dictionary)(c)
}

// SetArray makes the result an Array. Its elements are as the arguments of
// [Object.Call].
func (c *Call) SetArray(v Array) {
	c.result_type = C.GD_ARRAY
	c.setValue(v)
}

// SetItems makes the result a Dictionary of any size.
func (c *Call) SetItems(v Items) {
	c.result_type = C.GD_DICTIONARY
	c.setValue(v)
}

func (c *Call) setValue(v any) {
	var memory arena
	defer memory.free()
	value := &memory.values(1)[0]
	memory.set(value, v)
	C.gd_frame_value((*C.gd_frame)(c), value)
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
// String is made when the class is registered.
func NewKey(name string) Key {
	keyNames = append(keyNames, name)
	return Key(len(keyNames) - 1)
}

// Dictionary is a Dictionary that a method returns. It holds at most 16
// entries; a method that writes none returns {}. It is the fast way: for any
// size and any key there is [Items].
type Dictionary C.gd_frame

// Int sets a key to an int.
func (d *Dictionary) Int(key Key, v int64) { d.set(key, C.GD_INT, v) }

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
	C.gd_frame_bytes((*C.gd_frame)(d), C.int32_t(key), unsafe.Pointer(unsafe.SliceData(v)), C.int64_t(len(v)))
}

// String sets a key to a new String.
func (d *Dictionary) String(key Key, v string) {
	d.room()
	v = valid(v)
	C.gd_frame_string((*C.gd_frame)(d), C.int32_t(key), (*C.char)(unsafe.Pointer(unsafe.StringData(v))), C.int64_t(len(v)))
}

func (d *Dictionary) set(key Key, t C.int32_t, v int64) {
	d.room()
	f := &d.fields[d.field_count]
	f.key, f._type = C.int32_t(key), t
	*(*int64)(unsafe.Pointer(&f.value)) = v
	d.field_count++
}

func (d *Dictionary) room() {
	if d.field_count == C.GD_MAX_FIELDS {
		panic("gd: a Dictionary of more than 16 entries")
	}
}
