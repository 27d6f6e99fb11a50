package discovery

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"godotsteam/steamtypes"
)

// service is the DNS-SD type of all games.
const service = "_godotsteam._udp"

// maxAddresses bounds the addresses in a record, and those that are tried of
// what is said of a peer: a computer has a few networks with two or three addresses on each.
const maxAddresses = 12

// Keys of the TXT record. The addresses are at0, at1 and so on.
const (
	keyApp     = "app"
	keyAddress = "at"
)

// encode returns the TXT record of a game.
func encode(app uint32, addresses []netip.AddrPort) []string {
	text := []string{fmt.Sprintf("%s=%d", keyApp, app)}
	for i, a := range addresses[:min(len(addresses), maxAddresses)] {
		text = append(text, fmt.Sprintf("%s%d=%s", keyAddress, i, a))
	}
	return text
}

// errOtherApp says that a record is of another game.
var errOtherApp = errors.New("another app")

// decode reads an instance's name and TXT record. Both come from strangers.
func decode(app uint32, instance string, text []string) (steamtypes.SteamID, []netip.AddrPort, error) {
	value, err := strconv.ParseUint(instance, 10, 64)
	id := steamtypes.SteamID(value)
	if err != nil || id.String() != instance || !id.CanHoldSession() {
		return 0, nil, fmt.Errorf("%q is no user's Steam ID", instance)
	}
	ours := false
	var addresses []netip.AddrPort
	for _, entry := range text {
		key, value, _ := strings.Cut(entry, "=")
		if key == keyApp {
			ours = value == strconv.FormatUint(uint64(app), 10)
		}
		if !strings.HasPrefix(key, keyAddress) || len(addresses) == maxAddresses {
			continue
		}
		if a, err := netip.ParseAddrPort(value); err == nil && isUsable(a) {
			addresses = append(addresses, a)
		}
	}
	if !ours {
		return 0, nil, errOtherApp
	}
	return id, addresses, nil
}

// isUsable reports whether another computer's socket can have an address. Which
// of our networks a link-local one is on, only we know: it has no zone.
func isUsable(a netip.AddrPort) bool {
	ip := a.Addr()
	return a.Port() != 0 && ip.Zone() == "" && !ip.Is4In6() && (ip.IsGlobalUnicast() || ip.IsLinkLocalUnicast())
}
