// Package valve describes the functions of Valve's library, so that a method of
// the Steam class can say in one line what it calls:
//
//	ISteamUserStats.GetAchievement(achievement_name, *bool achieved) -> bool ret
//
// That is the interface and the function; what each parameter takes; and what
// comes back. The parameter self is not written. A parameter is one of
//
//	name             the method's argument of that name, as its kind travels
//	u32 name         the same, as this C type
//	identity name    the SteamNetworkingIdentity of the Steam ID that the argument is
//	len(name)        how many bytes that argument has, as an i32 (u32 len(name) is one, too)
//	0, -1, true, nil a constant, an i32 unless a type stands before it
//	*u32 key         the function writes a u32 there: the Dictionary's key of that name
//	*u32             the same: it is the method's result
//	text[256] key    the function writes a C string there, of at most 256 bytes with its end
//	data[512] key    the function writes so many bytes there: a PackedByteArray
//	size             the room of the buffer before, as an i32 (or u32 size)
//	~u32             the function writes a u32 there that nobody asks for
//
// The types are bool, u8, i8, u16, i16, u32, i32, u64, i64, f32, f64 and text
// (const char *); of an argument alone also data (const void *). What follows the
// arrow is the C result: with a name a key of the Dictionary; without, the
// method's result, unless a parameter is that; "or {}" after it says that the
// Dictionary is empty where the function answers false or 0. "-> call
// LobbyCreated" says that the result is an asynchronous call, which that signal
// answers.
//
// The package knows neither Godot nor a library: package steam fills in a
// [Call], and a platform that is Valve's makes it.
package valve
