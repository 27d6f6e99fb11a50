package gd

/*
#include <stdlib.h>
#include "gd.h"
*/
import "C"

import (
	"math"
	"unsafe"
)

// Host is what Go asks of the engine by itself, not in answer to a call.
// Package gdtest has one without an engine.
type Host interface {
	Singleton(name string) Object
	Call(o Object, method string, args []any) any
	Message(function, text string) // push_error, push_warning or print
	OnMainThread() bool
	LibraryPath() string
	AddHelp(xml string)

	Register(c *Class)
	Unregister(c *Class)
	Instantiate(c *Class) Object
	DisconnectAll(o Object)
	Retain(o Object)
	Release(o Object)
}

var host Host = engine{}

// Use puts another host in the engine's place and returns the one before. It
// is for tests.
func Use(h Host) Host {
	before := host
	host = h
	return before
}

// engine is Godot.
type engine struct{}

func (engine) Singleton(name string) (o Object) {
	withString(name, func(s *C.char) { o.pointer = C.gd_singleton(s) })
	return o
}

func (engine) Call(o Object, method string, args []any) any {
	var memory arena
	defer memory.free()
	values := memory.values(len(args) + 1)
	for i, a := range args {
		memory.set(&values[i], a)
	}
	ret := &memory.values(1)[0]
	var refused C.gd_call_error
	C.gd_object_call(o.pointer, memory.text(method), C.int32_t(len(args)), &values[0], ret, &refused)
	if refused.error != C.GD_CALL_OK {
		complain(method, callError{int(refused.error), int(refused.argument), int(refused.expected)})
	}
	return takeValue(ret)
}

func (engine) Message(function, text string) {
	withString(function, func(f *C.char) {
		C.gd_utility_message(f, (*C.char)(unsafe.Pointer(unsafe.StringData(text))), C.int64_t(len(text)))
	})
}

func (engine) OnMainThread() bool { return bool(C.gd_on_main_thread()) }

func (engine) LibraryPath() string {
	buf := make([]byte, 4096)
	C.gd_library_path((*C.char)(unsafe.Pointer(&buf[0])), C.size_t(len(buf)))
	return C.GoString((*C.char)(unsafe.Pointer(&buf[0])))
}

func (engine) AddHelp(xml string) {
	C.gd_add_help((*C.char)(unsafe.Pointer(unsafe.StringData(xml))), C.int64_t(len(xml)))
}

func (engine) Instantiate(c *Class) Object {
	o := Object{C.gd_instantiate(c.handle)}
	if c.Singleton {
		C.gd_protect(o.pointer)
	}
	return o
}

func (engine) DisconnectAll(o Object) { C.gd_disconnect_all(o.pointer) }

func (engine) Retain(o Object) { C.gd_retain(o.pointer) }

func (engine) Release(o Object) {
	if C.gd_is_ref_counted(o.pointer) {
		o.Call("unreference") // the call has a reference too, and is the last to let go
		return
	}
	C.gd_free_object(o.pointer)
}

// Register tells the engine of a class. C keeps no memory of Go's: it knows the
// class and its methods by their numbers.
func (engine) Register(c *Class) {
	for ; keysMade < len(keyNames); keysMade++ {
		withString(keyNames[keysMade], func(s *C.char) { C.gd_key(s) })
	}
	var memory arena
	defer memory.free()

	var parent *C.gd_class
	if p := classNamed(c.Base); p != nil {
		parent = p.handle
	}
	c.handle = C.gd_new_class(memory.text(c.Name), memory.text(c.Base), parent, C.int32_t(classNumber(c)))
	for _, v := range c.Virtuals {
		s, _ := signatureOf(engineBase(c.Base), v.Name)
		params := make([]Param, len(s.Params))
		for i, t := range s.Params {
			params[i].Type = t
		}
		m := c.newMethod(&memory, Method{Name: v.Name, Params: params, Result: s.Result, Call: v.Call})
		C.gd_add_virtual(c.handle, m, C.uint32_t(s.Hash))
	}
	creatable := c.New != nil && !c.Singleton
	C.gd_register_class(c.handle, C.bool(c.Abstract || !creatable), C.bool(creatable))

	for _, e := range c.Enums {
		for _, k := range e.Constants {
			C.gd_register_enum_constant(c.handle, memory.text(e.Name), memory.text(k.Name), C.int64_t(k.Value))
		}
	}
	for _, s := range c.Signals {
		params := make([]Param, len(s.Args))
		for i, arg := range s.Args {
			params[i] = Param{Name: arg.Name, Type: arg.Type}
		}
		C.gd_register_signal(c.handle, memory.text(s.Name), C.int32_t(len(params)), memory.params(params))
	}
	for _, m := range c.Methods {
		h := c.newMethod(&memory, m)
		c.methods = append(c.methods, h)
		C.gd_register_method(c.handle, h, memory.text(m.ResultEnum), memory.params(m.Params))
		if m.cells != nil {
			C.gd_publish(h, (*C.int64_t)(unsafe.Pointer(&m.cells[0])), C.int64_t(len(m.cells)), C.int32_t(m.chosen))
		}
	}
	for _, p := range c.Properties {
		info := memory.params([]Param{{Name: p.Name, Type: p.Type, Enum: p.Enum}})
		info.hint, info.hint_string = C.int32_t(p.Hint), memory.text(p.HintString)
		C.gd_register_property(c.handle, info, memory.text(p.Setter), memory.text(p.Getter))
	}
}

func (c *Class) newMethod(memory *arena, m Method) *C.gd_method {
	result := m.Result
	if m.Vararg && result == Nil {
		result = Variant
	}
	return C.gd_new_method(memory.text(m.Name), C.int32_t(newMethodNumber(m)), C.int32_t(result), C.bool(m.Vararg),
		C.int32_t(len(m.Params)), memory.params(m.Params))
}

func (engine) Unregister(c *Class) {
	C.gd_unregister_class(c.handle)
	for _, m := range c.methods {
		C.gd_free_method(m)
	}
	c.handle, c.methods = nil, nil
}

// params returns parameters as C has them.
func (a *arena) params(params []Param) *C.gd_param {
	memory := a.alloc(C.size_t(len(params)+1) * C.sizeof_gd_param)
	list := unsafe.Slice((*C.gd_param)(memory), len(params)+1)
	for i, p := range params {
		list[i].name, list[i].class_name, list[i].hint_string = a.text(p.Name), a.text(p.Enum), a.text("")
		list[i]._type = C.int32_t(p.Type)
		if p.Default != nil {
			list[i].has_default = 1
			a.set(&list[i].default_value, p.Default)
		}
	}
	return &list[0]
}

// AskGo in a cell means that the method's function is to be called.
const AskGo = math.MinInt64
