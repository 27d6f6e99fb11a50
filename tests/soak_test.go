package tests

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"godotsteam/internal/longrun"
)

// TestSoak lets peers send to each other at random while some of them leave,
// are killed and come back. project/soak/peer.gd says what they check.
// GODOTSTEAM_SOAK=30m makes it eight peers and half an hour; scripts/soak.sh
// runs that. GODOTSTEAM_SOAK_SEED repeats the driver's choices of another run.
func TestSoak(t *testing.T) {
	t.Parallel()
	length, count := longrun.Of(t, "GODOTSTEAM_SOAK"), 8
	if length == 0 {
		length, count = 20*time.Second, 4
	}
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("GODOTSTEAM_SOAK_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err, "GODOTSTEAM_SOAK_SEED")
	}
	t.Logf("seed %d", seed)

	s := &soak{stage: newStage(t, "GODOTSTEAM_TIMEOUT=10", "GODOTSTEAM_PLATFORM=standalone"), rng: rand.New(rand.NewPCG(seed, 0))}
	s.deadline = time.Now().Add(length + patience(t))
	for i := range count {
		s.peers = append(s.peers, &soakPeer{name: fmt.Sprintf("peer%d", i), lasts: i < max(2, count*3/8)})
	}
	for _, p := range s.peers {
		s.begin(p)
	}
	for _, p := range s.peers { // nobody is killed whom the others have not met
		s.awaitFile(p.process, p.name+".id", p.name+" has started")
	}
	s.churn(length)
	s.finish()
	s.judge(length, seed)
}

type soak struct {
	*stage
	rng          *rand.Rand
	peers        []*soakPeer
	lives        []*process
	kills, exits int
}

type soakPeer struct {
	name    string
	lasts   bool // lives throughout
	lives   int
	process *process // nil while it is away
	samples []sample
}

// sample is what Linux says of a process at one moment.
type sample struct{ residentKB, threads, files int }

// begin starts a peer, or starts it again.
func (s *soak) begin(p *soakPeer) {
	s.t.Helper()
	_ = os.Remove(filepath.Join(s.folder, p.name+".leave")) // there is none the first time
	names := make([]string, len(s.peers))
	for i, other := range s.peers {
		names[i] = other.name
	}
	p.lives++
	p.process = start(s.t, fmt.Sprintf("%s.%d", p.name, p.lives), append(s.env, "GODOTSTEAM_IDENTITY="+p.name),
		"--path", s.project, "-s", "res://soak/peer.gd", "--",
		"--folder="+s.folder, "--name="+p.name, "--names="+strings.Join(names, ","))
	s.lives = append(s.lives, p.process)
}

// churn lets peers go and come back for a while, and takes samples.
func (s *soak) churn(length time.Duration) {
	s.t.Helper()
	second := time.NewTicker(time.Second)
	defer second.Stop()
	mortals := slices.DeleteFunc(slices.Clone(s.peers), func(p *soakPeer) bool { return p.lasts })
	// The last ones to come back get the time to be missed and found again.
	calm := time.Now().Add(max(length-15*time.Second, length/2))
	for end := time.Now().Add(length); time.Now().Before(end); <-second.C {
		for _, p := range s.peers {
			if p.process == nil {
				continue
			}
			require.True(s.t, p.process.isRunning(), p.process.name+" ended by itself")
			if p.lasts {
				p.samples = append(p.samples, takeSample(s.t, p.process))
			}
		}
		p := mortals[s.rng.IntN(len(mortals))]
		switch {
		case p.process == nil:
			if time.Now().After(calm) || s.rng.IntN(5) == 0 {
				s.begin(p)
			}
		case time.Now().After(calm) || s.kills > 0 && s.rng.IntN(10) != 0: // it stays
		case s.kills > 0 && s.rng.IntN(3) == 0:
			s.exits++
			require.NoError(s.t, os.WriteFile(filepath.Join(s.folder, p.name+".leave"), nil, 0o644))
			s.end(p.process)
			p.process = nil
		default:
			s.kills++
			p.process.kill()
			p.process = nil
		}
	}
	for _, p := range mortals {
		if p.process == nil {
			s.begin(p)
		}
	}
}

// finish has everybody say how much they sent, and wait until they have it all.
func (s *soak) finish() {
	s.t.Helper()
	require.NoError(s.t, os.WriteFile(filepath.Join(s.folder, "stop"), nil, 0o644))
	for _, p := range s.peers {
		s.end(p.process)
	}
}

// end waits until a peer that was asked to has left.
func (s *soak) end(p *process) {
	s.t.Helper()
	p.wait(s.t, time.Now().Add(patience(s.t)))
	require.Contains(s.t, p.output(s.t), "SOAK left in order")
	checkEnd(s.t, p)
}

// judge looks at what all lives said, and at the samples.
func (s *soak) judge(length time.Duration, seed uint64) {
	t := s.t
	t.Helper()
	for _, p := range s.lives {
		output := p.output(t)
		for _, trouble := range []string{"TROUBLE", "SCRIPT ERROR", "internal error"} {
			assert.NotContains(t, output, trouble, p.name)
		}
	}
	type between struct {
		Sent, Got      []int
		Gaps, Failures int
	}
	type lifeReport struct {
		Name, ID string
		Peers    map[string]between
	}
	var reports []lifeReport
	lasting := make(map[string]bool) // by Steam ID
	files, err := filepath.Glob(filepath.Join(s.folder, "*.report"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var r lifeReport
		require.NoError(t, json.Unmarshal(text, &r), file)
		reports = append(reports, r)
		for _, p := range s.peers {
			if p.name == r.Name && p.lasts {
				lasting[r.ID] = true
			}
		}
	}
	var sent, got [4]int           // of all, by channel
	var sentL, gotL, failed [4]int // between those that lived throughout
	for _, r := range reports {
		for other, b := range r.Peers {
			for channel := range 4 {
				sent[channel] += b.Sent[channel]
				got[channel] += b.Got[channel]
				if lasting[r.ID] && lasting[other] {
					sentL[channel] += b.Sent[channel]
					gotL[channel] += b.Got[channel]
				}
			}
			failed[0] += b.Failures
			if lasting[r.ID] && lasting[other] {
				assert.Zero(t, b.Gaps+b.Failures, "gaps and failures between two that lived throughout")
			}
		}
	}
	assert.Equal(t, sentL[:2], gotL[:2], "reliable messages between those that lived throughout")
	assert.NotZero(t, gotL[0])

	var text strings.Builder
	say := func(format string, values ...any) { fmt.Fprintf(&text, format+"\n", values...) }
	say("%d peers, %v, seed %d: %d kills, %d orderly exits, %d starts, %d failed sessions", len(s.peers), length, seed, s.kills, s.exits, len(s.lives), failed[0])
	say("")
	say("| messages | sent by all | read by all | sent between the lasting | read | lost |")
	say("|---|--:|--:|--:|--:|--:|")
	for channel, name := range []string{"reliable", "reliable with buffering", "unreliable", "unreliable no delay"} {
		say("| %s | %d | %d | %d | %d | %d |", name, sent[channel], got[channel], sentL[channel], gotL[channel], sentL[channel]-gotL[channel])
	}
	say("")
	say("| a peer that lasted | | first third | last third | |")
	say("|---|---|--:|--:|--:|")
	for _, p := range s.peers {
		if !p.lasts {
			continue
		}
		// The start is over after a minute at the latest.
		warm := p.samples[min(60, len(p.samples)/5):]
		first, last := warm[:len(warm)/3], warm[len(warm)-len(warm)/3:]
		for _, row := range []struct {
			what string
			of   func(sample) int
			flat float64 // how much it may grow
		}{
			{"resident, kB", func(s sample) int { return s.residentKB }, 0.05},
			{"threads", func(s sample) int { return s.threads }, 0.1},
			{"open files", func(s sample) int { return s.files }, 0},
		} {
			a, b := middle(first, row.of), middle(last, row.of)
			growth := float64(b-a) / float64(a)
			say("| %s | %s | %d | %d | %+.1f %% |", p.name, row.what, a, b, 100*growth)
			if length >= 10*time.Minute {
				assert.LessOrEqual(t, growth, row.flat, "%s: %s", p.name, row.what)
			}
		}
		s.keep(p)
	}
	t.Logf("\n%s", text.String())
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(s.lives[0].logPath), "report.md"), []byte(text.String()), 0o644))
}

// keep writes a peer's samples beside its output.
func (s *soak) keep(p *soakPeer) {
	s.t.Helper()
	text := "second,resident_kb,threads,files\n"
	for i, sample := range p.samples {
		text += fmt.Sprintf("%d,%d,%d,%d\n", i, sample.residentKB, sample.threads, sample.files)
	}
	require.NoError(s.t, os.WriteFile(filepath.Join(filepath.Dir(p.process.logPath), p.name+".csv"), []byte(text), 0o644))
}

func middle(samples []sample, of func(sample) int) int {
	values := make([]int, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func takeSample(t *testing.T, p *process) (s sample) {
	t.Helper()
	folder := fmt.Sprintf("/proc/%d", p.command.Process.Pid)
	status, err := os.ReadFile(folder + "/status")
	require.NoError(t, err)
	for line := range strings.Lines(string(status)) {
		if text, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			_, _ = fmt.Sscan(text, &s.residentKB) // 0 if it can't be read
		} else if text, ok := strings.CutPrefix(line, "Threads:"); ok {
			_, _ = fmt.Sscan(text, &s.threads)
		}
	}
	files, err := os.ReadDir(folder + "/fd")
	require.NoError(t, err)
	s.files = len(files)
	return s
}
