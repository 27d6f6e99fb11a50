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

var (
	fences   = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	inCode   = regexp.MustCompile("`[^`\n]*`")
	links    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	headings = regexp.MustCompile(`(?m)^#+ (.+)$`)
	unsaid   = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	pages    = regexp.MustCompile(`\bdocs/[\w/-]+\.md\b`)
)

// TestLinksOfPagesLead looks for the file, and the heading in it, of every
// relative link in Markdown, and for each page that source names.
func TestLinksOfPagesLead(t *testing.T) {
	seen := 0
	require.NoError(t, filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if d.IsDir() && path != ".." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "addons") {
			return fs.SkipDir
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		switch filepath.Ext(path) {
		case ".md":
			for _, link := range links.FindAllStringSubmatch(prose(t, path), -1) {
				if !strings.Contains(link[1], ":") {
					seen++
					require.NoError(t, leads(t, path, link[1]), "%s links to %s", path, link[1])
				}
			}
		case ".go", ".sh", ".gd":
			for _, page := range pages.FindAllString(read(t, path), -1) {
				require.FileExists(t, filepath.Join("..", page), "%s names %s", path, page)
			}
		}
		return nil
	}))
	require.NotZero(t, seen)
}

func leads(t *testing.T, from, link string) error {
	name, anchor, anchored := strings.Cut(link, "#")
	to := from
	if name != "" {
		to = filepath.Join(filepath.Dir(from), name)
	}
	if _, err := os.Stat(to); err != nil || !anchored {
		return err
	}
	text := fences.ReplaceAllString(read(t, to), "")
	times := make(map[string]int)
	for _, heading := range headings.FindAllStringSubmatch(text, -1) {
		is := slug(heading[1])
		if n := times[is]; n > 0 {
			is = fmt.Sprintf("%s-%d", is, n)
		}
		times[slug(heading[1])]++
		if is == anchor {
			return nil
		}
	}
	return fmt.Errorf("no heading of %s is #%s", to, anchor)
}

// slug is the anchor that GitHub gives a heading.
func slug(heading string) string {
	return strings.ReplaceAll(unsaid.ReplaceAllString(strings.ToLower(heading), ""), " ", "-")
}

// prose is a page without what stands in code.
func prose(t *testing.T, path string) string {
	return inCode.ReplaceAllString(fences.ReplaceAllString(read(t, path), ""), "")
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}
