package control

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/platform/standalone/lobby"
	"godotsteam/steamtypes"
)

// What is short on the wire may be long in memory: maps of empty maps.
func TestAFrameOfTooManyPairsIsNotRead(t *testing.T) {
	entries := make(map[string]any)
	for i := range steamtypes.MaxLobbyKeys {
		entries[fmt.Sprintf("%c%c", 'A'+i/32, 'A'+i%32)] = map[string]any{}
	}
	frame := func(members int) []byte {
		list := make([]any, members)
		for i := range list {
			list[i] = map[string]any{"d": entries}
		}
		return rawFrame(t, map[string]any{"l": map[string]any{"m": "welcome", "st": map[string]any{"m": list}}})[4:]
	}
	fits := frame(maxPairs/steamtypes.MaxLobbyKeys - 1)
	_, err := readMessage(bytes.NewReader(fits), len(fits))
	require.NoError(t, err)
	over := frame(maxPairs / steamtypes.MaxLobbyKeys)
	_, err = readMessage(bytes.NewReader(over), len(over))
	require.ErrorContains(t, err, "pairs")
	large := frame(1000)
	require.Less(t, len(large), maxFrame)
	spent := testing.AllocsPerRun(1, func() {
		_, err = readMessage(bytes.NewReader(large), len(large))
	})
	require.ErrorContains(t, err, "pairs")
	require.Less(t, spent, 100.0, "it is refused before anything is made of it")
}

// The largest that a lobby may hold, with the largest log: a newcomer gets both.
func TestTheLargestWelcomeIsRead(t *testing.T) {
	proof := make([]byte, 96)
	state := lobby.State{Data: make(map[string]string)}
	for i := range steamtypes.MaxLobbyMembers {
		m := lobby.Member{ID: 1 << 60, Number: 1 << 60, Joined: 1 << 60, Proof: proof, Data: make(map[string]lobby.Entry)}
		for j := range 4096 / steamtypes.MaxLobbyMembers { // 256 bytes are counted for each
			m.Data[fmt.Sprint(i, j)] = lobby.Entry{Value: "1", Number: 1 << 60, Proof: proof}
		}
		state.Members = append(state.Members, m)
	}
	changes := make([]lobby.Change, lobby.MaxElements)
	for i := range changes {
		changes[i] = lobby.Change{Op: "chat", Author: 1 << 60, Number: 1 << 60, Key: "k", Value: "v",
			Text: []byte(strings.Repeat("t", 700)), Int: 1, Targets: []steamtypes.SteamID{1}, Proof: proof}
	}
	frame := frameOf(t,
		message{Lobby: &lobby.Message{Kind: "welcome", Lobby: lobbyWith(1), State: &state, Changes: changes}})[4:]
	m, err := readMessage(bytes.NewReader(frame), len(frame))
	require.NoError(t, err)
	require.Len(t, m.Lobby.State.Members, steamtypes.MaxLobbyMembers)
	require.Len(t, m.Lobby.Changes, lobby.MaxElements)

	var infos []lobby.Info
	for range 16 {
		info := lobby.Info{Lobby: lobbyWith(1), Owner: 1 << 60, Data: make(map[string]string)}
		for i := range steamtypes.MaxLobbyKeys {
			info.Data[fmt.Sprint(i)] = "v"
		}
		infos = append(infos, info)
	}
	frame = frameOf(t, message{Lobby: &lobby.Message{Kind: "list", Lobbies: infos}})[4:]
	_, err = readMessage(bytes.NewReader(frame), len(frame))
	require.NoError(t, err)
}
