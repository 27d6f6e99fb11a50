package control

// Who lives, by what lies in the run-time folder.

import (
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/platform/standalone/machine"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// crash ends a player's process as far as others on the machine can see: its
// files stay, and nobody holds their lock.
func (p *player) crash() {
	p.t.Helper()
	p.network.SetAway(p, true)
	p.directory.Abandon()
}

func TestALivingPeerIsNotTakenForDead(t *testing.T) {
	for name, disturb := range map[string]func(t *testing.T, record, base string){
		"its file is removed":   func(t *testing.T, record, _ string) { require.NoError(t, os.Remove(record)) },
		"its lock is removed":   func(t *testing.T, record, _ string) { require.NoError(t, os.Remove(record+".lock")) },
		"the folder is removed": func(t *testing.T, _, base string) { require.NoError(t, os.RemoveAll(base)) },
		"the folder can't be read": func(t *testing.T, _, base string) {
			away := filepath.Join(filepath.Dir(base), "away")
			require.NoError(t, os.Rename(base, away))
			require.NoError(t, os.WriteFile(base, nil, 0o600))
			time.Sleep(5 * scanInterval)
			require.NoError(t, os.Remove(base))
			require.NoError(t, os.Rename(away, base))
		},
	} {
		t.Run(name, func(t *testing.T) {
			inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
				n.dir = filepath.Join(n.dir, "data")
				a, b := n.join("anna"), n.join("bert")
				lobby := a.create(steamtypes.LobbyPublic, 4)
				require.Equal(t, steamtypes.EnterSuccess, b.enter(lobby))
				gathered(t, lobby, a, b)
				a.Forget()
				b.Forget()
				disturb(t, a.directory.PathOf(a.SteamID()), n.dir)
				time.Sleep(5 * scanInterval)
				gathered(t, lobby, a, b)
				for _, p := range []*player{a, b} {
					require.Empty(t, seen[signals.LobbyChatUpdate](p))
					for _, change := range seen[signals.PersonaStateChange](p) {
						require.Zero(t, change.Flags&steamtypes.PersonaGoneOffline)
					}
				}
				c := n.join("cleo")
				require.Equal(t, steamtypes.EnterSuccess, c.enter(lobby), "who comes later finds them")
				gathered(t, lobby, a, b, c)
			})
		})
	}
}

// A process that is killed is missed long before the timeout, by everybody.
func TestADeathIsSeenByAll(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b, c := trio(n)
		lobby := a.create(steamtypes.LobbyPublic, 4)
		require.Equal(t, steamtypes.EnterSuccess, b.enter(lobby))
		require.Equal(t, steamtypes.EnterSuccess, c.enter(lobby))
		gathered(t, lobby, a, b, c)
		c.crash()
		time.Sleep(2 * scanInterval)
		gone := steamtypes.PersonaGoneOffline | steamtypes.PersonaStatus
		for _, p := range []*player{a, b} {
			require.True(t, p.Heard(signals.PersonaStateChange{User: uint64(c.SteamID()), Flags: gone}))
		}
		gathered(t, lobby, a, b)
	})
}

// What was read some time ago is looked at again before anybody is lost.
func TestWhoIsBackIsNotDead(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b := n.join("anna"), n.join("bert")
		a.control.lock()
		a.control.mu.Unlock()
		until(t, 5*time.Second, "bert", func() bool { return a.isAround(b.SteamID()) })
		a.control.mu.Lock()
		defer a.control.mu.Unlock()
		a.control.scan(nil, []steamtypes.SteamID{b.SteamID()})
		require.True(t, a.control.peers[b.SteamID()].around)
		require.True(t, a.control.peers[b.SteamID()].listed)
	})
}

// A player elsewhere may have played here before, under the same fixed identity.
func TestADeadNamesakeIsSomebodyElse(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		elsewhere := filepath.Join(n.dir, "elsewhere")
		b := n.join("bert", func(o *options) { o.dir = elsewhere })
		a := n.join("anna", func(o *options) {
			o.peers = map[steamtypes.SteamID][]netip.AddrPort{b.SteamID(): {b.address}}
		})
		until(t, 5*time.Second, "bert", func() bool { return a.isAround(b.SteamID()) })
		d, err := machine.Open(n.dir, testApp)
		require.NoError(t, err)
		require.NoError(t, d.Announce(b.SteamID(), netip.MustParseAddrPort("127.0.0.1:4000")))
		d.Abandon()
		time.Sleep(5 * scanInterval)
		_, dead := a.directory.Look()
		require.Equal(t, []steamtypes.SteamID{b.SteamID()}, dead)
		require.True(t, a.isAround(b.SteamID()))
	})
}
