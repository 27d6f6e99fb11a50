package lan

import (
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	here  = netip.MustParseAddrPort("127.0.0.1:4000")
	annas = identityFromText("anna").steamID
	berts = identityFromText("bert").steamID
)

func openTestDirectory(t *testing.T, base string, app uint32) *directory {
	t.Helper()
	d, err := openDirectory(base, app)
	require.NoError(t, err)
	return d
}

func TestPeersOfOneAppFindEachOther(t *testing.T) {
	base := t.TempDir()
	a, b, other := openTestDirectory(t, base, testApp), openTestDirectory(t, base, testApp), openTestDirectory(t, base, 481)
	require.NoError(t, a.announce(annas, here))
	found, ok := b.find(annas)
	require.True(t, ok)
	require.Equal(t, here, found)
	_, ok = b.find(annas)
	require.True(t, ok, "looking does no harm")
	_, ok = other.find(annas)
	require.False(t, ok, "another app is another world")
	_, ok = b.find(berts)
	require.False(t, ok)

	info, err := os.Stat(a.path(annas))
	require.NoError(t, err)
	require.EqualValues(t, 0o600, info.Mode())

	a.withdraw(annas)
	a.withdraw(annas)
	_, ok = b.find(annas)
	require.False(t, ok)
	files, err := os.ReadDir(a.dir)
	require.NoError(t, err)
	require.Empty(t, files)
}

func TestAFileOfADeadPeerIsIgnoredAndTakenAway(t *testing.T) {
	for _, c := range []struct {
		name string
		lock bool
	}{{"with its lock file", true}, {"without one", false}} {
		t.Run(c.name, func(t *testing.T) {
			d := openTestDirectory(t, t.TempDir(), testApp)
			require.NoError(t, os.WriteFile(d.path(annas), []byte(`{"address":"127.0.0.1:4000"}`), 0o600))
			if c.lock {
				require.NoError(t, os.WriteFile(lockPath(d.path(annas)), nil, 0o600))
			}
			_, ok := d.find(annas)
			require.False(t, ok)
			files, err := os.ReadDir(d.dir)
			require.NoError(t, err)
			require.Empty(t, files)
			require.NoError(t, d.announce(annas, here), "its ID is free again")
			d.withdraw(annas)
		})
	}
}

func TestARecordThatSaysNothing(t *testing.T) {
	d := openTestDirectory(t, t.TempDir(), testApp)
	require.NoError(t, d.announce(annas, here))
	defer d.withdraw(annas)
	for _, text := range []string{
		"", "{", "[]", `{"address":""}`, `{"address":"127.0.0.1"}`, `{"address":"127.0.0.1:0"}`, `{"address":"example.com:1"}`,
		`{"address":"127.0.0.1:4000"` + strings.Repeat(" ", maxRecord) + "}",
	} {
		require.NoError(t, os.WriteFile(d.path(annas), []byte(text), 0o600))
		_, ok := d.find(annas)
		require.False(t, ok, "%.40q", text)
	}
}

func TestTheSameIDTwice(t *testing.T) {
	base := t.TempDir()
	a, b := openTestDirectory(t, base, testApp), openTestDirectory(t, base, testApp)
	require.NoError(t, a.announce(annas, here))
	require.ErrorIs(t, b.announce(annas, here), errIDInUse)
	b.withdraw(annas)
	_, ok := b.find(annas)
	require.True(t, ok, "the one who was refused takes nothing away")
	a.withdraw(annas)
	require.NoError(t, b.announce(annas, here))
	b.withdraw(annas)
}

func TestListeningEverywhereIsReachedHere(t *testing.T) {
	for from, want := range map[string]string{
		"0.0.0.0:7": "127.0.0.1:7", "[::]:7": "127.0.0.1:7", "127.0.0.1:7": "127.0.0.1:7", "192.0.2.1:7": "192.0.2.1:7",
	} {
		require.Equal(t, netip.MustParseAddrPort(want), reachable(netip.MustParseAddrPort(from)))
	}
}

func TestDirectoryOfSomebodyElseIsRefused(t *testing.T) {
	base := t.TempDir()
	require.NoError(t, os.Chmod(base, 0o777))
	_, err := openDirectory(base, testApp)
	require.ErrorContains(t, err, "anybody may write to it")
	require.ErrorContains(t, err, "GODOTSTEAM_DATA_DIR")
}
