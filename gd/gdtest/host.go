package gdtest

import (
	"unsafe"

	"godotsteam/gd"
)

// host is the engine as package gd asks for it. Of the engine's own methods it
// knows those that the tree calls; any other fails the test.
type host struct{ *Engine }

var _ gd.Host = host{}

func at(o *object) gd.Object { return gd.ObjectAt(unsafe.Pointer(o)) }

func (h host) Singleton(name string) gd.Object { return at(h.singleton(name)) }

func (h host) Call(o gd.Object, method string, args []any) any {
	h.t.Helper()
	it := (*object)(o.Pointer())
	if it == nil {
		h.t.Errorf("%s is called on no object", method)
		return nil
	}
	switch method {
	case "emit_signal":
		h.emit(o, string(args[0].(gd.StringName)), args[1:])
		return nil
	case "has_connections":
		return h.Heard[string(args[0].(gd.StringName))]
	}
	if it.class != nil {
		result, err := h.TryCall(o, method, args...)
		if err != nil {
			h.t.Errorf("%s.%s: %v", it.name, method, err)
		}
		return result
	}
	answer, ok := h.builtin(it.name, method, args)
	if !ok {
		h.t.Errorf("gdtest does not know %s.%s", it.name, method)
	}
	return asRead(answer)
}

// emit writes a signal down. One that its class does not have, or with other
// arguments, is an error of the engine's too.
func (h host) emit(o gd.Object, signal string, args []any) {
	h.t.Helper()
	emission := Emission{Object: o, Signal: signal, Args: asRead(gd.Array(args)).(gd.Array)}
	h.Emitted = append(h.Emitted, emission)
	c := (*object)(o.Pointer()).class
	for _, s := range c.Signals {
		if s.Name != signal {
			continue
		}
		if len(s.Args) != len(args) {
			h.t.Errorf("%s is emitted with %d arguments, and has %d", signal, len(args), len(s.Args))
			return
		}
		for i, a := range s.Args {
			if t := gd.TypeOf(emission.Args[i]); t != a.Type {
				h.t.Errorf("%s: the argument %s is of type %d, and emitted with %d", signal, a.Name, a.Type, t)
			}
		}
		return
	}
	if c.Base == "" || c.Base == "Object" || c.Base == "RefCounted" {
		h.t.Errorf("%s has no signal %s", c.Name, signal)
	}
}

func (h host) builtin(name, method string, args []any) (answer any, ok bool) {
	switch name + "." + method {
	case "Engine.has_singleton":
		o, ok := h.singletons[text(args[0])]
		return ok && o.class != nil, true
	case "Engine.register_singleton":
		h.singletons[text(args[0])] = (*object)(args[1].(gd.Object).Pointer())
		return nil, true
	case "Engine.unregister_singleton":
		delete(h.singletons, text(args[0]))
		return nil, true
	case "Engine.is_editor_hint":
		return h.Editor, true
	case "Engine.get_main_loop":
		return nil, true
	case "DisplayServer.get_name", "OS.get_executable_path":
		return "", true
	case "OS.get_environment":
		return h.Environment[text(args[0])], true
	case "OS.is_debug_build":
		return true, true
	case "ProjectSettings.has_setting":
		_, has := h.Settings[text(args[0])]
		return has, true
	case "ProjectSettings.get_setting_with_override":
		return h.Settings[text(args[0])], true
	case "ProjectSettings.set_setting":
		h.Settings[text(args[0])] = args[1]
		return nil, true
	case "ProjectSettings.set_initial_value", "ProjectSettings.set_as_basic", "ProjectSettings.add_property_info":
		return nil, true
	case "ProjectSettings.globalize_path":
		return args[0], true
	}
	return nil, false
}

func text(v any) string {
	if name, ok := v.(gd.StringName); ok {
		return string(name)
	}
	return v.(string)
}

func (h host) Message(function, text string) {
	switch function {
	case "push_error":
		h.Errors = append(h.Errors, text)
	case "push_warning":
		h.Warnings = append(h.Warnings, text)
	default:
		h.Lines = append(h.Lines, text)
	}
}

func (h host) OnMainThread() bool     { return !h.OtherThread }
func (h host) LibraryPath() string    { return "" }
func (h host) AddHelp(xml string)     { h.Help = append(h.Help, xml) }
func (h host) Register(c *gd.Class)   { h.classes[c.Name] = c }
func (h host) Unregister(c *gd.Class) { delete(h.classes, c.Name) }

func (h host) Instantiate(c *gd.Class) gd.Object {
	o := &object{class: c, name: c.Name, held: 1}
	if c.New != nil {
		o.self = c.New(at(o))
	}
	return at(o)
}

func (h host) DisconnectAll(gd.Object) {}

func (h host) Retain(o gd.Object) { (*object)(o.Pointer()).held++ }

func (h host) Release(o gd.Object) {
	it := (*object)(o.Pointer())
	if it.held--; it.held == 0 && it.class.Free != nil {
		it.class.Free(it.self)
	}
}
