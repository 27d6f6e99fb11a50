package valve

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Type is a type of C.
type Type string

// The types, by their names in a description.
const (
	Void Type = ""
	Bool Type = "bool"
	U8   Type = "u8"
	I8   Type = "i8"
	U16  Type = "u16"
	I16  Type = "i16"
	U32  Type = "u32"
	I32  Type = "i32"
	U64  Type = "u64"
	I64  Type = "i64"
	F32  Type = "f32"
	F64  Type = "f64"
	Text Type = "text" // const char *, UTF-8
	Data Type = "data" // const void *, of an argument that is a PackedByteArray
	// Identity is a const SteamNetworkingIdentity *, made of an argument that is
	// a Steam ID.
	Identity Type = "identity"
)

var types = []Type{Bool, U8, I8, U16, I16, U32, I32, U64, I64, F32, F64, Text}

// IsFloat reports whether a value travels in a register for floats.
func (t Type) IsFloat() bool { return t == F32 || t == F64 }

// Range is the least and the most that an integer type holds. A u64 holds every
// int of Godot's: IDs use its highest bit.
func (t Type) Range() (least, most int64) {
	if t == U64 || t == I64 {
		return -1 << 63, 1<<63 - 1
	}
	bits, err := strconv.Atoi(strings.TrimLeft(string(t), "iu"))
	if err != nil {
		return 0, 0
	}
	if t[0] == 'u' {
		return 0, 1<<bits - 1
	}
	return -1 << (bits - 1), 1<<(bits-1) - 1
}

// Role is what a parameter is for.
type Role int

const (
	Takes    Role = iota // an argument of the method
	Counts               // the bytes of an argument
	Constant             // always the same
	Writes               // one value that the function writes
	Buffer               // a C string or bytes that the function writes
	Room                 // the size of the buffer before
)

// Param is a parameter of a function.
type Param struct {
	Role   Role
	Type   Type   // Void: as the argument's kind travels
	Name   string // of an argument (Takes, Counts) or of a key (Writes, Buffer); "": the method's result
	Value  int64  // of a Constant; or the Buffer's size
	Unread bool   // of Writes: nobody asks for it
}

// Function is a function of Valve's library.
type Function struct {
	Interface string // ISteamUserStats
	Name      string // GetAchievement
	Params    []Param
	Result    Type
	Key       string // the Dictionary's key for the C result, "" for none
	OrEmpty   bool   // {} where the result is false or 0
	Answer    string // the signal that answers an asynchronous call

	text  string
	index int
}

// Symbol is the name that the library exports it under.
func (f *Function) Symbol() string { return "SteamAPI_" + f.Interface + "_" + f.Name }

// Index is the function's place among all that were described.
func (f *Function) Index() int { return f.index }

// String returns the description.
func (f *Function) String() string { return f.text }

// HasFloat reports whether a parameter or the result travels as a float.
func (f *Function) HasFloat() bool {
	takesOne := func(p Param) bool { return p.Role == Takes && p.Type.IsFloat() }
	return f.Result.IsFloat() || slices.ContainsFunc(f.Params, takesOne)
}

// described are all functions of the program, by [Function.Index].
var described []*Function

// Described returns all functions that were described.
func Described() []*Function { return described }

// Describe reads a description. It is for variables of packages: a mistake in
// it panics.
func Describe(text string) *Function {
	f, err := parse(text)
	if err != nil {
		panic(fmt.Sprintf("valve: %v in %q", err, text))
	}
	f.index = len(described)
	described = append(described, f)
	return f
}

// parse reads by hand, because hundreds are read when the game starts.
func parse(text string) (*Function, error) {
	head, result, _ := strings.Cut(text, " -> ")
	name, params, ok := strings.Cut(head, "(")
	params, closed := strings.CutSuffix(params, ")")
	of, name, dotted := strings.Cut(name, ".")
	if !ok || !closed || !dotted || !strings.HasPrefix(of, "ISteam") || name == "" {
		return nil, errors.New("it is not of the form ISteamX.Name(…) -> …")
	}
	f := &Function{text: text, Interface: of, Name: name}
	if params != "" {
		for part := range strings.SplitSeq(params, ",") {
			p, err := parseParam(strings.Fields(part))
			if err != nil {
				return nil, fmt.Errorf("parameter %q: %w", strings.TrimSpace(part), err)
			}
			if p.Role == Room && (len(f.Params) == 0 || f.Params[len(f.Params)-1].Role != Buffer) {
				return nil, errors.New("size follows no buffer")
			}
			f.Params = append(f.Params, p)
		}
	}
	if len(f.Params) > MaxParams {
		return nil, fmt.Errorf("it has more than %d parameters", MaxParams)
	}
	return f, f.parseResult(result)
}

func (f *Function) parseResult(text string) error {
	if signal, ok := strings.CutPrefix(text, "call "); ok {
		f.Result, f.Answer = U64, signal
		return nil
	}
	text, f.OrEmpty = strings.CutSuffix(text, " or {}")
	words := strings.Fields(text)
	if len(words) > 0 {
		f.Result = Type(words[0])
	}
	if len(words) > 1 {
		f.Key = words[1]
	}
	if len(words) > 2 || f.Result != Void && !slices.Contains(types, f.Result) {
		return fmt.Errorf("no result is %q", text)
	}
	return nil
}

func parseParam(words []string) (p Param, err error) {
	if len(words) == 0 || len(words) > 2 {
		return p, errors.New("it must be one or two words")
	}
	first, last := words[0], words[len(words)-1]
	for _, t := range []Type{Text, Data} {
		if size, ok := within(first, string(t)+"[", "]"); ok {
			p.Role, p.Type = Buffer, t
			p.Value, err = strconv.ParseInt(size, 10, 32)
			if len(words) == 2 {
				p.Name = last
			}
			return p, err
		}
	}
	if t, ok := strings.CutPrefix(first, "~"); ok {
		p = Param{Role: Writes, Type: Type(t), Unread: true}
	} else if t, ok := strings.CutPrefix(first, "*"); ok {
		p = Param{Role: Writes, Type: Type(t)}
		if len(words) == 2 {
			p.Name = last
		}
	} else if len(words) == 2 {
		p.Type = Type(first)
	}
	pointer := p.Role == Takes && (p.Type == Data || p.Type == Identity)
	if p.Type != Void && !pointer && !slices.Contains(types, p.Type) {
		return p, fmt.Errorf("no type is %q", p.Type)
	}
	if p.Role == Writes {
		if p.Type == Void || p.Type == Text {
			return p, errors.New("only a number can be written there; a text needs a buffer, text[size]")
		}
		return p, nil
	}
	if name, ok := within(last, "len(", ")"); ok {
		p.Role, p.Name = Counts, name
	} else if last == "size" {
		p.Role = Room
	} else if last == "true" {
		p.Role, p.Value, p.Type = Constant, 1, Bool
	} else if last == "nil" || last == "false" {
		p.Role, p.Type = Constant, U64
	} else if 'a' <= last[0] && last[0] <= 'z' {
		p.Name = last
		return p, nil
	} else {
		p.Role = Constant
		p.Value, err = strconv.ParseInt(last, 10, 64)
	}
	if p.Type == Void {
		p.Type = I32
	}
	return p, err
}

// within is what stands between a beginning and an end.
func within(text, begin, end string) (string, bool) {
	text, ok := strings.CutPrefix(text, begin)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(text, end)
}
