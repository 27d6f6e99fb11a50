package discovery

import (
	"encoding/binary"
	"net"
	"net/netip"
	"slices"
)

// link is an interface of this computer that leads to a local network.
type link struct {
	device   net.Interface
	prefixes []netip.Prefix // its addresses, and how far each network reaches
}

// links returns the interfaces that are up and can multicast.
func links() []link {
	const usable = net.FlagUp | net.FlagRunning | net.FlagMulticast
	var found []link
	devices, err := net.Interfaces()
	if err != nil {
		return nil // there is nothing to find then; the next look may succeed
	}
	for _, device := range devices {
		if device.Flags&usable != usable || device.Flags&net.FlagLoopback != 0 {
			continue
		}
		addresses, _ := device.Addrs()
		l := link{device: device}
		for _, a := range addresses {
			if p, err := netip.ParsePrefix(a.String()); err == nil {
				l.prefixes = append(l.prefixes, p)
			}
		}
		if len(l.prefixes) > 0 {
			found = append(found, l)
		}
	}
	return found
}

// linksOf returns the links that a sender's address is on.
func linksOf(sender netip.Addr, here []link) (found []link) {
	for _, l := range here {
		for _, p := range l.prefixes {
			if p.Contains(sender.WithZone("")) && (sender.Zone() == "" || sender.Zone() == l.device.Name) {
				found = append(found, l)
				break
			}
		}
	}
	return found
}

func (l link) equal(other link) bool {
	return l.device.Index == other.device.Index && l.device.Name == other.device.Name && slices.Equal(l.prefixes,
		other.prefixes)
}

// reachable returns the addresses by which others on the links reach a socket.
func reachable(socket netip.AddrPort, here []link) []netip.AddrPort {
	var addresses []netip.AddrPort
	for _, l := range here {
		for _, p := range l.prefixes {
			a := netip.AddrPortFrom(p.Addr(), socket.Port())
			listens := socket.Addr().WithZone("") == p.Addr() || socket.Addr().IsUnspecified() &&
				(socket.Addr().Is6() || p.Addr().Is4())
			if listens && isUsable(a) {
				addresses = append(addresses, a)
			}
		}
	}
	// Others have room for some: the likely ones first.
	slices.SortStableFunc(addresses, func(a, b netip.AddrPort) int { return rank(a) - rank(b) })
	return slices.Compact(addresses[:min(len(addresses), maxAddresses)])
}

func rank(a netip.AddrPort) int {
	switch {
	case a.Addr().Is4():
		return 0
	case a.Addr().IsLinkLocalUnicast():
		return 1 // unlike others of IPv6, it is there to stay
	default:
		return 2
	}
}

// onLink returns where, from here, an address that somebody told us can be: on
// the networks that it belongs to, and nowhere if we are on none of them, or if
// it is everybody's there. Nobody can have us send to the rest of the world, or
// to a whole network at once.
func onLink(a netip.AddrPort, here []link) []netip.AddrPort {
	var ways []netip.AddrPort
	for _, l := range here {
		for _, p := range l.prefixes {
			way := a
			if a.Addr().Is6() && a.Addr().IsLinkLocalUnicast() {
				way = netip.AddrPortFrom(a.Addr().WithZone(l.device.Name), a.Port())
			}
			switch {
			case !p.Contains(a.Addr()):
			case isEverybodys(a.Addr(), p):
				return nil
			case !slices.Contains(ways, way):
				ways = append(ways, way)
			}
		}
	}
	return ways
}

// isEverybodys reports whether an address means all of a network: the last one
// of IPv4 does, and to some the first one. Networks of two have neither.
func isEverybodys(a netip.Addr, network netip.Prefix) bool {
	if !a.Is4() || network.Bits() > 30 {
		return false
	}
	everybody := ^uint32(0) >> network.Bits()
	bytes := a.As4()
	host := binary.BigEndian.Uint32(bytes[:]) & everybody
	return host == 0 || host == everybody
}
