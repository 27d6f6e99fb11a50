package endpoint

import (
	"net"
	"syscall"
	"testing"

	"github.com/quic-go/quic-go"
	"github.com/stretchr/testify/require"
)

var _ quic.OOBCapablePacketConn = Socket{}

func TestAPacketThatCannotBeSentIsLost(t *testing.T) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(t, err)
	// From this address no network but the machine's own can be reached.
	nowhere := &net.UDPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 9}
	_, err = conn.WriteTo([]byte("hello"), nowhere)
	require.Error(t, err)

	s := Socket{conn}
	n, err := s.WriteTo([]byte("hello"), nowhere)
	require.NoError(t, err)
	require.Equal(t, 5, n)
	n, _, err = s.WriteMsgUDP([]byte("hello"), nil, nowhere)
	require.NoError(t, err)
	require.Equal(t, 5, n)

	_, err = s.WriteTo(make([]byte, 70_000), conn.LocalAddr())
	require.ErrorIs(t, err, syscall.EMSGSIZE, "QUIC finds out what fits")
	require.NoError(t, conn.Close())
	_, err = s.WriteTo([]byte("hello"), nowhere)
	require.ErrorIs(t, err, net.ErrClosed)
}
