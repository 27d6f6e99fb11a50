package platform

import (
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
)

// stub is a provider that only says that it was asked.
type stub struct {
	name    string
	missing bool
	running bool
}

var errStarted = errors.New("started")

func (s stub) Start(Config) (Platform, error)    { return nil, &InitError{Message: s.name} }
func (s stub) IsSteamRunning() bool              { return s.running }
func (s stub) RestartAppIfNecessary(uint32) bool { return s.name == "steamworks" }
func (s stub) Available() error {
	if s.missing {
		return errStarted
	}
	return nil
}

func TestAuto(t *testing.T) {
	for _, row := range []struct {
		text, choice     string
		missing, running bool
		allowStandalone  bool
		want             string
	}{
		{"Steam runs", ChooseAuto, false, true, true, "steamworks"},
		{"Steam runs, release build", ChooseAuto, false, true, false, "steamworks"},
		{"no client, debug build", ChooseAuto, false, false, true, "standalone"},
		{"no client, release build", ChooseAuto, false, false, false, "steamworks"},
		{"no library, debug build", ChooseAuto, true, false, true, "standalone"},
		{"no library, release build", ChooseAuto, true, false, false, "steamworks"},
		{"standalone wanted, Steam runs", ChooseStandalone, false, true, false, "standalone"},
		{"Steam wanted, no library", ChooseSteamworks, true, false, true, "steamworks"},
	} {
		t.Run(row.text, func(t *testing.T) {
			a := Auto{
				Choice:          row.choice,
				Steamworks:      stub{"steamworks", row.missing, row.running},
				Standalone:      stub{"standalone", false, true},
				AllowStandalone: row.allowStandalone,
			}
			_, err := a.Start(Config{Log: slog.New(slog.DiscardHandler)})
			if row.choice == ChooseAuto && (row.missing || !row.running) && !row.allowStandalone {
				require.ErrorContains(t, err, row.want+". To play without Steam", "it says how to choose the other platform")
				require.ErrorContains(t, err, "steam/platform")
			} else {
				require.EqualError(t, err, row.want)
			}
			require.Equal(t, row.want == "steamworks", a.RestartAppIfNecessary(480))
			require.Equal(t, row.want == "standalone" || row.running, a.IsSteamRunning())
		})
	}
}

func TestAutoRefusesAnUnknownPlatform(t *testing.T) {
	_, err := Auto{Choice: "epic"}.Start(Config{})
	require.EqualError(t, err,
		`the platform is "epic": steam/platform and GODOTSTEAM_PLATFORM must be auto, steamworks or standalone`)
}

func TestChoice(t *testing.T) {
	host := func(env string, setting any) Host {
		return Host{Getenv: func(string) string { return env }, Setting: func(string) any { return setting }}
	}
	require.Equal(t, "auto", ChoiceOf(host("", nil)))
	require.Equal(t, "standalone", ChoiceOf(host("", "standalone")))
	require.Equal(t, "standalone", ChoiceOf(host("", "lan")), "its name before")
	require.Equal(t, "standalone", ChoiceOf(host("lan", "steamworks")), "its name before")
	require.Equal(t, "steamworks", ChoiceOf(host("steamworks", "standalone")), "the environment overrides the setting")
}
