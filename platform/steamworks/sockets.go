package steamworks

import (
	"math"
	"net/netip"
	"time"
	"unsafe"

	"github.com/ebitengine/purego"

	"godotsteam/networking/sockets"
	"godotsteam/platform"
	"godotsteam/platform/valve"
	"godotsteam/steamtypes"
)

var _ platform.Networking = (*Platform)(nil)

// Sockets implements [platform.Networking].
func (p *Platform) Sockets() platform.Sockets { return steamSockets{p} }

// steamSockets is Valve's ISteamNetworkingSockets. What the library lacks answers
// 0, false or nothing.
type steamSockets struct{ p *Platform }

var (
	_ platform.IPSockets     = steamSockets{}
	_ platform.HostedSockets = steamSockets{}
)

// The functions, as package valve describes them.
var (
	listenP2P = valve.Describe(
		"ISteamNetworkingSockets.CreateListenSocketP2P(i32 port, i32 count, data options) -> u32")
	listenFakeIP = valve.Describe(
		"ISteamNetworkingSockets.CreateListenSocketP2PFakeIP(i32 port, i32 count, data options) -> u32")
	listenHosted = valve.Describe(
		"ISteamNetworkingSockets.CreateHostedDedicatedServerListenSocket(i32 port, i32 count, data options) -> u32")
	listenIP = valve.Describe(
		"ISteamNetworkingSockets.CreateListenSocketIP(data address, i32 count, data options) -> u32")
	connectP2P = valve.Describe(
		"ISteamNetworkingSockets.ConnectP2P(identity peer, i32 port, i32 count, data options) -> u32")
	connectHosted = valve.Describe(
		"ISteamNetworkingSockets.ConnectToHostedDedicatedServer(identity peer, i32 port, i32 count, data options) -> u32")
	connectIP = valve.Describe(
		"ISteamNetworkingSockets.ConnectByIPAddress(data address, i32 count, data options) -> u32")

	acceptConnection = valve.Describe("ISteamNetworkingSockets.AcceptConnection(u32 connection) -> i32")
	closeConnection  = valve.Describe(
		"ISteamNetworkingSockets.CloseConnection(u32 connection, i32 reason, text why, bool linger) -> bool")
	closeListenSocket   = valve.Describe("ISteamNetworkingSockets.CloseListenSocket(u32 socket) -> bool")
	listenSocketAddress = valve.Describe("ISteamNetworkingSockets.GetListenSocketAddress(u32 socket, data[18] address) -> bool")
	createPair          = valve.Describe(
		"ISteamNetworkingSockets.CreateSocketPair(*u32 a, *u32 b, bool loopback, data identity1, data identity2) -> bool")

	sendMessage = valve.Describe("ISteamNetworkingSockets.SendMessageToConnection(" +
		"u32 connection, data message, u32 len(message), i32 flags, *i64 number) -> i32")
	allocateMessage = valve.Describe("ISteamNetworkingUtils.AllocateMessage(i32 bytes) -> u64")
	// The last argument is new in 2026: what can't be sent is released, as it always was before.
	sendAllocated       = valve.Describe("ISteamNetworkingSockets.SendMessages(1, data messages, *i64 number, 1)")
	flushMessages       = valve.Describe("ISteamNetworkingSockets.FlushMessagesOnConnection(u32 connection) -> i32")
	receiveOnConnection = valve.Describe(
		"ISteamNetworkingSockets.ReceiveMessagesOnConnection(u32 connection, data messages, i32 count) -> i32")
	receiveOnGroup = valve.Describe(
		"ISteamNetworkingSockets.ReceiveMessagesOnPollGroup(u32 group, data messages, i32 count) -> i32")
	configureLanes = valve.Describe("ISteamNetworkingSockets.ConfigureConnectionLanes(" +
		"u32 connection, i32 count, data priorities, data weights) -> i32")

	createGroup  = valve.Describe("ISteamNetworkingSockets.CreatePollGroup() -> u32")
	destroyGroup = valve.Describe("ISteamNetworkingSockets.DestroyPollGroup(u32 group) -> bool")
	setGroup     = valve.Describe("ISteamNetworkingSockets.SetConnectionPollGroup(u32 connection, u32 group) -> bool")

	infoOf   = valve.Describe("ISteamNetworkingSockets.GetConnectionInfo(u32 connection, data[696] info) -> bool")
	statusOf = valve.Describe("ISteamNetworkingSockets.GetConnectionRealTimeStatus(" +
		"u32 connection, data[120] status, i32 count, data lanes) -> i32")
	detailOf    = valve.Describe("ISteamNetworkingSockets.GetDetailedConnectionStatus(u32 connection, text[8192], size) -> i32")
	setName     = valve.Describe("ISteamNetworkingSockets.SetConnectionName(u32 connection, text name)")
	nameOf      = valve.Describe("ISteamNetworkingSockets.GetConnectionName(u32 connection, text[128], size) -> bool")
	setUserData = valve.Describe("ISteamNetworkingSockets.SetConnectionUserData(u32 connection, i64 data) -> bool")
	userDataOf  = valve.Describe("ISteamNetworkingSockets.GetConnectionUserData(u32 connection) -> i64")
	timestamp   = valve.Describe("ISteamNetworkingUtils.GetLocalTimestamp() -> i64")
)

func (s steamSockets) answer(f *valve.Function, numbers ...int64) int64 {
	return s.p.answer(f, numbers...)
}

// open makes a call that ends with options and answers a handle.
func (s steamSockets) open(f *valve.Function, options []sockets.Option, fill func(*valve.Call)) (h sockets.Handle) {
	s.p.invoke(f, func(q *valve.Call) {
		fill(q)
		last := len(f.Params) - 1
		q.SetInt(last-1, int64(len(options)))
		texts := putOptions(q.Memory(last, optionSize*len(options)), options)
		q.Keep(texts)
	}, func(q *valve.Call) { h = sockets.Handle(q.ResultInt()) })
	return h
}

func (s steamSockets) listen(f *valve.Function, port int, options []sockets.Option) sockets.Handle {
	return s.listenFor(nil, f, port, options)
}

func (s steamSockets) listenFor(
	owner *sockets.Owner, f *valve.Function, port int, options []sockets.Option,
) sockets.Handle {
	s.closeLeaving(func(l leaving) bool { return l.port == port })
	return s.p.owners.claimListener(owner, func() sockets.Handle {
		return s.open(f, options, func(q *valve.Call) { q.SetInt(0, int64(port)) })
	})
}

func (s steamSockets) Listen(port int, options []sockets.Option) sockets.Handle {
	return s.listen(listenP2P, port, options)
}

func (s steamSockets) ListenHosted(port int, options []sockets.Option) sockets.Handle {
	return s.listen(listenHosted, port, options)
}

func (s steamSockets) ListenFakeIP(port int, options []sockets.Option) sockets.Handle {
	return s.listen(listenFakeIP, port, options)
}

func (s steamSockets) ListenIP(at netip.AddrPort, options []sockets.Option) sockets.Handle {
	return s.open(listenIP, options, func(q *valve.Call) { valve.PutAddress(q.Memory(0, valve.AddressSize), at) })
}

func (s steamSockets) ConnectIP(to netip.AddrPort, options []sockets.Option) sockets.Handle {
	return s.open(connectIP, options, func(q *valve.Call) { valve.PutAddress(q.Memory(0, valve.AddressSize), to) })
}

func (s steamSockets) Connect(peer steamtypes.SteamID, port int, options []sockets.Option) sockets.Handle {
	return s.connect(connectP2P, peer, port, options)
}

func (s steamSockets) ConnectHosted(peer steamtypes.SteamID, port int, options []sockets.Option) sockets.Handle {
	return s.connect(connectHosted, peer, port, options)
}

func (s steamSockets) connect(
	f *valve.Function, peer steamtypes.SteamID, port int, options []sockets.Option,
) sockets.Handle {
	return s.connectFor(nil, f, peer, port, options)
}

func (s steamSockets) connectFor(
	owner *sockets.Owner, f *valve.Function, peer steamtypes.SteamID, port int, options []sockets.Option,
) sockets.Handle {
	return s.p.owners.claimConnection(owner, func() sockets.Handle {
		return s.open(f, options, func(q *valve.Call) {
			q.SetInt(0, int64(peer))
			q.SetInt(1, int64(port))
		})
	})
}

func (s steamSockets) CloseListener(h sockets.Handle) bool {
	return s.answer(closeListenSocket, int64(h)) != 0
}

func (s steamSockets) ListenerAddress(h sockets.Handle) (a netip.AddrPort) {
	s.p.invoke(listenSocketAddress, func(q *valve.Call) { q.SetInt(0, int64(h)) }, func(q *valve.Call) {
		if q.ResultInt() != 0 {
			a = valve.AddressOf(q.Bytes(1))
		}
	})
	return a
}

func (s steamSockets) Accept(h sockets.Handle) sockets.Result {
	return sockets.Result(s.answer(acceptConnection, int64(h)))
}

func (s steamSockets) CloseConnection(h sockets.Handle, reason sockets.End, text string, linger bool) (ok bool) {
	s.p.invoke(closeConnection, func(q *valve.Call) {
		q.SetInt(0, int64(h))
		q.SetInt(1, int64(reason))
		q.SetText(2, []byte(text))
		q.SetBool(3, linger)
	}, func(q *valve.Call) { ok = q.ResultInt() != 0 })
	return ok
}

// CreatePair leaves out who is this user: NULL stands for that.
func (s steamSockets) CreatePair(
	loopback bool, peer1, peer2 steamtypes.SteamID,
) (first, second sockets.Handle, ok bool) {
	s.p.invoke(createPair, func(q *valve.Call) {
		q.SetBool(2, loopback)
		for i, peer := range [...]steamtypes.SteamID{peer1, peer2} {
			if q.SetData(3+i, nil); peer != 0 {
				valve.PutIdentity(q.Memory(3+i, valve.IdentitySize), uint64(peer))
			}
		}
	}, func(q *valve.Call) {
		if ok = q.ResultInt() != 0; ok {
			first, second = sockets.Handle(q.Int(0)), sockets.Handle(q.Int(1))
		}
	})
	return first, second, ok
}

// Send implements [platform.SocketMessages]. Only a message that the library has
// allocated can go on a lane.
func (s steamSockets) Send(
	h sockets.Handle, data []byte, flags sockets.SendFlags, lane int,
) (result sockets.Result, number int64) {
	if lane != 0 {
		return s.sendOn(h, data, flags, lane)
	}
	s.p.invoke(sendMessage, func(q *valve.Call) {
		q.SetInt(0, int64(h))
		q.SetData(1, data)
		q.SetInt(2, int64(len(data)))
		q.SetInt(3, int64(flags))
	}, func(q *valve.Call) { result, number = sockets.Result(q.ResultInt()), q.Int(4) })
	return result, number
}

func (s steamSockets) sendOn(
	h sockets.Handle, data []byte, flags sockets.SendFlags, lane int,
) (sockets.Result, int64) {
	if lane < 0 || lane > math.MaxUint16 || len(data) > sockets.MaxMessage {
		return sockets.ResultInvalidParam, 0
	}
	s.p.alive.RLock()
	defer s.p.alive.RUnlock()
	var message uintptr
	s.p.useDescribed(allocateMessage, func(q *valve.Call) { q.SetInt(0, int64(len(data))) },
		func(q *valve.Call) { message = uintptr(q.ResultInt()) })
	if message == 0 {
		return sockets.ResultFail, 0
	}
	m := messageAt(message)
	copy(m.data(), data)
	m.conn, m.flags, m.lane = uint32(h), int32(flags), uint16(lane)
	number := int64(0)
	s.p.useDescribed(sendAllocated, func(q *valve.Call) { // which takes the message
		order.PutUint64(q.Memory(1, 8), uint64(message))
	}, func(q *valve.Call) { number = q.Int(2) })
	if number <= 0 {
		return sockets.Result(-number), 0
	}
	return sockets.ResultOK, number
}

func (s steamSockets) Flush(h sockets.Handle) sockets.Result {
	return sockets.Result(s.answer(flushMessages, int64(h)))
}

func (s steamSockets) Receive(h sockets.Handle, limit int) ([]sockets.Message, bool) {
	return s.receive(receiveOnConnection, h, limit)
}

func (s steamSockets) ReceiveGroup(group sockets.Handle, limit int) ([]sockets.Message, bool) {
	return s.receive(receiveOnGroup, group, limit)
}

func (s steamSockets) receive(f *valve.Function, of sockets.Handle, limit int) (all []sockets.Message, ok bool) {
	ok = s.p.receive(f, int64(of), limit, func(m sockets.Message, _ int32) { all = append(all, m) })
	return all, ok
}

func (s steamSockets) ConfigureLanes(h sockets.Handle, priorities, weights []int) (result sockets.Result) {
	if len(priorities) != len(weights) {
		return sockets.ResultInvalidParam
	}
	s.p.invoke(configureLanes, func(q *valve.Call) {
		q.SetInt(0, int64(h))
		q.SetInt(1, int64(len(priorities)))
		p, w := q.Memory(2, 4*len(priorities)), q.Memory(3, 2*len(weights))
		for i := range priorities {
			order.PutUint32(p[4*i:], uint32(int32(priorities[i])))
			order.PutUint16(w[2*i:], uint16(weights[i]))
		}
	}, func(q *valve.Call) { result = sockets.Result(q.ResultInt()) })
	return result
}

func (s steamSockets) CreateGroup() sockets.Handle { return sockets.Handle(s.answer(createGroup)) }

func (s steamSockets) DestroyGroup(group sockets.Handle) bool {
	return s.answer(destroyGroup, int64(group)) != 0
}

func (s steamSockets) SetGroup(connection, to sockets.Handle) bool {
	return s.answer(setGroup, int64(connection), int64(to)) != 0
}

func (s steamSockets) Info(h sockets.Handle) (info sockets.Info, ok bool) {
	s.p.invoke(infoOf, func(q *valve.Call) { q.SetInt(0, int64(h)) }, func(q *valve.Call) {
		if ok = q.ResultInt() != 0; ok {
			info = connectionInfo(q.Bytes(1))
		}
	})
	return info, ok
}

// maxLanes is more than any library has.
const maxLanes = 256

func (s steamSockets) Status(
	h sockets.Handle, lanes int,
) (status sockets.Status, each []sockets.LaneStatus, result sockets.Result) {
	if lanes < 0 || lanes > maxLanes {
		return status, nil, sockets.ResultInvalidParam
	}
	s.p.invoke(statusOf, func(q *valve.Call) {
		q.SetInt(0, int64(h))
		q.SetInt(2, int64(lanes))
		q.Memory(3, laneStatusSize*lanes)
	}, func(q *valve.Call) {
		if result = sockets.Result(q.ResultInt()); result != sockets.ResultOK {
			return
		}
		status = connectionStatus(q.Bytes(1))
		for i := range lanes {
			each = append(each, laneStatus(q.Bytes(3)[laneStatusSize*i:]))
		}
	})
	return status, each, result
}

// Detail implements [platform.SocketInfo]. A text that is longer than the buffer
// is cut.
func (s steamSockets) Detail(h sockets.Handle) (text string, ok bool) {
	s.p.invoke(detailOf, func(q *valve.Call) { q.SetInt(0, int64(h)) }, func(q *valve.Call) {
		if ok = q.ResultInt() >= 0; ok {
			text = q.Text(1)
		}
	})
	return text, ok
}

func (s steamSockets) SetName(h sockets.Handle, name string) {
	s.p.invoke(setName, func(q *valve.Call) {
		q.SetInt(0, int64(h))
		q.SetText(1, []byte(name))
	}, func(*valve.Call) {})
}

func (s steamSockets) Name(h sockets.Handle) (name string, ok bool) {
	s.p.invoke(nameOf, func(q *valve.Call) { q.SetInt(0, int64(h)) }, func(q *valve.Call) {
		if ok = q.ResultInt() != 0; ok {
			name = q.Text(1)
		}
	})
	return name, ok
}

func (s steamSockets) SetUserData(h sockets.Handle, data int64) bool {
	return s.answer(setUserData, int64(h), data) != 0
}

func (s steamSockets) UserDataOf(h sockets.Handle) int64 { return s.answer(userDataOf, int64(h)) }

func (s steamSockets) LocalTimestamp() int64 { return s.answer(timestamp) }

// steamMessage is SteamNetworkingMessage_t, the same in both packings.
type steamMessage struct {
	payload  uintptr
	size     int32
	conn     uint32
	identity [valve.IdentitySize]byte
	userData int64
	received int64
	number   int64
	freeData uintptr
	release  uintptr
	channel  int32
	flags    int32
	_        int64 // the sender's user data
	lane     uint16
	_        uint16
}

var _ = [1]struct{}{}[unsafe.Sizeof(steamMessage{})-216]

func messageAt(address uintptr) *steamMessage { return (*steamMessage)(foreign(address)) }

func (m *steamMessage) data() []byte {
	if m.payload == 0 || m.size <= 0 {
		return nil
	}
	return unsafe.Slice((*byte)(foreign(m.payload)), m.size)
}

// receiveAtOnce is how many messages are asked for in one call.
const receiveAtOnce = 256

// receive takes up to limit messages with a function whose parameters are where
// from, an array of pointers, and its size. It reports false if the library says
// that there is no such connection.
func (p *Platform) receive(f *valve.Function, from int64, limit int, got func(m sockets.Message, channel int32)) bool {
	for limit > 0 {
		n := min(limit, receiveAtOnce)
		count := -1
		p.invoke(f, func(q *valve.Call) {
			q.SetInt(0, from)
			q.Memory(1, 8*n)
			q.SetInt(2, int64(n))
		}, func(q *valve.Call) {
			count = min(int(q.ResultInt()), n)
			for i := range max(count, 0) {
				got(p.takeMessage(uintptr(order.Uint64(q.Bytes(1)[8*i:]))))
			}
		})
		if count < 0 {
			return false
		}
		if limit -= n; count < n {
			break
		}
	}
	return true
}

// takeMessage copies a message of the library's and gives it back, so that nothing
// of it outlives a shutdown.
func (p *Platform) takeMessage(address uintptr) (taken sockets.Message, channel int32) {
	m := messageAt(address)
	data := p.buffers.get(len(m.data()))
	copy(data, m.data())
	taken = sockets.NewMessage(sockets.Message{
		Data: data, Connection: sockets.Handle(m.conn), Peer: steamtypes.SteamID(valve.IdentityOf(m.identity[:])),
		UserData: m.userData, Received: m.received, Number: m.number, Lane: int(m.lane),
		Reliable: sockets.SendFlags(m.flags).Reliable(),
	}, func() { p.buffers.put(data) })
	channel = m.channel
	if m.release != 0 {
		purego.SyscallN(m.release, address)
	}
	return taken, channel
}

// connectionInfoSize is that of SteamNetConnectionInfo_t, the same in both
// packings.
const connectionInfoSize = 696

func connectionInfo(b []byte) sockets.Info {
	return sockets.Info{
		Peer:        steamtypes.SteamID(valve.IdentityOf(b)),
		UserData:    int64(order.Uint64(b[136:])),
		Listener:    sockets.Handle(order.Uint32(b[144:])),
		Address:     valve.AddressOf(b[148:]),
		POP:         order.Uint32(b[168:]),
		Relay:       order.Uint32(b[172:]),
		State:       sockets.State(int32(order.Uint32(b[176:]))),
		End:         sockets.End(int32(order.Uint32(b[180:]))),
		EndText:     textOf(b[184:312]),
		Description: textOf(b[312:440]),
		Flags:       int(int32(order.Uint32(b[440:]))),
	}
}

// laneStatusSize is that of SteamNetConnectionRealTimeLaneStatus_t. That of
// SteamNetConnectionRealTimeStatus_t is in its function's description.
const laneStatusSize = 64

func connectionStatus(b []byte) sockets.Status {
	number := func(at int) int { return int(int32(order.Uint32(b[at:]))) }
	float := func(at int) float32 { return math.Float32frombits(order.Uint32(b[at:])) }
	return sockets.Status{
		State: sockets.State(number(0)), Ping: number(4), QualityLocal: float(8), QualityRemote: float(12),
		PacketsOutPerSec: float(16), BytesOutPerSec: float(20), PacketsInPerSec: float(24), BytesInPerSec: float(28),
		SendRate: number(32), PendingUnreliable: number(36), PendingReliable: number(40),
		UnacknowledgedReliable: number(44), QueueTime: microseconds(b[48:]),
	}
}

func laneStatus(b []byte) sockets.LaneStatus {
	number := func(at int) int { return int(int32(order.Uint32(b[at:]))) }
	return sockets.LaneStatus{
		PendingUnreliable: number(0), PendingReliable: number(4), UnacknowledgedReliable: number(8),
		QueueTime: microseconds(b[16:]),
	}
}

func microseconds(b []byte) time.Duration { return time.Duration(order.Uint64(b)) * time.Microsecond }
