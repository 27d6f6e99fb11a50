package standalone

import (
	"maps"
	"net/netip"
	"slices"

	"godotsteam/platform/standalone/control"
	"godotsteam/platform/standalone/discovery"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/machine"
	"godotsteam/platform/standalone/p2p"
	"godotsteam/steamtypes"
)

// whereabouts is where peers may be: on this machine, at addresses given by hand, and on the local network. It is what
// [control.Places] asks for.
type whereabouts struct {
	directory *machine.Directory
	named     map[steamtypes.SteamID][]netip.AddrPort
	finder    *discovery.Finder // nil: this machine alone
}

var _ control.Places = whereabouts{}

func (w whereabouts) Look() (running, dead []steamtypes.SteamID) { return w.directory.Look() }

func (w whereabouts) Here(peer steamtypes.SteamID) (netip.AddrPort, bool) {
	return w.directory.Find(peer)
}

func (w whereabouts) WaysTo(peer steamtypes.SteamID) (ways []endpoint.Way, here netip.AddrPort) {
	here, runsHere := w.directory.Find(peer)
	if runsHere {
		ways = append(ways, endpoint.Way{AddrPort: here})
	}
	ways = append(ways, endpoint.Ways(w.named[peer], false)...)
	return append(ways, endpoint.Ways(w.finder.Find(peer), true)...), here
}

func (w whereabouts) Running() []steamtypes.SteamID { return w.directory.Running() }

func (w whereabouts) Runs(peer steamtypes.SteamID) bool { return w.directory.Runs(peer) }

func (w whereabouts) Elsewhere() []steamtypes.SteamID {
	return slices.AppendSeq(w.finder.List(), maps.Keys(w.named))
}

func (w whereabouts) IsNamed(peer steamtypes.SteamID) bool { return w.named[peer] != nil }

func (w whereabouts) IsOnNetwork(peer steamtypes.SteamID) bool { return len(w.finder.Find(peer)) > 0 }

// acquaintances is what sessions ask about peers: where they are, also if they have called, and how much they matter.
type acquaintances struct {
	whereabouts
	control *control.Control
}

var _ p2p.Peers = acquaintances{}

func (a acquaintances) WaysTo(peer steamtypes.SteamID) (ways []endpoint.Way, here netip.AddrPort) {
	ways, here = a.whereabouts.WaysTo(peer)
	return append(ways, a.control.CalledFrom(peer)...), here
}

func (a acquaintances) RankOf(peer steamtypes.SteamID) endpoint.Rank { return a.control.RankOf(peer) }
