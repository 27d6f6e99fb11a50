package platform

import (
	"fmt"
	"strings"
)

// The values of the project setting steam/platform.
const (
	ChooseAuto       = "auto"
	ChooseSteamworks = "steamworks"
	ChooseStandalone = "standalone"

	// formerlyLan is what ChooseStandalone was called; projects and scripts may still say it.
	formerlyLan = "lan"
)

// Steamworks is what [Auto] needs to know of Steam beside starting it.
type Steamworks interface {
	Provider
	// Available returns nil if Valve's library was found and can be used.
	Available() error
}

// Auto chooses between Steam and the embedded platform.
type Auto struct {
	// Choice is ChooseAuto, ChooseSteamworks or ChooseStandalone.
	Choice     string
	Steamworks Steamworks
	Standalone Provider
	// AllowStandalone lets ChooseAuto fall back to standalone where there is no Steam: in
	// the editor and in debug builds. A game that was shipped must not open a
	// port on the local network by surprise.
	AllowStandalone bool
}

// ChoiceOf returns what the environment variable GODOTSTEAM_PLATFORM or the
// project setting steam/platform says.
func ChoiceOf(host Host) string {
	if choice := choiceOf(host); choice != formerlyLan {
		return choice
	}
	return ChooseStandalone
}

func choiceOf(host Host) string {
	if choice := host.Getenv("GODOTSTEAM_PLATFORM"); choice != "" {
		return choice
	}
	if choice, ok := host.Setting("steam/platform").(string); ok && choice != "" {
		return choice
	}
	return ChooseAuto
}

// Start implements [Provider].
func (a Auto) Start(c Config) (Platform, error) {
	switch a.Choice {
	case ChooseSteamworks:
		return a.Steamworks.Start(c)
	case ChooseStandalone:
		return a.Standalone.Start(c)
	case ChooseAuto:
	default:
		return nil, &InitError{Result: InitFailedGeneric, Message: fmt.Sprintf(
			"the platform is %q: steam/platform and GODOTSTEAM_PLATFORM must be auto, steamworks or "+
				"standalone", a.Choice)}
	}
	reason := a.noSteam()
	if a.AllowStandalone && reason != "" {
		c.Log.Info("no Steam here (" + reason + "): the embedded platform standalone stands in, as in every debug " +
			"build")
		return a.Standalone.Start(c)
	}
	p, err := a.Steamworks.Start(c)
	if e, ok := err.(*InitError); ok && reason != "" {
		hinted := *e
		hinted.Message = strings.TrimSuffix(e.Message, ".") + ". To play without Steam in a release build too, " +
			"set the " +
			"project setting steam/platform (or the environment variable GODOTSTEAM_PLATFORM) to " +
			"" + ChooseStandalone + "."
		err = &hinted
	}
	return p, err
}

// noSteam says why Steam can't be used, "" if it can.
func (a Auto) noSteam() string {
	if a.Steamworks.Available() != nil {
		return "libsteam_api is missing or unusable"
	}
	if !a.Steamworks.IsSteamRunning() {
		return "the client is not running"
	}
	return ""
}

// chosen is the provider that Start would use.
func (a Auto) chosen() Provider {
	if a.Choice == ChooseStandalone || a.Choice == ChooseAuto && a.AllowStandalone && a.noSteam() != "" {
		return a.Standalone
	}
	return a.Steamworks
}

// IsSteamRunning implements [Provider].
func (a Auto) IsSteamRunning() bool { return a.chosen().IsSteamRunning() }

// RestartAppIfNecessary implements [Provider].
func (a Auto) RestartAppIfNecessary(appID uint32) bool {
	return a.chosen().RestartAppIfNecessary(appID)
}
