package gd

// What C calls. Every entry recovers: a panic must not cross into C.

/*
#include "gd.h"
*/
import "C"

import (
	"fmt"
	"runtime/debug"
	"unsafe"
)

//export gdCall
func gdCall(frame *C.gd_frame) {
	defer recovered("a method", frame)
	if i := int(frame.method); i < len(calls) { // none are left after Unregister
		calls[i]((*Call)(unsafe.Pointer(frame)))
	}
}

//export gdCreate
func gdCreate(class C.int32_t, owner unsafe.Pointer) (number C.int64_t) {
	c := classes[class]
	defer recovered(c.Name, nil)
	s := slot{class: c}
	if c.New != nil {
		s.self = c.New(Object{owner})
	}
	return C.int64_t(addInstance(s))
}

//export gdFree
func gdFree(number C.int64_t) {
	defer recovered("freeing an object", nil)
	if s := takeInstance(int64(number)); s.class != nil && s.class.Free != nil {
		s.class.Free(s.self)
	}
}

// gdFreed hears that a script has tried to free a singleton.
//
//export gdFreed
func gdFreed() {
	defer recovered("free", nil)
	PushError("[STEAM] Steam.free(): Steam is a singleton of the engine and stays. To end Steam call steamShutdown().")
}

//export gdInitialize
func gdInitialize(level C.int32_t) {
	defer recovered("initialize", nil)
	switch level {
	case C.GD_LEVEL_SCENE:
		C.gd_register_main_loop()
		extension.Initialize()
	case C.GD_LEVEL_EDITOR:
		extension.InitializeEditor()
	}
}

//export gdDeinitialize
func gdDeinitialize(level C.int32_t) {
	defer recovered("deinitialize", nil)
	if level == C.GD_LEVEL_SCENE {
		extension.Deinitialize()
		C.gd_free_key_table()
		keysMade = 0
		extension = nil
	}
}

//export gdShutdown
func gdShutdown() {
	defer recovered("shutdown", nil)
	extension.Shutdown()
}

//export gdFrame
func gdFrame() {
	defer recovered("frame", nil)
	extension.Frame()
}

// recovered turns a panic into an error in Godot's log and a zero result.
func recovered(where string, frame *C.gd_frame) {
	r := recover()
	if r == nil {
		return
	}
	if frame != nil {
		// An empty string and an empty array are zero too.
		clear(unsafe.Slice((*byte)(unsafe.Pointer(&frame.result)), unsafe.Sizeof(frame.result)))
		frame.result_made, frame.field_count, frame.short_field = 0, 0, -1
		if i := int(frame.method); i < len(methods) {
			where = methods[i].Name
		}
	}
	PushError(fmt.Sprintf("[STEAM] %s failed inside the addon (%v). This is a bug of ours, please report it with these"+
		" lines:\n%s", where, r, debug.Stack()))
}
