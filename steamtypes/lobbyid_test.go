package steamtypes

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLobbyID(t *testing.T) {
	for name, c := range map[string]struct {
		value int64
		why   string // "" when it is a lobby's
	}{
		"Steam's own":        {109775240917155840, ""},
		"only the lobby bit": {1<<56 | 8<<52 | 0x40000<<32 | 1234, ""},
		"nothing":            {0, "steam_lobby_id is 0: 0 is no lobby (was the lobby left, or not joined yet?)"},
		"a user":             {76561197960287930, "steam_lobby_id is 76561197960287930: it is a user; use the ID that lobby_created, lobby_joined or lobby_match_list gave"},
		"a chat, no lobby":   {1<<56 | 8<<52 | 1234, "steam_lobby_id is 108086391056893138: it is not a lobby's ID"},
		"a float out of JSON": {InexactID, "steam_lobby_id is a float, which can't hold an ID: its last digits are lost. " +
			"Numbers out of JSON are floats: save an ID as text, str(id), and read it with to_int()"},
		"a negative number": {-1, "steam_lobby_id is -1: it is not a lobby's ID"},
	} {
		t.Run(name, func(t *testing.T) {
			id, err := LobbyID("steam_lobby_id", c.value)
			if c.why == "" {
				require.NoError(t, err)
				require.Equal(t, SteamID(c.value), id)
				return
			}
			require.EqualError(t, err, c.why)
			require.Equal(t, InvalidLobbyError{c.value, "steam_lobby_id"}, err)
		})
	}
}

func TestUserIDNamesItsArgument(t *testing.T) {
	_, err := UserID("steam_id_invitee", 0)
	require.EqualError(t, err, "steam_id_invitee is 0: 0 is nobody's Steam ID (was it read before steamInit, or from an empty field?)")
	id, err := UserID("steam_id", 22202)
	require.NoError(t, err)
	require.Equal(t, IndividualID(22202), id)
}
