package tests

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRows calls every method of the class as its row says: without Steam, over
// the stand-in for Valve's library, and over one that refuses everything.
func TestRows(t *testing.T) {
	t.Parallel()
	project := projectWithSteam(t)
	for name, fault := range map[string]string{"steamworks": "", "refused": "refuse=true"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := steamStage(t, project, "FAKESTEAM_FAULT="+fault)
			written := filepath.Join(s.folder, "written")
			require.NoError(t, os.WriteFile(written, nil, 0o644))
			s.env = append(s.env, "FAKESTEAM_WRITTEN="+written)
			report(t, s.deadline, s.playAlone("rows"))
		})
	}
	t.Run("without Steam", func(t *testing.T) {
		t.Parallel()
		s := newStage(t)
		report(t, s.deadline, s.playAlone("rows"))
	})
}
