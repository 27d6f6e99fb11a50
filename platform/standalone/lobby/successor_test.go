package lobby

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// arrival returns three members and a fourth whom the host's game knows of, and
// nobody else yet: the others are some changes further behind.
func arrival(t *testing.T, behind int) (w *world, lobby id, ps []*peer, newcomer *peer) {
	w, lobby, ps = party(t, 3)
	for range behind {
		require.True(t, ps[0].SetData(lobby, "k", "v"))
	}
	newcomer = w.start(4)
	newcomer.Join(lobby, w.ids())
	host := ps[0]
	for _, k := range []pair{{newcomer.id, host.id}, {host.id, newcomer.id}, {newcomer.id, host.id}} {
		w.deliver(k) // who is it? I am. Let me in!
	}
	require.Contains(t, host.Members(lobby), newcomer.id)
	require.Empty(t, newcomer.Members(lobby), "it waits until all know of it")
	return w, lobby, ps, newcomer
}

// A game may make a member the owner as soon as it is told of it.
func TestANewcomerBecomesTheOwner(t *testing.T) {
	w, lobby, ps, newcomer := arrival(t, 0)
	require.True(t, ps[0].SetOwner(lobby, newcomer.id))
	require.True(t, ps[0].SetData(lobby, "k", "v"), "until then all is as before")
	w.finish()
	w.agree()
	for _, p := range append(ps, newcomer) {
		require.Equal(t, newcomer.id, p.Owner(lobby))
		require.Equal(t, "v", p.Data(lobby, "k"))
	}
	require.True(t, newcomer.SetOwner(lobby, ps[0].id))
	w.finish()
	w.agree()
	require.Equal(t, ps[0].id, newcomer.Owner(lobby), "and who was asked for once does not come back")
}

func TestANewcomerThatDoesNotBecomeTheOwner(t *testing.T) {
	for name, end := range map[string]struct {
		happens func(w *world, lobby id, ps []*peer, newcomer *peer)
		owner   int
	}{
		"the owner changes its mind": {func(_ *world, lobby id, ps []*peer, _ *peer) { ps[0].SetOwner(lobby, ps[0].id) }, 0},
		"another is made the owner":  {func(_ *world, lobby id, ps []*peer, _ *peer) { ps[0].SetOwner(lobby, ps[2].id) }, 2},
		"the owner leaves":           {func(_ *world, lobby id, ps []*peer, _ *peer) { ps[0].Leave(lobby) }, 1},
		"the owner dies": {func(w *world, _ id, ps []*peer,
			_ *peer) {
			w.crash(ps[0], func(int) int { return 0 })
		}, 1},
		"the newcomer dies": {func(w *world, _ id, _ []*peer,
			newcomer *peer) {
			w.crash(newcomer, func(int) int { return 0 })
		}, 0},
		"the newcomer leaves": {func(_ *world, lobby id, _ []*peer, newcomer *peer) { newcomer.Leave(lobby) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w, lobby, ps, newcomer := arrival(t, 0)
			require.True(t, ps[0].SetOwner(lobby, newcomer.id))
			end.happens(w, lobby, ps, newcomer)
			w.finish()
			w.agree()
			require.Equal(t, ps[end.owner].id, ps[1].Owner(lobby))
		})
	}
}

// The owner takes its word back with the very change that the one who keeps the
// newcomer outside falls too far behind with.
func TestTheLastWordOnTheOwnerCounts(t *testing.T) {
	_, lobby, ps, newcomer := arrival(t, 10)
	host := ps[0]
	require.True(t, host.SetOwner(lobby, newcomer.id))
	r := host.replicas[lobby]
	for r.version.Seq-r.acked[ps[1].id] < maxLog {
		require.True(t, host.SetData(lobby, "k", "v"))
	}
	require.True(t, host.SetOwner(lobby, host.id))
	require.Equal(t, []id{host.id, newcomer.id}, host.Members(lobby))
	require.Equal(t, host.id, host.Owner(lobby))
}
