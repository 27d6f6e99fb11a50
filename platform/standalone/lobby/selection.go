package lobby

import (
	"cmp"
	"slices"
	"strconv"

	"godotsteam/steamtypes"
)

// defaultResults is how many lobbies a list has when nobody says (Steam's).
const defaultResults = 50

// Selection is what a filter lets through of all lobbies that it is offered, in
// the order that the filter asks for. It keeps only the results, and of each
// only where it stands: others may offer much.
type Selection struct {
	filter steamtypes.LobbyFilter
	best   []candidate
}

// candidate is a lobby in a selection: the nearest come first.
type candidate struct {
	lobby     steamtypes.SteamID
	distances []uint64 // one for each of the filter's Near
}

func (c candidate) compare(o candidate) int {
	return cmp.Or(slices.Compare(c.distances, o.distances), cmp.Compare(c.lobby, o.lobby))
}

// NewSelection returns a selection of nothing.
func NewSelection(f steamtypes.LobbyFilter) *Selection {
	if f.MaxResults <= 0 {
		f.MaxResults = defaultResults
	}
	return &Selection{filter: f}
}

// Offer takes in what a host says of its lobbies.
func (s *Selection) Offer(infos []Info) {
	for _, i := range infos {
		if i.isListed() && i.matches(s.filter) {
			s.add(candidate{i.Lobby, i.distances(s.filter.Near)})
		}
	}
}

func (s *Selection) add(c candidate) {
	// Somebody may say that another's lobby is theirs.
	if i := slices.IndexFunc(s.best, func(o candidate) bool { return o.lobby == c.lobby }); i >= 0 {
		if s.best[i].compare(c) <= 0 {
			return
		}
		s.best = slices.Delete(s.best, i, i+1)
	}
	i, _ := slices.BinarySearchFunc(s.best, c, candidate.compare)
	s.best = slices.Insert(s.best, i, c)
	s.best = s.best[:min(len(s.best), s.filter.MaxResults)]
}

// Lobbies returns the results.
func (s *Selection) Lobbies() []steamtypes.SteamID {
	ids := make([]steamtypes.SteamID, len(s.best))
	for i, c := range s.best {
		ids[i] = c.lobby
	}
	return ids
}

func (i *Info) matches(f steamtypes.LobbyFilter) bool {
	for _, s := range f.Strings {
		if !holds(cmp.Compare(i.Data[s.Key], s.Value), s.Compare) {
			return false
		}
	}
	for _, s := range f.Numbers {
		value, err := strconv.ParseInt(i.Data[s.Key], 10, 64)
		if err != nil {
			if s.Compare == steamtypes.NotEqual {
				continue
			}
			return false
		}
		if !holds(cmp.Compare(value, int64(s.Value)), s.Compare) {
			return false
		}
	}
	return i.Limit-i.Members >= f.Slots
}

// holds reports whether a comparison with a filter's value is what it asks.
func holds(c int, want steamtypes.Comparison) bool {
	switch want {
	case steamtypes.EqualToOrLessThan:
		return c <= 0
	case steamtypes.LessThan:
		return c < 0
	case steamtypes.Equal:
		return c == 0
	case steamtypes.GreaterThan:
		return c > 0
	case steamtypes.EqualToGreater:
		return c >= 0
	case steamtypes.NotEqual:
		return c != 0
	}
	return false
}

func (i *Info) distances(near []steamtypes.NearFilter) []uint64 {
	var all []uint64
	for _, f := range near {
		all = append(all, i.distance(f))
	}
	return all
}

// distance is how far a lobby's number is from the wished one. A lobby without
// the number comes last.
func (i *Info) distance(f steamtypes.NearFilter) uint64 {
	value, err := strconv.ParseInt(i.Data[f.Key], 10, 64)
	if err != nil {
		return 1<<64 - 1
	}
	if value < int64(f.Value) {
		return uint64(int64(f.Value)) - uint64(value)
	}
	return uint64(value) - uint64(int64(f.Value))
}
