package gd

/*
#include <stdlib.h>
#include "gd.h"
*/
import "C"

import (
	"fmt"
	"math"
	"strings"
	"unsafe"
)

// StringName is a string that the engine takes as a StringName.
type StringName string

// Fields is a Dictionary whose entries have no order.
type Fields map[string]any

// Items is a Dictionary.
type Items []Item

// Item is an entry of [Items].
type Item struct{ Key, Value any }

// Get returns the value of a key that is a String, or a StringName.
func (d Items) Get(key string) (value any, ok bool) {
	for _, item := range d {
		if item.Key == key || item.Key == StringName(key) {
			return item.Value, true
		}
	}
	return nil, false
}

// Array is an Array of the engine.
type Array []any

// The engine's packed arrays. A PackedByteArray is a []byte.
type (
	Int32s   []int32
	Int64s   []int64
	Float32s []float32
	Float64s []float64
	Strings  []string
)

// Opaque stands for a value of a type that the binding does not read, such as
// a Vector2 in a script's Array.
type Opaque Type

// TypeOf returns the type that the engine sees in a value: in one that
// [Object.Call] takes, or that [Call.Value] returns.
func TypeOf(v any) Type {
	switch x := v.(type) {
	case nil:
		return Nil
	case bool:
		return Bool
	case int, int64:
		return Int
	case float64:
		return Float
	case string:
		return String
	case StringName:
		return StringNameType
	case Object:
		return ObjectType
	case Fields, Items:
		return DictionaryType
	case []int64, Array:
		return ArrayType
	case []byte:
		return PackedByteArray
	case Int32s:
		return PackedInt32Array
	case Int64s:
		return PackedInt64Array
	case Float32s:
		return PackedFloat32Array
	case Float64s:
		return PackedFloat64Array
	case Strings:
		return PackedStringArray
	case Opaque:
		return Type(x)
	}
	panic(fmt.Sprintf("gd: a value of type %T can't be given to the engine", v))
}

// arena is C memory for the values of one call.
type arena struct{ blocks []unsafe.Pointer }

func (a *arena) alloc(n C.size_t) unsafe.Pointer {
	p := C.calloc(1, max(n, 1))
	a.blocks = append(a.blocks, p)
	return p
}

func (a *arena) values(n int) []C.gd_value {
	return unsafe.Slice((*C.gd_value)(a.alloc(C.size_t(n)*C.sizeof_gd_value)), n)
}

func (a *arena) free() {
	for _, p := range a.blocks {
		C.free(p)
	}
}

// text returns a copy of s that ends with a zero.
func (a *arena) text(s string) *C.char {
	p := a.alloc(C.size_t(len(s) + 1))
	copy(unsafe.Slice((*byte)(p), len(s)), s)
	return (*C.char)(p)
}

func (a *arena) set(v *C.gd_value, arg any) {
	v._type = C.int32_t(TypeOf(arg))
	switch x := arg.(type) {
	case bool:
		if x {
			v.number = 1
		}
	case int:
		v.number = C.int64_t(x)
	case int64:
		v.number = C.int64_t(x)
	case float64:
		v.number = C.int64_t(math.Float64bits(x))
	case string:
		setElements(a, v, []byte(valid(x)))
	case StringName:
		setElements(a, v, []byte(x))
	case Object:
		v.bytes = x.pointer
	case Fields:
		items := make(Items, 0, len(x))
		for key, value := range x {
			items = append(items, Item{key, value})
		}
		a.set(v, items)
	case Items:
		pairs := a.values(2 * len(x))
		for i, item := range x {
			a.set(&pairs[2*i], item.Key)
			a.set(&pairs[2*i+1], item.Value)
		}
		v.number, v.bytes = C.int64_t(len(x)), unsafe.Pointer(unsafe.SliceData(pairs))
	case Array:
		setValues(a, v, x)
	case []int64:
		setValues(a, v, x)
	case Strings:
		setValues(a, v, x)
	case []byte:
		setElements(a, v, x)
	case Int32s:
		setElements(a, v, x)
	case Int64s:
		setElements(a, v, x)
	case Float32s:
		setElements(a, v, x)
	case Float64s:
		setElements(a, v, x)
	case Opaque:
		panic("gd: a value that was not read can't be given to the engine")
	}
}

// setElements makes a value of numbers as they are in memory.
func setElements[T any](a *arena, v *C.gd_value, list []T) {
	p := a.alloc(C.size_t(len(list)) * C.size_t(unsafe.Sizeof(*new(T))))
	copy(unsafe.Slice((*T)(p), len(list)), list)
	v.number, v.bytes = C.int64_t(len(list)), p
}

// setValues makes a value of values.
func setValues[T any](a *arena, v *C.gd_value, list []T) {
	elements := a.values(len(list))
	for i, x := range list {
		a.set(&elements[i], x)
	}
	v.number, v.bytes = C.int64_t(len(list)), unsafe.Pointer(unsafe.SliceData(elements))
}

// takeValue makes Go's of a value of C's, and frees that.
func takeValue(v *C.gd_value) any {
	defer C.gd_free_value(v)
	return valueOf(v)
}

func valueOf(v *C.gd_value) any {
	switch t := Type(v._type); t {
	case Nil:
		return nil
	case Bool:
		return v.number != 0
	case Int:
		return int64(v.number)
	case Float:
		return math.Float64frombits(uint64(v.number))
	case String:
		return string(elementsOf[byte](v))
	case StringNameType:
		return StringName(elementsOf[byte](v))
	case ObjectType:
		return nilOr(Object{unsafe.Pointer(v.bytes)})
	case DictionaryType:
		pairs := unsafe.Slice((*C.gd_value)(v.bytes), 2*int(v.number))
		items := make(Items, int(v.number))
		for i := range items {
			items[i] = Item{valueOf(&pairs[2*i]), valueOf(&pairs[2*i+1])}
		}
		return items
	case ArrayType:
		array := make(Array, int(v.number))
		for i := range array {
			array[i] = valueOf(&unsafe.Slice((*C.gd_value)(v.bytes), len(array))[i])
		}
		return array
	case PackedStringArray:
		texts := make(Strings, int(v.number))
		for i := range texts {
			texts[i] = string(elementsOf[byte](&unsafe.Slice((*C.gd_value)(v.bytes), len(texts))[i]))
		}
		return texts
	case PackedByteArray:
		return elementsOf[byte](v)
	case PackedInt32Array:
		return Int32s(elementsOf[int32](v))
	case PackedInt64Array:
		return Int64s(elementsOf[int64](v))
	case PackedFloat32Array:
		return Float32s(elementsOf[float32](v))
	case PackedFloat64Array:
		return Float64s(elementsOf[float64](v))
	default:
		return Opaque(t)
	}
}

func elementsOf[T any](v *C.gd_value) []T {
	return append(make([]T, 0, int(v.number)), unsafe.Slice((*T)(v.bytes), int(v.number))...)
}

// valid makes a string UTF-8: for each byte that is not, the engine prints an
// error, and strings come from other players too.
func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// nilOr returns an object, or nil for the zero Object.
func nilOr(o Object) any {
	if o == (Object{}) {
		return nil
	}
	return o
}

func withString(s string, f func(*C.char)) {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	f(cs)
}
