// Package sockets says what Steam's Networking Sockets mean, without Godot and
// without a wire: connections between users over virtual ports.
//
// What is promised to a game:
//
//   - A message sent reliably on a connection arrives whole, once, and in the
//     order of all reliable messages of its lane, unless the connection ends.
//   - A message sent unreliably arrives whole or not at all, whatever its size.
//   - Nothing of a connection is readable before its listener accepted it, and
//     nothing is sent on it: what a stranger costs is a connection's record.
//   - A change of state is told once, in order, with the state at that moment.
//     After state 4 or 5 a connection stays, readable, until it is closed.
//   - Sending never waits; beyond the send buffer it is refused. A reader that
//     is slow slows its sender down and loses nothing that is reliable.
//   - A lane of lower priority number goes first; equal ones share by weight.
//     A message that is on its way holds a better one up by 16 KiB at most.
//   - A handle is not used again until four billion others were.
//
// What is not promised:
//
//   - Unreliable messages may be lost, come out of order or come twice, and
//     those sent before a connection is accepted are lost for sure.
//   - There is no order between lanes, between connections, or between reliable
//     and unreliable messages of one lane.
//   - Closing without linger drops what has not been sent, and closing always
//     drops what has not been read.
//   - State 2 (finding a route) does not occur: the carrier has found the way
//     before anybody can accept.
//   - Nagle's timer has no effect: what gathers is up to the carrier.
//
// The behaviour is Valve's ISteamNetworkingSockets, as documented in
// isteamnetworkingsockets.h.
//
//	sendMessageToConnection ─▶ lane ─▶ pump ─▶ (bad network) ─▶ Carrier
//	receiveMessages…        ◀─ conn ◀─ frame ◀─ (bad network) ◀─ Carrier
//
// A pair made by CreatePair has the other end where others have the carrier.
// docs/internals/sockets.md has the frames.
package sockets
