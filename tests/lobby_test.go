package tests

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestLobbyAlone asks the functions of lobbies and friends in one process.
func TestLobbyAlone(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.launch = []string{"+connect_lobby", "109775240917155840"}
	report(t, s.deadline, s.playAlone("lobby_alone"))
}

// TestLobbyValues gives the functions of lobbies and friends what they can't
// take.
func TestLobbyValues(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	report(t, s.deadline, s.playAlone("lobby_values"))
}

// TestLobby has three players meet in lobbies.
func TestLobby(t *testing.T) {
	t.Parallel()
	newStage(t, "GODOTSTEAM_TIMEOUT=5").playTogether("lobby", "alice", "bob", "carol")
}

// TestLobbyOwnerKilled kills the process of a lobby's owner.
func TestLobbyOwnerKilled(t *testing.T) {
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

// TestLobbySomebodyKilled kills a member's process, the owner's or another's,
// at any moment while all talk.
func TestLobbySomebodyKilled(t *testing.T) {
	t.Parallel()
	roles := []string{"alice", "bob", "carol"}
	for _, victim := range roles[:2] { // the owner, and another
		t.Run(victim, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, "GODOTSTEAM_TIMEOUT=2")
			players := make(map[string]*process)
			for _, role := range roles {
				players[role] = s.play("lobby_killed", role, roles...)
			}
			s.await(players[victim], "one_history", victim, "talking")
			delay := time.Duration(rand.Int64N(int64(800 * time.Millisecond)))
			t.Logf("killed after %v of talking", delay)
			time.Sleep(delay)
			players[victim].kill()
			delete(players, victim)
			var left []*process
			for _, p := range players {
				left = append(left, p)
			}
			report(t, s.deadline, left...)
		})
	}
}
