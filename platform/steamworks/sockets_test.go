//go:build unix

package steamworks

import (
	"math"
	"net/netip"
	"testing"
	"time"

	"github.com/ebitengine/purego"
	"github.com/stretchr/testify/require"

	"godotsteam/networking/messages"
	"godotsteam/networking/sockets"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// unreleased counts the messages of the library's that were not given back.
func unreleased(t *testing.T, g *game) func() int64 {
	t.Helper()
	handle, err := purego.Dlopen(g.lib.path, purego.RTLD_NOW)
	require.NoError(t, err)
	address, err := purego.Dlsym(handle, "fakesteam_unreleased")
	require.NoError(t, err)
	return func() int64 {
		n, _, _ := purego.SyscallN(address)
		return int64(n)
	}
}

var someOptions = []sockets.Option{
	{Name: sockets.TimeoutInitial, Value: sockets.Int32(-5)},
	{Name: sockets.UserData, Value: sockets.Int64(1<<40 + 1)},
	{Name: sockets.FakeLossSend, Value: sockets.Float(2.5)},
	{Name: 103, Value: sockets.Text("stün:1")},
}

const someOptionsNoted = " 24=-5 40=1099511627777L 2=2.5f 103='stün:1'\n"

func TestListeningAndConnecting(t *testing.T) {
	g := start(t, alice, options{})
	written := writtenBy(t, g)
	s := g.Sockets()
	ip, hosted := s.(platform.IPSockets), s.(platform.HostedSockets)
	address := netip.MustParseAddrPort("10.0.0.1:27015")
	const addressNoted = " 00000000000000000000ffff0a000001:27015"
	bobs := " " + bob.String()
	require.Empty(t, written())
	for noted, ask := range map[string]func() sockets.Handle{
		"CreateListenSocketP2P -3" + someOptionsNoted: func() sockets.Handle { return s.Listen(-3, someOptions) },
		"CreateListenSocketP2PFakeIP 2\n":             func() sockets.Handle { return hosted.ListenFakeIP(2, nil) },
		"CreateHostedDedicatedServerListenSocket 2\n": func() sockets.Handle { return hosted.ListenHosted(2, nil) },
		"ConnectP2P" + bobs + " 7" + someOptionsNoted: func() sockets.Handle { return s.Connect(bob, 7, someOptions) },
		"ConnectToHostedDedicatedServer" + bobs + " 7" + someOptionsNoted: func() sockets.Handle {
			return hosted.ConnectHosted(bob, 7, someOptions)
		},
		"CreateListenSocketIP" + addressNoted + someOptionsNoted: func() sockets.Handle {
			return ip.ListenIP(address, someOptions)
		},
		"ConnectByIPAddress" + addressNoted + "\n": func() sockets.Handle { return ip.ConnectIP(address, nil) },
	} {
		require.Greater(t, ask(), sockets.Handle(4000000000), "all 32 bits of a handle")
		require.Equal(t, noted, written())
	}
}

func TestWhatIsAskedOfAConnection(t *testing.T) {
	g := start(t, alice, options{})
	written := writtenBy(t, g)
	s := g.Sockets()
	const handle = sockets.Handle(4000000000)

	require.Equal(t, sockets.ResultInvalidParam, s.Accept(handle))
	require.Equal(t, "AcceptConnection 4000000000\n", written())
	require.True(t, s.CloseConnection(handle, 1234, "gö", true))
	require.Equal(t, "CloseConnection 4000000000 1234 gö 1\n", written())
	require.True(t, s.CloseListener(handle))
	require.Equal(t, "CloseListenSocket 4000000000\n", written())
	require.Negative(t, int(s.Flush(handle)))
	require.NotZero(t, s.CreateGroup())
	require.True(t, s.DestroyGroup(5))
	written()
	require.True(t, s.SetGroup(handle, 5))
	require.Equal(t, "SetConnectionPollGroup 4000000000 5\n", written())
	s.SetName(handle, "Bob")
	require.Equal(t, "SetConnectionName 4000000000 Bob\n", written())
	name, ok := s.Name(handle)
	require.True(t, ok)
	require.Contains(t, name, "GetConnectionName: ä")
	written()
	require.True(t, s.SetUserData(handle, -9))
	require.Equal(t, "SetConnectionUserData 4000000000 -9\n", written())
	require.Less(t, s.UserDataOf(handle), int64(math.MinInt64/2), "all 64 bits")
	require.Less(t, s.LocalTimestamp(), int64(math.MinInt64/2))
	written()
	require.Equal(t, sockets.ResultOK, s.ConfigureLanes(handle, []int{-1, 10}, []int{1, 65535}))
	require.Equal(t, "ConfigureConnectionLanes 4000000000 -1/1 10/65535\n", written())
	require.Equal(t, sockets.ResultInvalidParam, s.ConfigureLanes(handle, []int{1}, nil))
	require.Equal(t, "10.0.0.1:27015", s.ListenerAddress(handle).String())
	require.False(t, s.ListenerAddress(0).IsValid())
	text, ok := s.Detail(handle)
	require.True(t, ok)
	require.Equal(t, "all of 4000000000", text)
	_, ok = s.Detail(0)
	require.False(t, ok)
}

var anInfo = sockets.Info{
	UserData: -5, Listener: 4000000001, Address: netip.MustParseAddrPort("10.0.0.1:27015"), POP: 1, Relay: 2,
	State: sockets.StateClosedByPeer, End: 1234, EndText: "no", Description: "#1 ä", Flags: 24,
}

var aStatus = sockets.Status{
	State: sockets.StateConnected, Ping: 25, QualityLocal: 0.75, QualityRemote: 0.5, PacketsOutPerSec: 1.5, BytesOutPerSec: 2.5,
	PacketsInPerSec: 3.5, BytesInPerSec: 4.5, SendRate: 262144, PendingUnreliable: 10, PendingReliable: 20,
	UnacknowledgedReliable: 30, QueueTime: 5000 * time.Second,
}

func TestHowAConnectionIs(t *testing.T) {
	g := start(t, alice, options{})
	s := g.Sockets()
	info, ok := s.Info(7)
	want := anInfo
	want.Peer = alice
	require.True(t, ok)
	require.Equal(t, want, info)
	_, ok = s.Info(0)
	require.False(t, ok)

	status, lanes, result := s.Status(7, 2)
	require.Equal(t, sockets.ResultOK, result)
	require.Equal(t, aStatus, status)
	each := func(i int) sockets.LaneStatus {
		return sockets.LaneStatus{PendingUnreliable: i, PendingReliable: 2, UnacknowledgedReliable: 3, QueueTime: 4 * time.Microsecond}
	}
	require.Equal(t, []sockets.LaneStatus{each(0), each(1)}, lanes)
	_, lanes, result = s.Status(0, 1)
	require.Equal(t, sockets.ResultNoConnection, result)
	require.Empty(t, lanes)
	for _, n := range []int{-1, 1 << 30} {
		_, _, result = s.Status(7, n)
		require.Equal(t, sockets.ResultInvalidParam, result)
	}
}

func TestMessagesOfConnections(t *testing.T) {
	g := start(t, alice, options{})
	written, left := writtenBy(t, g), unreleased(t, g)
	s := g.Sockets()
	a, b, ok := s.CreatePair(true, bob, 0)
	require.True(t, ok)
	require.Equal(t, "CreateSocketPair 1 "+bob.String()+" 0\n", written(), "0 is this user: NULL")
	require.Equal(t, []sockets.Handle{1, 2}, []sockets.Handle{a, b})

	result, number := s.Send(b, []byte("hello"), sockets.SendReliable|sockets.SendNoNagle, 0)
	require.Equal(t, sockets.ResultOK, result)
	require.EqualValues(t, 1, number)
	require.Equal(t, "SendMessageToConnection 2 hello 5 9\n", written())
	result, number = s.Send(b, []byte("on a lane"), sockets.SendNoDelay, 2)
	require.Equal(t, sockets.ResultOK, result)
	require.EqualValues(t, 2, number)
	require.Equal(t, "SendMessages 2 on a lane 4 lane 2\n", written())
	result, _ = s.Send(b, nil, 0, 0)
	require.Equal(t, sockets.ResultOK, result)
	for _, refused := range []func() (sockets.Result, int64){
		func() (sockets.Result, int64) { return s.Send(99, nil, 0, 0) },
		func() (sockets.Result, int64) { return s.Send(99, nil, 0, 1) },
		func() (sockets.Result, int64) { return s.Send(b, nil, 0, -1) },
		func() (sockets.Result, int64) { return s.Send(b, nil, 0, 1<<16) },
		func() (sockets.Result, int64) { return s.Send(b, make([]byte, sockets.MaxMessage+1), 0, 1) },
	} {
		result, number := refused()
		require.Equal(t, sockets.ResultInvalidParam, result)
		require.Zero(t, number)
	}

	got, ok := s.Receive(a, 2)
	require.True(t, ok)
	require.Len(t, got, 2)
	m := got[0]
	require.Equal(t, "hello", string(m.Data))
	require.Equal(t, []any{a, alice, int64(-7), int64(1), 0, true},
		[]any{m.Connection, m.Peer, m.UserData, m.Number, m.Lane, m.Reliable})
	require.Positive(t, m.Received)
	require.Equal(t, "on a lane", string(got[1].Data))
	require.Equal(t, 2, got[1].Lane)
	require.False(t, got[1].Reliable)
	got, ok = s.ReceiveGroup(5, math.MaxInt)
	require.True(t, ok)
	require.Len(t, got, 1)
	require.Empty(t, got[0].Data)
	got[0].Release()
	require.Zero(t, left(), "what the library gave has been given back")

	for _, limit := range []int{0, -1} {
		got, ok = s.Receive(a, limit)
		require.True(t, ok)
		require.Empty(t, got)
	}
	_, ok = s.Receive(99, 10)
	require.False(t, ok)
	_, ok = s.ReceiveGroup(99, 10)
	require.False(t, ok)

	const many = 3*receiveAtOnce + 1
	for range many {
		s.Send(b, []byte("x"), 0, 0)
	}
	got, _ = s.Receive(a, many-1)
	require.Len(t, got, many-1, "more than are asked for at once")
	got, _ = s.Receive(a, many)
	require.Len(t, got, 1)
	require.Zero(t, left())
}

func TestConfigurationValues(t *testing.T) {
	g := start(t, alice, options{})
	written := writtenBy(t, g)
	s := g.Sockets()
	for i, v := range []sockets.Value{sockets.Int32(-5), sockets.Int64(1 << 40), sockets.Float(0.25), sockets.Text("ä text")} {
		require.True(t, s.SetValue(24, sockets.ScopeConnection, 4000000000, v))
		require.Equal(t, "SetConfigValue 24 4 4000000000 "+string(rune('1'+i))+"\n", written())
		got, result := s.ValueOf(sockets.ConfigValue(i+1), sockets.ScopeListener, 4000000000)
		require.Equal(t, sockets.GetOK, result)
		require.Equal(t, v, got)
		require.Equal(t, "GetConfigValue "+string(rune('1'+i))+" 3 4000000000\n", written())
	}
	_, result := s.ValueOf(99, sockets.ScopeGlobal, 0)
	require.Equal(t, sockets.GetBadValue, result)
	require.False(t, s.SetValue(201, sockets.ScopeGlobal, 0, sockets.Value{Type: sockets.TypeFunction}))
	info, ok := s.ValueInfo(24)
	require.True(t, ok)
	require.Contains(t, info.Name, "GetConfigValueInfo: ä")
	require.NotZero(t, info.Type)
	require.NotZero(t, info.Scope)
}

func TestMessagesToUsers(t *testing.T) {
	g := start(t, alice, options{})
	written, left := writtenBy(t, g), unreleased(t, g)
	m := g.Messages()
	require.Equal(t, sockets.ResultOK, m.Send(bob, []byte("hello"), sockets.SendReliable, -3))
	require.Equal(t, "SendMessageToUser "+bob.String()+" hello 5 8 -3\n", written())
	require.Equal(t, sockets.ResultInvalidParam, m.Send(bob, make([]byte, sockets.MaxMessage+1), 0, 0))
	require.Empty(t, m.Receive(0, 10))
	got := m.Receive(-3, 10)
	require.Len(t, got, 1)
	require.Equal(t, "hello", string(got[0].Data))
	require.Equal(t, []any{bob, int32(-3), true}, []any{got[0].Peer, got[0].Channel, got[0].Reliable})
	got[0].Release()
	require.Zero(t, left())
	written()

	require.True(t, m.Accept(bob))
	require.Equal(t, "AcceptSessionWithUser "+bob.String()+"\n", written())
	require.True(t, m.CloseSession(bob))
	require.Equal(t, "CloseSessionWithUser "+bob.String()+"\n", written())
	require.True(t, m.CloseChannel(bob, -3))
	require.Equal(t, "CloseChannelWithUser "+bob.String()+" -3\n", written())
	info, status := m.Session(bob)
	want := anInfo
	want.Peer, want.State = bob, sockets.StateConnected
	require.Equal(t, want, info, "the state is what the call answers")
	require.Equal(t, aStatus, status)

	g.pump()
	require.Equal(t, []signals.Event{signals.NetworkMessagesSessionRequest{SteamIDRemote: uint64(bob)}}, g.events)
}

// A library that lacks all of it, and one that has been shut down.
func TestWithoutSockets(t *testing.T) {
	g := start(t, alice, options{library: fakeLibrary(t,
		"-DSteamAPI_SteamNetworkingSockets_SteamAPI_v012=no1", "-DSteamAPI_SteamNetworkingMessages_SteamAPI_v002=no2")})
	nothing := func() {
		s, m := g.Sockets(), g.Messages()
		require.Zero(t, s.Listen(0, nil))
		require.Zero(t, s.Connect(bob, 0, someOptions))
		require.Zero(t, s.Accept(1))
		require.False(t, s.CloseConnection(1, 0, "", false))
		result, _ := s.Send(1, []byte("x"), 0, 0)
		require.Zero(t, result)
		result, _ = s.Send(1, []byte("x"), 0, 1)
		require.Contains(t, []sockets.Result{0, sockets.ResultFail}, result)
		got, ok := s.Receive(1, 10)
		require.False(t, ok)
		require.Empty(t, got)
		_, _, result = s.Status(1, 0)
		require.Zero(t, result)
		require.Zero(t, m.Send(bob, nil, 0, 0))
		require.Equal(t, []messages.Message(nil), m.Receive(0, 10))
		info, _ := m.Session(steamtypes.SteamID(1))
		require.Equal(t, sockets.Info{}, info)
	}
	nothing()
	g.Shutdown()
	nothing()
}
