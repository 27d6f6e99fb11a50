package gd

/*
#include "gd.h"
*/
import "C"

import "fmt"

// Class is a class written in Go. Its methods are called on instances, which
// the engine makes and frees as a script asks; or on the one that is its
// singleton.
type Class struct {
	Name string
	Base string // a class of the engine, or one that is registered already; "" is Object

	// New makes the Go side of an instance, see [Call.Self]. Its owner is the
	// engine's side; it must not be called before New returns. Without New there
	// can only be a singleton.
	New func(owner Object) any
	// Free is told when the engine frees an instance. It may come on any thread.
	Free func(self any)
	// Abstract classes can't be made by scripts.
	Abstract bool
	// A Singleton has one instance, which Register makes and gives the engine
	// under the name of the class.
	Singleton bool

	Enums      []Enum
	Signals    []Signal
	Methods    []Method
	Properties []Property
	Virtuals   []Virtual

	object  Object // the singleton
	handle  *C.gd_class
	methods []*C.gd_method
}

// Enum is an enum of a class. Without a name, its constants are the class's
// alone.
type Enum struct {
	Name      string
	Constants []Constant
}

// Constant is a constant of an enum, and of the class.
type Constant struct {
	Name  string
	Value int64
}

// Signal is a signal of a class.
type Signal struct {
	Name string
	Args []SignalArg
}

// SignalArg is an argument of a signal.
type SignalArg struct {
	Name string
	Type Type
}

// Property is a property of a class: two of its methods under a name.
type Property struct {
	Name           string
	Type           Type
	Setter, Getter string // methods; no setter makes it one to read
	Enum           string // as in [Param]
	Hint           int    // as in [Setting]
	HintString     string
}

// Virtual is a virtual method of the base, written in Go. What it takes and
// returns is in [VirtualsOf].
type Virtual struct {
	Name string
	Call func(*Call)
}

// Register registers the class, and its singleton. Classes that it extends or
// returns come before it.
func (c *Class) Register() {
	if c.Base == "" {
		c.Base = "Object"
	}
	if err := c.check(); err != nil {
		panic("gd: " + c.Name + ": " + err.Error())
	}
	classes = append(classes, c)
	host.Register(c)
	if c.Singleton {
		c.object = host.Instantiate(c)
		Engine().Call("register_singleton", StringName(c.Name), c.object)
	}
}

func (c *Class) check() error {
	if c.New == nil && !c.Singleton && !c.Abstract {
		return fmt.Errorf("it needs New, or to be a singleton, or abstract")
	}
	has := make(map[string]bool)
	for _, m := range c.Methods {
		if err := m.check(); err != nil {
			return err
		}
		has[m.Name] = true
	}
	for _, p := range c.Properties {
		for _, name := range []string{p.Getter, p.Setter} {
			if name != "" && !has[name] {
				return fmt.Errorf("the property %s needs the method %s", p.Name, name)
			}
		}
	}
	return c.checkVirtuals()
}

func (c *Class) checkVirtuals() error {
	has := make(map[string]bool)
	for _, v := range c.Virtuals {
		if _, ok := signatureOf(engineBase(c.Base), v.Name); !ok || v.Call == nil {
			return fmt.Errorf("the virtual method %s of %s is not in VirtualsOf, or has no function", v.Name, c.Base)
		}
		has[v.Name] = true
	}
	for _, s := range VirtualsOf(c.Base) {
		if s.Required && !has[s.Name] && !c.Abstract {
			return fmt.Errorf("%s needs the virtual method %s", c.Base, s.Name)
		}
	}
	return nil
}

// Instantiate makes an instance, as a script does by new(). It has a reference
// that [Object.Release] gives back. Only the main thread may.
func (c *Class) Instantiate() Object { return host.Instantiate(c) }

// Emit emits a signal of the singleton, see [Object.Emit].
func (c *Class) Emit(signal string, args ...any) { c.object.Emit(signal, args...) }

// IsHeard reports whether anything is connected to a signal of the singleton.
func (c *Class) IsHeard(signal string) bool {
	return c.object.Call("has_connections", StringName(signal)) == true
}

// DisconnectAll ends all connections of the singleton's signals. A lambda that
// is still connected to a singleton when scripts are gone aborts the engine
// (4.6).
func (c *Class) DisconnectAll() { host.DisconnectAll(c.object) }

// Unregister undoes Register. Classes that extend it come before it.
func (c *Class) Unregister() {
	if c.Singleton {
		if engine := Engine(); engine.Call("has_singleton", StringName(c.Name)) == true { // unless a script has done it
			engine.Call("unregister_singleton", StringName(c.Name))
		}
		c.object.Release()
		c.object = Object{}
	}
	host.Unregister(c)
	forget(c)
}
