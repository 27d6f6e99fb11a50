//go:build unix

package steamworks

import (
	"fmt"
	"runtime"
	"unsafe"

	"github.com/ebitengine/purego"
)

// RTLD_NOW tells of a library that can't work here now, and not in a match.
const openMode = purego.RTLD_NOW | purego.RTLD_LOCAL

func openFile(path string) (uintptr, error)   { return purego.Dlopen(path, openMode) }
func openByName(name string) (uintptr, error) { return purego.Dlopen(name, openMode) }

// lookUp returns a symbol's address, 0 if there is none.
func lookUp(handle uintptr, name string) uintptr {
	address, err := purego.Dlsym(handle, name)
	if err != nil {
		return 0
	}
	return address
}

// setEnv sets a variable of the environment that C sees. os.Setenv changes
// Go's own copy and reaches C's only in some builds.
func setEnv(name, value string) error {
	setenv, err := purego.Dlsym(purego.RTLD_DEFAULT, "setenv")
	if err != nil {
		return fmt.Errorf("can't set %s: %w", name, err)
	}
	n, v := append([]byte(name), 0), append([]byte(value), 0)
	failed, _, _ := purego.SyscallN(setenv, uintptr(unsafe.Pointer(&n[0])), uintptr(unsafe.Pointer(&v[0])), 1)
	runtime.KeepAlive(n)
	runtime.KeepAlive(v)
	if int32(failed) != 0 {
		return fmt.Errorf("can't set %s=%q in the environment", name, value)
	}
	return nil
}
