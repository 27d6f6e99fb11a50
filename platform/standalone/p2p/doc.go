// Package p2p is sessions: what the game sends to other users and reads of them.
//
//   - Reliable messages arrive once, whole and in order, or the session fails and the game is told.
//   - Nothing of a user is readable before the game has accepted them.
//   - No call waits for the network: what is sent waits in a bounded queue, what comes in a counted inbox.
//   - When one side is done with a session, the other hears of it, also when it did not notice that it was over.
//
// [Sessions] has the table, the lock and the inbox. A session knows its links, and a link tells its session of what
// comes and asks it for what to write. What they need to know of peers they ask of [Peers], without the lock.
//
// A session is one QUIC connection, here called a link. On it each side opens
// one unidirectional stream for reliable messages; unreliable ones travel in
// QUIC datagrams. All numbers are QUIC varints but for those of OPEN:
//
//	message   length (1 or more) · channel · bytes
//	OPEN      0 · life (8 bytes) · session (8 bytes), big endian · flags (1 byte)
//
//	stream    (OPEN | message)…      the first is an OPEN
//	datagram  message…               one or more, whole
//
// A side says OPEN when its game has sent to the other user or accepted them,
// and may send messages once both have said it. So an OPEN that was not asked
// for is a session request, one that is answered is an accepted session, and a
// stranger's packets stay with the stranger until then. OPEN is repeated while
// the sender's game goes on sending unanswered.
//
// Both may connect to each other at once. The user with the lower Steam ID
// decides: they say OPEN on one link only; the other says it on every link and
// closes the rest when one is open both ways. If that one stays silent and the
// other user asks on another, they say it there too, as the first may lead to a
// process that has died. Then the other user decides: by the link on which they
// hear it first, where they repeat their OPEN with the flag active (2).
//
// life (a number of this run of the platform) and session (a counter) tell a
// second link of the same session from a peer that has started over. Of two lives
// that is the newer whose link came later: what clocks say counts for nothing. The
// flag lost (1) says that the session before was lost here, which the other side
// may not have noticed.
//
// A link ends in three ways: closed (the peer's game is done: no error),
// finished (the stream's end after everything was read: the peer shut down in
// order), or lost (nothing heard for a while: p2p_session_connect_fail).
package p2p
