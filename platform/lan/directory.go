package lan

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"godotsteam/networking"
)

// directory is how processes on one machine find each other: a folder for each
// app with a small file for each running peer, named by Steam ID and locked by
// its process. A file that nobody locks is a dead peer's and is taken away by
// whoever sees it. What a file says is only a hint where to knock: who answers
// there must prove the Steam ID.
type directory struct {
	dir  string
	lock *flock.Flock
}

// record is what a peer's file says.
type record struct {
	Address string `json:"address"` // host:port of its UDP socket
}

// maxRecord bounds how much of a peer's file is read.
const maxRecord = 4 << 10

func openDirectory(base string, appID uint32) (*directory, error) {
	d := &directory{dir: filepath.Join(base, "peers", strconv.FormatUint(uint64(appID), 10))}
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return nil, err
	}
	if err := checkOwner(base); err != nil {
		return nil, err
	}
	return d, nil
}

func (d *directory) path(id networking.SteamID) string {
	return filepath.Join(d.dir, id.String()+".json")
}

func lockPath(path string) string { return path + ".lock" }

// errIDInUse says that a process with the same Steam ID runs already.
var errIDInUse = errors.New("another process on this machine runs with the same Steam ID")

// announce writes the file of this process and keeps it locked.
func (d *directory) announce(id networking.SteamID, address netip.AddrPort) error {
	path := d.path(id)
	lock, err := takeLock(lockPath(path))
	if err != nil {
		return err
	}
	text, err := json.Marshal(record{Address: address.String()})
	if err == nil {
		err = writeFileAtomically(path, text)
	}
	if err != nil {
		return errors.Join(err, lock.Unlock())
	}
	d.lock = lock
	return nil
}

// withdraw takes the file away again.
func (d *directory) withdraw(id networking.SteamID) {
	if d.lock == nil {
		return
	}
	path := d.path(id)
	os.Remove(path)           //nolint:errcheck // a file left behind is unlocked, and so ignored
	os.Remove(lockPath(path)) //nolint:errcheck
	d.lock.Unlock()           //nolint:errcheck
	d.lock = nil
}

// find returns the address of a running peer.
func (d *directory) find(id networking.SteamID) (netip.AddrPort, bool) {
	path := d.path(id)
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return netip.AddrPort{}, false // opening a pipe would wait for its writer
	}
	f, err := os.Open(path)
	if err != nil {
		return netip.AddrPort{}, false
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxRecord))
	if err != nil {
		return netip.AddrPort{}, false
	}
	address, err := parseRecord(text)
	if err != nil || !d.isAlive(path) {
		return netip.AddrPort{}, false
	}
	return address, true
}

// runs reports whether a peer runs on this machine.
func (d *directory) runs(id networking.SteamID) bool {
	_, ok := d.find(id)
	return ok
}

// list returns all running peers.
func (d *directory) list() []networking.SteamID {
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return nil
	}
	var ids []networking.SteamID
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".json")
		value, err := strconv.ParseUint(name, 10, 64)
		if id := networking.SteamID(value); ok && err == nil && id.CanHoldSession() && d.isAlive(d.path(id)) {
			ids = append(ids, id)
		}
	}
	return ids
}

func parseRecord(text []byte) (netip.AddrPort, error) {
	var r record
	if err := json.Unmarshal(text, &r); err != nil {
		return netip.AddrPort{}, err
	}
	address, err := netip.ParseAddrPort(r.Address)
	if err != nil {
		return netip.AddrPort{}, err
	}
	if address.Port() == 0 {
		return netip.AddrPort{}, fmt.Errorf("address %s has no port", address)
	}
	return address, nil
}

// isAlive reports whether a process holds the file's lock; it removes the file
// if none does.
func (d *directory) isAlive(path string) bool {
	lock := flock.New(lockPath(path), flock.SetPermissions(0o600))
	ok, err := lock.TryLock()
	if err != nil {
		return false
	}
	if !ok {
		return true
	}
	if isCurrent(lock) {
		os.Remove(path)        //nolint:errcheck
		os.Remove(lock.Path()) //nolint:errcheck
	}
	lock.Unlock() //nolint:errcheck
	return false
}

// takeLock locks a file. Somebody who looks whether we are alive holds the
// lock for a moment, hence the retries.
func takeLock(path string) (*flock.Flock, error) {
	for range 20 {
		lock := flock.New(path, flock.SetPermissions(0o600))
		ok, err := lock.TryLock()
		if err != nil {
			return nil, err
		}
		if ok && isCurrent(lock) {
			return lock, nil
		}
		lock.Unlock() //nolint:errcheck
		time.Sleep(5 * time.Millisecond)
	}
	return nil, errIDInUse
}

// isCurrent reports whether a locked file is still the one at its path: another
// process may have removed it between our opening and locking it.
func isCurrent(lock *flock.Flock) bool {
	ours, err := lock.Stat()
	if err != nil {
		return false
	}
	now, err := os.Stat(lock.Path())
	return err == nil && os.SameFile(ours, now)
}

// writeFileAtomically writes a file that only its owner can read, whole or not
// at all.
func writeFileAtomically(path string, text []byte) error {
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
