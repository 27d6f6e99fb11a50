package endpoint

import (
	"net"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhoMakesRoom(t *testing.T) {
	at := func(rank Rank, place byte) Guest { return Guest{rank, netip.AddrFrom4([4]byte{192, 0, 2, place})} }
	for _, c := range []struct {
		text  string
		here  []Guest
		comes Guest
		want  int // -1: nobody
	}{
		{"nobody is there", nil, at(0, 1), -1},
		{"the oldest of a crowd", []Guest{at(0, 1), at(0, 2), at(0, 2), at(0, 2)}, at(0, 3), 1},
		{"the crowd is the newcomer's own", []Guest{at(0, 1), at(0, 2), at(0, 2)}, at(0, 2), -1},
		{"every place has as many", []Guest{at(0, 1), at(0, 2)}, at(0, 3), -1},
		{"the newcomer's place would have as many then", []Guest{at(0, 1), at(0, 1), at(0, 2)}, at(0, 2), -1},
		{"and now it would not", []Guest{at(0, 1), at(0, 1), at(0, 1), at(0, 2)}, at(0, 2), 0},
		{"a stranger for who matters, wherever they are", []Guest{at(1, 1), at(0, 2), at(0, 3)}, at(1, 3), 1},
		{"who matters little for who matters more", []Guest{at(2, 1), at(1, 1), at(1, 1)}, at(2, 1), 1},
		{"who matters stays", []Guest{at(1, 1), at(1, 1), at(1, 1)}, at(1, 2), -1},
		{"a crowd of those who matter is no crowd of strangers", []Guest{at(1, 1), at(1, 1), at(1, 1), at(0, 2)}, at(0, 3),
			-1},
	} {
		which, ok := GivesWay(c.here, c.comes)
		require.Equal(t, c.want >= 0, ok, c.text)
		if ok {
			require.Equal(t, c.want, which, c.text)
		}
	}
}

func TestWhereAnAddressBelongs(t *testing.T) {
	for a, want := range map[string]string{
		"192.0.2.7:1":             "192.0.2.7",
		"[::ffff:192.0.2.7]:2":    "192.0.2.7",
		"[2001:db8::1:2:3:4]:1":   "2001:db8::",
		"[2001:db8::ffff:0:0]:99": "2001:db8::",
	} {
		require.Equal(t, netip.MustParseAddr(want), PlaceOf(net.UDPAddrFromAddrPort(netip.MustParseAddrPort(a))), a)
	}
	require.False(t, PlaceOf(&net.UnixAddr{}).IsValid())
}
