package steam

// The filters of a lobby list. They add up until requestLobbyList takes them,
// as Valve's do.

import (
	"math"
	"sync"

	"godotsteam/networking"
	"godotsteam/signals"
)

// maxFilters bounds what a game collects that never asks for the list.
const maxFilters = 64

// lobbyFilter collects. The zero value is ready.
type lobbyFilter struct {
	mu          sync.Mutex
	filter      networking.LobbyFilter
	hasDistance bool
}

// distanceDefault is LOBBY_DISTANCE_FILTER_DEFAULT.
const distanceDefault = 1

// take returns what was collected, and starts anew. Without a distance filter
// the distance is Valve's default.
func (f *lobbyFilter) take() networking.LobbyFilter {
	f.mu.Lock()
	defer f.mu.Unlock()
	filter := f.filter
	if !f.hasDistance {
		filter.Distance = distanceDefault
	}
	f.filter, f.hasDistance = networking.LobbyFilter{}, false
	return filter
}

// add reports whether there was room.
func (f *lobbyFilter) add(add func(*networking.LobbyFilter)) bool {
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
func (s *Steam) requestLobbyList() {
	m := s.require("requestLobbyList")
	filter := s.filter.take()
	if m == nil {
		s.answer(signals.LobbyMatchList{})
		return
	}
	m.RequestLobbyList(filter)
}

// narrow adds to the filter, if err is nil.
func (s *Steam) narrow(method string, err error, add func(*networking.LobbyFilter)) {
	if s.require(method) == nil || s.is(method, err) {
		return
	}
	if !s.filter.add(add) {
		s.errors.report(method, errTooManyFilters) // without the lock: a script's Logger may call us
	}
}

func (s *Steam) addRequestLobbyListDistanceFilter(distance int64) {
	s.narrow("addRequestLobbyListDistanceFilter", checkRange("distance_filter", distance, 0, 3),
		func(f *networking.LobbyFilter) { f.Distance, s.filter.hasDistance = int(distance), true })
}

func (s *Steam) addRequestLobbyListFilterSlotsAvailable(slots int64) {
	s.narrow("addRequestLobbyListFilterSlotsAvailable", checkRange("slots_available", slots, 0, networking.MaxLobbyMembers),
		func(f *networking.LobbyFilter) { f.Slots = int(slots) })
}

func (s *Steam) addRequestLobbyListResultCountFilter(count int64) {
	s.narrow("addRequestLobbyListResultCountFilter", checkRange("max_results", count, 1, math.MaxInt32),
		func(f *networking.LobbyFilter) { f.MaxResults = int(count) })
}

func (s *Steam) addRequestLobbyListNearValueFilter(key string, value int64) {
	s.narrow("addRequestLobbyListNearValueFilter", firstOf(checkKey(key), checkInt32("value_to_be_close_to", value)),
		func(f *networking.LobbyFilter) {
			f.Near = append(f.Near, networking.NearFilter{Key: key, Value: int(value)})
		})
}

func (s *Steam) addRequestLobbyListNumericalFilter(key string, value, compare int64) {
	s.narrow("addRequestLobbyListNumericalFilter",
		firstOf(checkKey(key), checkInt32("value_to_match", value), checkComparison(compare)),
		func(f *networking.LobbyFilter) {
			f.Numbers = append(f.Numbers, networking.NumberFilter{Key: key, Value: int(value), Compare: networking.Comparison(compare)})
		})
}

func (s *Steam) addRequestLobbyListStringFilter(key, value string, compare int64) {
	s.narrow("addRequestLobbyListStringFilter",
		firstOf(checkEntry(key, value), checkComparison(compare)),
		func(f *networking.LobbyFilter) {
			f.Strings = append(f.Strings, networking.StringFilter{Key: key, Value: value, Compare: networking.Comparison(compare)})
		})
}

func checkComparison(value int64) error {
	return checkRange("comparison_type", value, int64(networking.EqualToOrLessThan), int64(networking.NotEqual))
}
