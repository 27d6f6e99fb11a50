package identity

import (
	"os"
	"strconv"
	"time"

	"godotsteam/platform/standalone/machine"
)

// lifeStep is how far apart the lives of two runs are at least: in a lobby the
// numbers of our changes count up from it.
const lifeStep = 1 << 32

// NewLife returns the number of this run: higher than those of all runs before
// under this identity. The time would do, if nobody ever set a clock back, so
// the last number is kept beside the key. An ephemeral identity had no run
// before, and one that a text stands for is kept nowhere.
func (id *Identity) NewLife() uint64 {
	life := uint64(time.Now().UnixNano())
	if id.lifeFile == "" {
		return life
	}
	life = max(life, readLife(id.lifeFile)+lifeStep)
	// Where it can't be kept, the next run trusts its clock.
	machine.WriteAtomically(id.lifeFile, strconv.AppendUint(nil, life, 10)) //nolint:errcheck
	return life
}

// readLife returns the number that is kept, 0 if there is none that makes sense.
func readLife(path string) uint64 {
	const digits = 19
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || info.Size() > digits {
		return 0
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	life, err := strconv.ParseUint(string(text), 10, 63)
	if err != nil {
		return 0
	}
	return life
}
