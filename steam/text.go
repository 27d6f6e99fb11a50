package steam

import "strings"

// paragraphs is a text of the class reference as Godot wants it: a paragraph a
// line. In Go it is wrapped, with an empty line between two paragraphs; what
// stands in [codeblock] keeps its lines, less what they are indented by in Go.
func paragraphs(text string) string {
	var lines []string
	var code, open bool
	indent := ""
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(trimmed, "[codeblock"):
			code, indent = true, line[:len(line)-len(strings.TrimLeft(line, "\t"))]
			lines = append(lines, trimmed)
		case trimmed == "[/codeblock]":
			code, open = false, false
			lines = append(lines, trimmed)
		case code:
			lines = append(lines, strings.TrimPrefix(line, indent))
		case trimmed == "":
			open = false
		case open:
			lines[len(lines)-1] += " " + trimmed
		default:
			lines, open = append(lines, trimmed), true
		}
	}
	return strings.Join(lines, "\n")
}

// Paragraphs is the same for texts that are not of this package.
func Paragraphs(text string) string { return paragraphs(text) }
