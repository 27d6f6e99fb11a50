package gd

/*
#include <stdlib.h>
#include "gd.h"
*/
import "C"

import (
	"fmt"
	"sync/atomic"
	"unsafe"
)

// Param is a parameter of a method: the name that the editor shows, and the
// default, if it has one. Its type is the Go function's.
type Param struct {
	name       string
	enum       string
	hasDefault bool
	value      int64
	text       string
}

// Arg is a parameter.
func Arg(name string) Param { return Param{name: name} }

// EnumArg is an int parameter that the editor shows as an enum of its class,
// such as "P2PSend". Not "Steam.P2PSend": under that name GDScript refuses an
// enum of the game's own with the same values, which GodotSteam takes.
func EnumArg(name, enum string) Param { return Param{name: name, enum: enum} }

// Or gives an int or bool parameter a default. Every parameter after it needs
// one too.
func (p Param) Or(value int64) Param {
	p.hasDefault, p.value = true, value
	return p
}

// OrText gives a String parameter a default.
func (p Param) OrText(text string) Param {
	p.hasDefault, p.text = true, text
	return p
}

// Method is a method of a class: a Go function under its GDScript name.
type Method struct {
	name   string
	types  []Type
	params []Param
	result Type
	vararg bool
	call   func(*Call)
	cells  []atomic.Int64
	chosen int // the argument that chooses the cell

	resultEnum string
}

// Enum says that the method's int result is an enum, named as for [EnumArg].
func (m Method) Enum(name string) Method {
	m.resultEnum = name
	return m
}

// PublishedIn has the method answer from memory without entering Go, while
// the cell holds anything but [AskGo]: cells[0], or for a method that takes an
// int, cells[argument]. The cells must come from [NewCells].
func (m Method) PublishedIn(cells []atomic.Int64) Method {
	isNumber := m.result == Bool || m.result == Int
	m.mustBe(isNumber && !m.vararg && (len(m.types) == 0 || m.types[0] == Int),
		"PublishedIn is for a bool or an int, chosen by nothing or by a first int")
	m.cells = cells
	return m
}

// EmptyWhileZero has a method that returns a Dictionary answer {} without
// entering Go, while cells[argument] is 0. The cells must come from [NewCells].
func (m Method) EmptyWhileZero(cells []atomic.Int64, argument int) Method {
	hasInts := argument < len(m.types) && m.types[argument] == Int && m.types[0] == Int
	m.mustBe(m.result == DictionaryType && !m.vararg && hasInts,
		"EmptyWhileZero is for a Dictionary, chosen by an int behind a first int")
	m.cells, m.chosen = cells, argument
	return m
}

// mustBe stops a programmer who publishes what C can't answer with.
func (m Method) mustBe(so bool, rule string) {
	if !so {
		panic("gd: " + m.name + ": " + rule)
	}
}

// AskGo in a cell means that the method's function is to be called.
const AskGo = -1 << 63

// NewCells returns n cells that C can read at any time. They are never freed:
// they live as long as the class.
func NewCells(n int) []atomic.Int64 {
	memory := C.calloc(C.size_t(n), C.size_t(unsafe.Sizeof(atomic.Int64{})))
	cells := unsafe.Slice((*atomic.Int64)(memory), n)
	for i := range cells {
		cells[i].Store(AskGo)
	}
	return cells
}

// Value is what a Go function may take or return, and what it is in GDScript:
// bool is bool, int64 int, float64 float, string String, and []byte
// PackedByteArray (taken only; valid only during the call). Array and Items,
// an Array and a Dictionary, can only be returned.
type Value interface {
	bool | int64 | float64 | string | []byte | Array | Items
}

// Func0 makes a method of a function with a result. Func1 to Func4 do so for
// functions with arguments.
func Func0[R Value](name string, f func() R) Method {
	set := setter[R]()
	return newMethod(name, typeOf[R](), nil, nil, func(c *Call) { set(c, f()) })
}

// Func1 is [Func0] with an argument.
func Func1[A, R Value](name string, f func(A) R, params ...Param) Method {
	a, set := getter[A](), setter[R]()
	return newMethod(name, typeOf[R](), []Type{typeOf[A]()}, params, func(c *Call) { set(c, f(a(c, 0))) })
}

// Func2 is [Func0] with two arguments.
func Func2[A, B, R Value](name string, f func(A, B) R, params ...Param) Method {
	a, b, set := getter[A](), getter[B](), setter[R]()
	return newMethod(name, typeOf[R](), []Type{typeOf[A](), typeOf[B]()}, params,
		func(c *Call) { set(c, f(a(c, 0), b(c, 1))) })
}

// Func3 is [Func0] with three arguments.
func Func3[A, B, C, R Value](name string, f func(A, B, C) R, params ...Param) Method {
	a, b, cc, set := getter[A](), getter[B](), getter[C](), setter[R]()
	return newMethod(name, typeOf[R](), []Type{typeOf[A](), typeOf[B](), typeOf[C]()}, params,
		func(c *Call) { set(c, f(a(c, 0), b(c, 1), cc(c, 2))) })
}

// Func4 is [Func0] with four arguments.
func Func4[A, B, C, D, R Value](name string, f func(A, B, C, D) R, params ...Param) Method {
	a, b, cc, d, set := getter[A](), getter[B](), getter[C](), getter[D](), setter[R]()
	return newMethod(name, typeOf[R](), []Type{typeOf[A](), typeOf[B](), typeOf[C](), typeOf[D]()}, params,
		func(c *Call) { set(c, f(a(c, 0), b(c, 1), cc(c, 2), d(c, 3))) })
}

// Proc0 makes a method of a function without a result. Proc1 to Proc4 do so
// for functions with arguments.
func Proc0(name string, f func()) Method {
	return newMethod(name, Nil, nil, nil, func(*Call) { f() })
}

// Proc1 is [Proc0] with an argument.
func Proc1[A Value](name string, f func(A), params ...Param) Method {
	a := getter[A]()
	return newMethod(name, Nil, []Type{typeOf[A]()}, params, func(c *Call) { f(a(c, 0)) })
}

// Proc2 is [Proc0] with two arguments.
func Proc2[A, B Value](name string, f func(A, B), params ...Param) Method {
	a, b := getter[A](), getter[B]()
	return newMethod(name, Nil, []Type{typeOf[A](), typeOf[B]()}, params, func(c *Call) { f(a(c, 0), b(c, 1)) })
}

// Proc3 is [Proc0] with three arguments.
func Proc3[A, B, C Value](name string, f func(A, B, C), params ...Param) Method {
	a, b, cc := getter[A](), getter[B](), getter[C]()
	return newMethod(name, Nil, []Type{typeOf[A](), typeOf[B](), typeOf[C]()}, params,
		func(c *Call) { f(a(c, 0), b(c, 1), cc(c, 2)) })
}

// Proc4 is [Proc0] with four arguments.
func Proc4[A, B, C, D Value](name string, f func(A, B, C, D), params ...Param) Method {
	a, b, cc, d := getter[A](), getter[B](), getter[C](), getter[D]()
	return newMethod(name, Nil, []Type{typeOf[A](), typeOf[B](), typeOf[C](), typeOf[D]()}, params,
		func(c *Call) { f(a(c, 0), b(c, 1), cc(c, 2), d(c, 3)) })
}

// Dict0 makes a method of a function that fills in a Dictionary. Dict1 to Dict3
// do so for functions with arguments.
func Dict0(name string, f func(*Dictionary)) Method {
	return newMethod(name, DictionaryType, nil, nil, func(c *Call) { f(c.Dictionary()) })
}

// Dict1 is [Dict0] with an argument.
func Dict1[A Value](name string, f func(A, *Dictionary), params ...Param) Method {
	a := getter[A]()
	return newMethod(name, DictionaryType, []Type{typeOf[A]()}, params, func(c *Call) { f(a(c, 0), c.Dictionary()) })
}

// Dict2 is [Dict0] with two arguments.
func Dict2[A, B Value](name string, f func(A, B, *Dictionary), params ...Param) Method {
	a, b := getter[A](), getter[B]()
	return newMethod(name, DictionaryType, []Type{typeOf[A](), typeOf[B]()}, params,
		func(c *Call) { f(a(c, 0), b(c, 1), c.Dictionary()) })
}

// Dict3 is [Dict0] with three arguments.
func Dict3[A, B, C Value](name string, f func(A, B, C, *Dictionary), params ...Param) Method {
	a, b, cc := getter[A](), getter[B](), getter[C]()
	return newMethod(name, DictionaryType, []Type{typeOf[A](), typeOf[B](), typeOf[C]()}, params,
		func(c *Call) { f(a(c, 0), b(c, 1), cc(c, 2), c.Dictionary()) })
}

// Vararg makes a method that takes what it is given, and returns a Variant
// unless [Method.Returning] says more.
func Vararg(name string, f func(*Call)) Method {
	return Method{name: name, vararg: true, call: f}
}

// Returning declares what a vararg method returns, so that a script can infer
// it. It must then return that, whatever it is given.
func (m Method) Returning(t Type) Method {
	m.result = t
	return m
}

func newMethod(name string, result Type, types []Type, params []Param, call func(*Call)) Method {
	if len(types) != len(params) {
		panic(fmt.Sprintf("gd: %s takes %d arguments and names %d", name, len(types), len(params)))
	}
	checkCount(name, len(types))
	return Method{name: name, types: types, params: params, result: result, call: call}
}

// checkCount stops a programmer who needs more arguments than C has room for.
func checkCount(name string, n int) {
	if n > C.GD_MAX_ARGS {
		panic(fmt.Sprintf("gd: %s has %d arguments, more than %d", name, n, C.GD_MAX_ARGS))
	}
}

// getter, setter and typeOf choose by type when a method is declared, so that
// a call has no choice to make.

func getter[T Value]() func(*Call, int) T {
	var f any
	switch any(*new(T)).(type) {
	case bool:
		f = (*Call).Bool
	case int64:
		f = (*Call).Int
	case float64:
		f = (*Call).Float
	case string:
		f = (*Call).String
	case []byte:
		f = (*Call).Bytes
	}
	return f.(func(*Call, int) T) // a method can't take an Array or Items
}

func setter[T Value]() func(*Call, T) {
	var f any
	switch any(*new(T)).(type) {
	case bool:
		f = (*Call).SetBool
	case int64:
		f = (*Call).SetInt
	case float64:
		f = (*Call).SetFloat
	case string:
		f = (*Call).SetString
	case Array:
		f = (*Call).SetArray
	case Items:
		f = (*Call).SetItems
	}
	return f.(func(*Call, T)) // a method can't return []byte: it fills in a Dictionary
}

func typeOf[T Value]() Type {
	switch any(*new(T)).(type) {
	case bool:
		return Bool
	case int64:
		return Int
	case float64:
		return Float
	case string:
		return String
	case Array:
		return ArrayType
	case Items:
		return DictionaryType
	}
	return PackedByteArray
}
