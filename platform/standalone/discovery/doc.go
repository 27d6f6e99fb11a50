// Package discovery finds games on the local network by multicast DNS and
// DNS-SD (RFC 6762 and 6763), and lets them find this one.
//
// A running game is an instance of the service _godotsteam._udp, named by its
// Steam ID. Its TXT record says which app it plays and where its UDP socket can
// be reached: everything in one record, so that what two senders say about one
// Steam ID is never mixed. SRV, A and AAAA records are there because DNS-SD
// wants them; other tools show them, and this package does not read them. It
// keeps nothing else of a packet and reads so many a second, because anybody may
// send them: libraries that assemble what several packets say can be made to
// search without end.
//
// What is heard is only a hint where to knock: anybody on the network can say
// anything. So a hint leads nowhere but to a network that this computer is on,
// what several senders say of one Steam ID stands side by side, and whoever
// answers must prove to the caller who they are.
//
// A [Finder] looks again and again, each time as if for the first time: whoever
// was not heard for a while is gone. When the computer's networks change, or it
// has slept, it starts afresh.
package discovery
