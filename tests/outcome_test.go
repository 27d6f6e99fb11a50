package tests

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// outcome is what project/framework/runner.gd printed.
type outcome struct {
	cases          []caseResult
	finished       bool
	passed, failed int
	scriptErrors   int // those that cases expected
}

// caseResult is one PASS or FAIL line; why is empty when it passed.
type caseResult struct{ name, why string }

var finishedLine = regexp.MustCompile(`^TESTS FINISHED passed=(\d+) failed=(\d+) script_errors=(\d+)$`)

// troubles may be in no output at all.
var troubles = []string{
	"leaked at exit", "still in use at exit", "Orphan", "orphan", "WARNING: ObjectDB",
	"panic:", "fatal error:", "double free", "Can't open GDExtension", "Parse Error",
}

func parseOutcome(output string) outcome {
	var result outcome
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\r\n")
		if name, ok := strings.CutPrefix(line, "PASS "); ok {
			result.cases = append(result.cases, caseResult{name: name})
		} else if text, ok := strings.CutPrefix(line, "FAIL "); ok {
			name, why, _ := strings.Cut(text, ": ")
			result.cases = append(result.cases, caseResult{name, why})
		} else if found := finishedLine.FindStringSubmatch(line); found != nil {
			result.finished = true
			result.passed, _ = strconv.Atoi(found[1])
			result.failed, _ = strconv.Atoi(found[2])
			result.scriptErrors, _ = strconv.Atoi(found[3])
		}
	}
	return result
}

// report waits for processes that run cases, turns every case into a subtest,
// and checks that each process ended as it should.
func report(t *testing.T, deadline time.Time, processes ...*process) {
	t.Helper()
	for _, p := range processes {
		select {
		case <-p.done:
		case <-time.After(time.Until(deadline)):
			p.giveUp(t)
		}
	}
	for _, p := range processes {
		output := p.output(t)
		result := parseOutcome(output)
		for _, c := range result.cases {
			name := c.name
			if len(processes) > 1 {
				name += "/" + p.name
			}
			t.Run(name, func(t *testing.T) {
				if c.why != "" {
					t.Error(c.why)
				}
			})
		}
		assert.True(t, result.finished, "%s: no FINISHED line", p.name)
		assert.Zero(t, result.failed, "%s: failed cases", p.name)
		assert.NotZero(t, result.passed, "%s: passed cases", p.name)
		assert.Equal(t, result.scriptErrors, strings.Count(output, "SCRIPT ERROR"), "%s: script errors, beside those that cases expected", p.name)
		checkEnd(t, p)
	}
}

// checkEnd checks the exit code of a process that has ended, and that its
// output shows no trouble.
func checkEnd(t *testing.T, p *process) {
	t.Helper()
	assert.Zero(t, p.command.ProcessState.ExitCode(), "%s: exit code (%v)", p.name, p.command.ProcessState)
	output := p.output(t)
	for _, trouble := range troubles {
		assert.NotContains(t, output, trouble, p.name)
	}
	before, _, _ := strings.Cut(output, "\nRUN ")
	_, after, _ := strings.Cut(output, "\nTESTS FINISHED ")
	for _, text := range []string{before, after} {
		assert.NotContains(t, text, "ERROR:", "%s: before or after the cases", p.name)
		assert.NotContains(t, text, "WARNING:", "%s: before or after the cases", p.name)
	}
}

func TestParseOutcome(t *testing.T) {
	result := parseOutcome("RUN a\nPASS a\nRUN b/c\nFAIL b/c: x is int 1: too: bad\nTESTS FINISHED passed=1 failed=1 script_errors=2\n")
	require.Equal(t, outcome{
		cases:    []caseResult{{name: "a"}, {"b/c", "x is int 1: too: bad"}},
		finished: true, passed: 1, failed: 1, scriptErrors: 2,
	}, result)
}
