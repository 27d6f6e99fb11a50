//go:build unix

package steamworks

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/platform"
)

func TestEveryMissingSymbolIsNamed(t *testing.T) {
	for _, symbol := range symbols {
		t.Run(symbol, func(t *testing.T) {
			_, err := bind("the library", func(name string) uintptr {
				if name == symbol {
					return 0
				}
				return 1
			})
			var missing *SymbolError
			require.ErrorAs(t, err, &missing)
			require.Equal(t, []string{symbol}, missing.Symbols)
			require.ErrorContains(t, err, "the library can't be used, because it doesn't export "+symbol+": it is too old or too new")
		})
	}
}

func TestAnEmptyLibraryNamesAllThatItLacks(t *testing.T) {
	_, err := bind("the library", func(string) uintptr { return 0 })
	var missing *SymbolError
	require.ErrorAs(t, err, &missing)
	require.Len(t, missing.Symbols, int(functions)+1+5, "the functions, an init, and five interfaces")
	require.Contains(t, missing.Symbols, "SteamAPI_InitFlat (or SteamInternal_SteamAPI_Init, SteamAPI_Init)")
}

func TestAMissingSymbolFailsInit(t *testing.T) {
	o := options{library: fakeLibrary(t, "-DSteamAPI_ISteamNetworking_SendP2PPacket=hidden")}
	_, err := o.provider(t, alice).Start(platform.Config{AppID: 480})
	var failed *platform.InitError
	require.ErrorAs(t, err, &failed)
	require.Equal(t, platform.InitFailedGeneric, failed.Result)
	require.Contains(t, failed.Message, "SteamAPI_ISteamNetworking_SendP2PPacket")
}

func TestOlderInterfacesAreUsed(t *testing.T) {
	o := options{library: fakeLibrary(t,
		"-DSteamAPI_SteamNetworking_v006=SteamAPI_SteamNetworking_v005",
		"-DSteamAPI_SteamUser_v023=SteamAPI_SteamUser_v021",
		"-DSteamAPI_SteamFriends_v018=SteamAPI_SteamFriends_v017",
		"-DSteamAPI_SteamUtils_v010=SteamAPI_SteamUtils_v009",
		"-DSteamAPI_SteamUserStats_v013=SteamAPI_SteamUserStats_v012",
		"-DSteamAPI_SteamMatchmaking_v009=hidden")}
	g := start(t, alice, o)
	require.Equal(t, alice, g.SteamID())
	require.Equal(t, []string{"SteamNetworking005", "SteamUser021", "SteamFriends017", "SteamUtils009", "STEAMAPPS_INTERFACE_VERSION008", "STEAMUSERSTATS_INTERFACE_VERSION012", "SteamNetworkingUtils004", "SteamNetworkingSockets012", "SteamNetworkingMessages002"}, g.lib.versions())
	require.Equal(t, "SteamNetworking005\x00SteamUser021\x00SteamFriends017\x00SteamUtils009\x00STEAMAPPS_INTERFACE_VERSION008\x00STEAMUSERSTATS_INTERFACE_VERSION012\x00SteamNetworkingUtils004\x00SteamNetworkingSockets012\x00SteamNetworkingMessages002\x00\x00", string(g.lib.versionList()))
}

func TestAnUnknownInterfaceVersionIsNamed(t *testing.T) {
	o := options{library: fakeLibrary(t, "-DSteamAPI_SteamUser_v023=SteamAPI_SteamUser_v099")}
	err := o.provider(t, alice).Available()
	var missing *SymbolError
	require.ErrorAs(t, err, &missing)
	require.Equal(t, "SteamAPI_SteamUser_v023 (or SteamAPI_SteamUser_v022, SteamAPI_SteamUser_v021, SteamAPI_SteamUser_v020)", strings.Join(missing.Symbols, " "))
}
