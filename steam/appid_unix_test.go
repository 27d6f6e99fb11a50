//go:build unix

package steam

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// What nobody ever writes to, or has no end, does not hold the game up.
func TestAppIDFilesThatAreNone(t *testing.T) {
	pipe, sparse, good := t.TempDir(), t.TempDir(), t.TempDir()
	const name = "steam_appid.txt"
	require.NoError(t, syscall.Mkfifo(filepath.Join(pipe, name), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(sparse, name), []byte("7\n"), 0o600))
	require.NoError(t, os.Truncate(filepath.Join(sparse, name), 1<<40))
	require.NoError(t, os.WriteFile(filepath.Join(good, name), []byte("480\n"), 0o600))
	var told []string
	ignored := func(path string, _ error) { told = append(told, filepath.Dir(path)) }
	require.Zero(t, appIDBeside([]string{pipe, sparse, t.TempDir()}, ignored))
	require.Equal(t, []string{pipe, sparse}, told, "where there is no such file there is nothing to tell")
	require.EqualValues(t, 480, appIDBeside([]string{pipe, sparse, good}, ignored))
}
