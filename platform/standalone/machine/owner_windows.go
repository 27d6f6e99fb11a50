package machine

import (
	"os"

	"github.com/gofrs/flock"
)

// checkOwner has nothing to check: each user has a folder for temporary files
// of their own.
func checkOwner(string) error { return nil }

// removeLock gives a lock up and removes its file: in this order, because a file
// that anybody has open can't be removed. If that is somebody who has locked it
// in between, it stays.
func removeLock(lock *flock.Flock) {
	lock.Unlock()          //nolint:errcheck
	os.Remove(lock.Path()) //nolint:errcheck // it is found to be free
}
