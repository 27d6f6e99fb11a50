package steam

// GodotSteam's page "Functions | Networking Sockets": connections between users
// (ISteamNetworkingSockets).

import (
	"math"

	"godotsteam/gd"
	"godotsteam/networking/sockets"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

const (
	noFakeIPs    = "there are no fake IP addresses without Steam: connect by Steam ID, with connectP2P()"
	noHosted     = "there are no servers in Valve's data centers without Steam: listen with createListenSocketP2P()"
	noIPSockets  = "there are no connections by IP address without Steam: connect by Steam ID, with connectP2P()"
	noCertifying = "there are no certificates without Steam, and none are needed"
)

var (
	keySuccess     = gd.NewKey("success")
	keyConnection1 = gd.NewKey("connection1")
	keyConnection2 = gd.NewKey("connection2")
	keyNumber      = gd.NewKey("message_number")
)

func createSocketPair(s platform.Sockets, loopback bool, peer1, peer2 steamtypes.SteamID, d dict) {
	first, second, ok := s.CreatePair(loopback, peer1, peer2)
	d.Bool(keySuccess, ok)
	d.Int(keyConnection1, int64(first))
	d.Int(keyConnection2, int64(second))
}

func sendMessageToConnection(s platform.Sockets, h sockets.Handle, data []byte, flags sockets.SendFlags, d dict) {
	result, number := s.Send(h, data, flags, 0)
	d.Int(keyResult, int64(result))
	d.Int(keyNumber, number)
}

// sendMessages sends several. GodotSteam 4.20 and later takes the connection and a
// list of messages; 4.11 one message, which stood before the connection.
func sendMessages(s *Steam, c call) {
	const method = "sendMessages"
	on := s.running.Load()
	if on == nil {
		s.reportNotRunning(method)
		return
	}
	if c.Len() < 3 {
		s.errors.report(method, argumentError{"it takes the connection, an Array of PackedByteArrays, and the flags"})
		return
	}
	if c.Len() > 4 {
		c.RejectCount(4)
		return
	}
	connection, messages := c.Value(0), c.Value(1)
	list, isList := messages.(gd.Array)
	data, one := connection.([]byte)
	if one {
		connection, list, isList = messages, gd.Array{data}, true
	}
	handle, isHandle := connection.(int64)
	flags, isFlags := c.Value(2).(int64)
	if !isList || !isHandle || !isFlags || handle < 0 || handle > math.MaxUint32 {
		s.errors.report(method, argumentError{"it takes the connection, an Array of PackedByteArrays, and the flags"})
		return
	}
	p, ok := find[platform.Sockets](on)
	if !ok {
		s.say(method, errNoNetworking)
		return
	}
	answers := make(gd.Int64s, len(list))
	for i, message := range list {
		data, ok := message.([]byte)
		if !ok {
			s.errors.report(method, argumentError{"a message is no PackedByteArray"})
			answers[i] = -int64(sockets.ResultInvalidParam)
			continue
		}
		result, number := p.Send(sockets.Handle(handle), data, sockets.SendFlags(flags), 0)
		if answers[i] = number; result != sockets.ResultOK {
			answers[i] = -int64(result)
		}
	}
	if one {
		c.SetArray(gd.Array{answers[0]})
		return
	}
	c.Set(answers)
}

// receiveMessages takes what has come of a connection, or a poll group.
func receiveMessages(take func(platform.Sockets, sockets.Handle, int) ([]sockets.Message, bool)) body {
	return answering(func(s platform.Sockets, c call) error {
		if most := c.Int(1); most > 0 {
			messages, _ := take(s, sockets.Handle(c.Int(0)), int(most))
			setMessages(c, messages)
		}
		return nil
	}, gd.ArrayType, gd.Int, gd.Int)
}

func getConnectionInfo(s platform.Sockets, h sockets.Handle) gd.Items {
	if info, ok := s.Info(h); ok {
		return infoItems(info)
	}
	return nil
}

func getConnectionRealTimeStatus(s platform.Sockets, h sockets.Handle, lanes int64, status bool) gd.Items {
	how, each, result := s.Status(h, int(lanes))
	items := gd.Items{{Key: "response", Value: int64(result)}}
	if result != sockets.ResultOK {
		return items
	}
	connection, list := gd.Items{}, make(gd.Array, len(each))
	if status {
		connection = statusItems(how)
	}
	for i := range each {
		list[i] = laneItems(each[i])
	}
	return append(items, gd.Item{Key: "connection_status", Value: connection}, gd.Item{Key: "lanes_status", Value: list})
}

func getDetailedConnectionStatus(s platform.Sockets, h sockets.Handle, d dict) {
	text, ok := s.Detail(h)
	success := int64(0)
	if !ok {
		success = -1
	}
	d.Int(keySuccess, success)
	d.String(keyStatus, text)
}

func getConnectionName(s platform.Sockets, h sockets.Handle) string {
	name, _ := s.Name(h)
	return name
}

func getListenSocketAddress(s platform.Sockets, h sockets.Handle, _ bool) string {
	return platform.AddressText(s.ListenerAddress(h))
}

// configureConnectionLanes takes as many entries of the Arrays as there are to be
// lanes, and has no use for ones that are shorter.
func configureConnectionLanes(s platform.Sockets, c call) error {
	c.SetInt(int64(sockets.ResultInvalidParam))
	lanes := c.Int(1)
	priorities, err := numbersOf("priorities", listOf(c, 2), math.MinInt32, math.MaxInt32)
	if err != nil {
		return err
	}
	weights, err := numbersOf("weights", listOf(c, 3), 0, math.MaxUint16)
	if err != nil {
		return err
	}
	if int64(len(priorities)) < lanes || int64(len(weights)) < lanes {
		return argumentError{"priorities and weights need an entry for each of the lanes"}
	}
	c.SetInt(int64(s.ConfigureLanes(sockets.Handle(c.Int(0)), priorities[:lanes], weights[:lanes])))
	return nil
}

// authenticated is what stands in for Steam, where peers prove who they are with
// keys of their own.
func (on *started) authenticated() int64 { return availabilityCurrent }

func (on *started) initAuthentication() int64 {
	on.signals.Post(signals.NetworkAuthenticationStatus{Available: availabilityCurrent, DebugMessage: "OK"})
	return availabilityCurrent
}

var socketsPage = page{"Networking sockets", []*row{
	own("createListenSocketP2P(virtual_port: int32, options: options) -> int", fn2(platform.Sockets.Listen)).
		calls("ISteamNetworkingSockets.CreateListenSocketP2P").
		doc(`
			Lets others connect to this user with [method connectP2P], on a virtual port: [code]0[/code] if the game
			needs but one, else a small number. Each who does causes [signal network_connection_status_changed].

			[param options] is a [Dictionary] of values for the connections that come in, such as
			[code]{Steam.NETWORKING_CONFIG_TIMEOUT_INITIAL: 5000}[/code], mostly [code]{}[/code]; the Arrays of
			GodotSteam 4.10 and before are understood, too. Returns the listen socket; [code]0[/code] if there can be
			none, as when the port is taken.`),
	own("connectP2P(remote_steam_id: identity, virtual_port: int32, options: options) -> int",
		fn3(platform.Sockets.Connect)).
		calls("ISteamNetworkingSockets.ConnectP2P").
		doc(`
			Asks another user, who must listen on that virtual port, for a connection: [signal
			network_connection_status_changed] tells how it goes. [param options] is as in [method
			createListenSocketP2P]. Returns the connection, which is to be closed with [method closeConnection] also
			when it fails; [code]0[/code] if there can be none.`),
	own("createListenSocketIP(ip_reference: address, options: options) -> int", fn2(platform.IPSockets.ListenIP)).
		steamOnly(noIPSockets).
		calls("ISteamNetworkingSockets.CreateListenSocketIP").
		doc(`
			Lets others connect with [method connectByIPAddress]. [param ip_reference] is an address with its port,
			such as [code]"[::]:27015"[/code] for all addresses of this computer. Returns the listen socket;
			[code]0[/code] if there can be none. On the platform [code]standalone[/code] it prints a warning and returns
			[code]0[/code].`),
	own("connectByIPAddress(ip_address_with_port: address, options: options) -> int", fn2(platform.IPSockets.ConnectIP)).
		steamOnly(noIPSockets).
		calls("ISteamNetworkingSockets.ConnectByIPAddress").
		doc(`
			Asks whoever listens at an address, such as [code]"192.168.0.10:27015"[/code], for a connection, as [method
			connectP2P] does. On the platform [code]standalone[/code] it prints a warning and returns [code]0[/code].`),
	own("connectToHostedDedicatedServer(remote_steam_id: identity, virtual_port: int32, options: options) -> int",
		fn3(platform.HostedSockets.ConnectHosted)).
		steamOnly(noHosted).
		calls("ISteamNetworkingSockets.ConnectToHostedDedicatedServer").
		doc(`
			Asks a server in one of Valve's data centers, whose ticket the game has, for a connection. On the platform
			[code]standalone[/code] it prints a warning and returns [code]0[/code].`),
	own("createHostedDedicatedServerListenSocket(virtual_port: int32, options: options) -> int",
		fn2(platform.HostedSockets.ListenHosted)).
		steamOnly(noHosted).
		calls("ISteamNetworkingSockets.CreateHostedDedicatedServerListenSocket").
		doc(`
			Lets others connect with [method connectToHostedDedicatedServer]. GodotSteam 4.16 and later has it no more.
			On the platform [code]standalone[/code] it prints a warning and returns [code]0[/code].`),
	own("createListenSocketP2PFakeIP(fake_port: int32, options: options) -> int",
		fn2(platform.HostedSockets.ListenFakeIP)).
		steamOnly(noFakeIPs).
		calls("ISteamNetworkingSockets.CreateListenSocketP2PFakeIP").
		doc(`
			Lets others connect to this user's fake IP address. [param fake_port] is the place of a port that [method
			beginAsyncRequestFakeIP] has got, not its number. On the platform [code]standalone[/code] it prints a warning
			and returns [code]0[/code].`),
	plain("acceptConnection(connection_handle: handle) -> int",
		"ISteamNetworkingSockets.AcceptConnection(connection_handle) -> i32").
		standalone(fn1(platform.Sockets.Accept)).
		doc(`
			Accepts a connection that [signal network_connection_status_changed] has told of, state [constant
			CONNECTION_STATE_CONNECTING] and with a listen socket. Do it, or close it, within a second or two. Returns
			one of [enum Result]: [constant RESULT_OK]; [constant RESULT_INVALID_PARAM] if there is no such connection;
			[constant RESULT_INVALID_STATE] if it does not wait for an answer; [constant RESULT_DUPLICATE_REQUEST] if it is
			accepted already, as by a symmetric connection of this side.`),
	plain("closeConnection(peer: handle, reason: int32, debug_message: String, linger: bool) -> bool",
		"ISteamNetworkingSockets.CloseConnection(peer, reason, debug_message, linger) -> bool").
		standalone(fn4(platform.Sockets.CloseConnection)).
		doc(`
			Closes a connection, refuses one, or gives back one that has ended. The connection is no more after that,
			and what was not read is lost. [param reason] is a number of the game's from 1000 to 2999, which the other
			side is told, and [param debug_message] a text for its log; [code]0[/code] stands for [constant
			CONNECTION_END_APP_GENERIC]. With [param linger] what was sent reliably still goes out. [code]false[/code]
			if there is no such connection.`),
	plain("closeListenSocket(socket: handle) -> bool", "ISteamNetworkingSockets.CloseListenSocket(socket) -> bool").
		standalone(fn1(platform.Sockets.CloseListener)).
		doc(`
			Closes a listen socket, and with it all connections that came in on it, without lingering.
			[code]false[/code] if there is none.`),
	own("createSocketPair(loopback: bool, remote_steam_id1: identity, remote_steam_id2: identity) -> Dictionary",
		dict3(createSocketPair)).
		calls("ISteamNetworkingSockets.CreateSocketPair").
		doc(`
			Makes two connections that are each other's ends, connected from the start: for tests, and for a player
			whose server is in the same process. With [param loopback] they are as slow as a real connection, and as
			bad as [constant NETWORKING_CONFIG_FAKE_PACKET_LOSS_SEND] and its like say. The Steam IDs are who the ends
			take each other for; [code]0[/code] stands for this user. Both must be closed. Returns [code]success[/code]
			([bool]), [code]connection1[/code] and [code]connection2[/code].`),
	plain("sendMessageToConnection(connection_handle: handle, data: PackedByteArray, flags: int32) -> "+
		"{result: int, message_number: int}",
		"ISteamNetworkingSockets.SendMessageToConnection(connection_handle, data, u32 len(data), flags, "+
			"*i64 message_number) -> i32 result").
		standalone(dict3(sendMessageToConnection)).
		doc(`
			Queues a message of at most 524,288 bytes on a connection, and returns at once. [param flags] are of the
			constants [code]NETWORKING_SEND_…[/code].

			[code]result[/code] is one of [enum Result]: [constant RESULT_OK]; [constant RESULT_INVALID_PARAM] if there
			is no such connection, or too many bytes; [constant RESULT_INVALID_STATE] and [constant
			RESULT_NO_CONNECTION] if it is not open; [constant RESULT_IGNORED] if it was dropped by [constant
			NETWORKING_SEND_NO_DELAY]; [constant RESULT_LIMIT_EXCEEDED] if too much waits already.
			[code]message_number[/code] counts the messages from 1, if the result is [constant RESULT_OK].`),
	vararg("sendMessages", "Variant", sendMessages).
		calls("ISteamNetworkingSockets.SendMessages").
		doc(`
			Sends several messages on a connection: [code]sendMessages(connection_handle, messages, flags)[/code], where
			[code]messages[/code] is an [Array] of [PackedByteArray]s. Returns a [PackedInt64Array] with the number of
			each message, or its [enum Result] with a minus before it. The form of GodotSteam 4.11,
			[code]sendMessages(data, connection_handle, flags)[/code], sends one and returns an [Array].`),
	plain("flushMessagesOnConnection(connection_handle: handle) -> int",
		"ISteamNetworkingSockets.FlushMessagesOnConnection(connection_handle) -> i32").
		standalone(fn1(platform.Sockets.Flush)).
		doc(`
			Sends what waits to be sent together with more. Returns one of [enum Result].`),
	own("receiveMessagesOnConnection(connection: handle, max_messages: int32) -> Array",
		receiveMessages(platform.Sockets.Receive)).
		calls("ISteamNetworkingSockets.ReceiveMessagesOnConnection").
		doc(`
			Takes up to [param max_messages] messages that have come on a connection. Each is a [Dictionary] as [method
			receiveMessagesOnChannel] has it: [code]payload[/code], [code]size[/code], [code]connection[/code],
			[code]identity[/code], [code]receiver_user_data[/code] (what [method setConnectionUserData] set),
			[code]time_received[/code], [code]message_number[/code], [code]channel[/code] ([code]0[/code]),
			[code]flags[/code] and [code]sender_user_data[/code] ([code]0[/code]). Empty if there is no such
			connection.`),
	own("receiveMessagesOnPollGroup(poll_group: handle, max_messages: int32) -> Array",
		receiveMessages(platform.Sockets.ReceiveGroup)).
		calls("ISteamNetworkingSockets.ReceiveMessagesOnPollGroup").
		doc(`
			As [method receiveMessagesOnConnection], of all connections of a poll group, mostly in the order in which
			they came; [code]connection[/code] says which one it was.`),
	plain("createPollGroup() -> int", "ISteamNetworkingSockets.CreatePollGroup() -> u32").
		standalone(fn0(platform.Sockets.CreateGroup)).
		doc(`
			Makes a poll group: connections that are read together.`),
	plain("destroyPollGroup(poll_group: handle) -> bool",
		"ISteamNetworkingSockets.DestroyPollGroup(poll_group) -> bool").
		standalone(fn1(platform.Sockets.DestroyGroup)).
		doc(`
			Takes a poll group away. Its connections go on, and are read one by one. [code]false[/code] if there is
			none.`),
	plain("setConnectionPollGroup(connection_handle: handle, poll_group: handle) -> bool",
		"ISteamNetworkingSockets.SetConnectionPollGroup(connection_handle, poll_group) -> bool").
		standalone(fn2(platform.Sockets.SetGroup)).
		doc(`
			Puts a connection into a poll group, with what has come on it, and out of the one that it was in; a [param
			poll_group] of [code]0[/code] is none. [code]false[/code] if there is no such connection or group.`),
	own("configureConnectionLanes(connection: handle, lanes: int[0..255], priorities: Array, weights: Array) -> int",
		answering(configureConnectionLanes, gd.Int, gd.Int, gd.Int, gd.ArrayType, gd.ArrayType)).
		calls("ISteamNetworkingSockets.ConfigureConnectionLanes").
		doc(`
			Says how many lanes this side sends on, and which goes first: that of the lowest of the [param priorities];
			where they are equal, the [param weights] (1 to 65535) say how to share. Both need an entry for each lane.
			The functions of this class send on lane 0. Returns one of [enum Result].`),
	own("getConnectionInfo(connection_handle: handle) -> Dictionary", fn1(getConnectionInfo)).
		calls("ISteamNetworkingSockets.GetConnectionInfo").
		doc(`
			Describes a connection; empty if there is none. The keys are those of [signal
			network_connection_status_changed], and [code]info_flags[/code], of the constants
			[code]NETWORKING_CONNECTION_INFO_FLAG_…[/code].`),
	own("getConnectionRealTimeStatus(connection_handle: handle, lanes: int32, get_status: bool = true) -> Dictionary",
		fn3(getConnectionRealTimeStatus)).
		calls("ISteamNetworkingSockets.GetConnectionRealTimeStatus").
		doc(`
			Tells how a connection does. [code]response[/code] is one of [enum Result], and all that is there unless it
			is [constant RESULT_OK]: [constant RESULT_NO_CONNECTION] if there is no such connection, [constant
			RESULT_INVALID_PARAM] if it has fewer than so many [param lanes].

			[code]connection_status[/code] ([Dictionary], empty without [param get_status]): [code]state[/code];
			[code]ping[/code] in milliseconds; [code]local_quality[/code] and [code]remote_quality[/code], how much of what
			was sent has come, from 0 to 1, here and there ([code]-1[/code]: not known);
			[code]packets_out_per_second[/code], [code]bytes_out_per_second[/code], [code]packets_in_per_second[/code],
			[code]bytes_in_per_second[/code]; [code]send_rate[/code], the bytes a second that could be sent;
			[code]pending_unreliable[/code], [code]pending_reliable[/code] and [code]sent_unacknowledged_reliable[/code], the
			bytes that wait or are on their way; [code]queue_time[/code], the microseconds until what is sent now goes
			out.

			[code]lanes_status[/code] ([Array]): the last four for each of the lanes.`),
	own("getDetailedConnectionStatus(connection_handle: handle) -> Dictionary", dict1(getDetailedConnectionStatus)).
		calls("ISteamNetworkingSockets.GetDetailedConnectionStatus").
		doc(`
			Tells of a connection in some lines for a log: [code]success[/code] is [code]0[/code], or [code]-1[/code] if
			there is no such connection, [code]status[/code] the text.`),
	plain("getConnectionUserData(peer: handle) -> int", "ISteamNetworkingSockets.GetConnectionUserData(peer) -> i64").
		standalone(fn1(platform.Sockets.UserDataOf)).
		doc(`
			Returns the number that [method setConnectionUserData] has set; [code]-1[/code] if none, or if there is no
			such connection.`),
	plain("setConnectionUserData(connection_handle: handle, user_data: id) -> bool",
		"ISteamNetworkingSockets.SetConnectionUserData(connection_handle, i64 user_data) -> bool").
		standalone(fn2(platform.Sockets.SetUserData)).
		doc(`
			Keeps a number with a connection, for the game: it is in [signal network_connection_status_changed] and in
			each message. [code]false[/code] if there is no such connection. New in GodotSteam 4.16.`),
	plain("setConnectionName(peer: handle, name: String)", "ISteamNetworkingSockets.SetConnectionName(peer, name)").
		standalone(do2(platform.Sockets.SetName)).
		doc(`
			Gives a connection a name, for logs.`),
	plain("getConnectionName(peer: handle) -> String",
		"ISteamNetworkingSockets.GetConnectionName(peer, text[128], size) -> bool").
		standalone(fn1(getConnectionName)).
		doc(`
			Returns the name that [method setConnectionName] has given.`),
	own("getListenSocketAddress(socket: handle, with_port: bool = true) -> String", fn2(getListenSocketAddress)).
		calls("ISteamNetworkingSockets.GetListenSocketAddress").
		doc(`
			Returns the address that a listen socket of [method createListenSocketIP] listens on, without its port, as
			GodotSteam 4.8 and later does whatever [param with_port] says; [code]"::"[/code] if it has none.`),
	plain("initAuthentication() -> NetworkingAvailability", "ISteamNetworkingSockets.InitAuthentication() -> i32").
		standalone(fn0((*started).initAuthentication)).
		doc(`
			Begins to fetch what proves to others who this user is, which connecting does by itself: [signal
			network_authentication_status] follows. Returns how far it is. On the platform [code]standalone[/code] it is
			[constant NETWORKING_AVAILABILITY_CURRENT].`),
	plain("getAuthenticationStatus() -> NetworkingAvailability",
		"ISteamNetworkingSockets.GetAuthenticationStatus(nil) -> i32").
		standalone(fn0((*started).authenticated)).
		doc(`
			Returns how far [method initAuthentication] is. On the platform [code]standalone[/code] always [constant
			NETWORKING_AVAILABILITY_CURRENT].`),
	own("getCertificateRequest() -> Dictionary", answering(getCertificateRequest, gd.DictionaryType)).
		steamOnly(noCertifying).
		calls("ISteamNetworkingSockets.GetCertificateRequest").
		doc(`
			Returns what an authority needs for a certificate: [code]certificate[/code] ([PackedByteArray]) and
			[code]error_message[/code]; empty if that fails. On the platform [code]standalone[/code] it prints a warning and
			returns an empty Dictionary.`),
	own("setCertificate(certificate: PackedByteArray) -> Dictionary",
		answering(setCertificate, gd.DictionaryType, gd.PackedByteArray)).
		steamOnly(noCertifying).
		calls("ISteamNetworkingSockets.SetCertificate").
		doc(`
			Sets the certificate that an authority made: [code]response[/code] ([code]true[/code]) and
			[code]error[/code]; empty if that fails. On the platform [code]standalone[/code] it prints a warning and returns
			an empty Dictionary.`),
	plain("resetIdentity(remote_steam_id: identity)", "ISteamNetworkingSockets.ResetIdentity(remote_steam_id)").
		steamOnly("").
		doc(`
			Changes who this user is, where Steam allows it, which it does not for games. On the platform
			[code]standalone[/code] it does nothing.`),
	plain("runNetworkingCallbacks()", "ISteamNetworkingSockets.RunCallbacks()").
		steamOnly("").
		doc(`
			Not needed: [method run_callbacks] emits these signals, too. On the platform [code]standalone[/code] it does
			nothing.`),
	plain("getHostedDedicatedServerPort() -> int",
		"ISteamNetworkingSockets.GetHostedDedicatedServerPort() -> u16").
		steamOnly("").
		doc(`
			Returns the port of a server in one of Valve's data centers; [code]0[/code] elsewhere, and on the platform
			[code]standalone[/code].`),
	plain("getHostedDedicatedServerPOPId() -> int",
		"ISteamNetworkingSockets.GetHostedDedicatedServerPOPID() -> u32").
		steamOnly("").
		doc(`
			Returns the data center of Valve's that this server runs in; [code]0[/code] elsewhere, and on the platform
			[code]standalone[/code].`),
	plain("beginAsyncRequestFakeIP(num_ports: int) -> bool",
		"ISteamNetworkingSockets.BeginAsyncRequestFakeIP(i32 num_ports) -> bool").
		steamOnly(noFakeIPs).
		doc(`
			Asks for a fake IP address with up to four ports, for code that knows no Steam IDs: [signal fake_ip_result]
			follows. On the platform [code]standalone[/code] it prints a warning and returns [code]false[/code].`),
	own("getFakeIP(first_port: int32 = 0) -> Dictionary", answering(getFakeIP, gd.DictionaryType, gd.Int)).
		steamOnly(noFakeIPs).
		calls("ISteamNetworkingSockets.GetFakeIP").
		doc(`
			Returns this user's fake IP address: [code]result[/code] (one of [enum Result]), [code]identity_type[/code]
			(one of [enum NetworkingIdentityType]), [code]ip[/code] and [code]ports[/code] ([PackedInt32Array] of eight, from
			the place [param first_port] on). On the platform [code]standalone[/code] it prints a warning and returns an
			empty Dictionary.`),
	own("getRemoteFakeIPForConnection(connection: handle) -> Dictionary",
		answering(getRemoteFakeIPForConnection, gd.DictionaryType, gd.Int)).
		steamOnly(noFakeIPs).
		calls("ISteamNetworkingSockets.GetRemoteFakeIPForConnection").
		doc(`
			Returns the fake IP address of whoever is at a connection's other end: [code]result[/code] (one of [enum
			Result]), [code]ip_address[/code], [code]port[/code] and [code]ip_type[/code] (one of [enum
			NetworkingFakeIPType]). On the platform [code]standalone[/code] it prints a warning and returns an empty
			Dictionary.`),
	plain("createFakeUDPPort(fake_server_port: int)", "ISteamNetworkingSockets.CreateFakeUDPPort(i32 fake_server_port)").
		steamOnly(noFakeIPs).
		doc(`
			Opens a port of a fake IP address in Steam. A script can't use it, as GodotSteam gives nothing back. On the
			platform [code]standalone[/code] it prints a warning.`),
}}
