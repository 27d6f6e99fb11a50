package discovery

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"sync"
	"time"

	"godotsteam/steamtypes"
)

const (
	// maxRemembered bounds the records that are remembered: a full lobby, each of
	// it heard over IPv4 and IPv6 and on two networks.
	maxRemembered = 1000

	// maxEach bounds those that come from one address: more games than run on a
	// computer. A liar pushes out its own lies first.
	maxEach = 64

	// maxAbout bounds those about one peer: the ways on which its computer is
	// heard, and some for liars.
	maxAbout = 8

	// lifetime is how long a record is remembered that is not heard again. Three
	// looks in a row may get lost.
	lifetime = 35 * time.Second
)

// table is what was heard, of whom, from where. What one address says of a peer
// takes the place of what it said before, so that a liar stands beside the
// truth and not before it, however much it says.
type table struct {
	mu      sync.Mutex
	records map[speaker]*record
	from    map[netip.Addr]int         // how many there are from each address
	about   map[steamtypes.SteamID]int // and about each peer
}

// speaker is who speaks, by the address they speak from, and of whom.
type speaker struct {
	from  netip.Addr
	about steamtypes.SteamID
}

// record is what was said.
type record struct {
	addresses    []netip.AddrPort
	first, heard time.Time
}

// hear takes in what somebody says of where a peer is.
func (t *table) hear(id steamtypes.SteamID, from netip.Addr, addresses []netip.AddrPort, now time.Time) {
	if len(addresses) == 0 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	s := speaker{from, id}
	if r := t.records[s]; r != nil {
		r.addresses, r.heard = addresses, now
		return
	}
	if t.records == nil {
		t.records, t.from, t.about = make(map[speaker]*record), make(map[netip.Addr]int), make(map[steamtypes.SteamID]int)
	}
	t.makeRoom(s)
	t.records[s] = &record{addresses, now, now}
	t.from[from]++
	t.about[id]++
}

// makeRoom forgets what stands in the way of a new record. Where there are too
// many about one peer the one that is known longest stays: it is more likely
// true. Which of the others goes is up to chance: whoever is there is heard
// again, and no liar can fill the table for good.
func (t *table) makeRoom(s speaker) {
	if t.from[s.from] >= maxEach {
		t.forgetAny(func(other speaker) bool { return other.from == s.from })
	}
	if t.about[s.about] >= maxAbout {
		var oldest speaker
		for other, r := range t.records {
			if other.about == s.about && (t.records[oldest] == nil || r.first.Before(t.records[oldest].first)) {
				oldest = other
			}
		}
		t.forgetAny(func(other speaker) bool { return other.about == s.about && other != oldest })
	}
	if len(t.records) >= maxRemembered {
		t.forgetAny(func(speaker) bool { return true })
	}
}

// forgetAny forgets one of the records by some speakers.
func (t *table) forgetAny(by func(speaker) bool) {
	for s := range t.records { // in random order
		if by(s) {
			t.forget(s)
			return
		}
	}
}

func (t *table) forget(s speaker) {
	delete(t.records, s)
	if t.from[s.from]--; t.from[s.from] == 0 {
		delete(t.from, s.from)
	}
	if t.about[s.about]--; t.about[s.about] == 0 {
		delete(t.about, s.about)
	}
}

// expire forgets what was not heard for long.
func (t *table) expire(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for s, r := range t.records {
		if now.Sub(r.heard) > lifetime {
			t.forget(s)
		}
	}
}

// of returns where a peer was said to be: the first address that each speaker
// names, then the second, and so on, those known longest first.
func (t *table) of(id steamtypes.SteamID) (addresses []netip.AddrPort) {
	t.mu.Lock()
	defer t.mu.Unlock()
	type said struct {
		speaker
		*record
	}
	var all []said
	most := 0
	for s, r := range t.records {
		if s.about == id {
			all = append(all, said{s, r})
			most = max(most, len(r.addresses))
		}
	}
	slices.SortFunc(all, func(a, b said) int { return cmp.Or(a.first.Compare(b.first), a.from.Compare(b.from)) })
	for i := range most {
		for _, r := range all {
			if i < len(r.addresses) && !slices.Contains(addresses, r.addresses[i]) {
				addresses = append(addresses, r.addresses[i])
			}
		}
	}
	return addresses
}

// ids returns everybody.
func (t *table) ids() []steamtypes.SteamID {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(maps.Keys(t.about))
}
