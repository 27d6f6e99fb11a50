package platform

import (
	"godotsteam/networking/messages"
	"godotsteam/networking/sockets"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// Messages are messages to users, without a connection that must be made first
// (ISteamNetworkingMessages). NetworkMessagesSessionRequest asks for an answer,
// NetworkMessagesSessionFailed tells that a session broke. Package messages
// says what it all means.
type Messages interface {
	// Send copies data.
	Send(peer steamtypes.SteamID, data []byte, flags sockets.SendFlags, channel int32) sockets.Result
	// Receive takes messages; each must be released.
	Receive(channel int32, limit int) []messages.Message
	// Accept reports false if there is no session.
	Accept(steamtypes.SteamID) bool
	CloseSession(steamtypes.SteamID) bool
	CloseChannel(peer steamtypes.SteamID, channel int32) bool
	// Session is all zero without one.
	Session(steamtypes.SteamID) (sockets.Info, sockets.Status)
}

var _ Messages = (*messages.Messages)(nil)

// SessionFailed makes the signal of a session's end.
func SessionFailed(i sockets.Info) signals.NetworkMessagesSessionFailed {
	return signals.NetworkMessagesSessionFailed{
		Reason: int(i.End), SteamIDRemote: uint64(i.Peer), ConnectionState: int(i.State), DebugMessage: i.EndText,
	}
}
