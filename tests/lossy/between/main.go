// Command between puts bad networks between the two processes of
// scripts/bench.sh lossy, until it is killed: one for ours and one for ENet.
// It writes the environment of each into a file of the folder that it is given.
package main

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"godotsteam/platform"
	"godotsteam/platform/standalone"
	"godotsteam/signals"
	"godotsteam/steamtypes"
	"godotsteam/tests/lossy"
)

var quality = lossy.Quality{Latency: 20 * time.Millisecond, Loss: 0.05}

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder string) error {
	var at [4]netip.AddrPort // of our sender and receiver, and of ENet's
	for i := range at {
		socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
		if err != nil {
			return err
		}
		defer socket.Close() //nolint:errcheck // closed before, to be used by others
		at[i] = socket.LocalAddr().(*net.UDPAddr).AddrPort()
		socket.Close() //nolint:errcheck
	}
	ours, err := lossy.Between(at[0], at[1], quality, 1)
	if err != nil {
		return err
	}
	enet, err := lossy.Between(at[2], at[3], quality, 1)
	if err != nil {
		return err
	}
	for i, role := range []string{"sender", "receiver"} {
		other, doors := "receiver", []netip.AddrPort{ours.DoorOfB(), enet.DoorOfB()}
		if role == "receiver" {
			other, doors = "sender", []netip.AddrPort{ours.DoorOfA(), enet.DoorOfA()}
		}
		id, err := steamIDOf(other, filepath.Join(folder, "ids"))
		if err != nil {
			return err
		}
		text := fmt.Sprintf("export GODOTSTEAM_LISTEN=%s GODOTSTEAM_PEERS=%d@%s GODOTSTEAM_DATA_DIR='%s' BENCH_ENET_PORT=%d BENCH_ENET_DOOR=%d\n",
			at[i], uint64(id), doors[0], filepath.Join(folder, "data-"+role), at[2+i].Port(), doors[1].Port())
		path := filepath.Join(folder, role+".env")
		if err := os.WriteFile(path+".new", []byte(text), 0o644); err != nil {
			return err
		}
		if err := os.Rename(path+".new", path); err != nil {
			return err
		}
	}
	select {}
}

// steamIDOf is the Steam ID of a fixed identity.
func steamIDOf(identity, folder string) (steamtypes.SteamID, error) {
	p, err := standalone.Start(platform.Config{Signals: new(signals.Queue)}, standalone.Options{Identity: identity, DataDir: folder})
	if err != nil {
		return 0, err
	}
	defer p.Shutdown()
	return p.SteamID(), nil
}
