package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"godotsteam/platform/valve"
	"godotsteam/steam"
)

// cTypes are the types of C, and how they are printed. Of bytes that nobody counts
// the first are enough, see dataShown.
var cTypes = map[valve.Type]struct{ name, format, value string }{
	valve.Bool: {"bool", "%d", "%s"}, valve.U8: {"uint8_t", "%u", "%s"}, valve.I8: {"int8_t", "%d", "%s"},
	valve.U16: {"uint16_t", "%u", "%s"}, valve.I16: {"int16_t", "%d", "%s"},
	valve.U32: {"uint32_t", "%u", "%s"}, valve.I32: {"int32_t", "%d", "%s"},
	valve.U64: {"uint64_t", "%llu", "(unsigned long long)%s"}, valve.I64: {"int64_t", "%lld", "(long long)%s"},
	valve.F32: {"float", "%g", "(double)%s"}, valve.F64: {"double", "%g", "%s"},
	valve.Text: {"const char *", "%s", "%s"}, valve.Data: {"const void *", "%.16s", "(const char *)%s"},
	valve.Identity: {"const identity *", "%llu", "(unsigned long long)identity_id(%s)"},
}

// dataShown is how many bytes of those the stand-in writes down.
const dataShown = 16

// passThrough is the half of the stand-in that has no rules: each function
// writes down what arrived, and answers what the test expects (sample.go).
func passThrough(class steam.Reference, ruled map[string]bool) string {
	var b strings.Builder
	b.WriteString(`/* Made by go generate ./steam from the rows of the class; do not edit. */
#include "fakesteam.h"

#include <string.h>

/* The upper bits of a bool's register may be anything. */
typedef uint64_t flag;
#define YES 0xFFFFFFFFFFFFFF01u
#define NO 0xFFFFFFFFFFFFFF00u
`)
	seen := make(map[string]bool)
	for _, m := range methods(class) {
		if f := m.Valve; f != nil && !seen[f.Symbol()] && !ruled[f.Name] {
			seen[f.Symbol()] = true
			b.WriteByte('\n')
			b.WriteString(standIn(f))
		}
	}
	return b.String()
}

func standIn(f *valve.Function) string {
	params, format, args, body := []string{"void *self"}, "", "", ""
	for i, p := range f.Params {
		name := fmt.Sprintf("a%d", i+1)
		t := cTypes[p.Type]
		switch p.Role {
		case valve.Writes:
			params = append(params, t.name+" *"+name)
			body += fmt.Sprintf("\t*%s = %s;\n", name, literalC(sample(f, key(p), p.Type)))
			continue
		case valve.Buffer:
			params = append(params, "char *"+name)
			if letter, ok := sample(f, key(p), p.Type).(byte); ok {
				body += fmt.Sprintf("\tmemset(%s, '%c', %d);\n", name, letter, p.Value)
			} else {
				body += fmt.Sprintf("\tstrcpy(%s, %s);\n", name, literalC(sample(f, key(p), p.Type)))
			}
			continue
		case valve.Room:
			t = cTypes[p.Type]
		}
		params = append(params, strings.TrimSuffix(t.name, " ")+" "+name)
		if p.Type == valve.Data && i+1 < len(f.Params) && f.Params[i+1].Role == valve.Counts {
			format += " %.*s"
			args += fmt.Sprintf(", (int)a%d, (const char *)%s", i+2, name)
			continue
		}
		format += " " + t.format
		args += ", " + fmt.Sprintf(t.value, name)
	}
	returns, value := "void", ""
	switch {
	case f.Result == valve.Bool:
		returns, value = "flag", "YES"
	case f.Result != valve.Void:
		returns, value = cTypes[f.Result].name, literalC(sample(f, result, f.Result))
	}
	refused := ""
	if value != "" && f.Result != valve.Text {
		value = fmt.Sprintf("refused ? %s : %s", map[bool]string{true: "NO", false: "0"}[f.Result == valve.Bool], value)
		refused = "\tbool refused = fault(\"refuse\", \"true\");\n"
	}
	if value != "" {
		value = " " + value
	}
	body = refused + body
	of := strings.ToUpper(strings.TrimPrefix(f.Interface, "ISteam"))
	return fmt.Sprintf("EXPORT %s %s(%s) {\n\tenter(self, %s, "+
		"__func__);\n\tnote(\"%s%s\\n\"%s);\n%s\tleave();\n\treturn%s;\n}\n",
		returns, f.Symbol(), strings.Join(params, ", "), of, f.Name, format, args, body, value)
}

func literalC(value any) string {
	switch v := value.(type) {
	case string:
		return fmt.Sprintf("%q", v)
	case int64:
		if v < -1<<31 {
			return fmt.Sprintf("(int64_t)%#xu", uint64(v))
		}
	}
	return fmt.Sprint(value)
}

// byHand finds the functions of the stand-in that are written by hand, because
// they need a rule.
func byHand(folder string) (map[string]bool, error) {
	sources, err := filepath.Glob(filepath.Join(folder, "*.c"))
	if err != nil {
		return nil, err
	}
	names := make(map[string]bool)
	for _, source := range sources {
		if filepath.Base(source) == passThroughFile {
			continue
		}
		text, err := os.ReadFile(source)
		if err != nil {
			return nil, err
		}
		for _, m := range written.FindAllStringSubmatch(string(text), -1) {
			names[m[1]] = true
		}
	}
	return names, nil
}

const passThroughFile = "pass_through.c"

// written matches a function with its parameters, whichever macro it is made by.
var written = regexp.MustCompile(`\b(?:SteamAPI_ISteam[A-Za-z]+_)?([A-Z]\w+)\)?(?:, )?\((?:void|intptr_t) ?\*?self`)
