package multiplayer_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	. "godotsteam/multiplayer"
	"godotsteam/multiplayer/multiplayertest"
	"godotsteam/steamtypes"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const frame = 16 * time.Millisecond

// world is a network, a lobby, and those who play on them.
type world struct {
	t       testing.TB
	net     *multiplayertest.Network
	players []*player
	lobby   *lobby
}

const lobbyID = SteamID(1)<<56 | SteamID(8)<<52 | SteamID(0x40000)<<32 | 99

type lobby struct {
	owner   SteamID
	members []SteamID
}

// player is a peer of ours and what it has told.
type player struct {
	w      *world
	user   SteamID
	peer   *Peer
	conns  *multiplayertest.Connections // the last that it opened
	all    []*multiplayertest.Connections
	broken error
	own    int  // Channels, 0: the default
	away   bool // it does not poll
	deaf   bool // it does not read
	logs   bool

	heard    []string
	warnings []string
	failed   []Event
	got      []got
	on       func(Event)
	statuses []ConnectionStatus // at each event
}

type got struct {
	from    int32
	channel int
	mode    Mode
	data    string
}

func user(n int) SteamID { return steamtypes.IndividualID(uint32(1000 + n)) }

// play runs a story in virtual time.
func play(t *testing.T, story func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, net: multiplayertest.New(1), lobby: &lobby{}}
		story(t, w)
		for _, p := range w.players {
			p.peer.Close()
			for _, c := range p.all {
				require.Zero(t, c.Unreleased(), "messages that player %d has kept", p.user.AccountID())
			}
		}
	})
}

func (w *world) player() *player {
	p := &player{w: w, user: user(len(w.players) + 1)}
	p.peer = New(p)
	w.players = append(w.players, p)
	return p
}

func (p *player) ID() SteamID { return p.user }
func (p *player) Open() (Connections, error) {
	if p.broken != nil {
		return nil, p.broken
	}
	p.conns = p.w.net.Open(p.user)
	p.conns.Log = p.logs
	p.all = append(p.all, p.conns)
	return p.conns, nil
}

func (p *player) LobbyOwner(lobby SteamID) SteamID {
	if lobby != lobbyID || !slices.Contains(p.w.lobby.members, p.user) {
		return 0
	}
	return p.w.lobby.owner
}

func (p *player) LobbyMembers(SteamID) []SteamID { return p.w.lobby.members }
func (p *player) Channels() int {
	if p.own == 0 {
		return DefaultChannels
	}
	return p.own
}
func (p *player) Name(SteamID) string { return "" }

func (p *player) hear(e Event) {
	switch e.Kind {
	case PeerConnected:
		p.heard = append(p.heard, fmt.Sprintf("+%d", e.Peer))
	case PeerDisconnected:
		p.heard = append(p.heard, fmt.Sprintf("-%d", e.Peer))
	case SessionFailed:
		p.failed = append(p.failed, e)
	case Warning, Fault:
		p.warnings = append(p.warnings, e.Text)
	}
	p.statuses = append(p.statuses, p.peer.Status())
	if p.on != nil {
		p.on(e)
	}
}

// poll is a frame, as SceneMultiplayer has it.
func (p *player) poll() {
	if p.away {
		return
	}
	before := p.peer.Status()
	if before == Disconnected {
		p.peer.Drain(p.hear)
		return
	}
	p.peer.Poll(p.hear)
	now := p.peer.Status()
	if now == Disconnected {
		if before == Connecting {
			p.heard = append(p.heard, "failed")
		} else {
			p.heard = append(p.heard, "server gone")
		}
	}
	for now == Connected && !p.deaf && p.peer.Available() > 0 {
		from, channel, mode := p.peer.Head()
		m, ok := p.peer.Get()
		require.True(p.w.t, ok)
		p.got = append(p.got, got{from, channel, mode, string(m.Data)})
		m.Done()
	}
}

func (w *world) run(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		time.Sleep(frame)
		for _, p := range w.players {
			p.poll()
		}
	}
}

func (w *world) until(what string, done func() bool) {
	w.t.Helper()
	for end := time.Now().Add(time.Minute); !done(); w.run(frame) {
		if time.Now().After(end) {
			require.Fail(w.t, "it has not come: "+what)
		}
	}
}

func (w *world) join(p *player) {
	if len(w.lobby.members) == 0 {
		w.lobby.owner = p.user
	}
	w.lobby.members = append(w.lobby.members, p.user)
	for _, other := range w.players {
		other.peer.LobbyChanged(lobbyID, p.user, true)
	}
}

func (w *world) leave(p *player) {
	w.lobby.members = slices.DeleteFunc(slices.Clone(w.lobby.members), func(u SteamID) bool { return u == p.user })
	if w.lobby.owner == p.user && len(w.lobby.members) > 0 {
		w.lobby.owner = w.lobby.members[0]
	}
	for _, other := range w.players {
		other.peer.LobbyChanged(lobbyID, p.user, false)
	}
}

// star is a host and clients that are connected.
func (w *world) star(clients int) (host *player, others []*player) {
	host = w.player()
	require.Equal(w.t, OK, host.peer.CreateHost(0))
	for range clients {
		c := w.player()
		require.Equal(w.t, OK, c.peer.CreateClient(int64(host.user), 0))
		others = append(others, c)
	}
	w.until("the star", func() bool { return len(host.peer.Peers()) == clients && w.allConnected() })
	return host, others
}

func (w *world) allConnected() bool {
	for _, p := range w.players {
		if p.peer.Status() != Connected {
			return false
		}
	}
	return true
}

// mesh is a lobby whose members are all connected.
func (w *world) mesh(n int) (host *player, others []*player) {
	for range n {
		w.join(w.player())
	}
	require.Equal(w.t, OK, w.players[0].peer.HostWithLobby(int64(lobbyID)))
	for _, p := range w.players[1:] {
		require.Equal(w.t, OK, p.peer.ConnectToLobby(int64(lobbyID)))
	}
	w.until("the mesh", func() bool { return w.isMesh(w.players...) })
	return w.players[0], w.players[1:]
}

func (w *world) isMesh(players ...*player) bool {
	for _, p := range players {
		if p.peer.Status() != Connected || len(p.peer.Peers()) != len(players)-1 {
			return false
		}
	}
	return true
}

// to sends a packet, as SceneMultiplayer does.
func (p *player) to(target int32, channel int, mode Mode, data string) Error {
	p.peer.SetChannel(channel)
	p.peer.SetMode(mode)
	p.peer.SetTarget(target)
	return p.peer.Put([]byte(data))
}

var errBroken = errors.New("there is no network")
