package steam

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"godotsteam/gd"
	"godotsteam/platform/valve"
)

// A method of the class is one row. It says, once:
//
//	plain("setAchievement(name: stat) -> bool", "ISteamUserStats.SetAchievement(name) -> bool").
//		steamOnly(noStats).
//		doc(`Unlocks the achievement [param name].`)
//
// what GDScript sees, with a kind for each argument (kinds.go) and its default;
// what it calls on Steam (package valve has the form), or the Go function that
// does so with more thought; what stands in for it without Steam; and the class
// reference's text. Everything else is made from that: see docs/internals/rows.md.
type row struct {
	name   string
	args   []arg
	result result
	text   string

	valve *valve.Function // what a plain method calls on Steam
	own   body            // or what thinks for it on every platform
	alone body            // what stands in without Steam
	uses  []string        // Valve's functions behind own, for the class reference

	notAlone string // why there is nothing without Steam; "" says nothing
	only     bool   // steamOnly
	anytime  bool   // it needs no steamInit
	vararg   bool
	refusal  func(on *started, c call) error // what to say where Steam answers false
	failing  func(s *Steam, c call)
	me       int // 1 + the argument whose 0 means this user

	returns func(*Steam) gd.Type // of a vararg method

	cells       func(*published) []atomic.Int64
	chooses     int // the argument that chooses the cell
	emptyAtZero bool

	takes   []take   // of a plain method: what Valve's parameters take
	answers []source // and what its results become
}

// arg is an argument of a row.
type arg struct {
	name string
	kind *kind
	def  any // nil: none
}

// result is what a row answers: a type, and for a Dictionary its keys.
type result struct {
	kind *kind // nil: nothing
	keys []arg
}

// plain is the row of a method that does nothing but call Valve's function.
func plain(signature, function string) *row {
	r := newRow(signature)
	r.valve = valve.Describe(function)
	r.compile()
	return r
}

// own is the row of a method with a Go function.
func own(signature string, f body) *row {
	r := newRow(signature)
	r.own = f
	r.mustFit(f)
	return r
}

// vararg is the row of a method that looks at its arguments itself.
func vararg(name, returns string, f func(*Steam, call)) *row {
	r := newRow(name + "() -> " + returns)
	r.vararg, r.anytime = true, true
	r.own = body{run: func(s *Steam, _ *started, c call) error { f(s, c); return nil }}
	return r
}

// returning says what a vararg method is declared to return, where that depends
// on the project.
func (r *row) returning(t func(*Steam) gd.Type) *row {
	r.returns = t
	return r
}

// standalone says what a plain method does without Steam.
func (r *row) standalone(f body) *row {
	r.alone = f
	r.mustFit(f)
	return r
}

// steamOnly says that there is nothing without Steam: the method answers false,
// 0 or nothing, or what stands in for it, and one warning says why. Without a
// reason it says nothing.
func (r *row) steamOnly(why string) *row {
	r.only, r.notAlone = true, why
	return r
}

// beforeInit lets a method be called before steamInit.
func (r *row) beforeInit() *row {
	r.anytime = true
	return r
}

// refused is what is said where the function of a plain method answers false.
func (r *row) refused(say func(on *started, c call) error) *row {
	if r.valve == nil || r.valve.Result == valve.Void {
		panic("steam: Steam does not refuse " + r.name)
	}
	r.refusal = say
	return r
}

// fails answers in the place of false, 0 or nothing where a call can't be made.
func (r *row) fails(f func(s *Steam, c call)) *row {
	r.failing = f
	return r
}

// meansMe says that a 0 in an argument stands for this user.
func (r *row) meansMe(argument int) *row {
	r.me = 1 + argument
	return r
}

// publishedIn has the method answered from memory, see [gd.Method.PublishedIn].
func (r *row) publishedIn(cells func(*published) []atomic.Int64) *row {
	r.cells = cells
	return r
}

// emptyAt has the method answer {} while a cell is 0, see
// [gd.Method.EmptyWhileZero].
func (r *row) emptyAt(argument int, cells func(*published) []atomic.Int64) *row {
	r.cells, r.chooses, r.emptyAtZero = cells, argument, true
	return r
}

// calls names Valve's functions behind a row's Go function.
func (r *row) calls(functions ...string) *row {
	r.uses = functions
	return r
}

// doc is the class reference's text, in Godot's BBCode. A line that is empty
// begins a paragraph; other ends of lines are spaces, outside of [codeblock].
func (r *row) doc(text string) *row {
	r.text = strings.TrimSpace(text)
	return r
}

// newRow reads "name(argument: kind = default, …) -> result".
func newRow(signature string) *row {
	head, returns, _ := strings.Cut(signature, " -> ")
	name, list, ok := strings.Cut(head, "(")
	list, closed := strings.CutSuffix(list, ")")
	if !ok || !closed {
		panic("steam: no signature is " + signature)
	}
	return &row{name: name, args: readArgs(signature, list), result: readResult(signature, returns)}
}

func readArgs(signature, list string) []arg {
	var args []arg
	for list != "" {
		var part string
		part, list, _ = strings.Cut(list, ", ")
		name, rest, ok := strings.Cut(part, ": ")
		if !ok {
			panic("steam: an argument without a kind in " + signature)
		}
		kindName, def, hasDefault := strings.Cut(rest, " = ")
		a := arg{name: name, kind: kindOf(kindName)}
		if hasDefault {
			a.def = a.kind.parse(def)
		}
		args = append(args, a)
	}
	return args
}

func readResult(signature, text string) result {
	switch keys, ok := strings.CutPrefix(text, "{"); {
	case text == "" || text == "void":
		return result{}
	case ok:
		return result{kind: kindOf("Dictionary"), keys: readArgs(signature, strings.TrimSuffix(keys, "}"))}
	}
	return result{kind: kindOf(text)}
}

// mustFit stops a programmer whose row says other types than its Go function.
func (r *row) mustFit(f body) {
	var types []gd.Type
	for i, a := range r.args {
		t := a.kind.godot
		if t == gd.Variant && i < len(f.args) {
			t = f.args[i] // what its check has made of it
		}
		types = append(types, t)
	}
	fits := f.result == r.resultType() && !f.fails || f.fails && (r.result.kind == nil || r.resultType() == gd.Bool)
	if !slices.Equal(types, f.args) || !fits {
		panic(fmt.Sprintf("steam: the row of %s says %v -> %v, its function %v -> "+
			"%v", r.name, types, r.resultType(), f.args, f.result))
	}
}

func (r *row) resultType() gd.Type {
	if r.result.kind == nil {
		return gd.Nil
	}
	return r.result.kind.godot
}
