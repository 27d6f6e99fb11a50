// Package steamtypes has Steam's values: IDs, results, and what lobbies, users and voice are described with. It knows
// no network and no Godot; the numbers are Valve's.
package steamtypes
