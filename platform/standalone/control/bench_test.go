package control

import (
	"fmt"
	"log/slog"
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/identity"
	"godotsteam/platform/standalone/machine"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/steamtypes"
)

// BenchmarkWhoIsAround asks what waits for an answer while 256 games run on this machine: an invitation, of a user
// that was not met, asks most.
func BenchmarkWhoIsAround(b *testing.B) {
	dir := b.TempDir()
	var users []steamtypes.SteamID
	for i := range 256 {
		id := identity.FromText(fmt.Sprint("user ", i)).SteamID
		d, err := machine.Open(dir, testApp)
		require.NoError(b, err)
		socket := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1 + i}
		require.NoError(b, d.Announce(id, simulated.Plain(socket)))
		b.Cleanup(d.Withdraw)
		users = append(users, id)
	}
	udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(b, err)
	p := playOn(b, udp, "anna", options{log: slog.New(slog.DiscardHandler), timeout: networking.SessionTimeout, dir: dir})
	p.control.started = true // nobody is called
	b.Run("invite", func(b *testing.B) {
		for i := range b.N {
			p.InviteUserToLobby(1, users[i%len(users)])
		}
	})
	b.Run("within, with the lock", func(b *testing.B) {
		for range b.N {
			p.control.mu.Lock()
			require.Len(b, p.control.within(), 256)
			p.control.mu.Unlock()
		}
	})
	b.Run("rank, with the lock", func(b *testing.B) {
		for i := range b.N {
			p.control.mu.Lock()
			p.control.rank(users[i%len(users)])
			p.control.mu.Unlock()
		}
	})
}
