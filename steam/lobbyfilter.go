package steam

// The filters of a lobby list. They add up until requestLobbyList takes them,
// as Valve's do.

import (
	"sync"

	"godotsteam/platform"
	"godotsteam/steamtypes"
)

// maxFilters bounds what a game collects that never asks for the list.
const maxFilters = 64

// lobbyFilter collects. The zero value is ready.
type lobbyFilter struct {
	mu          sync.Mutex
	filter      steamtypes.LobbyFilter
	hasDistance bool
}

// distanceDefault is LOBBY_DISTANCE_FILTER_DEFAULT.
const distanceDefault = 1

// take returns what was collected, and starts anew. Without a distance filter
// the distance is Valve's default.
func (f *lobbyFilter) take() steamtypes.LobbyFilter {
	f.mu.Lock()
	defer f.mu.Unlock()
	filter := f.filter
	if !f.hasDistance {
		filter.Distance = distanceDefault
	}
	f.filter, f.hasDistance = steamtypes.LobbyFilter{}, false
	return filter
}

// add reports whether there was room.
func (f *lobbyFilter) add(add func(*steamtypes.LobbyFilter)) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.filter.Strings)+len(f.filter.Numbers)+len(f.filter.Near) >= maxFilters {
		return false
	}
	add(&f.filter)
	return true
}

// requestLobbyList asks for the lobbies that the filters select:
// lobby_match_list.
func (on *started) requestLobbyList() {
	filter := on.filter.take()
	if m, ok := on.Platform.(platform.Lobbies); ok {
		m.RequestLobbyList(filter)
	}
}

// narrow adds to the filter.
func (on *started) narrow(add func(*steamtypes.LobbyFilter)) error {
	if !on.filter.add(add) {
		return errTooManyFilters
	}
	return nil
}

func (on *started) addDistanceFilter(distance int) error {
	return on.narrow(func(f *steamtypes.LobbyFilter) { f.Distance, on.filter.hasDistance = distance, true })
}

func (on *started) addSlotsFilter(slots int) error {
	return on.narrow(func(f *steamtypes.LobbyFilter) { f.Slots = slots })
}

func (on *started) addCountFilter(count int) error {
	return on.narrow(func(f *steamtypes.LobbyFilter) { f.MaxResults = count })
}

func (on *started) addNearFilter(key string, value int) error {
	return on.narrow(func(f *steamtypes.LobbyFilter) {
		f.Near = append(f.Near, steamtypes.NearFilter{Key: key, Value: value})
	})
}

func (on *started) addNumberFilter(key string, value, compare int) error {
	return on.narrow(func(f *steamtypes.LobbyFilter) {
		by := steamtypes.NumberFilter{Key: key, Value: value, Compare: steamtypes.Comparison(compare)}
		f.Numbers = append(f.Numbers, by)
	})
}

func (on *started) addStringFilter(key, value string, compare int) error {
	return on.narrow(func(f *steamtypes.LobbyFilter) {
		by := steamtypes.StringFilter{Key: key, Value: value, Compare: steamtypes.Comparison(compare)}
		f.Strings = append(f.Strings, by)
	})
}
