package tests

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestBeforeInit has a process of its own: nothing may have started Steam.
func TestBeforeInit(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	report(t, s.deadline, s.playAlone("fresh"))
}

func TestAlone(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	report(t, s.deadline, s.playAlone("alone"))
}

// TestSurface compares the classes as Godot's ClassDB has them with surface.txt,
// which go generate makes of the rows, and with peer_surface.txt: after a wanted
// change of the peer, run it with GODOTSTEAM_UPDATE=1 and read the diff.
func TestSurface(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	report(t, s.deadline, s.playAlone("surface"))
	for _, name := range []string{"surface.txt", "peer_surface.txt"} {
		actual, err := os.ReadFile(filepath.Join(s.folder, name))
		require.NoError(t, err)
		golden := filepath.Join(testProject, name)
		if os.Getenv("GODOTSTEAM_UPDATE") != "" && name == "peer_surface.txt" {
			require.NoError(t, os.WriteFile(golden, actual, 0o644))
		}
		expected, err := os.ReadFile(golden)
		require.NoError(t, err)
		require.Equal(t, string(expected), string(actual), "%s; GODOTSTEAM_UPDATE=1 accepts it", name)
	}
}

// TestProjectSettings starts Steam by settings alone, spelled as GodotSteam
// 4.14 to 4.19 and as 4.20 do. They tell what steamInit() returns, too. A
// setting of the platform standalone counts under its name before as well.
func TestProjectSettings(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]string{
		"4.14": `[steam]
initialization/app_id=4242
initialization/initialize_on_startup=true
initialization/embed_callbacks=true
standalone/timeout=1.0
`,
		"4.20": `[steam]
initialization/app_data/app_id=4242
initialization/processes/initialize_on_startup=true
initialization/processes/embed_callbacks=true
lan/timeout=1.0
`,
		"dictionary": `[steam]
initialization/app_id=4242
initialization/initialize_on_startup=true
initialization/embed_callbacks=true
initialization/steam_init_returns="dictionary"
standalone/timeout=1.0
`,
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.withSettings(settings)
			report(t, s.deadline, s.playAlone("embedded"))
		})
	}
}

// TestForgottenCallbacks is for games that never call run_callbacks.
func TestForgottenCallbacks(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	report(t, s.deadline, s.playAlone("forgotten"))
}

// TestQuitWithoutShutdown is for games that just quit.
func TestQuitWithoutShutdown(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	report(t, s.deadline, s.playAlone("leaving"))
}
