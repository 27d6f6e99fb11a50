//go:build unix

package steamworks

import (
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/steamworks/steamtest"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// Players of the tests. All 64 bits matter: the upper half of an ID is not
// what a 32-bit slip would make of it.
var (
	alice = steamtypes.IndividualID(0xFFFFFFF1)
	bob   = steamtypes.IndividualID(7)
)

var builds sync.Map // flags → path

// fakeLibrary returns the path of the fake, compiled with flags.
func fakeLibrary(t testing.TB, flags ...string) string {
	t.Helper()
	key := ""
	for _, f := range flags {
		key += f + " "
	}
	if path, ok := builds.Load(key); ok {
		return path.(string)
	}
	if buildDir == "" {
		dir, err := os.MkdirTemp("", "fakesteam")
		require.NoError(t, err)
		buildDir = dir
	}
	dir, err := os.MkdirTemp(buildDir, "")
	require.NoError(t, err)
	path := steamtest.Build(t, dir, flags...)
	builds.Store(key, path)
	return path
}

// game is a started platform and what a script would have heard of it.
type game struct {
	t testing.TB
	*Platform
	queue  signals.Queue
	events []signals.Event
}

// options are what start starts with, beside an ID.
type options struct {
	dir     string // FAKESTEAM_DIR, where players find each other
	library string // instead of the plain fake
	fault   string
	timeout time.Duration
	appID   uint32
}

// environ returns the fake's environment for a player.
func (o options) environ(id steamtypes.SteamID) map[string]string {
	if o.timeout == 0 {
		o.timeout = 20 * time.Second
	}
	return map[string]string{
		"FAKESTEAM_DIR":        o.dir,
		"FAKESTEAM_ID":         id.String(),
		"FAKESTEAM_NAME":       "Player " + strconv.Itoa(int(id.AccountID())),
		"FAKESTEAM_FAULT":      o.fault,
		"FAKESTEAM_TIMEOUT_MS": strconv.FormatInt(o.timeout.Milliseconds(), 10),
	}
}

// provider returns a provider of a fake of its own, with the environment set.
func (o options) provider(t testing.TB, id steamtypes.SteamID) *Provider {
	t.Helper()
	if o.library == "" {
		o.library = fakeLibrary(t)
	}
	if o.dir == "" {
		o.dir = t.TempDir()
	}
	for name, value := range o.environ(id) {
		require.NoError(t, setEnv(name, value))
	}
	return &Provider{SearchDirs: []string{filepath.Dir(steamtest.Copy(t, o.library, t.TempDir()))}}
}

// starting is held from setting the environment, which is the process's, until
// a fake has read it.
var starting sync.Mutex

// start starts a player. Several can be in one process.
func start(t testing.TB, id steamtypes.SteamID, o options) *game {
	t.Helper()
	if o.appID == 0 {
		o.appID = 480
	}
	g := &game{t: t}
	starting.Lock()
	defer starting.Unlock()
	p, err := o.provider(t, id).Start(platform.Config{AppID: o.appID, Signals: &g.queue})
	require.NoError(t, err)
	g.Platform = p.(*Platform)
	t.Cleanup(g.Shutdown)
	return g
}

// pump is a frame: callbacks, then signals.
func (g *game) pump() {
	g.RunCallbacks()
	g.queue.Drain(func(e signals.Event) { g.events = append(g.events, e) })
}

// heard reports whether an event has come, and forgets it.
func (g *game) heard(e signals.Event) bool {
	g.pump()
	for i, other := range g.events {
		if reflect.DeepEqual(other, e) {
			g.events = append(g.events[:i], g.events[i+1:]...)
			return true
		}
	}
	return false
}

// read takes the next packet, as text.
func (g *game) read(channel int) (from steamtypes.SteamID, text string, ok bool) {
	packet, ok := g.ReadPacket(channel, networking.MaxReliable)
	if !ok {
		return 0, "", false
	}
	defer packet.Release()
	return packet.From, string(packet.Data), true
}

// expect waits for a packet.
func (g *game) expect(channel int, from steamtypes.SteamID, text string) {
	g.t.Helper()
	eventually(g.t, "a packet on the channel", func() bool { return g.PacketSize(channel) > 0 })
	sender, got, _ := g.read(channel)
	require.Equal(g.t, text, got)
	require.Equal(g.t, from, sender)
}

func (g *game) send(to steamtypes.SteamID, text string, how networking.SendType, channel int) {
	g.t.Helper()
	require.NoError(g.t, g.Send(to, []byte(text), how, channel))
}

// meet makes a session between two games.
func meet(t testing.TB, a, b *game) {
	t.Helper()
	idA, idB := a.SteamID(), b.SteamID()
	a.send(idB, "hello", networking.SendReliable, 0)
	eventually(t, "a request", func() bool { return b.heard(signals.P2PSessionRequest{SteamIDRemote: uint64(idA)}) })
	require.True(t, b.Accept(idA))
	b.expect(0, idA, "hello")
	eventually(t, "both ends active", func() bool { return a.active(idB) && b.active(idA) })
}

func (g *game) active(peer steamtypes.SteamID) bool {
	state, ok := g.SessionState(peer)
	return ok && state.Active
}

// eventually waits for a condition, which it checks between short pauses.
func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for !condition() {
		if time.Now().After(deadline) {
			t.Fatalf("waited 10 seconds in vain for %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}
