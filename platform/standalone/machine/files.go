package machine

// Files and folders of this user's games, and the locks by which the games know
// of each other.

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// OwnFolder makes a folder that only its owner can use, or makes sure that
// one which is there belongs to nobody else.
func OwnFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("the folder %s can't be made: %w", dir, err)
	}
	return checkOwner(dir)
}

// NewLock returns a lock on a file, which takeLock makes and looking does not.
// A pipe would have us wait for its writer.
func NewLock(path string, flag int) *flock.Flock {
	return flock.New(path, flock.SetFlag(flag|os.O_RDONLY|syscall.O_NONBLOCK), flock.SetPermissions(0o600))
}

// takeLock locks a file. Somebody who looks whether we are alive holds the
// lock for a moment, hence the retries.
func takeLock(path string) (*flock.Flock, error) {
	for range 20 {
		lock := NewLock(path, os.O_CREATE)
		ok, err := lock.TryLock()
		if err != nil {
			return nil, err
		}
		if ok && isInPlace(lock) {
			return lock, nil
		}
		lock.Unlock() //nolint:errcheck
		time.Sleep(5 * time.Millisecond)
	}
	return nil, ErrIDInUse
}

// lockState is where the file of a lock that is held has got to.
type lockState int

const (
	inPlace  lockState = iota // at its path
	missing                   // nothing is there
	replaced                  // another one is there
)

// stateOf looks where a lock's file is: somebody may have removed it since our
// opening it.
func stateOf(lock *flock.Flock) (lockState, error) {
	ours, err := lock.Stat()
	if err != nil {
		return 0, err
	}
	now, err := os.Stat(lock.Path())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return missing, nil
	case err != nil:
		return 0, err
	case !os.SameFile(ours, now):
		return replaced, nil
	}
	return inPlace, nil
}

func isInPlace(lock *flock.Flock) bool {
	state, err := stateOf(lock)
	return err == nil && state == inPlace
}

// look tells what is known of the process whose record is at path, and whether
// the record is of no use to anybody: then it may be cleared.
func look(path string) (is life, abandoned bool) {
	lock := NewLock(lockPath(path), 0)
	ok, err := lock.TryRLock() // many may look at once
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return unknown, true // if its owner lives, it is written again
	case err != nil:
		return unknown, false
	case !ok:
		return alive, false
	}
	defer lock.Unlock() //nolint:errcheck
	if !isInPlace(lock) {
		return unknown, false
	}
	if _, err := os.Lstat(path); err != nil {
		return unknown, false // its owner has locked it, but not yet written, or is just taking it away
	}
	return died, true
}

// clearRecord removes what a dead process has left, unless somebody else has
// just taken it over.
func clearRecord(path string) {
	lock := NewLock(lockPath(path), os.O_CREATE)
	ok, err := lock.TryLock()
	if err != nil || !ok {
		return
	}
	if isInPlace(lock) {
		os.Remove(path) //nolint:errcheck
		removeLock(lock)
	}
	lock.Unlock() //nolint:errcheck
}

// WriteAtomically writes a file that only its owner can read, whole or not
// at all.
func WriteAtomically(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // created with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name()) //nolint:errcheck
	}
	return err
}
