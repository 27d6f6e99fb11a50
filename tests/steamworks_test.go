package tests

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/platform/steamworks/steamtest"
	"godotsteam/steamtypes"
)

// TestSteamworks runs what two and three players do on the platform steamworks,
// over a stand-in for Valve's library that lies where a developer puts the real
// one: beside the addon's. The same cases run on standalone in the tests above.
func TestSteamworks(t *testing.T) {
	t.Parallel()
	project := projectWithSteam(t)
	for _, play := range []struct {
		kind  string
		roles []string
		env   []string
	}{
		{kind: "pair", roles: []string{"alice", "bob"}},
		{kind: "impatient", roles: []string{"alice", "bob"}, env: []string{"GODOTSTEAM_TIMEOUT=2", "FAKESTEAM_TIMEOUT_MS=2000"}},
		{kind: "three", roles: []string{"alice", "bob", "carol"}},
		{kind: "leaving_pair", roles: []string{"alice", "bob"}},
		{kind: "multiplayer", roles: []string{"alice", "bob"}},
	} {
		t.Run(play.kind, func(t *testing.T) {
			t.Parallel()
			steamStage(t, project, play.env...).playTogether(play.kind, play.roles...)
		})
	}
	t.Run("lobby_values", func(t *testing.T) {
		t.Parallel()
		s := steamStage(t, project)
		report(t, s.deadline, s.playAlone("lobby_values"))
	})
	t.Run("killed", func(t *testing.T) {
		t.Parallel()
		playKilled(t, steamStage(t, project, "GODOTSTEAM_TIMEOUT=2", "FAKESTEAM_TIMEOUT_MS=2000"))
	})
}

// TestSteamInit is steamInit on the platform steamworks, as it succeeds and as
// it fails in each way.
func TestSteamInit(t *testing.T) {
	t.Parallel()
	project := projectWithSteam(t)
	for fault, expected := range map[string]string{
		"":              "0 1 true steamworks",
		"init=1":        "1 2 false ",
		"init=2":        "2 20 false ",
		"init=3":        "3 2 false ",
		"running=false": "0 1 true steamworks",
	} {
		t.Run("fault "+fault, func(t *testing.T) {
			t.Parallel()
			s := steamStage(t, project, "FAKESTEAM_FAULT="+fault, "GODOTSTEAM_PLATFORM=steamworks", "EXPECTED="+expected)
			report(t, s.deadline, s.playAlone("steam_init"))
		})
	}
}

// TestWithoutSteam asks for the platform steamworks where there is no library.
func TestWithoutSteam(t *testing.T) {
	t.Parallel()
	s := newStage(t, "GODOTSTEAM_PLATFORM=steamworks", "EXPECTED=1 20 false ")
	report(t, s.deadline, s.playAlone("steam_init"))
}

// steamStage is a stage whose processes find a Steam client, each with a Steam
// ID of its own.
func steamStage(t *testing.T, project string, env ...string) *stage {
	t.Helper()
	s := newStage(t, env...)
	steam := filepath.Join(filepath.Dir(s.folder), "steam")
	require.NoError(t, os.Mkdir(steam, 0o755))
	s.project = project
	s.env = append(s.env, "FAKESTEAM_DIR="+steam)
	s.envOf = func(identity string) []string {
		account := fnv.New32a()
		account.Write([]byte(identity))
		return []string{fmt.Sprintf("FAKESTEAM_ID=%d", steamtypes.IndividualID(account.Sum32())), "FAKESTEAM_NAME=" + identity}
	}
	return s
}

// projectWithSteam returns the test project with a copy of the addon and the
// stand-in for libsteam_api beside the addon's library.
func projectWithSteam(t *testing.T) string {
	t.Helper()
	project := linkedProject(t, testProject)
	require.NoError(t, os.Symlink(filepath.Join(testProject, ".godot"), filepath.Join(project, ".godot")))
	addons := filepath.Join(project, "addons")
	original, err := filepath.EvalSymlinks(addons)
	require.NoError(t, err)
	require.NoError(t, os.Remove(addons))
	require.NoError(t, os.CopyFS(addons, os.DirFS(original)))
	steamtest.Build(t, filepath.Join(addons, "godotsteam", "bin"))
	return project
}
