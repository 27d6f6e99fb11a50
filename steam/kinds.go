package steam

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"godotsteam/gd"
	"godotsteam/networking"
	"godotsteam/platform/valve"
	"godotsteam/steamtypes"
)

// kind is what an argument is: its type for Godot, how it travels to Valve's
// library, and what is wrong with a value. A row names it.
type kind struct {
	godot gd.Type
	enum  string     // the editor's name for an int's values
	c     valve.Type // unless the description of Valve's function says otherwise

	// check refuses a value, or puts the one in its place that is meant. nil
	// takes all.
	check func(c call, i int, name string) error
	// resolve is check where the class must be asked.
	resolve func(s *Steam, c call, i int, name string) error
	// quiet says that a value stands for nothing.
	quiet func(c call, i int) bool
	// counts says of a result that less than nothing is nothing.
	counts bool

	// For tests: values that differ and pass, and one that is refused.
	good []any
	bad  any
}

// kinds are those that a row names by a word. The others are an int or a String
// with bounds (int[1..250], String[256]), and an enum by its name. A question mark
// after a kind says that 0 stands for nothing, of which there is nothing to tell:
// the method answers false, 0 or nothing without a word.
var kinds = map[string]*kind{
	"bool":            {godot: gd.Bool, c: valve.Bool, good: []any{true, false}},
	"int":             {godot: gd.Int, c: valve.I32, good: []any{int64(3), int64(9)}},
	"float":           {godot: gd.Float, c: valve.F32, good: []any{2.5, -0.25}, check: checkFloat},
	"double":          {godot: gd.Float, c: valve.F64, good: []any{2.5, -0.25}},
	"String":          {godot: gd.String, c: valve.Text, good: []any{"ä word", "two words"}},
	"PackedByteArray": {godot: gd.PackedByteArray, c: valve.Data, good: []any{[]byte("some"), []byte("bytes")}},
	"Variant":         {godot: gd.Variant},
	"Array":           {godot: gd.ArrayType, good: []any{Literal("[1, 2]"), Literal("[3, 4]")}},
	"Dictionary":      {godot: gd.DictionaryType},

	// A user's Steam ID; a bare account ID stands for that person's.
	"user": id(steamtypes.UserID, 76561197960287930, 76561197960287931),
	// A user that packets can be sent to.
	"peer": id(func(_ string, v int64) (steamtypes.SteamID, error) { return steamtypes.PeerID(v) },
		76561197960287930, 76561197960287931),
	// A lobby's ID.
	"lobby": id(steamtypes.LobbyID, 109775240917155840, 109775240917155841),
	// The same as user, where 0 stands for nobody and is as good.
	"user0": userOrNobody(),
	// Any 64 bits: an ID of whatever kind. A float may have been another one.
	"id": {godot: gd.Int, c: valve.U64, check: checkID,
		good: []any{int64(103582791429521412), int64(76561197960287930)}},

	"int32":        ranged(math.MinInt32, math.MaxInt32, valve.I32),
	"app_id":       ranged(0, math.MaxUint32, valve.U32),
	"handle":       ranged(0, math.MaxUint32, valve.U32),
	"channel":      {godot: gd.Int, c: valve.I32, check: checkChannel, good: []any{int64(1), int64(2)}, bad: int64(-1)},
	"stat":         worded(maxStatName),
	"lobby_key":    worded(steamtypes.MaxLobbyKey),
	"presence_key": worded(steamtypes.MaxPresenceKey),

	// Whoever is at the other end: a Steam ID, or a name (identities.go). Any 64
	// bits are sent on: what they can't be is in the answer.
	"identity": {godot: gd.Variant, c: valve.Identity, resolve: (*Steam).resolveIdentity,
		good: []any{int64(76561197960287930), int64(-5)}, bad: "nobody"},
	// Configuration values that a connection is made with (networkingvalues.go).
	"options": {godot: gd.Variant, check: checkOptions,
		good: []any{Literal("{24: 1500, 40: -1}"), Literal("[[24, 1, 1500]]")}, bad: "no"},
	// An address with its port.
	"address": {godot: gd.String, check: checkAddress, good: []any{"127.0.0.1:4242", "[::1]:4243"}, bad: "nowhere"},
	// What getLocalPingLocation returned.
	"ping_location": {godot: gd.PackedByteArray, c: valve.Data, check: checkPingLocation, bad: []byte("short"),
		good: []any{bytes.Repeat([]byte("a"), pingLocationSize), bytes.Repeat([]byte("b"), pingLocationSize)}},

	// A place in a list: one beyond its ends is no mistake, as the list may have
	// become shorter while it is walked.
	"index": {godot: gd.Int, c: valve.I32, good: []any{int64(3), int64(0)},
		quiet: func(c call, i int) bool { return c.Int(i) < 0 || c.Int(i) > math.MaxInt32 }},
	// The most bytes of a packet to read.
	"size": {godot: gd.Int, c: valve.U32, good: []any{int64(100), int64(10)}, bad: int64(-1), check: checkPacketSize},
	// A result that counts things. Where Steam knows of none, because the user is
	// not logged on say, it answers -1.
	"count": {godot: gd.Int, c: valve.I32, counts: true},
}

func userOrNobody() *kind {
	k := id(steamtypes.UserID, 76561197960287930, 76561197960287931)
	check := k.check
	k.check = func(c call, i int, name string) error {
		if c.Int(i) == 0 {
			return nil
		}
		return check(c, i, name)
	}
	return k
}

func checkID(c call, i int, name string) error {
	if v := c.Int(i); v == steamtypes.InexactID {
		return steamtypes.InvalidIDError{Value: v, Argument: name}
	}
	return nil
}

func checkPacketSize(c call, i int, name string) error {
	if v := c.Int(i); v < 0 {
		return argumentError{fmt.Sprintf("%s is %d: it is the most bytes to read, usually "+
			"getAvailableP2PPacketSize()", name, v)}
	}
	return nil
}

// id is the kind of a Steam ID that of accepts.
func id(of func(name string, value int64) (steamtypes.SteamID, error), one, another int64) *kind {
	k := &kind{godot: gd.Int, c: valve.U64, good: []any{one, another}, bad: int64(-1)}
	k.check = func(c call, i int, name string) error {
		id, err := of(name, c.Int(i))
		if err == nil {
			c.Replace(i, int64(id))
		}
		return err
	}
	return k
}

// ranged is the kind of an int with bounds.
func ranged(least, most int64, c valve.Type) *kind {
	k := &kind{godot: gd.Int, c: c, good: []any{least + 1, most - 1}}
	if most < math.MaxInt64 {
		k.bad = most + 1
	}
	k.check = func(c call, i int, name string) error { return checkRange(name, c.Int(i), least, most) }
	return k
}

// worded is the kind of a String that is not empty, of at most so many bytes.
func worded(most int) *kind {
	return &kind{godot: gd.String, c: valve.Text, good: []any{"a name", "ö"}, bad: strings.Repeat("x", most+1),
		check: func(c call, i int, name string) error {
			if len(c.Bytes(i)) == 0 {
				return argumentError{name + " is empty"}
			}
			return checkSize(name, len(c.Bytes(i)), most)
		}}
}

// bounded is the kind of a String of at most so many bytes.
func bounded(most int) *kind {
	return &kind{godot: gd.String, c: valve.Text, good: []any{"ä word", "two words"}, bad: strings.Repeat("x", most+1),
		check: func(c call, i int, name string) error { return checkSize(name, len(c.Bytes(i)), most) }}
}

func checkFloat(c call, i int, name string) error { return checkFloat32(name, c.Float(i)) }

func checkChannel(c call, i int, _ string) error { return networking.CheckChannel(c.Int(i)) }

// kindOf finds the kind that a row names, and keeps those that it makes. It is
// for rows, which are made as the program starts.
func kindOf(name string) *kind {
	if k := kinds[name]; k != nil {
		return k
	}
	if some, ok := strings.CutSuffix(name, "?"); ok {
		k := *kindOf(some)
		if k.godot != gd.Int {
			panic("steam: there is no 0 of " + some)
		}
		k.quiet = func(c call, i int) bool { return c.Int(i) == 0 }
		kinds[name] = &k
		return &k
	}
	word, bounds, _ := strings.Cut(strings.TrimSuffix(name, "]"), "[")
	least, most, ranges := strings.Cut(bounds, "..")
	var k *kind
	switch {
	case word == "String":
		k = bounded(int(number(name, bounds)))
	case ranges:
		k = ranged(number(name, least), number(name, most), valve.I32)
	case bounds == "":
		k = ranged(math.MinInt32, math.MaxInt32, valve.I32)
		k.check, k.bad = nil, nil // Valve's library knows better which values there are
	default:
		panic("steam: there is no kind " + name)
	}
	if word != "String" && word != "int" {
		if word[0] < 'A' || word[0] > 'Z' {
			panic("steam: there is no kind " + name)
		}
		k.enum = word
	}
	kinds[name] = k
	return k
}

func number(kind, text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic("steam: no bound of an argument is " + text + " in " + kind)
	}
	return n
}

// parse reads a default as a row writes it.
func (k *kind) parse(text string) any {
	var value any
	var err error
	switch k.godot {
	case gd.Bool:
		value, err = strconv.ParseBool(text)
	case gd.Int:
		value, err = strconv.ParseInt(text, 10, 64)
	case gd.Float:
		value, err = strconv.ParseFloat(text, 64)
	case gd.String:
		value, err = strconv.Unquote(text)
	default:
		err = fmt.Errorf("no default is possible")
	}
	if err != nil {
		panic(fmt.Sprintf("steam: the default %s: %v", text, err))
	}
	return value
}

// as is a kind for a value that travels as another type of C: an int's bounds are
// then those of the type, unless it has its own. Flags of an enum may use the
// highest bit of 32, with a sign or without.
func (k *kind) as(c valve.Type) *kind {
	if !travels(k.godot, c) {
		panic(fmt.Sprintf("steam: an argument of type %d does not travel as %q", k.godot, c))
	}
	if c == valve.F64 {
		return kinds["double"]
	}
	if k.godot != gd.Int || k.check != nil || k.quiet != nil || c == valve.I64 || c == valve.U64 {
		return k
	}
	least, most := c.Range()
	if k.enum != "" && c == valve.I32 {
		most = math.MaxUint32
	}
	as := *k
	as.c, as.bad = c, most+1
	as.good = slices.Clone(k.good)
	as.check = func(c call, i int, name string) error { return checkRange(name, c.Int(i), least, most) }
	return &as
}

// travels reports whether a value of Godot's can be one of C, or the other way
// round.
func travels(t gd.Type, c valve.Type) bool {
	switch c {
	case valve.F32, valve.F64:
		return t == gd.Float
	case valve.Text:
		return t == gd.String
	case valve.Data:
		return t == gd.PackedByteArray
	case valve.Identity:
		return t == gd.Variant
	}
	return t == gd.Int || t == gd.Bool
}
