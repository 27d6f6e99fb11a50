// Package standalone is the embedded platform: Steam's semantics over QUIC, with no Steam client, account or server.
//
// Who is who: a user is an Ed25519 key, their Steam ID its fingerprint. Both ends prove their key in the TLS 1.3
// handshake, so nobody can speak as somebody else, and everything on the wire is encrypted.
//
// The package itself is glue: options, start and shutdown, and the interfaces of package platform over its rooms.
//
//	p2p         sessions, their links, and what goes over them
//	control     who is around, lobbies' carriage, profiles, invitations
//	lobby       what the members of a lobby tell each other
//	endpoint    one UDP socket: QUIC connections, dialing, who makes room
//	identity    keys, Steam IDs, the number of this run
//	machine     this computer: the folder of running games, locks
//	discovery   the local network
//	tasks       goroutines that end with the platform
//
// Rooms import rooms below them alone; arrows_test.go of the module says which. The packages simulated (a network in
// virtual time) and intruder (a peer that breaks the rules) are for tests.
package standalone
