package steam

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"godotsteam/gd"
)

var (
	errNotInitialized = errors.New("Steam is not initialized: call steamInitEx() first")
	errNeverCalled    = errors.New("signals wait, and nothing calls it: call it in _process(), or start with " +
		"steamInitEx(app_id, true)")
	errNotMainThread = errors.New("it was called on another thread: call it on the main thread, where signals " +
		"are emitted")
)

// notStartedError is a call of a game that goes on after Steam did not start.
type notStartedError struct{ why string }

func (e notStartedError) Error() string { return "Steam did not start, so this does nothing: " + e.why }

// noAppIDError is a text in the place of an app ID.
type noAppIDError struct{ text string }

func (e noAppIDError) Error() string {
	const enough = 40
	return fmt.Sprintf("this is no app ID and is ignored: %q. It must be the number alone, such as "+
		"480", clean(e.text, enough))
}

// otherAppError is a start for another app than the one that runs.
type otherAppError struct {
	wanted int64
	runs   uint32
}

func (e otherAppError) Error() string {
	return fmt.Sprintf("app_id is %d, but Steam runs for app %d and goes on with that: to change it call "+
		"steamShutdown() first", e.wanted, e.runs)
}

// reporter tells the developer what is wrong: once for each kind of error and
// method, so that a loop that runs every frame does not flood the log. What it
// keeps back is counted, and told at the end.
type reporter struct {
	mu      sync.Mutex
	methods map[string]map[string]*reported // by method and kind
}

// maxKinds bounds the kinds of one method: errors that quote what a game gave
// have no end of them. Further ones are only counted.
const maxKinds = 16

type reported struct {
	text  string
	times int
}

// report pushes an error of a method.
func (r *reporter) report(method string, err error) { r.say(gd.PushError, method, err) }

// warn pushes a warning of a method.
func (r *reporter) warn(method string, err error) { r.say(gd.PushWarning, method, err) }

func (r *reporter) say(push func(string), method string, err error) {
	text := "[STEAM] " + method + ": " + err.Error()
	if r.first(method, kindOfError(err), text) {
		push(text)
	}
}

// later is warn for where a lock is held: a script's Logger may call us.
func (s *Steam) later(what string, err error) {
	if text := what + ": " + err.Error(); s.errors.first(what, kindOfError(err), "[STEAM] "+text) {
		s.logger().Warn(text)
	}
}

func (r *reporter) first(method, kind, text string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.methods == nil {
		r.methods = make(map[string]map[string]*reported)
	}
	kinds := r.methods[method]
	if kinds == nil {
		kinds = make(map[string]*reported)
		r.methods[method] = kinds
	}
	if kinds[kind] == nil && len(kinds) >= maxKinds {
		kind, text = "", "[STEAM] "+method+": more errors of other kinds"
	}
	e := kinds[kind]
	if e == nil {
		e = &reported{text: text}
		kinds[kind] = e
	}
	e.times++
	return e.times == 1 && kind != ""
}

// summarize tells how often what was said once has happened, and starts anew.
func (r *reporter) summarize() {
	r.mu.Lock()
	methods := r.methods
	r.methods = nil
	r.mu.Unlock()
	for _, kinds := range methods {
		for kind, e := range kinds {
			if e.times > 1 || kind == "" {
				gd.Print(fmt.Sprintf("%s (%d times in all)", e.text, e.times))
			}
		}
	}
}

// kindOfError is the same for two errors that differ only in their numbers.
func kindOfError(err error) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, err.Error())
}
