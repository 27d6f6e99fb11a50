package steam

// GodotSteam's page "Functions | Networking Utils" (ISteamNetworkingUtils).

import (
	"bytes"

	"godotsteam/gd"
	"godotsteam/networking/sockets"
	"godotsteam/platform"
	"godotsteam/signals"
)

// How far something is (ESteamNetworkingAvailability).
const (
	availabilityNeverTried = 1
	availabilityCurrent    = 100
)

// pingLocationSize is that of a SteamNetworkPingLocation_t.
const pingLocationSize = 512

// Answers that are no ping.
const (
	pingFailed  = -1
	pingUnknown = -2
)

// hereText and here are the place where everybody is without Steam: as far from
// each other as their network makes them, which no place tells.
const hereText = "standalone=0"

var here = append([]byte(hereText), make([]byte, pingLocationSize-len(hereText))...)

func checkPingLocation(c call, i int, name string) error {
	if n := len(c.Bytes(i)); n != pingLocationSize {
		return argumentError{name + " is no ping location: use what getLocalPingLocation() or " +
			"parsePingLocationString() returned"}
	}
	return nil
}

// initRelays stands in where there are no relays: scripts wait for the signal.
func (on *started) initRelays() {
	if !on.relays.Swap(true) {
		const ready = availabilityCurrent
		on.signals.Post(signals.RelayNetworkStatus{
			Available: ready, AvailableConfig: ready, AvailableRelay: ready,
			DebugMessage: "without Steam there are no relays, and none are needed",
		})
	}
}

func (on *started) relayStatus() int64 {
	if on.relays.Load() {
		return availabilityCurrent
	}
	return availabilityNeverTried
}

func (on *started) localPingLocation(d dict) {
	d.Float(keyAge, 0)
	d.Bytes(keyLocation, here)
}

func (on *started) pingLocationText(location []byte) string {
	if bytes.Equal(location, here) {
		return hereText
	}
	return ""
}

func (on *started) parsePingLocation(text string, d dict) {
	ok := text == hereText
	d.Bool(keySuccess, ok)
	if ok {
		d.Bytes(keyPingLocation, here)
	} else {
		d.Bytes(keyPingLocation, make([]byte, pingLocationSize))
	}
}

func (on *started) pingBetween(one, other []byte) int64 {
	if bytes.Equal(one, here) && bytes.Equal(other, here) {
		return 0
	}
	return pingUnknown
}

func (on *started) pingFromHere(location []byte) int64 { return on.pingBetween(location, here) }

func (on *started) pingToDataCenter(_ int64, d dict) {
	d.Int(keyPOPRelay, 0)
	d.Int(keyPing, pingFailed)
}

var (
	keyAge          = gd.NewKey("age")
	keyLocation     = gd.NewKey("location")
	keyPingLocation = gd.NewKey("ping_location")
	keyPOPRelay     = gd.NewKey("pop_relay")
	keyPing         = gd.NewKey("ping")
	keyType         = gd.NewKey("type")
	keyScope        = gd.NewKey("scope")
	keyName         = gd.NewKey("name")
	keyValue        = gd.NewKey("value")
)

func getConfigValue(s platform.Sockets, name sockets.ConfigValue, scope sockets.Scope, object sockets.Handle, d dict) {
	v, result := s.ValueOf(name, scope, object)
	value := valueBytes(v)
	d.Int(keyResult, int64(result))
	d.Int(keyType, int64(v.Type))
	d.Bytes(keyValue, value)
	d.Int(keyBuffer, int64(len(value)))
}

func getConfigValueInfo(s platform.Sockets, name sockets.ConfigValue, d dict) {
	if info, ok := s.ValueInfo(name); ok {
		d.Int(keyType, int64(info.Type))
		d.Int(keyScope, int64(info.Scope))
		d.String(keyName, info.Name)
	}
}

// lastConfigValue is beyond the highest.
const lastConfigValue = 1000

// nextConfigValue is the next one that a script can set.
func nextConfigValue(s platform.Sockets, name sockets.ConfigValue, _ bool) int64 {
	for name = max(name, 0) + 1; name < lastConfigValue; name++ {
		if info, ok := s.ValueInfo(name); ok && info.Type != sockets.TypeFunction {
			return int64(name)
		}
	}
	return 0
}

func setGlobal(s platform.Sockets, name sockets.ConfigValue, v sockets.Value) bool {
	return s.SetValue(name, sockets.ScopeGlobal, 0, v)
}

func setOf(s platform.Sockets, h sockets.Handle, name sockets.ConfigValue, v sockets.Value) bool {
	return s.SetValue(name, sockets.ScopeConnection, h, v)
}

// signalsComeAnyway answers what would have Valve's library call a function.
func signalsComeAnyway(*started) bool { return true }

func globalCallback(name, signal string) *row {
	return own("setGlobalCallback"+name+"() -> bool", fn0(signalsComeAnyway)).
		doc(`Not needed: ` + signal + ` is emitted without it. Returns [code]true[/code]. New in GodotSteam 4.16.`)
}

var networkingUtilsPage = page{"Networking utilities", []*row{
	plain("initRelayNetworkAccess()", "ISteamNetworkingUtils.InitRelayNetworkAccess()").
		standalone(do0((*started).initRelays)).
		doc(`
			Has Steam measure the ways to its relays, which takes some seconds: call it at the start, and the first
			connection is made sooner. [signal relay_network_status] follows. On the platform [code]standalone[/code] the
			signal comes at once, as there are no relays.`),
	plain("getRelayNetworkStatus() -> NetworkingAvailability",
		"ISteamNetworkingUtils.GetRelayNetworkStatus(nil) -> i32").
		standalone(fn0((*started).relayStatus)).
		doc(`
			Returns how far [method initRelayNetworkAccess] is. On the platform [code]standalone[/code] it is [constant
			NETWORKING_AVAILABILITY_CURRENT] after that, and [constant NETWORKING_AVAILABILITY_NEVER_TRIED] before.`),
	plain("getLocalTimestamp() -> int", "ISteamNetworkingUtils.GetLocalTimestamp() -> i64").
		standalone(fn0(platform.Sockets.LocalTimestamp)).
		doc(`
			Returns the time in microseconds on the clock of [code]time_received[/code] of messages: it begins anywhere
			beyond 30 days, and never goes back.`),
	plain("getLocalPingLocation() -> {age: float, location: PackedByteArray}",
		"ISteamNetworkingUtils.GetLocalPingLocation(data[512] location) -> f32 age").
		standalone(dict0((*started).localPingLocation)).
		doc(`
			Returns where this computer is, measured by its distances to Steam's relays: [code]location[/code], 512 bytes
			for this process alone, and [code]age[/code], how many seconds ago that was; [code]-1[/code] if it is not known
			yet. For others make a text of it with [method convertPingLocationToString]. On the platform
			[code]standalone[/code] everybody is at one place.`),
	plain("convertPingLocationToString(location: ping_location) -> String",
		"ISteamNetworkingUtils.ConvertPingLocationToString(location, text[1024], size)").
		standalone(fn1((*started).pingLocationText)).
		doc(`
			Makes a text of a ping location, for a lobby's data and the like.`),
	plain("parsePingLocationString(string: String[1023]) -> {success: bool, ping_location: PackedByteArray}",
		"ISteamNetworkingUtils.ParsePingLocationString(string, data[512] ping_location) -> bool success").
		standalone(dict1((*started).parsePingLocation)).
		doc(`
			Reads what [method convertPingLocationToString] made, also on another computer: [code]success[/code] and
			[code]ping_location[/code], 512 bytes. On the platform [code]standalone[/code] it reads only what that platform
			made.`),
	plain("estimatePingTimeBetweenTwoLocations(location1: ping_location, location2: ping_location) -> int",
		"ISteamNetworkingUtils.EstimatePingTimeBetweenTwoLocations(location1, location2) -> i32").
		standalone(fn2((*started).pingBetween)).
		doc(`
			Returns about how many milliseconds a message takes from one place to another and back; [constant
			NETWORKING_PING_FAILED] or [constant NETWORKING_PING_UNKNOWN] if that can't be told. On the platform
			[code]standalone[/code] it is [code]0[/code]: [method getConnectionRealTimeStatus] knows the ping of a
			connection.`),
	plain("estimatePingTimeFromLocalHost(location: ping_location) -> int",
		"ISteamNetworkingUtils.EstimatePingTimeFromLocalHost(location) -> i32").
		standalone(fn1((*started).pingFromHere)).
		doc(`
			As [method estimatePingTimeBetweenTwoLocations], from this computer.`),
	plain("checkPingDataUpToDate(max_age_in_seconds: float) -> bool",
		"ISteamNetworkingUtils.CheckPingDataUpToDate(max_age_in_seconds) -> bool").
		standalone(fn1(func(*started, float64) bool { return true })).
		doc(`
			Returns whether what is known of the ways to Steam's relays is that new; if not, they are measured anew. On
			the platform [code]standalone[/code] always [code]true[/code].`),
	plain("getPingToDataCenter(pop_id: handle) -> {pop_relay: int, ping: int}",
		"ISteamNetworkingUtils.GetPingToDataCenter(pop_id, *u32 pop_relay) -> i32 ping").
		standalone(dict1((*started).pingToDataCenter)).
		doc(`
			Returns the best ping in milliseconds to one of Valve's data centers as [code]ping[/code], and as
			[code]pop_relay[/code] the relay on the way, [code]0[/code] if none. On the platform [code]standalone[/code] there
			are none, and [code]ping[/code] is [constant NETWORKING_PING_FAILED].`),
	plain("getDirectPingToPOP(pop_id: handle) -> int", "ISteamNetworkingUtils.GetDirectPingToPOP(pop_id) -> i32").
		standalone(fn1(func(*started, int64) int64 { return pingFailed })).
		doc(`
			Returns the ping in milliseconds to the relays at a place; [constant NETWORKING_PING_FAILED] if it is not
			known, and on the platform [code]standalone[/code].`),
	plain("getPOPCount() -> int", "ISteamNetworkingUtils.GetPOPCount() -> i32").
		steamOnly("").
		doc(`
			Returns how many places with relays there are; [code]0[/code] on the platform [code]standalone[/code].`),
	own("getPOPList() -> Array", answering(getPOPList, gd.ArrayType)).
		steamOnly("").
		calls("ISteamNetworkingUtils.GetPOPList").
		doc(`
			Returns the numbers of the places with relays, at most 256; empty on the platform [code]standalone[/code].`),
	own("getConfigValue(config_value: NetworkingConfigValue, scope_type: NetworkingConfigScope, connection_handle: "+
		"handle) -> Dictionary", dict3(getConfigValue)).
		calls("ISteamNetworkingUtils.GetConfigValue").
		doc(`
			Returns what a configuration value is for all connections, or for the listen socket or connection [param
			connection_handle], as [param scope_type] says. [code]result[/code] is one of [enum
			NetworkingGetConfigValueResult], [code]type[/code] one of [enum NetworkingConfigDataType], [code]value[/code]
			([PackedByteArray]) its bytes: read them with [code]decode_s32(0)[/code], [code]decode_float(0)[/code] or
			[code]get_string_from_utf8()[/code]. [code]buffer[/code] is how many
			they are.`),
	plain("getConfigValueInfo(config_value: NetworkingConfigValue) -> {type: int, scope: int, name: String}",
		"ISteamNetworkingUtils.GetConfigValueInfo(config_value, *i32 type, *i32 scope) -> text name or {}").
		standalone(dict1(getConfigValueInfo)).
		doc(`
			Returns the [code]type[/code] of a configuration value (one of [enum NetworkingConfigDataType]), the widest
			[code]scope[/code] that it can be set for beside all (one of [enum NetworkingConfigScope]), and Valve's
			[code]name[/code] for it; empty if there is none.`),
	plain("setGlobalConfigValueInt32(config: NetworkingConfigValue, value: int32) -> bool",
		"ISteamNetworkingUtils.SetGlobalConfigValueInt32(config, value) -> bool").
		standalone(fn2(func(s platform.Sockets, name sockets.ConfigValue, v int32) bool {
			return setGlobal(s, name, sockets.Int32(v))
		})).
		doc(`
			Sets a configuration value that is an integer, for all connections that have none of their own.
			[code]false[/code] if there is none of that type. So [code]Steam.setGlobalConfigValueInt32(
			Steam.NETWORKING_CONFIG_FAKE_PACKET_LAG_SEND, 100)[/code] is a network that takes 100 milliseconds longer.`),
	plain("setGlobalConfigValueFloat(config: NetworkingConfigValue, value: float) -> bool",
		"ISteamNetworkingUtils.SetGlobalConfigValueFloat(config, value) -> bool").
		standalone(fn2(func(s platform.Sockets, name sockets.ConfigValue, v float64) bool {
			return setGlobal(s, name, sockets.Float(float32(v)))
		})).
		doc(`
			Sets a configuration value that is a float, for all connections: [code]Steam.setGlobalConfigValueFloat(
			Steam.NETWORKING_CONFIG_FAKE_PACKET_LOSS_SEND, 20.0)[/code] is a network that loses a fifth of what is not
			sent reliably. [code]false[/code] if there is none of that type.`),
	plain("setGlobalConfigValueString(config: NetworkingConfigValue, value: String[4096]) -> bool",
		"ISteamNetworkingUtils.SetGlobalConfigValueString(config, value) -> bool").
		standalone(fn2(func(s platform.Sockets, name sockets.ConfigValue, v string) bool {
			return setGlobal(s, name, sockets.Text(v))
		})).
		doc(`
			Sets a configuration value that is a text, for all connections. [code]false[/code] if there is none of that
			type.`),
	plain("setConnectionConfigValueInt32(connection: handle, config: NetworkingConfigValue, value: int32) -> bool",
		"ISteamNetworkingUtils.SetConnectionConfigValueInt32(connection, config, value) -> bool").
		standalone(fn3(func(s platform.Sockets, h sockets.Handle, name sockets.ConfigValue, v int32) bool {
			return setOf(s, h, name, sockets.Int32(v))
		})).
		doc(`
			Sets a configuration value that is an integer, for one connection. [code]false[/code] if it can't be set
			there, or there is no such connection.`),
	plain("setConnectionConfigValueFloat(connection: handle, config: NetworkingConfigValue, value: float) -> bool",
		"ISteamNetworkingUtils.SetConnectionConfigValueFloat(connection, config, value) -> bool").
		standalone(fn3(func(s platform.Sockets, h sockets.Handle, name sockets.ConfigValue, v float64) bool {
			return setOf(s, h, name, sockets.Float(float32(v)))
		})).
		doc(`
			Sets a configuration value that is a float, for one connection. [code]false[/code] if it can't be set there,
			or there is no such connection.`),
	plain("setConnectionConfigValueString(connection: handle, config: NetworkingConfigValue, value: String[4096]) "+
		"-> bool",
		"ISteamNetworkingUtils.SetConnectionConfigValueString(connection, config, value) -> bool").
		standalone(fn3(func(s platform.Sockets, h sockets.Handle, name sockets.ConfigValue, v string) bool {
			return setOf(s, h, name, sockets.Text(v))
		})).
		doc(`
			Sets a configuration value that is a text, for one connection. [code]false[/code] if it can't be set there,
			or there is no such connection.`),
	plain("iterateGenericEditableConfigValues(current_value: NetworkingConfigValue, enumerate_dev_vars: bool) -> "+
		"NetworkingConfigValue",
		"ISteamNetworkingUtils.IterateGenericEditableConfigValues(current_value, enumerate_dev_vars) -> i32").
		standalone(fn2(nextConfigValue)).
		doc(`
			Returns the configuration value after [param current_value] that can be set; begin with [constant
			NETWORKING_CONFIG_INVALID], which also ends it. New in GodotSteam 4.16.`),
	own("isFakeIPv4(ip_address: address) -> bool", answering(isFakeIPv4, gd.Bool, gd.String)).
		calls("ISteamNetworkingUtils.IsFakeIPv4").
		doc(`
			Returns whether an IPv4 address is one that Steam has made up, see [method beginAsyncRequestFakeIP]. Never
			on the platform [code]standalone[/code]. New in GodotSteam 4.16.`),
	own("getIPv4FakeIPType(ipv4: address) -> NetworkingFakeIPType", answering(getIPv4FakeIPType, gd.Int, gd.String)).
		calls("ISteamNetworkingUtils.GetIPv4FakeIPType").
		doc(`
			Returns what kind of fake IP address an IPv4 address is. On the platform [code]standalone[/code] always [constant
			FAKE_IP_TYPE_NOT_FAKE]. New in GodotSteam 4.16.`),
	own("getRealIdentityForFakeIP(fake_ip: address) -> Dictionary",
		answering(getRealIdentityForFakeIP, gd.DictionaryType, gd.String)).
		steamOnly(noFakeIPs).
		calls("ISteamNetworkingUtils.GetRealIdentityForFakeIP").
		doc(`
			Returns who has a fake IP address, which is written with its port: [code]result[/code] (one of [enum Result])
			and [code]identity[/code], the Steam ID. On the platform [code]standalone[/code] it prints a warning and returns
			an empty Dictionary. New in GodotSteam 4.16.`),
	globalCallback("SteamNetConnectionStatusChanged", "[signal network_connection_status_changed]"),
	globalCallback("SteamNetAuthenticationStatusChanged", "[signal network_authentication_status]"),
	globalCallback("SteamRelayNetworkStatusChanged", "[signal relay_network_status]"),
	globalCallback("FakeIPResult", "[signal fake_ip_result]"),
	globalCallback("MessagesSessionRequest", "[signal network_messages_session_request]"),
	globalCallback("MessagesSessionFailed", "[signal network_messages_session_failed]"),
}}
