package steamworks

import (
	"bytes"
	"encoding/binary"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/signals"
)

// packed writes fields as Valve's structures have them in memory.
func packed(fields ...any) []byte {
	var b bytes.Buffer
	for _, f := range fields {
		if err := binary.Write(&b, binary.LittleEndian, f); err != nil {
			panic(err)
		}
	}
	return b.Bytes()
}

const (
	high  = uint64(0xFEDCBA9876543210)
	other = uint64(0x0123456789ABCDEF)
)

func TestDecoders(t *testing.T) {
	gap3, gap2 := [3]byte{0xA5, 0xA5, 0xA5}, [2]byte{0xA5, 0xA5}
	for name, c := range map[string]struct {
		id      int
		payload []byte
		want    signals.Event
	}{
		"LobbyInvite_t":            {503, packed(high, other, uint64(480)), signals.LobbyInvite{Inviter: high, Lobby: other, Game: 480}},
		"LobbyEnter_t":             {504, packed(high, uint32(9), uint8(1), gap3, uint32(4)), signals.LobbyJoined{Lobby: high, Locked: true, Response: 4}},
		"LobbyDataUpdate_t":        {505, packed(high, other, uint8(1), gap3), signals.LobbyDataUpdate{Success: 1, Lobby: high, Member: other}},
		"LobbyChatUpdate_t":        {506, packed(high, other, uint64(3), uint32(16)), signals.LobbyChatUpdate{Lobby: high, Changed: other, MakingChange: 3, State: 16}},
		"LobbyGameCreated_t":       {509, packed(high, other, uint32(0xC0A80001), uint16(27015), gap2), signals.LobbyGameCreated{Lobby: high, Server: other, IP: "192.168.0.1", Port: 27015}},
		"LobbyKicked_t":            {512, packed(high, other, uint8(1), gap3), signals.LobbyKicked{Lobby: high, Admin: other, DueToDisconnect: 1}},
		"GameLobbyJoinRequested_t": {333, packed(high, other), signals.JoinRequested{Lobby: high, Friend: other}},
		"GameRichPresenceJoinRequested_t": {337, append(packed(high), append([]byte("+connect x\x00"), make([]byte, 245)...)...),
			signals.JoinGameRequested{User: high, Connect: "+connect x"}},
		"GameRichPresenceJoinRequested_t without an end": {337, append(packed(high), bytes.Repeat([]byte("x"), 400)...),
			signals.JoinGameRequested{User: high, Connect: strings.Repeat("x", 256)}},
		"UserStatsReceived_t":         {1101, packed(uint64(480), int32(1), high), signals.CurrentStatsReceived{Game: 480, Result: 1, User: high}},
		"UserStatsStored_t":           {1102, packed(uint64(480), int32(8), int32(0)), signals.UserStatsStored{Game: 480, Result: 8}},
		"PersonaStateChange_t":        {304, packed(high, int32(64)), signals.PersonaStateChange{User: high, Flags: 64}},
		"GameOverlayActivated_t":      {331, packed(uint8(1), uint8(1), gap2, uint32(480), uint32(7)), signals.OverlayToggled{Active: true, UserInitiated: true, AppID: 480}},
		"GameOverlayActivated_t, old": {331, packed(uint8(1)), signals.OverlayToggled{Active: true}},
	} {
		t.Run(name, func(t *testing.T) {
			var queue signals.Queue
			var log bytes.Buffer
			p := &Platform{signals: &queue, log: slog.New(slog.NewTextHandler(&log, nil)), lib: new(library)}
			take := func(payload []byte) (events []signals.Event) {
				if done := p.handle(c.id, payload); done != nil {
					done()
				}
				queue.Drain(func(e signals.Event) { events = append(events, e) })
				return events
			}
			require.Equal(t, []signals.Event{c.want}, take(c.payload))
			for n := range c.payload[:min(len(c.payload), decoders[c.id].size)] {
				require.Empty(t, take(c.payload[:n]), "cut to %d bytes", n)
			}
			require.Contains(t, log.String(), "too short")
		})
	}
}

func TestLobbyCreatedInBothPackings(t *testing.T) {
	payload := packed(int32(2), high)
	if packsBy8 {
		payload = packed(int32(2), int32(0), high)
	}
	require.Equal(t, signals.LobbyCreated{Result: 2, Lobby: high}, decodeLobbyCreated(payload))
}
