// Package lobby is what the members of a lobby tell each other. It knows
// neither sockets nor clocks: messages come in, messages and events go out.
//
// What is promised, as long as a member that others lose sight of has really
// died (docs/lobbies.md says what happens otherwise):
//
//   - All members see the same members, owner, data and chat, in one order.
//   - A change that any member's game was told of is never lost while one such
//     member lives, however many others die and whenever they do.
//   - A member's proposal is made once, or not at all: not at all only when it
//     was not allowed by then, or its author left or died.
//   - Nobody changes what they may not, and nobody, the host included, says or
//     sets anything in the name of another: every change is signed.
//
// One member, the host, is always the owner. Members propose, the host numbers
// and tells everybody:
//
//	member                 host                    others
//	  │ propose ────────────▶│                        │
//	  │◀──────────── changes │ changes ──────────────▶│   the host's game knows it first
//	  │ ack ────────────────▶│◀─────────────────── ack │
//
// and without a host (it died, left, or made another the owner):
//
//	next in charge                      others
//	  │ prepare (term, version) ─────────▶│   promise when they have lost the host too,
//	  │◀──────── promise (version, what   │   and who comes before the asker, and
//	  │          the next one lacks)      │   accept nothing of older terms
//	  │ follow (term, what they lack) ───▶│
//
// It waits for a promise of everybody, but for those who die meanwhile. No
// majority is asked for: one survivor of 250 goes on alone.
package lobby
