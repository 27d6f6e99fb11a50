package discovery

import (
	"maps"
	"net/netip"
	"slices"
	"sync"
	"time"

	"godotsteam/networking"
)

const (
	// maxPeers bounds the peers that are remembered: a full lobby.
	maxPeers = 250

	// lifetime is how long a peer is remembered that is not heard again. Three
	// looks in a row may get lost.
	lifetime = 35 * time.Second
)

// table is who was heard, and when.
type table struct {
	mu    sync.Mutex
	peers map[networking.SteamID]map[netip.AddrPort]time.Time
}

// hear takes in that somebody says that a peer is at some addresses. Where
// there is no room, something else is forgotten, at random: whoever is there
// is heard again, and no liar can fill the table for good.
func (t *table) hear(id networking.SteamID, addresses []netip.AddrPort, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.peers == nil {
		t.peers = make(map[networking.SteamID]map[netip.AddrPort]time.Time)
	}
	for _, a := range addresses {
		if t.peers[id] == nil {
			makeRoom(t.peers, maxPeers)
			t.peers[id] = make(map[netip.AddrPort]time.Time)
		}
		if _, known := t.peers[id][a]; !known {
			makeRoom(t.peers[id], maxAddresses)
		}
		t.peers[id][a] = now
	}
}

// makeRoom drops any entry of a full map.
func makeRoom[K comparable, V any](m map[K]V, limit int) {
	for k := range m { // in random order
		if len(m) < limit {
			return
		}
		delete(m, k)
	}
}

// expire forgets what was not heard for long.
func (t *table) expire(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, addresses := range t.peers {
		maps.DeleteFunc(addresses, func(_ netip.AddrPort, heard time.Time) bool { return now.Sub(heard) > lifetime })
		if len(addresses) == 0 {
			delete(t.peers, id)
		}
	}
}

// of returns where a peer was said to be.
func (t *table) of(id networking.SteamID) []netip.AddrPort {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.SortedFunc(maps.Keys(t.peers[id]), netip.AddrPort.Compare) // IPv4 first
}

// ids returns everybody.
func (t *table) ids() []networking.SteamID {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(maps.Keys(t.peers))
}
