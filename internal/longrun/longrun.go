// Package longrun lets an environment variable make a test long.
package longrun

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Of returns the duration in an environment variable, such as
// GODOTSTEAM_SOAK=30m. It is 0 without one: the test takes its short form.
func Of(t *testing.T, variable string) time.Duration {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return 0
	}
	d, err := time.ParseDuration(text)
	require.NoError(t, err, variable)
	return d
}
