package tests

import (
	"os"
	"os/exec"
	"path/filepath"
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
