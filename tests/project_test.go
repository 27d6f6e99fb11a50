package tests

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEditor opens the demo project in a fresh checkout: first as a build
// server does, then as a person does.
func TestEditor(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	project := freshProject(t, demoProject)
	quietly(t, s, start(t, "import", s.env, "--path", project, "--import"))
	quietly(t, s, start(t, "editor", s.env, "--path", project, "--editor", "--quit"))
}

// TestMainScene runs the demo project's chat without a window.
func TestMainScene(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	quietly(t, s, start(t, "chat", s.env, "--path", importedDemo(t), "--quit-after", "60"))
}

// TestTwoPlayers plays what scripts/demo.sh shows.
func TestTwoPlayers(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	project := importedDemo(t)
	player := func(name string) *process {
		env := append(s.env, "DEMO_NAME="+name, "DEMO_DIR="+s.folder, "GODOTSTEAM_IDENTITY="+name)
		return start(t, name, env, "--path", project, "res://demo/two_players.tscn")
	}
	alice, bob := player("Alice"), player("Bob")
	quietly(t, s, alice)
	quietly(t, s, bob)
	for _, line := range []string{
		"I say: Hello Bob, can you hear me?",
		"Bob says: Loud and clear, Alice!",
		"Session closed. Goodbye!",
	} {
		require.Contains(t, alice.output(t), line)
	}
	require.Contains(t, bob.output(t), "Alice asks to talk to me, and I accept.")
	require.NotContains(t, alice.output(t), "asks to talk", "Alice spoke first: nobody asks her")
}

// importedDemo returns the demo project, imported in a folder of the test's own.
func importedDemo(t *testing.T) string {
	t.Helper()
	s := newStage(t)
	project := freshProject(t, demoProject)
	quietly(t, s, start(t, "import", s.env, "--path", project, "--import"))
	return project
}

// quietly waits for a process and checks that it ended well and said nothing
// of errors or warnings.
func quietly(t *testing.T, s *stage, p *process) {
	t.Helper()
	p.wait(t, s.deadline)
	output := p.output(t)
	for _, trouble := range append([]string{"ERROR", "WARNING"}, troubles...) {
		require.False(t, strings.Contains(output, trouble), "%s said %s:\n%s", p.name, trouble, output)
	}
}
