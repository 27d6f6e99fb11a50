package tests

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPlatforms finds out which functions work on which platform, by calling
// them all, and compares that with platforms.txt. After a wanted change, run it
// with GODOTSTEAM_UPDATE=1, read the diff, and do the same with ./doc_classes.
func TestPlatforms(t *testing.T) {
	t.Parallel()
	lan := newStage(t)
	lan.launch = []string{"+connect_lobby", "109775240917155840"}
	steam := steamStage(t, projectWithSteam(t), "FAKESTEAM_FAULT=restart=true")
	identity := steam.envOf
	steam.envOf = func(role string) []string {
		return append(identity(role), "FAKESTEAM_CALLS="+filepath.Join(steam.folder, role+".calls"))
	}
	marks := make(map[string][]string)
	for platform, s := range map[string]*stage{"lan": lan, "steamworks": steam} {
		s.playTogether("platforms", "alice", "bob")
		works, err := os.ReadFile(filepath.Join(s.folder, platform))
		require.NoError(t, err)
		for name := range strings.Lines(string(works)) {
			name = strings.TrimSpace(name)
			marks[name] = append(marks[name], platform)
		}
	}
	var lines []string
	for name, platforms := range marks {
		slices.Sort(platforms)
		lines = append(lines, name+": "+strings.Join(platforms, " "))
	}
	slices.Sort(lines)
	actual := strings.Join(lines, "\n") + "\n"

	golden := filepath.Join(testProject, "platforms.txt")
	if os.Getenv("GODOTSTEAM_UPDATE") != "" {
		require.NoError(t, os.WriteFile(golden, []byte(actual), 0o644))
	}
	expected, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(expected), actual, "what works where; GODOTSTEAM_UPDATE=1 accepts it")
}
