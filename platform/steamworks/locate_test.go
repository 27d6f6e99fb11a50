package steamworks

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/platform"
)

func TestAMissingLibraryIsLookedForAndReported(t *testing.T) {
	empty, broken := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(broken, FileName()), []byte("not a library"), 0o644))
	provider := &Provider{SearchDirs: []string{empty, "", broken, empty}, Subdirs: []string{"deeper"}}

	err := provider.Available()
	var missing *NotFoundError
	require.ErrorAs(t, err, &missing)
	require.Len(t, missing.Places, 4)
	for _, words := range []string{
		"Valve's " + FileName() + " was not found. Looked for:",
		"\n  " + filepath.Join(empty, FileName()) + ": there is no such file",
		"\n  " + filepath.Join(empty, "deeper", FileName()) + ": there is no such file",
		"\n  " + filepath.Join(broken, FileName()) + ": it could not be loaded: ",
		"\n  " + FileName() + ", by the system's loader: ",
		"Take the file from the Steamworks SDK (redistributable_bin/" + sdkFolder() + ") and put it beside",
	} {
		require.Contains(t, err.Error(), words)
	}

	require.False(t, provider.IsSteamRunning())
	require.False(t, provider.RestartAppIfNecessary(480))
	_, err = provider.Start(platform.Config{AppID: 480})
	var failed *platform.InitError
	require.ErrorAs(t, err, &failed)
	require.Equal(t, platform.InitFailedGeneric, failed.Result)
	require.Equal(t, missing.Error(), failed.Message)
}

func TestLocateFindsAFileWithoutLoadingIt(t *testing.T) {
	dir := t.TempDir()
	_, ok := Locate([]string{dir}, nil)
	require.False(t, ok)
	want := filepath.Join(dir, FileName())
	require.NoError(t, os.WriteFile(want, nil, 0o644))
	got, ok := Locate([]string{"", dir}, nil)
	require.True(t, ok)
	require.Equal(t, want, got)
}
