package tests

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/internal/longrun"
)

// patience is how long the processes of one test may take together. It is
// generous: a loaded machine is slow, and a test that hangs is rare. What waits
// in a case gives up before, and says for what it waited.
// scripts/sanitize.sh has more: there a call takes ten times as long.
func patience(t *testing.T) time.Duration {
	t.Helper()
	return cmp.Or(longrun.Of(t, "GODOTSTEAM_PATIENCE"), 5*time.Minute)
}

// stage is where the processes of one test meet.
type stage struct {
	t        *testing.T
	project  string   // the Godot project that they run
	folder   string   // for the marks that they leave each other
	env      []string // of all processes
	envOf    func(identity string) []string
	launch   []string // what Steam would start all processes with
	deadline time.Time

	commandOf func(role string) commander // nil: on this computer
}

// newStage returns a stage; env is the environment of its processes.
func newStage(t *testing.T, env ...string) *stage {
	t.Helper()
	folder := t.TempDir()
	data := filepath.Join(folder, "data")
	marks := filepath.Join(folder, "marks")
	require.NoError(t, os.Mkdir(data, 0o755))
	require.NoError(t, os.Mkdir(marks, 0o755))
	return &stage{
		t:        t,
		project:  testProject,
		folder:   marks,
		env:      append(env, "GODOTSTEAM_DATA_DIR="+data),
		deadline: time.Now().Add(patience(t)),
	}
}

// play starts a process that plays a role in the cases of a kind, which is a
// folder in project/cases. Its Steam identity is named for the role.
func (s *stage) play(kind, role string, roles ...string) *process {
	return s.playAs(role, kind, role, roles...)
}

// playAs is play with another role's identity.
func (s *stage) playAs(identity, kind, role string, roles ...string) *process {
	s.t.Helper()
	if len(roles) == 0 {
		roles = []string{role}
	}
	env := append(s.env[:len(s.env):len(s.env)], "GODOTSTEAM_IDENTITY="+identity)
	if s.envOf != nil {
		env = append(env, s.envOf(identity)...)
	}
	command := exec.Command
	if s.commandOf != nil {
		command = s.commandOf(role)
	}
	arguments := []string{
		"--path", s.project, "--",
		"--role=" + role,
		"--roles=" + strings.Join(roles, ","),
		"--folder=" + s.folder,
		"--cases=" + strings.Join(casesOf(s.t, kind), ","),
	}
	return startBy(command, s.t, role, env, append(arguments, s.launch...)...)
}

// playAlone runs the cases of a kind in one process.
func (s *stage) playAlone(kind string) *process {
	s.t.Helper()
	return s.play(kind, "test")
}

// playTogether starts a process for each role and reports all of their cases.
func (s *stage) playTogether(kind string, roles ...string) {
	s.t.Helper()
	var processes []*process
	for _, role := range roles {
		processes = append(processes, s.play(kind, role, roles...))
	}
	report(s.t, s.deadline, processes...)
}

// await waits until a role has left a mark, while process lives.
func (s *stage) await(p *process, topic, role, mark string) {
	s.t.Helper()
	s.awaitFile(p, strings.Join([]string{topic, role, mark}, "."), role+" says: "+mark)
}

// awaitFile waits until there is a file in the stage's folder, while process
// lives. what it tells is for people.
func (s *stage) awaitFile(p *process, name, what string) {
	s.t.Helper()
	path := filepath.Join(s.folder, name)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := os.Stat(path); err == nil {
			return
		}
		select {
		case <-p.done:
			require.FailNow(s.t, p.name+" ended before "+what)
		case <-tick.C:
			require.True(s.t, time.Now().Before(s.deadline), "not in time: %s", what)
		}
	}
}

// casesOf lists the scripts of a kind, as Godot names them.
func casesOf(t *testing.T, kind string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testProject, "cases", kind, "*.gd"))
	require.NoError(t, err)
	require.NotEmpty(t, files, "cases of kind %s", kind)
	for i, file := range files {
		files[i] = "res://cases/" + kind + "/" + filepath.Base(file)
	}
	return files
}

// withSettings makes a project of its own that has the test project's files,
// and settings on top.
func (s *stage) withSettings(settings string) {
	s.t.Helper()
	s.project = linkedProject(s.t, testProject)
	require.NoError(s.t, os.Symlink(filepath.Join(testProject, ".godot"), filepath.Join(s.project, ".godot")))
	require.NoError(s.t, os.WriteFile(filepath.Join(s.project, "override.cfg"), []byte(settings), 0o644))
}

// freshProject returns a folder with a project's files that was never opened,
// but for the list of extensions. Without that Godot 4.5 and 4.6 crash at the
// end of a first headless session that finds any extension with a class
// (github.com/godotengine/godot/issues/111048).
func freshProject(t *testing.T, project string) string {
	t.Helper()
	folder := linkedProject(t, project)
	listExtension(t, folder, "res://addons/godotsteam/godotsteam.gdextension")
	return folder
}

// listExtension has Godot load an extension, as if a scan of the project had
// found it.
func listExtension(t *testing.T, project, path string) {
	t.Helper()
	list := filepath.Join(project, ".godot", "extension_list.cfg")
	require.NoError(t, os.Mkdir(filepath.Dir(list), 0o755))
	require.NoError(t, os.WriteFile(list, []byte(path+"\n"), 0o644))
}

// linkedProject returns a new folder with links to the files of a project,
// without what Godot has made of them.
func linkedProject(t *testing.T, project string) string {
	t.Helper()
	folder := t.TempDir()
	entries, err := os.ReadDir(project)
	require.NoError(t, err)
	for _, entry := range entries {
		if entry.Name() != ".godot" {
			require.NoError(t, os.Symlink(filepath.Join(project, entry.Name()), filepath.Join(folder, entry.Name())))
		}
	}
	return folder
}
