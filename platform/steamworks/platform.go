package steamworks

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"unsafe"

	"github.com/ebitengine/purego"

	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// Platform is a running libsteam_api.
type Platform struct {
	lib     *library
	signals *signals.Queue // never nil
	log     *slog.Logger
	pipe    uintptr
	iface   [interfaces]uintptr

	// alive is held for reading around every call into the library, and for
	// writing to shut it down, so that no call meets freed memory. Nothing of
	// the game's is called under it.
	alive   sync.RWMutex
	running bool

	owners owners // of connections that are not the game's

	reading sync.Mutex // makes "how large is it" and "read it" one step
	buffers buffers

	dispatching sync.Mutex // callbacks are taken by one thread at a time; guards the rest
	results     callResults
	wanted      wanted
}

var (
	_ platform.Platform = (*Platform)(nil)
	_ platform.P2P      = (*Platform)(nil)
)

// start starts the library.
func (l *library) start(config platform.Config) (*Platform, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.owner != nil {
		return nil, initError(platform.InitFailedGeneric, "Steamworks has been started already: call "+
			"steamShutdown() first.")
	}
	if err := setAppID(config.AppID); err != nil {
		return nil, initError(platform.InitFailedGeneric, err.Error())
	}
	if err := l.initialise(); err != nil {
		return nil, err
	}
	p := &Platform{lib: l, signals: config.Signals, log: config.Log, running: true}
	for which, a := range l.accessors {
		if a.address == 0 {
			continue
		}
		p.iface[which], _, _ = purego.SyscallN(a.address)
		if p.iface[which] == 0 && !known[which].optional {
			purego.SyscallN(l.fn[shutdown])
			return nil, initError(platform.InitVersionMismatch, fmt.Sprintf("The Steam client doesn't know "+
				"%s%03d, which %s asks for: update Steam.", known[which].name, a.version, l.path))
		}
	}
	purego.SyscallN(l.fn[dispatchInit])
	pipe, _, _ := purego.SyscallN(l.fn[getPipe])
	p.pipe = uintptr(uint32(pipe))
	l.owner = p
	return p, nil
}

// Shutdown implements [platform.Platform]. It waits for calls of other threads
// that are inside of the library, none of which waits for the network, and a
// moment if a peer has just been closed.
func (p *Platform) Shutdown() {
	p.owners.part()
	p.lib.mu.Lock()
	defer p.lib.mu.Unlock()
	p.alive.Lock()
	defer p.alive.Unlock()
	if !p.running {
		return
	}
	p.running = false
	purego.SyscallN(p.lib.fn[shutdown])
	p.lib.owner = nil
}

// Name implements [platform.Platform].
func (p *Platform) Name() string { return "steamworks" }

// Description implements [platform.Platform].
func (p *Platform) Description() string { return "Steamworks active." }

// Steady implements [platform.Platform]. A user can be logged off, and on again
// as somebody else, while the game runs.
func (p *Platform) Steady() bool { return false }

// ask calls a function whose only argument is its interface, 0 if Steamworks
// doesn't run any more.
func (p *Platform) ask(fn function, of iface) uintptr {
	p.alive.RLock()
	defer p.alive.RUnlock()
	if !p.running {
		return 0
	}
	return call(p.lib.fn[fn], p.iface[of], 0, 0, 0, 0, 0)
}

// SteamID implements [platform.Platform].
func (p *Platform) SteamID() steamtypes.SteamID {
	return steamtypes.SteamID(p.ask(userSteamID, steamUser))
}

// AppID implements [platform.Platform].
func (p *Platform) AppID() uint32 { return uint32(p.ask(utilsAppID, steamUtils)) }

// LoggedOn implements [platform.Platform].
func (p *Platform) LoggedOn() bool { return isTrue(p.ask(userLoggedOn, steamUser)) }

// PersonaName implements [platform.Platform].
func (p *Platform) PersonaName() string {
	p.alive.RLock()
	defer p.alive.RUnlock() // the text is the library's: copy it before letting go
	if !p.running {
		return ""
	}
	text := call(p.lib.fn[friendsPersonaName], p.iface[steamFriends], 0, 0, 0, 0, 0)
	return copyText(text, maxName)
}

// maxName is beyond k_cchPersonaNameMax (128): a text without an end must not
// be followed for ever.
const maxName = 1024

// copyText copies a C string of at most limit bytes.
func copyText(text uintptr, limit int) string {
	if text == 0 {
		return ""
	}
	start := foreign(text)
	n := 0
	for n < limit && *(*byte)(unsafe.Add(start, n)) != 0 {
		n++
	}
	return strings.ToValidUTF8(string(unsafe.Slice((*byte)(start), n)), "?")
}

// foreign turns an address that C returned into a pointer. It is not Go's
// memory, so the rule that a uintptr keeps nothing alive doesn't matter.
func foreign(address uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&address)) }
