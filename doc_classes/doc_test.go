package docclasses

import (
	"encoding/xml"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

type reference struct {
	Name        string `xml:"name,attr"`
	Inherits    string `xml:"inherits,attr"`
	Brief       string `xml:"brief_description"`
	Description string `xml:"description"`
	Methods     []struct {
		member
		Qualifiers string `xml:"qualifiers,attr"`
		Return     value  `xml:"return"`
	} `xml:"methods>method"`
	Members   []value  `xml:"members>member"`
	Signals   []member `xml:"signals>signal"`
	Constants []struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
		Enum  string `xml:"enum,attr"`
		Text  string `xml:",chardata"`
	} `xml:"constants>constant"`
}

type member struct {
	Name        string  `xml:"name,attr"`
	Params      []value `xml:"param"`
	Description string  `xml:"description"`
}

func (v value) godotType() string {
	if v.Enum != "" {
		return v.Enum
	}
	return v.Type
}

type value struct {
	Name    string `xml:"name,attr"`
	Type    string `xml:"type,attr"`
	Enum    string `xml:"enum,attr"`
	Default string `xml:"default,attr"`
	Text    string `xml:",chardata"`
}

func (m member) params() string {
	var params []string
	for _, p := range m.Params {
		text := p.Name + ": " + p.godotType()
		if p.Default != "" {
			text += " = " + p.Default
		}
		params = append(params, text)
	}
	return strings.Join(params, ", ")
}

// parse returns the references by the names of their classes.
func parse(t *testing.T) map[string]reference {
	t.Helper()
	all := make(map[string]reference)
	for _, text := range All() {
		var r reference
		require.NoError(t, xml.Unmarshal([]byte(text), &r))
		all[r.Name] = r
	}
	return all
}

// TestReferenceIsOfTheClass compares the references with the classes as Godot's
// ClassDB has them, which the tests with real Godots keep true.
func TestReferenceIsOfTheClass(t *testing.T) {
	all := parse(t)
	for file, names := range map[string][]string{
		"surface.txt":      {"Steam"},
		"peer_surface.txt": {"SteamMultiplayerPeer", "SteamPacketPeer"},
	} {
		var actual []string
		for _, name := range names {
			actual = append(actual, all[name].surface()...)
		}
		text, err := os.ReadFile("../tests/project/" + file)
		require.NoError(t, err)
		var expected []string
		enum := ""
		for line := range strings.Lines(string(text)) {
			indented := strings.HasPrefix(line, "\t")
			line = strings.TrimSpace(line)
			switch kind, rest, _ := strings.Cut(line, " "); {
			case kind == "enum":
				enum = rest
			case kind == "const" && indented:
				expected = append(expected, enum+" "+line)
			case slices.Contains([]string{"class", "func", "signal", "const", "var"}, kind):
				expected = append(expected, line)
			}
		}
		require.ElementsMatch(t, expected, actual, file)
	}
}

// surface is the class in the lines of a surface file.
func (r reference) surface() []string {
	lines := []string{fmt.Sprintf("class %s extends %s", r.Name, r.Inherits)}
	for _, m := range r.Methods {
		params := m.params()
		if m.Qualifiers == "vararg" {
			params = "..."
		}
		lines = append(lines, fmt.Sprintf("func %s(%s) -> %s", m.Name, params, m.Return.godotType()))
	}
	for _, s := range r.Signals {
		lines = append(lines, fmt.Sprintf("signal %s(%s)", s.Name, s.params()))
	}
	for _, v := range r.Members {
		line := fmt.Sprintf("var %s: %s", v.Name, v.godotType())
		if r.Name != "Steam" { // a singleton has no defaults that ClassDB knows
			line += " = " + v.Default
		}
		lines = append(lines, line)
	}
	for _, c := range r.Constants {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s const %s = %s", c.Enum, c.Name, c.Value)))
	}
	return lines
}

func TestEverythingIsDescribed(t *testing.T) {
	for class, r := range parse(t) {
		texts := map[string]string{"the class in brief": r.Brief, "the class": r.Description}
		for _, m := range r.Methods {
			texts[m.Name] = m.Description
		}
		for _, s := range r.Signals {
			texts[s.Name] = s.Description
		}
		for _, m := range r.Members {
			texts[m.Name] = m.Text
		}
		for _, c := range r.Constants {
			texts[c.Name] = c.Text
		}
		for name, text := range texts {
			require.NotEmpty(t, strings.TrimSpace(text), "%s.%s", class, name)
		}
	}
}

// TestLinksLead looks for what the references refer to.
func TestLinksLead(t *testing.T) {
	all := parse(t)
	known := map[string]bool{"constant OK": true}
	ofClass := func(kind, class, name string) string { return kind + " " + class + "." + name }
	for class, r := range all {
		for _, m := range r.Methods {
			known[ofClass("method", class, m.Name)] = true
		}
		for _, s := range r.Signals {
			known[ofClass("signal", class, s.Name)] = true
		}
		for _, m := range r.Members {
			known[ofClass("member", class, m.Name)] = true
		}
		for _, c := range r.Constants {
			known[ofClass("constant", class, c.Name)] = true
			known[ofClass("enum", class, c.Enum)] = true
		}
	}
	pattern := regexp.MustCompile(`\[((?:method|signal|member|constant|enum|param) [^\]]+)\]`)
	for _, text := range All() {
		var r reference
		require.NoError(t, xml.Unmarshal([]byte(text), &r))
		params := make(map[string]bool)
		for _, m := range r.Methods {
			m.addParams(params)
		}
		for _, s := range r.Signals {
			s.addParams(params)
		}
		links := pattern.FindAllStringSubmatch(text, -1)
		require.NotEmpty(t, links)
		for _, link := range links {
			kind, name, _ := strings.Cut(link[1], " ")
			class, _, dotted := strings.Cut(name, ".")
			_, ours := all[class]
			isGodots := dotted && !ours || strings.HasPrefix(name, "ERR_")
			require.True(t, known[link[1]] || known[ofClass(kind, r.Name, name)] || kind == "param" && params[name] || isGodots,
				"%s: [%s] leads nowhere", r.Name, link[1])
		}
	}
}

func (m member) addParams(to map[string]bool) {
	for _, p := range m.Params {
		to[p.Name] = true
	}
}
