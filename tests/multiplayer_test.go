package tests

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMultiplayerPeer runs Godot's high-level multiplayer over
// SteamMultiplayerPeer, with a network in memory: an extension of its own, in a
// project of its own.
func TestMultiplayerPeer(t *testing.T) {
	t.Parallel()
	require.NotContains(t, runExtension(t, "multiplayer"), "ERROR:")
}
