package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestReport has go test some packages that end in every way there is.
func TestReport(t *testing.T) {
	module := t.TempDir()
	for path, text := range map[string]string{
		"go.mod":          "module example.org/m\ngo 1.21\n",
		"well/x_test.go":  `package x; import "testing"; func TestA(t *testing.T) { t.Log("quiet"); t.Run("b", func(*testing.T) {}) }`,
		"skips/x_test.go": `package x; import "testing"; func TestA(t *testing.T) { t.Skip("no\nmoon") }`,
		"fails/x_test.go": `package x; import "testing"; func TestA(t *testing.T) { t.Parallel(); t.Error("is bad") }`,
		"dies/x_test.go":  `package x; import ("os"; "testing"); func TestA(t *testing.T) { println("dying"); os.Exit(3) }`,
		"after/x_test.go": `package x; import ("os"; "testing"); func TestMain(m *testing.M) { m.Run(); println("leaked"); os.Exit(1) }
			func TestA(t *testing.T) {}`,
		"broken/x_test.go": `package x; import "testing"; func TestA(t *testing.T) { nonsense() }`,
	} {
		path = filepath.Join(module, path)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	goTest := exec.Command("go", "test", "-json", "-p=1", "./...")
	goTest.Dir = module
	events, err := goTest.Output()
	require.Error(t, err, "some of them fail")

	var out, results strings.Builder
	r := &report{out: &out, results: &results}
	r.read(strings.NewReader(string(events)))
	require.Empty(t, r.open)
	require.ElementsMatch(t, []string{
		"pass\twell.TestA", "pass\twell.TestA/b", "skip\tskips.TestA\tno moon", "fail\tfails.TestA", "fail\tdies.TestA",
		"pass\tafter.TestA", "fail\tafter", "fail\tbroken",
	}, strings.Split(strings.TrimSpace(results.String()), "\n"))
	for _, part := range []string{
		"ok  \texample.org/m/well\t", "ok  \texample.org/m/skips\t", "x_test.go:1: is bad\n--- FAIL: TestA (", "dying\n", "leaked\n",
		"FAIL\texample.org/m/dies\t", "undefined: nonsense", "FAIL\texample.org/m/broken [build failed]\n",
	} {
		require.Contains(t, out.String(), part)
	}
	for _, part := range []string{"quiet", "moon", "=== "} {
		require.NotContains(t, out.String(), part)
	}
}

// TestTick says what runs, and only where nothing else was said.
func TestTick(t *testing.T) {
	var out, results strings.Builder
	r := &report{out: &out, results: &results}
	event := func(action, test string) {
		line, err := json.Marshal(map[string]string{"Action": action, "Package": "m/p", "Test": test})
		require.NoError(t, err)
		r.line(line)
	}
	said := func() string {
		out.Reset()
		r.tick(40 * time.Second)
		return out.String()
	}
	require.Equal(t, "… 40 s: building\n", said())
	event("start", "")
	for _, test := range []string{"A", "A/b", "B", "C", "D", "E", "F"} {
		event("run", test)
	}
	event("pause", "B")
	require.Equal(t, "… 40 s: p.A, p.C, p.D, p.E, and 1 more\n", said())
	r.print("a failed test's words\n")
	require.Empty(t, said())
}
