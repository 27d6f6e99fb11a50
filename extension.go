// GodotSteam in Go: a Godot 4 extension with GodotSteam's Steam class. This
// file holds the entry symbol and wires platform → Steam class → Godot.
package main

/*
#include <stdint.h>
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"unsafe"

	docclasses "godotsteam/doc_classes"
	"godotsteam/gd"
	"godotsteam/platform"
	"godotsteam/platform/standalone"
	"godotsteam/platform/steamworks"
	"godotsteam/steam"
)

// extension is what the engine calls over its life.
type extension struct {
	steam *steam.Steam

	once       sync.Once
	steamworks *steamworks.Provider // one per process, as Valve's library is
}

func (e *extension) Initialize() {
	s := steam.New(e.choosePlatform)
	if s.Register() {
		e.steam = s
		s.InitializeOnStartup()
	}
}

func (e *extension) InitializeEditor() {
	if e.steam != nil { // Godot crashes over help for a class that is not there
		for _, class := range docclasses.All() {
			gd.AddHelp(class)
		}
	}
}

func (e *extension) Frame() {
	if e.steam != nil {
		e.steam.Frame()
	}
}

func (e *extension) Shutdown() {
	if e.steam != nil {
		e.steam.DisconnectSignals()
	}
}

func (e *extension) Deinitialize() {
	if e.steam != nil {
		e.steam.Unregister()
		e.steam = nil
	}
}

// redistributable is where Valve's library lies in Valve's redistributable.
var redistributable = map[string][]string{"linux": {"linux64"}, "windows": {"win64"}, "darwin": {"osx"}}

func (e *extension) choosePlatform(host platform.Host) platform.Provider {
	e.once.Do(func() {
		e.steamworks = &steamworks.Provider{
			SearchDirs: host.LibraryDirs,
			Subdirs:    redistributable[runtime.GOOS],
		}
	})
	return platform.Auto{
		Choice:          platform.ChoiceOf(host),
		Steamworks:      e.steamworks,
		Standalone:      standalone.Provider{Host: host},
		AllowStandalone: host.Debug,
	}
}

//export godotsteam_init
func godotsteam_init(getProcAddress, library, initialization unsafe.Pointer) C.uint8_t {
	// The game's thread needs a P for a moment in every call, even where there
	// is one core. More than there are cores made round trips a third slower.
	runtime.GOMAXPROCS(max(2, runtime.NumCPU()))
	if contained(func() bool { return gd.Load(getProcAddress, library, initialization, &extension{}) }) {
		return 1
	}
	return 0
}

// contained has a panic cost the addon, and not the game or the editor. The
// engine's own error functions may not be there yet.
func contained(load func() bool) (ok bool) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(os.Stderr, "ERROR: [STEAM] this addon could not be loaded. "+
				"This is a bug of ours, please report it with these lines: %v\n%s\n", p, debug.Stack())
		}
	}()
	return load()
}

func main() {}
