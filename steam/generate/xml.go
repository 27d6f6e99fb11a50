package main

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"godotsteam/steam"
)

// reference is the class reference in the form of Godot's own classes.
func reference(class steam.Reference, signals []signal) string {
	var b strings.Builder
	line := func(depth int, format string, args ...any) {
		b.WriteString(strings.Repeat("\t", depth))
		fmt.Fprintf(&b, format+"\n", args...)
	}
	text := func(depth int, text string) {
		for l := range strings.SplitSeq(text, "\n") {
			if l == "" {
				b.WriteByte('\n')
				continue
			}
			line(depth, "%s", escape(l))
		}
	}
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" ?>` + "\n<!-- Made by go generate ./steam; do not edit. -->\n")
	line(0, `<class name="Steam" inherits="Object" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`+
		` xsi:noNamespaceSchemaLocation="https://raw.githubusercontent.com/godotengine/godot/master/doc/class.xsd">`)
	line(1, "<brief_description>")
	text(2, class.Brief)
	line(1, "</brief_description>")
	line(1, "<description>")
	text(2, class.Text)
	line(1, "</description>")
	line(1, "<tutorials>")
	line(1, "</tutorials>")

	line(1, "<methods>")
	for _, m := range methods(class) {
		qualifiers := ""
		if m.Vararg {
			qualifiers = ` qualifiers="vararg"`
		}
		line(2, "<method name=%q%s>", m.Name, qualifiers)
		enum := ""
		returns := m.Returns
		if m.Enum {
			enum, returns = fmt.Sprintf(" enum=%q", m.Returns), "int"
		}
		line(3, "<return type=%q%s />", returns, enum)
		for i, a := range m.Args {
			enum, def := "", ""
			if a.Enum != "" {
				enum = fmt.Sprintf(" enum=%q", a.Enum)
			}
			if a.Default != nil {
				def = fmt.Sprintf(` default="%s"`, escape(literal(a.Default)))
			}
			line(3, `<param index="%d" name="%s" type="%s"%s%s />`, i, a.Name, a.Type, enum, def)
		}
		line(3, "<description>")
		text(4, described(m))
		line(3, "</description>")
		line(2, "</method>")
	}
	line(1, "</methods>")

	if len(class.Properties) > 0 {
		line(1, "<members>")
		for _, p := range class.Properties {
			line(2, `<member name="%s" type="%s" setter="%s" getter="%s" default="%s">`,
				p.Name, p.Type, p.Setter, p.Getter, literal(p.Default))
			text(3, p.Text)
			line(2, "</member>")
		}
		line(1, "</members>")
	}

	line(1, "<signals>")
	for _, s := range sorted(signals, func(s signal) string { return s.Name }) {
		line(2, "<signal name=%q>", s.Name)
		for i, a := range s.Args {
			line(3, `<param index="%d" name="%s" type="%s" />`, i, a.Name, a.Type)
		}
		line(3, "<description>")
		text(4, s.text)
		line(3, "</description>")
		line(2, "</signal>")
	}
	line(1, "</signals>")

	line(1, "<constants>")
	for _, e := range class.Enums {
		for _, c := range e.Constants {
			enum := ""
			if e.Name != "" {
				enum = fmt.Sprintf(" enum=%q", e.Name)
			}
			line(2, `<constant name="%s" value="%d"%s>`, c.Name, c.Value, enum)
			text(3, c.Text)
			line(2, "</constant>")
		}
	}
	line(1, "</constants>")
	b.WriteString("</class>\n")
	return b.String()
}

// methods are all methods by name.
func methods(class steam.Reference) []steam.MethodReference {
	var all []steam.MethodReference
	for _, p := range class.Pages {
		all = append(all, p.Methods...)
	}
	return sorted(all, func(m steam.MethodReference) string { return m.Name })
}

func sorted[T any](list []T, by func(T) string) []T {
	return slices.SortedFunc(slices.Values(list), func(a, b T) int { return cmp.Compare(by(a), by(b)) })
}

// described is a method's text, and where its behaviour comes from.
func described(m steam.MethodReference) string {
	text := m.Text
	uses := m.Uses
	if m.Valve != nil {
		uses = []string{m.Valve.Interface + "." + m.Valve.Name}
	}
	if len(uses) == 0 {
		return text
	}
	header, _, _ := strings.Cut(uses[0], ".")
	names := make([]string, len(uses))
	for i, use := range uses {
		_, names[i], _ = strings.Cut(use, ".")
	}
	return text + "\nSource: " + strings.ToLower(header) + ".h, " + strings.Join(names, ", ") + "."
}

// literal is a value as GDScript writes it.
func literal(value any) string {
	switch v := value.(type) {
	case string:
		return fmt.Sprintf("%q", v)
	default:
		return fmt.Sprint(v)
	}
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return strings.NewReplacer("&#34;", "&quot;", "&#39;", "'", "&#x9;", "\t").Replace(b.String())
}
