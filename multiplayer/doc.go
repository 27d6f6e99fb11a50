// Package multiplayer is what a peer of Godot's high-level multiplayer does
// over Steam's connections, without Godot and without a wire.
//
// What is promised:
//
//   - Who has GodotSteam (its SteamMultiplayerPeer since 2025) is a peer like
//     any other: the same handshake, lanes and flags.
//   - A client is CONNECTING until its host has introduced itself, CONNECTED
//     from then on, and DISCONNECTED once the host is gone, refuses, or is not
//     reached in time.
//   - A peer is announced before its first packet, once; and its end after its
//     last packet, once.
//   - Packets are reliable, unreliable, or unreliable and in order. The last
//     kind comes reliably to and from GodotSteam's peers, which have no such.
//   - An ID belongs to one peer. 1 is the host's, and nobody else can have it.
//   - After Close nothing is told, sent or taken any more.
//
// What is not promised:
//
//   - There is no order between channels, nor between peers.
//   - A member of a lobby that another can't reach is not seen by it. Both are
//     warned, if the host is one of ours.
//
// Everything happens in Poll, on the caller's thread:
//
//	Connections ─▶ changes, messages ─▶ Poll ─▶ Event, packets
//	            ◀─ Send ◀────────────── Put ◀─┘
//
// docs/internals/multiplayer-peer.md has the handshake.
package multiplayer
