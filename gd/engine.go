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
	"sync"
	"unsafe"
)

// Object is an object of the engine. Its methods are called by name: for
// start-up and the like, not for every frame.
type Object struct{ pointer unsafe.Pointer }

// StringName is a string that the engine takes as a StringName.
type StringName string

// Fields is a Dictionary argument of an engine's method.
type Fields map[string]any

// Items is a Dictionary whose entries have an order.
type Items []Item

// Item is an entry of [Items].
type Item struct{ Key, Value any }

// Array is an Array of the engine.
type Array []any

func object(p unsafe.Pointer) Object { return Object{p} }

// Singleton returns an engine singleton, such as "ProjectSettings".
func Singleton(name string) Object {
	var o Object
	withString(name, func(s *C.char) { o.pointer = C.gd_singleton(s) })
	return o
}

// Engine returns the engine's own singleton.
func Engine() Object { return Singleton("Engine") }

// Call calls a method. Arguments may be nil, bool, int, int64, float64,
// string, StringName, Object, []byte, []int64, Array, Fields and Items; the
// result is nil, bool, int64, float64, string or Object, nil for anything else.
func (o Object) Call(method string, args ...any) any {
	checkCount(method, len(args))
	var memory arena
	defer memory.free()
	values := memory.values(len(args))
	for i, a := range args {
		memory.set(&values[i], a)
	}
	var first *C.gd_value
	if len(values) > 0 {
		first = &values[0]
	}
	ret := &memory.values(1)[0]
	var refused C.gd_call_error
	withString(method, func(name *C.char) {
		C.gd_object_call(o.pointer, name, C.int32_t(len(args)), first, ret, &refused)
	})
	if refused.error != C.GD_CALL_OK {
		complain(method, callError{int(refused.error), int(refused.argument), int(refused.expected)})
	}
	switch ret._type {
	case C.GD_BOOL:
		return ret.number != 0
	case C.GD_INT:
		return int64(ret.number)
	case C.GD_FLOAT:
		return math.Float64frombits(uint64(ret.number))
	case C.GD_OBJECT:
		if ret.bytes == nil {
			return nil
		}
		return Object{ret.bytes}
	case C.GD_STRING:
		defer C.free(unsafe.Pointer(ret.bytes))
		return C.GoStringN((*C.char)(ret.bytes), C.int(ret.number))
	}
	return nil
}

// callError is why the engine did not make a call, as GDExtensionCallError says.
type callError struct{ kind, argument, expected int }

func (e callError) Error() string {
	switch e.kind {
	case C.GD_CALL_INVALID_METHOD:
		return "there is no such method"
	case C.GD_CALL_INVALID_ARGUMENT:
		return fmt.Sprintf("argument %d must be of type %d", e.argument+1, e.expected)
	case C.GD_CALL_TOO_MANY_ARGUMENTS:
		return fmt.Sprintf("it takes at most %d arguments", e.expected)
	case C.GD_CALL_TOO_FEW_ARGUMENTS:
		return fmt.Sprintf("it takes at least %d arguments", e.expected)
	case C.GD_CALL_INSTANCE_IS_NULL:
		return "the object is not there"
	}
	return fmt.Sprintf("error %d", e.kind)
}

// complained are the methods that were complained of: some are called in every
// frame.
var complained sync.Map

func complain(method string, err error) {
	if _, again := complained.LoadOrStore(method, true); !again {
		PushError(fmt.Sprintf("[STEAM] the engine refuses the addon's call of %s(): %v. A script that is attached "+
			"to a singleton may have replaced it; otherwise please report this.", method, err))
	}
}

// arena is C memory for the arguments of one call.
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

func (a *arena) set(v *C.gd_value, arg any) {
	switch x := arg.(type) {
	case nil:
		v._type = C.GD_NIL
	case bool:
		v._type = C.GD_BOOL
		if x {
			v.number = 1
		}
	case int:
		v._type, v.number = C.GD_INT, C.int64_t(x)
	case int64:
		v._type, v.number = C.GD_INT, C.int64_t(x)
	case float64:
		v._type, v.number = C.GD_FLOAT, C.int64_t(math.Float64bits(x))
	case string:
		a.setString(v, C.GD_STRING, valid(x))
	case StringName:
		a.setString(v, C.GD_STRING_NAME, string(x))
	case Object:
		v._type, v.bytes = C.GD_OBJECT, x.pointer
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
		v._type, v.number, v.bytes = C.GD_DICTIONARY, C.int64_t(len(x)), unsafe.Pointer(unsafe.SliceData(pairs))
	case []byte:
		a.setString(v, C.GD_PACKED_BYTE_ARRAY, unsafe.String(unsafe.SliceData(x), len(x)))
	case []int64:
		elements := a.values(len(x))
		for i := range x {
			elements[i]._type, elements[i].number = C.GD_INT, C.int64_t(x[i])
		}
		v._type, v.number, v.bytes = C.GD_ARRAY, C.int64_t(len(x)), unsafe.Pointer(unsafe.SliceData(elements))
	case Array:
		elements := a.values(len(x))
		for i := range x {
			a.set(&elements[i], x[i])
		}
		v._type, v.number, v.bytes = C.GD_ARRAY, C.int64_t(len(x)), unsafe.Pointer(unsafe.SliceData(elements))
	default:
		panic(fmt.Sprintf("gd: a value of type %T can't be given to the engine", arg))
	}
}

// valid makes a string UTF-8: for each byte that is not, the engine prints an
// error, and strings come from other players too.
func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

func (a *arena) setString(v *C.gd_value, t C.int32_t, s string) {
	p := a.alloc(C.size_t(len(s)))
	copy(unsafe.Slice((*byte)(p), len(s)), s)
	v._type, v.number, v.bytes = t, C.int64_t(len(s)), p
}

// FoundByHeadlessEditor reports whether an editor without a screen has found
// the extension just now, while it runs: the first `--import` of a checkout,
// say. Godot 4.5 and 4.6 crash as that editor quits if a class was registered
// in it (godotengine/godot#111048). Nothing can run in it either, so the class
// can wait for the next start.
func FoundByHeadlessEditor() bool {
	engine := Engine()
	return engine.Call("is_editor_hint") == true && engine.Call("get_main_loop") != nil &&
		Singleton("DisplayServer").Call("get_name") == "headless"
}

// PushError prints an error as GDScript's push_error does, with the script's
// stack in the editor.
func PushError(text string) { message("push_error", text) }

// PushWarning prints a warning as GDScript's push_warning does.
func PushWarning(text string) { message("push_warning", text) }

// Print prints a line.
func Print(text string) { message("print", text) }

func message(function, text string) {
	text = valid(text)
	withString(function, func(f *C.char) {
		C.gd_utility_message(f, (*C.char)(unsafe.Pointer(unsafe.StringData(text))), C.int64_t(len(text)))
	})
}

// Setting is a project setting, shown in the editor.
type Setting struct {
	Name       string
	Default    any // bool, int, float64 or string
	Hint       int // a PropertyHint of the engine, 0 for none
	HintString string
}

// Hints of project settings.
const (
	HintNone  = 0
	HintRange = 1 // least,most,step,suffix:unit
	HintEnum  = 2 // the choices
)

// DefineSetting makes a project setting known to the engine and the editor.
func DefineSetting(s Setting) {
	settings := Singleton("ProjectSettings")
	if settings.Call("has_setting", s.Name) != true {
		settings.Call("set_setting", s.Name, s.Default)
	}
	settings.Call("set_initial_value", s.Name, s.Default)
	settings.Call("set_as_basic", s.Name, true)
	t := Nil
	switch s.Default.(type) {
	case bool:
		t = Bool
	case int:
		t = Int
	case float64:
		t = Float
	case string:
		t = String
	}
	settings.Call("add_property_info", Fields{
		"name": s.Name, "type": int(t), "hint": s.Hint, "hint_string": s.HintString,
	})
}

// ProjectSetting returns a project setting, nil if there is none of that name.
func ProjectSetting(name string) any {
	settings := Singleton("ProjectSettings")
	if settings.Call("has_setting", name) != true {
		return nil
	}
	return settings.Call("get_setting_with_override", StringName(name))
}

// AddHelp gives the editor the class reference, as XML.
func AddHelp(xml string) {
	C.gd_add_help((*C.char)(unsafe.Pointer(unsafe.StringData(xml))), C.int64_t(len(xml)))
}
