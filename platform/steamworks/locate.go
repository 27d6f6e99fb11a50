package steamworks

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// FileName returns how Valve names the library on this system.
func FileName() string {
	switch runtime.GOOS {
	case "windows":
		return "steam_api64.dll"
	case "darwin":
		return "libsteam_api.dylib"
	}
	return "libsteam_api.so"
}

// sdkFolder is where the library is in Valve's redistributable_bin.
func sdkFolder() string {
	switch runtime.GOOS {
	case "windows":
		return "win64"
	case "darwin":
		return "osx"
	}
	return "linux64"
}

// Candidates returns the files that could be the library, in the order in which
// they are tried: for every folder the file in it, then in its subfolders. A
// relative folder means the working directory only where the caller says so.
func Candidates(dirs, subdirs []string) []string {
	var files []string
	seen := make(map[string]bool)
	for _, dir := range dirs {
		if dir == "" {
			continue // would be the working directory, where anybody may put a file
		}
		for _, sub := range append([]string{""}, subdirs...) {
			file, err := filepath.Abs(filepath.Join(dir, sub, FileName()))
			if err == nil && !seen[file] {
				seen[file] = true
				files = append(files, file)
			}
		}
	}
	return files
}

// Locate returns the first candidate that is a file, without loading it. It
// doesn't know what the system's loader would find.
func Locate(dirs, subdirs []string) (string, bool) {
	for _, file := range Candidates(dirs, subdirs) {
		if checkFile(file) == nil {
			return file, true
		}
	}
	return "", false
}

// checkFile refuses what is no file with bytes in it: the system's loader would
// wait for a pipe's writer.
func checkFile(file string) error {
	info, err := os.Stat(file)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a regular file")
	}
	return err
}

// open loads the first candidate that can be loaded, or what the system's
// loader knows by the plain name.
func open(files []string) (handle uintptr, path string, err error) {
	failed := &NotFoundError{FileName: FileName()}
	for _, file := range files {
		if err := checkFile(file); err != nil {
			failed.Places = append(failed.Places, Place{Path: file, Err: err})
			continue
		}
		handle, err := openFile(file)
		if err == nil {
			return handle, file, nil
		}
		failed.Places = append(failed.Places, Place{Path: file, Err: err})
	}
	handle, err = openByName(FileName())
	if err == nil {
		return handle, FileName(), nil
	}
	failed.Loader = err
	return 0, "", failed
}

// Place is where the library was looked for, and why it wasn't taken.
type Place struct {
	Path string
	Err  error
}

// NotFoundError says that there is no library, and names all places that were
// looked at.
type NotFoundError struct {
	FileName string
	Places   []Place
	Loader   error // what the system's loader said to the plain name
}

func (e *NotFoundError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Valve's %s was not found. Looked for:", e.FileName)
	for _, place := range e.Places {
		if errors.Is(place.Err, fs.ErrNotExist) {
			fmt.Fprintf(&b, "\n  %s: there is no such file", place.Path)
		} else {
			fmt.Fprintf(&b, "\n  %s: it could not be loaded: %v", place.Path, place.Err)
		}
	}
	fmt.Fprintf(&b, "\n  %s, by the system's loader: %v", e.FileName, e.Loader)
	fmt.Fprintf(&b, "\nTake the file from the Steamworks SDK (redistributable_bin/%s) and put it beside the "+
		"addon's library or beside the game's executable.", sdkFolder())
	return b.String()
}
