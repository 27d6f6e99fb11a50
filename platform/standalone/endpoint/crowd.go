package endpoint

import (
	"net"
	"net/netip"
)

// Who makes room when there is none. A key costs nothing, so strangers are not
// counted by their Steam IDs, but by where they come from.

// Rank is how much a peer matters.
type Rank int

// The ranks. A peer of any other than the first is no stranger.
const (
	Stranger Rank = iota
	Found         // on the local network
	Known         // by its address, or on this machine
	Member        // of a lobby of ours
)

// Guest is somebody who takes a place.
type Guest struct {
	Rank Rank
	From netip.Addr // see [PlaceOf]
}

// PlaceOf returns where an address belongs to: one computer may have all of a
// /64. It is invalid for addresses that are not the internet's.
func PlaceOf(a net.Addr) netip.Addr {
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

// GivesWay returns which of some guests makes room for a newcomer. The guests are sorted by when they came, the oldest
// first. Those who matter least give way: of them the oldest from the place that most of them come from.
//
// Guests who matter as much as the newcomer stay, unless they are strangers. A stranger gives way if more come from
// their place than would then come from the newcomer's.
func GivesWay(here []Guest, comes Guest) (which int, ok bool) {
	which = -1
	least := comes.Rank
	for _, g := range here {
		least = min(least, g.Rank)
	}
	crowd := make(map[netip.Addr]int)
	for _, g := range here {
		if g.Rank == least {
			crowd[g.From]++
		}
	}
	for i, g := range here {
		if g.Rank == least && (which < 0 || crowd[g.From] > crowd[here[which].From]) {
			which = i
		}
	}
	switch {
	case which < 0:
		return which, false
	case least < comes.Rank:
		return which, true
	}
	return which, least == Stranger && crowd[here[which].From] > crowd[comes.From]+1
}
