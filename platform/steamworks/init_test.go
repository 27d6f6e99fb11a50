//go:build unix

package steamworks

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/valve"
)

func TestEveryInitResultIsTold(t *testing.T) {
	for _, row := range []struct {
		name, fault, message string
		result               platform.InitResult
	}{
		{"failed for some reason", "init=1", "fakesteam: asked to fail with 1", platform.InitFailedGeneric},
		{"no Steam client", "init=2", "fakesteam: asked to fail with 2", platform.InitNoSteamClient},
		{"a version that doesn't fit", "init=3", "fakesteam: asked to fail with 3", platform.InitVersionMismatch},
		{"a result of the future", "init=7", "Steam's init failed with the unknown result 7. fakesteam: asked to fail with 7", platform.InitFailedGeneric},
		{"an interface that the client lacks", "null=SteamUser", "The Steam client doesn't know SteamUser023", platform.InitVersionMismatch},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := options{fault: row.fault}.provider(t, alice).Start(platform.Config{AppID: 480})
			var failed *platform.InitError
			require.ErrorAs(t, err, &failed)
			require.Equal(t, row.result, failed.Result)
			require.Contains(t, failed.Message, row.message)
			require.False(t, failed.InvalidApp)
		})
	}
}

func TestALibraryWithoutWordsGetsOurs(t *testing.T) {
	for result, word := range map[platform.InitResult]string{
		platform.InitFailedGeneric:   "steam_appid.txt",
		platform.InitNoSteamClient:   "Steam is not running",
		platform.InitVersionMismatch: "update Steam",
	} {
		require.Contains(t, initError(result, "").Message, word)
	}
	require.True(t, initError(1, "No appID found.  Either launch …").InvalidApp)
}

func TestOlderWaysToStart(t *testing.T) {
	const noFlat, noInternal = "-DSteamAPI_InitFlat=hidden", "-DSteamInternal_SteamAPI_Init=hidden_too"
	t.Run("SteamInternal_SteamAPI_Init", func(t *testing.T) {
		o := options{library: fakeLibrary(t, noFlat)}
		require.Equal(t, alice, start(t, alice, o).SteamID())
		o.fault = "init=3"
		_, err := o.provider(t, alice).Start(platform.Config{AppID: 480})
		require.EqualError(t, err, "fakesteam: asked to fail with 3")
	})
	t.Run("SteamAPI_Init", func(t *testing.T) {
		o := options{library: fakeLibrary(t, noFlat, noInternal)}
		require.Equal(t, alice, start(t, alice, o).SteamID())
		var failed *platform.InitError
		o.fault = "init=1"
		_, err := o.provider(t, alice).Start(platform.Config{AppID: 480})
		require.ErrorAs(t, err, &failed)
		require.Equal(t, platform.InitFailedGeneric, failed.Result)
		o.fault = "init=1,running=false"
		_, err = o.provider(t, alice).Start(platform.Config{AppID: 480})
		require.ErrorAs(t, err, &failed)
		require.Equal(t, platform.InitNoSteamClient, failed.Result)
	})
}

func TestTheAppIDReachesC(t *testing.T) {
	unset := func() { require.NoError(t, setEnv("SteamAppId", "0")) }
	unset()
	t.Cleanup(unset)
	require.Equal(t, uint32(4242), start(t, alice, options{appID: 4242}).AppID())

	t.Run("and 0 leaves what was there", func(t *testing.T) {
		p, err := options{}.provider(t, alice).Start(platform.Config{})
		require.NoError(t, err)
		defer p.Shutdown()
		require.Equal(t, uint32(4242), p.AppID())
	})
	t.Run("and none is told as such", func(t *testing.T) {
		unset()
		_, err := options{}.provider(t, alice).Start(platform.Config{})
		var failed *platform.InitError
		require.ErrorAs(t, err, &failed)
		require.True(t, failed.InvalidApp)
	})
}

func TestSteamRunsOnlyOnce(t *testing.T) {
	provider := options{}.provider(t, alice)
	first, err := provider.Start(platform.Config{AppID: 480})
	require.NoError(t, err)
	_, err = provider.Start(platform.Config{AppID: 480})
	require.ErrorContains(t, err, "started already")
	first.Shutdown()
	first.Shutdown()

	second, err := provider.Start(platform.Config{AppID: 480})
	require.NoError(t, err, "after a shutdown it starts again")
	first.Shutdown() // is over, and must not end the second
	require.Equal(t, alice, second.SteamID())
	second.Shutdown()
}

func TestAfterShutdownThereIsNothing(t *testing.T) {
	g := start(t, alice, options{})
	g.send(alice, "unread", networking.SendReliable, 0)
	g.Shutdown()
	require.Zero(t, g.SteamID())
	require.Empty(t, g.PersonaName())
	require.Zero(t, g.AppID())
	require.False(t, g.LoggedOn())
	require.ErrorIs(t, g.Invoke(valve.New(isSubscribed)), networking.ErrNotRunning)
	require.ErrorIs(t, g.Send(bob, []byte("x"), networking.SendReliable, 0), networking.ErrNotRunning)
	require.Zero(t, g.PacketSize(0))
	_, any := g.ReadPacket(0, 100)
	require.False(t, any)
	require.False(t, g.Accept(bob))
	require.False(t, g.CloseSession(bob))
	require.False(t, g.CloseChannel(bob, 0))
	require.False(t, g.AllowRelay(true))
	_, any = g.SessionState(bob)
	require.False(t, any)
	g.RunCallbacks()
}

func TestBeforeInit(t *testing.T) {
	provider := options{}.provider(t, alice)
	require.NoError(t, provider.Available())
	require.True(t, provider.IsSteamRunning())
	require.False(t, provider.RestartAppIfNecessary(480))

	provider = options{fault: "running=false,restart=true"}.provider(t, alice)
	require.False(t, provider.IsSteamRunning())
	require.True(t, provider.RestartAppIfNecessary(480))
}

func TestASubfolderMayHoldTheLibrary(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "linux64"), 0o755))
	library := filepath.Join(dir, "linux64", FileName())
	require.NoError(t, os.Link(fakeLibrary(t), library))
	provider := &Provider{SearchDirs: []string{"", dir}, Subdirs: []string{"osx", "linux64"}}
	require.NoError(t, provider.Available())
	require.Equal(t, library, provider.library.path)
}
