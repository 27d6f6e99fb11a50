//go:build unix

package identity

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is no key does not hold the game up, or take its memory.
func TestAKeyFileThatIsNone(t *testing.T) {
	for name, c := range map[string]struct {
		make func(path string) error
		text string
	}{
		"a pipe": {func(path string) error { return syscall.Mkfifo(path, 0o600) },
			"is not a regular file: move it away"},
		"a folder":      {func(path string) error { return os.Mkdir(path, 0o700) }, "is not a regular file: move it away"},
		"a sparse file": {sparse, "is larger than 16384 bytes: move it away"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, c.make(filepath.Join(dir, "identity.pem")))
			var log strings.Builder
			id := Choose("", in(dir), slog.New(slog.NewTextHandler(&log, nil)))
			require.Nil(t, id.lock, "somebody new, for this run")
			require.Contains(t, log.String(), "identity.pem "+c.text)
			require.Contains(t, log.String(), "GODOTSTEAM_DATA_DIR")
		})
	}
}

func sparse(path string) error {
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		return err
	}
	return os.Truncate(path, 1<<40)
}

func TestALockThatIsAPipe(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "identity.lock"), 0o600))
	id, err := Load(dir)
	require.NoError(t, err)
	id.Release()
}

// No secret is written where others may read or change it.
func TestNoKeyInAFolderOfOthers(t *testing.T) {
	for _, mode := range []os.FileMode{0o770, 0o702} {
		dir := t.TempDir()
		require.NoError(t, os.Chmod(dir, mode))
		_, err := Load(dir)
		require.ErrorContains(t, err, "belongs to another user, or others may write to it")
		files, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Empty(t, files)
	}
}
