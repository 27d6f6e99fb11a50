package tests

import (
	"path/filepath"
	"regexp"
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

// TestMainScene plays the demo project's main scene without a window: one
// player presses Host, the other Join, and both talk.
func TestMainScene(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	project := importedDemo(t)
	script := filepath.Join(root, "tests", "project", "framework", "press_buttons.gd")
	player := func(name string) *process {
		return start(t, name, append(s.env, asPlayer(name)...), "--path", project, "-s", script)
	}
	players := []*process{player("Alice"), player("Bob")}
	for _, p := range players {
		quietly(t, s, p)
		require.Equal(t, []string{"Alice:  I am Alice", "Bob:  I am Bob"}, chatOf(t, p), p.name)
	}
}

// TestThreePlayers plays what scripts/demo.sh shows.
func TestThreePlayers(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	project := importedDemo(t)
	player := func(name string) *process {
		return start(t, name, append(s.env, asPlayer(name)...), "--path", project, "res://demo/three_players.tscn")
	}
	players := []*process{player("Alice"), player("Bob"), player("Carol")}
	for _, p := range players {
		quietly(t, s, p)
		require.Contains(t, p.output(t), "We are Alice (owner), Bob and Carol, and have shaken hands.", p.name)
		require.Equal(t, []string{"Alice: Hello, everybody!", "Bob: Hello, Alice!", "Carol: Shall we play?"}, chatOf(t, p), p.name)
	}
	require.Contains(t, players[0].output(t), "I saw Bob and Carol move.")
	require.Contains(t, players[1].output(t), "Alice is gone; the lobby is Bob's.")
	require.Contains(t, players[2].output(t), "Bob is gone; the lobby is Carol's.")
}

// asPlayer is the environment of a player of the demo.
func asPlayer(name string) []string {
	return []string{"GODOTSTEAM_PERSONA_NAME=" + name, "GODOTSTEAM_IDENTITY=" + name}
}

// chatOf returns the lines that players said, as a process printed them.
func chatOf(t *testing.T, p *process) []string {
	return regexp.MustCompile(`(?m)^(Alice|Bob|Carol): .*$`).FindAllString(p.output(t), -1)
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
