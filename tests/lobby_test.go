package tests

import (
	"testing"

	"godotsteam/platform"
	"godotsteam/platform/lan"
)

// needLobbies skips a test until the platform that these tests run on has
// lobbies and friends.
func needLobbies(t *testing.T) {
	t.Helper()
	running := any((*lan.Platform)(nil))
	if _, ok := running.(platform.Matchmaking); !ok {
		t.Skip("platform/lan does not implement platform.Matchmaking yet")
	}
	if _, ok := running.(platform.Friends); !ok {
		t.Skip("platform/lan does not implement platform.Friends yet")
	}
}

// TestLobbyAlone asks the functions of lobbies and friends in one process.
func TestLobbyAlone(t *testing.T) {
	needLobbies(t)
	t.Parallel()
	s := newStage(t)
	report(t, s.deadline, s.playAlone("lobby_alone"))
}

// TestLobby has three players meet in lobbies.
func TestLobby(t *testing.T) {
	needLobbies(t)
	t.Parallel()
	newStage(t, "GODOTSTEAM_TIMEOUT=5").playTogether("lobby", "alice", "bob", "carol")
}

// TestLobbyOwnerKilled kills the process of a lobby's owner.
func TestLobbyOwnerKilled(t *testing.T) {
	needLobbies(t)
	t.Parallel()
	s := newStage(t, "GODOTSTEAM_TIMEOUT=2")
	roles := []string{"alice", "bob", "carol"}
	players := make(map[string]*process)
	for _, role := range roles {
		players[role] = s.play("lobby_crash", role, roles...)
	}
	for _, role := range roles {
		s.await(players[role], "crash", role, "together")
	}
	players["alice"].kill()
	report(t, s.deadline, players["bob"], players["carol"])
}
