package tests

import (
	"bytes"
	"debug/elf"
	"debug/pe"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/platform/steamworks/steamtest"
)

// TestWindowsBuild builds the library for Windows and looks into it: Godot finds
// the entry symbol and nothing else, and players need no file but ours.
func TestWindowsBuild(t *testing.T) {
	t.Parallel()
	data := crossBuild(t, "windows", "x86_64-w64-mingw32-gcc", "gcc-mingw-w64-x86-64-win32")
	exports, err := steamtest.ExportsPE(data)
	require.NoError(t, err)
	require.Equal(t, []string{"godotsteam_init"}, slices.Collect(maps.Keys(exports)))

	file, err := pe.NewFile(bytes.NewReader(data))
	require.NoError(t, err)
	imports, err := file.ImportedSymbols()
	require.NoError(t, err)
	for _, symbol := range imports {
		_, library, _ := strings.Cut(strings.ToLower(symbol), ":")
		require.Contains(t, []string{"kernel32.dll", "msvcrt.dll"}, library, "%s is not a library of Windows itself", symbol)
	}
}

// TestArm64Build builds the library for Linux on arm64.
func TestArm64Build(t *testing.T) {
	t.Parallel()
	data := crossBuild(t, "linux-arm64", "aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu libc6-dev-arm64-cross")
	file, err := elf.NewFile(bytes.NewReader(data))
	require.NoError(t, err)
	require.Equal(t, elf.EM_AARCH64, file.Machine)
	exports, err := steamtest.ExportsELF(data)
	require.NoError(t, err)
	require.Equal(t, []string{"godotsteam_init"}, slices.Collect(maps.Keys(exports)))
}

// TestLinuxBuild looks into the library that the other tests run.
func TestLinuxBuild(t *testing.T) {
	t.Parallel()
	libraries, err := filepath.Glob(filepath.Join(demoProject, "addons", "godotsteam", "bin", "*.linux.*.so"))
	require.NoError(t, err)
	require.NotEmpty(t, libraries)
	data, err := os.ReadFile(libraries[0])
	require.NoError(t, err)
	exports, err := steamtest.ExportsELF(data)
	require.NoError(t, err)
	require.Equal(t, []string{"godotsteam_init"}, slices.Collect(maps.Keys(exports)))
}

// crossBuild builds for another system, as scripts/build.sh does, and returns
// the library.
func crossBuild(t *testing.T, target, compiler, packages string) []byte {
	t.Helper()
	if _, err := exec.LookPath(compiler); err != nil && os.Getenv("CI") != "true" {
		t.Skipf("no cross compiler: apt-get install %s to build for %s (with CI=true, as root, the script does so itself)", packages, target)
	}
	output, err := exec.Command(filepath.Join(filepath.Dir(demoProject), "scripts", "build.sh"), target).Output()
	require.NoError(t, err, "scripts/build.sh %s", target)
	path, _, _ := strings.Cut(strings.TrimSpace(string(output)), "  ")
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return data
}
