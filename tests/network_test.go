package tests

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/internal/longrun"
	"godotsteam/platform"
	"godotsteam/platform/standalone"
	"godotsteam/signals"
	"godotsteam/steamtypes"
	"godotsteam/tests/lossy"
)

// TestBadNetwork plays over a network that loses, reorders and duplicates
// packets, gives alice another address in the middle, and is cut for five
// seconds.
func TestBadNetwork(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	n := s.apart(lossy.Quality{Latency: 10 * time.Millisecond, Jitter: 15 * time.Millisecond, Loss: 0.05, Duplicate: 0.05})
	alice, bob := s.play("bad_network", "alice", "alice", "bob"), s.play("bad_network", "bob", "alice", "bob")
	s.await(bob, "bad_network", "bob", "talking")
	s.await(alice, "bad_network", "alice", "talking")
	s.awaitPackets(n, 200)
	require.NoError(t, n.MoveA())
	s.awaitPackets(n, 200)
	before := n.Counts()
	n.SetCut(true)
	time.Sleep(5 * time.Second) // the cut
	require.Greater(t, n.Counts().Dropped, before.Dropped+5, "nothing was cut off")
	n.SetCut(false)
	s.awaitPackets(n, 200)
	s.mark("bad_network", "network", "done")
	report(t, s.deadline, alice, bob)

	c := n.Counts()
	t.Logf("%+v", c)
	require.Greater(t, c.Dropped, c.Sent/50)
	require.Greater(t, c.Duplicated, c.Sent/50)
	require.NotZero(t, c.Overtaken)
}

// TestLongCut cuts two players off for longer than the timeout. GODOTSTEAM_CUT=60s
// cuts for so long, with the timeout that games have.
func TestLongCut(t *testing.T) {
	t.Parallel()
	s, cut := newStage(t, "GODOTSTEAM_TIMEOUT=3"), longrun.Of(t, "GODOTSTEAM_CUT")
	if cut > 0 {
		s = newStage(t)
		s.deadline = s.deadline.Add(cut)
	}
	n := s.apart(lossy.Quality{Latency: 5 * time.Millisecond})
	alice, bob := s.play("long_cut", "alice", "alice", "bob"), s.play("long_cut", "bob", "alice", "bob")
	s.await(bob, "long_cut", "bob", "talking")
	s.await(alice, "long_cut", "alice", "talking")
	whole := time.After(cut)
	n.SetCut(true)
	s.mark("long_cut", "network", "cut")
	s.await(bob, "long_cut", "bob", "noticed")
	s.await(alice, "long_cut", "alice", "noticed")
	require.NotZero(t, n.Counts().Dropped)
	<-whole
	n.SetCut(false)
	s.mark("long_cut", "network", "whole")
	report(t, s.deadline, alice, bob)
}

// apart puts a network between alice and bob, who know each other by address
// and have nothing else in common.
func (s *stage) apart(q lossy.Quality) *lossy.Network {
	s.t.Helper()
	a, b := freeAddress(s.t), freeAddress(s.t)
	n, err := lossy.Between(a, b, q, 1)
	require.NoError(s.t, err)
	s.t.Cleanup(n.Close)
	folder := s.t.TempDir()
	s.envOf = func(identity string) []string {
		listen, other, door := a, "bob", n.DoorOfB()
		if identity == "bob" {
			listen, other, door = b, "alice", n.DoorOfA()
		}
		return []string{
			"GODOTSTEAM_LISTEN=" + listen.String(),
			fmt.Sprintf("GODOTSTEAM_PEERS=%d@%s", steamIDOf(s.t, other), door),
			"GODOTSTEAM_DATA_DIR=" + filepath.Join(folder, identity),
		}
	}
	return n
}

// awaitPackets waits until so many more packets were sent.
func (s *stage) awaitPackets(n *lossy.Network, more int64) {
	s.t.Helper()
	enough := n.Counts().Sent + more
	require.Eventually(s.t, func() bool { return n.Counts().Sent >= enough }, time.Until(s.deadline), 10*time.Millisecond)
}

// mark leaves a mark for the processes, as their Scenario.mark does.
func (s *stage) mark(topic, role, mark string) {
	s.t.Helper()
	path := filepath.Join(s.folder, topic+"."+role+"."+mark)
	require.NoError(s.t, os.WriteFile(path+".part", []byte("true"), 0o644))
	require.NoError(s.t, os.Rename(path+".part", path))
}

// freeAddress is a UDP address that nothing uses.
func freeAddress(t *testing.T) netip.AddrPort {
	t.Helper()
	// An address of its own: what others on this machine take by chance is at 127.0.0.1.
	socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 2)})
	require.NoError(t, err)
	defer socket.Close()
	return socket.LocalAddr().(*net.UDPAddr).AddrPort()
}

// steamIDOf is the Steam ID of a fixed identity.
func steamIDOf(t *testing.T, identity string) steamtypes.SteamID {
	t.Helper()
	p, err := standalone.Start(platform.Config{Signals: new(signals.Queue)}, standalone.Options{Identity: identity, DataDir: t.TempDir()})
	require.NoError(t, err)
	defer p.Shutdown()
	return p.SteamID()
}
