package machine

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"godotsteam/internal/files"
	"godotsteam/steamtypes"
)

// Directory is how processes on one machine find each other: a folder for each
// app with a small file for each running peer, named by Steam ID, and a lock
// beside it that its process holds. What a file says is only a hint where to
// knock: who answers there must prove the Steam ID.
//
// A record is written once its lock is held. So a record whose lock is free is
// a dead peer's, and nothing else is proof of death: files may be taken away by
// anybody who tidies up, and reading may fail.
type Directory struct {
	base, dir string

	own     sync.Mutex // guards what is of this process, from announce to withdraw
	path    string
	address netip.AddrPort
	lock    *flock.Flock

	mu   sync.Mutex
	left map[steamtypes.SteamID]time.Time // since when a dead peer's files are known

	memory  sync.RWMutex // guards what was last seen, and is never held while files are read
	running map[steamtypes.SteamID]bool
	looking int                         // how many are
	found   map[steamtypes.SteamID]bool // what Find has seen meanwhile: what they have seen may be older
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

	// RecordInterval is how often a game looks whether its own file is there.
	RecordInterval = time.Second
)

// Open returns the folder of an app.
func Open(base string, appID uint32) (*Directory, error) {
	d := &Directory{
		base: base, dir: filepath.Join(base, "peers", strconv.FormatUint(uint64(appID), 10)),
		left: make(map[steamtypes.SteamID]time.Time), running: make(map[steamtypes.SteamID]bool),
		found: make(map[steamtypes.SteamID]bool),
	}
	return d, d.make()
}

// make makes the folder, in which nobody else may write, nor in those above it.
func (d *Directory) make() error {
	if !filepath.IsAbs(d.base) {
		return fmt.Errorf("%q is not an absolute path", d.base)
	}
	for _, dir := range []string{d.base, filepath.Dir(d.dir), d.dir} {
		if err := OwnFolder(dir); err != nil {
			return err
		}
	}
	return nil
}

// AnnounceIn announces a process in the first folder that can be used.
func AnnounceIn(
	bases []string, appID uint32, id steamtypes.SteamID, address netip.AddrPort, log *slog.Logger,
) (*Directory, error) {
	var failed []string
	for _, base := range bases {
		d, err := Open(base, appID)
		if err == nil {
			err = d.Announce(id, address)
		}
		switch {
		case errors.Is(err, ErrIDInUse):
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

func (d *Directory) PathOf(id steamtypes.SteamID) string {
	return filepath.Join(d.dir, id.String()+".json")
}

func lockPath(path string) string { return path + ".lock" }

// ErrIDInUse says that a process with the same Steam ID runs already.
var ErrIDInUse = errors.New("another process on this machine runs with the same Steam ID")

// Announce writes the file of this process and keeps it locked.
func (d *Directory) Announce(id steamtypes.SteamID, address netip.AddrPort) error {
	d.own.Lock()
	defer d.own.Unlock()
	d.path, d.address = d.PathOf(id), address
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

func (d *Directory) write() error {
	text, err := json.Marshal(record{Address: d.address.String()})
	if err != nil {
		return err
	}
	return WriteAtomically(d.path, text)
}

// Keep writes the file of this process again if somebody has taken it away, or
// its lock: games that start later would not find this one.
func (d *Directory) Keep() error {
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

// Withdraw takes the file away again.
func (d *Directory) Withdraw() {
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

// Abandon leaves the files as a process does that is killed: it is for tests of what others make of it.
func (d *Directory) Abandon() {
	d.own.Lock()
	defer d.own.Unlock()
	d.lock.Unlock() //nolint:errcheck
	d.lock = nil
}

// Find looks for a running peer and returns its address.
func (d *Directory) Find(id steamtypes.SteamID) (netip.AddrPort, bool) {
	address, runs := d.find(id)
	d.memory.Lock()
	defer d.memory.Unlock()
	d.note(id, runs)
	if d.looking > 0 {
		d.found[id] = runs
	}
	return address, runs
}

func (d *Directory) note(id steamtypes.SteamID, runs bool) {
	if runs {
		d.running[id] = true
	} else {
		delete(d.running, id)
	}
}

func (d *Directory) find(id steamtypes.SteamID) (netip.AddrPort, bool) {
	text, err := files.ReadSmall(d.PathOf(id), maxRecord)
	if err != nil {
		return netip.AddrPort{}, false
	}
	address, err := parseRecord(text)
	return address, err == nil && d.lifeOf(id) == alive
}

// Look looks for all peers that run on this machine, and those of whom it is known that they have died. A peer in
// neither list may be running.
func (d *Directory) Look() (running, dead []steamtypes.SteamID) {
	d.memory.Lock()
	d.looking++
	d.memory.Unlock()
	running, dead = d.look()
	d.memory.Lock()
	defer d.memory.Unlock()
	clear(d.running)
	for _, id := range running {
		d.note(id, true)
	}
	for id, runs := range d.found {
		d.note(id, runs)
	}
	if d.looking--; d.looking == 0 {
		clear(d.found)
	}
	return running, dead
}

func (d *Directory) look() (running, dead []steamtypes.SteamID) {
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return nil, nil
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".json")
		value, err := strconv.ParseUint(name, 10, 64)
		id := steamtypes.SteamID(value)
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

// Running returns the peers that ran when somebody last looked.
func (d *Directory) Running() []steamtypes.SteamID {
	d.memory.RLock()
	defer d.memory.RUnlock()
	return slices.Collect(maps.Keys(d.running))
}

// Runs reports whether a peer ran when somebody last looked.
func (d *Directory) Runs(id steamtypes.SteamID) bool {
	d.memory.RLock()
	defer d.memory.RUnlock()
	return d.running[id]
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
func (d *Directory) lifeOf(id steamtypes.SteamID) life {
	path := d.PathOf(id)
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
