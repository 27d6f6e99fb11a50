package gd

import (
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// C answers a published method itself: only what it can may be registered.
func TestWhatCanBePublished(t *testing.T) {
	cells := make([]atomic.Int64, 1)
	for name, publish := range map[string]func(){
		"an int":           func() { Func0("m", func() int64 { return 0 }).PublishedIn(cells) },
		"a bool of an int": func() { Func1("m", func(int64) bool { return false }, Arg("i")).PublishedIn(cells) },
		"an empty one by an int": func() {
			Dict2("m", func(int64, int64, *Dictionary) {}, Arg("a"), Arg("b")).EmptyWhileZero(cells, 1)
		},
	} {
		t.Run(name, func(t *testing.T) { require.NotPanics(t, publish) })
	}
	for name, publish := range map[string]func(){
		"a float":           func() { Func0("m", func() float64 { return 0 }).PublishedIn(cells) },
		"a String":          func() { Func0("m", func() string { return "" }).PublishedIn(cells) },
		"nothing":           func() { Proc0("m", func() {}).PublishedIn(cells) },
		"a Dictionary":      func() { Dict0("m", func(*Dictionary) {}).PublishedIn(cells) },
		"an int of a text":  func() { Func1("m", func(string) int64 { return 0 }, Arg("s")).PublishedIn(cells) },
		"an int of a float": func() { Func1("m", func(float64) int64 { return 0 }, Arg("f")).PublishedIn(cells) },
		"a vararg":          func() { Vararg("m", func(*Call) {}).Returning(Int).PublishedIn(cells) },
		"an empty int":      func() { Func1("m", func(int64) int64 { return 0 }, Arg("i")).EmptyWhileZero(cells, 0) },
		"an empty one by a text": func() {
			Dict2("m", func(int64, string, *Dictionary) {}, Arg("a"), Arg("b")).EmptyWhileZero(cells, 1)
		},
		"an empty one by nothing": func() { Dict1("m", func(int64, *Dictionary) {}, Arg("a")).EmptyWhileZero(cells, 1) },
	} {
		t.Run(name, func(t *testing.T) { require.Panics(t, publish) })
	}
}

func TestWhyTheEngineRefusesACall(t *testing.T) {
	for text, err := range map[string]callError{
		"there is no such method":       {kind: 1},
		"argument 2 must be of type 21": {kind: 2, argument: 1, expected: 21},
		"it takes at most 1 arguments":  {kind: 3, expected: 1},
		"it takes at least 3 arguments": {kind: 4, expected: 3},
		"the object is not there":       {kind: 5},
		"error 6":                       {kind: 6},
	} {
		require.EqualError(t, err, text)
	}
}
