package tests

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestScale is the short form of scripts/scale.sh: one process in sessions with
// 64 others, all of whose messages must arrive. How fast, it does not ask.
func TestScale(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "scale")
	build := exec.Command("go", "build", "-o", program, "./scripts/scale")
	build.Dir = root
	output, err := build.CombinedOutput()
	require.NoError(t, err, "%s", output)
	output, err = exec.Command(program, "hub", "64").Output()
	require.NoError(t, err)
	var measured struct{ Resident, Goroutines float64 }
	require.NoError(t, json.Unmarshal(output, &measured))
	t.Logf("%s", output)
	// The goal is 150 KB; the kernel gives memory in pieces of its own size.
	require.Less(t, measured.Resident, 200.0, "KB an idle session")
	require.LessOrEqual(t, measured.Goroutines, 7.5, "goroutines a session")
}
