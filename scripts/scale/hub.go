//go:build linux

package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/standalone"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// Channels. What comes on the flood's is counted; a count goes back on its own
// when it is asked for, a ping at once.
const (
	flood = iota
	asks
	pings
)

const (
	size        = 256 // bytes of a message
	floodTime   = 3 * time.Second
	pingsInAll  = 5000
	pingsPeriod = time.Millisecond
	patience    = 30 * time.Second
)

// user is somebody on the network, with what they do between two packets.
type user struct {
	*standalone.Platform
	signals *signals.Queue
}

func join(name string) *user {
	u := &user{signals: new(signals.Queue)}
	var err error
	u.Platform, err = standalone.Start(platform.Config{AppID: 480, Signals: u.signals},
		standalone.Options{Identity: name, DataDir: os.Getenv("SCALE_DIR")})
	check(err)
	return u
}

// far has as many users as the hub has sessions. They accept everybody, count
// what is flooded, and answer the rest.
func far(n int) {
	users := make([]*user, n+1) // and one to warm up with
	counts := make([]uint64, n+1)
	for i := range users {
		users[i] = join(fmt.Sprint("far ", i))
		fmt.Println(int64(users[i].SteamID()))
	}
	for os.Getppid() == hubOf() {
		idle := true
		for i, u := range users {
			u.signals.Drain(func(e signals.Event) {
				if request, ok := e.(signals.P2PSessionRequest); ok {
					u.Accept(steamtypes.SteamID(request.SteamIDRemote))
				}
			})
			asked := u.PacketSize(asks) > 0 // so all that was flooded before is here
			for {
				p, ok := u.ReadPacket(flood, size)
				if !ok {
					break
				}
				idle = false
				counts[i]++
				p.Release()
			}
			if asked {
				u.answer(asks, binary.BigEndian.AppendUint64(nil, counts[i]))
			}
			for u.PacketSize(pings) > 0 {
				u.answer(pings, nil)
			}
		}
		if idle {
			nap()
		}
	}
}

// answer takes a packet and sends data back, or what it brought.
func (u *user) answer(channel int, data []byte) {
	p := u.read(channel)
	if data == nil {
		data = p.Data
	}
	check(u.Send(p.From, data, networking.SendReliable, channel))
	p.Release()
}

var parent = os.Getppid()

// hubOf is the process that started this one: when it has gone, so does this.
func hubOf() int { return parent }

// nap is what a loop does that has found nothing: 50 µs. Go's own Sleep takes
// up to a millisecond.
func nap() { _ = syscall.Nanosleep(&syscall.Timespec{Nsec: 50_000}, nil) }

// hub measures one user with sessions with n others.
func hub(n int) {
	dir, err := os.MkdirTemp("", "godotsteam-scale-")
	check(err)
	defer os.RemoveAll(dir) //nolint:errcheck
	check(os.Setenv("SCALE_DIR", dir))
	u := join("hub")
	command, output := self("far", n)
	peers := make([]steamtypes.SteamID, n+1)
	for i := range peers {
		var id int64
		_, err := fmt.Fscanln(output, &id)
		check(err)
		peers[i] = steamtypes.SteamID(id)
	}

	// The first session of a process costs what all of them use.
	u.ask(peers[n:])
	u.CloseSession(peers[n])
	time.Sleep(time.Second)
	peers = peers[:n]

	r := row{Sessions: n}
	before := memory()
	u.ask(peers) // which opens the sessions
	time.Sleep(time.Second)
	idle := memory()
	each := func(a, b int64) float64 { return float64(b-a) / float64(n) }
	r.Resident = each(before.resident, idle.resident) / 1000
	r.Heap = each(before.heap, idle.heap) / 1000
	r.Goroutines = each(before.goroutines, idle.goroutines)

	r.P50, r.P99 = u.ping(peers)
	r.PerSecond = u.flood(peers)
	time.Sleep(time.Second)
	r.Busy = each(before.resident, memory().resident) / 1000

	check(json.NewEncoder(os.Stdout).Encode(r))
	u.Shutdown()
	_ = command.Process.Kill()
	_ = command.Wait() // it was killed
}

// read takes a packet, if one comes in time.
func (u *user) read(channel int) networking.Packet {
	deadline := time.Now().Add(patience)
	for {
		if p, ok := u.ReadPacket(channel, size); ok {
			return p
		}
		if time.Now().After(deadline) {
			check(fmt.Errorf("nothing came on channel %d within %v", channel, patience))
		}
		nap()
	}
}

// ask returns how many packets all others have counted, once each of them has
// answered: reliable packets arrive in order, so all before have arrived.
func (u *user) ask(peers []steamtypes.SteamID) (total uint64) {
	for _, peer := range peers {
		u.send(peer, []byte{1}, asks)
	}
	for range peers {
		p := u.read(asks)
		total += binary.BigEndian.Uint64(p.Data)
		p.Release()
	}
	return total
}

// send sends as soon as there is room, and reports whether there was at once.
func (u *user) send(to steamtypes.SteamID, data []byte, channel int) {
	for {
		err := u.Send(to, data, networking.SendReliable, channel)
		if err == nil {
			return
		}
		if !errors.Is(err, networking.ErrQueueFull) {
			check(err)
		}
		nap()
	}
}

// flood sends to everybody in turn as fast as it goes, and returns how many
// packets a second arrived.
func (u *user) flood(peers []steamtypes.SteamID) float64 {
	data := make([]byte, size)
	start := time.Now()
	sent := uint64(0)
	for time.Since(start) < floodTime {
		full := true
		for _, peer := range peers {
			for range 32 {
				if u.Send(peer, data, networking.SendReliable, flood) != nil {
					break // its queue is full
				}
				sent++
				full = false
			}
		}
		if full {
			nap()
		}
	}
	arrived := u.ask(peers)
	took := time.Since(start)
	if arrived != sent || sent == 0 {
		check(fmt.Errorf("%d packets were sent and %d arrived", sent, arrived))
	}
	return float64(arrived) / took.Seconds()
}

// ping sends a packet every millisecond, to everybody in turn, and returns the
// median and the 99th percentile of their round trips in µs.
func (u *user) ping(peers []steamtypes.SteamID) (p50, p99 float64) {
	done := make(chan []float64)
	start := time.Now()
	go func() {
		var took []float64
		for range pingsInAll {
			p := u.read(pings)
			took = append(took, float64(time.Since(start)-time.Duration(binary.BigEndian.Uint64(p.Data)))/1000)
			p.Release()
		}
		done <- took
	}()
	data := make([]byte, size)
	tick := time.NewTicker(pingsPeriod)
	defer tick.Stop()
	for i := range pingsInAll {
		<-tick.C
		binary.BigEndian.PutUint64(data, uint64(time.Since(start)))
		u.send(peers[i%len(peers)], data, pings)
	}
	took := <-done
	slices.Sort(took)
	return took[len(took)/2], took[len(took)*99/100]
}

type usage struct{ resident, heap, goroutines int64 }

// memory returns what this process needs when it has put away its waste.
func memory() (m usage) {
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	m.heap = int64(stats.HeapAlloc + stats.StackInuse)
	m.goroutines = int64(runtime.NumGoroutine())
	text, err := os.ReadFile("/proc/self/statm")
	check(err)
	_, err = fmt.Sscan(strings.Fields(string(text))[1], &m.resident)
	check(err)
	m.resident *= int64(os.Getpagesize())
	return m
}
