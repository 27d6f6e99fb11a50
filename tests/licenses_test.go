package tests

import (
	"cmp"
	"debug/buildinfo"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var licence = regexp.MustCompile(`(?s)\n(LICEN[SC]E|COPYING|copyright)[^\n]*:\n.*(Copyright|Apache License)`)

// TestLicenses holds the addon's THIRD_PARTY.md against what go says that the
// libraries consist of, for each system, and against what the one for this machine says.
func TestLicenses(t *testing.T) {
	t.Parallel()
	addon := filepath.Join(demoProject, "addons", "godotsteam")
	text, err := os.ReadFile(filepath.Join(addon, "THIRD_PARTY.md"))
	require.NoError(t, err)
	chapters := make(map[string]string)
	for _, chapter := range strings.Split(string(text), "\n## ")[1:] {
		title, content, _ := strings.Cut(chapter, "\n")
		chapters[title] = content
	}
	expected := make(map[string]bool) // "module version"
	for _, system := range []string{"linux/amd64", "linux/arm64", "windows/amd64", "darwin/arm64"} {
		goos, goarch, _ := strings.Cut(system, "/")
		format := "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}"
		list := exec.Command("go", "list", "-deps", "-f", format, ".")
		list.Dir = root
		list.Env = append(os.Environ(), "CGO_ENABLED=1", "GOOS="+goos, "GOARCH="+goarch)
		modules, err := list.Output()
		require.NoError(t, err, system)
		for module := range strings.Lines(string(modules)) {
			expected[strings.TrimSpace(module)] = true
		}
	}
	// Of others there may be old ones.
	arch := map[string]string{"amd64": "x86_64"}[runtime.GOARCH]
	library := filepath.Join(addon, "bin", "libgodotsteam.linux."+cmp.Or(arch, runtime.GOARCH)+".so")
	info, err := buildinfo.ReadFile(library)
	require.NoError(t, err)
	require.Contains(t, chapters, "Go's runtime and standard library, "+info.GoVersion)
	require.NotEmpty(t, info.Deps)
	for _, module := range info.Deps {
		expected[module.Path+" "+module.Version] = true
	}
	for module := range expected {
		require.Contains(t, chapters, module)
	}
	for title, content := range chapters {
		own := strings.HasPrefix(title, "Go's ") || strings.Contains(title, "mingw-w64")
		require.True(t, own || expected[title], "%s is in no library", title)
		require.Regexp(t, licence, content, title)
	}
}
