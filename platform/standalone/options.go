package standalone

import (
	"fmt"
	"net/netip"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/steamtypes"
)

// Options are what a developer can set. The zero value is the default.
type Options struct {
	// Identity gives a fixed identity that the text stands for
	// (GODOTSTEAM_IDENTITY). "" is this computer's own.
	Identity string

	// DataDir is where everything is written (GODOTSTEAM_DATA_DIR). "" is the
	// user's config directory for the key and the system's directory for
	// temporary files for the rest.
	DataDir string

	// Discovery says where peers are looked for (GODOTSTEAM_DISCOVERY or
	// steam/standalone/discovery). "" is [DiscoveryMachine].
	Discovery string

	// Listen is the UDP address (GODOTSTEAM_LISTEN). "" is a free port: of
	// every address if peers are found on the network, else of 127.0.0.1,
	// reachable on this machine alone.
	Listen string

	// Peers are addresses of peers that can't be found otherwise
	// (GODOTSTEAM_PEERS).
	Peers map[steamtypes.SteamID][]netip.AddrPort

	// Timeout is how long a session may be without an answer
	// (GODOTSTEAM_TIMEOUT or steam/standalone/timeout, in seconds). 0 is 20 seconds.
	Timeout time.Duration

	// PersonaName is the user's name (GODOTSTEAM_PERSONA_NAME or
	// steam/standalone/persona_name). "" is their login name.
	PersonaName string
}

// Values of Options.Discovery.
const (
	DiscoveryMachine = "machine" // on this machine
	DiscoveryNetwork = "network" // and on the local network
)

// OptionsOf reads the options from the game's environment and settings.
func OptionsOf(host platform.Host) (Options, error) {
	o := Options{
		Identity:    host.Getenv("GODOTSTEAM_IDENTITY"),
		DataDir:     host.Getenv("GODOTSTEAM_DATA_DIR"),
		Listen:      host.Getenv("GODOTSTEAM_LISTEN"),
		PersonaName: host.Getenv("GODOTSTEAM_PERSONA_NAME"),
		Discovery:   host.Getenv("GODOTSTEAM_DISCOVERY"),
	}
	if o.DataDir != "" && !filepath.IsAbs(o.DataDir) {
		return o, fmt.Errorf("GODOTSTEAM_DATA_DIR is %q: it must be an absolute path, such as %s", o.DataDir,
			filepath.Join(os.TempDir(), "godotsteam"))
	}
	if where, ok := setting(host, "discovery", DiscoveryMachine).(string); ok && o.Discovery == "" {
		o.Discovery = where
	}
	if name, ok := setting(host, "persona_name", "").(string); ok && o.PersonaName == "" {
		o.PersonaName = name
	}
	switch seconds := setting(host, "timeout", networking.SessionTimeout.Seconds()).(type) {
	case float64:
		o.Timeout = time.Duration(seconds * float64(time.Second))
	case int64: // timeout=20, written by hand
		o.Timeout = time.Duration(float64(seconds) * float64(time.Second))
	}
	if text := host.Getenv("GODOTSTEAM_TIMEOUT"); text != "" {
		seconds, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return o, fmt.Errorf("GODOTSTEAM_TIMEOUT is %q: it must be a number of seconds, such as 20", text)
		}
		o.Timeout = time.Duration(seconds * float64(time.Second))
	}
	if o.Timeout < 0 || o.Timeout > time.Hour {
		return o, fmt.Errorf("the timeout is %v: it must be from 0 (the default, 20 s) to one hour", o.Timeout)
	}
	var err error
	o.Peers, err = ParsePeers(host.Getenv("GODOTSTEAM_PEERS"))
	return o, err
}

// setting returns what the project says: under a setting's name or, where that is missing or at its default, under
// the name that it had when the platform was called lan.
func setting(host platform.Host, name string, standard any) any {
	value := host.Setting("steam/standalone/" + name)
	if value != nil && value != standard {
		return value
	}
	if before := host.Setting("steam/lan/" + name); before != nil {
		return before
	}
	return value
}

// ParsePeers reads "<id>@host:port,<id>@host:port". Hosts are IP addresses.
func ParsePeers(text string) (map[steamtypes.SteamID][]netip.AddrPort, error) {
	peers := make(map[steamtypes.SteamID][]netip.AddrPort)
	for _, entry := range strings.Split(text, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		name, where, ok := strings.Cut(entry, "@")
		value, err := strconv.ParseUint(name, 10, 64)
		address, errAddress := netip.ParseAddrPort(where)
		if !ok || err != nil || errAddress != nil || address.Port() == 0 {
			return nil, fmt.Errorf("GODOTSTEAM_PEERS has the entry %q: it must look like 334703137547584379@192.0.2.1:27015",
				entry)
		}
		id, err := steamtypes.PeerID(int64(value))
		if err != nil {
			return nil, fmt.Errorf("GODOTSTEAM_PEERS has the entry %q: %w", entry, err)
		}
		peers[id] = append(peers[id], address)
	}
	return peers, nil
}

// listen returns the UDP address to listen on.
func (o Options) listen() string {
	switch {
	case o.Listen != "":
		return o.Listen
	case o.Discovery == DiscoveryNetwork:
		return ":0" // IPv4 and IPv6
	default:
		return "127.0.0.1:0"
	}
}

func (o Options) timeout() time.Duration {
	if o.Timeout == 0 {
		return networking.SessionTimeout
	}
	return o.Timeout
}

func (o Options) personaName() string {
	if o.PersonaName != "" {
		return o.PersonaName
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		name := u.Username
		if i := strings.LastIndexByte(name, '\\'); i >= 0 {
			name = name[i+1:] // DOMAIN\name on Windows
		}
		return name
	}
	return "Player"
}

// keyDir is where the key is kept.
func (o Options) keyDir() (string, error) {
	if o.DataDir != "" {
		return o.DataDir, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "godotsteam"), nil
}

// runDirs are where running peers are listed, best first: the environment may
// name folders that can't be used.
func (o Options) runDirs() []string {
	if o.DataDir != "" {
		return []string{o.DataDir}
	}
	var dirs []string
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		dirs = append(dirs, filepath.Join(dir, "godotsteam"))
	}
	name := "godotsteam"
	if user := os.Getuid(); user >= 0 { // Windows has none, and a folder for temporary files for each user
		name += "-" + strconv.Itoa(user)
	}
	dirs = append(dirs, filepath.Join(os.TempDir(), name))
	if everybodys := filepath.FromSlash("/tmp"); filepath.IsAbs(everybodys) { // not on Windows
		dirs = append(dirs, filepath.Join(everybodys, name))
	}
	return slices.Compact(dirs)
}
