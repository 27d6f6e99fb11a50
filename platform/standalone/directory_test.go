package standalone

import (
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
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

	info, err := os.Stat(a.pathOf(annas))
	require.NoError(t, err)
	require.EqualValues(t, 0o600, info.Mode())

	a.withdraw()
	a.withdraw()
	_, ok = b.find(annas)
	require.False(t, ok)
	files, err := os.ReadDir(a.dir)
	require.NoError(t, err)
	require.Empty(t, files)
}

// leave leaves what a process leaves that is killed.
func (d *directory) leave(t *testing.T) {
	t.Helper()
	require.NoError(t, d.announce(annas, here))
	require.NoError(t, d.lock.Unlock())
	d.lock = nil
}

// Everybody must have the time to see it.
func TestADeadPeersFilesAreIgnoredAndLaterTakenAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := t.TempDir()
		a, b := openTestDirectory(t, base, testApp), openTestDirectory(t, base, testApp)
		c := openTestDirectory(t, base, testApp)
		a.leave(t)
		for range 2 {
			for _, d := range []*directory{b, c} {
				running, dead := d.list()
				require.Empty(t, running)
				require.Equal(t, []networking.SteamID{annas}, dead)
				require.False(t, d.runs(annas))
			}
			time.Sleep(burial / 2)
		}
		b.list()
		files, err := os.ReadDir(b.dir)
		require.NoError(t, err)
		require.Empty(t, files)
		require.False(t, c.isDead(annas), "who was slow knows nothing, rather than the wrong")
		c.leave(t)
		require.True(t, b.isDead(annas))
		require.NoError(t, c.announce(annas, here), "its ID is free again")
		require.False(t, b.isDead(annas))
		require.True(t, b.runs(annas))
		time.Sleep(2 * burial)
		require.True(t, b.runs(annas), "and it lies there for good")
		c.withdraw()
	})
}

// Only a free lock is a death.
func TestWhatIsNoDeath(t *testing.T) {
	for name, disturb := range map[string]func(t *testing.T, d *directory){
		"no record": func(t *testing.T, d *directory) { require.NoError(t, os.Remove(d.path)) },
		"no lock":   func(t *testing.T, d *directory) { require.NoError(t, os.Remove(lockPath(d.path))) },
		"no folder": func(t *testing.T, d *directory) { require.NoError(t, os.RemoveAll(filepath.Dir(d.dir))) },
		"a lock that can't be opened": func(t *testing.T, d *directory) {
			require.NoError(t, os.Remove(lockPath(d.path)))
			require.NoError(t, os.Symlink("x.lock", filepath.Join(d.dir, "x.lock")))
			require.NoError(t, os.Symlink("x.lock", lockPath(d.path)))
		},
		"a lock that is not held yet": func(t *testing.T, d *directory) { // as while it is written again
			require.NoError(t, os.Remove(d.path))
			require.NoError(t, os.Remove(lockPath(d.path)))
			require.NoError(t, os.WriteFile(lockPath(d.path), nil, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			base := t.TempDir()
			a, b := openTestDirectory(t, base, testApp), openTestDirectory(t, base, testApp)
			require.NoError(t, a.announce(annas, here))
			defer a.withdraw()
			disturb(t, a)
			_, dead := b.list()
			require.Empty(t, dead)
			require.False(t, b.isDead(annas))
		})
	}
}

func TestAFileThatIsGoneIsWrittenAgain(t *testing.T) {
	for name, tidy := range map[string]func(d *directory) error{
		"the record": func(d *directory) error { return os.Remove(d.path) },
		"the lock":   func(d *directory) error { return os.Remove(lockPath(d.path)) },
		"the folder": func(d *directory) error { return os.RemoveAll(d.base) },
		"nothing":    func(*directory) error { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			base := filepath.Join(t.TempDir(), "data")
			a, b := openTestDirectory(t, base, testApp), openTestDirectory(t, base, testApp)
			require.NoError(t, a.announce(annas, here))
			require.NoError(t, tidy(a))
			require.NoError(t, a.keep())
			found, ok := b.find(annas)
			require.True(t, ok)
			require.Equal(t, here, found)
			require.Error(t, b.announce(annas, here), "it is locked, too")
			a.withdraw()
			files, err := os.ReadDir(a.dir)
			require.NoError(t, err)
			require.Empty(t, files)
			require.NoError(t, a.keep())
			require.False(t, b.runs(annas), "who has left stays away")
		})
	}
}

func TestARecordThatSaysNothing(t *testing.T) {
	d := openTestDirectory(t, t.TempDir(), testApp)
	require.NoError(t, d.announce(annas, here))
	defer d.withdraw()
	for _, text := range []string{
		"", "{", "[]", `{"address":""}`, `{"address":"127.0.0.1"}`, `{"address":"127.0.0.1:0"}`, `{"address":"example.com:1"}`,
		`{"address":"127.0.0.1:4000"` + strings.Repeat(" ", maxRecord) + "}",
	} {
		require.NoError(t, os.WriteFile(d.pathOf(annas), []byte(text), 0o600))
		_, ok := d.find(annas)
		require.False(t, ok, "%.40q", text)
	}
}

func TestTheSameIDTwice(t *testing.T) {
	base := t.TempDir()
	a, b := openTestDirectory(t, base, testApp), openTestDirectory(t, base, testApp)
	require.NoError(t, a.announce(annas, here))
	require.ErrorIs(t, b.announce(annas, here), errIDInUse)
	b.withdraw()
	_, ok := b.find(annas)
	require.True(t, ok, "the one who was refused takes nothing away")
	a.withdraw()
	require.NoError(t, b.announce(annas, here))
	b.withdraw()
}

func TestListeningEverywhereIsReachedHere(t *testing.T) {
	for from, want := range map[string]string{
		"0.0.0.0:7": "127.0.0.1:7", "[::]:7": "127.0.0.1:7", "127.0.0.1:7": "127.0.0.1:7", "192.0.2.1:7": "192.0.2.1:7",
	} {
		require.Equal(t, netip.MustParseAddrPort(want), reachable(netip.MustParseAddrPort(from)))
	}
}

func TestAFolderThatOthersWriteToIsRefused(t *testing.T) {
	for _, which := range []string{".", "peers", "peers/480"} {
		for _, mode := range []os.FileMode{0o702, 0o720} {
			base := t.TempDir()
			dir := filepath.Join(base, which)
			require.NoError(t, os.MkdirAll(dir, 0o700))
			require.NoError(t, os.Chmod(dir, mode))
			_, err := openDirectory(base, testApp)
			require.ErrorContains(t, err, "the folder "+dir+" belongs to another user, or others may write to it", "%s %o", which, mode)
			require.ErrorContains(t, err, "GODOTSTEAM_DATA_DIR")
		}
	}
}

func TestAForeignLinkIsNotFollowed(t *testing.T) {
	for _, link := range []string{".", "peers", "peers/480"} {
		base := filepath.Join(t.TempDir(), "data")
		path := filepath.Join(base, link)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.Symlink("/", path)) // root's
		if os.Getuid() == 0 {
			require.NoError(t, os.Lchown(path, 7, 7))
		}
		_, err := openDirectory(base, testApp)
		require.ErrorContains(t, err, "belongs to another user", link)
	}
}

// The environment may name folders that can't be used.
func TestTheNextFolderIsUsed(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	require.NoError(t, os.WriteFile(at("file"), nil, 0o600))
	require.NoError(t, os.Mkdir(at("shared"), 0o700))
	require.NoError(t, os.Chmod(at("shared"), 0o777))
	bad := []string{"relative/godotsteam", filepath.Join(at("file"), "godotsteam"), at("shared")}

	var log strings.Builder
	announce := func(bases ...string) (*directory, error) {
		log.Reset()
		return announceIn(bases, testApp, annas, here, slog.New(slog.NewTextHandler(&log, nil)))
	}
	d, err := announce(append(bad, at("good"), at("better"))...)
	require.NoError(t, err)
	require.True(t, openTestDirectory(t, at("good"), testApp).runs(annas))
	require.NoDirExists(t, at("better"))
	for _, words := range append(bad, "GODOTSTEAM_DATA_DIR", at("good")) {
		require.Contains(t, log.String(), words)
	}
	_, err = announce(at("good"), at("better"))
	require.ErrorIs(t, err, errIDInUse, "the same ID elsewhere would be the same ID all the same")
	d.withdraw()

	d, err = announce(at("good"))
	require.NoError(t, err)
	require.Empty(t, log.String())
	d.withdraw()

	_, err = announce(bad...)
	for _, words := range append(bad, "GODOTSTEAM_DATA_DIR") {
		require.ErrorContains(t, err, words)
	}
	require.NoDirExists(t, "relative")
}
