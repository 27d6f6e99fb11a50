package netns

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Listen opens a UDP socket on the host, for this process to use: a socket
// stays in the namespace that it was made in.
func (h *Host) Listen(address string) *net.UDPConn {
	t := h.network.t
	t.Helper()
	at, err := net.ResolveUDPAddr("udp", address)
	require.NoError(t, err)
	there, err := os.Open("/run/netns/" + h.space)
	require.NoError(t, err)
	defer there.Close() //nolint:errcheck
	home, err := os.Open("/proc/thread-self/ns/net")
	require.NoError(t, err)
	defer home.Close() //nolint:errcheck

	// Namespaces belong to threads. One that can't come home ends with its
	// goroutine, as it is still locked to it.
	runtime.LockOSThread()
	require.NoError(t, unix.Setns(int(there.Fd()), unix.CLONE_NEWNET))
	socket, err := net.ListenUDP("udp4", at)
	require.NoError(t, unix.Setns(int(home.Fd()), unix.CLONE_NEWNET))
	runtime.UnlockOSThread()
	require.NoError(t, err)
	return socket
}

// run runs a program on the host that must succeed, and returns what it said.
func (h *Host) run(program string, arguments ...string) string {
	h.network.t.Helper()
	text, err := h.Command(program, arguments...).CombinedOutput()
	require.NoError(h.network.t, err, "%s %s: %s", program, strings.Join(arguments, " "), text)
	return string(text)
}

// Lose drops so many of a hundred UDP packets that arrive at the host. What is
// dropped as it arrives is lost in silence; on its way out the sender would be
// told.
func (h *Host) Lose(percent int) {
	h.network.t.Helper()
	h.need("nft", "nftables")
	h.run("nft", fmt.Sprintf(`add table inet lossy
		add chain inet lossy input { type filter hook input priority 0; }
		add rule inet lossy input meta l4proto udp numgen random mod 100 < %d counter drop`, percent))
}

// Lost returns how many packets were dropped so far.
func (h *Host) Lost() int {
	h.network.t.Helper()
	return h.count(`counter packets (\d+)`, h.run("nft", "list", "table", "inet", "lossy"))
}

// Limit limits what leaves the host through an interface, as 1mbit, and how
// long what is above that waits before it is lost, as 300ms.
func (h *Host) Limit(device, rate, latency string) {
	h.network.t.Helper()
	h.need("tc", "iproute2")
	h.run("tc", "qdisc", "add", "dev", device, "root", "tbf", "rate", rate, "burst", "4kb", "latency", latency)
}

// Delayed returns how often a packet had to wait for the limit.
func (h *Host) Delayed(device string) int {
	h.network.t.Helper()
	return h.count(`overlimits (\d+)`, h.run("tc", "-s", "qdisc", "show", "dev", device))
}

// SetAddress gives an interface another address, in the place of all it had.
func (h *Host) SetAddress(device, address string) {
	h.network.t.Helper()
	h.network.ip("-n", h.space, "addr", "flush", "dev", device)
	h.network.ip("-n", h.space, "addr", "add", address, "dev", device)
}

// need skips the test where a program is missing.
func (h *Host) need(program, debian string) {
	h.network.t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		h.network.t.Skipf("SKIPPED, NOT TESTED: it needs the program %s (Debian's package %s)", program, debian)
	}
}

func (h *Host) count(pattern, text string) int {
	h.network.t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	require.NotNil(h.network.t, found, "%s in: %s", pattern, text)
	n, err := strconv.Atoi(found[1])
	require.NoError(h.network.t, err)
	return n
}
