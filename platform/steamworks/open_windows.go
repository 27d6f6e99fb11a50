package steamworks

import (
	"os"
	"syscall"
	"unsafe"
)

// What LoadLibraryExW may look through for the library and what it needs. None
// of them is the working directory or PATH, where anybody may put a file.
const (
	searchDLLFolder = 0x0100 // LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR: beside the library
	searchDefault   = 0x1000 // LOAD_LIBRARY_SEARCH_DEFAULT_DIRS: the executable's folder, System32
)

var loadLibraryEx = syscall.NewLazyDLL("kernel32.dll").NewProc("LoadLibraryExW")

func openFile(path string) (uintptr, error)   { return load(path, searchDLLFolder|searchDefault) }
func openByName(name string) (uintptr, error) { return load(name, searchDefault) }

func load(name string, flags uintptr) (uintptr, error) {
	wide, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return 0, err
	}
	handle, _, err := loadLibraryEx.Call(uintptr(unsafe.Pointer(wide)), 0, flags)
	if handle == 0 {
		return 0, err
	}
	return handle, nil
}

// lookUp returns a symbol's address, 0 if there is none.
func lookUp(handle uintptr, name string) uintptr {
	address, err := syscall.GetProcAddress(syscall.Handle(handle), name)
	if err != nil {
		return 0
	}
	return address
}

// setEnv sets a variable of the process's environment: on Windows os.Setenv is
// SetEnvironmentVariableW.
func setEnv(name, value string) error { return os.Setenv(name, value) }
