package discovery

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"runtime/debug"
	"sync"

	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
	"golang.org/x/time/rate"
)

const (
	mdnsPort = 5353

	// packetRate bounds the packets that are looked at in a second, packetBurst
	// those at once, on each socket. It is room for the answers of a full lobby
	// at once and for a busy network; the rest is for the system to drop. With
	// maxPacket it bounds what strangers can make us do.
	packetRate  = 200
	packetBurst = 300

	// toAllRate is how often we answer to everybody, rather than to whoever
	// asked: as RFC 6762 wants it, once a second.
	toAllRate = 1
)

var (
	group4 = netip.MustParseAddrPort("224.0.0.251:5353")
	group6 = netip.MustParseAddrPort("[ff02::fb]:5353")
)

// responder answers questions about this game on some links, and asks there.
//
// It reads no more than it must of what strangers send, keeps nothing of it,
// and answers nobody who is not on one of the links.
type responder struct {
	config   Config
	here     []link
	instance instance
	hear     hearer

	families []family
	toAll    *rate.Limiter
	readers  sync.WaitGroup
	stop     context.CancelFunc
	broken   sync.Once
}

// hearer is told of the TXT record of a game, by whom.
type hearer func(from netip.Addr, instance string, text []string)

// family is what there is of each version of IP.
type family struct {
	group  netip.AddrPort
	listen *net.UDPConn // has the port that everybody asks
	ask    *net.UDPConn // has one of its own, so that answers come to us alone
}

// respond starts a responder. hear gets the answers to its questions.
func respond(c Config, here []link, hear hearer) (*responder, error) {
	r := &responder{config: c, here: here, hear: hear, toAll: rate.NewLimiter(toAllRate, len(here))}
	var err error
	if r.instance, err = instanceOf(c, here); err != nil {
		return nil, err
	}
	v4, err4 := listen("udp4", group4, here)
	v6, err6 := listen("udp6", group6, here)
	if err4 != nil && err6 != nil {
		return nil, fmt.Errorf("UDP port %d can't be used: %w", mdnsPort, errors.Join(err4, err6))
	}
	var ctx context.Context
	ctx, r.stop = context.WithCancel(context.Background())
	for _, f := range []family{v4, v6} {
		if f.listen == nil {
			continue
		}
		r.families = append(r.families, f)
		r.readers.Go(func() {
			r.read(ctx, f.listen, func(packet []byte, from netip.AddrPort) { r.answer(packet, from, f) })
		})
		r.readers.Go(func() { r.read(ctx, f.ask, r.hearAnswer) })
	}
	return r, nil
}

// listen opens the sockets of a family, and joins its group on each link.
func listen(network string, group netip.AddrPort, here []link) (f family, err error) {
	// An address of a group lets other programs have the port too: most
	// systems' own responder.
	f.listen, err = net.ListenUDP(network, net.UDPAddrFromAddrPort(group))
	if err != nil {
		return family{}, err
	}
	joined := 0
	for _, l := range here {
		if err = join(f.listen, group, l); err == nil {
			joined++
		}
	}
	if joined > 0 {
		f.ask, err = net.ListenUDP(network, nil)
	}
	if f.ask == nil {
		f.listen.Close() //nolint:errcheck
		return family{}, err
	}
	f.group = group
	return f, nil
}

func join(conn *net.UDPConn, group netip.AddrPort, l link) error {
	to := &net.UDPAddr{IP: group.Addr().AsSlice()}
	if group.Addr().Is4() {
		return ipv4.NewPacketConn(conn).JoinGroup(&l.device, to)
	}
	return ipv6.NewPacketConn(conn).JoinGroup(&l.device, to)
}

// look asks who is there.
func (r *responder) look() {
	packet, err := question()
	if err != nil {
		return // which a test would have noticed
	}
	for _, f := range r.families {
		for _, l := range r.here {
			f.sendToAll(f.ask, packet, l)
		}
	}
}

// sendToAll sends a packet to everybody on a link. What can't be sent gets lost
// like any other packet.
func (f family) sendToAll(from *net.UDPConn, packet []byte, l link) {
	var err error
	to := f.group
	if to.Addr().Is4() {
		err = ipv4.NewPacketConn(from).SetMulticastInterface(&l.device)
	} else {
		to = netip.AddrPortFrom(to.Addr().WithZone(l.device.Name), to.Port())
	}
	if err == nil {
		from.WriteToUDPAddrPort(packet, to) //nolint:errcheck // it may get lost
	}
}

// packetReader is what is needed of a [net.UDPConn] to read.
type packetReader interface {
	ReadFromUDPAddrPort(b []byte) (n int, from netip.AddrPort, err error)
}

// read gives take the packets of a socket, with the bounds above, until it is
// closed.
func (r *responder) read(ctx context.Context, conn packetReader, take func(packet []byte, from netip.AddrPort)) {
	limit := rate.NewLimiter(packetRate, packetBurst)
	packet := make([]byte, maxPacket+1)
	for limit.Wait(ctx) == nil {
		n, from, err := conn.ReadFromUDPAddrPort(packet)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil && n <= maxPacket { // some systems tell of packets of ours that nobody wanted
			r.contain(func() { take(packet[:n], netip.AddrPortFrom(from.Addr().Unmap(), from.Port())) })
		}
	}
}

// contain has a panic over what a stranger sent cost that packet, and not the
// game. It is told once: a stranger may send it again and again.
func (r *responder) contain(work func()) {
	defer func() {
		if p := recover(); p != nil {
			r.broken.Do(func() {
				r.config.Log.Error("a packet from the local network could not be taken in",
					"reason", fmt.Sprintf("internal error, please report it: %v\n%s", p, debug.Stack()))
			})
		}
	}()
	work()
}

// hearAnswer takes in a packet from somebody who answers our question.
func (r *responder) hearAnswer(packet []byte, from netip.AddrPort) {
	if len(linksOf(from.Addr(), r.here)) > 0 {
		readRecords(packet, func(instance string, text []string) { r.hear(from.Addr(), instance, text) })
	}
}

// answer takes in a packet from somebody who asks.
func (r *responder) answer(packet []byte, from netip.AddrPort, f family) {
	alone, toAll := r.answersTo(packet, from)
	if alone != nil {
		f.listen.WriteToUDPAddrPort(alone, from) //nolint:errcheck // it may get lost
	}
	for _, a := range toAll {
		f.sendToAll(f.listen, a.packet, a.on)
	}
}

// broadcast is an answer to everybody on a link.
type broadcast struct {
	packet []byte
	on     link
}

// answersTo returns what goes to whoever asks, alone, or to everybody.
func (r *responder) answersTo(packet []byte, from netip.AddrPort) (alone []byte, toAll []broadcast) {
	where := linksOf(from.Addr(), r.here)
	if len(where) == 0 {
		return nil, nil
	}
	a := readQuestions(packet)
	if a.alone = a.alone || from.Port() != mdnsPort; a.alone {
		return r.instance.answer(a, reachable(r.config.Socket, where)), nil
	}
	for _, l := range where {
		answer := r.instance.answer(a, reachable(r.config.Socket, []link{l}))
		if answer != nil && r.toAll.Allow() {
			toAll = append(toAll, broadcast{answer, l})
		}
	}
	return nil, toAll
}

func (r *responder) close() {
	if r == nil {
		return
	}
	r.stop()
	for _, f := range r.families {
		f.listen.Close() //nolint:errcheck
		f.ask.Close()    //nolint:errcheck
	}
	r.readers.Wait()
}
