//go:build cgo

package steamworks

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/platform/steamworks/steamtest"
	"godotsteam/platform/valve"
	_ "godotsteam/steam"
)

// rows are what the rows call; tests describe more, later.
var rows = slices.Clone(valve.Described())

// TestValveLibrariesHaveWhatRowsCall holds what rows describe against Valve's
// own libraries: the stand-in is made from the same rows, and agrees with any.
func TestValveLibrariesHaveWhatRowsCall(t *testing.T) {
	files := valveFiles(t)
	for file, exports := range map[string]func([]byte) (map[string]bool, error){
		"package/dist/linux64/libsteam_api.so": steamtest.ExportsELF,
		"package/dist/win64/steam_api64.dll":   steamtest.ExportsPE,
		"package/dist/osx/libsteam_api.dylib":  steamtest.ExportsMachO,
	} {
		names, err := exports(files[file])
		require.NoError(t, err)
		require.Greater(t, len(rows), 50, "the rows are there")
		for _, f := range rows {
			require.True(t, names[f.Symbol()], "%s has no %s", file, f.Symbol())
		}
	}
}
