package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"path"
	"slices"
	"strings"
	"time"
)

// report is what is known of a `go test` that runs.
type report struct {
	out, results io.Writer
	verbose      bool
	said         bool    // anything, since the last tick
	open         []*unit // what runs, in the order of its start
}

// unit is a test, or with an empty Test a package.
type unit struct {
	Package, Test string
	output        []string
	waits         bool // for others that run in parallel
	failed        bool // a package of which a test has
}

// name is standalone.TestPair/alice, or for a package standalone.
func (u *unit) name() string {
	return strings.TrimSuffix(path.Base(u.Package)+"."+u.Test, ".")
}

// line takes one line of go's: an event (see `go doc test2json`), or its own words.
func (r *report) line(text []byte) {
	var event struct{ Action, Package, Test, Output string }
	if json.Unmarshal(text, &event) != nil {
		r.print(string(text))
		return
	}
	if event.Package == "" { // of a build
		r.print(event.Output)
		return
	}
	u := r.unit(event.Package, event.Test)
	switch event.Action {
	case "output":
		if r.verbose {
			r.print(event.Output)
		}
		if !strings.HasPrefix(event.Output, "=== ") { // a test begins, waits or goes on
			u.output = append(u.output, event.Output)
		}
	case "pause", "cont":
		u.waits = event.Action == "pause"
	case "pass", "fail", "skip":
		r.end(u, event.Action)
	}
}

// unit returns what runs under these names.
func (r *report) unit(Package, test string) *unit {
	for _, u := range r.open {
		if u.Package == Package && u.Test == test {
			return u
		}
	}
	u := &unit{Package: Package, Test: test}
	r.open = append(r.open, u)
	return u
}

// end ends a test or a package.
func (r *report) end(u *unit, how string) {
	switch {
	case u.Test == "":
		r.endPackage(u, how)
	case how == "skip":
		r.result(how, u.name(), reason(u.output))
	case how == "fail":
		r.unit(u.Package, "").failed = true
		r.show(u.output...)
		r.result(how, u.name())
	default:
		r.result(how, u.name())
	}
	r.open = slices.DeleteFunc(r.open, func(other *unit) bool { return other == u })
}

func (r *report) endPackage(u *unit, how string) {
	if how != "fail" {
		r.show(u.output[max(0, len(u.output)-1):]...) // ok, its name, how long it took
		return
	}
	for _, test := range slices.Clone(r.open) {
		if test.Package == u.Package && test != u { // the process ended before the test
			r.end(test, "fail")
		}
	}
	r.show(u.output...)
	if !u.failed {
		r.result("fail", u.name()) // it does not build, or ended badly after all tests
	}
}

// reason is why a test was skipped: what it said, without the place and without
// the line that says that it was skipped.
func reason(output []string) string {
	var words []string
	for _, line := range output {
		if !strings.HasPrefix(strings.TrimSpace(line), "--- SKIP") {
			words = append(words, strings.Fields(line)...)
		}
	}
	if len(words) > 1 && strings.Contains(words[0], ".go:") {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// tick says what runs, if nothing was said for a while.
func (r *report) tick(since time.Duration) {
	if !r.said {
		var names []string
		for _, u := range r.open {
			if u.Test != "" && !u.waits && !strings.Contains(u.Test, "/") {
				names = append(names, u.name())
			}
		}
		if more := len(names) - 4; more > 0 {
			names = append(names[:4], fmt.Sprintf("and %d more", more))
		}
		if len(names) == 0 {
			names = []string{"building"}
		}
		r.print(fmt.Sprintf("… %.0f s: %s\n", since.Seconds(), strings.Join(names, ", ")))
	}
	r.said = false
}

// show prints what -v has printed already.
func (r *report) show(texts ...string) {
	if !r.verbose {
		r.print(texts...)
	}
}

func (r *report) print(texts ...string) {
	for _, text := range texts {
		fmt.Fprint(r.out, text)
		r.said = true
	}
}

func (r *report) result(fields ...string) {
	if _, err := fmt.Fprintln(r.results, strings.Join(fields, "\t")); err != nil {
		log.Fatal(err)
	}
}
