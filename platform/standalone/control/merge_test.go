package control

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// sleeps cuts a player off, as a laptop that sleeps, until everybody has
// noticed; it wakes when the function is called that is returned.
func (n *network) sleeps(lobby steamtypes.SteamID, p *player, others ...*player) (wakes func()) {
	n.SetAway(p, true)
	alone := func(p *player, members int) bool { return len(membersOf(p, lobby)) == members }
	until(p.t, 3*time.Minute, "all notice", func() bool {
		for _, o := range others {
			if !alone(o, len(others)) {
				return false
			}
		}
		return alone(p, 1)
	})
	return func() { n.SetAway(p, false) }
}

// When a laptop wakes up, its game is in the lobby with the others, or it is
// told that it is out, and may join again. So is a game that was left alone.
func TestALobbyAfterALaptopHasSlept(t *testing.T) {
	for what, row := range map[string]struct {
		members, sleeper int
		out              int // who is told
	}{
		"the owner of two":    {2, 0, 1},
		"the guest of two":    {2, 1, 1},
		"the owner of three":  {3, 0, 0},
		"a member of three":   {3, 2, 2},
		"the second of three": {3, 1, 1},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			inVirtualTime(t, 7, city, func(t *testing.T, n *network) {
				var ps, others []*player
				for _, name := range []string{"anna", "bert", "cleo"}[:row.members] {
					ps = append(ps, n.join(name))
				}
				lobby := ps[0].create(steamtypes.LobbyPublic, 8)
				for i, p := range ps {
					if i > 0 {
						require.Equal(t, steamtypes.EnterSuccess, p.enter(lobby))
					}
					if i != row.sleeper {
						others = append(others, p)
					}
				}
				gathered(t, lobby, ps...)
				wakes := n.sleeps(lobby, ps[row.sleeper], others...)
				wakes()
				woke := time.Now()
				out := ps[row.out]
				require.Equal(t, uint64(lobby), next[signals.LobbyKicked](out).Lobby)
				require.Less(t, time.Since(woke), redialInterval+3*time.Second, "when they meet, and not when they look next")
				require.Empty(t, membersOf(out, lobby))
				require.Equal(t, steamtypes.EnterSuccess, out.enter(lobby))
				var order []*player
				for _, p := range ps {
					if p != out {
						order = append(order, p)
						require.Empty(t, seen[signals.LobbyKicked](p))
					}
				}
				gathered(t, lobby, append(order, out)...)
			})
		})
	}
}
