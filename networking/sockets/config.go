package sockets

import "math"

// Value is what a configuration value is set to.
type Value struct {
	Type  ValueType
	Int   int64
	Float float32
	Text  string
}

// Option is a configuration value that a connection or a listen socket is made
// with.
type Option struct {
	Name  ConfigValue
	Value Value
}

// Int32, Int64, Float and Text make values.
func Int32(v int32) Value   { return Value{Type: TypeInt32, Int: int64(v)} }
func Int64(v int64) Value   { return Value{Type: TypeInt64, Int: v} }
func Float(v float32) Value { return Value{Type: TypeFloat, Float: v} }
func Text(v string) Value   { return Value{Type: TypeString, Text: v} }

// maxConfigText bounds a text: Valve's are lists of a few servers.
const maxConfigText = 4096

// config is what is set for one object. What isn't is its parent's.
type config struct {
	parent *config // of a connection: its listen socket or all; nil: the defaults
	set    map[ConfigValue]Value
}

// get returns a value and whether it comes from further up.
func (c *config) get(name ConfigValue) (v Value, inherited bool) {
	for at := c; at != nil; at = at.parent {
		if v, ok := at.set[name]; ok {
			return v, at != c
		}
	}
	return values[name].Default, c.parent != nil
}

func (c *config) int(name ConfigValue) int { v, _ := c.get(name); return int(v.Int) }

func (c *config) float(name ConfigValue) float64 { v, _ := c.get(name); return float64(v.Float) }

// put sets a value. It reports false for one that there isn't, that can't be
// set for such an object, or of another type. A whole number will do for a
// float, and for a longer one; what is beyond the bounds is cut to them.
func (c *config) put(name ConfigValue, v Value) bool {
	info, ok := values[name]
	if !ok || name == mtuDataSize || c.parent != nil && info.Scope == ScopeGlobal || len(v.Text) > maxConfigText {
		return false
	}
	whole := v.Type == TypeInt32 || v.Type == TypeInt64
	switch {
	case info.Type == v.Type:
	case info.Type == TypeFloat && whole:
		v = Float(float32(v.Int))
	case info.Type == TypeInt64 && whole:
		v = Int64(v.Int)
	default:
		return false
	}
	switch v.Type {
	case TypeInt32:
		v.Int = min(max(v.Int, int64(info.min)), int64(info.max))
	case TypeFloat:
		if math.IsNaN(float64(v.Float)) {
			return false
		}
		v.Float = float32(min(max(float64(v.Float), info.min), info.max))
	case TypeFunction:
		return false // there are none to call
	}
	if c.set == nil {
		c.set = make(map[ConfigValue]Value)
	}
	c.set[name] = v
	return true
}

func (c *config) putAll(options []Option) bool {
	for _, o := range options {
		if !c.put(o.Name, o.Value) {
			return false
		}
	}
	return true
}

// SetValue sets a configuration value: of all, when scope is [ScopeGlobal], or
// of the object of that scope. It reports false when it can't be set there.
// What a listen socket or all have counts for every connection that has none of
// its own, also for those that there are.
func (s *Sockets) SetValue(name ConfigValue, scope Scope, object Handle, v Value) bool {
	s.lock()
	defer s.unlock()
	c := s.configOf(scope, object)
	if c == nil || !c.put(name, v) {
		return false
	}
	for _, c := range s.conns {
		c.schedule() // a timeout may be shorter now
	}
	return true
}

// ValueOf returns a configuration value.
func (s *Sockets) ValueOf(name ConfigValue, scope Scope, object Handle) (Value, GetResult) {
	s.lock()
	defer s.unlock()
	if _, ok := values[name]; !ok {
		return Value{}, GetBadValue
	}
	c := s.configOf(scope, object)
	if c == nil {
		return Value{}, GetBadScopeObject
	}
	v, inherited := c.get(name)
	if inherited {
		return v, GetOKInherited
	}
	return v, GetOK
}

func (s *Sockets) configOf(scope Scope, object Handle) *config {
	switch scope {
	case ScopeGlobal, ScopeInterface:
		return &s.config
	case ScopeListener:
		if l := s.listeners[object]; l != nil {
			return &l.config
		}
	case ScopeConnection:
		if c := s.conns[object]; c != nil {
			return &c.config
		}
	}
	return nil
}
