// Package gd is a thin binding to Godot's GDExtension interface: classes
// written in Go, registered with the engine, called from GDScript.
//
// A class is plain data, see [Class]. It binds only what the Steam classes
// need, and nothing of it runs per call but what a call needs: no reflection,
// no allocation, and one crossing from C to Go. It is the only package with cgo
// and, beside the entry symbol in extension.go, the only one that sees the
// engine.
//
//	GDScript ─▶ call.c fills a frame ─▶ gdCall ─▶ the method's Go function
//	         ◀─ call.c makes the result of the frame ◀─┘
//
// Godot keeps calling from any of its threads; the Go functions must be ready
// for that. Signals and engine objects belong to the main thread: see
// [OnMainThread].
//
// Bytes of arguments ([PackedByteArray]) are the engine's and valid only during
// the call. Go memory is never kept by C, which knows instances by numbers.
//
// Package gdtest stands in for the engine in tests.
package gd

/*
#cgo CFLAGS: -std=gnu11 -O2 -Wall -Wno-unused-parameter
#cgo linux LDFLAGS: -lpthread
#include <stdlib.h>
#include "gd.h"
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

// Extension is what the engine tells the Go side of its life.
type Extension interface {
	// Initialize registers the class. It runs once, when the engine is ready
	// for classes (initialization level SCENE).
	Initialize()
	// InitializeEditor runs after that, only in the editor.
	InitializeEditor()
	// Frame runs once a frame on the main thread, after every _process.
	Frame()
	// Shutdown runs after the last frame, while scripts are still there.
	Shutdown()
	// Deinitialize undoes Initialize.
	Deinitialize()
}

var extension Extension

// Load is to be called from the extension's entry symbol with its three
// arguments. It returns what the entry symbol returns.
func Load(getProcAddress, library, initialization unsafe.Pointer, e Extension) bool {
	if extension != nil {
		PushError("[STEAM] this addon is loaded already, by another .gdextension file that names the same " +
			"library: keep one of the two")
		return false
	}
	var missing *C.char
	if !C.gd_load_interface(getProcAddress, library, &missing) {
		// The engine's own error functions may be what is missing.
		fmt.Fprintf(os.Stderr, "ERROR: [STEAM] this addon needs Godot 4.5 or later: the engine has no function "+
			"%s\n", C.GoString(missing))
		return false
	}
	C.gd_value_init()
	extension = e
	C.gd_set_initialization(initialization)
	return true
}

// LibraryPath returns where the extension's own library lies.
func LibraryPath() string { return host.LibraryPath() }

// OnMainThread reports whether the caller was called on Godot's main thread.
// A method asks its [Call] instead, which costs nothing.
func OnMainThread() bool { return host.OnMainThread() }
