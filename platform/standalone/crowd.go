package standalone

import (
	"net"
	"net/netip"
)

// Who makes room when there is none. A key costs nothing, so strangers are not
// counted by their Steam IDs, but by where they come from.

// guest is somebody who takes a place.
type guest struct {
	rank int // how much they matter, see [control.rank]
	from netip.Addr
}

// placeOf returns where an address belongs to: one computer may have all of a
// /64. It is invalid for addresses that are not the internet's.
func placeOf(a net.Addr) netip.Addr {
	udp, ok := a.(*net.UDPAddr)
	if !ok {
		return netip.Addr{}
	}
	from := udp.AddrPort().Addr().Unmap()
	if from.Is6() {
		from = netip.PrefixFrom(from, 64).Masked().Addr()
	}
	return from
}

// givesWay returns which of some guests, oldest first, makes room for one who
// comes: of those who matter least, the oldest from where most of them are.
// None does if they matter as much, unless they are strangers: then one does
// from where there are more of them than would be where the newcomer is.
func givesWay(here []guest, comes guest) (which int, ok bool) {
	which = -1
	least := comes.rank
	for _, g := range here {
		least = min(least, g.rank)
	}
	crowd := make(map[netip.Addr]int)
	for _, g := range here {
		if g.rank == least {
			crowd[g.from]++
		}
	}
	for i, g := range here {
		if g.rank == least && (which < 0 || crowd[g.from] > crowd[here[which].from]) {
			which = i
		}
	}
	switch {
	case which < 0:
		return which, false
	case least < comes.rank:
		return which, true
	}
	return which, least == 0 && crowd[here[which].from] > crowd[comes.from]+1
}
