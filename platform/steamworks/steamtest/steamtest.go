// Package steamtest compiles the fake libsteam_api of folder fakesteam, for
// the tests of any package. What the fake does is in fakesteam/fakesteam.h.
package steamtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Build compiles the fake as dir/libsteam_api.so (or as it is called on this
// system) and returns its path. Flags go to the compiler. It skips the test
// where there is no C compiler.
func Build(t testing.TB, dir string, flags ...string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the fake libsteam_api is written for Linux and macOS")
	}
	compiler := os.Getenv("CC")
	if compiler == "" {
		compiler = "cc"
	}
	if _, err := exec.LookPath(compiler); err != nil {
		t.Skipf("no C compiler: install one, or set CC, to run the tests that need the fake libsteam_api (%v)", err)
	}
	_, here, _, _ := runtime.Caller(0)
	sources, err := filepath.Glob(filepath.Join(filepath.Dir(here), "..", "fakesteam", "*.c"))
	if err != nil || len(sources) == 0 {
		t.Fatalf("no sources of the fake libsteam_api beside %s (built with -trimpath?)", here)
	}
	name := "libsteam_api.so"
	if runtime.GOOS == "darwin" {
		name = "libsteam_api.dylib"
	}
	library := filepath.Join(dir, name)
	arguments := append([]string{"-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-fvisibility=hidden", "-pthread", "-o", library}, flags...)
	if out, err := exec.Command(compiler, append(arguments, sources...)...).CombinedOutput(); err != nil {
		t.Fatalf("the fake libsteam_api does not compile: %v\n%s", err, out)
	}
	return library
}

// Copy copies a library into a folder of its own. A process that loads two
// copies has two Steams, because what a library remembers is per file.
func Copy(t testing.TB, library, dir string) string {
	t.Helper()
	data, err := os.ReadFile(library)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, filepath.Base(library))
	if err := os.WriteFile(copied, data, 0o755); err != nil {
		t.Fatal(err)
	}
	return copied
}
