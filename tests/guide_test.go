package tests

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What stands around a script of docs/multiplayer.md, and presses its keys: for
// Alice, who hosts, at once, for Bob as soon as somebody is around, and Escape
// when there is a file that says so.
const (
	guideScene = `[gd_scene format=3]
[ext_resource type="Script" path="res://game.gd" id="1"]
[ext_resource type="Script" path="res://keys.gd" id="2"]
[node name="Game" type="Node"]
script = ExtResource("1")
[node name="Keys" type="Node" parent="."]
script = ExtResource("2")
`
	pressKeys = `extends Node

var me := OS.get_environment("GODOTSTEAM_IDENTITY")


func _ready() -> void:
	if me == "Alice":
		press("ui_up")
		return
	await get_tree().process_frame # the game's own _ready comes after ours
	while Steam.getFriendCount() == 0:
		await get_tree().process_frame
	press("ui_down")


func _process(_delta: float) -> void:
	if FileAccess.file_exists("res://leave %s" % me):
		press("ui_cancel")
		set_process(false)


func press(action: String) -> void:
	var event := InputEventAction.new()
	event.action = action
	event.pressed = true
	Input.parse_input_event(event)
`
)

// TestMultiplayerGuide runs the whole scripts of docs/multiplayer.md as they are
// printed, in two instances: one hosts, one joins, the host leaves.
func TestMultiplayerGuide(t *testing.T) {
	t.Parallel()
	scripts := guideScripts(t)
	for i, expected := range []struct{ alice, bob []string }{
		{
			alice: []string{"I host.\n", " is here: Bob\n", " says: Hello!\n"},
			bob:   []string{"1 is here: Alice\n", "I am in.\n", "The host is gone.\n"},
		},
		{
			alice: []string{"I host.\n", " says: Hello, I am Bob.\n", "I am out.\n"},
			bob:   []string{"1 says: Hello, I am Alice.\n", "I am out.\n"},
		},
	} {
		t.Run(fmt.Sprint("script ", i+1), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			project := importedDemo(t)
			for name, text := range map[string]string{"game.gd": scripts[i], "keys.gd": pressKeys, "game.tscn": guideScene} {
				require.NoError(t, os.WriteFile(filepath.Join(project, name), []byte(text), 0o644))
			}
			player := func(name string) *process {
				return start(t, name, append(s.env, asPlayer(name)...), "--path", project, "res://game.tscn")
			}
			await := func(p *process, lines []string) {
				for _, line := range lines {
					require.Eventually(t, func() bool { return strings.Contains(p.output(t), line) },
						time.Until(s.deadline), 50*time.Millisecond, "%s prints: %s", p.name, line)
				}
			}
			alice := player("Alice")
			await(alice, expected.alice[:1])
			bob := player("Bob")
			await(alice, expected.alice[:2])
			await(bob, expected.bob[:len(expected.bob)-1])
			require.NoError(t, os.WriteFile(filepath.Join(project, "leave Alice"), nil, 0o644))
			await(alice, expected.alice)
			await(bob, expected.bob)
			for _, p := range []*process{alice, bob} {
				for _, trouble := range append([]string{"ERROR", "WARNING"}, troubles...) {
					require.NotContains(t, p.output(t), trouble, p.name)
				}
			}
		})
	}
}

// TestMultiplayerGuidesPieces has Godot read the other scripts of the page, as
// parts of the first: they are right if they are GDScript.
func TestMultiplayerGuidesPieces(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	project := importedDemo(t)
	check := "extends SceneTree\n\n\nfunc _init() -> void:\n"
	for i, text := range guidePieces(t) {
		name := fmt.Sprintf("piece%d.gd", i)
		require.NoError(t, os.WriteFile(filepath.Join(project, name), []byte(text), 0o644))
		check += fmt.Sprintf("\tprint(\"%s: \", (load(\"res://%s\") as GDScript).can_instantiate())\n", name, name)
	}
	require.NoError(t, os.WriteFile(filepath.Join(project, "check.gd"), []byte(check+"\tquit()\n"), 0o644))
	p := start(t, "check", s.env, "--path", project, "-s", "res://check.gd")
	quietly(t, s, p)
	require.Equal(t, len(guidePieces(t)), strings.Count(p.output(t), ": true\n"), p.output(t))
}

// guideBlocks are the blocks of GDScript of docs/multiplayer.md.
func guideBlocks(t *testing.T) (blocks []string) {
	t.Helper()
	guide, err := os.ReadFile(filepath.Join(root, "docs", "multiplayer.md"))
	require.NoError(t, err)
	for _, block := range regexp.MustCompile("(?s)```gdscript\n(.*?)```").FindAllSubmatch(guide, -1) {
		blocks = append(blocks, string(block[1]))
	}
	return blocks
}

// guideScripts are the whole scripts among them.
func guideScripts(t *testing.T) (scripts []string) {
	t.Helper()
	for _, block := range guideBlocks(t) {
		if strings.HasPrefix(block, "extends ") {
			scripts = append(scripts, block)
		}
	}
	require.Len(t, scripts, 2)
	return scripts
}

// guidePieces are the others, each made a script: lines that are no function's
// go into one.
func guidePieces(t *testing.T) (pieces []string) {
	t.Helper()
	for _, block := range guideBlocks(t) {
		switch {
		case strings.HasPrefix(block, "extends "):
		case strings.Contains(block, "func "):
			pieces = append(pieces, "extends Node\n\n\n"+block)
		default:
			pieces = append(pieces, "extends Node\n\n\nfunc _piece(host_id: int) -> void:\n\t"+
				strings.ReplaceAll(strings.TrimSpace(block), "\n", "\n\t")+"\n")
		}
	}
	require.NotEmpty(t, pieces)
	return pieces
}
