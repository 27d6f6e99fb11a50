package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMultiplayerPeer runs Godot's high-level multiplayer over
// SteamMultiplayerPeer, with a network in memory: an extension of its own, in a
// project of its own.
func TestMultiplayerPeer(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	folder := filepath.Join(root, "tests", "multiplayer")
	project := linkedProject(t, filepath.Join(folder, "project"))
	build := exec.Command("go", "build", "-buildmode=c-shared",
		"-ldflags=-extldflags=-Wl,--version-script="+filepath.Join(folder, "exports.map"),
		"-o", filepath.Join(project, "multiplayer.so"), ".")
	build.Dir = folder
	build.Env = append(os.Environ(), strings.Split(os.Getenv("GODOTSTEAM_SANITIZE"), "\n")...)
	output, err := build.CombinedOutput()
	require.NoError(t, err, "%s", output)
	listExtension(t, project, "res://multiplayer.gdextension")

	p := start(t, "multiplayer", s.env, "--path", project, "-s", "res://test.gd")
	p.wait(t, s.deadline)
	text := p.output(t)
	require.Contains(t, text, "FINISHED failures=0")
	require.NotContains(t, text, "ERROR:")
	for _, trouble := range troubles {
		require.NotContains(t, text, trouble)
	}
}
