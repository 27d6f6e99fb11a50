//go:build unix

package lan

import (
	"fmt"
	"os"
	"syscall"
)

// checkOwner refuses a folder that is somebody else's, or that anybody may write
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
	if isOurs(link) && isOurs(folder) && folder.IsDir() && folder.Mode().Perm()&0o002 == 0 {
		return nil
	}
	return fmt.Errorf("the folder %s belongs to another user, or anybody may write to it: remove it, or name another one with GODOTSTEAM_DATA_DIR", dir)
}

func isOurs(info os.FileInfo) bool {
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(owner.Uid) == os.Getuid()
}
