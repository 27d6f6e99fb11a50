// Package netns makes small networks for tests: hosts that are network
// namespaces of Linux, plugged into switches that are bridges in namespaces of
// their own. Nothing of them touches the machine's own network. It takes root
// and the program ip (iproute2).
package netns

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

var made atomic.Int32

// Network is the hosts and switches of one test.
type Network struct {
	t       *testing.T
	prefix  string
	devices int
}

// New returns an empty network. It skips the test where there can't be one.
func New(t *testing.T) *Network {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("SKIPPED, NOT TESTED: network namespaces can be made by root alone")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("SKIPPED, NOT TESTED: network namespaces need the program ip (Debian's package iproute2)")
	}
	n := &Network{t: t, prefix: fmt.Sprintf("godotsteam-%d-%d-", os.Getpid(), made.Add(1))}
	probe := n.prefix + "probe"
	if text, err := exec.Command("ip", "netns", "add", probe).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED, NOT TESTED: network namespaces can't be made here: %s", text)
	}
	n.ip("netns", "del", probe)
	return n
}

func (n *Network) ip(arguments ...string) {
	n.t.Helper()
	text, err := exec.Command("ip", arguments...).CombinedOutput()
	require.NoError(n.t, err, "ip %s: %s", strings.Join(arguments, " "), text)
}

func (n *Network) namespace(name string) string {
	n.t.Helper()
	space := n.prefix + name
	n.ip("netns", "add", space)
	n.t.Cleanup(func() { n.ip("netns", "del", space) })
	return space
}

// Switch is what hosts are plugged into.
type Switch struct{ space string }

// Switch makes a switch.
func (n *Network) Switch(name string) *Switch {
	n.t.Helper()
	s := &Switch{n.namespace(name)}
	n.ip("-n", s.space, "link", "add", "bridge", "type", "bridge")
	n.ip("-n", s.space, "link", "set", "bridge", "up")
	return s
}

// Host is a computer.
type Host struct {
	network *Network
	space   string
}

// Host makes a computer that is plugged in nowhere.
func (n *Network) Host(name string) *Host {
	n.t.Helper()
	h := &Host{n, n.namespace(name)}
	n.ip("-n", h.space, "link", "set", "lo", "up")
	return h
}

// Plug gives a host an interface on a switch, with just these addresses, such
// as 192.0.2.1/24 or fe80::1/64. They can be used at once.
func (h *Host) Plug(s *Switch, device string, addresses ...string) {
	h.network.t.Helper()
	n := h.network
	n.devices++
	port := fmt.Sprintf("port%d", n.devices)
	n.ip("-n", h.space, "link", "add", device, "type", "veth", "peer", "name", port, "netns", s.space)
	n.ip("-n", s.space, "link", "set", port, "master", "bridge", "up")
	n.ip("-n", h.space, "link", "set", device, "addrgenmode", "none")
	n.ip("-n", h.space, "link", "set", device, "up")
	for _, a := range addresses {
		add := []string{"-n", h.space, "addr", "add", a, "dev", device}
		if strings.Contains(a, ":") {
			add = append(add, "nodad")
		}
		n.ip(add...)
	}
}

// SetLink does an interface up or down, as a cable that is put in or pulled.
// IPv6 addresses are lost when it goes down.
func (h *Host) SetLink(device, to string) {
	h.network.t.Helper()
	h.network.ip("-n", h.space, "link", "set", device, to)
}

// Unplug takes an interface away.
func (h *Host) Unplug(device string) {
	h.network.t.Helper()
	h.network.ip("-n", h.space, "link", "del", device)
}

// Command returns a program to be run on the host. Its process is the
// program's own: ip becomes it.
func (h *Host) Command(program string, arguments ...string) *exec.Cmd {
	return exec.Command("ip", append([]string{"netns", "exec", h.space, program}, arguments...)...)
}
