//go:build unix

package steamworks

import (
	"hash/fnv"
	"testing"
	"time"

	"github.com/ebitengine/purego"
	"github.com/stretchr/testify/require"

	"godotsteam/platform/platformtest"
	"godotsteam/steamtypes"
)

// The suite's users share this process, each with a copy of the fake.
func TestConformance(t *testing.T) {
	platformtest.Run(t, func(t *testing.T) platformtest.World {
		return steam{name: t.Name(), dir: t.TempDir()}
	})
}

// steam is a Steam that one test has for itself.
type steam struct{ name, dir string }

func (steam) Timeout() time.Duration { return 2 * time.Second }

// id returns a user's ID. The same user of another test has another one, so
// that a port which another test takes over leads to nobody.
func (s steam) id(user string) steamtypes.SteamID {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s.name + "/" + user))
	return steamtypes.IndividualID(h.Sum32())
}

func (s steam) Join(t testing.TB, user string, appID uint32) platformtest.User {
	t.Helper()
	id := s.id(user)
	g := start(t, id, options{dir: s.dir, timeout: s.Timeout(), appID: appID})
	require.Equal(t, id, g.SteamID())
	handle, err := openFile(g.lib.path)
	require.NoError(t, err)
	kill := lookUp(handle, "FakeSteam_Kill")
	require.NotZero(t, kill)
	return platformtest.User{Platform: player{g.Platform, id}, Signals: &g.queue, Kill: func() {
		purego.SyscallN(kill)
		g.Shutdown() // the library is over, and only the rest is told
	}}
}

// player is a platform whose ID is known when it is over, too. Steamworks says
// 0 then, and the suite still speaks of a user who left.
type player struct {
	platformtest.Platform
	id steamtypes.SteamID
}

func (p player) SteamID() steamtypes.SteamID {
	if id := p.Platform.SteamID(); id != 0 {
		return id
	}
	return p.id
}
