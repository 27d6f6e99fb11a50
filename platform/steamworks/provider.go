package steamworks

import (
	"log/slog"
	"sync"

	"github.com/ebitengine/purego"

	"godotsteam/platform"
	"godotsteam/signals"
)

// Provider starts the platform. The first call of any method looks for the
// library, once. A process has use for one Provider, because the library is one
// per process.
type Provider struct {
	// SearchDirs are the folders where the library is looked for, before the
	// system's loader is asked: beside the addon's library, beside the game's
	// executable. Empty ones are skipped.
	SearchDirs []string

	// Subdirs are folders that may stand between a search folder and the
	// library, such as "linux64" in what Valve ships.
	Subdirs []string

	once    sync.Once
	library *library
	err     error
}

var _ platform.Provider = (*Provider)(nil)

// Available returns nil if the library was found and can be used. Otherwise
// the error is a [*NotFoundError] or a [*SymbolError].
func (p *Provider) Available() error {
	_, err := p.load()
	return err
}

func (p *Provider) load() (*library, error) {
	p.once.Do(func() {
		handle, path, err := open(Candidates(p.SearchDirs, p.Subdirs))
		if err != nil {
			p.err = err
			return
		}
		p.library, p.err = bind(path, func(name string) uintptr { return lookUp(handle, name) })
	})
	return p.library, p.err
}

// Start implements [platform.Provider].
func (p *Provider) Start(config platform.Config) (platform.Platform, error) {
	l, err := p.load()
	if err != nil {
		return nil, &platform.InitError{Result: platform.InitFailedGeneric, Message: err.Error()}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	if config.Signals == nil {
		config.Signals = new(signals.Queue)
	}
	running, err := l.start(config)
	if err != nil {
		return nil, err
	}
	config.Log.Info("Steamworks started", "library", l.path, "interfaces", l.versions())
	return running, nil
}

// IsSteamRunning implements [platform.Provider]. Without the library it is false.
func (p *Provider) IsSteamRunning() bool {
	l, err := p.load()
	if err != nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	answer, _, _ := purego.SyscallN(l.fn[isSteamRunning])
	return isTrue(answer)
}

// RestartAppIfNecessary implements [platform.Provider]. Without the library it
// is false, so that the game goes on to its init, which says what is missing.
func (p *Provider) RestartAppIfNecessary(appID uint32) bool {
	l, err := p.load()
	if err != nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	answer, _, _ := purego.SyscallN(l.fn[restartAppIfNecessary], uintptr(appID))
	return isTrue(answer)
}
