package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// arrows say which packages of this module another one may import: those named,
// and, after a slash and dots, those below. Only steam, multiplayer/class and the
// extension see both Godot and the network.
var arrows = []struct{ from, to string }{
	{"gd", ""},
	{"gd/gdtest", "gd"},
	{"steamtypes", ""},
	{"signals", "steamtypes"},
	{"networking/...", "steamtypes networking/..."},
	{"multiplayer", "steamtypes networking"},
	{"multiplayer/class", "steamtypes gd networking/... multiplayer"},
	{"multiplayer/...", "steamtypes networking/... multiplayer"},
	{"platform/valve", ""},
	{"platform", "steamtypes signals networking/... multiplayer platform/valve"},
	{"platform/platformtest", "steamtypes signals networking/... platform"},
	{"platform/standalone/tasks", ""},
	{"platform/standalone/machine", "steamtypes networking/... internal/files"},
	{"platform/standalone/identity", "steamtypes networking/... internal/files " + in("machine")},
	{"platform/standalone/endpoint", "steamtypes networking/... " + in("identity tasks")},
	{"platform/standalone/discovery", "steamtypes networking/..."},
	{"platform/standalone/lobby", "steamtypes signals networking/..."},
	{"platform/standalone/p2p", "steamtypes signals networking/... " + in("endpoint tasks")},
	{"platform/standalone/control", "steamtypes signals networking/... platform " + in("endpoint identity lobby tasks")},
	{"platform/standalone/carrier", "steamtypes networking/... " + in("endpoint tasks")},
	{"platform/standalone", "steamtypes signals networking/... multiplayer/... platform " +
		in("carrier control discovery endpoint identity machine p2p tasks")},
	// For tests:
	{"platform/standalone/simulated", "signals"},
	{"platform/standalone/intruder", "steamtypes networking/... " + in("endpoint identity machine simulated")},
	{"platform/steamworks/...", "steamtypes signals networking/... multiplayer/... platform platform/valve " +
		"platform/steamworks/... internal/..."},
	{"steam", "steamtypes signals networking/... multiplayer multiplayer/class platform platform/valve gd internal/files"},
	{"steam/generate", "steam signals platform/valve"},
	{"internal/...", ""},
	{"doc_classes", ""},
}

// in names rooms of the platform standalone.
func in(rooms string) (list string) {
	for _, room := range strings.Fields(rooms) {
		list += " platform/standalone/" + room
	}
	return list
}

func TestArrows(t *testing.T) {
	const module = "godotsteam/"
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	require.NoError(t, err)
	for line := range strings.Lines(string(out)) {
		imports := strings.Fields(line)
		from, ours := strings.CutPrefix(imports[0], module)
		if !ours || strings.HasPrefix(from, "tests") || strings.HasPrefix(from, "scripts") {
			continue
		}
		known := false
		for _, a := range arrows {
			if !covers(a.from, from) {
				continue
			}
			known = true
			for _, to := range imports[1:] {
				if to, ours := strings.CutPrefix(to, module); ours {
					require.True(t, covers(a.to, to), "%s may not import %s: arrows_test.go says what it may", from, to)
				}
			}
			break
		}
		require.True(t, known, "arrows_test.go says nothing of what %s may import", from)
	}
}

// covers reports whether a list of packages has one.
func covers(list, name string) bool {
	for _, p := range strings.Fields(list) {
		below, all := strings.CutSuffix(p, "/...")
		if p == name || all && (name == below || strings.HasPrefix(name, below+"/")) {
			return true
		}
	}
	return false
}
