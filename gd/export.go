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
	if i := int(frame.method); i < len(methods) { // none are left after Unregister
		methods[i].call((*Call)(unsafe.Pointer(frame)))
	}
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
		extension = nil
	}
}

// gdFreed hears that a script has tried to free the singleton.
//
//export gdFreed
func gdFreed() {
	defer recovered("free", nil)
	PushError("[STEAM] Steam.free(): Steam is a singleton of the engine and stays. To end Steam call steamShutdown().")
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
		c := (*Call)(unsafe.Pointer(frame))
		c.result_made = 0
		c.setNumber(0)
		frame.field_count, frame.short_field = 0, -1
		if i := int(frame.method); i < len(methods) {
			where = methods[i].name
		}
		if frame.result_type == C.GD_STRING {
			c.SetString("")
		}
	}
	PushError(fmt.Sprintf("[STEAM] %s failed inside the addon (%v). This is a bug of ours, please report it with these lines:\n%s", where, r, debug.Stack()))
}
