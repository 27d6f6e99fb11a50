package platform

import (
	"net/netip"

	"godotsteam/networking/sockets"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// Networking is what a [Platform] has that knows Valve's newer networking.
type Networking interface {
	Sockets() Sockets
	Messages() Messages
}

// Sockets are connections between users (ISteamNetworkingSockets). What happens
// to a connection comes as NetworkConnectionStatusChanged, see
// [ConnectionStatusChanged]. Package sockets says what it all means.
type Sockets interface {
	Listeners
	Connections
	SocketMessages
	PollGroups
	SocketInfo
	SocketValues

	// LocalTimestamp is the clock of messages, in microseconds.
	LocalTimestamp() int64
}

// Listeners are listen sockets.
type Listeners interface {
	// Listen makes one on a virtual port, 0 if there can't be.
	Listen(port int, options []sockets.Option) sockets.Handle
	// CloseListener closes one and the connections that it accepted.
	CloseListener(sockets.Handle) bool
	// ListenerAddress is invalid for one that has none.
	ListenerAddress(sockets.Handle) netip.AddrPort
}

// Connections are asked for, accepted and closed.
type Connections interface {
	// Connect asks for one, 0 if there can't be.
	Connect(peer steamtypes.SteamID, port int, options []sockets.Option) sockets.Handle
	Accept(sockets.Handle) sockets.Result
	// CloseConnection gives the handle up; with linger what waits still goes.
	CloseConnection(h sockets.Handle, reason sockets.End, text string, linger bool) bool
	// CreatePair makes two that are each other's ends. The IDs are whom the
	// first and the second see there; 0: this user.
	CreatePair(loopback bool, peer1, peer2 steamtypes.SteamID) (first, second sockets.Handle, ok bool)
}

// SocketMessages are sent and received.
type SocketMessages interface {
	// Send copies data. The number counts the messages of the lane.
	Send(h sockets.Handle, data []byte, flags sockets.SendFlags, lane int) (result sockets.Result, number int64)
	Flush(sockets.Handle) sockets.Result
	// Receive takes messages; each must be released. False: no such connection.
	Receive(h sockets.Handle, limit int) ([]sockets.Message, bool)
	// ConfigureLanes makes as many lanes as there are priorities and weights.
	ConfigureLanes(h sockets.Handle, priorities, weights []int) sockets.Result
}

// PollGroups are connections that are read together.
type PollGroups interface {
	CreateGroup() sockets.Handle
	DestroyGroup(sockets.Handle) bool
	// SetGroup moves a connection, with what it has received; to 0: out.
	SetGroup(connection, to sockets.Handle) bool
	ReceiveGroup(group sockets.Handle, limit int) ([]sockets.Message, bool)
}

// SocketInfo tells of connections.
type SocketInfo interface {
	Info(sockets.Handle) (sockets.Info, bool)
	// Status also tells of as many lanes.
	Status(h sockets.Handle, lanes int) (sockets.Status, []sockets.LaneStatus, sockets.Result)
	Detail(sockets.Handle) (string, bool)
	SetName(h sockets.Handle, name string)
	Name(sockets.Handle) (string, bool)
	SetUserData(h sockets.Handle, data int64) bool
	UserDataOf(sockets.Handle) int64 // -1: none
}

// SocketValues are configuration values (ISteamNetworkingUtils).
type SocketValues interface {
	SetValue(name sockets.ConfigValue, scope sockets.Scope, object sockets.Handle, v sockets.Value) bool
	ValueOf(name sockets.ConfigValue, scope sockets.Scope, object sockets.Handle) (sockets.Value, sockets.GetResult)
	ValueInfo(sockets.ConfigValue) (sockets.ValueInfo, bool)
}

var _ Sockets = (*sockets.Sockets)(nil)

// IPSockets are [Sockets] that reach an address, too.
type IPSockets interface {
	ListenIP(at netip.AddrPort, options []sockets.Option) sockets.Handle
	ConnectIP(to netip.AddrPort, options []sockets.Option) sockets.Handle
}

// HostedSockets are [Sockets] with Valve's data centers and fake addresses.
type HostedSockets interface {
	ListenHosted(port int, options []sockets.Option) sockets.Handle
	ConnectHosted(server steamtypes.SteamID, port int, options []sockets.Option) sockets.Handle
	ListenFakeIP(port int, options []sockets.Option) sockets.Handle
}

// ConnectionStatusChanged makes the signal of a change.
func ConnectionStatusChanged(c sockets.Change) signals.NetworkConnectionStatusChanged {
	return signals.NetworkConnectionStatusChanged{
		Handle: uint32(c.Connection), Connection: InfoEntries(c.Info), OldState: int(c.Old),
	}
}

// InfoEntries describes a connection as a Dictionary.
func InfoEntries(i sockets.Info) signals.Entries {
	return signals.Entries{
		{Key: "identity", Value: int64(i.Peer)},
		{Key: "user_data", Value: i.UserData},
		{Key: "listen_socket", Value: int64(i.Listener)},
		{Key: "remote_address", Value: AddressText(i.Address)},
		{Key: "remote_pop", Value: int64(i.POP)},
		{Key: "pop_relay", Value: int64(i.Relay)},
		{Key: "connection_state", Value: int64(i.State)},
		{Key: "end_reason", Value: int64(i.End)},
		{Key: "end_debug", Value: i.EndText},
		{Key: "debug_description", Value: i.Description},
	}
}

// AddressText is an address without its port, as Valve writes it: all of zeros
// when it is not known.
func AddressText(a netip.AddrPort) string {
	if !a.IsValid() {
		return netip.IPv6Unspecified().String()
	}
	return a.Addr().Unmap().String()
}
