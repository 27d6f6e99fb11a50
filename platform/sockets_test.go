package platform

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/networking/sockets"
	"godotsteam/signals"
)

func TestTheDictionaryOfAConnection(t *testing.T) {
	e := ConnectionStatusChanged(sockets.Change{
		Connection: 1<<32 - 1, Old: sockets.StateConnecting,
		Info: sockets.Info{
			Peer: 1<<63 + 5, UserData: -1, Listener: 7, Address: netip.MustParseAddrPort("10.0.0.1:27015"), POP: 1, Relay: 2,
			State: sockets.StateClosedByPeer, End: 1234, EndText: "no", Description: "#1", Flags: 8,
		},
	})
	require.Equal(t, []any{int64(1<<32 - 1), signals.Entries{
		{Key: "identity", Value: int64(-1<<63 + 5)}, {Key: "user_data", Value: int64(-1)},
		{Key: "listen_socket", Value: int64(7)}, {Key: "remote_address", Value: "10.0.0.1"},
		{Key: "remote_pop", Value: int64(1)}, {Key: "pop_relay", Value: int64(2)},
		{Key: "connection_state", Value: int64(4)}, {Key: "end_reason", Value: int64(1234)},
		{Key: "end_debug", Value: "no"}, {Key: "debug_description", Value: "#1"},
	}, int64(1)}, signals.Of(e).Values(e))
	require.Equal(t, "::", AddressText(netip.AddrPort{}), "never empty")
}

func TestTheSignalOfASessionThatFailed(t *testing.T) {
	e := SessionFailed(sockets.Info{Peer: 9, State: sockets.StateProblem, End: 5003, EndText: "late"})
	require.Equal(t, []any{int64(5003), int64(9), int64(5), "late"}, signals.Of(e).Values(e))
}
