package machine

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

	"godotsteam/steamtypes"
)

var (
	here  = netip.MustParseAddrPort("127.0.0.1:4000")
	annas = steamtypes.SteamID(334703137547584379)
	berts = steamtypes.SteamID(334703137547584380)
)

const testApp = 480

func isFound(d *Directory, id steamtypes.SteamID) bool {
	_, ok := d.Find(id)
	return ok
}

func openTestDirectory(t *testing.T, base string, app uint32) *Directory {
	t.Helper()
	d, err := Open(base, app)
	require.NoError(t, err)
	return d
}

func TestPeersOfOneAppFindEachOther(t *testing.T) {
	base := t.TempDir()
	a, b, other := openTestDirectory(t, base, testApp), openTestDirectory(t, base, testApp), openTestDirectory(t, base,
		481)
	require.NoError(t, a.Announce(annas, here))
	found, ok := b.Find(annas)
	require.True(t, ok)
	require.Equal(t, here, found)
	_, ok = b.Find(annas)
	require.True(t, ok, "looking does no harm")
	_, ok = other.Find(annas)
	require.False(t, ok, "another app is another world")
	_, ok = b.Find(berts)
	require.False(t, ok)

	info, err := os.Stat(a.PathOf(annas))
	require.NoError(t, err)
	require.EqualValues(t, 0o600, info.Mode())

	a.Withdraw()
	a.Withdraw()
	_, ok = b.Find(annas)
	require.False(t, ok)
	files, err := os.ReadDir(a.dir)
	require.NoError(t, err)
	require.Empty(t, files)
}

// leave leaves what a process leaves that is killed.
func (d *Directory) leave(t *testing.T) {
	t.Helper()
	require.NoError(t, d.Announce(annas, here))
	d.Abandon()
}

// Everybody must have the time to see it.
func TestADeadPeersFilesAreIgnoredAndLaterTakenAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := t.TempDir()
		a, b := openTestDirectory(t, base, testApp), openTestDirectory(t, base, testApp)
		c := openTestDirectory(t, base, testApp)
		a.leave(t)
		for range 2 {
			for _, d := range []*Directory{b, c} {
				running, dead := d.Look()
				require.Empty(t, running)
				require.Equal(t, []steamtypes.SteamID{annas}, dead)
				require.False(t, isFound(d, annas))
			}
			time.Sleep(burial / 2)
		}
		b.Look()
		files, err := os.ReadDir(b.dir)
		require.NoError(t, err)
		require.Empty(t, files)
		require.False(t, (c.lifeOf(annas) == died), "who was slow knows nothing, rather than the wrong")
		c.leave(t)
		require.True(t, (b.lifeOf(annas) == died))
		require.NoError(t, c.Announce(annas, here), "its ID is free again")
		require.False(t, (b.lifeOf(annas) == died))
		require.True(t, isFound(b, annas))
		time.Sleep(2 * burial)
		require.True(t, isFound(b, annas), "and it lies there for good")
		c.Withdraw()
	})
}

// Only a free lock is a death.
func TestWhatIsNoDeath(t *testing.T) {
	for name, disturb := range map[string]func(t *testing.T, d *Directory){
		"no record": func(t *testing.T, d *Directory) { require.NoError(t, os.Remove(d.path)) },
		"no lock":   func(t *testing.T, d *Directory) { require.NoError(t, os.Remove(lockPath(d.path))) },
		"no folder": func(t *testing.T, d *Directory) { require.NoError(t, os.RemoveAll(filepath.Dir(d.dir))) },
		"a lock that can't be opened": func(t *testing.T, d *Directory) {
			require.NoError(t, os.Remove(lockPath(d.path)))
			require.NoError(t, os.Symlink("x.lock", filepath.Join(d.dir, "x.lock")))
			require.NoError(t, os.Symlink("x.lock", lockPath(d.path)))
		},
		"a lock that is not held yet": func(t *testing.T, d *Directory) { // as while it is written again
			require.NoError(t, os.Remove(d.path))
			require.NoError(t, os.Remove(lockPath(d.path)))
			require.NoError(t, os.WriteFile(lockPath(d.path), nil, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			base := t.TempDir()
			a, b := openTestDirectory(t, base, testApp), openTestDirectory(t, base, testApp)
			require.NoError(t, a.Announce(annas, here))
			defer a.Withdraw()
			disturb(t, a)
			_, dead := b.Look()
			require.Empty(t, dead)
			require.False(t, (b.lifeOf(annas) == died))
		})
	}
}

func TestAFileThatIsGoneIsWrittenAgain(t *testing.T) {
	for name, tidy := range map[string]func(d *Directory) error{
		"the record": func(d *Directory) error { return os.Remove(d.path) },
		"the lock":   func(d *Directory) error { return os.Remove(lockPath(d.path)) },
		"the folder": func(d *Directory) error { return os.RemoveAll(d.base) },
		"nothing":    func(*Directory) error { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			base := filepath.Join(t.TempDir(), "data")
			a, b := openTestDirectory(t, base, testApp), openTestDirectory(t, base, testApp)
			require.NoError(t, a.Announce(annas, here))
			require.NoError(t, tidy(a))
			require.NoError(t, a.Keep())
			found, ok := b.Find(annas)
			require.True(t, ok)
			require.Equal(t, here, found)
			require.Error(t, b.Announce(annas, here), "it is locked, too")
			a.Withdraw()
			files, err := os.ReadDir(a.dir)
			require.NoError(t, err)
			require.Empty(t, files)
			require.NoError(t, a.Keep())
			require.False(t, isFound(b, annas), "who has left stays away")
		})
	}
}

func TestARecordThatSaysNothing(t *testing.T) {
	d := openTestDirectory(t, t.TempDir(), testApp)
	require.NoError(t, d.Announce(annas, here))
	defer d.Withdraw()
	for _, text := range []string{
		"", "{", "[]", `{"address":""}`, `{"address":"127.0.0.1"}`, `{"address":"127.0.0.1:0"}`,
		`{"address":"example.com:1"}`,
		`{"address":"127.0.0.1:4000"` + strings.Repeat(" ", maxRecord) + "}",
	} {
		require.NoError(t, os.WriteFile(d.PathOf(annas), []byte(text), 0o600))
		_, ok := d.Find(annas)
		require.False(t, ok, "%.40q", text)
	}
}

func TestTheSameIDTwice(t *testing.T) {
	base := t.TempDir()
	a, b := openTestDirectory(t, base, testApp), openTestDirectory(t, base, testApp)
	require.NoError(t, a.Announce(annas, here))
	require.ErrorIs(t, b.Announce(annas, here), ErrIDInUse)
	b.Withdraw()
	_, ok := b.Find(annas)
	require.True(t, ok, "the one who was refused takes nothing away")
	a.Withdraw()
	require.NoError(t, b.Announce(annas, here))
	b.Withdraw()
}

// What was last seen is told without looking again: a game's call reads no file.
func TestWhatWasLastSeen(t *testing.T) {
	base := t.TempDir()
	a, b := openTestDirectory(t, base, testApp), openTestDirectory(t, base, testApp)
	require.NoError(t, a.Announce(annas, here))
	require.False(t, b.Runs(annas))
	require.Empty(t, b.Running())
	b.Look()
	require.True(t, b.Runs(annas))
	require.Equal(t, []steamtypes.SteamID{annas}, b.Running())
	a.Withdraw()
	require.True(t, b.Runs(annas), "nobody has looked")
	require.False(t, isFound(b, annas))
	require.False(t, b.Runs(annas))
	require.NoError(t, a.Announce(annas, here))
	require.True(t, isFound(b, annas), "looking for one will do")
	require.True(t, b.Runs(annas))
	a.Withdraw()
	b.Look()
	require.Empty(t, b.Running())
}

func TestAFolderThatOthersWriteToIsRefused(t *testing.T) {
	for _, which := range []string{".", "peers", "peers/480"} {
		for _, mode := range []os.FileMode{0o702, 0o720} {
			base := t.TempDir()
			dir := filepath.Join(base, which)
			require.NoError(t, os.MkdirAll(dir, 0o700))
			require.NoError(t, os.Chmod(dir, mode))
			_, err := Open(base, testApp)
			require.ErrorContains(t, err, "the folder "+dir+" belongs to another user, or others may write to it", "%s %o",
				which, mode)
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
		_, err := Open(base, testApp)
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
	announce := func(bases ...string) (*Directory, error) {
		log.Reset()
		return AnnounceIn(bases, testApp, annas, here, slog.New(slog.NewTextHandler(&log, nil)))
	}
	d, err := announce(append(bad, at("good"), at("better"))...)
	require.NoError(t, err)
	require.True(t, isFound(openTestDirectory(t, at("good"), testApp), annas))
	require.NoDirExists(t, at("better"))
	for _, words := range append(bad, "GODOTSTEAM_DATA_DIR", at("good")) {
		require.Contains(t, log.String(), words)
	}
	_, err = announce(at("good"), at("better"))
	require.ErrorIs(t, err, ErrIDInUse, "the same ID elsewhere would be the same ID all the same")
	d.Withdraw()

	d, err = announce(at("good"))
	require.NoError(t, err)
	require.Empty(t, log.String())
	d.Withdraw()

	_, err = announce(bad...)
	for _, words := range append(bad, "GODOTSTEAM_DATA_DIR") {
		require.ErrorContains(t, err, words)
	}
	require.NoDirExists(t, "relative")
}
