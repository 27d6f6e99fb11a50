package main

import (
	"fmt"
	"strings"

	"godotsteam/steam"
)

// surface is the class as Godot's ClassDB shall have it; a test with a real
// Godot compares.
func surface(class steam.Reference, all []signal) string {
	var b strings.Builder
	b.WriteString("class Steam extends Object\n\n")
	for _, s := range sorted(class.Settings, func(s steam.SettingReference) string { return s.Name }) {
		fmt.Fprintf(&b, "setting %s: %s = %s\n", s.Name, s.Type, setting(s.Default))
	}
	b.WriteByte('\n')
	constants := ""
	for _, e := range sorted(class.Enums, func(e steam.EnumReference) string { return e.Name }) {
		if e.Name == "" { // the class's own come last
			constants = constantLines(e, "")
			continue
		}
		fmt.Fprintf(&b, "enum %s\n%s", e.Name, constantLines(e, "\t"))
	}
	b.WriteString(constants)
	b.WriteByte('\n')
	for _, s := range sorted(all, func(s signal) string { return s.Name }) {
		fmt.Fprintf(&b, "signal %s(%s)\n", s.Name, signalParams(s))
	}
	b.WriteByte('\n')
	for _, m := range methods(class) {
		fmt.Fprintf(&b, "func %s(%s) -> %s\n", m.Name, params(m, "..."), m.Returns)
	}
	for _, p := range class.Properties {
		fmt.Fprintf(&b, "var %s: %s\n", p.Name, p.Type)
	}
	return b.String()
}

// setting is a default as GDScript prints it: a float with a point.
func setting(value any) string {
	if f, ok := value.(float64); ok {
		return fmt.Sprintf("%.1f", f)
	}
	return literal(value)
}

func constantLines(e steam.EnumReference, indent string) string {
	lines := ""
	for _, c := range e.Constants {
		lines += fmt.Sprintf("%sconst %s = %d\n", indent, c.Name, c.Value)
	}
	return lines
}
