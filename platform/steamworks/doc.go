// Package steamworks is the platform of a shipped game: Steam's own network,
// through Valve's libsteam_api.
//
// What is promised:
//
//   - The library is loaded at run time, through its flat C interface. Nothing
//     of Valve's is compiled in, and without the library everything answers with
//     an error that says where it was looked for.
//   - What the library lacks is reported by the symbol's name, before anything
//     of it is called. Lobbies, friends, the overlay, voice and statistics are
//     extras: a library that lacks one of their functions is used all the same.
//   - The library is called only between a successful init and the shutdown,
//     whatever thread asks, and is never unloaded: it has threads of its own.
//   - A SteamMultiplayerPeer's connections are its own (owners.go): the game hears
//     nothing of them, nor the peer of the game's, and the other side is told when
//     it is closed, by a game that quits at once too.
//   - Sending and polling allocate nothing. A packet is copied once.
//
// What is not: what Steam itself does. Sessions, limits, order and timeouts are
// Valve's ISteamNetworking.
//
//	Provider ─▶ Locate ─▶ bind (symbols.go) ─▶ init ─▶ Platform ─▶ libsteam_api
//	signals.Queue ◀─ dispatch (callbacks.go) ◀─ RunCallbacks ◀─ the main thread
package steamworks
