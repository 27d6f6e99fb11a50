package tests

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/platform"
	"godotsteam/platform/standalone"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// TestChatThatIsNoText has a program of ours say to a game what no game could:
// bytes that are not UTF-8.
func TestChatThatIsNoText(t *testing.T) {
	t.Parallel()
	s := newStage(t, "GODOTSTEAM_PLATFORM=standalone")
	p := s.playAlone("bad_text")
	s.await(p, "bad_text", "test", "lobby")
	text, err := os.ReadFile(filepath.Join(s.folder, "bad_text.test.lobby"))
	require.NoError(t, err)
	lobby, err := strconv.ParseUint(string(text), 10, 64)
	require.NoError(t, err)

	heard := new(signals.Queue)
	liar, err := standalone.Start(platform.Config{AppID: 480, Signals: heard},
		standalone.Options{Identity: "liar", DataDir: filepath.Join(filepath.Dir(s.folder), "data")})
	require.NoError(t, err)
	defer liar.Shutdown()
	joined := false
	liar.JoinLobby(steamtypes.SteamID(lobby))
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !joined {
		heard.Drain(func(e signals.Event) {
			if j, ok := e.(signals.LobbyJoined); ok {
				require.Equal(t, 1, j.Response)
				joined = true
			}
		})
		<-tick.C
		require.True(t, time.Now().Before(s.deadline), "nobody let us in")
	}
	bad := strings.Repeat("\xff", 1000)
	for range 20 {
		require.NoError(t, liar.SendLobbyChat(steamtypes.SteamID(lobby), bad+"bad"+bad))
	}
	report(t, s.deadline, p)
	require.Zero(t, strings.Count(p.output(t), "Unicode parsing error"))
}
