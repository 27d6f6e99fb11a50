// Package messages says what Steam's Networking Messages mean, without Godot
// and without a wire: messages to users, with no connection to be made first.
//
// What is promised to a game:
//
//   - A message sent reliably arrives whole, once, and in the order of all
//     reliable messages to that user on that channel, unless the session
//     breaks: then it is told, and what was on its way may be lost.
//   - Nothing of a user becomes readable before the game accepted that user, by
//     Accept or by sending to them. Until then nothing of theirs is kept here.
//   - What is sent before the user accepted waits, and arrives as if it had been
//     sent reliably.
//   - A session that broke stays so, and refuses to send, until it is closed or
//     a message says to start it again.
//   - Sending never waits. What can't be queued is refused with a result.
//
// What is not promised:
//
//   - No other order: not between channels, users, or ways of sending.
//     Unreliable messages may be lost, come late or twice.
//   - All channels of a user share one connection. A large message on one holds
//     up the others, and a channel that nobody reads stops them all in time.
//   - Nobody is told that a session was made, that it ended for want of use, or
//     that the other game closed it when nothing was on its way.
//   - There are no sessions with oneself.
//
// The behaviour is Valve's ISteamNetworkingMessages, as documented in
// isteamnetworkingmessages.h. A session is a connection of package sockets, on
// a virtual port that the game can't use, in symmetric mode.
package messages
