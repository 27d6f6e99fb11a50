package multiplayer_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "godotsteam/multiplayer"
)

func TestMesh(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, others := w.mesh(4)
		for _, p := range others {
			require.Equal(t, "+1", p.heard[0], "the host is announced first")
			require.Len(t, p.heard, 3)
		}
		require.Len(t, host.heard, 3)
		require.Equal(t, OK, others[0].to(0, 0, Reliable, "all"))
		w.run(time.Second)
		for _, p := range []*player{host, others[1], others[2]} {
			require.Equal(t, []got{{others[0].peer.ID(), 0, Reliable, "all"}}, p.got)
		}
		// One comes late, one goes, one who does not play is in the lobby as well.
		late, looker := w.player(), w.player()
		w.join(looker)
		w.join(late)
		w.run(20 * time.Second)
		require.Equal(t, OK, late.peer.ConnectToLobby(int64(lobbyID)))
		players := []*player{host, others[0], others[1], others[2], late}
		w.until("the late one is there", func() bool { return w.isMesh(players...) })
		w.leave(others[1])
		players = slices.Delete(players, 2, 3)
		w.until("one is gone", func() bool { return w.isMesh(players...) })
		for _, p := range w.players {
			require.Empty(t, p.warnings)
		}
	})
}

func TestMembersWait(t *testing.T) {
	// All sit in the lobby for a while before anybody plays.
	play(t, func(t *testing.T, w *world) {
		for range 3 {
			w.join(w.player())
		}
		require.Equal(t, OK, w.players[0].peer.HostWithLobby(int64(lobbyID)))
		w.run(15 * time.Second)
		require.Equal(t, OK, w.players[1].peer.ConnectToLobby(int64(lobbyID)))
		w.run(15 * time.Second)
		require.Equal(t, OK, w.players[2].peer.ConnectToLobby(int64(lobbyID)))
		w.until("all play", func() bool { return w.isMesh(w.players...) })
		for _, p := range w.players {
			require.Empty(t, p.warnings)
		}
	})
}

func TestLobbiesThatWillNotDo(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		owner, member, stranger := w.player(), w.player(), w.player()
		w.join(owner)
		w.join(member)
		require.Equal(t, ErrCantCreate, stranger.peer.HostWithLobby(int64(lobbyID)))
		require.Equal(t, ErrCantCreate, stranger.peer.ConnectToLobby(int64(lobbyID)))
		require.Equal(t, ErrCantCreate, member.peer.HostWithLobby(int64(lobbyID)))
		require.Equal(t, ErrCantCreate, owner.peer.ConnectToLobby(int64(lobbyID)))
		for _, p := range w.players {
			require.Equal(t, Disconnected, p.peer.Status())
			p.peer.Drain(p.hear)
			require.NotEmpty(t, p.warnings)
		}
		require.Equal(t, OK, owner.peer.HostWithLobby(int64(lobbyID)))
		require.Equal(t, ErrAlreadyInUse, owner.peer.HostWithLobby(int64(lobbyID)))
		require.Equal(t, ErrAlreadyInUse, owner.peer.ConnectToLobby(int64(lobbyID)))
	})
}

func TestOnlyMembersAreLetIn(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, others := w.mesh(2)
		stranger := w.player()
		require.Equal(t, OK, stranger.peer.CreateClient(int64(host.user), 0))
		w.run(MemberTime - time.Second)
		require.Equal(t, Connecting, stranger.peer.Status())
		w.run(2 * time.Second)
		require.Equal(t, []string{"failed"}, stranger.heard)
		require.Contains(t, stranger.warnings[0], "not a member of the lobby")
		require.Len(t, host.heard, 1)

		// Of this one the news comes late.
		slow := w.player()
		require.Equal(t, OK, slow.peer.CreateClient(int64(host.user), 0))
		w.run(time.Second)
		w.lobby.members = append(slices.Clone(w.lobby.members), slow.user)
		w.run(time.Second)
		require.Equal(t, Connected, slow.peer.Status())
		require.Len(t, others[0].heard, 1)
	})
}

// The news that a member has joined comes after its call, and makes us call it.
func TestTheNewsOfAMemberComesLate(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, _ := w.mesh(2)
		slow := w.player()
		require.Equal(t, OK, slow.peer.CreateClient(int64(host.user), 0))
		w.run(time.Second)
		w.lobby.members = append(slices.Clone(w.lobby.members), slow.user)
		host.peer.LobbyChanged(lobbyID, slow.user, true)
		w.run(time.Second)
		require.Equal(t, Connected, slow.peer.Status())
		w.run(20 * time.Second)
		require.Equal(t, "+1", slow.heard[0], "then the other member's: the host has told it of the new one")
		require.Len(t, slow.heard, 2)
		require.Len(t, host.heard, 2)
	})
}

func TestRefusedInALobby(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, others := w.mesh(2)
		late := w.player()
		w.join(late) // they call it already
		w.run(time.Second)
		host.peer.Refuse(true)
		others[0].peer.Refuse(true)
		require.Equal(t, OK, late.peer.ConnectToLobby(int64(lobbyID)))
		w.until("it is refused", func() bool { return len(late.heard) > 0 })
		require.Equal(t, []string{"failed"}, late.heard)
		another := w.player()
		w.join(another)
		require.Equal(t, OK, another.peer.ConnectToLobby(int64(lobbyID)))
		w.run(time.Second)
		require.Equal(t, []string{"failed"}, another.heard)
		require.Len(t, host.heard, 1)
		require.Len(t, others[0].heard, 1)
	})
}

func TestKickedFromALobby(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, others := w.mesh(3)
		id := others[0].peer.ID()
		host.peer.Disconnect(id, false)
		w.run(20 * time.Second)
		require.Equal(t, "server gone", others[0].heard[len(others[0].heard)-1])
		require.Contains(t, host.heard, fmt.Sprint("-", id))
		require.Contains(t, others[1].heard, fmt.Sprint("-", id))
		require.True(t, w.isMesh(host, others[1]), "it does not come back by itself")
	})
}

func TestTheOwnerPassesTheLobbyOn(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, others := w.mesh(2)
		w.lobby.owner = others[0].user
		late := w.player()
		w.join(late)
		require.Equal(t, OK, late.peer.ConnectToLobby(int64(lobbyID)))
		w.until("the late one is there", func() bool { return w.isMesh(w.players...) })
		require.Equal(t, host.user, late.peer.UserOf(1))
		require.Equal(t, "+1", late.heard[0])

		// The host goes. The owner is the next one to host, and the same peers are used.
		w.leave(host)
		host.peer.Close()
		w.run(time.Second)
		require.Equal(t, Disconnected, others[0].peer.Status())
		require.Equal(t, Disconnected, late.peer.Status())
		require.Equal(t, OK, late.peer.ConnectToLobby(int64(lobbyID)))
		w.run(3 * time.Second)
		require.Equal(t, OK, others[0].peer.HostWithLobby(int64(lobbyID)))
		w.until("they play again", func() bool { return w.isMesh(others[0], late) })
	})
}

func TestNobodyInTheLobbyHosts(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		owner, first, second := w.player(), w.player(), w.player()
		for _, p := range w.players {
			w.join(p)
		}
		require.Equal(t, OK, first.peer.ConnectToLobby(int64(lobbyID)))
		w.lobby.owner = first.user
		require.Equal(t, OK, second.peer.ConnectToLobby(int64(lobbyID)))
		w.run(12 * time.Second)
		require.Equal(t, []string{"failed"}, first.heard)
		require.Equal(t, []string{"failed"}, second.heard)
		_ = owner
	})
}

func TestTwoMembersCannotReachEachOther(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		for range 3 {
			w.join(w.player())
		}
		host, a, b := w.players[0], w.players[1], w.players[2]
		w.net.Cut(a.user, b.user, true)
		require.Equal(t, OK, host.peer.HostWithLobby(int64(lobbyID)))
		require.Equal(t, OK, a.peer.ConnectToLobby(int64(lobbyID)))
		require.Equal(t, OK, b.peer.ConnectToLobby(int64(lobbyID)))
		w.run(MeshTime + 5*time.Second)
		for _, p := range []*player{a, b} {
			require.Equal(t, Connected, p.peer.Status())
			require.Equal(t, []string{"+1"}, p.heard)
			require.Len(t, p.warnings, 1)
			require.Contains(t, p.warnings[0], a.user.String())
			require.Contains(t, p.warnings[0], b.user.String())
		}
		require.Empty(t, host.warnings)
		// When the way is there again, they find each other.
		w.net.Cut(a.user, b.user, false)
		w.until("the mesh is whole", func() bool { return w.isMesh(host, a, b) })
	})
}

func TestALobbyOfThePeersOwn(t *testing.T) {
	play(t, func(t *testing.T, w *world) {
		host, client, unlucky := w.player(), w.player(), w.player()
		require.Equal(t, OK, host.peer.AwaitLobby("create_lobby", true))
		require.Equal(t, Connecting, host.peer.Status())
		require.True(t, host.peer.IsServer())
		require.Equal(t, ErrAlreadyInUse, host.peer.AwaitLobby("create_lobby", true))
		w.join(host)
		require.False(t, host.peer.LobbyJoined(lobbyID, ""))
		require.True(t, host.peer.LobbyCreated(lobbyID, ""))
		require.Equal(t, Connected, host.peer.Status())

		require.Equal(t, OK, client.peer.AwaitLobby("connect_lobby", false))
		id := client.peer.ID()
		w.join(client)
		require.True(t, client.peer.LobbyJoined(lobbyID, ""))
		require.Equal(t, id, client.peer.ID())
		w.until("they meet", func() bool { return w.isMesh(host, client) })

		require.Equal(t, OK, unlucky.peer.AwaitLobby("connect_lobby", false))
		require.True(t, unlucky.peer.LobbyJoined(lobbyID, "the lobby is full"))
		require.Equal(t, Disconnected, unlucky.peer.Status())
		unlucky.peer.Close()
		require.Equal(t, OK, unlucky.peer.AwaitLobby("create_lobby", true))
		unlucky.peer.Close()
		require.False(t, unlucky.peer.LobbyCreated(lobbyID, ""))
		require.Equal(t, Disconnected, unlucky.peer.Status())
	})
}
