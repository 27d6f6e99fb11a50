package standalone

import (
	"os"
	"slices"
	"strings"
)

// LaunchCommandLine implements [platform.Launch]. Steam starts a game whose
// player has accepted an invitation with "+connect_lobby <id>", or with a
// connect string; here, whoever starts it may do so.
func (p *Platform) LaunchCommandLine() string { return launchCommandLine(os.Args) }

// launchCommandLine returns the arguments from the first that looks like one
// of Steam's: a plus and a word.
func launchCommandLine(args []string) string {
	i := slices.IndexFunc(args, func(a string) bool { return len(a) > 1 && a[0] == '+' && a[1] != '+' })
	if i < 0 {
		return ""
	}
	return strings.Join(args[i:], " ")
}
