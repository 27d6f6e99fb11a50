//go:build unix

package machine

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestARecordThatIsAPipe(t *testing.T) {
	d := openTestDirectory(t, t.TempDir(), testApp)
	require.NoError(t, syscall.Mkfifo(d.PathOf(annas), 0o600))
	require.NoError(t, syscall.Mkfifo(lockPath(d.PathOf(annas)), 0o600))
	require.False(t, isFound(d, annas))
	d.Look()
}
