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

func parse(t *testing.T) (r reference) {
	t.Helper()
	require.NoError(t, xml.Unmarshal([]byte(Steam), &r))
	return r
}

// TestReferenceIsOfTheClass compares the reference with the class as Godot's
// ClassDB has it, which the tests with real Godots keep true.
func TestReferenceIsOfTheClass(t *testing.T) {
	r := parse(t)
	actual := []string{fmt.Sprintf("class %s extends %s", r.Name, r.Inherits)}
	for _, m := range r.Methods {
		params := m.params()
		if m.Qualifiers == "vararg" {
			params = "..."
		}
		actual = append(actual, fmt.Sprintf("func %s(%s) -> %s", m.Name, params, m.Return.godotType()))
	}
	for _, s := range r.Signals {
		actual = append(actual, fmt.Sprintf("signal %s(%s)", s.Name, s.params()))
	}
	for _, v := range r.Members {
		actual = append(actual, fmt.Sprintf("var %s: %s", v.Name, v.godotType()))
	}
	for _, c := range r.Constants {
		actual = append(actual, fmt.Sprintf("const %s = %s", c.Name, c.Value))
	}

	surface, err := os.ReadFile("../tests/project/surface.txt")
	require.NoError(t, err)
	var expected []string
	for line := range strings.Lines(string(surface)) {
		line = strings.TrimSpace(line)
		kind, _, _ := strings.Cut(line, " ")
		if slices.Contains([]string{"class", "func", "signal", "const", "var"}, kind) {
			expected = append(expected, line)
		}
	}
	require.ElementsMatch(t, expected, actual)
}

func TestEverythingIsDescribed(t *testing.T) {
	r := parse(t)
	texts := map[string]string{"the class in brief": r.Brief, "the class": r.Description}
	for _, m := range r.Methods {
		texts[m.Name] = m.Description
	}
	for _, s := range r.Signals {
		texts[s.Name] = s.Description
	}
	for _, c := range r.Constants {
		texts[c.Name] = c.Text
	}
	for name, text := range texts {
		require.NotEmpty(t, strings.TrimSpace(text), name)
	}
}

// TestLinksLead looks for what the reference refers to.
func TestLinksLead(t *testing.T) {
	r := parse(t)
	known := map[string]bool{"method Node._process": true}
	for _, m := range r.Methods {
		known["method "+m.Name] = true
		for _, p := range m.Params {
			known["param "+p.Name] = true
		}
	}
	for _, s := range r.Signals {
		known["signal "+s.Name] = true
		for _, p := range s.Params {
			known["param "+p.Name] = true
		}
	}
	for _, c := range r.Constants {
		known["constant "+c.Name] = true
		known["enum "+c.Enum] = true
	}
	links := regexp.MustCompile(`\[((?:method|signal|constant|enum|param) [^\]]+)\]`).FindAllStringSubmatch(Steam, -1)
	require.NotEmpty(t, links)
	for _, link := range links {
		require.True(t, known[link[1]], "[%s] leads nowhere", link[1])
	}
}
