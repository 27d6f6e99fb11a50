package standalone

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
	"godotsteam/platform/standalone/identity"
	"godotsteam/steamtypes"
)

// floodVariable makes this test program one that floods a player: its value is
// "kind rate address steam-id". It ends with its stdin.
const floodVariable = "GODOTSTEAM_TEST_FLOOD"

// floodReport is its last line, which is checked: a figure is of a flood that flowed.
const floodReport = "%d in %f s, %d handshakes refused"

// BenchmarkFlood is the round trip of 64 bytes, a thousand a second, in a
// session whose one player is flooded by a process of strangers.
//
//	scripts/bench.sh flood
func BenchmarkFlood(b *testing.B) {
	for _, row := range []struct {
		name, kind string
		rate       int
	}{
		{"quiet", "", 0},
		{"20000 packets of rubbish", "rubbish", 20_000},
		{"2000 hellos never gone on with", "hellos", 2_000},
		{"200 handshakes", "handshakes", 200},
		{"200 session requests", "requests", 200},
		{"1000 handshakes of one address", "address", 1_000},
	} {
		b.Run(row.name, func(b *testing.B) {
			alice, bob := benchPair(b)
			if row.kind != "" {
				flood(b, bob, row.kind, row.rate)
			}
			done := make(chan struct{})
			defer close(done)
			go bob.echo(alice.SteamID(), done)
			times := make([]time.Duration, 0, b.N)
			ticks := time.NewTicker(time.Millisecond)
			defer ticks.Stop()
			b.ResetTimer()
			for range b.N {
				<-ticks.C
				began := time.Now()
				require.NoError(b, alice.Send(bob.SteamID(), make([]byte, 64), networking.SendReliable, 1))
				for alice.PacketSize(1) == 0 {
					require.Less(b, time.Since(began), 10*time.Second)
					time.Sleep(10 * time.Microsecond)
				}
				times = append(times, time.Since(began))
				packet, _ := alice.ReadPacket(1, 64)
				packet.Release()
			}
			b.StopTimer()
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
		})
	}
}

// echo answers everything on channel 1, as a game does that never sleeps long.
func (p *Platform) echo(to steamtypes.SteamID, done chan struct{}) {
	for {
		select {
		case <-done:
			return
		default:
		}
		if packet, ok := p.ReadPacket(1, 64); ok {
			p.Send(to, packet.Data, networking.SendReliable, 1) //nolint:errcheck // the benchmark has ended
			packet.Release()
		} else {
			time.Sleep(10 * time.Microsecond)
		}
	}
}

// flood has a process flood a player until the benchmark's end.
func flood(b *testing.B, victim *Platform, kind string, rate int) {
	program, err := os.Executable()
	require.NoError(b, err)
	command := exec.Command(program)
	command.Env = append(os.Environ(),
		fmt.Sprintf("%s=%s %d %s %d", floodVariable, kind, rate, victim.address, uint64(victim.SteamID())))
	stdin, err := command.StdinPipe()
	require.NoError(b, err)
	stdout, err := command.StdoutPipe()
	require.NoError(b, err)
	require.NoError(b, command.Start())
	said := bufio.NewScanner(stdout)
	b.Cleanup(func() {
		stdin.Close() //nolint:errcheck
		require.True(b, said.Scan(), "the flood ended early")
		b.Log(said.Text())
		require.NoError(b, command.Wait())
		var n, refused int
		var seconds float64
		_, err := fmt.Sscanf(said.Text(), floodReport, &n, &seconds, &refused)
		require.NoError(b, err)
		if seconds > 0.5 { // not when Go just finds out how often to run it
			require.Greater(b, float64(n)/seconds, float64(rate)/2, "a second")
			require.True(b, kind == "address" || refused < n/2, "of %d handshakes %d were refused", n, refused)
		}
	})
	require.True(b, said.Scan(), "the flood has not begun")
}

func playFlood(configuration string) {
	var kind, at string
	var rate int
	var id uint64
	if _, err := fmt.Sscan(configuration, &kind, &rate, &at, &id); err != nil {
		panic(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		bufio.NewReader(os.Stdin).ReadByte() //nolint:errcheck // it is closed
		cancel()
	}()
	f := &flooder{ctx: ctx, rate: rate, victim: netip.MustParseAddrPort(at), id: steamtypes.SteamID(id)}
	one := map[string]func() func(){
		"rubbish": f.rubbish, "hellos": f.hellos,
		"handshakes": func() func() { return f.strangers(64, false) },
		"requests":   func() func() { return f.strangers(64, true) },
		"address":    func() func() { return f.strangers(1, false) },
	}[kind]()
	fmt.Println("begun")
	began, n := time.Now(), 0
	for ; ctx.Err() == nil; time.Sleep(time.Millisecond) {
		for ; n < int(time.Since(began).Seconds()*float64(rate)) && ctx.Err() == nil; n++ {
			one()
		}
	}
	fmt.Printf(floodReport+"\n", n, time.Since(began).Seconds(), f.refused.Load())
}

// flooder makes one kind of flood. Its methods prepare it and return what is
// to be done again and again.
type flooder struct {
	ctx    context.Context
	rate   int
	victim netip.AddrPort
	id     steamtypes.SteamID

	refused atomic.Int64 // handshakes that came to nothing
}

// sockets are what a flood comes from, each with an address of its own.
func (f *flooder) sockets(n int) []*net.UDPConn {
	var sockets []*net.UDPConn
	for i := range n {
		s, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 1, byte(i+1))})
		if err != nil {
			panic(err)
		}
		sockets = append(sockets, s)
	}
	return sockets
}

func (f *flooder) sending(packets [][]byte) func() {
	sockets, n := f.sockets(64), 0
	return func() {
		sockets[n%len(sockets)].WriteToUDPAddrPort(packets[n%len(packets)], f.victim) //nolint:errcheck
		n++
	}
}

func (f *flooder) rubbish() func() {
	packets := make([][]byte, 500)
	for i := range packets {
		packets[i] = make([]byte, 1200)
		for j := range packets[i] {
			packets[i][j] = byte(rand.Uint32())
		}
	}
	return f.sending(packets)
}

// hellos are the first words of as many handshakes as are begun in a second.
func (f *flooder) hellos() func() {
	var packets [][]byte
	for range f.rate {
		ctx, cancel := context.WithCancel(f.ctx)
		heard := &listener{hello: make(chan []byte, 1), enough: cancel, closed: make(chan struct{})}
		e, err := endpoint.New(heard, identity.FromText("mallory"), testApp, networking.SessionTimeout)
		if err != nil {
			panic(err)
		}
		e.Dial(ctx, f.id, f.victim, e.Sessions) //nolint:errcheck // nobody answers
		e.Close()
		packets = append(packets, <-heard.hello)
	}
	return f.sending(packets)
}

// strangers connect from so many addresses, each with a key of their own, and
// maybe ask to play.
func (f *flooder) strangers(addresses int, asking bool) func() {
	var endpoints []*endpoint.Endpoint
	for _, s := range f.sockets(addresses) {
		e, err := endpoint.New(s, identity.FromText(s.LocalAddr().String()), testApp, networking.SessionTimeout)
		if err != nil {
			panic(err)
		}
		endpoints = append(endpoints, e)
	}
	var keys []tls.Certificate
	for i := range 1000 {
		key, err := identity.FromText(fmt.Sprint("stranger ", i)).Certificate()
		if err != nil {
			panic(err)
		}
		keys = append(keys, key)
	}
	open := append([]byte{0}, make([]byte, 8+8+1)...)
	n, underway := 0, make(chan struct{}, 200)
	return func() {
		e, who := endpoints[n%len(endpoints)], keys[n%len(keys)]
		n++
		as := e.Sessions
		as.TLS = as.TLS.Clone()
		as.TLS.Certificates = []tls.Certificate{who}
		underway <- struct{}{}
		go func() {
			defer func() { <-underway }()
			ctx, cancel := context.WithTimeout(f.ctx, time.Second)
			defer cancel()
			conn, err := e.Dial(ctx, f.id, f.victim, as)
			if err != nil {
				f.refused.Add(1)
				return
			}
			if asking {
				if s, err := conn.OpenUniStream(); err == nil {
					s.Write(open) //nolint:errcheck // refused
				}
				time.Sleep(100 * time.Millisecond)
			}
			conn.CloseWithError(endpoint.CodeClosed, "") //nolint:errcheck
		}()
	}
}

// listener is a socket that keeps the first packet it should send, and has
// heard enough then.
type listener struct {
	net.PacketConn
	hello  chan []byte
	enough func()
	closed chan struct{}
}

func (l *listener) WriteTo(b []byte, _ net.Addr) (int, error) {
	select {
	case l.hello <- slices.Clone(b):
	default:
	}
	l.enough()
	return len(b), nil
}

func (l *listener) ReadFrom([]byte) (int, net.Addr, error) {
	<-l.closed
	return 0, nil, net.ErrClosed
}

func (l *listener) Close() error { return nil }

func (l *listener) LocalAddr() net.Addr { return &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

// SetReadDeadline is how QUIC's library ends its reading.
func (l *listener) SetReadDeadline(at time.Time) error {
	if !at.IsZero() {
		close(l.closed)
	}
	return nil
}
