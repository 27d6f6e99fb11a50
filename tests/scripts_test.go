package tests

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWithoutGo is what a script says on systems without Go, or with an old one.
func TestWithoutGo(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		apt, goVersion, codename string
		says, saysNot            string // says nothing: it goes on
	}{
		"Debian 12": {
			apt: "2:1.19~1", codename: "bookworm",
			says: "install -t bookworm-backports golang-go", saysNot: "apt-get install golang-go",
		},
		"Debian 13": {
			apt: "2:1.24~2", codename: "trixie",
			says: "sudo apt-get install golang-go", saysNot: "go.dev",
		},
		"an Ubuntu with an old Go": {
			apt: "2:1.18~0ubuntu2", codename: "jammy",
			says: "https://go.dev/dl/", saysNot: "backports",
		},
		"no apt": {says: "sudo apt-get install golang-go"},
		"an old Go": {
			goVersion: "go1.19.8", codename: "bookworm",
			says: "go1.19.8, too old. Install Go 1.21 or newer from https://go.dev/dl/",
		},
		"a Go that fetches ours": {goVersion: "go1.21.0"},
		"Go's development":       {goVersion: "devel go1.27-3f2a"},
	} {
		t.Run(name, func(t *testing.T) {
			programs := t.TempDir()
			for _, program := range []string{"bash", "dirname", "sed"} {
				path, err := exec.LookPath(program)
				require.NoError(t, err)
				require.NoError(t, os.Symlink(path, filepath.Join(programs, program)))
			}
			script := func(name, text string) {
				require.NoError(t, os.WriteFile(filepath.Join(programs, name), []byte("#!/usr/bin/env bash\n"+text), 0o755))
			}
			if row.apt != "" {
				script("apt-cache", "printf 'golang-go:\\n  Installed: (none)\\n  Candidate: "+row.apt+"\\n'")
			}
			if row.goVersion != "" {
				script("go", "echo '"+row.goVersion+"'")
			}
			release := filepath.Join(t.TempDir(), "os-release")
			require.NoError(t, os.WriteFile(release, []byte("ID=any\nVERSION_CODENAME="+row.codename+"\n"), 0o644))
			command := exec.Command("bash", "-c", ". scripts/lib.sh; need_go")
			command.Dir = root
			command.Env = []string{"PATH=" + programs, "OS_RELEASE=" + release}
			output, err := command.CombinedOutput()
			if row.says == "" {
				require.NoError(t, err, "%s", output)
				return
			}
			require.Error(t, err)
			require.Contains(t, string(output), row.says)
			if row.saysNot != "" {
				require.NotContains(t, string(output), row.saysNot)
			}
		})
	}
}

// fakeGodot plays the benchmarks calls and frame with made-up figures.
const fakeGodot = `#!/usr/bin/env bash
case "$FAKE $*" in
*--version*) echo 4.6.stable ;;
none*) ;;
error*/calls.gd | error*/frame.gd) echo "ERROR: this was not measured" ;;
*/calls.gd) printf 'CALLS\tcall\tns\tgoal\tto\nCALLS\tany\t1\t2\t3\n' ;;
*/frame.gd) printf 'FRAME\tall\t1\t2\t3\t4\t5\nREAD\t8.0\n' ;;
esac
case "$BENCH_ROLE $*" in
game* | *calls.gd)
	if [ -e "$BENCH_DIR/done" ]; then echo "ERROR: here was somebody before"; fi
	touch "$BENCH_DIR/done" ;;
esac
`

// TestBench holds scripts/bench.sh to what it says: every figure was measured.
func TestBench(t *testing.T) {
	t.Parallel()
	godot := filepath.Join(t.TempDir(), "godot")
	require.NoError(t, os.WriteFile(godot, []byte(fakeGodot), 0o755))
	for name, row := range map[string]struct{ fake, says string }{
		"one after the other": {"", "8.0 packets read in a frame"},
		"an error":            {"error", "this was not measured"},
		"no figures":          {"none", "nothing was measured"},
	} {
		t.Run(name, func(t *testing.T) {
			command := exec.Command(filepath.Join(root, "scripts", "bench.sh"), "calls", "frame")
			command.Env = append(os.Environ(), "GODOT="+godot, "FAKE="+cmp.Or(row.fake, "well"))
			output, err := command.CombinedOutput()
			require.Equal(t, row.fake == "", err == nil, "%s", output)
			require.Contains(t, string(output), row.says)
		})
	}
}

// TestBenchWithoutTraffic measures frames of a game that nobody sends to.
func TestBenchWithoutTraffic(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for i := range 8 {
		sender := filepath.Join(s.folder, "sender"+strconv.Itoa(i))
		require.NoError(t, os.WriteFile(sender, []byte(strconv.Itoa(109775240917155840+i)), 0o644))
	}
	env := append(s.env, "BENCH_DIR="+s.folder, "BENCH_ROLE=game", "BENCH_SECONDS=1")
	game := start(t, "game", env, "--path", s.project, "-s", "res://bench/frame.gd")
	game.wait(t, s.deadline)
	require.Contains(t, game.output(t), "ERROR: this was not measured: 8 packets come in a frame, not 0.0")
}

// TestBenchWithoutPeer measures RPCs to nobody.
func TestBenchWithoutPeer(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	env := append(s.env, "BENCH_DIR="+s.folder, "BENCH_ROLE=sender", "BENCH_PATIENCE=0.5")
	game := start(t, "game", env, "--path", s.project, "-s", "res://bench/multiplayer.gd")
	game.wait(t, s.deadline)
	require.Contains(t, game.output(t), "ERROR: this was not measured: ours: the two processes did not connect")
}

// TestSummary has scripts/test.sh fail: it says what failed, and what it did before.
func TestSummary(t *testing.T) {
	t.Parallel()
	command := exec.Command(filepath.Join(root, "scripts", "test.sh"), "-run", "TestNothing")
	command.Env = append(os.Environ(), "GODOT=false")
	output, err := command.CombinedOutput()
	require.Error(t, err)
	require.Regexp(t, `(?s)error: Godot does not run.*\nFAILED +\d+ s  Godot and the addon\n0 passed, 0 failed, 0 skipped\n`, string(output))
}
