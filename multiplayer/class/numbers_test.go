package class_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/multiplayer"
	"godotsteam/networking/sockets"
	"godotsteam/steamtypes"
)

// What is spelled otherwise in GodotSteam than in Steam.
var respelled = strings.NewReplacer(
	"CONSEC_PING_TIMEOUT_FAIL", "CONSECUTITIVE_PING_TIMEOUTS_FAIL", "SRD", "SDR", "REVC", "RECV",
	"CALLBACK_MESSAGE_SESSION", "CALLBACK_MESSAGES_SESSION",
)

// TestNumbersAreSteams compares the enums with Steam's, as the packages have
// them that stand for Steam.
func TestNumbersAreSteams(t *testing.T) {
	bare := func(name string) string { return strings.ToUpper(strings.ReplaceAll(name, "_", "")) }
	classes := newUsers(t, 1)[0].classes.All()
	values := make(map[string]int64)
	for _, class := range classes {
		for _, e := range class.Enums {
			for _, c := range e.Constants {
				values[c.Name] = c.Value
				name, isConfig := strings.CutPrefix(c.Name, "NETWORKING_CONFIG_")
				if !isConfig || name == "INVALID" || name == "VALUE_FORCE32BIT" {
					continue
				}
				info, known := sockets.ValueInfoOf(sockets.ConfigValue(c.Value))
				require.True(t, known, c.Name)
				require.Equal(t, bare(info.Name), bare(respelled.Replace(name)), c.Name)
			}
		}
	}
	for name, want := range map[string]int64{
		"STATE_NONE": int64(sockets.StateNone), "STATE_CONNECTING": int64(sockets.StateConnecting),
		"STATE_CONNECTED": int64(sockets.StateConnected), "STATE_CLOSED_BY_PEER": int64(sockets.StateClosedByPeer),
		"STATE_FINDING_ROUTE": int64(sockets.StateFindingRoute), "STATE_PROBLEM_DETECTED_LOCALLY": int64(sockets.StateProblem),
		"STATE_FIN_WAIT": -1, "STATE_LINGER": int64(multiplayer.StateLinger), "STATE_DEAD": -3,
		"LOBBY_TYPE_PRIVATE": int64(steamtypes.LobbyPrivate), "LOBBY_TYPE_FRIENDS_ONLY": int64(steamtypes.LobbyFriendsOnly),
		"LOBBY_TYPE_PUBLIC": int64(steamtypes.LobbyPublic), "LOBBY_TYPE_INVISIBLE": int64(steamtypes.LobbyInvisible),
		"LOBBY_TYPE_PRIVATE_UNIQUE": int64(steamtypes.LobbyPrivateUnique),
	} {
		require.Equal(t, want, values[name], name)
	}
}
