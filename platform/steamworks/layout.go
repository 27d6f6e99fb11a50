package steamworks

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"strconv"
	"strings"

	"godotsteam/networking/sockets"
	"godotsteam/platform/valve"
)

// A Go struct is read from one of Valve's by its tags. The first field has
// callback:"…" or result:"…" with Valve's number (k_iCallback) and name for it:
// a callback, or the result of a call alone. The others follow in the order of
// Valve's header, valve:"…" saying their type there: bool, char[256], uint8[20],
// CSteamID or CGameID, an enum's name, or a number's type. Fields called _ are
// skipped. After a comma there may be
//
//   - newer: old libraries send a struct that ends before it, and the field
//     stays zero
//   - ipv4: a uint32 becomes an address in a string
//   - nonzero: of an array the entries that are not zero become a list
//
// Offsets follow from the types. Valve packs by 8 on Windows, by 4 elsewhere: a
// field is aligned to its size, but to no more than that; IDs that are classes
// are not aligned at all.
type layout struct {
	id     int
	name   string
	need   int // bytes without which a struct is too short
	size   int // of the whole struct
	fields []place
}

// place is where a field of a Go struct is found in Valve's.
type place struct {
	field    int
	at, size int
	newer    bool
	read     func(to reflect.Value, b []byte)
}

// packing is the one of this system.
func packing() int {
	if runtime.GOOS == "windows" {
		return 8
	}
	return 4
}

var order = binary.LittleEndian // every system that Steam runs on

// layoutOf reads a struct's tags. It panics if they are wrong.
func layoutOf(t reflect.Type, pack int) *layout {
	l := new(layout)
	tag := t.Field(0).Tag
	number, name, ok := strings.Cut(tag.Get("callback")+tag.Get("result"), " ")
	id, err := strconv.Atoi(number)
	if !ok || err != nil {
		panic(fmt.Sprintf("steamworks: the tag of %v says no number and name of Valve's", t))
	}
	l.id, l.name = id, name
	largest := 1
	for i := range t.NumField() {
		f := t.Field(i)
		tag, ok := f.Tag.Lookup("valve")
		if !ok {
			continue
		}
		kind, option, _ := strings.Cut(tag, ",")
		p := place{field: i, newer: option == "newer"}
		var align int
		p.size, align = sizeOf(kind)
		align = min(align, pack)
		largest = max(largest, align)
		p.at = roundUp(l.size, align)
		l.size = p.at + p.size
		if f.Name == "_" {
			continue
		}
		if p.read = reader(f.Type, kind, option); p.read == nil {
			panic(fmt.Sprintf("steamworks: %v.%s can't be read from %q", t, f.Name, tag))
		}
		if !p.newer {
			l.need = l.size
			if isText(kind) {
				l.need = p.at + 1 // a text may be all that has come of it
			}
		}
		l.fields = append(l.fields, p)
	}
	l.size = roundUp(l.size, largest)
	return l
}

func roundUp(n, to int) int { return (n + to - 1) / to * to }

// decode fills a struct from at least l.need bytes. Longer ones are understood:
// Valve appends fields.
func (l *layout) decode(b []byte, to reflect.Value) {
	for _, p := range l.fields {
		end := p.at + p.size
		if p.newer && len(b) < end {
			continue
		}
		p.read(to.Field(p.field), b[p.at:min(end, len(b))])
	}
}

// sizeOf returns the size of one of Valve's types, and its alignment.
func sizeOf(kind string) (size, align int) {
	element, count, isArray := strings.Cut(strings.TrimSuffix(kind, "]"), "[")
	switch element {
	case "bool", "char", "int8", "uint8":
		size, align = 1, 1
	case "int16", "uint16":
		size, align = 2, 2
	case "int", "int32", "uint32", "float":
		size, align = 4, 4
	case "int64", "uint64", "double":
		size, align = 8, 8
	case "CSteamID", "CGameID":
		size, align = 8, 1
	case "SteamNetworkingIdentity":
		size, align = valve.IdentitySize, 1
	case "SteamNetConnectionInfo_t":
		size, align = connectionInfoSize, 8
	default:
		if !isEnum(element) {
			panic(fmt.Sprintf("steamworks: %q is no type of Valve's", kind))
		}
		size, align = 4, 4
	}
	if isArray {
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 {
			panic(fmt.Sprintf("steamworks: %q is no array", kind))
		}
		size *= n
	}
	return size, align
}

func isEnum(kind string) bool { return len(kind) > 1 && kind[0] == 'E' }
func isText(kind string) bool { return strings.HasPrefix(kind, "char[") }

// reader returns what reads a Go field from one of Valve's, nil if nothing can.
func reader(t reflect.Type, kind, option string) func(to reflect.Value, b []byte) {
	signed := kind == "int" || strings.HasPrefix(kind, "int") || isEnum(kind)
	switch zero := reflect.Zero(t); {
	case option == "ipv4":
		if kind == "uint32" && t.Kind() == reflect.String {
			return func(to reflect.Value, b []byte) { to.SetString(dotted(order.Uint32(b))) }
		}
	case option == "nonzero":
		if strings.HasPrefix(kind, "uint16[") && t == reflect.TypeFor[[]int64]() {
			return func(to reflect.Value, b []byte) { to.Set(reflect.ValueOf(nonzero(b))) }
		}
	case option != "" && option != "newer":
	case kind == "SteamNetworkingIdentity":
		if zero.CanUint() {
			return func(to reflect.Value, b []byte) { to.SetUint(valve.IdentityOf(b)) }
		}
	case kind == "SteamNetConnectionInfo_t":
		if t == reflect.TypeFor[sockets.Info]() {
			return func(to reflect.Value, b []byte) { to.Set(reflect.ValueOf(connectionInfo(b))) }
		}
	case isText(kind):
		if t.Kind() == reflect.String {
			return func(to reflect.Value, b []byte) { to.SetString(textOf(b)) }
		}
	case strings.Contains(kind, "["):
		if strings.HasPrefix(kind, "uint8[") && t == reflect.TypeFor[[]byte]() {
			return func(to reflect.Value, b []byte) { to.SetBytes(bytes.Clone(b)) }
		}
	case kind == "float":
		if zero.CanFloat() {
			return func(to reflect.Value, b []byte) { to.SetFloat(float64(math.Float32frombits(order.Uint32(b)))) }
		}
	case kind == "double":
		if zero.CanFloat() {
			return func(to reflect.Value, b []byte) { to.SetFloat(math.Float64frombits(order.Uint64(b))) }
		}
	case t.Kind() == reflect.Bool:
		return func(to reflect.Value, b []byte) { to.SetBool(number(b, signed) != 0) }
	case zero.CanInt():
		return func(to reflect.Value, b []byte) { to.SetInt(int64(number(b, signed))) }
	case zero.CanUint():
		return func(to reflect.Value, b []byte) { to.SetUint(number(b, signed)) }
	}
	return nil
}

// number reads an integer of any size.
func number(b []byte, signed bool) uint64 {
	var padded [8]byte
	copy(padded[:], b)
	n := order.Uint64(padded[:])
	if signed {
		unused := 64 - 8*len(b)
		n = uint64(int64(n<<unused) >> unused)
	}
	return n
}

// nonzero are the entries of an array of uint16 that are not zero.
func nonzero(b []byte) []int64 {
	var list []int64
	for ; len(b) >= 2; b = b[2:] {
		if n := order.Uint16(b); n != 0 {
			list = append(list, int64(n))
		}
	}
	return list
}

// textOf returns the C string in a buffer.
func textOf(buffer []byte) string {
	text, _, _ := bytes.Cut(buffer, []byte{0})
	return strings.ToValidUTF8(string(text), "?")
}
