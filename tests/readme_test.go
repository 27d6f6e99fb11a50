package tests

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What stands around the README's first script, and presses Enter for Alice.
const (
	tryScene = `[gd_scene format=3]
[ext_resource type="Script" path="res://readme.gd" id="1"]
[ext_resource type="Script" path="res://enter.gd" id="2"]
[node name="Readme" type="Node"]
script = ExtResource("1")
[node name="Enter" type="Node" parent="."]
script = ExtResource("2")
`
	pressEnter = `extends Node

func _ready() -> void:
	if OS.get_environment("GODOTSTEAM_IDENTITY") == "Alice":
		var event := InputEventAction.new()
		event.action = "ui_accept"
		event.pressed = true
		Input.parse_input_event(event)
`
)

// TestReadme runs the README's first script as it says: in two instances, with
// Enter pressed in one.
func TestReadme(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	script := regexp.MustCompile("(?s)```gdscript\n(.*?)```").FindSubmatch(readme)
	require.NotNil(t, script, "a script in README.md")

	s := newStage(t)
	project := importedDemo(t)
	for name, text := range map[string]string{"readme.gd": string(script[1]), "enter.gd": pressEnter, "readme.tscn": tryScene} {
		require.NoError(t, os.WriteFile(filepath.Join(project, name), []byte(text), 0o644))
	}
	expected := map[string]string{"Alice": " says: Hello!\n", "Bob": "We are 2 in the lobby.\n"}
	players := make(map[string]*process)
	for name := range expected {
		players[name] = start(t, name, append(s.env, asPlayer(name)...), "--path", project, "res://readme.tscn")
	}
	for name, line := range expected {
		require.Eventually(t, func() bool { return strings.Contains(players[name].output(t), line) },
			time.Until(s.deadline), 50*time.Millisecond, "%s prints: %s", name, line)
		require.NotContains(t, players[name].output(t), "ERROR", name)
	}
}
