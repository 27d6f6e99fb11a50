// Package identity is who this process is: an Ed25519 key, the Steam ID that is its fingerprint, and the number of
// this run under it.
//
// Whoever speaks as a Steam ID has its key: the TLS handshake proves it, and the signatures in lobbies. A kept key is
// one process's at a time, and lies in a folder that nobody else may write to. Of two runs under one kept key the
// later one has the higher number, whatever the clock says.
package identity
