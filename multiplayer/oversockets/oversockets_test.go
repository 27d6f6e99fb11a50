package oversockets

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	. "godotsteam/multiplayer"
	"godotsteam/networking/sockets"
	"godotsteam/networking/sockets/carriertest"
	"godotsteam/steamtypes"
)

type player struct {
	id      SteamID
	s       *sockets.Sockets
	peer    *Peer
	heard   []string
	texts   []string
	got     []string
	members []SteamID
}

const lobbyID = SteamID(1)<<56 | SteamID(8)<<52 | SteamID(0x40000)<<32 | 99

func (p *player) ID() SteamID                    { return p.id }
func (p *player) Open() (Connections, error)     { return Over(p.s), nil }
func (p *player) LobbyOwner(SteamID) SteamID     { return p.members[0] }
func (p *player) LobbyMembers(SteamID) []SteamID { return p.members }
func (p *player) Channels() int                  { return 4 }
func (p *player) Name(SteamID) string            { return "" }
func (p *player) hear(e Event) {
	switch e.Kind {
	case PeerConnected:
		p.heard = append(p.heard, fmt.Sprint("+", e.Peer))
	case PeerDisconnected:
		p.heard = append(p.heard, fmt.Sprint("-", e.Peer))
	default:
		p.texts = append(p.texts, e.Text)
	}
}

func run(d time.Duration, players ...*player) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		time.Sleep(16 * time.Millisecond)
		for _, p := range players {
			p.peer.Poll(p.hear)
			for p.peer.Available() > 0 {
				m, _ := p.peer.Get()
				p.got = append(p.got, string(m.Data))
				m.Done()
			}
		}
	}
}

func world(t *testing.T, n int, story func(net *carriertest.Network, players []*player)) {
	synctest.Test(t, func(t *testing.T) {
		net := carriertest.New(1)
		net.Delay, net.Jitter, net.Loss, net.Timeout = 20*time.Millisecond, 20*time.Millisecond, 0.1, 5*time.Second
		var players []*player
		var ids []SteamID
		for i := range n {
			id := steamtypes.IndividualID(uint32(100 + i))
			node := net.Node(id)
			p := &player{id: id, s: sockets.New(sockets.Config{ID: id, Carrier: node, Changed: func(c sockets.Change) {
				t.Errorf("a script hears %v", c)
			}})}
			node.Attach(p.s)
			p.peer = New(p)
			players = append(players, p)
			ids = append(ids, id)
		}
		for _, p := range players {
			p.members = slices.Clone(ids)
		}
		story(net, players)
		for _, p := range players {
			p.peer.Close()
			p.s.Close()
		}
		time.Sleep(time.Minute)
		net.Close()
	})
}

func TestStar(t *testing.T) {
	world(t, 3, func(net *carriertest.Network, players []*player) {
		host, a, b := players[0], players[1], players[2]
		require.Equal(t, OK, host.peer.CreateHost(0))
		require.Equal(t, OK, a.peer.CreateClient(int64(host.id), 0))
		require.Equal(t, OK, b.peer.CreateClient(int64(host.id), 0))
		run(2*time.Second, players...)
		require.Equal(t, Connected, a.peer.Status())
		require.Len(t, host.peer.Peers(), 2)
		for i := range 1000 {
			require.Equal(t, OK, host.peer.Put([]byte(fmt.Sprint(i))))
		}
		for range 3 {
			require.Equal(t, OK, host.peer.Put(make([]byte, MaxPacket)))
		}
		run(5*time.Second, players...)
		require.Len(t, a.got, 1003)
		require.Len(t, b.got, 1003)
		host.peer.Put([]byte("bye"))
		host.peer.Disconnect(a.peer.ID(), false)
		run(time.Second, players...)
		require.Equal(t, "bye", a.got[len(a.got)-1])
		require.Equal(t, []string{"+1", "-1"}, a.heard)
		host.peer.Refuse(true)
		require.Equal(t, OK, a.peer.CreateClient(int64(host.id), 0))
		run(time.Second, players...)
		require.Equal(t, Disconnected, a.peer.Status())
		require.Contains(t, a.texts[len(a.texts)-2], "refuses")
		host.peer.Refuse(false)
		require.Equal(t, OK, a.peer.CreateClient(int64(host.id), 0))
		run(time.Second, players...)
		require.Equal(t, Connected, a.peer.Status())
		host.peer.Close()
		run(time.Second, players...)
		require.Equal(t, Disconnected, a.peer.Status())
		require.Equal(t, Disconnected, b.peer.Status())
		require.Equal(t, OK, host.peer.CreateHost(0))
		require.Equal(t, OK, b.peer.CreateClient(int64(host.id), 0))
		run(time.Second, players...)
		require.Equal(t, Connected, b.peer.Status())
		net.Kill(host.id)
		run(15*time.Second, a, b)
		require.Equal(t, Disconnected, b.peer.Status())
		require.Equal(t, OK, b.peer.CreateClient(int64(host.id), 0))
		run(15*time.Second, a, b)
		require.Equal(t, Disconnected, b.peer.Status())
	})
}

func TestMesh(t *testing.T) {
	for range 50 {
		world(t, 5, func(net *carriertest.Network, players []*player) {
			require.Equal(t, OK, players[0].peer.HostWithLobby(int64(lobbyID)))
			for _, p := range players[1:] {
				require.Equal(t, OK, p.peer.ConnectToLobby(int64(lobbyID)))
			}
			run(5*time.Second, players...)
			for i, p := range players {
				require.Len(t, p.peer.Peers(), 4, "player %d: %v %v", i, p.heard, p.texts)
				p.peer.SetMode(UnreliableOrdered)
				require.Equal(t, OK, p.peer.Put([]byte("x")))
			}
			for _, p := range players[:4] {
				p.peer.LobbyChanged(lobbyID, players[4].id, false)
			}
			players[4].peer.Close()
			run(time.Second, players...)
			for _, p := range players[:4] {
				require.Len(t, p.peer.Peers(), 3)
			}
		})
	}
}

func TestCut(t *testing.T) {
	world(t, 3, func(net *carriertest.Network, players []*player) {
		net.Cut(players[1].id, players[2].id)
		require.Equal(t, OK, players[0].peer.HostWithLobby(int64(lobbyID)))
		for _, p := range players[1:] {
			require.Equal(t, OK, p.peer.ConnectToLobby(int64(lobbyID)))
		}
		run(30*time.Second, players...)
		require.Contains(t, fmt.Sprint(players[1].texts), "can't connect to each other")
		require.Contains(t, fmt.Sprint(players[2].texts), "can't connect to each other")
		net.Mend(players[1].id, players[2].id)
		run(30*time.Second, players...)
		require.Len(t, players[1].peer.Peers(), 2)
	})
}
