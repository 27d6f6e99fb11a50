// Package carrier brings the frames of Networking Sockets to peers: over one QUIC connection with each, reliable ones
// in a stream and others as datagrams. It is the [sockets.Carrier] of the platform standalone.
//
// Both sides may call at the same time, and connections may live on after one of the processes has died. So the side
// with the lower Steam ID chooses which connection is the way, and nothing goes over one that was not chosen. Each side
// opens a stream, which starts with
//
//	HELLO    life (8 bytes) · chooser's life (8 bytes) · number of its last choice that was heard (8 bytes)
//
// and goes on with frames, each after its length as an unsigned varint. A length of 0 is the chooser's word that this
// connection is the way:
//
//	CHOSEN   0 · number (8 bytes)
//
// A life is the number of a run of the game. By it, and by the number of the choice, the chooser knows a peer that has
// lost the way that there was from one that has only called twice.
package carrier
