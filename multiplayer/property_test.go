package multiplayer_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	. "godotsteam/multiplayer"
	"godotsteam/multiplayer/multiplayertest"
)

// TestEverybodyAgrees lets players come, go, be killed, kicked, refused and cut
// off in any order on a bad network. Whenever the network has been good for a
// while, all agree on who is connected with whom; and at all times each has
// been told of every peer once, and of its end once.
func TestEverybodyAgrees(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := plot.Draw(rt, "plot")
		trouble := "it panicked"
		synctest.Test(t, func(t *testing.T) {
			w := &world{t: t, net: multiplayertest.New(p.Seed), lobby: &lobby{}}
			trouble = w.agree(p)
			for _, p := range w.players {
				p.peer.Close()
				for _, c := range p.all {
					require.Zero(t, c.Unreleased())
				}
			}
		})
		if trouble != "" {
			rt.Fatal(trouble)
		}
	})
}

// script is what happens in a run. It is drawn as a whole, because rapid's own
// panics must not end in another goroutine.
type script struct {
	Seed    uint64
	Lobby   bool
	Players int
	Jitter  time.Duration
	Loss    float64
	Acts    []act
}

func (s script) has(what string) bool {
	return slices.ContainsFunc(s.Acts, func(a act) bool { return a.What == what })
}

type act struct {
	What       string
	Who, Other int
	Force      bool
	Wait       time.Duration
}

var plot = rapid.Custom(func(t *rapid.T) script {
	players := rapid.IntRange(2, 5).Draw(t, "players")
	acts := rapid.Custom(func(t *rapid.T) act {
		return act{
			What: rapid.SampledFrom([]string{
				"begin", "begin", "begin", "close", "kill", "kick", "refuse", "accept", "cut", "join", "send", "leave",
				"enter", "away",
			}).Draw(t, "what"),
			Who:   rapid.IntRange(0, players-1).Draw(t, "who"),
			Other: rapid.IntRange(0, players-1).Draw(t, "other"),
			Force: rapid.Bool().Draw(t, "force"),
			Wait:  time.Duration(rapid.IntRange(0, 3000).Draw(t, "wait")) * time.Millisecond,
		}
	})
	return script{
		Seed: rapid.Uint64().Draw(t, "seed"), Lobby: rapid.Bool().Draw(t, "lobby"), Players: players,
		Jitter: time.Duration(rapid.IntRange(0, 200).Draw(t, "jitter")) * time.Millisecond,
		Loss:   rapid.Float64Range(0, 0.5).Draw(t, "loss"),
		Acts:   rapid.SliceOfN(acts, 1, 25).Draw(t, "acts"),
	}
})

// agree plays a script, and returns what is wrong.
func (w *world) agree(s script) string {
	for range s.Players {
		p := w.player()
		if s.Lobby {
			w.join(p)
		}
	}
	host := w.players[0]
	begin := func(p *player) {
		switch {
		case p.peer.Status() != Disconnected:
		case s.Lobby && p.user == w.lobby.owner:
			p.peer.HostWithLobby(int64(lobbyID))
		case s.Lobby:
			p.peer.ConnectToLobby(int64(lobbyID))
		case p == host:
			p.peer.CreateHost(0)
		default:
			p.peer.CreateClient(int64(host.user), 0)
		}
	}
	inLobby := func(p *player) bool { return p.LobbyOwner(lobbyID) != 0 }
	w.net.Change(func(n *multiplayertest.Network) { n.Jitter, n.Loss = s.Jitter, s.Loss })
	for _, a := range s.Acts {
		p, other := w.players[a.Who], w.players[a.Other]
		switch a.What {
		case "begin":
			begin(p)
		case "close":
			p.peer.Close()
		case "kill":
			if p.conns != nil {
				p.conns.Kill()
				p.peer.Close() // its process is gone: nobody is told
			}
		case "kick":
			p.peer.Disconnect(p.peer.IDOf(other.user), a.Force)
			p.peer.Drain(p.hear)
		case "refuse":
			p.peer.Refuse(true)
		case "accept":
			p.peer.Refuse(false)
		case "cut":
			w.net.Cut(p.user, other.user, p != other)
		case "join":
			w.net.Cut(p.user, other.user, false)
		case "send":
			p.to(0, 0, Reliable, "x")
			p.to(0, 1, UnreliableOrdered, "x")
		case "leave":
			if s.Lobby && inLobby(p) {
				p.peer.Close()
				w.leave(p)
			}
		case "enter":
			if s.Lobby && !inLobby(p) {
				w.join(p)
			}
		case "away":
			p.away = !p.away
		}
		w.run(a.Wait)
		if trouble := w.checkTold(); trouble != "" {
			return trouble
		}
	}
	// The network is good again, and all look.
	w.net.Change(func(n *multiplayertest.Network) { n.Loss, n.Jitter = 0, 0 })
	for _, p := range w.players {
		p.away = false
		for _, q := range w.players {
			w.net.Cut(p.user, q.user, false)
		}
	}
	w.run(40 * time.Second)
	if trouble := w.checkTold(); trouble != "" {
		return trouble
	}
	for _, p := range w.players {
		if p.peer.Status() == Connecting {
			return fmt.Sprintf("player %d connects for ever", p.user.AccountID())
		}
		for _, l := range p.peer.Peers() {
			there := w.at(l.SteamID())
			if there == nil || there.peer.IDOf(p.user) != p.peer.ID() || there.peer.ID() != l.ID() {
				return fmt.Sprintf("player %d has peer %d (%d), which does not have it", p.user.AccountID(), l.ID(),
					l.SteamID().AccountID())
			}
		}
		if s.Lobby && p.peer.Status() == Connected && !s.has("kick") && !s.has("refuse") {
			for _, q := range w.players {
				if p != q && q.peer.UserOf(1) == p.peer.UserOf(1) && p.peer.IDOf(q.user) == 0 {
					return fmt.Sprintf("players %d and %d have the same host, and not each other: %v %v",
						p.user.AccountID(), q.user.AccountID(), p.heard, q.heard)
				}
			}
		}
		if p.peer.Status() == Connected && !p.peer.IsServer() && p.peer.UserOf(1) == 0 {
			return fmt.Sprintf("player %d is connected without a host", p.user.AccountID())
		}
	}
	return ""
}

func (w *world) at(u SteamID) *player {
	for _, p := range w.players {
		if p.user == u {
			return p
		}
	}
	return nil
}

// checkTold compares what players were told with what their peers say.
func (w *world) checkTold() string {
	for _, p := range w.players {
		p.peer.Drain(p.hear)
		if p.peer.Status() == Disconnected {
			p.heard = nil
			continue
		}
		up := make(map[int32]bool)
		for _, h := range p.heard {
			var id int32
			if h == "failed" || h == "server gone" {
				clear(up)
				continue
			}
			fmt.Sscan(h[1:], &id)
			if up[id] == (h[0] == '+') {
				return fmt.Sprintf("player %d was told %v", p.user.AccountID(), p.heard)
			}
			up[id] = h[0] == '+'
		}
		n := 0
		for id, is := range up {
			if is {
				n++
				if p.peer.Link(id) == nil {
					return fmt.Sprintf("player %d was told of %d, which is not there", p.user.AccountID(), id)
				}
			}
		}
		if n != len(p.peer.Peers()) {
			return fmt.Sprintf("player %d was told of %d peers, and has %d: %v", p.user.AccountID(), n,
				len(p.peer.Peers()), p.heard)
		}
	}
	return ""
}
