package main

import (
	"fmt"
	"regexp"
	"strings"

	"godotsteam/steam"
)

const (
	yes = "✔"
	no  = "–"
)

// functions is docs/functions.md.
func functions(class steam.Reference, all []signal) string {
	var b strings.Builder
	b.WriteString(`# Functions and signals

<!-- Made by go generate ./steam; do not edit. -->

Every function and signal of the class ` + "`Steam`" + `, with a mark for each platform: ` + yes + `
there is something behind it; ` + no + ` there is not, the call does no harm, and the text says what it answers. The
tests call each one on both platforms. The texts are the beginnings of the class reference's, which the editor shows in
full (F1, *Steam*).
`)
	section := func(title string) {
		fmt.Fprintf(&b, "\n## %s\n\n| | `standalone` | `steamworks` | |\n|---|:-:|:-:|---|\n", title)
	}
	for _, p := range class.Pages {
		section(p.Title)
		for _, m := range p.Methods {
			alone := no
			if m.Alone {
				alone = yes
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", signature(m), alone, yes, shortly(m.Text))
		}
	}
	section("Signals")
	for _, s := range sorted(all, func(s signal) string { return s.Name }) {
		alone := yes
		if s.SteamOnly {
			alone = no
		}
		fmt.Fprintf(&b, "| `%s(%s)` | %s | %s | %s |\n", s.Name, signalParams(s), alone, yes, shortly(s.text))
	}
	return b.String()
}

// signature is a method as GDScript would declare it.
func signature(m steam.MethodReference) string {
	return fmt.Sprintf("%s(%s) -> %s", m.Name, params(m, "…"), m.Returns)
}

func params(m steam.MethodReference, vararg string) string {
	if m.Vararg {
		return vararg
	}
	var list []string
	for _, a := range m.Args {
		t := a.Type
		if a.Enum != "" {
			t = a.Enum
		}
		text := a.Name + ": " + t
		if a.Default != nil {
			text += " = " + literal(a.Default)
		}
		list = append(list, text)
	}
	return strings.Join(list, ", ")
}

func signalParams(s signal) string {
	var list []string
	for _, a := range s.Args {
		list = append(list, a.Name+": "+a.Type.String())
	}
	return strings.Join(list, ", ")
}

var (
	sentence = regexp.MustCompile(`.+?(?:\.(?:\s+|$)|$)`)
	mention  = regexp.MustCompile(`\[(?:method|signal|param|constant|enum) (\w+)\]`)
	typeName = regexp.MustCompile(`\[(\w+)\]`)
	aboutOne = regexp.MustCompile(`\b(?:the platform|on) \[code\]standalone\[/code\]|[Ww]ithout Steam`)
	codes    = strings.NewReplacer("[code]", "`", "[/code]", "`", "|", "\\|")
)

// shortly is a description's first sentence and those about play without Steam.
func shortly(description string) string {
	var chosen []string
	for line := range strings.Lines(strings.TrimSpace(description)) {
		for _, s := range sentence.FindAllString(strings.TrimSpace(line), -1) {
			if len(chosen) == 0 || aboutOne.MatchString(s) {
				chosen = append(chosen, strings.TrimSpace(s))
			}
		}
	}
	markdown := mention.ReplaceAllString(strings.Join(chosen, " "), "`$1`")
	return typeName.ReplaceAllString(codes.Replace(markdown), "$1")
}

// marks are the platforms on which each method does something, for a test that
// calls them there.
func marks(class steam.Reference) string {
	var b strings.Builder
	for _, m := range methods(class) {
		alone := ""
		if m.Alone {
			alone = "standalone "
		}
		fmt.Fprintf(&b, "%s: %ssteamworks\n", m.Name, alone)
	}
	return b.String()
}
