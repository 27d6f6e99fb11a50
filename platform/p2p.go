package platform

import (
	"godotsteam/networking"
	"godotsteam/steamtypes"
)

// P2P is peer-to-peer networking (ISteamNetworking). IDs are of users who can
// hold a session.
type P2P interface {
	// Send queues a message. It copies data. The errors are those of package
	// networking: ErrQueueFull, ErrTooManySessions, ErrTooManyChannels,
	// ErrNotRunning. A message thrown away by SendUnreliableNoDelay's rule is no
	// error.
	Send(to steamtypes.SteamID, data []byte, how networking.SendType, channel int) error

	// PacketSize returns the size of the next packet on a channel, 0 if none.
	PacketSize(channel int) int

	// ReadPacket takes the next packet of a channel, cut to limit bytes.
	ReadPacket(channel, limit int) (networking.Packet, bool)

	// Accept answers a session request. Without one it does nothing: a later
	// packet of that user raises a request all the same.
	Accept(steamtypes.SteamID) bool

	// CloseSession ends the session with a user and drops what waits in both
	// directions. It reports false when there is none.
	CloseSession(steamtypes.SteamID) bool

	// CloseChannel closes a channel with a user, and the session with the last
	// one. It reports false when there is no such session or channel.
	CloseChannel(peer steamtypes.SteamID, channel int) bool

	// SessionState describes the session with a user, if there is one.
	SessionState(steamtypes.SteamID) (networking.SessionState, bool)

	// AllowRelay says whether later connections may go through relays.
	AllowRelay(allow bool) bool
}
