// Package endpoint is one UDP socket and the QUIC connections from and to it.
//
//   - Both sides of a connection have proven their key, so [PeerOf] is who they are. A call ends at the one who was
//     meant, or nowhere.
//   - Nobody makes us call addresses that were only announced faster than so many a second, and nobody who calls
//     costs us more handshakes than their address is due.
//   - Where there is no room for all, those give way who matter least, and of them those from where most come.
package endpoint
