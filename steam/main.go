package steam

// GodotSteam's page "Functions | Main".

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"

	"godotsteam/gd"
	"godotsteam/internal/files"
	"godotsteam/platform"
)

// apiVersion is the GodotSteam whose class this one is (get_godotsteam_version).
const apiVersion = 4.11

var (
	keyStatus = keyOf("status")
	keyVerbal = keyOf("verbal")
)

func runningCell(p *published) []atomic.Int64 { return p.running }

// properties are kept for the game: set by a start, and by itself.
var properties = []property{
	{"current_app_id", "set_current_app_id", "get_current_app_id",
		`The app that Steam was started for, [code]0[/code] before. A script may set it; that changes nothing else.`},
	{"current_steam_id", "set_current_steam_id", "get_current_steam_id",
		`The Steam ID of the user at this computer, [code]0[/code] before Steam was started. A script may set it; that
		changes nothing else.`},
}

// property is an int that two methods set and get.
type property struct{ name, setter, getter, text string }

// initResult is what the last attempt to start came to.
type initResult struct {
	status platform.InitResult
	verbal string
	legacy legacyStatus
}

// legacyStatus is the status of steamInit's Dictionary: an EResult, and
// GodotSteam's words for it.
type legacyStatus int64

const (
	legacyOK           legacyStatus = 1
	legacyFailed       legacyStatus = 2
	legacyNotRunning   legacyStatus = 20
	legacyInvalidAppID legacyStatus = 79
)

func (s legacyStatus) verbal() string {
	switch s {
	case legacyOK:
		return "Steamworks active."
	case legacyNotRunning:
		return "Steam not running."
	case legacyInvalidAppID:
		return "Invalid app ID or app not installed."
	}
	return "Steamworks failed to initialize."
}

// initArgs are the arguments of steamInit and steamInitEx, whose order and
// types changed with GodotSteam's versions:
//
//	(retrieve_stats: bool = true, app_id: int = 0, embed_callbacks: bool = false)  to 4.13
//	(app_id: int = 0, embed_callbacks: bool = false)                               from 4.14
//
// The type of the first one tells which.
type initArgs struct {
	appID int64
	embed bool
	newer bool // the form from 4.14 on
}

func parseInitArgs(c *gd.Call) (args initArgs, ok bool) {
	if c.Len() == 0 {
		return initArgs{}, true
	}
	want := []gd.Type{gd.Bool, gd.Int, gd.Bool}
	first := 1
	if c.Type(0) != gd.Bool {
		want, first = []gd.Type{gd.Int, gd.Bool}, 0
		args.newer = true
	}
	if c.Len() > len(want) {
		c.RejectCount(len(want))
		return args, false
	}
	for i := range c.Len() {
		if c.Type(i) != want[i] {
			c.Reject(i, want[i])
			return args, false
		}
	}
	if c.Len() > first {
		args.appID = c.Int(first)
	}
	if c.Len() > first+1 {
		args.embed = c.Bool(first + 1)
	}
	return args, true
}

// steamInit answers in its caller's era: a bool from 4.14 on, before that a
// Dictionary whose status is an EResult, 1 being OK. The settings may tell the
// era; else the arguments do, and without any it is the older one.
func (s *Steam) steamInit(c *gd.Call) {
	args, ok := parseInitArgs(c)
	if !ok {
		return
	}
	r := s.start("steamInit", args)
	if s.initReturns == gd.Bool || s.initReturns == gd.Nil && args.newer {
		c.SetBool(r.status == platform.InitOK)
		return
	}
	d := c.Dictionary()
	d.Int(keyStatus, int64(r.legacy))
	d.String(keyVerbal, r.legacy.verbal())
}

// steamInitEx always answers a Dictionary; its status is a SteamAPIInitResult,
// 0 being OK.
func (s *Steam) steamInitEx(c *gd.Call) {
	if args, ok := parseInitArgs(c); ok {
		s.start("steamInitEx", args)
		s.getSteamInitResult(c.Dictionary())
	}
}

func (s *Steam) getSteamInitResult(d *gd.Dictionary) {
	r := s.result.Load()
	if r == nil {
		r = &initResult{platform.InitFailedGeneric, "steamInit() has not been called yet.", legacyFailed}
	}
	d.Int(keyStatus, int64(r.status))
	d.String(keyVerbal, r.verbal)
}

// start starts the platform, unless one runs, and remembers the result.
func (s *Steam) start(method string, args initArgs) initResult {
	if running := s.running.Load(); running != nil && args.appID != 0 && args.appID != int64(running.AppID()) {
		s.errors.warn(method, otherAppError{args.appID, running.AppID()})
	}
	r, err := s.startOnce(args)
	// What is said may be heard by a script's Logger, which may call us.
	s.log.drain()
	if err != nil {
		s.errors.report(method, err)
	}
	return r
}

func (s *Steam) startOnce(args initArgs) (initResult, error) {
	s.starting.Lock()
	defer s.starting.Unlock()
	var err error
	if s.running.Load() == nil {
		var r initResult
		r, err = s.startPlatform(args)
		s.result.Store(&r)
	}
	r := *s.result.Load()
	if r.status == platform.InitOK && (args.embed || boolSetting(settingEmbed, settingEmbed420)) {
		s.embed.Store(true)
	}
	return r, err
}

func (s *Steam) startPlatform(args initArgs) (initResult, error) {
	host := s.host()
	appID, err := s.resolveAppID(args.appID, host)
	if err != nil {
		return initResult{platform.InitFailedGeneric, err.Error(), legacyInvalidAppID}, err
	}
	provider := s.provider(host)
	p, err := provider.Start(platform.Config{
		AppID:   appID,
		Signals: &s.signals,
		Heads:   s.published.heads,
		Log:     s.logger(),
	})
	if err != nil {
		return failedResult(err, provider), err
	}
	p2p, _ := p.(platform.P2P)
	s.running.Store(&started{Steam: s, Platform: p, p2p: p2p})
	s.currentApp.Store(int64(p.AppID()))
	s.currentUser.Store(int64(p.SteamID()))
	if p.Steady() {
		s.published.steamID[0].Store(int64(p.SteamID()))
		s.published.loggedOn[0].Store(cell(p.LoggedOn()))
		s.published.running[0].Store(1)
	}
	return initResult{platform.InitOK, p.Description(), legacyOK}, nil
}

func failedResult(err error, provider platform.Provider) initResult {
	r := initResult{platform.InitFailedGeneric, err.Error(), legacyFailed}
	var failed *platform.InitError
	if errors.As(err, &failed) {
		r.status = failed.Result
		if failed.InvalidApp {
			r.legacy = legacyInvalidAppID
		}
	}
	// Valve's library does not always tell a missing client from other trouble.
	if r.status == platform.InitNoSteamClient || !provider.IsSteamRunning() {
		r.legacy = legacyNotRunning
	}
	return r
}

// resolveAppID finds the game's app id: the argument, the project setting, the
// environment, steam_appid.txt beside the game. 0 if none names one.
func (s *Steam) resolveAppID(argument int64, host platform.Host) (uint32, error) {
	if err := checkAppID(argument); err != nil {
		return 0, err
	}
	if argument > 0 {
		return uint32(argument), nil
	}
	if id := appIDSetting(host.Setting); id > 0 {
		return id, nil
	}
	for _, name := range []string{"SteamAppId", "SteamGameId"} {
		text := host.Getenv(name)
		if id := appIDOfGame(text); id != 0 {
			return id, nil
		}
		if name == "SteamAppId" && text != "" && text != "0" { // SteamGameId may be a shortcut's
			s.later(name, noAppIDError{text})
		}
	}
	return appIDBeside(append([]string{"."}, host.LibraryDirs...), s.later), nil
}

// maxAppIDFile is far more than a steam_appid.txt needs.
const maxAppIDFile = 4 << 10

// appIDBeside reads the first steam_appid.txt that names an app, and tells of
// those that are there and don't.
func appIDBeside(dirs []string, ignored func(path string, why error)) uint32 {
	for _, dir := range dirs {
		path := filepath.Join(dir, "steam_appid.txt")
		text, err := files.ReadSmall(path, maxAppIDFile)
		if err == nil {
			if id := appIDOfFile(text); id != 0 {
				return id
			}
			err = noAppIDError{string(text)}
		}
		if !errors.Is(err, fs.ErrNotExist) {
			ignored(path, err)
		}
	}
	return 0
}

// appIDOfGame reads a game ID. It is an app's if nothing stands above its 24
// bits; a shortcut's or a mod's is not (CGameID).
func appIDOfGame(text string) uint32 {
	id, err := strconv.ParseUint(text, 10, 64)
	if err != nil || id >= 1<<24 {
		return 0
	}
	return uint32(id)
}

// appIDOfFile reads what a steam_appid.txt says, however an editor saved it.
func appIDOfFile(text []byte) uint32 {
	id, err := strconv.ParseUint(strings.TrimSpace(strings.TrimPrefix(string(text), "\ufeff")), 10, 32)
	if err != nil {
		return 0
	}
	return uint32(id)
}

// newHost looks at what does not change while the game runs; it is made once.
func newHost() platform.Host {
	engine := gd.Singleton("OS")
	return platform.Host{
		Getenv: func(name string) string {
			value, _ := engine.Call("get_environment", name).(string)
			return value
		},
		Setting:     gd.ProjectSetting,
		LibraryDirs: libraryDirs(engine),
		Debug:       engine.Call("is_debug_build") == true,
	}
}

// libraryDirs are where things that belong to the game lie: beside the addon's
// library and beside the executable.
func libraryDirs(engine gd.Object) []string {
	var dirs []string
	// In an exported game the path is relative: never look in the working
	// directory, where anybody may put a file.
	path, ok := gd.Singleton("ProjectSettings").Call("globalize_path", gd.LibraryPath()).(string)
	if ok && filepath.IsAbs(path) {
		dirs = append(dirs, filepath.Dir(path))
	}
	if path, ok := engine.Call("get_executable_path").(string); ok && path != "" {
		dirs = append(dirs, filepath.Dir(path))
	}
	return dirs
}

// InitializeOnStartup starts when the project settings ask for it. The editor
// is not the game.
func (s *Steam) InitializeOnStartup() {
	if gd.Engine().Call("is_editor_hint") == true || !boolSetting(settingOnStartup, settingOnStart420) {
		return
	}
	s.start("initialize_on_startup", initArgs{})
}

func (s *Steam) steamShutdown() { s.shutdown() }

func (s *Steam) shutdown() {
	s.peers.Close() // while there is something that can tell the others
	s.stop()
	s.log.drain()
	s.errors.summarize()
}

func (s *Steam) stop() {
	s.starting.Lock()
	defer s.starting.Unlock()
	r := s.running.Swap(nil)
	if r != nil {
		p := &s.published
		for _, cells := range [...][]atomic.Int64{p.heads, p.steamID, p.loggedOn, p.running} {
			for i := range cells {
				cells[i].Store(gd.AskGo)
			}
		}
		r.Shutdown()
		for i := range s.published.heads {
			s.published.heads[i].Store(gd.AskGo) // a packet may have come in between
		}
	}
	s.embed.Store(false)
	s.signals.Clear()
	s.filter.take()
	s.result.Store(nil)
}

// runCallbacks emits the signals that wait. It is harmless before steamInit,
// and inside itself: a signal's handler may call it, or steamShutdown.
func (s *Steam) runCallbacks(onMainThread bool) {
	r := s.running.Load()
	if r == nil {
		return
	}
	if !onMainThread {
		s.errors.report("run_callbacks", errNotMainThread)
		return
	}
	s.called = true
	if s.returning {
		return
	}
	s.returning = true
	defer func() { s.returning = false }()
	r.RunCallbacks()
	s.signals.Drain(s.emit)
	s.log.drain()
}

func (s *Steam) isSteamRunning() bool { return s.provider(s.host()).IsSteamRunning() }

func (s *Steam) restartAppIfNecessary(appID int64) bool {
	return s.provider(s.host()).RestartAppIfNecessary(uint32(appID))
}

func (*Steam) getGodotSteamVersion() float64 { return apiVersion }

func (s *Steam) getCurrentAppID() int64   { return s.currentApp.Load() }
func (s *Steam) setCurrentAppID(id int64) { s.currentApp.Store(id) }

func (s *Steam) getCurrentSteamID() int64   { return s.currentUser.Load() }
func (s *Steam) setCurrentSteamID(id int64) { s.currentUser.Store(id) }

// getPlatform is our own: "standalone", "steamworks", or "" before steamInit.
func (s *Steam) getPlatform() string {
	if r := s.running.Load(); r != nil {
		return r.Name()
	}
	return ""
}

var mainPage = page{"Starting and running", []*row{
	vararg("steamInit", "Variant", (*Steam).steamInit).
		returning(func(s *Steam) gd.Type { return s.initReturns }).
		doc(`
			Starts Steam like [method steamInitEx], with the arguments of any GodotSteam 4. They may be:

			[code]steamInit(app_id: int = 0, embed_callbacks: bool = false)[/code], as in 4.14 and later,
			returns a [bool].

			[code]steamInit(retrieve_stats: bool, app_id: int = 0, embed_callbacks: bool = false)[/code], as
			before, returns a dictionary with [code]status[/code] (1: started, 2: failed, 20: Steam does not
			run, 79: the app ID is not valid) and [code]verbal[/code], the same in words.
			[code]retrieve_stats[/code] is ignored.

			In a project with the settings of GodotSteam 4.14 or later ([code]steam/initialization/app_id[/code]
			and its neighbors) it is declared to return a [bool], and does so in each form. The project setting
			[code]steam/initialization/steam_init_returns[/code] declares the one or the other,
			[code]"bool"[/code] or [code]"dictionary"[/code]; the editor must be restarted then. With a type
			declared, [code]var started := Steam.steamInit()[/code] works.

			Where the settings say nothing it can return either, and a [Dictionary] without arguments. Then give
			the variable a type: [code]var started: Dictionary = Steam.steamInit(true)[/code] and not
			[code]:=[/code]. New scripts should use [method steamInitEx], which says more.`),
	vararg("steamInitEx", "Dictionary", (*Steam).steamInitEx).
		doc(`
			Starts Steam; the arguments are [code](app_id: int = 0, embed_callbacks: bool = false)[/code]. A
			[bool] before them, GodotSteam's former [code]retrieve_stats[/code], is ignored. Without an app ID
			it is looked for, see [method getAppID]. With [code]embed_callbacks[/code], or the project setting
			of that name, [method run_callbacks] is called in every frame by itself.

			Returns a dictionary with [code]status[/code], one of [enum SteamAPIInitResult], and
			[code]verbal[/code], a sentence for the developer. If Steam runs already it returns what the first
			call returned.

			The project setting [code]steam/platform[/code] chooses the platform. [code]auto[/code] takes Steam
			where Valve's library is found and the client runs, otherwise [code]standalone[/code] in the editor and in
			debug builds; in a release build it fails, and says that [code]standalone[/code] can be chosen.

			Source: steam_api.h, SteamAPI_InitEx.`),
	own("get_steam_init_result() -> Dictionary", dict0((*Steam).getSteamInitResult)).
		beforeInit().
		doc(`
			Returns what the last [method steamInitEx], [method steamInit] or start by the project settings came
			to, in the form of [method steamInitEx]. Before there was one, and after [method steamShutdown], its
			status is [constant STEAM_API_INIT_RESULT_FAILED_GENERIC].`),
	own("steamShutdown()", do0((*Steam).steamShutdown)).
		beforeInit().
		doc(`
			Ends every session and stops Steam; what was sent reliably just before gets a moment (a tenth of a
			second) to arrive on the platform [code]standalone[/code]. Afterwards [method steamInitEx] may be called
			again. Happens by itself when the game quits.

			[b]Note:[/b] Stop polling in [method Node._process] after it: [method getAvailableP2PPacketSize]
			would report that Steam is not initialized.

			Source: steam_api.h, SteamAPI_Shutdown.`),
	own("run_callbacks()", raw(func(s *Steam, c call) { s.runCallbacks(c.OnMainThread()) })).
		beforeInit().
		doc(`
			Emits the signals that wait. Call it once in every frame, on the main thread, unless the callbacks
			are embedded (see [method steamInitEx]); calling it then as well does no harm. Packets can be read
			without it. Does nothing before [method steamInitEx].

			Source: steam_api.h, SteamAPI_RunCallbacks.`),
	own("isSteamRunning() -> bool", fn0((*Steam).isSteamRunning)).
		beforeInit().
		publishedIn(runningCell).
		doc(`
			Returns [code]true[/code] if a Steam client runs on this computer. May be called before [method
			steamInitEx]. Where the platform [code]standalone[/code] stands in for Steam it is [code]true[/code].

			Source: steam_api.h, SteamAPI_IsSteamRunning.`),
	own("restartAppIfNecessary(app_id: app_id) -> bool", fn1((*Steam).restartAppIfNecessary)).
		beforeInit().
		steamOnly("").
		doc(`
			Returns [code]true[/code] if the game was not started through Steam and Steam is starting it now:
			quit then. Call it before [method steamInitEx]. Always [code]false[/code] on the platform
			[code]standalone[/code] and without Valve's library.

			Source: steam_api.h, SteamAPI_RestartAppIfNecessary.`),
	own("get_godotsteam_version() -> float", fn0((*Steam).getGodotSteamVersion)).
		beforeInit().
		doc(`
			Returns [code]4.11[/code], the version of GodotSteam whose names this class has.`),
	own("get_current_app_id() -> int", fn0((*Steam).getCurrentAppID)).
		beforeInit().
		doc(`
			Returns [code]current_app_id[/code]: the app that the last start of Steam was for, unless the game
			has set another number since. [method getAppID] asks Steam.`),
	own("set_current_app_id(new_current_app_id: id)", do1((*Steam).setCurrentAppID)).
		beforeInit().
		doc(`
			Sets [code]current_app_id[/code], a number that is only kept for the game: the next [method
			steamInitEx] takes its app from its arguments, and sets this anew.`),
	own("get_current_steam_id() -> int", fn0((*Steam).getCurrentSteamID)).
		beforeInit().
		doc(`
			Returns [code]current_steam_id[/code]: the Steam ID of this user when Steam was last started, unless
			the game has set another number since. [method getSteamID] asks Steam.`),
	own("set_current_steam_id(new_current_steam_id: id)", do1((*Steam).setCurrentSteamID)).
		beforeInit().
		doc(`
			Sets [code]current_steam_id[/code], a number that is only kept for the game. It does not change who
			the user is.`),
	own("get_platform() -> String", fn0((*Steam).getPlatform)).
		beforeInit().
		doc(`
			Returns which platform runs: [code]"steamworks"[/code] (Valve's library), [code]"standalone"[/code] (no
			Steam), or an empty string before [method steamInitEx]. This method is not GodotSteam's: call it
			through [code]Steam.has_method("get_platform")[/code] in a script that should run on both.`),
}}
