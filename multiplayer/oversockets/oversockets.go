// Package oversockets gives a multiplayer peer connections of Networking Sockets, of package sockets or of Valve's
// library, apart from those of the game: it sees none of the game's, and the game none of its.
package oversockets

import (
	"math"
	"sync"

	"godotsteam/multiplayer"
	"godotsteam/networking/sockets"
	"godotsteam/steamtypes"
)

// Sockets are what is asked of them, ours or Valve's. What is made for an owner
// tells the owner alone of its changes.
type Sockets interface {
	ListenFor(owner *sockets.Owner, port int, options []sockets.Option) sockets.Handle
	CloseListener(sockets.Handle) bool
	ConnectFor(owner *sockets.Owner, to steamtypes.SteamID, port int, options []sockets.Option) sockets.Handle
	Accept(sockets.Handle) sockets.Result
	CloseConnection(h sockets.Handle, reason sockets.End, text string, linger bool) bool
	ConfigureLanes(h sockets.Handle, priorities, weights []int) sockets.Result
	SetUserData(h sockets.Handle, data int64) bool
	Send(h sockets.Handle, data []byte, flags sockets.SendFlags, lane int) (sockets.Result, int64)
	Status(h sockets.Handle, lanes int) (sockets.Status, []sockets.LaneStatus, sockets.Result)

	CreateGroup() sockets.Handle
	DestroyGroup(sockets.Handle) bool
	SetGroup(connection, to sockets.Handle) bool
	ReceiveGroup(group sockets.Handle, limit int) ([]sockets.Message, bool)

	ValueInfo(sockets.ConfigValue) (sockets.ValueInfo, bool)
}

var _ Sockets = (*sockets.Sockets)(nil)

// connections are one peer's. It implements [multiplayer.Connections].
type connections struct {
	sockets  Sockets
	owner    *sockets.Owner
	group    sockets.Handle
	listener sockets.Handle

	mu      sync.Mutex
	open    map[sockets.Handle]bool
	changes []multiplayer.Change
	closed  bool
}

var _ multiplayer.Connections = (*connections)(nil)

// Over returns no connections yet.
func Over(s Sockets) multiplayer.Connections {
	c := &connections{sockets: s, group: s.CreateGroup(), open: make(map[sockets.Handle]bool)}
	c.owner = &sockets.Owner{Changed: c.changed}
	return c
}

// changed takes in a change. It is called in order, and with no lock held.
func (c *connections) changed(change sockets.Change) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	i := change.Info
	if i.State == sockets.StateConnecting && !c.open[change.Connection] {
		c.open[change.Connection] = true
		c.sockets.SetGroup(change.Connection, c.group)
	}
	c.changes = append(c.changes, multiplayer.Change{
		Connection: multiplayer.Handle(change.Connection), User: i.Peer, Incoming: i.Listener != 0,
		State: multiplayer.State(i.State), Old: multiplayer.State(change.Old),
		End: multiplayer.End(i.End), Text: i.EndText,
	})
}

// Listen implements [multiplayer.Connections].
func (c *connections) Listen(port int, options []multiplayer.Option) bool {
	if port == sockets.OwnersPort {
		return false
	}
	c.listener = c.sockets.ListenFor(c.owner, port, c.values(options))
	return c.listener != 0
}

// Connect implements [multiplayer.Connections].
func (c *connections) Connect(to multiplayer.SteamID, port int, options []multiplayer.Option) multiplayer.Handle {
	if port == sockets.OwnersPort {
		return 0
	}
	h := c.sockets.ConnectFor(c.owner, to, port, c.values(options))
	if h != 0 {
		c.mu.Lock()
		c.open[h] = true
		c.mu.Unlock()
		c.sockets.SetGroup(h, c.group)
	}
	return multiplayer.Handle(h)
}

// Accept implements [multiplayer.Connections].
func (c *connections) Accept(h multiplayer.Handle) multiplayer.Result {
	return multiplayer.Result(c.sockets.Accept(sockets.Handle(h)))
}

// Close implements [multiplayer.Connections].
func (c *connections) Close(h multiplayer.Handle, end multiplayer.End, text string, linger bool) {
	c.mu.Lock()
	delete(c.open, sockets.Handle(h))
	c.mu.Unlock()
	c.sockets.CloseConnection(sockets.Handle(h), sockets.End(end), text, linger)
}

// SetLanes implements [multiplayer.Connections].
func (c *connections) SetLanes(h multiplayer.Handle, lanes int) multiplayer.Result {
	equal := make([]int, lanes)
	weights := make([]int, lanes)
	for i := range weights {
		weights[i] = 1
	}
	return multiplayer.Result(c.sockets.ConfigureLanes(sockets.Handle(h), equal, weights))
}

// SetUserData implements [multiplayer.Connections].
func (c *connections) SetUserData(h multiplayer.Handle, data int64) {
	c.sockets.SetUserData(sockets.Handle(h), data)
}

// Send implements [multiplayer.Connections].
func (c *connections) Send(
	h multiplayer.Handle, data []byte, flags multiplayer.Flags, lane int,
) multiplayer.Result {
	result, _ := c.sockets.Send(sockets.Handle(h), data, sockets.SendFlags(flags), lane)
	return multiplayer.Result(result)
}

// Receive implements [multiplayer.Connections].
func (c *connections) Receive(into []multiplayer.Message) int {
	list, _ := c.sockets.ReceiveGroup(c.group, len(into))
	for i := range list {
		m := held.Get().(*message)
		m.Message = list[i]
		into[i] = multiplayer.Message{
			Data: m.Data, Connection: multiplayer.Handle(m.Connection), Lane: m.Lane, Number: m.Number,
			Reliable: m.Reliable, Holder: m,
		}
	}
	return len(list)
}

// message is who has the memory of one.
type message struct{ sockets.Message }

var held = sync.Pool{New: func() any { return new(message) }}

// Release implements [multiplayer.Holder].
func (m *message) Release(multiplayer.Message) {
	m.Message.Release()
	m.Message = sockets.Message{}
	held.Put(m)
}

// NextChange implements [multiplayer.Connections].
func (c *connections) NextChange() (multiplayer.Change, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.changes) == 0 {
		return multiplayer.Change{}, false
	}
	change := c.changes[0]
	c.changes = c.changes[1:]
	return change, true
}

// Status implements [multiplayer.Connections].
func (c *connections) Status(h multiplayer.Handle) (multiplayer.Status, bool) {
	s, _, result := c.sockets.Status(sockets.Handle(h), 0)
	return multiplayer.Status{
		State: multiplayer.State(s.State), Ping: s.Ping,
		QualityLocal: s.QualityLocal, QualityRemote: s.QualityRemote,
		PacketsOutPerSec: s.PacketsOutPerSec, BytesOutPerSec: s.BytesOutPerSec,
		PacketsInPerSec: s.PacketsInPerSec, BytesInPerSec: s.BytesInPerSec,
		SendRate: s.SendRate, PendingUnreliable: s.PendingUnreliable, PendingReliable: s.PendingReliable,
		SentUnackedReliable: s.UnacknowledgedReliable, QueueTime: s.QueueTime,
	}, result == sockets.ResultOK
}

// Shutdown implements [multiplayer.Connections].
func (c *connections) Shutdown() {
	c.mu.Lock()
	c.closed, c.changes = true, nil
	open := c.open
	c.open = nil
	c.mu.Unlock()
	for h := range open {
		c.sockets.CloseConnection(h, sockets.EndAppMin, "the peer was closed", false)
	}
	if c.listener != 0 {
		c.sockets.CloseListener(c.listener)
	}
	c.sockets.DestroyGroup(c.group)
}

// values are options as package sockets has them, and symmetric mode. What has no such value is left out.
func (c *connections) values(options []multiplayer.Option) []sockets.Option {
	list := []sockets.Option{{Name: sockets.SymmetricConnect, Value: sockets.Int32(1)}}
	for _, o := range options {
		name := sockets.ConfigValue(o.Key)
		if name == sockets.UserData {
			continue // the peer's own
		}
		if info, ok := c.sockets.ValueInfo(name); ok {
			if v, ok := value(info.Type, o.Value); ok {
				list = append(list, sockets.Option{Name: name, Value: v})
			}
		}
	}
	return list
}

func value(t sockets.ValueType, v any) (sockets.Value, bool) {
	var number float64
	var integer int64
	switch v := v.(type) {
	case bool:
		if v {
			number, integer = 1, 1
		}
	case int64:
		number, integer = float64(v), v
	case float64:
		number, integer = v, int64(v)
	case string:
		return sockets.Text(v), t == sockets.TypeString
	}
	switch t {
	case sockets.TypeInt32:
		return sockets.Int32(int32(min(max(integer, math.MinInt32), math.MaxInt32))), true
	case sockets.TypeInt64:
		return sockets.Int64(integer), true
	case sockets.TypeFloat:
		return sockets.Float(float32(number)), true
	}
	return sockets.Value{}, false
}
