package discovery

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/pion/mdns/v2"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

// responder answers questions about this game on some links, and asks there.
type responder struct {
	conn    *mdns.Conn
	endLook context.CancelFunc
}

// respond starts a responder. hear gets the answers to its questions.
func respond(c Config, here []link, hear func(mdns.ServiceEvent)) (*responder, error) {
	// The library joins the groups itself. Addresses of groups let other
	// programs have the port too: most systems' own responder.
	v4, err4 := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(224, 0, 0, 0), Port: 5353})
	v6, err6 := net.ListenUDP("udp6", &net.UDPAddr{IP: net.ParseIP("ff02::"), Port: 5353})
	if err4 != nil && err6 != nil {
		return nil, fmt.Errorf("UDP port 5353 can't be used: %w", errors.Join(err4, err6))
	}
	var packets4 *ipv4.PacketConn
	if err4 == nil {
		packets4 = ipv4.NewPacketConn(v4)
	}
	var packets6 *ipv6.PacketConn
	if err6 == nil {
		packets6 = ipv6.NewPacketConn(v6)
	}
	devices := make([]net.Interface, len(here))
	for i, l := range here {
		devices[i] = l.device
	}
	conn, err := mdns.NewServer(packets4, packets6,
		mdns.WithInterfaces(devices...),
		mdns.WithLocalNames(fmt.Sprintf("godotsteam-%s.local", c.ID)),
		mdns.WithService(mdns.ServiceInstance{
			Instance: c.ID.String(), Service: service, Port: c.Socket.Port(),
			Text: encode(c.App, reachable(c.Socket, here)),
		}),
		mdns.WithQueryInterval(24*time.Hour), // each look asks once
		mdns.WithCacheRefresh(false),         // each look asks for everything
	)
	if err != nil {
		if err4 == nil {
			v4.Close() //nolint:errcheck
		}
		if err6 == nil {
			v6.Close() //nolint:errcheck
		}
		return nil, err
	}
	conn.OnServiceDiscovered(hear)
	return &responder{conn: conn, endLook: func() {}}, nil
}

// look asks who is there. What was heard at earlier looks is heard again.
func (r *responder) look() {
	r.endLook()
	var ctx context.Context
	ctx, r.endLook = context.WithCancel(context.Background())
	r.conn.Browse(ctx, service) //nolint:errcheck // it fails when closed, or for a bad name
}

func (r *responder) close() {
	if r != nil {
		r.endLook()
		r.conn.Close() //nolint:errcheck
	}
}
