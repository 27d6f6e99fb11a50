package gd

/*
#include <stdlib.h>
#include "gd.h"
*/
import "C"

import "unsafe"

// Class is a class written in Go with one instance, its singleton.
type Class struct {
	Name    string
	Enums   []Enum
	Signals []Signal
	Methods []Method
	// Properties are reached through methods.
	Properties []Property

	object  unsafe.Pointer
	handles []*C.gd_method
}

// Property is a property of a class, with the methods that set and get it.
type Property struct {
	Name           string
	Type           Type
	Setter, Getter string
}

// Enum is an enum of a class. Without a name, its constants are the class's
// alone.
type Enum struct {
	Name      string
	Constants []Constant
}

// Constant is a constant of an enum, and of the class.
type Constant struct {
	Name  string
	Value int64
}

// Signal is a signal of a class.
type Signal struct {
	Name string
	Args []SignalArg
}

// SignalArg is an argument of a signal.
type SignalArg struct {
	Name string
	Type Type
}

// notificationPostinitialize is what the engine wants an object to hear after
// its construction (Object.NOTIFICATION_POSTINITIALIZE).
const notificationPostinitialize = 0

// methods is what a frame's number means. It is written only while the class
// is registered, before the engine can call.
var methods []Method

// Register registers the class, a subclass of Object, and its singleton of the
// same name.
func (c *Class) Register() {
	for _, name := range keyNames {
		withString(name, func(s *C.char) { C.gd_key(s) })
	}
	withString(c.Name, func(name *C.char) {
		withString("Object", func(parent *C.char) { C.gd_register_class(name, parent) })
		for _, e := range c.Enums {
			for _, k := range e.Constants {
				withString(e.Name, func(enum *C.char) {
					withString(k.Name, func(constant *C.char) {
						C.gd_register_enum_constant(name, enum, constant, C.int64_t(k.Value))
					})
				})
			}
		}
		for _, s := range c.Signals {
			checkCount(s.Name, 1+len(s.Args)) // with the name, as emit_signal takes them
			params := make([]Param, len(s.Args))
			types := make([]Type, len(s.Args))
			for i, arg := range s.Args {
				params[i], types[i] = Arg(arg.Name), arg.Type
			}
			withParams(types, params, func(p *C.gd_param) {
				withString(s.Name, func(signal *C.char) {
					C.gd_register_signal(name, signal, C.int32_t(len(params)), p)
				})
			})
		}
		for _, m := range c.Methods {
			c.register(name, m)
		}
		for _, p := range c.Properties {
			withString(p.Name, func(property *C.char) {
				withString(p.Setter, func(setter *C.char) {
					withString(p.Getter, func(getter *C.char) {
						C.gd_register_property(name, property, C.int32_t(p.Type), setter, getter)
					})
				})
			})
		}
		c.object = C.gd_new_instance(name)
	})
	object(c.object).Call("notification", notificationPostinitialize)
	Engine().Call("register_singleton", StringName(c.Name), object(c.object))
}

func (c *Class) register(class *C.char, m Method) {
	index := len(methods)
	methods = append(methods, m)
	withParams(m.types, m.params, func(p *C.gd_param) {
		withString(m.name, func(name *C.char) {
			withString(m.resultEnum, func(resultClass *C.char) {
				h := C.gd_register_method(class, name, C.int32_t(index), C.int32_t(m.result), resultClass,
					C.bool(m.vararg), C.int32_t(len(m.params)), p)
				if m.cells != nil {
					C.gd_publish(h, (*C.int64_t)(unsafe.Pointer(&m.cells[0])), C.int64_t(len(m.cells)), C.int32_t(m.chosen))
				}
				c.handles = append(c.handles, h)
			})
		})
	})
}

// IsHeard reports whether anything is connected to a signal of the class.
func (c *Class) IsHeard(signal string) bool {
	return object(c.object).Call("has_connections", StringName(signal)) == true
}

// DisconnectAll ends all connections of the signals. A lambda that is still
// connected to a singleton when scripts are gone aborts the engine (4.6).
func (c *Class) DisconnectAll() { C.gd_disconnect_all(c.object) }

// Unregister undoes Register.
func (c *Class) Unregister() {
	if engine := Engine(); engine.Call("has_singleton", StringName(c.Name)) == true { // unless a script has done it
		engine.Call("unregister_singleton", StringName(c.Name))
	}
	C.gd_free_instance(c.object)
	withString(c.Name, func(name *C.char) { C.gd_unregister_class(name) })
	for _, h := range c.handles {
		C.gd_free_method(h)
	}
	c.handles, c.object, methods = nil, nil, nil
}

// Emit emits a signal of the class. Only the main thread may. The arguments
// are as for [Object.Call].
func (c *Class) Emit(signal string, args ...any) {
	object(c.object).Call("emit_signal", append([]any{StringName(signal)}, args...)...)
}

func withString(s string, f func(*C.char)) {
	cs := C.CString(s)
	defer C.free(unsafe.Pointer(cs))
	f(cs)
}

// withParams calls f with the parameters in C memory, nil if there are none.
func withParams(types []Type, params []Param, f func(*C.gd_param)) {
	if len(params) == 0 {
		f(nil)
		return
	}
	memory := C.calloc(C.size_t(len(params)), C.sizeof_gd_param)
	defer C.free(memory)
	list := unsafe.Slice((*C.gd_param)(memory), len(params))
	for i, p := range params {
		name, enum, text := C.CString(p.name), C.CString(p.enum), C.CString(p.text)
		defer C.free(unsafe.Pointer(name))
		defer C.free(unsafe.Pointer(enum))
		defer C.free(unsafe.Pointer(text))
		list[i].name = name
		list[i]._type = C.int32_t(types[i])
		list[i].class_name = enum
		if p.hasDefault {
			list[i].has_default = 1
		}
		list[i].default_value = C.int64_t(p.value)
		list[i].default_text = text
	}
	f(&list[0])
}
