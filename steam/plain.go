package steam

import (
	"errors"
	"fmt"
	"slices"

	"godotsteam/gd"
	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/valve"
)

// take says which argument of the method a parameter of Valve's function takes.
type take struct {
	param, arg int
	role       valve.Role
	godot      gd.Type
}

// source says where a value that the method answers comes from: a parameter that
// the function wrote, or its result.
type source struct {
	param int // -1: the result
	c     valve.Type
	kind  *kind
	place int    // among the keys of a Dictionary
	key   gd.Key // there
}

const fromResult = -1

// compile matches the names in the description of Valve's function with the
// row's. It panics where they don't.
func (r *row) compile() {
	f := r.valve
	for i := range f.Params {
		p := &f.Params[i]
		switch p.Role {
		case valve.Takes, valve.Counts:
			n := slices.IndexFunc(r.args, func(a arg) bool { return a.name == p.Name })
			if n < 0 {
				panic(fmt.Sprintf("steam: %s has no argument %s for %v", r.name, p.Name, f))
			}
			a := &r.args[n]
			if p.Role == valve.Takes {
				if p.Type == valve.Void {
					p.Type = a.kind.c
				}
				a.kind = a.kind.as(p.Type)
			} else if a.kind.godot != gd.PackedByteArray && a.kind.godot != gd.String {
				panic(fmt.Sprintf("steam: %s of %s has no length", p.Name, r.name))
			}
			r.takes = append(r.takes, take{param: i, arg: n, role: p.Role, godot: a.kind.godot})
		case valve.Writes, valve.Buffer:
			if !p.Unread {
				r.answers = append(r.answers, r.source(i, p.Type, p.Name))
			}
		}
	}
	written := len(r.answers) > 0
	if f.Answer == "" && f.Result != valve.Void && (f.Key != "" || !written && r.result.kind != nil) {
		r.answers = append(r.answers, r.source(fromResult, f.Result, f.Key))
	}
	slices.SortStableFunc(r.answers, func(a, b source) int { return a.place - b.place })
	if r.result.keys == nil && r.result.kind != nil && len(r.answers) != 1 {
		panic(fmt.Sprintf("steam: %s has %d results in %v", r.name, len(r.answers), f))
	}
	if len(r.answers) != len(r.result.keys) && r.result.keys != nil {
		panic(fmt.Sprintf("steam: %s has %d keys, and %v answers %d", r.name, len(r.result.keys), f, len(r.answers)))
	}
	// A Dictionary keeps the order in which it is made: the row's.
	slices.SortStableFunc(r.answers, func(a, b source) int { return a.place - b.place })
}

// source is where the value of a key comes from, or without one the result.
func (r *row) source(param int, c valve.Type, key string) source {
	s := source{param: param, c: c}
	if key == "" {
		if r.result.kind == nil {
			panic(fmt.Sprintf("steam: %s answers nothing, but %v does", r.name, r.valve))
		}
		return s.as(r.result.kind, r)
	}
	n := slices.IndexFunc(r.result.keys, func(a arg) bool { return a.name == key })
	if n < 0 {
		panic(fmt.Sprintf("steam: %s has no key %s for %v", r.name, key, r.valve))
	}
	s.place, s.key = n, keyOf(key)
	return s.as(r.result.keys[n].kind, r)
}

// as makes it a source of a kind of value.
func (s source) as(k *kind, r *row) source {
	if !travels(k.godot, s.c) {
		panic(fmt.Sprintf("steam: a result of %s can't be made of %v", r.name, r.valve))
	}
	s.kind = k
	return s
}

// keyed are the keys of Dictionaries by their names. Like kinds, they are made as
// the program starts.
var keyed = make(map[string]gd.Key)

func keyOf(name string) gd.Key {
	key, ok := keyed[name]
	if !ok {
		key = gd.NewKey(name)
		keyed[name] = key
	}
	return key
}

// ask calls Valve's function for a plain method.
func (r *row) ask(on *started, steam platform.Valve, c call) {
	q := valve.New(r.valve)
	defer q.Free()
	for _, t := range r.takes {
		switch {
		case t.role == valve.Counts:
			q.SetInt(t.param, int64(len(c.Bytes(t.arg))))
		case t.godot == gd.String:
			q.SetText(t.param, c.Bytes(t.arg))
		case t.godot == gd.PackedByteArray:
			q.SetData(t.param, c.Bytes(t.arg))
		case t.godot == gd.Float:
			q.SetFloat(t.param, c.Float(t.arg))
		case t.godot == gd.Bool:
			q.SetBool(t.param, c.Bool(t.arg))
		default:
			q.SetInt(t.param, c.Int(t.arg))
		}
	}
	if err := steam.Invoke(q); err != nil {
		if !errors.Is(err, networking.ErrNotRunning) { // another thread has just called steamShutdown
			on.errors.warn(r.name, err)
		}
		r.fail(on.Steam, c)
		return
	}
	if q.ResultInt() == 0 {
		if r.refusal != nil {
			on.say(r.name, r.refusal(on, c))
		}
		if r.valve.OrEmpty {
			return
		}
	}
	for _, a := range r.answers {
		a.set(c, q, r.result.keys != nil)
	}
}

// set makes a value of what came back the method's result, or an entry of it.
func (a source) set(c call, q *valve.Call, entry bool) {
	if !entry {
		switch a.kind.godot {
		case gd.Bool:
			c.SetBool(a.number(q) != 0)
		case gd.Int:
			c.SetInt(a.number(q))
		case gd.Float:
			c.SetFloat(a.float(q))
		case gd.String:
			c.SetString(a.text(q))
		case gd.PackedByteArray:
			c.SetBytes(q.Bytes(a.param))
		}
		return
	}
	switch d := c.Dictionary(); a.kind.godot {
	case gd.Bool:
		d.Bool(a.key, a.number(q) != 0)
	case gd.Int:
		d.Int(a.key, a.number(q))
	case gd.Float:
		d.Float(a.key, a.float(q))
	case gd.String:
		d.String(a.key, a.text(q))
	case gd.PackedByteArray:
		d.Bytes(a.key, q.Bytes(a.param))
	}
}

func (a source) number(q *valve.Call) int64 {
	n := q.ResultInt()
	if a.param != fromResult {
		n = q.Int(a.param)
	}
	if a.kind.counts {
		return max(n, 0)
	}
	return n
}

func (a source) float(q *valve.Call) float64 {
	if a.param != fromResult {
		return q.Float(a.param)
	}
	return q.ResultFloat()
}

func (a source) text(q *valve.Call) string {
	if a.param != fromResult {
		return q.Text(a.param)
	}
	return q.ResultText()
}
