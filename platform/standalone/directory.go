package standalone

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"godotsteam/internal/files"
	"godotsteam/networking"
)

// directory is how processes on one machine find each other: a folder for each
// app with a small file for each running peer, named by Steam ID, and a lock
// beside it that its process holds. What a file says is only a hint where to
// knock: who answers there must prove the Steam ID.
//
// A record is written once its lock is held. So a record whose lock is free is
// a dead peer's, and nothing else is proof of death: files may be taken away by
// anybody who tidies up, and reading may fail.
type directory struct {
	base, dir string

	own     sync.Mutex // guards what is of this process, from announce to withdraw
	path    string
	address netip.AddrPort
	lock    *flock.Flock

	mu   sync.Mutex
	left map[networking.SteamID]time.Time // since when a dead peer's files are known
}

// record is what a peer's file says.
type record struct {
	Address string `json:"address"` // host:port of its UDP socket
}

const (
	// maxRecord bounds how much of a peer's file is read.
	maxRecord = 4 << 10

	// burial is how long a dead peer's files are left for others to see that it
	// has died.
	burial = 10 * time.Second

	// recordInterval is how often a game looks whether its own file is there.
	recordInterval = time.Second
)

// openDirectory returns the folder of an app.
func openDirectory(base string, appID uint32) (*directory, error) {
	d := &directory{
		base: base, dir: filepath.Join(base, "peers", strconv.FormatUint(uint64(appID), 10)),
		left: make(map[networking.SteamID]time.Time),
	}
	return d, d.make()
}

// make makes the folder, in which nobody else may write, nor in those above it.
func (d *directory) make() error {
	if !filepath.IsAbs(d.base) {
		return fmt.Errorf("%q is not an absolute path", d.base)
	}
	for _, dir := range []string{d.base, filepath.Dir(d.dir), d.dir} {
		if err := makeOwnFolder(dir); err != nil {
			return err
		}
	}
	return nil
}

// announceIn announces a process in the first folder that can be used.
func announceIn(
	bases []string, appID uint32, id networking.SteamID, address netip.AddrPort, log *slog.Logger,
) (*directory, error) {
	var failed []string
	for _, base := range bases {
		d, err := openDirectory(base, appID)
		if err == nil {
			err = d.announce(id, address)
		}
		switch {
		case errors.Is(err, errIDInUse):
			return nil, err
		case err == nil && failed != nil:
			log.Warn("the list of running games is in "+base+", and games that have another one are not found: "+
				"name one folder for all with GODOTSTEAM_DATA_DIR", "reason", strings.Join(failed, "; "))
		}
		if err == nil {
			return d, nil
		}
		failed = append(failed, err.Error())
	}
	return nil, fmt.Errorf("no folder for the list of running games can be used (%s): "+
		"name one of your own with GODOTSTEAM_DATA_DIR", strings.Join(failed, "; "))
}

func (d *directory) pathOf(id networking.SteamID) string {
	return filepath.Join(d.dir, id.String()+".json")
}

func lockPath(path string) string { return path + ".lock" }

// errIDInUse says that a process with the same Steam ID runs already.
var errIDInUse = errors.New("another process on this machine runs with the same Steam ID")

// announce writes the file of this process and keeps it locked.
func (d *directory) announce(id networking.SteamID, address netip.AddrPort) error {
	d.own.Lock()
	defer d.own.Unlock()
	d.path, d.address = d.pathOf(id), address
	lock, err := takeLock(lockPath(d.path))
	if err != nil {
		return err
	}
	if err := d.write(); err != nil {
		return errors.Join(err, lock.Unlock())
	}
	d.lock = lock
	return nil
}

func (d *directory) write() error {
	text, err := json.Marshal(record{Address: d.address.String()})
	if err != nil {
		return err
	}
	return writeFileAtomically(d.path, text)
}

// keep writes the file of this process again if somebody has taken it away, or
// its lock: games that start later would not find this one.
func (d *directory) keep() error {
	d.own.Lock()
	defer d.own.Unlock()
	if d.lock == nil {
		return nil
	}
	switch state, err := stateOf(d.lock); {
	case err != nil:
		return nil // it can't be told
	case state == inPlace:
		if _, err := os.Lstat(d.path); !errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return d.write()
	case state == missing:
		os.Remove(d.path) //nolint:errcheck // before there is a lock that is not held yet: it would be a dead peer's
	}
	if err := d.make(); err != nil {
		return err
	}
	lock, err := takeLock(lockPath(d.path))
	if err != nil {
		return err
	}
	d.lock.Unlock() //nolint:errcheck // of a file that is gone
	d.lock = lock
	return d.write()
}

// withdraw takes the file away again.
func (d *directory) withdraw() {
	d.own.Lock()
	defer d.own.Unlock()
	if d.lock == nil {
		return
	}
	// A file left behind is unlocked, and so a dead peer's.
	if state, err := stateOf(d.lock); err == nil && state == inPlace {
		os.Remove(d.path) //nolint:errcheck
		removeLock(d.lock)
	}
	d.lock.Unlock() //nolint:errcheck
	d.lock = nil
}

// find returns the address of a running peer.
func (d *directory) find(id networking.SteamID) (netip.AddrPort, bool) {
	text, err := files.ReadSmall(d.pathOf(id), maxRecord)
	if err != nil {
		return netip.AddrPort{}, false
	}
	address, err := parseRecord(text)
	return address, err == nil && d.lifeOf(id) == alive
}

// runs reports whether a peer runs on this machine.
func (d *directory) runs(id networking.SteamID) bool {
	_, ok := d.find(id)
	return ok
}

// list returns all peers that run on this machine, and those of whom it is
// known that they have died. Who is in neither list may be running.
func (d *directory) list() (running, dead []networking.SteamID) {
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return nil, nil
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".json")
		value, err := strconv.ParseUint(name, 10, 64)
		id := networking.SteamID(value)
		if !ok || err != nil || !id.CanHoldSession() {
			continue
		}
		switch d.lifeOf(id) {
		case alive:
			running = append(running, id)
		case died:
			dead = append(dead, id)
		}
	}
	return running, dead
}

// life is what is known of a peer's process.
type life int

const (
	unknown life = iota // nothing that could tell is there, or it can't be read
	alive               // it holds its lock
	died                // it has left a record whose lock is free
)

// lifeOf tells whether a peer's process runs. What the dead leave behind is
// cleared, if not at once.
func (d *directory) lifeOf(id networking.SteamID) life {
	path := d.pathOf(id)
	is, abandoned := look(path)
	d.mu.Lock()
	defer d.mu.Unlock()
	if !abandoned {
		delete(d.left, id)
		return is
	}
	since, ok := d.left[id]
	switch {
	case !ok:
		d.left[id] = time.Now()
	case time.Since(since) >= burial:
		clearRecord(path)
		delete(d.left, id)
	}
	return is
}

// isDead reports whether it is known that a peer's process has ended.
func (d *directory) isDead(id networking.SteamID) bool { return d.lifeOf(id) == died }

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
