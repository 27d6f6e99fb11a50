package steam

import (
	"godotsteam/gd"
	"godotsteam/platform/valve"
)

// Reference is what documents and tests need to know of the class. The generator
// in steam/generate makes them from it.
type Reference struct {
	Brief, Text string
	Pages       []PageReference
	Properties  []PropertyReference
	Enums       []EnumReference
	Settings    []SettingReference
}

// PropertyReference is a property of the class.
type PropertyReference struct {
	Name, Type, Setter, Getter, Text string
	Default                          any
}

// SettingReference is a project setting.
type SettingReference struct {
	Name, Type, Text string
	Default          any
}

// PageReference is a page of GodotSteam's documentation.
type PageReference struct {
	Title   string
	Methods []MethodReference
}

// MethodReference is a method of the class.
type MethodReference struct {
	Name    string
	Args    []ArgReference
	Returns string // Godot's type or the enum, "void" for nothing
	Enum    bool   // Returns is an enum
	Counts  bool   // less than nothing is nothing
	Keys    []ArgReference
	Vararg  bool
	Text    string // with Godot's BBCode, a line for each paragraph

	Valve *valve.Function // what a plain method calls
	Uses  []string        // Valve's functions behind another one
	Alone bool            // there is something behind it without Steam
	Only  string          // the warning where there is not
	// Fails says that it answers something of its own where it can't be called.
	Fails bool
	// Refusal says that there is an error where Valve's function answers false.
	Refusal bool
}

// ArgReference is an argument of a method, or a key of what it returns.
type ArgReference struct {
	Name    string
	Type    string // Godot's
	Enum    string // "" unless the editor shows one
	Default any    // nil: none
	Good    []any  // values that are accepted
	Bad     any    // one that is refused, nil if there is none
}

// Literal is a value that Go has no other form for, as GDScript writes it.
type Literal string

var typeNames = map[gd.Type]string{
	gd.Nil: "void", gd.Bool: "bool", gd.Int: "int", gd.Float: "float", gd.String: "String",
	gd.DictionaryType: "Dictionary", gd.ArrayType: "Array", gd.PackedByteArray: "PackedByteArray",
	gd.Variant: "Variant",
}

// Describe returns the reference.
func Describe() Reference {
	r := Reference{Brief: classBrief, Text: paragraphs(classText)}
	for _, p := range pages {
		page := PageReference{Title: p.title}
		for _, row := range p.rows {
			page.Methods = append(page.Methods, row.reference())
		}
		r.Pages = append(r.Pages, page)
	}
	for _, p := range properties {
		r.Properties = append(r.Properties,
			PropertyReference{p.name, "int", p.setter, p.getter, paragraphs(p.text), int64(0)})
	}
	for _, s := range settings {
		r.Settings = append(r.Settings, SettingReference{s.Name, typeNames[gd.TypeOf(s.Default)], "", s.Default})
	}
	for _, e := range enums {
		r.Enums = append(r.Enums, e.reference())
	}
	return r
}

func (r *row) reference() MethodReference {
	m := MethodReference{
		Name: r.name, Returns: "void", Vararg: r.vararg, Text: paragraphs(r.text),
		Valve: r.valve, Uses: r.uses, Only: r.notAlone, Refusal: r.refusal != nil,
		Fails: r.failing != nil || r.only && r.alone.run != nil,
		Alone: !r.only && (r.own.run != nil || r.alone.run != nil),
	}
	if k := r.result.kind; k != nil {
		m.Returns, m.Enum, m.Counts = typeNames[k.godot], k.enum != "", k.counts
		if m.Enum {
			m.Returns = k.enum
		}
	}
	for _, a := range r.args {
		m.Args = append(m.Args, a.reference())
	}
	for _, a := range r.result.keys {
		m.Keys = append(m.Keys, a.reference())
	}
	return m
}

func (a arg) reference() ArgReference {
	k := a.kind
	return ArgReference{
		Name: a.name, Type: typeNames[k.godot], Enum: k.enum, Default: a.def, Good: k.good, Bad: k.bad,
	}
}

// EnumReference is an enum with its constants.
type EnumReference struct {
	Name      string
	Constants []ConstantReference
}

// ConstantReference is a constant of an enum.
type ConstantReference struct {
	Name  string
	Value int64
	Text  string
}

func (e enum) reference() EnumReference {
	of := EnumReference{Name: e.name}
	for _, c := range e.constants {
		of.Constants = append(of.Constants, ConstantReference{c.name, c.value, paragraphs(c.text)})
	}
	return of
}
