package tests

import (
	"testing"

	"godotsteam/internal/netns"
)

// TestTwoComputers has two players on hosts of a network of their own, who find
// each other because the project setting says so.
func TestTwoComputers(t *testing.T) {
	t.Parallel()
	for name, addresses := range map[string][2]string{
		"IPv4": {"192.0.2.1/24", "192.0.2.2/24"},
		"IPv6": {"fe80::1/64", "fe80::2/64"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := netns.New(t)
			wire := n.Switch("switch")
			hosts := map[string]*netns.Host{"alice": n.Host("alice"), "bob": n.Host("bob")}
			hosts["alice"].Plug(wire, "eth0", addresses[0])
			hosts["bob"].Plug(wire, "eth0", addresses[1])
			s := newStage(t, "GODOTSTEAM_TIMEOUT=6")
			s.withSettings("[steam]\n\nlan/discovery=\"network\"\n")
			s.commandOf = func(role string) commander { return hosts[role].Command }
			folders := map[string]string{"alice": t.TempDir(), "bob": t.TempDir()}
			s.envOf = func(role string) []string { return []string{"GODOTSTEAM_DATA_DIR=" + folders[role]} }
			alice := s.play("network", "alice", "alice", "bob")
			bob := s.play("network", "bob", "alice", "bob")
			s.await(bob, "two_computers", "bob", "together")
			s.await(alice, "two_computers", "alice", "together")
			bob.kill()
			report(t, s.deadline, alice)
		})
	}
}
