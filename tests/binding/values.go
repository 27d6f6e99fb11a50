package main

import (
	"fmt"
	"slices"

	"godotsteam/gd"
)

// values is the Go side of BindingValues, whose methods return what they are
// given.
type values struct {
	owner gd.Object
	label string
	level int64
}

func self(c *gd.Call) *values { return c.Self().(*values) }

func valuesClass() *gd.Class {
	return &gd.Class{
		Name: "BindingValues",
		Base: "RefCounted",
		New: func(owner gd.Object) any {
			alive.Add(1)
			return &values{owner: owner}
		},
		Enums: []gd.Enum{{Name: "Level", Constants: []gd.Constant{
			{Name: "LEVEL_LOW", Value: 0}, {Name: "LEVEL_HIGH", Value: 7},
		}}},
		Signals: []gd.Signal{
			{Name: "said", Args: []gd.SignalArg{
				{Name: "what", Type: gd.String},
				{Name: "data", Type: gd.DictionaryType},
				{Name: "list", Type: gd.ArrayType},
			}},
			{Name: "many", Args: signalArgs(12)},
		},
		Properties: []gd.Property{
			{Name: "label", Type: gd.String, Setter: "set_label", Getter: "get_label"},
			{Name: "level", Type: gd.Int, Enum: "Level", Setter: "set_level", Getter: "get_level"},
			{Name: "label_length", Type: gd.Int, Getter: "get_label_length"},
		},
		Methods: slices.Concat(accessors(), echoes(), others()),
	}
}

func accessors() []gd.Method {
	level := []gd.Param{{Name: "level", Type: gd.Int, Enum: "Level"}}
	getLevel := method("get_level", gd.Int, nil, func(c *gd.Call) { c.SetInt(self(c).level) })
	getLevel.ResultEnum = "Level"
	return []gd.Method{
		method("set_label", gd.Nil, of(gd.String), func(c *gd.Call) { self(c).label = c.String(0) }),
		method("get_label", gd.String, nil, func(c *gd.Call) { c.SetString(self(c).label) }),
		method("get_label_length", gd.Int, nil, func(c *gd.Call) { c.SetInt(int64(len(self(c).label))) }),
		method("set_level", gd.Nil, level, func(c *gd.Call) { self(c).level = c.Int(0) }),
		getLevel,
	}
}

// echoes return what they are given, each of its type.
func echoes() []gd.Method {
	list := []gd.Method{
		method("echo_bool", gd.Bool, of(gd.Bool), func(c *gd.Call) { c.SetBool(c.Bool(0)) }),
		method("echo_int", gd.Int, of(gd.Int), func(c *gd.Call) { c.SetInt(c.Int(0)) }),
		method("echo_float", gd.Float, of(gd.Float), func(c *gd.Call) { c.SetFloat(c.Float(0)) }),
		method("echo_string", gd.String, of(gd.String), func(c *gd.Call) { c.SetString(c.String(0)) }),
		method("echo_bytes", gd.PackedByteArray, of(gd.PackedByteArray), func(c *gd.Call) { c.SetBytes(c.Bytes(0)) }),
		method("echo_object", gd.ObjectType, of(gd.ObjectType), func(c *gd.Call) { c.SetObject(c.Object(0)) }),
	}
	// The types that go the slow way.
	for name, t := range map[string]gd.Type{
		"name": gd.StringNameType, "array": gd.ArrayType, "dictionary": gd.DictionaryType, "any": gd.Variant,
		"ints32": gd.PackedInt32Array, "ints64": gd.PackedInt64Array, "strings": gd.PackedStringArray,
		"floats32": gd.PackedFloat32Array, "floats64": gd.PackedFloat64Array,
	} {
		list = append(list, method("echo_"+name, t, of(t), func(c *gd.Call) { c.Set(c.Value(0)) }))
	}
	return list
}

func others() []gd.Method {
	me := method("me", gd.ObjectType, nil, func(c *gd.Call) { c.SetObject(self(c).owner) })
	me.ResultEnum = "BindingValues"
	return []gd.Method{
		me,
		method("describe", gd.String, of(gd.Variant), func(c *gd.Call) { c.SetString(fmt.Sprintf("%#v", c.Value(0))) }),
		method("say", gd.Nil, of(gd.String), say),
		method("say_many", gd.Nil, nil, func(c *gd.Call) { self(c).owner.Emit("many", numbers(12)...) }),
		method("wide", gd.DictionaryType, of(gd.Int), wide),
		method("nested", gd.DictionaryType, nil, nested),
		method("twelve", gd.ArrayType, intParams(12), list),
		method("nothing", gd.PackedStringArray, nil, func(*gd.Call) {}),
		method("defaults", gd.ArrayType, []gd.Param{
			{Name: "a", Type: gd.Int, Default: 5},
			{Name: "b", Type: gd.Bool, Default: true},
			{Name: "c", Type: gd.Float, Default: 0.5},
			{Name: "d", Type: gd.String, Default: "text"},
			{Name: "e", Type: gd.PackedInt32Array, Default: gd.Int32s{}},
			{Name: "f", Type: gd.DictionaryType, Default: gd.Items{{Key: "k", Value: 1}}},
		}, list),
		method("strings", gd.ArrayType, []gd.Param{
			{Name: "a", Type: gd.String}, {Name: "b", Type: gd.String}, {Name: "c", Type: gd.String},
			{Name: "d", Type: gd.StringNameType},
		}, list),
	}
}

func method(name string, result gd.Type, params []gd.Param, call func(*gd.Call)) gd.Method {
	return gd.Method{Name: name, Result: result, Params: params, Call: call}
}

func of(t gd.Type) []gd.Param { return []gd.Param{{Name: "value", Type: t}} }

func intParams(n int) []gd.Param {
	params := make([]gd.Param, n)
	for i := range params {
		params[i] = gd.Param{Name: fmt.Sprint("a", i), Type: gd.Int}
	}
	return params
}

func signalArgs(n int) []gd.SignalArg {
	args := make([]gd.SignalArg, n)
	for i := range args {
		args[i] = gd.SignalArg{Name: fmt.Sprint("a", i), Type: gd.Int}
	}
	return args
}

func numbers(n int) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// list returns its arguments as an Array.
func list(c *gd.Call) {
	array := make(gd.Array, c.Len())
	for i := range array {
		array[i] = c.Value(i)
	}
	c.Set(array)
}

func say(c *gd.Call) {
	what := c.String(0)
	data := gd.Items{{Key: "text", Value: what}, {Key: 3, Value: gd.Array{nil, true}}}
	self(c).owner.Emit("said", what, data, gd.Array{what, gd.Int64s{1, 2}})
}

var keys = func() []gd.Key {
	list := make([]gd.Key, 50)
	for i := range list {
		list[i] = gd.NewKey(fmt.Sprint("key", i))
	}
	return list
}()

// wide returns a Dictionary with so many keys, of all types in turn.
func wide(c *gd.Call) {
	d := c.Dictionary()
	for i, key := range keys[:c.Int(0)] {
		switch i % 6 {
		case 0:
			d.Int(key, int64(i))
		case 1:
			d.Bool(key, true)
		case 2:
			d.Float(key, float64(i)/2)
		case 3:
			d.String(key, fmt.Sprint("text ", i))
		case 4:
			d.Bytes(key, []byte{byte(i)})
		case 5:
			d.Set(key, gd.Array{i})
		}
	}
}

func nested(c *gd.Call) {
	d := c.Dictionary()
	d.Set(keys[0], gd.Array{gd.Items{{Key: "id", Value: 1 << 60}}, gd.Strings{"a", "ß"}})
	d.Set(keys[1], nil)
	d.Bytes(keys[2], make([]byte, 5000))
}

func plainClass() *gd.Class {
	return &gd.Class{
		Name: "BindingPlain",
		New: func(owner gd.Object) any {
			alive.Add(1)
			return owner
		},
		Methods: []gd.Method{
			method("is_me", gd.Bool, of(gd.ObjectType), func(c *gd.Call) { c.SetBool(c.Object(0) == c.Self()) }),
		},
	}
}
