// Package steam is the Steam class as Godot sees it: GodotSteam's names,
// arguments, dictionaries and signals over whatever platform runs.
//
// There is a file for each page of GodotSteam's documentation. A method checks
// what the game gave, asks the platform, and returns what GodotSteam documents;
// what is wrong is said once through push_error, see [reporter].
//
// Methods may be called from any thread. Signals are emitted on the main
// thread alone, inside run_callbacks.
package steam

import (
	"log/slog"
	"sync"
	"sync/atomic"

	"godotsteam/gd"
	"godotsteam/multiplayer/class"
	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
)

// Steam is the singleton's state.
type Steam struct {
	class    *gd.Class
	peers    *class.Classes // SteamMultiplayerPeer
	provider func(platform.Host) platform.Provider
	host     func() platform.Host
	errors   reporter
	log      logBuffer
	signals  signals.Queue
	filter   lobbyFilter

	identities identities

	starting sync.Mutex // serializes steamInit and steamShutdown
	running  atomic.Pointer[started]
	result   atomic.Pointer[initResult]

	currentApp, currentUser atomic.Int64

	initReturns gd.Type     // what steamInit is declared to return, see initReturns
	embed       atomic.Bool // run the callbacks every frame
	returning   bool        // run_callbacks is running (main thread only)
	called      bool        // it was called before (main thread only)
	waited      int         // for how many frames signals wait for a first call
	unheard     unheard

	published published
}

// started is Steam with a platform that runs.
type started struct {
	*Steam
	platform.Platform
	p2p    platform.P2P // the same, for what is called for each packet; nil if it has none
	relays atomic.Bool  // initRelayNetworkAccess was called
}

// published holds what the engine reads without entering Go.
type published struct {
	heads    []atomic.Int64 // next packet's size by channel, see networking.Inbox
	steamID  []atomic.Int64
	loggedOn []atomic.Int64
	running  []atomic.Int64
}

// New returns the Steam class over the platform that provider chooses.
func New(provider func(platform.Host) platform.Provider) *Steam {
	s := &Steam{
		provider: provider,
		host:     sync.OnceValue(newHost),
		published: published{
			heads:    gd.NewCells(networking.PolledChannels),
			steamID:  gd.NewCells(1),
			loggedOn: gd.NewCells(1),
			running:  gd.NewCells(1),
		},
	}
	s.peers = class.New(peerWorld{s})
	s.signals.Overflow = func() {
		s.logger().Warn("signals are being lost: too many wait. Call run_callbacks() in every frame, or start " +
			"Steam with embed_callbacks")
	}
	return s
}

// Register makes the class known to Godot. It refuses, and says why, when
// another extension has done so already.
func (s *Steam) Register() bool {
	if gd.FoundByHeadlessEditor() {
		return false
	}
	if gd.Engine().Call("has_singleton", gd.StringName("Steam")) == true {
		gd.PushError("[STEAM] another addon has already registered a Steam singleton (GodotSteam itself?): this " +
			"one stays off. Keep one of the two in the project's addons folder.")
		return false
	}
	s.initReturns = initReturns()
	s.class = s.newClass()
	s.class.Register()
	s.peers.Register()
	defineSettings()
	return true
}

// DisconnectSignals lets go of all who listen. It is for when the engine is
// about to take the scripts away.
func (s *Steam) DisconnectSignals() { s.class.DisconnectAll() }

// Unregister ends what runs and takes the class back.
func (s *Steam) Unregister() {
	s.shutdown()
	s.peers.Unregister()
	s.class.Unregister()
}

// Frame is the engine's per-frame callback.
func (s *Steam) Frame() {
	if s.embed.Load() {
		s.runCallbacks(true)
	} else {
		s.remindOfCallbacks()
	}
	s.remindOfRequests()
	s.log.drain()
}

// patience is how many frames signals may wait before it is said that nothing
// calls run_callbacks: some seconds.
const patience = 300

// remindOfCallbacks tells a game that has never called run_callbacks why it
// hears nothing. On Steam signals are not even made without it.
func (s *Steam) remindOfCallbacks() {
	r := s.running.Load()
	if r == nil || s.called || !s.signals.Waiting() && r.Steady() {
		s.waited = 0
		return
	}
	if s.waited++; s.waited == patience {
		s.errors.warn("run_callbacks", errNeverCalled)
	}
}

// reportNotRunning reports that a method needs steamInit, or why that has failed.
func (s *Steam) reportNotRunning(method string) {
	if r := s.result.Load(); r != nil && r.status != platform.InitOK {
		s.errors.report(method, notStartedError{r.verbal})
	} else {
		s.errors.report(method, errNotInitialized)
	}
}

func (s *Steam) logger() *slog.Logger { return slog.New(&s.log) }
