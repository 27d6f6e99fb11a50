package standalone

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLaunchCommandLine(t *testing.T) {
	require.Empty(t, launchCommandLine([]string{"game", "--headless", "++", "+"}))
	require.Equal(t, "+connect_lobby 5", launchCommandLine([]string{"game", "--", "--fast", "+connect_lobby", "5"}))
}
