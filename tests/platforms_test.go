package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPlatforms calls what the proofs of cases/platforms are about, on both
// platforms, and compares what works with the rows' marks: platforms.txt, which
// go generate makes of them.
func TestPlatforms(t *testing.T) {
	t.Parallel()
	alone := newStage(t)
	alone.launch = []string{"+connect_lobby", "109775240917155840"}
	steam := steamStage(t, projectWithSteam(t), "FAKESTEAM_FAULT=restart=true")
	identity := steam.envOf
	steam.envOf = func(role string) []string {
		return append(identity(role), "FAKESTEAM_CALLS="+filepath.Join(steam.folder, role+".calls"))
	}
	marks := platformMarks(t)
	for platform, s := range map[string]*stage{"standalone": alone, "steamworks": steam} {
		s.playTogether("platforms", "alice", "bob")
		found, err := os.ReadFile(filepath.Join(s.folder, platform))
		require.NoError(t, err)
		for line := range strings.Lines(string(found)) {
			name, works, _ := strings.Cut(strings.TrimSpace(line), " ")
			require.Equal(t, strings.Contains(marks[name], platform), works == "works",
				"%s on %s: its row says %q, calling it says %q", name, platform, marks[name], works)
		}
	}
}

// platformMarks are the platforms on which each method does something.
func platformMarks(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testProject, "platforms.txt"))
	require.NoError(t, err)
	marks := make(map[string]string)
	for line := range strings.Lines(string(text)) {
		name, platforms, _ := strings.Cut(strings.TrimSpace(line), ": ")
		marks[name] = platforms
	}
	return marks
}
