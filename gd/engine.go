package gd

import "unsafe"

// Object is an object of the engine. Its methods are called by name: for
// start-up and the like, not for every frame.
type Object struct{ pointer unsafe.Pointer }

// ObjectAt returns the object at an address. It is for engines that are none.
func ObjectAt(p unsafe.Pointer) Object { return Object{p} }

// Pointer returns the object's address.
func (o Object) Pointer() unsafe.Pointer { return o.pointer }

// Singleton returns an engine singleton, such as "ProjectSettings".
func Singleton(name string) Object { return host.Singleton(name) }

// Engine returns the engine's own singleton.
func Engine() Object { return Singleton("Engine") }

// Call calls a method. Arguments may be nil, bool, int, int64, float64,
// string, StringName, Object, []byte, [Int32s] and its like, []int64 (an Array),
// Array, Fields and Items; the result is as [Call.Value] has it. One that counts
// its references may be gone, unless somebody else has it.
func (o Object) Call(method string, args ...any) any { return host.Call(o, method, args) }

// Emit emits a signal of the object. Only the main thread may. The arguments
// are as for [Object.Call].
func (o Object) Emit(signal string, args ...any) {
	o.Call("emit_signal", append([]any{StringName(signal)}, args...)...)
}

// Retain takes a reference to an object that counts them.
func (o Object) Retain() { host.Retain(o) }

// Release gives back a reference that Retain or [Class.Instantiate] took, and
// frees an object that counts none.
func (o Object) Release() { host.Release(o) }

// FoundByHeadlessEditor reports whether an editor without a screen has found
// the extension just now, while it runs: the first `--import` of a checkout,
// say. Godot 4.5 and 4.6 crash as that editor quits if a class was registered
// in it (godotengine/godot#111048). Nothing can run in it either, so the class
// can wait for the next start.
func FoundByHeadlessEditor() bool {
	engine := Engine()
	return engine.Call("is_editor_hint") == true && engine.Call("get_main_loop") != nil &&
		Singleton("DisplayServer").Call("get_name") == "headless"
}

// PushError prints an error as GDScript's push_error does, with the script's
// stack in the editor.
func PushError(text string) { message("push_error", text) }

// PushWarning prints a warning as GDScript's push_warning does.
func PushWarning(text string) { message("push_warning", text) }

// Print prints a line.
func Print(text string) { message("print", text) }

func message(function, text string) { host.Message(function, valid(text)) }

// Setting is a project setting, shown in the editor.
type Setting struct {
	Name       string
	Default    any // bool, int, float64 or string
	Hint       int // a PropertyHint of the engine, 0 for none
	HintString string
}

// Hints of project settings.
const (
	HintNone  = 0
	HintRange = 1 // least,most,step,suffix:unit
	HintEnum  = 2 // the choices
)

// DefineSetting makes a project setting known to the engine and the editor.
func DefineSetting(s Setting) {
	settings := Singleton("ProjectSettings")
	if settings.Call("has_setting", s.Name) != true {
		settings.Call("set_setting", s.Name, s.Default)
	}
	settings.Call("set_initial_value", s.Name, s.Default)
	settings.Call("set_as_basic", s.Name, true)
	settings.Call("add_property_info", Fields{
		"name": s.Name, "type": int(TypeOf(s.Default)), "hint": s.Hint, "hint_string": s.HintString,
	})
}

// ProjectSetting returns a project setting, nil if there is none of that name.
func ProjectSetting(name string) any {
	settings := Singleton("ProjectSettings")
	if settings.Call("has_setting", name) != true {
		return nil
	}
	return settings.Call("get_setting_with_override", StringName(name))
}

// AddHelp gives the editor the class reference, as XML.
func AddHelp(xml string) { host.AddHelp(xml) }
