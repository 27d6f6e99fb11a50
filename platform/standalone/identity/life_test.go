package identity

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// Every run under a kept identity has a higher number than those before, also
// where the clock was set back in between or the platform starts at once again.
func TestLivesGrow(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(now)) // from the year 2000 on, where virtual time begins
		run := func() uint64 {
			id, err := Load(dir)
			require.NoError(t, err)
			defer id.Release()
			life := id.NewLife()
			require.Equal(t, life, readLife(filepath.Join(dir, "identity.life")))
			return life
		}
		first := run()
		require.EqualValues(t, time.Now().UnixNano(), first)
		second := run()
		require.EqualValues(t, first+lifeStep, second, "no time has gone by")
		ahead := uint64(time.Now().Add(time.Hour).UnixNano())
		text := strconv.AppendUint(nil, ahead, 10)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "identity.life"), text, 0o600))
		require.Equal(t, ahead+lifeStep, run(), "the clock was set back by an hour")
		time.Sleep(2 * time.Hour)
		require.EqualValues(t, time.Now().UnixNano(), run())
	})
}

func TestAFileOfLivesThatCannotBeUsed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "identity.life")
	for _, text := range []string{"", "yesterday", "-1", "7\n", strings.Repeat("9", 19), strings.Repeat("1", 1000)} {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		require.Zero(t, readLife(path), "%.20q", text)
	}
	require.Zero(t, readLife(filepath.Dir(path)))
	id := &Identity{lifeFile: filepath.Join(path, "below", "a file")}
	require.NotZero(t, id.NewLife(), "it can't be kept")
}
