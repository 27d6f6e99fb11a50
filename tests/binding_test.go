package tests

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/gd"
)

// TestBinding calls classes that are there for this alone: an extension of its
// own, in a project of its own.
func TestBinding(t *testing.T) {
	t.Parallel()
	text := runExtension(t, "binding")
	require.Contains(t, text, "fails failed inside the addon (on purpose)")
	require.Contains(t, text, "is a singleton of the engine and stays")
	require.Equal(t, 2, strings.Count(text, "ERROR:"), "only the errors that are there on purpose")
}

// runExtension builds an extension that is there for a test alone, and runs the
// test.gd of the project beside it. It returns what that has printed.
func runExtension(t *testing.T, name string) (text string) {
	t.Helper()
	s := newStage(t)
	folder := filepath.Join(root, "tests", name)
	project := linkedProject(t, filepath.Join(folder, "project"))
	build := exec.Command("go", "build", "-buildmode=c-shared",
		"-ldflags=-extldflags=-Wl,--version-script="+filepath.Join(folder, "exports.map"),
		"-o", filepath.Join(project, name+".so"), ".")
	build.Dir = folder
	// scripts/sanitize.sh has variables for what Godot loads, a line each.
	build.Env = append(os.Environ(), strings.Split(os.Getenv("GODOTSTEAM_SANITIZE"), "\n")...)
	output, err := build.CombinedOutput()
	require.NoError(t, err, "%s", output)
	listExtension(t, project, "res://"+name+".gdextension")

	p := start(t, name, s.env, "--path", project, "-s", "res://test.gd")
	p.wait(t, s.deadline)
	text = p.output(t)
	require.Contains(t, text, "FINISHED failures=0")
	for _, trouble := range troubles {
		require.NotContains(t, text, trouble)
	}
	return text
}

// TestVirtualSignatures compares what the binding knows of the engine's virtual
// methods with what the engine says.
func TestVirtualSignatures(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	folder := t.TempDir()
	start(t, "dump", s.env, "--path", folder, "--dump-extension-api").wait(t, s.deadline)
	dump, err := os.ReadFile(filepath.Join(folder, "extension_api.json"))
	require.NoError(t, err)
	var api struct {
		Classes []struct {
			Name    string
			Methods []struct {
				Name       string
				Hash       uint32
				IsVirtual  bool `json:"is_virtual"`
				IsRequired bool `json:"is_required"`
				Arguments  []struct{ Type string }
				Return     struct{ Type string } `json:"return_value"`
			}
		}
	}
	require.NoError(t, json.Unmarshal(dump, &api))
	typeOf := func(name string) gd.Type {
		switch {
		case name == "":
			return gd.Nil
		case name == "bool":
			return gd.Bool
		case name == "int" || strings.HasPrefix(name, "enum::"):
			return gd.Int
		}
		require.Fail(t, "a type that the binding does not know", name)
		return gd.Nil
	}
	compared := 0
	for _, class := range api.Classes {
		known := make(map[string]gd.Signature)
		for _, v := range gd.VirtualsOf(class.Name) {
			known[v.Name] = v
		}
		for _, m := range class.Methods {
			if len(known) == 0 || !m.IsVirtual || strings.HasSuffix(m.Name, "_script") {
				continue
			}
			actual := gd.Signature{Name: m.Name, Hash: m.Hash, Result: typeOf(m.Return.Type), Required: m.IsRequired}
			switch m.Name {
			case "_get_packet", "_put_packet": // a script may have the other form
				actual.Required = true
				actual.Params = known[m.Name].Params
			default:
				for _, a := range m.Arguments {
					actual.Params = append(actual.Params, typeOf(a.Type))
				}
			}
			require.Equal(t, known[m.Name], actual, "%s.%s", class.Name, m.Name)
			compared++
		}
	}
	require.Equal(t, 25, compared)
}
