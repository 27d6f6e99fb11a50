package endpoint

import (
	"errors"
	"net"
	"slices"
	"syscall"
)

// Socket is a UDP socket on which a packet that can't be sent is lost, like one
// that does not arrive. QUIC's library ends a connection at the first error; a
// cable that is pulled for a moment, or an address that changes, must not.
type Socket struct{ *net.UDPConn }

// WriteTo implements [net.PacketConn].
func (s Socket) WriteTo(b []byte, to net.Addr) (int, error) {
	n, err := s.UDPConn.WriteTo(b, to)
	if isLoss(err) {
		return len(b), nil
	}
	return n, err
}

// WriteMsgUDP implements [quic.OOBCapablePacketConn].
func (s Socket) WriteMsgUDP(b, oob []byte, to *net.UDPAddr) (int, int, error) {
	n, oobn, err := s.UDPConn.WriteMsgUDP(b, oob, to)
	if isLoss(err) {
		return len(b), len(oob), nil
	}
	return n, oobn, err
}

// told are errors that QUIC's library learns from: a packet is too large (on
// Windows: WSAEMSGSIZE), or can't be split by the interface.
var told = []syscall.Errno{syscall.EMSGSIZE, 10040, syscall.EIO}

func isLoss(err error) bool {
	var number syscall.Errno
	return errors.As(err, &number) && !slices.Contains(told, number) && !errors.Is(err, net.ErrClosed)
}
