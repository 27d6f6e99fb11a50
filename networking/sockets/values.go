package sockets

import "math"

// ConfigValue names a configuration value (ESteamNetworkingConfigValue).
type ConfigValue int

// The values that have an effect here. The others of [Values] can be set and
// read, and nothing follows from them.
const (
	FakeLossSend      ConfigValue = 2
	FakeLossRecv      ConfigValue = 3
	FakeLagSend       ConfigValue = 4
	FakeLagRecv       ConfigValue = 5
	FakeReorderSend   ConfigValue = 6
	FakeReorderRecv   ConfigValue = 7
	FakeReorderTime   ConfigValue = 8
	SendBufferSize    ConfigValue = 9
	SendRateMax       ConfigValue = 11 // only an estimate follows from it: queue_time
	TimeoutInitial    ConfigValue = 24
	TimeoutConnected  ConfigValue = 25
	FakeDupSend       ConfigValue = 26
	FakeDupRecv       ConfigValue = 27
	FakeDupTimeMax    ConfigValue = 28
	SymmetricConnect  ConfigValue = 37
	LocalVirtualPort  ConfigValue = 38
	UserData          ConfigValue = 40
	RecvBufferSize    ConfigValue = 47
	RecvBufferCount   ConfigValue = 48
	RecvMaxMessage    ConfigValue = 49
	mtuDataSize       ConfigValue = 33 // read only
	defaultSendBuffer             = 512 << 10
)

// ValueInfo says what is known of a configuration value.
type ValueInfo struct {
	Name    string // Valve's, without k_ESteamNetworkingConfig_
	Type    ValueType
	Scope   Scope // the widest object that it can be set for, beside all
	Default Value

	min, max float64 // of numbers; what is set beyond them is cut to them
}

const most = math.MaxInt32

func ints(name string, scope Scope, value, low, high int64) ValueInfo {
	return ValueInfo{name, TypeInt32, scope, Value{Type: TypeInt32, Int: value}, float64(low), float64(high)}
}

func floats(name string, value, high float64) ValueInfo {
	return ValueInfo{name, TypeFloat, ScopeGlobal, Value{Type: TypeFloat, Float: float32(value)}, 0, high}
}

func texts(name string, scope Scope) ValueInfo {
	return ValueInfo{Name: name, Type: TypeString, Scope: scope, Default: Value{Type: TypeString}}
}

func functions(name string) ValueInfo {
	return ValueInfo{Name: name, Type: TypeFunction, Scope: ScopeConnection, Default: Value{Type: TypeFunction}}
}

// values are Valve's, with the defaults of a game that Steam started.
var values = map[ConfigValue]ValueInfo{
	FakeLossSend:    floats("FakePacketLoss_Send", 0, 100),
	FakeLossRecv:    floats("FakePacketLoss_Recv", 0, 100),
	FakeLagSend:     ints("FakePacketLag_Send", ScopeGlobal, 0, 0, 5000),
	FakeLagRecv:     ints("FakePacketLag_Recv", ScopeGlobal, 0, 0, 5000),
	FakeReorderSend: floats("FakePacketReorder_Send", 0, 100),
	FakeReorderRecv: floats("FakePacketReorder_Recv", 0, 100),
	FakeReorderTime: ints("FakePacketReorder_Time", ScopeGlobal, 15, 0, 5000),
	SendBufferSize:  ints("SendBufferSize", ScopeConnection, defaultSendBuffer, 4096, 1<<28),
	10:              ints("SendRateMin", ScopeConnection, 256<<10, 1024, 1<<28),
	SendRateMax:     ints("SendRateMax", ScopeConnection, 256<<10, 1024, 1<<28),
	12:              ints("NagleTime", ScopeConnection, 5000, 0, 20000),
	13:              ints("LogLevel_AckRTT", ScopeConnection, 4, 0, most),
	14:              ints("LogLevel_PacketDecode", ScopeConnection, 4, 0, most),
	15:              ints("LogLevel_Message", ScopeConnection, 4, 0, most),
	16:              ints("LogLevel_PacketGaps", ScopeConnection, 4, 0, most),
	17:              ints("LogLevel_P2PRendezvous", ScopeConnection, 4, 0, most),
	18:              ints("LogLevel_SDRRelayPings", ScopeGlobal, 4, 0, most),
	19:              ints("SDRClient_ConsecutitivePingTimeoutsFailInitial", ScopeGlobal, 2, 0, most),
	20:              ints("SDRClient_ConsecutitivePingTimeoutsFail", ScopeGlobal, 4, 0, most),
	21:              ints("SDRClient_MinPingsBeforePingAccurate", ScopeGlobal, 10, 0, most),
	22:              ints("SDRClient_SingleSocket", ScopeGlobal, 0, 0, most),
	23:              ints("IP_AllowWithoutAuth", ScopeConnection, 0, 0, 2),

	TimeoutInitial:   ints("TimeoutInitial", ScopeConnection, 10000, 0, most),
	TimeoutConnected: ints("TimeoutConnected", ScopeConnection, 10000, 0, most),
	FakeDupSend:      floats("FakePacketDup_Send", 0, 100),
	FakeDupRecv:      floats("FakePacketDup_Recv", 0, 100),
	FakeDupTimeMax:   ints("FakePacketDup_TimeMax", ScopeGlobal, 10, 0, 5000),

	29:               texts("SDRClient_ForceRelayCluster", ScopeGlobal),
	30:               texts("SDRClient_DevTicket", ScopeConnection),
	31:               texts("SDRClient_ForceProxyAddr", ScopeGlobal),
	32:               ints("MTU_PacketSize", ScopeConnection, 1300, 200, 1300),
	mtuDataSize:      ints("MTU_DataSize", ScopeConnection, PieceSize, PieceSize, PieceSize),
	34:               ints("Unencrypted", ScopeConnection, 0, 0, 3),
	36:               texts("SDRClient_FakeClusterPing", ScopeGlobal),
	SymmetricConnect: ints("SymmetricConnect", ScopeConnection, 0, 0, 1),
	LocalVirtualPort: ints("LocalVirtualPort", ScopeConnection, -1, -1, 65535),
	39:               ints("DualWifi_Enable", ScopeConnection, 1, 0, 1),
	UserData: {
		Name: "ConnectionUserData", Type: TypeInt64, Scope: ScopeConnection, Default: Value{Type: TypeInt64, Int: -1},
		min: math.Inf(-1), max: math.Inf(1),
	},
	41: ints("PacketTraceMaxBytes", ScopeGlobal, -1, -1, 99999),
	42: ints("FakeRateLimit_Send_Rate", ScopeGlobal, 0, 0, 1<<30),
	43: ints("FakeRateLimit_Send_Burst", ScopeGlobal, 16<<10, 0, 1<<20),
	44: ints("FakeRateLimit_Recv_Rate", ScopeGlobal, 0, 0, 1<<30),
	45: ints("FakeRateLimit_Recv_Burst", ScopeGlobal, 16<<10, 0, 1<<20),
	46: ints("EnableDiagnosticsUI", ScopeConnection, 1, 0, 1),

	RecvBufferSize:  ints("RecvBufferSize", ScopeConnection, 1<<20, 1024, 1<<28),
	RecvBufferCount: ints("RecvBufferMessages", ScopeConnection, 1000, 1, most),
	RecvMaxMessage:  ints("RecvMaxMessageSize", ScopeConnection, MaxMessage, 64, MaxMessage),

	50:  ints("RecvMaxSegmentsPerPacket", ScopeConnection, most, 1, most),
	51:  ints("OutOfOrderCorrectionWindowMicroseconds", ScopeGlobal, 1000, 0, most),
	52:  ints("IPLocalHost_AllowWithoutAuth", ScopeConnection, 0, 0, 2),
	53:  floats("FakePacketJitter_Send_Avg", 0, 5000),
	54:  floats("FakePacketJitter_Send_Max", 100, 5000),
	55:  floats("FakePacketJitter_Send_Pct", 75, 100),
	56:  floats("FakePacketJitter_Recv_Avg", 0, 5000),
	57:  floats("FakePacketJitter_Recv_Max", 100, 5000),
	58:  floats("FakePacketJitter_Recv_Pct", 75, 100),
	59:  ints("SendTimeSincePreviousPacket", ScopeConnection, -1, -1, most),
	60:  ints("SDRClient_LimitPingProbesToNearestN", ScopeGlobal, 0, 0, most),
	103: texts("P2P_STUN_ServerList", ScopeConnection),
	104: ints("P2P_Transport_ICE_Enable", ScopeConnection, -1, -1, most),
	105: ints("P2P_Transport_ICE_Penalty", ScopeConnection, 0, 0, most),
	106: ints("P2P_Transport_SDR_Penalty", ScopeConnection, 0, 0, most),
	107: texts("P2P_TURN_ServerList", ScopeConnection),
	108: texts("P2P_TURN_UserList", ScopeConnection),
	109: texts("P2P_TURN_PassList", ScopeConnection),
	110: ints("P2P_Transport_ICE_Implementation", ScopeConnection, 0, 0, 2),
	201: functions("Callback_ConnectionStatusChanged"),
	202: functions("Callback_AuthStatusChanged"),
	203: functions("Callback_RelayNetworkStatusChanged"),
	204: functions("Callback_MessagesSessionRequest"),
	205: functions("Callback_MessagesSessionFailed"),
	206: functions("Callback_CreateConnectionSignaling"),
	207: functions("Callback_FakeIPResult"),
	999: ints("ECN", ScopeGlobal, -1, -1, 3),
}

// ValueInfoOf says what is known of a configuration value.
func ValueInfoOf(name ConfigValue) (ValueInfo, bool) {
	info, ok := values[name]
	return info, ok
}
