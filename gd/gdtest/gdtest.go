// Package gdtest is an engine that is none, for tests of Go code that is
// written for package gd: it calls methods of registered classes with the
// engine's rules, and writes down what they do to it.
//
//	engine := gdtest.New(t)
//	engine.Settings["steam/platform"] = "standalone"
//	steam.Register()
//	result := engine.Call("Steam", "getSteamID")
package gdtest

import (
	"fmt"
	"testing"
	"unsafe"

	"godotsteam/gd"
)

// Engine stands in for Godot. Its fields may be set before they are asked for,
// and looked at when methods have run.
type Engine struct {
	Settings    map[string]any    // project settings
	Environment map[string]string // as the engine's OS has it
	Editor      bool              // it is the editor
	OtherThread bool              // calls come from another thread than the main one
	Heard       map[string]bool   // signals that something is connected to

	Errors, Warnings, Lines []string // of push_error, push_warning and print
	Emitted                 []Emission
	Help                    []string

	t          testing.TB
	classes    map[string]*gd.Class
	singletons map[string]*object // the engine's own as they are asked for
}

// Emission is a signal that was emitted.
type Emission struct {
	Object gd.Object
	Signal string
	Args   []any // as [gd.Call.Value] has them
}

// object is an object of the engine, by whose address it is known.
type object struct {
	class *gd.Class // nil for the engine's own
	name  string
	self  any
	held  int
}

// New puts an engine in Godot's place until the test ends. Tests that do so
// can't run beside each other.
func New(t testing.TB) *Engine {
	e := &Engine{
		Settings:    make(map[string]any),
		Environment: make(map[string]string),
		t:           t,
		classes:     make(map[string]*gd.Class),
		singletons:  make(map[string]*object),
	}
	before := gd.Use(host{e})
	t.Cleanup(func() { gd.Use(before) })
	return e
}

// Call calls a method of a singleton that was registered, and returns its
// result as [gd.Call.Value] has it. A call that the engine would refuse, or
// that the method rejects, fails the test.
func (e *Engine) Call(singleton, method string, args ...any) any {
	e.t.Helper()
	result, err := e.TryCall(gd.ObjectAt(unsafe.Pointer(e.singleton(singleton))), method, args...)
	if err != nil {
		e.t.Fatalf("%s.%s: %v", singleton, method, err)
	}
	return result
}

// Make makes an instance of a class that was registered, as a script does.
func (e *Engine) Make(class string) gd.Object {
	e.t.Helper()
	c := e.classes[class]
	if c == nil {
		e.t.Fatalf("no such class: %s", class)
	}
	return c.Instantiate()
}

// TryCall calls a method of an object, such as [gd.Class.Instantiate] returns,
// and returns an error where the engine would refuse the call or the method
// rejects it.
func (e *Engine) TryCall(o gd.Object, method string, args ...any) (any, error) {
	it := (*object)(o.Pointer())
	m, ok := e.methodOf(it.class, method)
	if !ok {
		return nil, fmt.Errorf("no such method: %s", method)
	}
	args, err := arguments(m, args)
	if err != nil {
		return nil, err
	}
	r := gd.Record(m.Call, it.self, args...)
	switch {
	case r.Rejected && r.Argument == len(args):
		return nil, fmt.Errorf("too many arguments: at most %d", r.Expected)
	case r.Rejected:
		return nil, fmt.Errorf("argument %d must be of type %d", r.Argument+1, r.Expected)
	case !m.Vararg && m.Result != gd.Variant && r.Result != nil && gd.TypeOf(r.Result) != m.Result:
		return nil, fmt.Errorf("it returns a %T, but is of type %d", r.Result, m.Result)
	}
	if r.Result == nil && m.Result != gd.Variant {
		return zeros[m.Result], nil // as the binding answers for a method that sets nothing
	}
	return asRead(r.Result), nil
}

// zeros are what a method answers that sets no result.
var zeros = map[gd.Type]any{
	gd.Bool: false, gd.Int: int64(0), gd.Float: 0.0, gd.String: "", gd.DictionaryType: gd.Items{}, gd.ArrayType: gd.Array{},
	gd.PackedByteArray: []byte{},
}

// arguments checks arguments as the engine does, and adds defaults.
func arguments(m gd.Method, args []any) ([]any, error) {
	given := make([]any, 0, len(args))
	for _, arg := range args {
		given = append(given, asRead(arg))
	}
	if m.Vararg {
		return given, nil
	}
	if len(given) > len(m.Params) {
		return nil, fmt.Errorf("too many arguments: at most %d", len(m.Params))
	}
	for i, p := range m.Params {
		if i == len(given) {
			if p.Default == nil {
				return nil, fmt.Errorf("too few arguments: %s is missing", p.Name)
			}
			given = append(given, asRead(p.Default))
		}
		// The engine's strict conversions that scripts rely on.
		switch v := given[i].(type) {
		case int64:
			if p.Type == gd.Float {
				given[i] = float64(v)
			}
		case float64:
			if p.Type == gd.Int {
				given[i] = int64(v)
			}
		}
		if t := gd.TypeOf(given[i]); p.Type != gd.Variant && t != p.Type {
			return nil, fmt.Errorf("%s must be of type %d, not %d", p.Name, p.Type, t)
		}
	}
	return given, nil
}

// asRead returns a value as [gd.Call.Value] has it.
func asRead(v any) any {
	switch x := v.(type) {
	case int:
		return int64(x)
	case []int64:
		list := make(gd.Array, len(x))
		for i := range x {
			list[i] = x[i]
		}
		return list
	case gd.Array:
		list := make(gd.Array, len(x))
		for i := range x {
			list[i] = asRead(x[i])
		}
		return list
	case gd.Fields:
		items := make(gd.Items, 0, len(x))
		for key, value := range x {
			items = append(items, gd.Item{Key: key, Value: asRead(value)})
		}
		return items
	case gd.Items:
		items := make(gd.Items, len(x))
		for i := range x {
			items[i] = gd.Item{Key: asRead(x[i].Key), Value: asRead(x[i].Value)}
		}
		return items
	}
	return v
}

// CallVirtual calls a virtual method of an instance, as the engine does, and
// returns all that it did. A [gd.Buffer] is a []byte, and a [gd.BufferOut] nil.
func (e *Engine) CallVirtual(o gd.Object, name string, args ...any) gd.Recorded {
	e.t.Helper()
	it := (*object)(o.Pointer())
	for c := it.class; c != nil; c = e.classes[c.Base] {
		for _, v := range c.Virtuals {
			if v.Name == name {
				return gd.Record(v.Call, it.self, asRead(gd.Array(args)).(gd.Array)...)
			}
		}
	}
	e.t.Fatalf("%s has no virtual method %s", it.name, name)
	return gd.Recorded{}
}

// methodOf finds a method of a class, or of one that it extends.
func (e *Engine) methodOf(c *gd.Class, name string) (gd.Method, bool) {
	for ; c != nil; c = e.classes[c.Base] {
		for _, m := range c.Methods {
			if m.Name == name {
				return m, true
			}
		}
	}
	return gd.Method{}, false
}

func (e *Engine) singleton(name string) *object {
	o := e.singletons[name]
	if o == nil {
		o = &object{name: name}
		e.singletons[name] = o
	}
	return o
}
