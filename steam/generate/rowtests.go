package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"godotsteam/platform/valve"
	"godotsteam/steam"
)

// rowTest is a call that a test makes from Godot: tests/project/cases/rows.
type rowTest struct {
	Method string `json:"method"`
	// Args are literals of GDScript: JSON has no 64-bit integers.
	Args string `json:"args"`
	// Arrived is what Valve's function got, and Answer what the method returns
	// then, a literal too. They are missing for a method with a function of its
	// own, and for a call that is refused.
	Arrived string `json:"arrived,omitempty"`
	Answer  string `json:"answer,omitempty"`
	// Refused is the argument that an error names.
	Refused string `json:"refused,omitempty"`
	// Alone is the warning without Steam, or "quiet" for none, and Nothing what
	// the method returns there.
	Alone   string `json:"alone,omitempty"`
	Nothing string `json:"nothing,omitempty"`
	// Refusal says that there is an error when Steam answers false.
	Refusal bool `json:"refusal,omitempty"`
}

// rowTests are the tests of all rows: two calls of each plain method with values
// that differ, and one for each argument with a value that is refused.
func rowTests(class steam.Reference, ruled map[string]bool) string {
	var all []rowTest
	for _, m := range methods(class) {
		if m.Valve != nil {
			for turn := range 2 {
				all = append(all, plainTest(m, turn, ruled[m.Valve.Name]))
				if len(m.Args) == 0 {
					break
				}
			}
		}
		said := make(map[string]bool)
		for i, a := range m.Args {
			// Of arguments that are called alike one error is printed.
			name := strings.TrimRight(a.Name, "0123456789")
			if a.Bad != nil && !said[name] {
				said[name] = true
				args := goods(m, 0)
				args[i] = a.Bad
				all = append(all, rowTest{Method: m.Name, Args: gdscript(args), Refused: a.Name, Answer: nothing(m)})
			}
		}
	}
	var b strings.Builder
	b.WriteString("[\n")
	for i, test := range all {
		line, err := json.Marshal(test)
		if err != nil {
			panic(err)
		}
		b.Write(line)
		if i < len(all)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(b.String())
}

func plainTest(m steam.MethodReference, turn int, ruled bool) rowTest {
	args := goods(m, turn)
	test := rowTest{Method: m.Name, Args: gdscript(args), Arrived: arrived(m, args), Refusal: m.Refusal}
	if !ruled { // by a rule the stand-in answers something else
		test.Answer = answer(m)
	}
	if !m.Alone {
		test.Nothing = nothing(m)
		if test.Alone = m.Only; test.Alone == "" {
			test.Alone = "quiet"
		}
	}
	return test
}

// goods are values for all arguments of which no two neighbours are the same.
func goods(m steam.MethodReference, turn int) []any {
	args := make([]any, len(m.Args))
	for i, a := range m.Args {
		if len(a.Good) > 0 {
			args[i] = a.Good[(i+turn)%len(a.Good)]
		}
	}
	return args
}

// arrived is what the stand-in writes down.
func arrived(m steam.MethodReference, args []any) string {
	named := make(map[string]any)
	for i, a := range m.Args {
		named[a.Name] = args[i]
	}
	f := m.Valve
	line := f.Name
	for i, p := range f.Params {
		switch p.Role {
		case valve.Takes:
			line += " " + printed(p.Type, shown(f, i, named[p.Name]))
		case valve.Counts:
			line += fmt.Sprint(" ", len(named[p.Name].([]byte)))
		case valve.Constant:
			line += " " + printed(p.Type, p.Value)
		case valve.Room:
			line += fmt.Sprint(" ", f.Params[i-1].Value)
		}
	}
	return line
}

// shown is a value as far as the stand-in writes it down.
func shown(f *valve.Function, i int, value any) any {
	data, ok := value.([]byte)
	if !ok || i+1 < len(f.Params) && f.Params[i+1].Role == valve.Counts {
		return value
	}
	return data[:min(len(data), dataShown)]
}

// printed is a value as C prints it.
func printed(t valve.Type, value any) string {
	switch v := value.(type) {
	case bool:
		if v {
			return "1"
		}
		return "0"
	case int64:
		if t == valve.U64 || t == valve.Identity {
			return fmt.Sprint(uint64(v))
		}
	case []byte:
		return string(v)
	}
	return fmt.Sprint(value)
}

// answer is what the method returns of what the stand-in answers.
func answer(m steam.MethodReference) string {
	f := m.Valve
	values := make(map[string]any)
	for _, p := range f.Params {
		if (p.Role == valve.Writes || p.Role == valve.Buffer) && !p.Unread {
			values[p.Name] = sample(f, key(p), p.Type)
			if letter, ok := values[p.Name].(byte); ok {
				values[p.Name] = bytes.Repeat([]byte{letter}, int(p.Value))
			}
		}
	}
	if _, ok := values[f.Key]; !ok && f.Result != valve.Void && f.Answer == "" {
		values[f.Key] = sample(f, result, f.Result)
	}
	if len(m.Keys) == 0 {
		if m.Returns == "void" {
			return "null"
		}
		if n, ok := values[""].(int64); ok && m.Counts {
			values[""] = max(n, 0)
		}
		return convert(m.Returns, values[""])
	}
	entries := make([]string, len(m.Keys))
	for i, k := range m.Keys {
		entries[i] = fmt.Sprintf("%q: %s", k.Name, convert(k.Type, values[k.Name]))
	}
	return "{" + strings.Join(entries, ", ") + "}"
}

// convert is a value of C as a literal of a type of GDScript.
func convert(t string, value any) string {
	if n, ok := value.(int64); ok && t == "bool" {
		return fmt.Sprint(n != 0)
	}
	return gdscript([]any{value})
}

// nothing is what a method answers that can't be called, "" if that is something
// of its own.
func nothing(m steam.MethodReference) string {
	if m.Fails {
		return ""
	}
	switch m.Returns {
	case "void", "Variant":
		return "null"
	case "bool":
		return "false"
	case "int":
		return "0"
	case "float":
		return "0.0"
	case "String":
		return `""`
	case "Dictionary":
		return "{}"
	case "Array":
		return "[]"
	}
	return "0" // an enum
}

// gdscript writes values as literals of GDScript.
func gdscript(values []any) string {
	list := make([]string, len(values))
	for i, value := range values {
		switch v := value.(type) {
		case string:
			if list[i] = fmt.Sprintf("%q", v); len(v) > 60 {
				list[i] = fmt.Sprintf("%q.repeat(%d)", v[:1], len(v)) // a bad one, too long
			}
		case []byte:
			list[i] = gdscript([]any{string(v)}) + ".to_utf8_buffer()"
		case int64:
			if list[i] = fmt.Sprint(v); v < -1<<62 { // no literal reaches below the lowest but one
				list[i] = fmt.Sprintf("(-9223372036854775807 - 1 + %d)", uint64(v)&(1<<62-1))
			}
		default:
			list[i] = fmt.Sprint(value)
		}
	}
	return strings.Join(list, ", ")
}
