package tests

import "testing"

func TestPair(t *testing.T) {
	t.Parallel()
	newStage(t).playTogether("pair", "alice", "bob")
}

// TestImpatientPair is for what comes after the timeout.
func TestImpatientPair(t *testing.T) {
	t.Parallel()
	newStage(t, "GODOTSTEAM_TIMEOUT=2").playTogether("impatient", "alice", "bob")
}

// TestMultiplayer is Godot's high-level multiplayer; more of it is in the lobby
// tests, and in multiplayer_test.go.
func TestMultiplayer(t *testing.T) {
	t.Parallel()
	newStage(t).playTogether("multiplayer", "alice", "bob")
}

func TestMultiplayerThree(t *testing.T) {
	t.Parallel()
	newStage(t).playTogether("multiplayer_three", "alice", "bob", "carol")
}

// TestMultiplayerKilled kills a client's process, starts another for the same
// player, and then kills the host's.
func TestMultiplayerKilled(t *testing.T) {
	t.Parallel()
	s := newStage(t, "GODOTSTEAM_TIMEOUT=2")
	const kind = "multiplayer_killed"
	roles := []string{"alice", "bob", "carol"}
	players := make(map[string]*process)
	for _, role := range roles {
		players[role] = s.play(kind, role, roles...)
	}
	for _, role := range roles {
		s.await(players[role], "killed", role, "playing")
	}
	players["bob"].kill()
	s.await(players["alice"], "killed", "alice", "noticed")
	heir := s.playAs("bob", kind, "heir", "alice", "heir", "carol")
	s.await(heir, "killed", "heir", "met")
	s.await(players["carol"], "killed", "carol", "met")
	players["alice"].kill()
	report(t, s.deadline, players["carol"], heir)
}

func TestThree(t *testing.T) {
	t.Parallel()
	newStage(t).playTogether("three", "alice", "bob", "carol")
}

func TestQuitInASession(t *testing.T) {
	t.Parallel()
	newStage(t).playTogether("leaving_pair", "alice", "bob")
}

// TestKilled kills a player's process in a session, and starts another for the
// same player.
func TestKilled(t *testing.T) {
	t.Parallel()
	playKilled(t, newStage(t, "GODOTSTEAM_TIMEOUT=2"))
}

func playKilled(t *testing.T, s *stage) {
	t.Helper()
	alice := s.play("killed", "alice", "alice", "bob")
	bob := s.play("killed", "bob", "alice", "bob")
	s.await(bob, "killed", "bob", "talking")
	s.await(alice, "killed", "alice", "talking")
	bob.kill()
	s.await(alice, "killed", "alice", "noticed")
	heir := s.playAs("bob", "killed", "heir", "alice", "heir")
	report(t, s.deadline, alice, heir)
}

// TestMultiplayerOwnerKilled kills the process of a lobby's owner, who hosts.
func TestMultiplayerOwnerKilled(t *testing.T) {
	t.Parallel()
	s := newStage(t, "GODOTSTEAM_TIMEOUT=2")
	const kind = "multiplayer_lobby_killed"
	roles := []string{"alice", "bob", "carol"}
	players := make(map[string]*process)
	for _, role := range roles {
		players[role] = s.play(kind, role, roles...)
	}
	for _, role := range roles {
		s.await(players[role], "owner_killed", role, "met")
	}
	players["alice"].kill()
	report(t, s.deadline, players["bob"], players["carol"])
}

// TestIdentity runs two games of one user, who has a Steam ID for both, and
// afterwards a third.
func TestIdentity(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	const none = "" // no GODOTSTEAM_IDENTITY
	first := s.playAs(none, "identity", "first", "first", "second")
	s.await(first, "identity", "first", "id")
	second := s.playAs(none, "identity", "second", "first", "second")
	report(t, s.deadline, first, second)
	report(t, s.deadline, s.playAs(none, "identity", "later", "later"))
}
