//go:build unix

package machine

import (
	"fmt"
	"os"
	"syscall"

	"github.com/gofrs/flock"
)

// checkOwner refuses a folder that is somebody else's, or that others may write
// to: in a shared folder for temporary files anybody may have made it first, to
// see who plays or to lead peers astray.
func checkOwner(dir string) error {
	link, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	folder, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if isOurs(link) && isOurs(folder) && folder.IsDir() && folder.Mode().Perm()&0o022 == 0 {
		return nil
	}
	return fmt.Errorf("the folder %s belongs to another user, or others may write to it: "+
		"make it yours alone (chmod 700), or name another one with GODOTSTEAM_DATA_DIR", dir)
}

func isOurs(info os.FileInfo) bool {
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(owner.Uid) == os.Getuid()
}

// removeLock removes the file of a lock and gives the lock up: in this order,
// so that nobody else has locked it in between.
func removeLock(lock *flock.Flock) {
	os.Remove(lock.Path()) //nolint:errcheck // it is found to be free
	lock.Unlock()          //nolint:errcheck
}
