package steam

import (
	"sync"

	"godotsteam/gd"
)

// Project settings. The names are GodotSteam's of 4.14 to 4.19; those of 4.20,
// which moved them, are read too.
const (
	settingAppID       = "steam/initialization/app_id"
	settingAppID420    = "steam/initialization/app_data/app_id"
	settingOnStartup   = "steam/initialization/initialize_on_startup"
	settingOnStart420  = "steam/initialization/processes/initialize_on_startup"
	settingEmbed       = "steam/initialization/embed_callbacks"
	settingEmbed420    = "steam/initialization/processes/embed_callbacks"
	settingInitReturns = "steam/initialization/steam_init_returns"
)

// hasSettingsOf414 reports whether the project has been set up with GodotSteam
// 4.14 or later, which brought these settings and writes them down as they are.
// It has to be asked before [defineSettings], which may have run when the addon
// was loaded before: so the first answer stands.
var hasSettingsOf414 = sync.OnceValue(func() bool {
	for _, name := range []string{
		settingAppID, settingAppID420, settingOnStartup, settingOnStart420, settingEmbed, settingEmbed420,
	} {
		if gd.ProjectSetting(name) != nil {
			return true
		}
	}
	return false
})

// initReturns is what steamInit is declared to return, so that a script can
// infer it: what the settings say, or imply. Where they don't, a project may be
// of either era, and it is any type: a script that declared the other one would
// not even parse.
func initReturns() gd.Type {
	impliesBool := hasSettingsOf414()
	switch gd.ProjectSetting(settingInitReturns) {
	case "bool":
		return gd.Bool
	case "dictionary":
		return gd.DictionaryType
	}
	if impliesBool {
		return gd.Bool
	}
	return gd.Nil
}

// settings are those that the editor shows.
var settings = []gd.Setting{
	{Name: settingAppID, Default: 0, Hint: gd.HintRange, HintString: "0,4294967295,1"},
	{Name: settingOnStartup, Default: false},
	{Name: settingEmbed, Default: false},
	{Name: settingInitReturns, Default: "auto", Hint: gd.HintEnum, HintString: "auto,dictionary,bool"},
	{Name: settingChannels, Default: defaultChannels, Hint: gd.HintRange, HintString: "1,255,1"},
	{Name: "steam/platform", Default: "auto", Hint: gd.HintEnum, HintString: "auto,steamworks,standalone"},
	{Name: "steam/standalone/discovery", Default: "machine", Hint: gd.HintEnum, HintString: "machine,network"},
	{Name: "steam/standalone/persona_name", Default: ""},
	{Name: "steam/standalone/timeout", Default: 20.0, Hint: gd.HintRange, HintString: "0,3600,0.1,suffix:s"},
}

func defineSettings() {
	for _, s := range settings {
		gd.DefineSetting(s)
	}
}

// boolSetting is true when any of the settings is.
func boolSetting(names ...string) bool {
	for _, name := range names {
		if gd.ProjectSetting(name) == true {
			return true
		}
	}
	return false
}

// appIDSetting returns the first setting that names an app.
func appIDSetting(setting func(string) any) uint32 {
	for _, name := range []string{settingAppID, settingAppID420} {
		if id, ok := setting(name).(int64); ok && id > 0 && id <= 1<<32-1 {
			return uint32(id)
		}
	}
	return 0
}
