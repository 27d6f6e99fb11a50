package tests

import (
	"bytes"
	"debug/elf"
	"debug/pe"
	"encoding/binary"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
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
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		t.Logf("%s", exit.Stderr)
	}
	require.NoError(t, err, "scripts/build.sh %s", target)
	path, _, _ := strings.Cut(strings.TrimSpace(string(output)), "  ")
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return data
}

// TestStayingLoaded quits a game with a library that the linker did not mark as
// one to keep, as on Windows and macOS: the threads of Go's runtime go on when
// Godot is done with it, so it has to keep itself.
func TestStayingLoaded(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.project = withAddon(t, func(addon string) {
		libraries, err := filepath.Glob(filepath.Join(addon, "bin", "*.linux.*.so"))
		require.NoError(t, err)
		require.NotEmpty(t, libraries)
		for _, path := range libraries {
			unmark(t, path)
		}
	})
	quit := filepath.Join(root, "tests", "project", "framework", "quit.gd")
	for i := range 3 {
		quietly(t, s, start(t, "quit "+strconv.Itoa(i), s.env, "--path", s.project, "-s", quit))
	}
}

// unmark takes DF_1_NODELETE from a library.
func unmark(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	file, err := elf.NewFile(bytes.NewReader(data))
	require.NoError(t, err)
	dynamic := file.Section(".dynamic")
	require.NotNil(t, dynamic)
	entries := data[dynamic.Offset : dynamic.Offset+dynamic.FileSize]
	for ; len(entries) >= 16; entries = entries[16:] {
		flags := binary.LittleEndian.Uint64(entries[8:])
		if elf.DynTag(binary.LittleEndian.Uint64(entries)) == elf.DT_FLAGS_1 && elf.DynFlag1(flags)&elf.DF_1_NODELETE != 0 {
			binary.LittleEndian.PutUint64(entries[8:], flags&^uint64(elf.DF_1_NODELETE))
			require.NoError(t, os.WriteFile(path, data, 0o755))
			return
		}
	}
	require.Fail(t, "the library is not marked at all", path)
}

// TestLoadedTwice has a game load the library again under another name: it is
// refused, and the first one goes on.
func TestLoadedTwice(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.project = withAddon(t, func(addon string) {
		text, err := os.ReadFile(filepath.Join(addon, "godotsteam.gdextension"))
		require.NoError(t, err)
		// Not of the name that Godot looks for: it is loaded by hand.
		require.NoError(t, os.WriteFile(filepath.Join(addon, "again.gdextension.txt"), text, 0o644))
	})
	p := start(t, "twice", s.env, "--path", s.project, "-s", filepath.Join(root, "tests", "project", "framework", "load_again.gd"))
	p.wait(t, s.deadline)
	output := p.output(t)
	require.Contains(t, output, "this addon is loaded already")
	require.Contains(t, output, "CREATED")
	for _, trouble := range troubles {
		require.NotContains(t, output, trouble)
	}
}

// withAddon makes a project with a copy of the addon, which change may change.
func withAddon(t *testing.T, change func(addon string)) string {
	t.Helper()
	project := t.TempDir()
	addon := filepath.Join(project, "addons", "godotsteam")
	require.NoError(t, os.CopyFS(addon, os.DirFS(filepath.Join(demoProject, "addons", "godotsteam"))))
	change(addon)
	require.NoError(t, os.WriteFile(filepath.Join(project, "project.godot"), []byte("config_version=5\n"), 0o644))
	listExtension(t, project, "res://addons/godotsteam/godotsteam.gdextension")
	return project
}
