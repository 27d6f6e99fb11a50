package tests

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestHammer calls everything with anything. GODOTSTEAM_HAMMER=1000000 makes it
// a million calls.
func TestHammer(t *testing.T) {
	t.Parallel()
	calls := os.Getenv("GODOTSTEAM_HAMMER")
	if calls == "" {
		calls = "30000"
	}
	s := newStage(t)
	for seed := range 2 {
		p := start(t, fmt.Sprintf("hammer%d", seed), append(s.env, "GODOTSTEAM_PLATFORM=lan", "GODOTSTEAM_TIMEOUT=1"), "--path", s.project,
			"-s", "res://framework/hammer.gd", "--", fmt.Sprintf("--seed=%d", seed), "--calls="+calls)
		p.wait(t, s.deadline)
		output := p.output(t)
		require.Contains(t, output, "HAMMERED "+calls)
		for _, trouble := range append([]string{"internal error", "failed inside the addon"}, troubles...) {
			require.NotContains(t, output, trouble)
		}
	}
}
