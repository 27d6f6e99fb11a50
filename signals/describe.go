package signals

import (
	"fmt"
	"reflect"
	"strings"
)

// Signal describes a signal as Godot's class database shows it.
type Signal struct {
	Name  string
	Args  []Arg
	Event reflect.Type // the struct
	// SteamOnly says that nothing emits it without Steam (the tag only).
	SteamOnly bool

	fields []int // of the struct, by argument
}

// Arg is an argument of a signal.
type Arg struct {
	Name string
	Type Type
}

// Type is the type of an argument.
type Type int

// The types, and what they are in [Signal.Values].
const (
	Int        Type = iota // int64
	Float                  // float64
	Bool                   // bool
	String                 // string
	Bytes                  // []byte, a PackedByteArray for the game
	Array                  // []int64 or []any
	Dictionary             // map[string]any or Entries
)

// Entries are a Dictionary whose keys have an order.
type Entries []Entry

// Entry is one of [Entries].
type Entry struct {
	Key   string
	Value any
}

// String is the type's name in GDScript.
func (t Type) String() string {
	return [...]string{"int", "float", "bool", "String", "PackedByteArray", "Array", "Dictionary"}[t]
}

// All returns every signal of the class.
func All() []*Signal { return all }

var byEvent = func() map[reflect.Type]*Signal {
	m := make(map[reflect.Type]*Signal)
	for _, s := range all {
		m[s.Event] = s
	}
	return m
}()

// Of returns the signal that an event is emitted as.
func Of(e Event) *Signal { return byEvent[reflect.TypeOf(e)] }

// Values returns the arguments for one of the signal's events, in order, each
// of the type that the signal says.
func (s *Signal) Values(e Event) []any {
	v := reflect.ValueOf(e)
	values := make([]any, len(s.fields))
	for i, field := range s.fields {
		values[i] = valueOf(v.Field(field))
	}
	return values
}

func valueOf(v reflect.Value) any {
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return int64(v.Uint()) // all 64 bits of an ID count
	case v.CanFloat():
		return v.Float()
	case v.Type() == reflect.TypeFor[[]uint64]():
		ids := make([]int64, v.Len())
		for i := range ids {
			ids[i] = int64(v.Index(i).Uint())
		}
		return ids
	}
	return v.Interface()
}

func describe(events ...Event) []*Signal {
	var signals []*Signal
	for _, e := range events {
		signals = append(signals, newSignal(reflect.TypeOf(e)))
	}
	return signals
}

// newSignal reads a struct's tags. It panics if they are wrong, as the package
// is loaded.
func newSignal(t reflect.Type) *Signal {
	tag := t.Field(0).Tag
	s := &Signal{Name: tag.Get("signal"), Event: t, SteamOnly: tag.Get("only") == "steamworks"}
	byName := make(map[string]int)
	var order []string
	for i := range t.NumField() {
		if name, ok := t.Field(i).Tag.Lookup("arg"); ok {
			byName[name] = i
			order = append(order, name)
		}
	}
	if other, ok := tag.Lookup("args"); ok {
		order = strings.Split(other, ",")
	}
	if s.Name == "" || len(order) != len(byName) {
		panic(fmt.Sprintf("signals: the tags of %v name no signal, or not each argument once", t))
	}
	for _, name := range order {
		i, ok := byName[name]
		if !ok {
			panic(fmt.Sprintf("signals: %v has no argument %q", t, name))
		}
		s.Args = append(s.Args, Arg{name, typeOf(t.Field(i).Type)})
		s.fields = append(s.fields, i)
	}
	return s
}

func typeOf(t reflect.Type) Type {
	switch t {
	case reflect.TypeFor[[]byte]():
		return Bytes
	case reflect.TypeFor[[]int64](), reflect.TypeFor[[]uint64](), reflect.TypeFor[[]any]():
		return Array
	case reflect.TypeFor[map[string]any](), reflect.TypeFor[Entries]():
		return Dictionary
	}
	switch v := reflect.Zero(t); {
	case v.CanInt(), v.CanUint():
		return Int
	case v.CanFloat():
		return Float
	case t.Kind() == reflect.Bool:
		return Bool
	case t.Kind() == reflect.String:
		return String
	}
	panic(fmt.Sprintf("signals: no argument can be a %v", t))
}
