package steamworks

import (
	"fmt"
	"strings"
)

// iface is one of Steam's interfaces, an index into library.accessors.
type iface int

const (
	steamNetworking iface = iota
	steamUser
	steamFriends
	steamUtils
	steamApps
	steamMatchmaking
	steamUserStats
	steamNetworkingUtils
	steamNetworkingSockets
	steamNetworkingMessages
	interfaces
)

// known holds the versions of the interfaces that the functions in symbols are
// right for, newest first. A library exports one of each. The flat functions
// keep their names and meaning over these versions; one that isn't listed may
// have changed them, so it is not tried.
var known = [interfaces]struct {
	symbol   string // of the accessor, before _v and the version
	name     string // as the library is told which versions are used
	versions []int
	optional bool // only extras use it
}{
	steamNetworking:         {symbol: "SteamAPI_SteamNetworking", name: "SteamNetworking", versions: []int{6, 5}},
	steamUser:               {symbol: "SteamAPI_SteamUser", name: "SteamUser", versions: []int{23, 22, 21, 20}},
	steamFriends:            {symbol: "SteamAPI_SteamFriends", name: "SteamFriends", versions: []int{18, 17}},
	steamUtils:              {symbol: "SteamAPI_SteamUtils", name: "SteamUtils", versions: []int{11, 10, 9}},
	steamApps:               {symbol: "SteamAPI_SteamApps", name: "STEAMAPPS_INTERFACE_VERSION", versions: []int{9, 8}},
	steamMatchmaking:        {symbol: "SteamAPI_SteamMatchmaking", name: "SteamMatchMaking", versions: []int{9}, optional: true},
	steamUserStats:          {symbol: "SteamAPI_SteamUserStats", name: "STEAMUSERSTATS_INTERFACE_VERSION", versions: []int{13, 12, 11}, optional: true},
	steamNetworkingUtils:    {symbol: "SteamAPI_SteamNetworkingUtils_SteamAPI", name: "SteamNetworkingUtils", versions: []int{4, 3}, optional: true},
	steamNetworkingSockets:  {symbol: "SteamAPI_SteamNetworkingSockets_SteamAPI", name: "SteamNetworkingSockets", versions: []int{12}, optional: true},
	steamNetworkingMessages: {symbol: "SteamAPI_SteamNetworkingMessages_SteamAPI", name: "SteamNetworkingMessages", versions: []int{2}, optional: true},
}

// accessor is the function that returns an interface's pointer.
type accessor struct {
	address uintptr
	version int
}

func accessorSymbols(which iface) []string {
	var names []string
	for _, version := range known[which].versions {
		names = append(names, fmt.Sprintf("%s_v%03d", known[which].symbol, version))
	}
	return names
}

func bindAccessor(which iface, lookUp func(name string) uintptr) (accessor, bool) {
	for i, name := range accessorSymbols(which) {
		if address := lookUp(name); address != 0 {
			return accessor{address: address, version: known[which].versions[i]}, true
		}
	}
	return accessor{}, false
}

// versions returns the interface versions that the library has, as its own
// headers name them.
func (l *library) versions() []string {
	var names []string
	for which, a := range l.accessors {
		if a.address != 0 {
			names = append(names, fmt.Sprintf("%s%03d", known[which].name, a.version))
		}
	}
	return names
}

// versionList is versions as C passes such a list: each ended by a zero byte,
// and the list by an empty one.
func (l *library) versionList() []byte {
	return []byte(strings.Join(l.versions(), "\x00") + "\x00\x00")
}
