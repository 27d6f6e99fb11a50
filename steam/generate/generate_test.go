package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestGeneratedFilesAreCurrent fails where a row, a signal or an enum was changed
// and `go generate ./steam` was not run.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	made, err := files(root)
	require.NoError(t, err)
	for path, text := range made {
		is, err := os.ReadFile(filepath.Join(root, path))
		require.NoError(t, err)
		require.Equal(t, text, string(is), "%s is not what the rows say: run go generate ./steam", path)
	}
}
