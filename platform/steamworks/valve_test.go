package steamworks

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/ebitengine/purego"
	"github.com/stretchr/testify/require"

	"godotsteam/platform/steamworks/steamtest"

	"godotsteam/platform"
	"godotsteam/platform/valve"
)

// The package of the npm registry that carries Valve's redistributable, which
// is not ours to ship.
const (
	valvePackage = "steamworks.js@0.4.0"
	valveArchive = "steamworks.js-0.4.0.tgz"
)

// TestValveLibraries holds what we bind against Valve's own libraries.
func TestValveLibraries(t *testing.T) {
	files := valveFiles(t)
	for _, row := range []struct {
		name, file string
		exports    func([]byte) (map[string]bool, error)
	}{
		{"Linux", "package/dist/linux64/libsteam_api.so", steamtest.ExportsELF},
		{"Windows", "package/dist/win64/steam_api64.dll", steamtest.ExportsPE},
		{"macOS", "package/dist/osx/libsteam_api.dylib", steamtest.ExportsMachO},
	} {
		t.Run(row.name+" exports every symbol that we bind", func(t *testing.T) {
			exports, err := row.exports(files[row.file])
			require.NoError(t, err)
			require.Greater(t, len(exports), 500, "a list of exports was read")
			lookUp := func(name string) uintptr {
				if exports[name] {
					return 1
				}
				return 0
			}
			l, err := bind(row.file, lookUp)
			require.NoError(t, err)
			require.Equal(t, "SteamAPI_InitFlat", l.init.symbol)
			require.NotZero(t, l.accessors[steamMatchmaking].address)
			for i, e := range extras {
				if extra(i) != statsRequest {
					require.NotZero(t, l.extra[i], e.symbol)
				}
			}
			for i, f := range valve.Described() {
				if f.Interface != "ISteamNothing" && f.Name != "NobodyHasThis" { // of other tests
					require.NotZero(t, l.described[i], f.Symbol())
				}
			}
			t.Log(l.versions())
		})
	}

	t.Run("init fails in Valve's words and the process goes on", func(t *testing.T) {
		if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
			t.Skip("runs on linux/amd64")
		}
		home, dir := t.TempDir(), t.TempDir() // a home without a Steam client
		require.NoError(t, os.WriteFile(filepath.Join(dir, FileName()), files["package/dist/linux64/libsteam_api.so"], 0o755))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		command := exec.CommandContext(ctx, os.Args[0])
		command.Dir = dir
		command.Env = append(os.Environ(), childEnv+"=valve", "HOME="+home, "STEAMWORKS_TEST_LIBRARY="+dir)
		out, err := command.Output()
		require.NoError(t, err, "the child exits with 0; it said %s", out)
		var said valveAnswer
		require.NoError(t, json.Unmarshal(out, &said), "%s", out)
		t.Logf("%+v", said)
		require.Empty(t, said.Unavailable)
		require.False(t, said.SteamRunning)
		// Without a client on the machine Valve says that it failed, and not
		// that there is no client.
		require.Equal(t, platform.InitFailedGeneric, said.Result)
		require.Contains(t, said.Message, filepath.Join(home, ".steam/sdk64/steamclient.so"))
		require.True(t, said.Again, "a second init fails in the same way")
	})
}

// valveAnswer is what the child has to say.
type valveAnswer struct {
	Unavailable  string
	SteamRunning bool
	Result       platform.InitResult
	Message      string
	Again        bool
}

func init() {
	children["valve"] = func() {
		var said valveAnswer
		p := &Provider{SearchDirs: []string{os.Getenv("STEAMWORKS_TEST_LIBRARY")}}
		if err := p.Available(); err != nil {
			said.Unavailable = err.Error()
		} else {
			said.SteamRunning = p.IsSteamRunning()
			start := func() (failed platform.InitError) {
				_, err := p.Start(platform.Config{AppID: 480})
				if target := (*platform.InitError)(nil); errors.As(err, &target) {
					failed = *target
				}
				return failed
			}
			first := start()
			said.Result, said.Message, said.Again = first.Result, first.Message, first == start()
			purego.SyscallN(p.library.fn[shutdown]) // as a careless game does
		}
		_ = json.NewEncoder(os.Stdout).Encode(said)
	}
}

// valveFiles returns the files of valvePackage, fetched once into the cache.
func valveFiles(t *testing.T) map[string][]byte {
	t.Helper()
	cache := os.Getenv("GODOTSTEAM_CACHE")
	if cache == "" {
		cache = filepath.Join("..", "..", ".cache")
	}
	archive := filepath.Join(cache, valveArchive)
	if _, err := os.Stat(archive); err != nil {
		if err := fetchValve(t, cache); err != nil {
			t.Skipf("Valve's libraries are out of reach, so nothing was held against them: %v", err)
		}
	}
	f, err := os.Open(archive)
	require.NoError(t, err)
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	require.NoError(t, err, "remove %s if it is broken", archive)
	files := make(map[string][]byte)
	for reader := tar.NewReader(unzipped); ; {
		entry, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		require.NoError(t, err, "remove %s if it is broken", archive)
		files[entry.Name], err = io.ReadAll(reader)
		require.NoError(t, err)
	}
}

// fetchValve has npm pack the package and moves it into the cache whole, so
// that nobody meets half a file.
func fetchValve(t *testing.T, cache string) error {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return fmt.Errorf("npm is not installed: %w", err)
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(cache, "npm")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, npm, "pack", valvePackage, "--silent")
	command.Dir = dir
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("npm pack %s: %w: %s", valvePackage, err, out)
	}
	return os.Rename(filepath.Join(dir, valveArchive), filepath.Join(cache, valveArchive))
}
