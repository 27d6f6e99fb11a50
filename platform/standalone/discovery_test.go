//go:build linux

package standalone

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/internal/netns"
	"godotsteam/platform/standalone/identity"
	"godotsteam/steamtypes"
)

// The tests of this file play in networks of their own making, each player on
// a host of its own: see playHost.

// remote is a player on another host.
type remote struct {
	t       *testing.T
	name    string
	id      steamtypes.SteamID
	command *exec.Cmd
	orders  io.WriteCloser
	answers *bufio.Scanner
	errors  bytes.Buffer
}

func remotely(t *testing.T, h *netns.Host, name string, app int) *remote {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	r := &remote{t: t, name: name, id: identity.FromText(name).SteamID, command: h.Command(program)}
	r.command.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d %s", hostVariable, name, app, t.TempDir()))
	r.command.Stderr = &r.errors
	r.orders, err = r.command.StdinPipe()
	require.NoError(t, err)
	answers, err := r.command.StdoutPipe()
	require.NoError(t, err)
	r.answers = bufio.NewScanner(answers)
	require.NoError(t, r.command.Start())
	t.Cleanup(func() {
		r.signal(syscall.SIGKILL)
		r.command.Wait() //nolint:errcheck // killed
		if t.Failed() {
			t.Logf("%s said:\n%s", name, r.errors.String())
		}
	})
	require.Equal(t, r.id.String(), r.ask("id"))
	return r
}

// ask has the player do something and returns the answer.
func (r *remote) ask(words ...any) string {
	r.t.Helper()
	_, err := fmt.Fprintln(r.orders, words...)
	require.NoError(r.t, err, r.name)
	require.True(r.t, r.answers.Scan(), "%s has ended", r.name)
	return r.answers.Text()
}

// until asks again and again until the answer is the one wanted.
func (r *remote) until(want string, words ...any) {
	r.t.Helper()
	var answer string
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if answer = r.ask(words...); answer == want {
			return
		}
	}
	require.Equal(r.t, want, answer, "%s: %v", r.name, words)
}

// sees waits until a player's friends are just these.
func (r *remote) sees(others ...*remote) {
	r.t.Helper()
	r.until(ids(others...), "friends")
}

func ids(players ...*remote) string {
	var all []steamtypes.SteamID
	for _, p := range players {
		all = append(all, p.id)
	}
	slices.Sort(all)
	return fmt.Sprint(all)
}

func (r *remote) signal(s syscall.Signal) { r.command.Process.Signal(s) } //nolint:errcheck // it has ended

// leaves has the player shut down in order, and checks that nothing is left.
func (r *remote) leaves() {
	r.t.Helper()
	r.orders.Close() //nolint:errcheck
	for r.answers.Scan() {
		r.t.Errorf("%s: %s", r.name, r.answers.Text())
	}
	require.NoError(r.t, r.command.Wait(), "%s", r.name)
}

// talks has one player send a packet that the other gets. On a machine that is
// busy a session may be lost, so it is sent again.
func talks(from, to *remote) {
	from.t.Helper()
	for range 600 {
		require.Equal(from.t, "<nil>", from.ask("send", to.id))
		if to.ask("accept", from.id) == fmt.Sprintf("hello from %s", from.id) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	require.Fail(from.t, "nothing arrived", "from %s to %s", from.name, to.name)
}

// hostsOnOneNetwork returns hosts by name; the first is 192.0.2.1.
func hostsOnOneNetwork(t *testing.T, names ...string) map[string]*netns.Host {
	t.Helper()
	n := netns.New(t)
	s := n.Switch("switch")
	hosts := make(map[string]*netns.Host)
	for i, name := range names {
		hosts[name] = n.Host(name)
		hosts[name].Plug(s, "eth0", fmt.Sprintf("192.0.2.%d/24", i+1))
	}
	return hosts
}

func TestHostsFindEachOther(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		addresses []string // those of three hosts, in turn
	}{
		{"IPv4", []string{"192.0.2.1/24", "192.0.2.2/24", "192.0.2.3/24"}},
		{"IPv6 link-local", []string{"fe80::1/64", "fe80::2/64", "fe80::3/64"}},
		{"both", []string{"192.0.2.1/24 fe80::1/64 2001:db8::1/64", "192.0.2.2/24 fe80::2/64 2001:db8::2/64",
			"192.0.2.3/24 fe80::3/64 2001:db8::3/64"}},
		{"IPv4 addresses that do not fit",
			[]string{"192.0.2.1/24 fe80::1/64", "198.51.100.2/24 fe80::2/64", "203.0.113.3/24 fe80::3/64"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			n := netns.New(t)
			s := n.Switch("switch")
			var players []*remote
			for i, name := range []string{"anna", "bert", "cleo"} {
				h := n.Host(name)
				h.Plug(s, "eth0", strings.Fields(c.addresses[i])...)
				players = append(players, remotely(t, h, name, testApp))
			}
			a, b, other := players[0], players[1], players[2]
			a.sees(b, other)
			b.sees(a, other)
			other.sees(a, b)
			lobby := a.ask("create")
			b.until("["+lobby+"]", "list")
			talks(b, a)
			talks(other, b)
			b.leaves()
			a.sees(other)
			other.leaves()
			a.sees()
			a.leaves()
		})
	}
}

func TestSeveralInterfaces(t *testing.T) {
	t.Parallel()
	n := netns.New(t)
	left, right := n.Switch("left"), n.Switch("right")
	ha, hb, hc := n.Host("anna"), n.Host("bert"), n.Host("cleo")
	ha.Plug(left, "eth0", "192.0.2.1/24", "fe80::1/64")
	hb.Plug(left, "eth0", "192.0.2.2/24", "fe80::2/64")
	hb.Plug(right, "eth1", "198.51.100.2/24", "fe80::2/64") // the same link-local address on both
	hc.Plug(right, "eth0", "198.51.100.3/24", "fe80::1/64") // and one that is somebody else's on the left
	a, b, c := remotely(t, ha, "anna", testApp), remotely(t, hb, "bert", testApp), remotely(t, hc, "cleo", testApp)
	b.sees(a, c)
	a.sees(b)
	c.sees(b)
	talks(b, a)
	talks(c, b)
	// One of two networks is left, and then another is joined.
	hb.Unplug("eth1")
	b.sees(a)
	c.sees()
	hc.Plug(left, "eth1", "192.0.2.3/24")
	b.sees(a, c)
	a.sees(b, c)
	talks(a, c)
}

func TestGamesOfOtherAppsAreNotFound(t *testing.T) {
	t.Parallel()
	hosts := hostsOnOneNetwork(t, "anna", "bert", "cleo")
	a, b := remotely(t, hosts["anna"], "anna", testApp), remotely(t, hosts["bert"], "bert", testApp)
	other := remotely(t, hosts["cleo"], "cleo", testApp+1)
	a.sees(b)
	b.sees(a)
	a.until(ids(b), "found")
	b.until(ids(a), "found")
	require.Equal(t, ids(), other.ask("found"))
}

// A cable is pulled, a computer sleeps, and a process is killed.
func TestPeersThatVanish(t *testing.T) {
	t.Parallel()
	hosts := hostsOnOneNetwork(t, "anna", "bert")
	hb := hosts["bert"]
	a, b := remotely(t, hosts["anna"], "anna", testApp), remotely(t, hb, "bert", testApp)
	a.sees(b)
	b.sees(a)

	hb.SetLink("eth0", "down")
	a.sees()
	b.sees()
	hb.SetLink("eth0", "up")
	a.sees(b)
	b.sees(a)
	talks(a, b)

	b.signal(syscall.SIGSTOP)
	a.sees()
	a.until(ids(), "found") // forgotten, so that b must make itself known again
	b.signal(syscall.SIGCONT)
	b.sees(a)
	a.sees(b)
	lobby := b.ask("create")
	a.until("["+lobby+"]", "list")

	b.signal(syscall.SIGKILL)
	a.sees()
	heir := remotely(t, hb, "bert", testApp)
	a.sees(heir)
	talks(a, heir)
}

// Somebody announces another's Steam ID with addresses of their own.
func TestALiarDoesNotStandInTheWay(t *testing.T) {
	t.Parallel()
	hosts := hostsOnOneNetwork(t, "mallory", "anna", "bert")
	bert := identity.FromText("bert").SteamID
	mallory, a := remotely(t, hosts["mallory"], "mallory", testApp), remotely(t, hosts["anna"], "anna", testApp)
	mallory.ask("lie", bert)
	until(t, 60*time.Second, "a lie", func() bool { return strings.HasPrefix(a.ask("ways", bert), "[192.0.2.1:") })
	b := remotely(t, hosts["bert"], "bert", testApp)
	a.sees(mallory, b)
	b.sees(mallory, a)
	talks(a, b)
	until(t, 60*time.Second, "bert's own address beside the lies", func() bool { // bert may have called before
		return strings.Contains(a.ask("ways", bert), "192.0.2.3:")
	})
}
