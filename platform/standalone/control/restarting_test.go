package control

// Games that leave and end at once, and games that are started again at once
// by the same user.

import (
	"fmt"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/platform/standalone/identity"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// Whatever a game says in the call in which it ends is heard, its leave too.
func TestLastWords(t *testing.T) {
	t.Parallel()
	for _, leaves := range []bool{false, true} {
		for _, owner := range []bool{false, true} {
			t.Run(fmt.Sprintf("leaves=%v/owner=%v", leaves, owner), func(t *testing.T) {
				for seed := range uint64(10) {
					inVirtualTime(t, seed, quality{Latency: 5 * time.Millisecond, Jitter: 10 * time.Millisecond},
						func(t *testing.T, n *network) {
							goes, stays := n.join("anna"), n.join("bert")
							ps := []*player{stays, goes}
							if owner {
								ps = []*player{goes, stays}
							}
							lobby := ps[0].create(steamtypes.LobbyPublic, 4)
							require.Equal(t, steamtypes.EnterSuccess, ps[1].enter(lobby))
							gathered(t, lobby, ps...)
							time.Sleep(time.Duration(seed) * time.Millisecond)
							stays.Forget()

							goes.SetLobbyData(lobby, "winner", "bert")
							goes.SetLobbyMemberData(lobby, "ready", "no")
							require.NoError(t, goes.SendLobbyChat(lobby, "gg"))
							if leaves {
								goes.LeaveLobby(lobby)
							}
							began := time.Now()
							goes.Shutdown()
							require.Less(t, time.Since(began), finishTimeout, "they are heard soon")
							require.Equal(t, "gg", next[signals.LobbyMessage](stays).Message)
							require.Equal(t, update(lobby, goes, steamtypes.MemberLeft), next[signals.LobbyChatUpdate](stays))
							if owner {
								require.Equal(t, "bert", stays.LobbyData(lobby, "winner"))
							}
							time.Sleep(time.Second)
							require.Empty(t, seen[signals.LobbyChatUpdate](stays), "once")
							gathered(t, lobby, stays)
						})
				}
			})
		}
	}
}

// An invitation is heard of, too, by somebody whom one has only just met.
func TestTheLastInvitation(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a := n.join("anna")
		lobby := a.create(steamtypes.LobbyPublic, 4)
		b := n.join("bert")
		require.True(t, a.InviteUserToLobby(lobby, b.SteamID()))
		require.True(t, a.InviteUserToGame(b.SteamID(), "+connect me"))
		a.LeaveLobby(lobby)
		a.Shutdown()
		next[signals.LobbyInvite](b)
		next[signals.JoinGameRequested](b)
	})
}

// Who starts again at once, however it ended before and whatever others know of
// that by then, finds who is there and is let in without delay.
func TestStartingAgainAtOnce(t *testing.T) {
	t.Parallel()
	ends := map[string]func(p *player, lobby steamtypes.SteamID){
		"killed":     func(p *player, _ steamtypes.SteamID) { p.kill() },
		"shut down":  func(p *player, _ steamtypes.SteamID) { p.Shutdown() },
		"left first": func(p *player, lobby steamtypes.SteamID) { p.LeaveLobby(lobby); p.Shutdown() },
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(40) {
				inVirtualTime(t, seed, clean, func(t *testing.T, n *network) {
					host, guest := n.join("anna"), n.join("bert")
					lobby := host.create(steamtypes.LobbyPublic, 4)
					require.Equal(t, steamtypes.EnterSuccess, guest.enter(lobby))
					for round := range 4 {
						time.Sleep(time.Duration(seed%8) * 65 * time.Millisecond)
						end(guest, lobby)
						time.Sleep(time.Duration(seed) * 13 * time.Millisecond)
						guest = n.join("bert")
						began := time.Now()
						if round%2 == 0 {
							require.Equal(t, []steamtypes.SteamID{lobby}, guest.list(steamtypes.LobbyFilter{}))
						}
						require.Equal(t, steamtypes.EnterSuccess, guest.enter(lobby))
						require.Less(t, time.Since(began), listTimeout)
						gathered(t, lobby, host, guest)
					}
				})
			}
		})
	}
}

// A connection that is lost is no answer. Who is still there is asked again,
// whatever everybody else has said meanwhile.
func TestWhoIsLostWhileJoiningIsAskedAgain(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		host, _, b := n.join("host"), n.join("anna"), n.join("bert")
		lobby := host.create(steamtypes.LobbyPublic, 4)
		b.JoinLobby(lobby)
		synctest.Wait() // it is being called
		b.control.mu.Lock()
		b.control.lose(b.control.peers[host.SteamID()], "to see what it does")
		b.control.mu.Unlock()
		require.Equal(t, int(steamtypes.EnterSuccess), next[signals.LobbyJoined](b).Response)
	})
}

// Nobody is asked again for ever, and who has died no more at all.
func TestWhoNeverAnswersIsNotWaitedFor(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		nobody := identity.FromText("nobody").SteamID
		a := n.join("anna", func(o *options) {
			o.peers = map[steamtypes.SteamID][]netip.AddrPort{nobody: {netip.MustParseAddrPort("10.9.9.9:9")}}
		})
		began := time.Now()
		require.Equal(t, steamtypes.EnterDoesntExist, a.enter(lobbyWith(1)))
		require.Less(t, time.Since(began), joinTimeout+2*joinRetry)

		b, c := n.join("bert"), n.join("cleo")
		began = time.Now()
		c.JoinLobby(lobbyWith(1))
		a.crash()
		b.crash()
		require.Equal(t, int(steamtypes.EnterDoesntExist), next[signals.LobbyJoined](c).Response)
		require.Less(t, time.Since(began), scanInterval+2*joinRetry)
	})
}

// What a game would have heard of a lobby it does not hear any more once it has
// left: neither that it is in it, nor what went on there.
func TestNothingIsHeardOfALobbyAfterLeavingIt(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		a, b, c := trio(n)
		lobby := a.create(steamtypes.LobbyPublic, 4)
		b.JoinLobby(lobby)
		until(t, 5*time.Second, "b is in", func() bool { return membersOf(b, lobby) != nil })
		require.Equal(t, steamtypes.EnterSuccess, c.enter(lobby))
		a.SetLobbyData(lobby, "mode", "duel")
		a.SetLobbyMemberData(lobby, "colour", "red")
		a.SetLobbyGameServer(lobby, steamtypes.GameServer{IP: "192.0.2.7", Port: 27015})
		require.NoError(t, a.SendLobbyChat(lobby, "hello"))
		require.True(t, a.InviteUserToLobby(lobby, b.SteamID()))
		until(t, 5*time.Second, "the colour", func() bool { return b.LobbyMemberData(lobby, a.SteamID(), "colour") == "red" })
		time.Sleep(time.Second) // the rest has come, too, and waits for run_callbacks
		b.LeaveLobby(lobby)
		time.Sleep(time.Second)
		invite := signals.LobbyInvite{Inviter: uint64(a.SteamID()), Lobby: uint64(lobby), Game: testApp}
		for _, e := range b.Drain() {
			if _, ok := e.(signals.PersonaStateChange); !ok {
				require.Equal(t, signals.Event(invite), e, "an invitation stands")
			}
		}
		require.True(t, b.Heard(invite))

		require.Equal(t, steamtypes.EnterSuccess, b.enter(lobby), "who comes back is told so")
	})
}
