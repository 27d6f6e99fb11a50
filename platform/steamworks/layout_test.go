package steamworks

import (
	"bytes"
	"encoding/binary"
	"log/slog"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/networking/sockets"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

const (
	high  = uint64(0xFEDCBA9876543210)
	other = uint64(0x0123456789ABCDEF)
)

// both are what the compiler makes of Valve's headers where it packs by 4 and
// by 8.
type both [2]int

// put is a value in one of Valve's structs.
type put struct {
	at    both
	value any
}

// infoAt is a SteamNetConnectionInfo_t at an offset, which wholeInfo is read from.
func infoAt(at both) []put {
	var puts []put
	for _, p := range []put{
		{both{0, 0}, int32(16)}, {both{8, 8}, high}, {both{136, 136}, int64(-5)}, {both{144, 144}, uint32(0xFFFFFFFE)},
		{both{148, 148}, []byte("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x0a\x00\x00\x01")},
		{both{164, 164}, uint16(27015)}, {both{168, 168}, uint32(1)}, {both{172, 172}, uint32(2)},
		{both{176, 176}, int32(5)}, {both{180, 180}, int32(5003)}, {both{184, 184}, []byte("too late\x00")},
		{both{312, 312}, []byte("#1 P2P\x00")}, {both{440, 440}, int32(24)},
	} {
		puts = append(puts, put{both{at[0] + p.at[0], at[1] + p.at[1]}, p.value})
	}
	return puts
}

var wholeInfo = sockets.Info{
	Peer: steamtypes.SteamID(high), UserData: -5, Listener: 0xFFFFFFFE, Address: netip.MustParseAddrPort("10.0.0.1:27015"),
	POP: 1, Relay: 2, State: 5, End: 5003, EndText: "too late", Description: "#1 P2P", Flags: 24,
}

// valves are Valve's structs as the compiler lays them out, and what is read
// from them. need is the size below which they are too short.
var valves = []struct {
	id   int
	name string
	size both
	need both
	puts []put
	want any
}{
	{
		1221, "SteamNetConnectionStatusChangedCallback_t", both{704, 712}, both{704, 708},
		append([]put{{both{0, 0}, ^uint32(1)}, {both{700, 704}, int32(1)}}, infoAt(both{4, 8})...),
		connectionChanged{Connection: ^uint32(1), Info: wholeInfo, Old: 1},
	},
	{
		1222, "SteamNetAuthenticationStatus_t", both{260, 260}, both{5, 5},
		[]put{{both{0, 0}, int32(-102)}, {both{4, 4}, []byte("offline\x00")}},
		signals.NetworkAuthenticationStatus{Available: -102, DebugMessage: "offline"},
	},
	{
		1223, "SteamNetworkingFakeIPResult_t", both{160, 160}, both{160, 160},
		[]put{
			{both{0, 0}, int32(1)}, {both{4, 4}, int32(16)}, {both{12, 12}, high}, {both{140, 140}, uint32(0xA9FE0001)},
			{both{144, 144}, []uint16{27015, 65535, 0, 0, 0, 0, 0, 0}},
		},
		signals.FakeIPResult{Result: 1, SteamID: high, IP: "169.254.0.1", Ports: []int64{27015, 65535}},
	},
	{
		1251, "SteamNetworkingMessagesSessionRequest_t", both{136, 136}, both{136, 136},
		[]put{{both{0, 0}, int32(16)}, {both{8, 8}, high}},
		signals.NetworkMessagesSessionRequest{SteamIDRemote: high},
	},
	{
		1252, "SteamNetworkingMessagesSessionFailed_t", both{696, 696}, both{696, 696},
		infoAt(both{0, 0}),
		sessionFailed{Info: wholeInfo},
	},
	{
		1281, "SteamRelayNetworkStatus_t", both{272, 272}, both{17, 17},
		[]put{
			{both{0, 0}, int32(100)}, {both{4, 4}, int32(1)}, {both{8, 8}, int32(-10)}, {both{12, 12}, int32(3)},
			{both{16, 16}, []byte("OK\x00")},
		},
		signals.RelayNetworkStatus{Available: 100, PingMeasurement: 1, AvailableConfig: -10, AvailableRelay: 3, DebugMessage: "OK"},
	},
	{
		503, "LobbyInvite_t", both{24, 24}, both{24, 24},
		[]put{{both{0, 0}, high}, {both{8, 8}, other}, {both{16, 16}, uint64(480)}},
		signals.LobbyInvite{Inviter: high, Lobby: other, Game: 480},
	},
	{
		504, "LobbyEnter_t", both{20, 24}, both{20, 20},
		[]put{{both{0, 0}, high}, {both{8, 8}, uint32(9)}, {both{12, 12}, true}, {both{16, 16}, uint32(4)}},
		signals.LobbyJoined{Lobby: high, Locked: true, Response: 4},
	},
	{
		505, "LobbyDataUpdate_t", both{20, 24}, both{17, 17},
		[]put{{both{0, 0}, high}, {both{8, 8}, other}, {both{16, 16}, uint8(1)}},
		signals.LobbyDataUpdate{Success: 1, Lobby: high, Member: other},
	},
	{
		506, "LobbyChatUpdate_t", both{28, 32}, both{28, 28},
		[]put{{both{0, 0}, high}, {both{8, 8}, other}, {both{16, 16}, uint64(3)}, {both{24, 24}, uint32(16)}},
		signals.LobbyChatUpdate{Lobby: high, Changed: other, MakingChange: 3, State: 16},
	},
	{
		507, "LobbyChatMsg_t", both{24, 24}, both{24, 24},
		[]put{{both{0, 0}, high}, {both{8, 8}, other}, {both{16, 16}, uint8(1)}, {both{20, 20}, uint32(7)}},
		lobbyChatMsg{Lobby: high, Entry: 7},
	},
	{
		509, "LobbyGameCreated_t", both{24, 24}, both{22, 22},
		[]put{{both{0, 0}, high}, {both{8, 8}, other}, {both{16, 16}, uint32(0xC0A80001)}, {both{20, 20}, uint16(27015)}},
		signals.LobbyGameCreated{Lobby: high, Server: other, IP: "192.168.0.1", Port: 27015},
	},
	{
		510, "LobbyMatchList_t", both{4, 4}, both{4, 4},
		[]put{{both{0, 0}, uint32(5)}},
		lobbyMatchList{Count: 5},
	},
	{
		512, "LobbyKicked_t", both{20, 24}, both{17, 17},
		[]put{{both{0, 0}, high}, {both{8, 8}, other}, {both{16, 16}, uint8(1)}},
		signals.LobbyKicked{Lobby: high, Admin: other, DueToDisconnect: 1},
	},
	{
		513, "LobbyCreated_t", both{12, 16}, both{12, 16},
		[]put{{both{0, 0}, int32(2)}, {both{4, 8}, high}},
		signals.LobbyCreated{Result: 2, Lobby: high},
	},
	{
		333, "GameLobbyJoinRequested_t", both{16, 16}, both{16, 16},
		[]put{{both{0, 0}, high}, {both{8, 8}, other}},
		signals.JoinRequested{Lobby: high, Friend: other},
	},
	{
		334, "AvatarImageLoaded_t", both{20, 20}, both{12, 12},
		[]put{{both{0, 0}, high}, {both{8, 8}, int32(6)}, {both{12, 12}, int32(184)}, {both{16, 16}, int32(184)}},
		avatarImage{User: high, Image: 6},
	},
	{
		337, "GameRichPresenceJoinRequested_t", both{264, 264}, both{9, 9},
		[]put{{both{0, 0}, high}, {both{8, 8}, []byte("+connect x\x00")}},
		signals.JoinGameRequested{User: high, Connect: "+connect x"},
	},
	{ // without an end
		337, "GameRichPresenceJoinRequested_t", both{264, 264}, both{9, 9},
		[]put{{both{0, 0}, high}, {both{8, 8}, bytes.Repeat([]byte("x"), 256)}},
		signals.JoinGameRequested{User: high, Connect: strings.Repeat("x", 256)},
	},
	{
		1101, "UserStatsReceived_t", both{20, 24}, both{20, 20},
		[]put{{both{0, 0}, uint64(480)}, {both{8, 8}, int32(1)}, {both{12, 12}, high}},
		signals.CurrentStatsReceived{Game: 480, Result: 1, User: high},
	},
	{
		1102, "UserStatsStored_t", both{12, 16}, both{12, 12},
		[]put{{both{0, 0}, uint64(480)}, {both{8, 8}, int32(8)}},
		signals.UserStatsStored{Game: 480, Result: 8},
	},
	{
		304, "PersonaStateChange_t", both{12, 16}, both{12, 12},
		[]put{{both{0, 0}, high}, {both{8, 8}, int32(64)}},
		signals.PersonaStateChange{User: high, Flags: 64},
	},
	{
		331, "GameOverlayActivated_t", both{12, 12}, both{1, 1},
		[]put{{both{0, 0}, uint8(1)}, {both{1, 1}, true}, {both{4, 4}, uint32(480)}, {both{8, 8}, uint32(7)}},
		signals.OverlayToggled{Active: true, UserInitiated: true, AppID: 480},
	},
	{
		703, "SteamAPICallCompleted_t", both{16, 16}, both{16, 16},
		[]put{{both{0, 0}, high}, {both{8, 8}, int32(513)}, {both{12, 12}, uint32(12)}},
		callCompleted{Call: high, Callback: 513, Size: 12},
	},
	{
		1202, "P2PSessionRequest_t", both{8, 8}, both{8, 8},
		[]put{{both{0, 0}, high}},
		signals.P2PSessionRequest{SteamIDRemote: high},
	},
	{
		1203, "P2PSessionConnectFail_t", both{9, 9}, both{9, 9},
		[]put{{both{0, 0}, high}, {both{8, 8}, uint8(4)}},
		signals.P2PSessionConnectFail{SteamIDRemote: high, SessionError: 4},
	},
}

// laidOut returns a struct of Valve's in memory, with something odd in its gaps.
func laidOut(size int, puts []put, pack int) []byte {
	b := bytes.Repeat([]byte{0xA5}, size)
	for _, p := range puts {
		if _, err := binary.Encode(b[p.at[pack]:], order, p.value); err != nil {
			panic(err)
		}
	}
	return b
}

func TestLayoutsInBothPackings(t *testing.T) {
	known := make(map[int]bool)
	for _, c := range valves {
		for i, pack := range []int{4, 8} {
			l := layoutOf(reflect.TypeOf(c.want), pack)
			require.Equal(t, c.id, l.id)
			require.Equal(t, c.name, l.name)
			require.Equal(t, c.need[i], l.need, "%s, packed by %d", c.name, pack)
			require.Equal(t, c.size[i], l.size, "%s, packed by %d", c.name, pack)
			v := reflect.New(reflect.TypeOf(c.want)).Elem()
			l.decode(laidOut(c.size[i], c.puts, i), v)
			require.Equal(t, c.want, v.Interface(), "packed by %d", pack)
		}
		known[c.id] = true
	}
	for id, c := range callbacks() {
		require.True(t, known[id], "%s needs a row here", c.name)
	}
	for _, s := range signals.All() {
		if _, ok := s.Event.Field(0).Tag.Lookup("result"); ok {
			require.True(t, known[layoutOf(s.Event, packing()).id], "%s needs a row here", s.Name)
		}
	}
}

// Each callback that is an event as it comes, from Steam's words to the queue.
func TestCallbacksBecomeEvents(t *testing.T) {
	packed := 0
	if packing() == 8 {
		packed = 1
	}
	for _, c := range valves {
		want, ok := c.want.(signals.Event)
		if _, heard := callbacks()[c.id]; !ok || !heard {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			var queue signals.Queue
			var log bytes.Buffer
			p := &Platform{signals: &queue, log: slog.New(slog.NewTextHandler(&log, nil)), lib: new(library)}
			take := func(payload []byte) (events []signals.Event) {
				if done := p.handle(c.id, payload); done != nil {
					require.False(t, queue.Waiting(), "all events are posted in the order in which Steam spoke")
					done()
				}
				queue.Drain(func(e signals.Event) { events = append(events, e) })
				return events
			}
			payload := laidOut(c.size[packed], c.puts, packed)
			require.Equal(t, []signals.Event{want}, take(payload))
			require.Equal(t, []signals.Event{want}, take(append(payload, "more"...)), "Valve appends fields")
			require.Empty(t, log.String())
			for n := range c.need[packed] {
				require.Empty(t, take(payload[:n]), "cut to %d bytes", n)
				require.Contains(t, log.String(), "too short")
				log.Reset()
			}
		})
	}
}

func TestOldLibrariesSendLess(t *testing.T) {
	l := layoutOf(reflect.TypeFor[signals.OverlayToggled](), 4)
	require.Equal(t, signals.OverlayToggled{Active: true}, decode[signals.OverlayToggled](l, []byte{1}))
}

// What no signal has yet, but one of Valve's structs may.
func TestEveryTypeOfField(t *testing.T) {
	type everything struct {
		_      struct{} `callback:"1 Everything_t"`
		Small  int      `valve:"int8"`
		Short  int      `valve:"int16"`
		Int    uint64   `valve:"int"`
		Big    uint64   `valve:"uint64"`
		Enum   int      `valve:"EResult"`
		Game   uint64   `valve:"CGameID"`
		Half   float32  `valve:"float"`
		Double float64  `valve:"double"`
		Text   string   `valve:"char[3]"`
		_      uint32   `valve:"uint32[2]"`
		Hash   []byte   `valve:"uint8[4]"`
		Yes    bool     `valve:"uint16"`
	}
	puts := []put{
		{both{0, 0}, int8(-1)}, {both{2, 2}, int16(-2)}, {both{4, 4}, int32(-3)}, {both{8, 8}, high},
		{both{16, 16}, int32(-4)}, {both{20, 20}, other}, {both{28, 28}, float32(0.5)}, {both{32, 32}, 0.25},
		{both{40, 40}, []byte("abc")}, {both{44, 44}, other}, {both{52, 52}, []byte("hash")}, {both{56, 56}, uint16(256)},
	}
	for i, pack := range []int{4, 8} {
		l := layoutOf(reflect.TypeFor[everything](), pack)
		require.Equal(t, both{60, 64}[i], l.size)
		require.Equal(t, 58, l.need)
		require.Equal(t, everything{
			Small: -1, Short: -2, Int: 1<<64 - 3, Big: high, Enum: -4, Game: other, Half: 0.5, Double: 0.25,
			Text: "abc", Hash: []byte("hash"), Yes: true,
		}, decode[everything](l, laidOut(l.size, puts, i)))
	}
}

func TestWrongTags(t *testing.T) {
	type nameless struct {
		A int `valve:"int"`
	}
	type typo struct {
		_ struct{} `callback:"1 Typo_t"`
		A int      `valve:"uint23"`
	}
	type misfit struct {
		_ struct{} `callback:"1 Misfit_t"`
		A string   `valve:"uint32"`
	}
	type endless struct {
		_ struct{} `callback:"1 Endless_t"`
		A string   `valve:"char[]"`
	}
	type optional struct {
		_ struct{} `callback:"1 Optional_t"`
		A int      `valve:"int,new"`
	}
	type notArray struct {
		_ struct{} `callback:"1 Array_t"`
		A int      `valve:"uint32[2]"`
	}
	type notIdentity struct {
		_ struct{} `callback:"1 Identity_t"`
		A string   `valve:"SteamNetworkingIdentity"`
	}
	type notInfo struct {
		_ struct{} `callback:"1 Info_t"`
		A int      `valve:"SteamNetConnectionInfo_t"`
	}
	type notPorts struct {
		_ struct{} `callback:"1 Ports_t"`
		A []int64  `valve:"uint32[8],nonzero"`
	}
	for _, v := range []any{nameless{}, typo{}, misfit{}, endless{}, optional{}, notArray{}, notIdentity{}, notInfo{}, notPorts{}} {
		require.Panics(t, func() { layoutOf(reflect.TypeOf(v), 4) }, "%T", v)
	}
}
