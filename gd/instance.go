package gd

import (
	"slices"
	"sync"
	"sync/atomic"
)

// What C knows by numbers: classes, methods and instances.
//
// Classes and methods are written only while a class is registered, before the
// engine can call them, and are all gone when the last class is.
var (
	classes  []*Class // nil where one is gone
	methods  []Method
	calls    []func(*Call) // of methods: all that a call needs of them
	keysMade int           // how many of keyNames C has
)

func classNumber(c *Class) int { return slices.Index(classes, c) }

func classNamed(name string) *Class {
	for _, c := range classes {
		if c != nil && c.Name == name {
			return c
		}
	}
	return nil
}

// engineBase returns the engine's class that a class is or extends.
func engineBase(name string) string {
	for c := classNamed(name); c != nil; c = classNamed(name) {
		name = c.Base
	}
	return name
}

func newMethodNumber(m Method) int {
	methods, calls = append(methods, m), append(calls, m.Call)
	return len(methods) - 1
}

func forget(c *Class) {
	classes[classNumber(c)] = nil
	if !slices.ContainsFunc(classes, func(c *Class) bool { return c != nil }) {
		classes, methods, calls = nil, nil, nil
	}
}

// instances are the Go sides of all instances, in chunks that stay where they
// are: to look one up takes no lock. A slot is written before the engine has
// its number, and after the engine has let go of it.
var instances struct {
	mu     sync.Mutex
	used   int64 // slots that were ever used
	free   []int64
	chunks [maxChunks]atomic.Pointer[[chunkSize]slot]
}

const (
	chunkSize = 256
	maxChunks = 4096 // a million instances: somebody leaks them
)

type slot struct {
	self  any
	class *Class
}

// noInstance is the number of an instance whose New has failed.
const noInstance = 0

func slotOf(number int64) *slot {
	return &instances.chunks[number/chunkSize].Load()[number%chunkSize]
}

func instanceAt(number int64) any {
	if number == noInstance {
		return nil
	}
	return slotOf(number).self
}

func addInstance(s slot) int64 {
	instances.mu.Lock()
	defer instances.mu.Unlock()
	var number int64
	if n := len(instances.free); n > 0 {
		number = instances.free[n-1]
		instances.free = instances.free[:n-1]
	} else {
		number = instances.used + 1
		chunk := &instances.chunks[number/chunkSize] // panics after the last
		if chunk.Load() == nil {
			chunk.Store(new([chunkSize]slot))
		}
		instances.used = number
	}
	*slotOf(number) = s
	return number
}

func takeInstance(number int64) slot {
	if number == noInstance {
		return slot{}
	}
	instances.mu.Lock()
	defer instances.mu.Unlock()
	s := *slotOf(number)
	*slotOf(number) = slot{}
	instances.free = append(instances.free, number)
	return s
}
