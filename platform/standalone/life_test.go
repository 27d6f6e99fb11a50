package standalone

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/platform"
)

// Every run under a kept identity has a higher number than those before, also
// where the clock was set back in between or the platform starts at once again.
func TestLivesGrow(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		run := func() uint64 {
			p := n.join("anna", func(_ *platform.Config, o *Options) { o.Identity = "" })
			defer p.Shutdown()
			require.Equal(t, p.life, readLife(filepath.Join(n.dir, "identity.life")))
			return p.life
		}
		first := run()
		require.EqualValues(t, time.Now().UnixNano(), first)
		second := run()
		require.EqualValues(t, first+lifeStep, second, "no time has gone by")
		ahead := uint64(time.Now().Add(time.Hour).UnixNano())
		require.NoError(t, os.WriteFile(filepath.Join(n.dir, "identity.life"), strconv.AppendUint(nil, ahead, 10), 0o600))
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
	id := &identity{lifeFile: filepath.Join(path, "below", "a file")}
	require.NotZero(t, id.newLife(), "it can't be kept")
}
