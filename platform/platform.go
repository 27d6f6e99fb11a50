// Package platform says what stands behind the Steam class: Valve's library
// (platform/steamworks) or the embedded network (platform/standalone).
//
// A platform knows nothing of Godot. It is called from any thread, answers at
// once, and tells the game what happened through the [signals.Queue].
package platform

import (
	"log/slog"
	"sync/atomic"

	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// Provider starts a platform. There is one per implementation, and it answers
// what a game may ask before steamInit.
type Provider interface {
	// Start starts the platform. The error is an [*InitError].
	Start(Config) (Platform, error)

	// IsSteamRunning reports whether a Steam client, or what stands for it, is
	// there to start with (SteamAPI_IsSteamRunning).
	IsSteamRunning() bool

	// RestartAppIfNecessary reports whether the game was not started through
	// Steam and is now being started through it, so that it should quit
	// (SteamAPI_RestartAppIfNecessary).
	RestartAppIfNecessary(appID uint32) bool
}

// Config is what a platform is started with.
type Config struct {
	// AppID is the game. 0 means that nobody named one.
	AppID uint32

	// Signals takes the events that the game shall hear of.
	Signals *signals.Queue

	// Heads is where the sizes of the next packets of the first channels may
	// be kept, see [networking.NewInbox]. A platform whose packets wait
	// elsewhere leaves it alone, and polls go to PacketSize.
	Heads []atomic.Int64

	// Log takes what a developer may want to know.
	Log *slog.Logger
}

// Host is what a platform may ask of the game that it runs in.
type Host struct {
	// Getenv returns an environment variable, "" when it is not set. It sees
	// what a script set, which os.Getenv does not.
	Getenv func(name string) string
	// Setting returns a project setting, nil when there is none.
	Setting func(name string) any
	// LibraryDirs are where Valve's library may lie: beside the addon's own
	// library, and beside the game's executable.
	LibraryDirs []string
	// Debug says that this is the editor or a debug build.
	Debug bool
}

// Platform is a running platform. What it can beyond this it says by what else
// it implements: [P2P], [Lobbies], [People] and the like; what it lacks answers
// false, 0 or nothing. One that is Valve's library implements [Valve].
//
// No method waits for the network, and all are safe for concurrent use.
// Arguments have been checked by the caller.
type Platform interface {
	// Name is the platform's name for get_platform: "steamworks" or "standalone".
	Name() string

	// Description is a sentence for the developer, which steamInitEx gives as
	// verbal.
	Description() string

	// Steady reports whether the answers about the user (ID, logged on) stay
	// the same while the platform runs, so that they may be kept.
	Steady() bool

	SteamID() steamtypes.SteamID
	AppID() uint32
	LoggedOn() bool

	// RunCallbacks gives a platform that must be pumped its turn, on the main
	// thread, before the signals are drained.
	RunCallbacks()

	// Shutdown ends every session and gives everything back. It returns soon
	// and may be called twice; after it there is nothing to send, read or close.
	Shutdown()
}

// InitResult is Valve's ESteamAPIInitResult.
type InitResult int

// The results, with Valve's numbers.
const (
	InitOK              InitResult = 0
	InitFailedGeneric   InitResult = 1
	InitNoSteamClient   InitResult = 2
	InitVersionMismatch InitResult = 3
)

// InitError is why a platform could not start.
type InitError struct {
	Result     InitResult
	Message    string // a sentence that steamInitEx gives as verbal
	InvalidApp bool   // Steam does not know the app, or the user does not own it
}

func (e *InitError) Error() string { return e.Message }
