package steam

import (
	"errors"
	"net/netip"

	"godotsteam/gd"
	"godotsteam/networking"
	"godotsteam/networking/sockets"
	"godotsteam/platform"
	"godotsteam/steamtypes"
)

// call is one call from Godot, and dict the Dictionary that it answers.
type (
	call = *gd.Call
	dict = *gd.Dictionary
)

// body is a Go function as a row calls it. Its error is what the game is told:
// see [Steam.say].
type body struct {
	args   []gd.Type
	result gd.Type
	fails  bool // it returns an error: the method answers whether there was none, or nothing
	run    doing
}

type doing = func(s *Steam, on *started, c call) error

// value is what a row's function may take. IDs and other checked values have
// their own types.
type value interface {
	bool | int | int32 | int64 | float64 | string | []byte | []any |
		steamtypes.SteamID | steamtypes.LobbyType | networking.SendType |
		sockets.Handle | sockets.SendFlags | sockets.End | sockets.ConfigValue | sockets.Scope |
		[]sockets.Option | netip.AddrPort
}

// answer is what it may return.
type answer interface {
	value | sockets.Result | gd.Array | gd.Items
}

// fn0 to fn4 are functions that answer something; do0 to do2 those that don't;
// try1 to try4 those that can fail; dict0 to dict3 those that fill in a Dictionary. P is *Steam, for what needs no
// platform; *started, for what thinks on every platform; or an interface of
// package platform, for what stands in without Steam: a platform that lacks it
// answers false, 0 or nothing.

func fn0[P any, R answer](f func(P) R) body {
	set := setter[R]()
	return made[P](typeOf[R](), func(p P, c call) { set(c, f(p)) })
}

func fn1[P any, A value, R answer](f func(P, A) R) body {
	a, set := getter[A](), setter[R]()
	return made(typeOf[R](), func(p P, c call) { set(c, f(p, a(c, 0))) }, typeOf[A]())
}

func fn2[P any, A, B value, R answer](f func(P, A, B) R) body {
	a, b, set := getter[A](), getter[B](), setter[R]()
	return made(typeOf[R](), func(p P, c call) { set(c, f(p, a(c, 0), b(c, 1))) }, typeOf[A](), typeOf[B]())
}

func fn3[P any, A, B, C value, R answer](f func(P, A, B, C) R) body {
	a, b, cc, set := getter[A](), getter[B](), getter[C](), setter[R]()
	return made(typeOf[R](), func(p P, c call) { set(c, f(p, a(c, 0), b(c, 1), cc(c, 2))) },
		typeOf[A](), typeOf[B](), typeOf[C]())
}

func fn4[P any, A, B, C, D value, R answer](f func(P, A, B, C, D) R) body {
	a, b, cc, d, set := getter[A](), getter[B](), getter[C](), getter[D](), setter[R]()
	return made(typeOf[R](), func(p P, c call) { set(c, f(p, a(c, 0), b(c, 1), cc(c, 2), d(c, 3))) },
		typeOf[A](), typeOf[B](), typeOf[C](), typeOf[D]())
}

func do0[P any](f func(P)) body { return made(gd.Nil, func(p P, _ call) { f(p) }) }

func do1[P any, A value](f func(P, A)) body {
	a := getter[A]()
	return made(gd.Nil, func(p P, c call) { f(p, a(c, 0)) }, typeOf[A]())
}

func do2[P any, A, B value](f func(P, A, B)) body {
	a, b := getter[A](), getter[B]()
	return made(gd.Nil, func(p P, c call) { f(p, a(c, 0), b(c, 1)) }, typeOf[A](), typeOf[B]())
}

func dict0[P any](f func(P, dict)) body {
	return made(gd.DictionaryType, func(p P, c call) { f(p, c.Dictionary()) })
}

func dict1[P any, A value](f func(P, A, dict)) body {
	a := getter[A]()
	return made(gd.DictionaryType, func(p P, c call) { f(p, a(c, 0), c.Dictionary()) }, typeOf[A]())
}

func dict2[P any, A, B value](f func(P, A, B, dict)) body {
	a, b := getter[A](), getter[B]()
	return made(gd.DictionaryType, func(p P, c call) { f(p, a(c, 0), b(c, 1), c.Dictionary()) },
		typeOf[A](), typeOf[B]())
}

func dict3[P any, A, B, C value](f func(P, A, B, C, dict)) body {
	a, b, cc := getter[A](), getter[B](), getter[C]()
	return made(gd.DictionaryType, func(p P, c call) { f(p, a(c, 0), b(c, 1), cc(c, 2), c.Dictionary()) },
		typeOf[A](), typeOf[B](), typeOf[C]())
}

func try1[P any, A value](f func(P, A) error) body {
	a := getter[A]()
	return failing(func(p P, c call) error { return f(p, a(c, 0)) }, typeOf[A]())
}

func try2[P any, A, B value](f func(P, A, B) error) body {
	a, b := getter[A](), getter[B]()
	return failing(func(p P, c call) error { return f(p, a(c, 0), b(c, 1)) }, typeOf[A](), typeOf[B]())
}

func try3[P any, A, B, C value](f func(P, A, B, C) error) body {
	a, b, cc := getter[A](), getter[B](), getter[C]()
	return failing(func(p P, c call) error { return f(p, a(c, 0), b(c, 1), cc(c, 2)) },
		typeOf[A](), typeOf[B](), typeOf[C]())
}

func try4[P any, A, B, C, D value](f func(P, A, B, C, D) error) body {
	a, b, cc, d := getter[A](), getter[B](), getter[C](), getter[D]()
	return failing(func(p P, c call) error { return f(p, a(c, 0), b(c, 1), cc(c, 2), d(c, 3)) },
		typeOf[A](), typeOf[B](), typeOf[C](), typeOf[D]())
}

// answering is a function that looks at the call itself.
func answering[P any](f func(P, call) error, result gd.Type, args ...gd.Type) body {
	b := failing(f, args...)
	b.result, b.fails = result, false
	return b
}

// raw is a function without arguments or a result that looks at the call itself.
func raw(f func(*Steam, call)) body { return made(gd.Nil, f) }

func made[P any](result gd.Type, f func(P, call), args ...gd.Type) body {
	b := failing(func(p P, c call) error { f(p, c); return nil }, args...)
	b.result, b.fails = result, false
	return b
}

// failing chooses by P what a function is called on.
func failing[P any](f func(P, call) error, args ...gd.Type) body {
	b := body{args: args, fails: true}
	switch f := any(f).(type) {
	case func(*Steam, call) error:
		b.run = func(s *Steam, _ *started, c call) error { return f(s, c) }
	case func(*started, call) error:
		b.run = func(_ *Steam, on *started, c call) error { return f(on, c) }
	case func(P, call) error:
		b.run = func(_ *Steam, on *started, c call) error {
			if p, ok := find[P](on); ok {
				return f(p, c)
			}
			return missing[P]()
		}
	}
	return b
}

// find finds what a function is called on: the platform, or a part of it.
func find[P any](on *started) (P, bool) {
	if p, ok := on.Platform.(P); ok {
		return p, true
	}
	if n, ok := on.Platform.(platform.Networking); ok {
		if p, ok := n.Sockets().(P); ok {
			return p, true
		}
		p, ok := n.Messages().(P)
		return p, ok
	}
	return *new(P), false
}

var errNoNetworking = errors.New("this platform has neither Networking Sockets nor Networking Messages")

// missing is what is said where a platform lacks something.
func missing[P any]() error {
	switch any((*P)(nil)).(type) {
	case *platform.Sockets, *platform.Messages:
		return errNoNetworking
	}
	return nil
}

// getter, setter and typeOf choose by type when a row is declared, so that a call
// has no choice to make.

func getter[T value]() func(call, int) T {
	var f any
	switch any(*new(T)).(type) {
	case bool:
		f = call.Bool
	case int64:
		f = call.Int
	case float64:
		f = call.Float
	case string:
		f = call.String
	case []byte:
		f = call.Bytes
	case []any:
		f = listOf
	case []sockets.Option:
		f = func(c call, i int) []sockets.Option { options, _ := optionsOf(c.Value(i)); return options }
	case netip.AddrPort:
		f = func(c call, i int) netip.AddrPort { address, _ := parseAddress(c.String(i)); return address }
	case int:
		f = numeric[int]
	case int32:
		f = numeric[int32]
	case steamtypes.SteamID:
		f = numeric[steamtypes.SteamID]
	case steamtypes.LobbyType:
		f = numeric[steamtypes.LobbyType]
	case networking.SendType:
		f = numeric[networking.SendType]
	case sockets.Handle:
		f = numeric[sockets.Handle]
	case sockets.SendFlags:
		f = numeric[sockets.SendFlags]
	case sockets.End:
		f = numeric[sockets.End]
	case sockets.ConfigValue:
		f = numeric[sockets.ConfigValue]
	case sockets.Scope:
		f = numeric[sockets.Scope]
	}
	return f.(func(call, int) T)
}

func numeric[T ~int | ~int32 | ~uint32 | ~uint64](c call, i int) T { return T(c.Int(i)) }

func setter[T answer]() func(call, T) {
	var f any
	switch any(*new(T)).(type) {
	case bool:
		f = call.SetBool
	case int:
		f = func(c call, v int) { c.SetInt(int64(v)) }
	case int64:
		f = call.SetInt
	case steamtypes.SteamID:
		f = func(c call, v steamtypes.SteamID) { c.SetInt(int64(v)) }
	case sockets.Handle:
		f = func(c call, v sockets.Handle) { c.SetInt(int64(v)) }
	case sockets.Result:
		f = func(c call, v sockets.Result) { c.SetInt(int64(v)) }
	case float64:
		f = call.SetFloat
	case string:
		f = call.SetString
	case gd.Array:
		f = call.SetArray
	case gd.Items:
		f = call.SetItems
	}
	return f.(func(call, T))
}

func typeOf[T answer]() gd.Type {
	switch any(*new(T)).(type) {
	case bool:
		return gd.Bool
	case float64:
		return gd.Float
	case string, netip.AddrPort:
		return gd.String
	case []byte:
		return gd.PackedByteArray
	case gd.Array, []any:
		return gd.ArrayType
	case gd.Items:
		return gd.DictionaryType
	case []sockets.Option:
		return gd.Variant
	}
	return gd.Int
}
