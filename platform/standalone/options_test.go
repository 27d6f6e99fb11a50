package standalone

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/platform"
	"godotsteam/platform/standalone/control"
	"godotsteam/platform/standalone/machine"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

func host(environment map[string]string, settings map[string]any) platform.Host {
	return platform.Host{
		Getenv:  func(name string) string { return environment[name] },
		Setting: func(name string) any { return settings[name] },
	}
}

func badFolder(path string) string {
	return fmt.Sprintf("GODOTSTEAM_DATA_DIR is %q: it must be an absolute path, such as %s", path,
		filepath.Join(os.TempDir(), "godotsteam"))
}

func TestOptions(t *testing.T) {
	type env = map[string]string
	type set = map[string]any
	folder := filepath.Join(os.TempDir(), "d")
	none := map[steamtypes.SteamID][]netip.AddrPort{}
	for _, c := range []struct {
		name  string
		env   env
		set   set
		want  Options
		error string
	}{
		{name: "nothing is set", want: Options{Peers: none}},
		{
			name: "everything is",
			env: env{
				"GODOTSTEAM_IDENTITY": "a", "GODOTSTEAM_DATA_DIR": folder, "GODOTSTEAM_LISTEN": "0.0.0.0:1",
				"GODOTSTEAM_PEERS": "22202@192.0.2.1:1", "GODOTSTEAM_TIMEOUT": "2.5", "GODOTSTEAM_PERSONA_NAME": "Anna",
				"GODOTSTEAM_DISCOVERY": "network",
			},
			want: Options{
				Identity: "a", DataDir: folder, Listen: "0.0.0.0:1", Timeout: 2500 * time.Millisecond,
				PersonaName: "Anna", Discovery: "network",
				Peers: map[steamtypes.SteamID][]netip.AddrPort{76561197960287930: {netip.MustParseAddrPort("192.0.2.1:1")}},
			},
		},
		{name: "the timeout in the project", set: set{"steam/standalone/timeout": 3.0},
			want: Options{Timeout: 3 * time.Second, Peers: none}},
		{name: "the timeout in the project, a whole number", set: set{"steam/standalone/timeout": int64(3)},
			want: Options{Timeout: 3 * time.Second, Peers: none}},
		{
			name: "the environment goes before the project",
			env:  env{"GODOTSTEAM_TIMEOUT": "2", "GODOTSTEAM_PERSONA_NAME": "Anna"},
			set:  set{"steam/standalone/timeout": 3.0, "steam/standalone/persona_name": "Bert"},
			want: Options{Timeout: 2 * time.Second, PersonaName: "Anna", Peers: none},
		},
		{name: "the name in the project", set: set{"steam/standalone/persona_name": "Bert"},
			want: Options{PersonaName: "Bert", Peers: none}},
		{name: "the discovery in the project", set: set{"steam/standalone/discovery": "network"},
			want: Options{Discovery: "network", Peers: none}},
		{
			name: "and in the environment",
			env:  env{"GODOTSTEAM_DISCOVERY": "machine"},
			set:  set{"steam/standalone/discovery": "network"},
			want: Options{Discovery: "machine", Peers: none},
		},
		{
			name: "settings by their names before",
			set: set{
				"steam/lan/timeout": 3.0, "steam/lan/persona_name": "Bert", "steam/lan/discovery": "network",
				"steam/standalone/timeout": 20.0, "steam/standalone/persona_name": "", "steam/standalone/discovery": "machine",
			},
			want: Options{Timeout: 3 * time.Second, PersonaName: "Bert", Discovery: "network", Peers: none},
		},
		{
			name: "the new name goes before the old one",
			set:  set{"steam/lan/timeout": 3.0, "steam/standalone/timeout": 4.0},
			want: Options{Timeout: 4 * time.Second, Peers: none},
		},
		{name: "settings of other types", set: set{"steam/standalone/timeout": "3", "steam/standalone/persona_name": 7},
			want: Options{Peers: none}},
		{name: "a timeout that is no number", env: env{"GODOTSTEAM_TIMEOUT": "soon"},
			error: `GODOTSTEAM_TIMEOUT is "soon": it must be a number of seconds, such as 20`},
		{name: "a negative timeout", env: env{"GODOTSTEAM_TIMEOUT": "-1"},
			error: `the timeout is -1s: it must be from 0 (the default, 20 s) to one hour`},
		{name: "too long a timeout", set: set{"steam/standalone/timeout": 3601.0},
			error: `the timeout is 1h0m1s: it must be from 0 (the default, 20 s) to one hour`},
		{name: "a relative folder", env: env{"GODOTSTEAM_DATA_DIR": "data/anna"}, error: badFolder("data/anna")},
		{name: "a folder for a shell", env: env{"GODOTSTEAM_DATA_DIR": "~/anna"}, error: badFolder("~/anna")},
		{name: "a bad peer", env: env{"GODOTSTEAM_PEERS": "x"},
			error: `GODOTSTEAM_PEERS has the entry "x": it must look like 334703137547584379@192.0.2.1:27015`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, err := OptionsOf(host(c.env, c.set))
			if c.error != "" {
				require.EqualError(t, err, c.error)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, o)
		})
	}
	for _, text := range []string{"NaN", "Inf", "-Inf", "1e300"} {
		_, err := OptionsOf(host(env{"GODOTSTEAM_TIMEOUT": text}, nil))
		require.Error(t, err, text)
	}
}

func TestListen(t *testing.T) {
	require.Equal(t, "127.0.0.1:0", Options{}.listen())
	require.Equal(t, "127.0.0.1:0", Options{Discovery: "nonsense"}.listen())
	require.Equal(t, ":0", Options{Discovery: DiscoveryNetwork}.listen())
	require.Equal(t, "192.0.2.1:5", Options{Discovery: DiscoveryNetwork, Listen: "192.0.2.1:5"}.listen())
}

// What can't be done is said once, and nothing is sent to any network.
func TestNoDiscovery(t *testing.T) {
	for _, c := range []struct{ options, says string }{
		{"machine", ""},
		{"", ""},
		{"Network", `steam/standalone/discovery (or GODOTSTEAM_DISCOVERY) is "Network": it must be "machine" or ` +
			`"network"; peers are found on this machine alone`},
		{"network", "unset GODOTSTEAM_LISTEN, or set it to an address of this computer's network, such as 0.0.0.0:27015"},
	} {
		var said bytes.Buffer
		p, err := Start(platform.Config{AppID: testApp, Signals: new(signals.Queue),
			Log: slog.New(slog.NewJSONHandler(&said, nil))},
			Options{Identity: "anna", DataDir: t.TempDir(), Discovery: c.options, Listen: "127.0.0.1:0"})
		require.NoError(t, err)
		require.Nil(t, p.places.finder, c.options)
		p.Shutdown()
		if c.says == "" {
			require.Empty(t, said.String(), c.options)
		} else {
			require.Equal(t, 1, strings.Count(said.String(), "\n"), said.String())
			require.Contains(t, strings.ReplaceAll(said.String(), `\"`, `"`), c.says)
		}
	}
}

func TestDefaults(t *testing.T) {
	require.Equal(t, 20*time.Second, Options{}.timeout())
	require.NotEmpty(t, Options{}.personaName())
	require.Equal(t, []string{"/d"}, Options{DataDir: "/d"}.runDirs())
	t.Setenv("XDG_CONFIG_HOME", "/config")
	t.Setenv("XDG_RUNTIME_DIR", "/run/user/7")
	dir, err := Options{}.keyDir()
	require.NoError(t, err)
	require.Equal(t, "/config/godotsteam", dir)
	name := "godotsteam-" + strconv.Itoa(os.Getuid())
	t.Setenv("TMPDIR", "/scratch")
	require.Equal(t, []string{"/run/user/7/godotsteam", "/scratch/" + name, "/tmp/" + name}, Options{}.runDirs())
	t.Setenv("XDG_RUNTIME_DIR", "")
	t.Setenv("TMPDIR", "")
	require.Equal(t, []string{"/tmp/" + name}, Options{}.runDirs())
}

func TestAProviderThatCannotStartSaysWhy(t *testing.T) {
	for _, c := range []struct {
		name, variable, value, text string
	}{
		{"a bad option", "GODOTSTEAM_TIMEOUT", "soon",
			`GODOTSTEAM_TIMEOUT is "soon": it must be a number of seconds, such as 20`},
		{"a bad address", "GODOTSTEAM_LISTEN", "here",
			`the standalone platform can't start: GODOTSTEAM_LISTEN is "here": it must look like 0.0.0.0:27015`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Provider{Host: host(map[string]string{c.variable: c.value, "GODOTSTEAM_DATA_DIR": t.TempDir()}, nil)}
			_, err := p.Start(platform.Config{AppID: testApp, Signals: new(signals.Queue)})
			var why *platform.InitError
			require.ErrorAs(t, err, &why)
			require.Equal(t, platform.InitFailedGeneric, why.Result)
			require.Contains(t, why.Error(), c.text)
			require.True(t, p.IsSteamRunning())
			require.False(t, p.RestartAppIfNecessary(testApp))
		})
	}
}

func TestAnAddressInUse(t *testing.T) {
	o := Options{DataDir: t.TempDir(), Identity: "a"}
	c := platform.Config{AppID: testApp, Signals: new(signals.Queue)}
	a, err := Start(c, o)
	require.NoError(t, err)
	defer a.Shutdown()
	o.Listen, o.Identity = a.address.String(), "b"
	_, err = Start(c, o)
	require.ErrorContains(t, err, "the UDP address "+a.address.String()+" can't be used: ")
	require.Equal(t, "standalone", a.Name())
	require.Equal(t, "Platform standalone: no Steam needed; Steam ID "+a.SteamID().String()+" at "+a.address.String()+".",
		a.Description())
	require.True(t, a.Steady() && a.LoggedOn() && a.AllowRelay(false))
	require.EqualValues(t, testApp, a.AppID())
}

// Whoever has too long a name is met all the same.
func TestALongPersonaName(t *testing.T) {
	inVirtualTime(t, 1, clean, func(t *testing.T, n *network) {
		var log bytes.Buffer
		a := n.join("anna")
		b := n.join("bert", func(c *platform.Config, o *Options) {
			c.Log = slog.New(slog.NewTextHandler(&log, nil))
			o.PersonaName = strings.Repeat("ä", 2<<20) + "\xff"
		})
		until(t, 5*time.Second, "bert",
			func() bool { return a.RelationshipWith(b.SteamID()) == steamtypes.RelationshipFriend })
		require.Equal(t, strings.Repeat("ä", control.MaxName/2), a.PersonaNameOf(b.SteamID()))
		require.Equal(t, strings.Repeat("ä", control.MaxName/2), b.PersonaName())
		require.Contains(t, log.String(), "the persona name has 4194307 bytes")
		require.Less(t, log.Len(), 1000)
	})
}

func TestTheSameFixedIdentityTwice(t *testing.T) {
	o := Options{Identity: "same", DataDir: t.TempDir()}
	c := platform.Config{AppID: testApp, Signals: new(signals.Queue)}
	a, err := Start(c, o)
	require.NoError(t, err)
	_, err = Start(c, o)
	require.ErrorIs(t, err, machine.ErrIDInUse)
	require.EqualError(t, err,
		`another process on this machine runs with the same Steam ID: `+
			`GODOTSTEAM_IDENTITY is "same" there too; give each process its own`)
	a.Shutdown()
	again, err := Start(c, o)
	require.NoError(t, err)
	require.Equal(t, a.SteamID(), again.SteamID())
	again.Shutdown()
}

func TestListeningEverywhereIsReachedHere(t *testing.T) {
	for from, want := range map[string]string{
		"0.0.0.0:7": "127.0.0.1:7", "[::]:7": "127.0.0.1:7", "127.0.0.1:7": "127.0.0.1:7", "192.0.2.1:7": "192.0.2.1:7",
	} {
		require.Equal(t, netip.MustParseAddrPort(want), reachable(netip.MustParseAddrPort(from)))
	}
}
