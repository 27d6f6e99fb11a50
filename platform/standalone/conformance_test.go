package standalone

import (
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/platform"
	"godotsteam/platform/platformtest"
	"godotsteam/signals"
)

func TestConformance(t *testing.T) {
	t.Parallel() // it waits for real time-outs
	platformtest.Run(t, func(t *testing.T) platformtest.World { return computer{t.TempDir()} })
}

// computer is a machine on which several games run: real sockets, real files.
type computer struct{ dir string }

func (computer) Timeout() time.Duration { return 2 * time.Second }

func (c computer) Join(t testing.TB, user string, appID uint32) platformtest.User {
	t.Helper()
	udp, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	require.NoError(t, err)
	conn := &plug{PacketConn: udp}
	queue := new(signals.Queue)
	p, err := startOn(conn, platform.Config{AppID: appID, Signals: queue},
		Options{Identity: user, DataDir: c.dir, PersonaName: user, Timeout: c.Timeout()})
	require.NoError(t, err)
	t.Cleanup(p.Shutdown)
	return platformtest.User{Platform: p, Signals: queue, Kill: func() {
		conn.pulled.Store(true) // from here on nobody hears of it
		p.Shutdown()
	}}
}

// plug is a socket whose cable can be pulled.
type plug struct {
	net.PacketConn
	pulled atomic.Bool
}

func (p *plug) WriteTo(b []byte, to net.Addr) (int, error) {
	if p.pulled.Load() {
		return len(b), nil
	}
	return p.PacketConn.WriteTo(b, to)
}

// SetReadBuffer and SetWriteBuffer keep QUIC from warning.
func (p *plug) SetReadBuffer(n int) error  { return p.PacketConn.(*net.UDPConn).SetReadBuffer(n) }
func (p *plug) SetWriteBuffer(n int) error { return p.PacketConn.(*net.UDPConn).SetWriteBuffer(n) }
