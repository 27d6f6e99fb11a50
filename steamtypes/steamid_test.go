package steamtypes

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// id puts a Steam ID together from its parts.
func id(universe, kind, instance, account uint64) SteamID {
	return SteamID(universe<<56 | kind<<52 | instance<<32 | account)
}

func TestPartsOfASteamID(t *testing.T) {
	for _, c := range []struct {
		name     string
		id       SteamID
		universe Universe
		kind     AccountType
		instance uint32
		account  uint32
	}{
		{"an individual of the public universe", 76561197960287930, UniversePublic, AccountIndividual, 1, 22202},
		{"a lobby", 0x0184_0000_0000_0005, UniversePublic, AccountChat, 0x40000, 5},
		{"a clan", 103582791429521408, UniversePublic, AccountClan, 0, 0},
		{"all bits set", 1<<64 - 1, 255, 15, 0xFFFFF, 1<<32 - 1},
		{"none set", 0, 0, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.universe, c.id.Universe())
			require.Equal(t, c.kind, c.id.Type())
			require.Equal(t, c.instance, c.id.Instance())
			if c.account != 0 {
				require.Equal(t, c.account, c.id.AccountID())
			}
		})
	}
	require.Equal(t, SteamID(76561197960287930), IndividualID(22202))
	require.Equal(t, "18446744073709551615", SteamID(1<<64-1).String(), "decimal, and never negative")
}

func TestWhoCanHoldASession(t *testing.T) {
	for _, c := range []struct {
		name  string
		id    SteamID
		holds bool
	}{
		{"an individual", id(1, 1, 1, 22202), true},
		{"an individual's console instance", id(1, 1, 2, 22202), true},
		{"an individual's web instance", id(1, 1, 4, 22202), true},
		{"an individual of an instance that is not", id(1, 1, 5, 22202), false},
		{"an individual without an account", id(1, 1, 1, 0), false},
		{"a multiseat user", id(1, 2, 0, 7), true},
		{"a game server", id(1, 3, 0, 7), true},
		{"a game server without an account", id(1, 3, 0, 0), false},
		{"an anonymous game server before its account is known", id(1, 4, 9, 0), true},
		{"a pending account", id(1, 5, 1, 7), false},
		{"a content server", id(1, 6, 1, 7), false},
		{"a clan", id(1, 7, 0, 7), false},
		{"a lobby", id(1, 8, 0x40000, 7), false},
		{"a console user", id(1, 9, 0, 7), true},
		{"an anonymous user", id(1, 10, 0, 0), true},
		{"a type that is not", id(1, 11, 1, 7), false},
		{"an invalid type", id(1, 0, 1, 7), false},
		{"the beta universe", id(2, 1, 1, 7), true},
		{"the dev universe", id(4, 10, 0xFFFFF, 1<<32-1), true},
		{"a universe that is not", id(5, 1, 1, 7), false},
		{"no universe", id(0, 1, 1, 7), false},
		{"nobody", 0, false},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.holds, c.id.CanHoldSession()) })
	}
}

func TestIDsAsScriptsGiveThem(t *testing.T) {
	for _, c := range []struct {
		name  string
		value int64
		want  SteamID
		text  string // of the error
	}{
		{"a whole ID", 76561197960287930, 76561197960287930, ""},
		{"a bare account id", 22202, 76561197960287930, ""},
		{"the largest bare account id", 1<<32 - 1, IndividualID(1<<32 - 1), ""},
		{"an ID of the dev universe", int64(id(4, 10, 5, 6)), id(4, 10, 5, 6), ""},
		{
			"zero", 0, 0,
			"steam_id_remote is 0: 0 is nobody's Steam ID (was it read before steamInit, or from an empty field?)",
		},
		{
			"minus one", -1, 0,
			"steam_id_remote is -1: it is not a Steam ID",
		},
		{
			"a lobby", 109775240917043205, 0,
			"steam_id_remote is 109775240917043205: it is a lobby or a chat; use a member's Steam ID",
		},
		{
			"a clan", 103582791429521408, 0,
			"steam_id_remote is 103582791429521408: it is a group; use a member's Steam ID",
		},
		{
			"a float out of JSON", InexactID, 0,
			"steam_id_remote is a float, which can't hold an ID: its last digits are lost. Numbers out of JSON are floats: " +
				"save an ID as text, str(id), and read it with to_int()",
		},
		{"the smallest int", -1 << 63, 0, "steam_id_remote is -9223372036854775808: it is not a Steam ID"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := PeerID(c.value)
			require.Equal(t, c.want, got)
			if c.text == "" {
				require.NoError(t, err)
				return
			}
			require.Equal(t, InvalidIDError{Value: c.value}, err)
			require.EqualError(t, err, c.text)
		})
	}
}
