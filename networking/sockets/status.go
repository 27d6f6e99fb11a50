package sockets

import (
	"fmt"
	"net/netip"
	"time"

	"godotsteam/steamtypes"
)

// Info describes a connection (SteamNetConnectionInfo_t).
type Info struct {
	Peer        steamtypes.SteamID
	UserData    int64
	Listener    Handle         // that it came in on; 0: we asked
	Address     netip.AddrPort // invalid if unknown
	POP, Relay  uint32         // data centres, on Steam
	State       State
	End         End // 0 while it lives
	EndText     string
	Description string
	Flags       int
}

// Status is how a connection does (SteamNetConnectionRealTimeStatus_t).
type Status struct {
	State                            State
	Ping                             int     // milliseconds; -1 unknown
	QualityLocal, QualityRemote      float32 // of what was sent, how much came: 0 to 1; -1 unknown
	PacketsOutPerSec, BytesOutPerSec float32
	PacketsInPerSec, BytesInPerSec   float32
	SendRate                         int // bytes a second, estimated
	PendingUnreliable                int // bytes, here and below
	PendingReliable                  int
	UnacknowledgedReliable           int
	QueueTime                        time.Duration // until what is sent now goes out, estimated
}

// LaneStatus is how a lane does (SteamNetConnectionRealTimeLaneStatus_t).
type LaneStatus struct {
	PendingUnreliable, PendingReliable int
	UnacknowledgedReliable             int
	QueueTime                          time.Duration
}

func (c *conn) info() Info {
	i := Info{
		Peer: c.peer, UserData: c.userData(), State: c.state, End: c.reason, EndText: c.text,
		Description: c.description(),
	}
	if c.listener != nil {
		i.Listener = c.listener.handle
	}
	if c.path.other != nil {
		i.Flags = InfoFast
		if !c.path.fakes {
			i.Flags = InfoFast | InfoLoopback | InfoUnencrypted
		}
		return i
	}
	i.Address = c.s.carrier.Address(c.peer)
	if a := i.Address.Addr(); a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() {
		i.Flags = InfoFast
	}
	return i
}

// description is for people who read a log.
func (c *conn) description() string {
	name := ""
	if c.name != "" {
		name = fmt.Sprintf(" %q", c.name)
	}
	port := c.port
	if c.incoming {
		port = c.own
	}
	kind := fmt.Sprintf("P2P steamid:%d vport %d", uint64(c.peer), port)
	if c.path.other != nil {
		kind = "socket pair"
	}
	return cut(fmt.Sprintf("#%d %s%s", uint32(c.handle), kind, name), MaxText)
}

// Info describes a connection, if there is one.
func (s *Sockets) Info(h Handle) (Info, bool) {
	s.lock()
	defer s.unlock()
	if c := s.conns[h]; c != nil {
		return c.info(), true
	}
	return Info{}, false
}

// Status tells how a connection does, and its first lanes. The result is
// [ResultNoConnection] without one, and [ResultInvalidParam] if it has fewer
// lanes.
func (s *Sockets) Status(h Handle, lanes int) (Status, []LaneStatus, Result) {
	s.lock()
	defer s.unlock()
	c := s.conns[h]
	switch {
	case c == nil:
		return Status{}, nil, ResultNoConnection
	case lanes < 0 || lanes > len(c.out.lanes):
		return Status{}, nil, ResultInvalidParam
	}
	q := &c.quality
	st := Status{
		State: c.state, Ping: -1, QualityLocal: q.here, QualityRemote: q.there,
		SendRate: c.config.int(SendRateMax), UnacknowledgedReliable: int(c.out.sent - c.out.heard),
	}
	if q.known {
		st.Ping = int((q.trip + time.Millisecond/2) / time.Millisecond)
	}
	if !q.measuredLocal {
		st.QualityLocal = -1
	}
	if !q.known {
		st.QualityRemote = -1
	}
	st.PacketsOutPerSec, st.BytesOutPerSec = q.out.rates()
	st.PacketsInPerSec, st.BytesInPerSec = q.in.rates()
	rate := max(st.SendRate, int(st.BytesOutPerSec), 1)
	wait := func(bytes int) time.Duration { return time.Duration(bytes) * time.Second / time.Duration(rate) }
	st.QueueTime = wait(c.out.pending)
	var each []LaneStatus
	for i := range c.out.lanes {
		l := &c.out.lanes[i]
		st.PendingUnreliable += l.pendingUnreliable
		st.PendingReliable += l.pendingReliable
		if i < lanes {
			each = append(each, LaneStatus{
				PendingUnreliable: l.pendingUnreliable, PendingReliable: l.pendingReliable,
				QueueTime: wait(c.out.ahead(l)),
			})
		}
	}
	if len(each) == 1 && len(c.out.lanes) == 1 {
		each[0].UnacknowledgedReliable = st.UnacknowledgedReliable
	}
	return st, each, ResultOK
}

// ahead returns how many bytes go before what a lane is given now.
func (o *sender) ahead(l *lane) (n int) {
	for i := range o.lanes {
		if other := &o.lanes[i]; other.priority <= l.priority {
			n += other.pendingReliable + other.pendingUnreliable
		}
	}
	return n
}

// ListenerAddress is the address of a listen socket. One for virtual ports has
// none.
func (s *Sockets) ListenerAddress(Handle) netip.AddrPort { return netip.AddrPort{} }

// ValueInfo says what is known of a configuration value.
func (s *Sockets) ValueInfo(name ConfigValue) (ValueInfo, bool) { return ValueInfoOf(name) }

// SetName gives a connection a name, for people.
func (s *Sockets) SetName(h Handle, name string) {
	s.lock()
	defer s.unlock()
	if c := s.conns[h]; c != nil {
		c.name = cut(name, MaxText)
	}
}

// Name returns a connection's name.
func (s *Sockets) Name(h Handle) (string, bool) {
	s.lock()
	defer s.unlock()
	if c := s.conns[h]; c != nil {
		return c.name, true
	}
	return "", false
}

// Detail tells of a connection in some lines, for people.
func (s *Sockets) Detail(h Handle) (string, bool) {
	info, ok := s.Info(h)
	if !ok {
		return "", false
	}
	st, _, _ := s.Status(h, 0)
	return fmt.Sprintf(`%s
state %d, end %d %q
ping %d ms, quality %.0f%% here, %.0f%% there
out %.0f packets/s, %.0f bytes/s; in %.0f packets/s, %.0f bytes/s
waiting: %d bytes reliable, %d unreliable; on the way: %d bytes
`, info.Description, info.State, info.End, info.EndText,
		st.Ping, st.QualityLocal*100, st.QualityRemote*100,
		st.PacketsOutPerSec, st.BytesOutPerSec, st.PacketsInPerSec, st.BytesInPerSec,
		st.PendingReliable, st.PendingUnreliable, st.UnacknowledgedReliable), true
}
