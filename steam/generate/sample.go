package main

import (
	"fmt"
	"hash/fnv"

	"godotsteam/platform/valve"
)

// What the stand-in answers is no matter, as long as it differs from call to
// call: it is made of the function's name, so that the stand-in in C and the
// test that calls it agree on it.

// sample is a value of a type, for what a function writes or returns.
func sample(f *valve.Function, place string, t valve.Type) any {
	h := fnv.New32a()
	fmt.Fprint(h, f.Symbol(), place)
	n := int64(h.Sum32() % 10000)
	switch t {
	case valve.Bool:
		return true
	case valve.U8, valve.I8:
		return 1 + n%127
	case valve.U64, valve.I64: // with the highest bit set, as an ID may have it
		return int64(-1<<63) + n
	case valve.I16, valve.I32:
		return -1 - n
	case valve.U32, valve.U16:
		return 40000 + n
	case valve.F32, valve.F64:
		return float64(n) + 0.5
	case valve.Data: // all of them this letter
		return byte('a' + n%26)
	case valve.Text:
		return fmt.Sprintf("%s of %s: ä", place, f.Name)
	}
	return nil
}

const result = "result"

// key names what a parameter writes.
func key(p valve.Param) string {
	if p.Name == "" {
		return "value"
	}
	return p.Name
}
