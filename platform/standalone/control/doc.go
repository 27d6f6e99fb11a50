// Package control is what peers tell each other beside the game's packets: lobbies, names, invitations. It has
// connections of its own, so that it neither disturbs sessions nor asks anybody's game for one.
//
//   - Nobody is looked for before the game asks for somebody, or somebody calls.
//   - What a peer may take of us is bounded, for each and for all together; a stranger takes nothing from those who
//     matter more.
//   - A call of the game waits neither for the network nor for a file, nor while signatures are verified. One call
//     reads a file before it takes the lock: an invitation of a user that we have not met.
//
// Each side of a pair dials one connection and only writes to it, on a single stream: frames of CBOR, each after its
// length in four bytes. The lobbies themselves are package lobby's, which knows neither sockets nor clocks.
package control
