// Package tests runs real Godot processes with the built addon, headless: one
// alone, two that talk, or three.
//
// What the processes do is written in GDScript, in project/cases: a folder per
// kind of run, a file per topic. A Go test starts the processes of a kind,
// each with a home of its own and all with one GODOTSTEAM_DATA_DIR, by which
// they find each other; every case of theirs becomes a subtest.
//
//	go test ./tests -run TestPair     one kind
//
// The processes' output is kept in .cache/test-logs/, and printed when a test
// fails. The addon must have been built; scripts/test.sh does that first. How
// to write a case: README.md.
package tests

import (
	"context"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// testProject is the Godot project with the cases, and demoProject the one
// that the addon is built into.
var (
	root        = parentFolder()
	testProject = filepath.Join(root, "tests", "project")
	demoProject = filepath.Join(root, "project")
)

func TestMain(m *testing.M) {
	if err := prepare(); err != nil {
		log.Fatal(err)
	}
	os.Exit(m.Run())
}

// prepare imports the test project if that was not done yet: Godot loads an
// extension only when a scan has found it.
func prepare() error {
	// Go caches the result of a test by the files that the test looks at, and
	// it does not see what Godot reads.
	for _, folder := range []string{testProject, demoProject, filepath.Join(root, "scripts")} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Name() == ".godot" {
				return fs.SkipDir
			}
			if err == nil && !entry.IsDir() {
				_, err = os.Stat(path)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	load := exec.CommandContext(ctx, "bash", "-c", ". scripts/lib.sh && ensure_imported tests/project")
	load.Dir = root
	load.Stdout, load.Stderr = os.Stderr, os.Stderr
	return load.Run()
}

func parentFolder() string {
	folder, err := os.Getwd()
	if err != nil {
		log.Fatal(err)
	}
	return filepath.Dir(folder)
}

// cacheFolder is the one that the scripts use.
func cacheFolder() string {
	if folder := os.Getenv("GODOTSTEAM_CACHE"); folder != "" {
		return folder
	}
	return filepath.Join(root, ".cache")
}

// process is a Godot that was started.
type process struct {
	name    string
	command *exec.Cmd
	logPath string
	done    chan struct{} // closed when it has ended
}

// start starts Godot with arguments. Its environment is ours, without what
// would lead it to this user's files, and with env on top.
func start(t *testing.T, name string, env []string, arguments ...string) *process {
	t.Helper()
	return startBy(exec.Command, t, name, env, arguments...)
}

// commander makes a command, as [exec.Command] does: maybe on another host.
type commander = func(program string, arguments ...string) *exec.Cmd

func startBy(command commander, t *testing.T, name string, env []string, arguments ...string) *process {
	t.Helper()
	p := &process{name: name, done: make(chan struct{})}
	logs := filepath.Join(cacheFolder(), "test-logs", filepath.FromSlash(t.Name()))
	require.NoError(t, os.MkdirAll(logs, 0o755))
	p.logPath = filepath.Join(logs, name+".log")
	output, err := os.Create(p.logPath)
	require.NoError(t, err)
	defer output.Close()

	p.command = command(filepath.Join(root, "scripts", "godot.sh"), append([]string{"--headless"}, arguments...)...)
	p.command.Stdout, p.command.Stderr = output, output
	p.command.Env = append(strangersEnvironment(), "HOME="+t.TempDir())
	p.command.Env = append(p.command.Env, env...)
	require.NoError(t, p.command.Start())
	go func() {
		_ = p.command.Wait() // its state is looked at in p.command
		close(p.done)
	}()
	t.Cleanup(func() {
		if t.Failed() && p.isRunning() {
			t.Logf("%s still runs. Its threads:\n%s", name, threadsOf(p.command.Process.Pid))
		}
		p.kill()
		if t.Failed() {
			t.Logf("the output of %s (%s):\n%s", name, p.logPath, p.output(t))
		}
	})
	return p
}

// strangersEnvironment is our environment without what is ours alone.
func strangersEnvironment() []string {
	var env []string
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		ours := strings.HasPrefix(name, "GODOTSTEAM_") && name != "GODOTSTEAM_CACHE"
		if !ours && !strings.HasPrefix(name, "XDG_") && name != "HOME" {
			env = append(env, entry)
		}
	}
	return env
}

func (p *process) isRunning() bool {
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}

// kill ends the process at once (SIGKILL), if it still runs.
func (p *process) kill() {
	_ = p.command.Process.Kill() // the error says that it has ended
	<-p.done
}

// wait waits until the process ends and checks its exit code.
func (p *process) wait(t *testing.T, deadline time.Time) {
	t.Helper()
	select {
	case <-p.done:
		require.Zero(t, p.command.ProcessState.ExitCode(), "%s: exit code (%v)", p.name, p.command.ProcessState)
	case <-time.After(time.Until(deadline)):
		p.giveUp(t)
		t.FailNow()
	}
}

// giveUp fails a test whose process did not end, with what can be seen of it
// from outside: a hang that was seen once is hard to see again.
func (p *process) giveUp(t *testing.T) {
	t.Helper()
	t.Errorf("%s did not end in time. Its threads:\n%s", p.name, threadsOf(p.command.Process.Pid))
	p.kill()
}

// threadsOf describes the threads of a process: with gdb where that is
// installed, else by what Linux tells of each.
func threadsOf(pid int) string {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	gdb := exec.CommandContext(ctx, "gdb", "-batch", "-p", strconv.Itoa(pid), "-ex", "thread apply all backtrace 12")
	if stacks, err := gdb.Output(); err == nil {
		return string(stacks)
	}
	var text strings.Builder
	folders, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid)) // the pattern is right
	for _, folder := range folders {
		for _, name := range []string{"comm", "wchan", "syscall", "stack"} {
			content, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil {
				content = []byte(err.Error())
			}
			fmt.Fprintf(&text, "%s %s: %s\n", filepath.Base(folder), name, strings.TrimSpace(string(content)))
		}
	}
	return text.String()
}

func (p *process) output(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(p.logPath)
	require.NoError(t, err)
	return string(text)
}
