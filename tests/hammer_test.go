package tests

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestHammer calls everything with anything. GODOTSTEAM_HAMMER=1000000 makes it
// a million calls.
func TestHammer(t *testing.T) {
	t.Parallel()
	calls := 30_000
	if text := os.Getenv("GODOTSTEAM_HAMMER"); text != "" {
		var err error
		calls, err = strconv.Atoi(text)
		require.NoError(t, err, "GODOTSTEAM_HAMMER is a number of calls")
	}
	withSteam := projectWithSteam(t)
	for platform, set := range map[string]func(t *testing.T) *stage{
		"standalone": func(t *testing.T) *stage { return newStage(t) },
		"steamworks": func(t *testing.T) *stage { return steamStage(t, withSteam) },
	} {
		for seed := range 2 {
			t.Run(fmt.Sprintf("%s %d", platform, seed), func(t *testing.T) {
				s := set(t)
				env := append(s.env, "GODOTSTEAM_PLATFORM="+platform, "GODOTSTEAM_TIMEOUT=1")
				if s.envOf != nil {
					env = append(env, s.envOf("hammer")...)
				}
				p := start(t, "hammer", env, "--path", s.project,
					"-s", "res://framework/hammer.gd", "--", fmt.Sprintf("--seed=%d", seed), fmt.Sprintf("--calls=%d", calls))
				p.wait(t, s.deadline.Add(time.Duration(calls)*100*time.Microsecond))
				output := p.output(t)
				require.Contains(t, output, fmt.Sprintf("HAMMERED %d", calls))
				for _, trouble := range append([]string{"internal error", "failed inside the addon"}, troubles...) {
					require.NotContains(t, output, trouble)
				}
			})
		}
	}
}
