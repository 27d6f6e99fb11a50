package lobby

import (
	"cmp"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"godotsteam/steamtypes"
)

// A selection that lets go of most answers gives what one that saw all of them
// at once would: the nearest, no lobby twice.
func TestASelectionIsTheBestOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := steamtypes.LobbyFilter{
			MaxResults: rapid.IntRange(0, 4).Draw(t, "results"),
			Near: []steamtypes.NearFilter{{Key: "a", Value: 5},
				{Key: "b", Value: 5}}[:rapid.IntRange(0, 2).Draw(t, "keys")],
			Slots: 2,
		}
		number := rapid.Map(rapid.IntRange(0, 9), strconv.Itoa)
		lobbies := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Info {
			return Info{
				Lobby: lobbyID(rapid.Uint32Range(1, 20).Draw(t, "lobby")), Type: steamtypes.LobbyPublic,
				Joinable: rapid.IntRange(0, 9).Draw(t, "closed") > 0, Members: rapid.IntRange(1, 3).Draw(t, "members"), Limit: 4,
				Data: map[string]string{"a": number.Draw(t, "a"), "b": number.Draw(t, "b")},
			}
		}), 0, 80)
		all := lobbies.Draw(t, "offered")

		s := NewSelection(f)
		for rest := all; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "answer")
			s.Offer(rest[:n])
			rest = rest[n:]
		}

		fits := slices.DeleteFunc(slices.Clone(all), func(i Info) bool { return !i.Joinable || i.Members > 2 })
		slices.SortFunc(fits, func(a, b Info) int {
			for _, near := range f.Near {
				if c := cmp.Compare(a.distance(near), b.distance(near)); c != 0 {
					return c
				}
			}
			return cmp.Compare(a.Lobby, b.Lobby)
		})
		want := []steamtypes.SteamID{}
		for _, i := range fits {
			if most := cmp.Or(f.MaxResults, defaultResults); len(want) < most && !slices.Contains(want, i.Lobby) {
				want = append(want, i.Lobby)
			}
		}
		require.Equal(t, want, s.Lobbies())
	})
}
