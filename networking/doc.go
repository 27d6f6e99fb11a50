// Package networking says what Steam's peer-to-peer functions mean, without
// Godot and without a wire.
//
// What is promised to a game, on every platform:
//
//   - A message sent reliably arrives whole, once, and in the order of all
//     reliable messages to that user, whatever their channels.
//   - A message sent unreliably arrives whole or not at all, and rarely out
//     of order.
//   - No packet of a user becomes readable before the game accepted that user,
//     by [SessionState]'s owner accepting the session or by sending to them.
//   - Sending never waits. What can't be queued is refused with an error.
//   - Reading never waits, and needs no callbacks.
//
// No other order is promised: not between reliable and unreliable messages,
// and not between two users.
//
//	sendP2PPacket ─▶ CheckSend ─▶ a platform's session ─▶ wire
//	readP2PPacket ◀─ Inbox (a queue per channel) ◀─ Source (one per user) ◀─ wire
//
// The behaviour is Valve's ISteamNetworking, as documented in
// isteamnetworking.h and in the Steamworks documentation.
package networking
