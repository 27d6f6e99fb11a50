package docclasses

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The tables of functions in docs/functions.md and the README are made of what
// is true by other tests: the reference is of the registered class (doc_test.go),
// and platforms.txt is what a test has found to work (tests/platforms_test.go).
// After a change, GODOTSTEAM_UPDATE=1 go test ./doc_classes writes them anew.

// groups are the functions' groups, in the order of the tables, with the file
// that registers them.
var groups = []struct{ title, file string }{
	{"Peer-to-peer", "networking.go"},
	{"Lobbies", "matchmaking.go"},
	{"Friends", "friends.go"},
	{"The user here", "user.go"},
	{"Apps, utils and Steam IDs", "apps.go"},
	{"Achievements and statistics", "userstats.go"},
	{"Voice", "voice.go"},
	{"Starting and running", "main.go"},
}

var platforms = []string{"lan", "steamworks"}

const (
	yes = "✔"
	no  = "–"
)

// entry is a line of a table.
type entry struct {
	name, signature, text string
	on                    map[string]bool // by platform
}

func (e entry) row() string {
	row := "| `" + e.signature + "` |"
	for _, platform := range platforms {
		mark := no
		if e.on[platform] {
			mark = yes
		}
		row += " " + mark + " |"
	}
	return row + " " + e.text + " |\n"
}

// section is a table with its title.
type section struct {
	title   string
	entries []entry
}

func TestTablesOfFunctions(t *testing.T) {
	sections := append(functions(t), section{"Signals", signalEntries(t)})

	page := strings.Builder{}
	page.WriteString(`# Functions and signals

<!-- Made by GODOTSTEAM_UPDATE=1 go test ./doc_classes; do not edit. -->

Every function and signal of the class ` + "`Steam`" + `, and on which platform it does something. The marks are no promise but a
result: ` + "`tests/`" + ` calls each function on ` + "`lan`" + ` between two processes, and on ` + "`steamworks`" + ` over a stand-in for Valve's library, and sees
whether it works. A signal's mark says whether the platform has what emits it. The texts are the class reference's, which the
editor shows in full (F1, *Steam*).

` + yes + ` works; ` + no + ` there is no such thing there: the call does no harm, and the text says what it answers.
`)
	summary := strings.Builder{}
	summary.WriteString("| | | on `lan` | on `steamworks` | nothing there on `lan` |\n|---|--:|--:|--:|---|\n")
	for _, s := range sections {
		fmt.Fprintf(&page, "\n## %s\n\n| | `lan` | `steamworks` | |\n|---|:-:|:-:|---|\n", s.title)
		count := make(map[string]int)
		var missing []string
		for _, e := range s.entries {
			page.WriteString(e.row())
			for platform := range e.on {
				count[platform]++
			}
			if !e.on["lan"] {
				missing = append(missing, "`"+e.name+"`")
			}
		}
		anchor := strings.NewReplacer(" ", "-", ",", "").Replace(strings.ToLower(s.title))
		fmt.Fprintf(&summary, "| [%s](docs/functions.md#%s) | %d | %d | %d | %s |\n",
			s.title, anchor, len(s.entries), count["lan"], count["steamworks"], strings.Join(missing, ", "))
	}
	upToDate(t, "../docs/functions.md", func(string) string { return page.String() })
	upToDate(t, "../README.md", func(old string) string {
		const begin, end = "<!-- functions: made by go test ./doc_classes -->\n", "<!-- /functions -->\n"
		before, rest, ok := strings.Cut(old, begin)
		_, after, ok2 := strings.Cut(rest, end)
		require.True(t, ok && ok2, "README.md has lost the comments around its table of functions")
		return before + begin + summary.String() + end + after
	})
}

// upToDate compares a file with what it should be, or makes it so.
func upToDate(t *testing.T, path string, made func(old string) string) {
	t.Helper()
	old, err := os.ReadFile(path)
	if !os.IsNotExist(err) {
		require.NoError(t, err)
	}
	now := made(string(old))
	if os.Getenv("GODOTSTEAM_UPDATE") != "" {
		require.NoError(t, os.WriteFile(path, []byte(now), 0o644))
		return
	}
	require.Equal(t, string(old), now, "%s is out of date: GODOTSTEAM_UPDATE=1 go test ./doc_classes", path)
}

// functions returns the class's functions by the file of steam/ that registers
// them, in its order.
func functions(t *testing.T) []section {
	t.Helper()
	entries := make(map[string]entry)
	works := worksOn(t)
	for _, m := range parse(t).Methods {
		params := m.params()
		if m.Qualifiers == "vararg" {
			params = "…"
		}
		signature := fmt.Sprintf("%s(%s) -> %s", m.Name, params, m.Return.godotType())
		e := entry{m.Name, strings.ReplaceAll(signature, "Steam.", ""), shortly(m.Description), works[m.Name]}
		for _, platform := range platforms {
			if !e.on[platform] {
				require.Contains(t, e.text, "`"+platform+"`", "what %s answers on %s", m.Name, platform)
			}
		}
		entries[m.Name] = e
	}
	var all []section
	registered := regexp.MustCompile(`gd\.(?:Func|Proc|Dict|Vararg)\d?\("(\w+)"`)
	for _, group := range groups {
		source, err := os.ReadFile(filepath.Join("../steam", group.file))
		require.NoError(t, err)
		s := section{title: group.title}
		for _, match := range registered.FindAllStringSubmatch(string(source), -1) {
			require.Contains(t, entries, match[1], group.file)
			s.entries = append(s.entries, entries[match[1]])
			delete(entries, match[1])
		}
		all = append(all, s)
	}
	require.Empty(t, entries, "functions that no file of a group registers")
	return all
}

// worksOn reads platforms.txt: the platforms by function.
func worksOn(t *testing.T) map[string]map[string]bool {
	t.Helper()
	text, err := os.ReadFile("../tests/project/platforms.txt")
	require.NoError(t, err)
	works := make(map[string]map[string]bool)
	for line := range strings.Lines(string(text)) {
		name, list, _ := strings.Cut(strings.TrimSpace(line), ": ")
		works[name] = make(map[string]bool)
		for _, platform := range strings.Fields(list) {
			require.Contains(t, platforms, platform, name)
			works[name][platform] = true
		}
	}
	return works
}

// signalEntries returns the class's signals. A platform has a signal if its
// source makes the event.
func signalEntries(t *testing.T) []entry {
	t.Helper()
	made := make(map[string]map[string]bool)
	for _, platform := range platforms {
		made[platform] = eventsMadeIn(t, "../platform/"+platform)
	}
	var entries []entry
	for _, s := range parse(t).Signals {
		on := make(map[string]bool)
		for _, platform := range platforms {
			if made[platform][strings.ReplaceAll(s.Name, "_", "")] {
				on[platform] = true
			}
		}
		e := entry{s.Name, fmt.Sprintf("%s(%s)", s.Name, s.params()), shortly(s.Description), on}
		require.NotEmpty(t, on, "%s is never emitted", s.Name)
		entries = append(entries, e)
	}
	return entries
}

// eventsMadeIn returns the events of package signals that a folder's sources
// make, in lower case.
func eventsMadeIn(t *testing.T, folder string) map[string]bool {
	t.Helper()
	events := make(map[string]bool)
	making := regexp.MustCompile(`signals\.(\w+)\{`)
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, match := range making.FindAllStringSubmatch(string(source), -1) {
			events[strings.ToLower(match[1])] = true
		}
		return err
	})
	require.NoError(t, err)
	require.NotEmpty(t, events, folder)
	return events
}

var (
	sentence = regexp.MustCompile(`.+?(?:\.(?:\s+|$)|$)`)
	mention  = regexp.MustCompile(`\[(?:method|signal|param|constant|enum) (\w+)\]`)
	typeName = regexp.MustCompile(`\[(\w+)\]`)
	aboutLan = regexp.MustCompile(`\b(?:the platform|on) \[code\]lan\[/code\]`)
	codes    = strings.NewReplacer("[code]", "`", "[/code]", "`", "|", "\\|")
)

// shortly returns a description's first sentence and those about lan.
func shortly(description string) string {
	var chosen []string
	for line := range strings.Lines(strings.TrimSpace(description)) {
		for _, s := range sentence.FindAllString(strings.TrimSpace(line), -1) {
			if len(chosen) == 0 || aboutLan.MatchString(s) {
				chosen = append(chosen, strings.TrimSpace(s))
			}
		}
	}
	markdown := mention.ReplaceAllString(strings.Join(chosen, " "), "`$1`")
	return typeName.ReplaceAllString(codes.Replace(markdown), "$1")
}
