package gd

import (
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// C answers a published method itself: only what it can may be registered.
func TestWhatCanBePublished(t *testing.T) {
	cells := make([]atomic.Int64, 1)
	do := func(*Call) {}
	a, b, text := Param{Name: "a", Type: Int}, Param{Name: "b", Type: Int}, Param{Name: "s", Type: String}
	method := func(result Type, params ...Param) Method {
		return Method{Name: "m", Result: result, Params: params, Call: do}
	}
	for name, m := range map[string]Method{
		"an int":                 method(Int).PublishedIn(cells),
		"a bool of an int":       method(Bool, a).PublishedIn(cells),
		"an empty one by an int": method(DictionaryType, a, b).EmptyWhileZero(cells, 1),
	} {
		require.NoError(t, m.check(), name)
	}
	vararg := method(Int)
	vararg.Vararg = true
	for name, m := range map[string]Method{
		"a float":                 method(Float).PublishedIn(cells),
		"a String":                method(String).PublishedIn(cells),
		"nothing":                 method(Nil).PublishedIn(cells),
		"an int of a text":        method(Int, text).PublishedIn(cells),
		"a vararg":                vararg.PublishedIn(cells),
		"an empty int":            method(Int, a, b).EmptyWhileZero(cells, 1),
		"an empty one by a text":  method(DictionaryType, a, text).EmptyWhileZero(cells, 1),
		"an empty one by nothing": method(DictionaryType, a).EmptyWhileZero(cells, 1),
	} {
		require.Error(t, m.check(), name)
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
