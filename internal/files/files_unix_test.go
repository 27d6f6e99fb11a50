//go:build unix

package files

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlySmallRegularFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	require.NoError(t, os.WriteFile(at("full"), []byte("12345678"), 0o600))
	require.NoError(t, os.Symlink("full", at("link")))
	for _, name := range []string{"full", "link"} {
		text, err := ReadSmall(at(name), 8)
		require.NoError(t, err)
		require.Equal(t, "12345678", string(text))
	}

	require.NoError(t, os.WriteFile(at("more"), []byte(strings.Repeat("1", 9)), 0o600))
	require.NoError(t, os.WriteFile(at("sparse"), nil, 0o600))
	require.NoError(t, os.Truncate(at("sparse"), 1<<40))
	require.NoError(t, syscall.Mkfifo(at("pipe"), 0o600))
	for name, reason := range map[string]string{
		"more": "is larger than 8 bytes", "sparse": "is larger than 8 bytes",
		"pipe": "is not a regular file", ".": "is not a regular file", "/dev/zero": "is not a regular file",
	} {
		path := at(name)
		if filepath.IsAbs(name) {
			path = name
		}
		_, err := ReadSmall(path, 8)
		require.EqualError(t, err, reason, name)
	}
	_, err := ReadSmall(at("nothing"), 8)
	require.ErrorIs(t, err, fs.ErrNotExist)
}
