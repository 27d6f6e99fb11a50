// An extension with classes that only test package gd: see ../binding_test.go,
// which builds it, and project/test.gd, which calls it. No game gets it.
package main

/*
#include <stdint.h>
*/
import "C"

import (
	"sync/atomic"
	"unsafe"

	"godotsteam/gd"
)

type extension struct{ classes []*gd.Class }

// alive counts the instances that the engine has not freed.
var alive atomic.Int64

func (e *extension) Initialize() {
	e.classes = []*gd.Class{valuesClass(), plainClass(), peerClass(), derivedPeerClass(), packetPeerClass()}
	e.classes = append(e.classes, singletonClass(e.classes[0], e.classes[1]))
	for _, c := range e.classes {
		c.Free = func(self any) {
			if self == nil {
				panic("freed without its Go side")
			}
			alive.Add(-1)
		}
		if c.Singleton {
			c.Free = nil
		}
		c.Register()
	}
}

func (e *extension) InitializeEditor() {}
func (e *extension) Frame()            {}
func (e *extension) Shutdown()         {}

func (e *extension) Deinitialize() {
	for i := len(e.classes) - 1; i >= 0; i-- {
		e.classes[i].Unregister()
	}
}

// singletonClass is the singleton Binding.
func singletonClass(values, plain *gd.Class) *gd.Class {
	var kept gd.Object
	return &gd.Class{Name: "Binding", Singleton: true, Methods: []gd.Method{
		{Name: "alive", Result: gd.Int, Call: func(c *gd.Call) { c.SetInt(alive.Load()) }},
		// Makes an instance in Go, which the caller alone has afterwards.
		{Name: "make_values", Params: []gd.Param{{Name: "label", Type: gd.String}}, Result: gd.ObjectType,
			ResultEnum: "BindingValues", Call: func(c *gd.Call) {
				made := values.Instantiate()
				made.Call("set_label", c.String(0))
				defer made.Release()
				kept = made
				kept.Retain()
				c.SetObject(made)
			}},
		// Lets go of the one that make_values has kept.
		{Name: "let_go", Call: func(*gd.Call) { kept.Release() }},
		{Name: "make_and_free", Call: func(*gd.Call) { plain.Instantiate().Release() }},
		{Name: "fails", Result: gd.PackedByteArray, Call: func(c *gd.Call) {
			c.SetBytes([]byte("not this"))
			panic("on purpose")
		}},
		{Name: "counts", Vararg: true, Call: func(c *gd.Call) {
			types := make(gd.Array, c.Len())
			for i := range types {
				types[i] = int(c.Type(i))
			}
			c.Set(types)
		}},
	}}
}

//export binding_init
func binding_init(getProcAddress, library, initialization unsafe.Pointer) C.uint8_t {
	if gd.Load(getProcAddress, library, initialization, &extension{}) {
		return 1
	}
	return 0
}

func main() {}
