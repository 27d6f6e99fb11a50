package steam

import (
	"godotsteam/gd"
	"godotsteam/networking"
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
	bool | int | int64 | float64 | string | []byte |
		steamtypes.SteamID | steamtypes.LobbyType | networking.SendType
}

// answer is what it may return.
type answer interface {
	value | gd.Array | gd.Items
}

// fn0 to fn3 are functions that answer something; do0 to do2 those that don't;
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
			if p, ok := on.Platform.(P); ok {
				return f(p, c)
			}
			return nil
		}
	}
	return b
}

// getter, setter and typeOf choose by type when a row is declared, so that a call
// has no choice to make.

func getter[T value]() func(call, int) T {
	var f any
	switch any(*new(T)).(type) {
	case bool:
		f = call.Bool
	case int:
		f = func(c call, i int) int { return int(c.Int(i)) }
	case int64:
		f = call.Int
	case float64:
		f = call.Float
	case string:
		f = call.String
	case []byte:
		f = call.Bytes
	case steamtypes.SteamID:
		f = func(c call, i int) steamtypes.SteamID { return steamtypes.SteamID(c.Int(i)) }
	case steamtypes.LobbyType:
		f = func(c call, i int) steamtypes.LobbyType { return steamtypes.LobbyType(c.Int(i)) }
	case networking.SendType:
		f = func(c call, i int) networking.SendType { return networking.SendType(c.Int(i)) }
	}
	return f.(func(call, int) T)
}

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
	case int, int64, steamtypes.SteamID, steamtypes.LobbyType, networking.SendType:
		return gd.Int
	case float64:
		return gd.Float
	case string:
		return gd.String
	case gd.Array:
		return gd.ArrayType
	case gd.Items:
		return gd.DictionaryType
	}
	return gd.PackedByteArray
}
