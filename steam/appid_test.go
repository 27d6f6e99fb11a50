package steam

import (
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/platform"
)

func TestAppIDs(t *testing.T) {
	for text, want := range map[string]uint32{
		"480": 480, "480\r\n": 480, "\ufeff480\n": 480, " 480 ": 480, "4294967295": 1<<32 - 1,
		"": 0, "0": 0, "-1": 0, "4294967296": 0, "480 # Spacewar": 0, "0x1e0": 0,
	} {
		require.Equal(t, want, appIDOfFile([]byte(text)), "%q", text)
	}
	for text, want := range map[string]uint32{
		"480": 480, "16777215": 1<<24 - 1, "16777216": 0, "": 0, " 480": 0, "-480": 0,
	} {
		require.Equal(t, want, appIDOfGame(text), "%q", text)
	}
}

func TestWhatIsNoAppIDIsTold(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "steam_appid.txt")
	require.NoError(t, os.WriteFile(path, []byte("my game\n"), 0o644))
	env := map[string]string{"SteamAppId": "spacewar", "SteamGameId": "9223372036854775808"}
	host := platform.Host{
		Getenv:      func(name string) string { return env[name] },
		Setting:     func(string) any { return nil },
		LibraryDirs: []string{dir},
	}
	s := new(Steam)
	for range 2 {
		id, err := s.resolveAppID(0, host)
		require.NoError(t, err)
		require.Zero(t, id)
	}
	require.Equal(t, []logLine{
		{slog.LevelWarn, `[STEAM] SteamAppId: this is no app ID and is ignored: "spacewar". It must be the number alone, such as 480`},
		{slog.LevelWarn, "[STEAM] " + path + `: this is no app ID and is ignored: "my game\\n". It must be the number alone, such as 480`},
	}, s.log.lines, "once, and nothing of a shortcut's game ID")
	require.NoError(t, os.WriteFile(path, []byte("480\n"), 0o644))
	id, err := s.resolveAppID(0, host)
	require.NoError(t, err)
	require.EqualValues(t, 480, id)
}

func FuzzAppID(f *testing.F) {
	for _, text := range []string{"480", "\ufeff480\r\n", "16777216", "4294967296", "-1", "1_000", "０"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if id := appIDOfGame(string(text)); id >= 1<<24 {
			t.Fatalf("%q is app %d", text, id)
		}
		if id := appIDOfFile(text); id != 0 && appIDOfFile([]byte(strconv.Itoa(int(id)))) != id {
			t.Fatalf("%q is app %d", text, id)
		}
	})
}
