// Command report reads what `go test -json` prints and tells a person what they
// want to know of it: what a failed test said, each package's result, and where
// all that is long in coming, which tests run.
//
//	go test -json ./... | report [-v] RESULTS
//
// To the file RESULTS it adds a line for each test: pass, fail or skip, a tab, the
// test's name, and for a skipped one a tab and why. scripts/test.sh sums them up.
package main

import (
	"bufio"
	"flag"
	"io"
	"log"
	"os"
	"time"
)

// silence is how long report may say nothing.
const silence = 20 * time.Second

func main() {
	log.SetFlags(0)
	log.SetPrefix("report: ")
	verbose := flag.Bool("v", false, "print all that the tests print")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: go test -json ./... | report [-v] RESULTS")
	}
	results, err := os.OpenFile(flag.Arg(0), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		log.Fatal(err)
	}
	r := &report{out: os.Stdout, results: results, verbose: *verbose}
	r.read(os.Stdin)
	if err := results.Close(); err != nil {
		log.Fatal(err)
	}
}

// read reports until in ends.
func (r *report) read(in io.Reader) {
	lines := make(chan []byte)
	go func() {
		defer close(lines)
		for from := bufio.NewReader(in); ; {
			line, err := from.ReadBytes('\n')
			if len(line) > 0 {
				lines <- line
			}
			if err != nil {
				return
			}
		}
	}()
	began, ticks := time.Now(), time.NewTicker(silence)
	for {
		select {
		case line, more := <-lines:
			if !more {
				return
			}
			r.line(line)
		case <-ticks.C:
			r.tick(time.Since(began))
		}
	}
}
