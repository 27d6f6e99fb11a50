package control

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"godotsteam/platform/standalone/identity"
	"godotsteam/platform/standalone/lobby"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// Many peers answer with all the data that they may, while the list waits for
// one more.
func TestAListKeepsOnlyWhatItGives(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		const peers = 32
		nowhere := []netip.AddrPort{netip.MustParseAddrPort("10.9.9.9:9")}
		named := make(map[steamtypes.SteamID][]netip.AddrPort)
		for i := range peers + 1 {
			named[identity.FromText(fmt.Sprint("peer", i)).SteamID] = nowhere
		}
		p := n.join("anna", func(o *options) { o.peers = named })
		p.RequestLobbyList(steamtypes.LobbyFilter{MaxResults: 2, Near: []steamtypes.NearFilter{{Key: "level", Value: 30}}})
		before := simulated.Weigh().Heap
		var ids []steamtypes.SteamID
		for i := range peers {
			host := identity.FromText(fmt.Sprint("peer", i)).SteamID
			info := lobby.Info{
				Lobby: lobbyWith(uint32(i + 1)), Owner: host, Type: steamtypes.LobbyPublic, Joinable: true, Members: 1, Limit: 4,
				Data: map[string]string{"level": fmt.Sprint(i)},
			}
			for k := range 250 {
				info.Data[fmt.Sprint(k)] = strings.Repeat("v", steamtypes.MaxLobbyValue)
			}
			ids = append(ids, info.Lobby)
			p.hearsList(host, info)
		}
		held := simulated.Weigh().Heap - before
		t.Logf("held: %d bytes", held)
		require.Less(t, held, 8<<20, "of 64 MiB")
		require.Equal(t, []steamtypes.SteamID{ids[30], ids[29]}, p.matches())
	})
}

// A peer that answers with another lobby than it was asked for has not answered.
func TestAnAnswerAboutAnotherLobbyIsNone(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		host := identity.FromText("host").SteamID
		p := n.join("anna", func(o *options) {
			o.peers = map[steamtypes.SteamID][]netip.AddrPort{host: {netip.MustParseAddrPort("10.9.9.9:9")}}
		})
		for _, answer := range []steamtypes.SteamID{lobbyWith(1), lobbyWith(2)} {
			p.Forget()
			require.True(t, p.RequestLobbyData(lobbyWith(1)))
			p.hearsList(host, lobby.Info{Lobby: answer, Owner: host, Type: steamtypes.LobbyPublic, Members: 1, Limit: 4})
			want := signals.LobbyDataUpdate{Lobby: uint64(lobbyWith(1)), Member: uint64(lobbyWith(1))}
			if answer == lobbyWith(1) {
				want.Success = 1
			}
			require.Equal(t, []signals.Event{want}, p.Drain())
		}
	})
}

// hearsList has a peer answer what was asked last.
func (p *player) hearsList(from steamtypes.SteamID, infos ...lobby.Info) {
	p.t.Helper()
	synctest.Wait() // it was asked
	p.control.mu.Lock()
	defer p.control.mu.Unlock()
	require.True(p.t, p.control.asked(from, p.control.queries))
	p.control.listed(from, p.control.queries, infos)
}

// lobbyWith returns a lobby's ID.
func lobbyWith(account uint32) steamtypes.SteamID {
	return steamtypes.SteamID(steamtypes.UniverseDev)<<56 | steamtypes.SteamID(steamtypes.AccountChat)<<52 |
		steamtypes.LobbyInstance<<32 | steamtypes.SteamID(account)
}
