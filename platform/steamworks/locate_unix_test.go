//go:build unix

package steamworks

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// The system's loader would wait for somebody to write to it.
func TestAPipeIsNoLibrary(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, FileName()), 0o600))
	_, ok := Locate([]string{dir}, nil)
	require.False(t, ok)
	err := (&Provider{SearchDirs: []string{dir}}).Available()
	require.ErrorContains(t, err, "it could not be loaded: it is not a regular file")
}
