package signals

// NetworkConnectionStatusChanged is emitted when a connection of Networking
// Sockets is in another state. [param connection] says how it was at that moment:
// [code]identity[/code] (the Steam ID at the other end, [code]0[/code] if unknown),
// [code]user_data[/code], [code]listen_socket[/code] (that it came in on;
// [code]0[/code]: this end asked for it), [code]remote_address[/code] (a [String]
// without the port, all of zeros if unknown), [code]remote_pop[/code] and
// [code]pop_relay[/code] (data centers, [code]0[/code] without),
// [code]connection_state[/code], [code]end_reason[/code], [code]end_debug[/code] and
// [code]debug_description[/code] ([String]s).
//
// Where the state is [constant CONNECTION_STATE_CONNECTING], the one before
// was [constant CONNECTION_STATE_NONE], and there is a listen socket, somebody
// wants to connect: answer with [method acceptConnection] or [method
// closeConnection]. After [constant CONNECTION_STATE_CLOSED_BY_PEER] and
// [constant CONNECTION_STATE_PROBLEM_DETECTED_LOCALLY] the connection is still
// to be closed; what has come can be read until then.
type NetworkConnectionStatusChanged struct {
	event      `signal:"network_connection_status_changed"`
	Handle     uint32  `arg:"connect_handle"`
	Connection Entries `arg:"connection"`
	OldState   int     `arg:"old_state"`
}

// NetworkMessagesSessionRequest is emitted when a message of Networking Messages
// comes from a user whom there is no session with. Nothing of theirs can be read
// before the answer, [method acceptSessionWithUser] or a message to them; to refuse,
// don't answer, or call [method closeSessionWithUser]. It comes again while they go
// on asking.
type NetworkMessagesSessionRequest struct {
	event         `signal:"network_messages_session_request" callback:"1251 SteamNetworkingMessagesSessionRequest_t"`
	SteamIDRemote uint64 `arg:"remote_steam_id" valve:"SteamNetworkingIdentity"`
}

func (e NetworkMessagesSessionRequest) supersedes(waiting Event) bool { return waiting == e }

// NetworkMessagesSessionFailed is emitted when a session of Networking Messages
// could not be made, or broke. [param reason] is one of [enum NetworkingConnectionEnd],
// [param connection_state] one of [enum NetworkingConnectionState]. The session stays
// broken: sending is refused until [method closeSessionWithUser], or a message with
// [constant NETWORKING_SEND_AUTORESTART_BROKEN_SESSION]. GodotSteam 4.8 and before
// emitted [param reason] alone.
type NetworkMessagesSessionFailed struct {
	event           `signal:"network_messages_session_failed"`
	Reason          int    `arg:"reason"`
	SteamIDRemote   uint64 `arg:"remote_steam_id"`
	ConnectionState int    `arg:"connection_state"`
	DebugMessage    string `arg:"debug_message"`
}

// NetworkAuthenticationStatus is emitted when it changes whether this user can prove
// who they are to those they connect with. [param available] is one of [enum
// NetworkingAvailability]. On the platform [code]standalone[/code] it follows [method
// initAuthentication].
type NetworkAuthenticationStatus struct {
	event        `signal:"network_authentication_status" callback:"1222 SteamNetAuthenticationStatus_t"`
	Available    int    `arg:"available" valve:"ESteamNetworkingAvailability"`
	DebugMessage string `arg:"debug_message" valve:"char[256]"`
}

// RelayNetworkStatus is emitted when it changes whether Steam's relays can be used.
// The arguments called available are of [enum NetworkingAvailability]: of all
// together, of the configuration, and of any relay; [param ping_measurement] is
// [code]1[/code] while the way to the relays is measured. On the platform
// [code]standalone[/code] it follows [method initRelayNetworkAccess], and says that
// all is ready, as no relay is needed.
type RelayNetworkStatus struct {
	event           `signal:"relay_network_status" callback:"1281 SteamRelayNetworkStatus_t"`
	Available       int    `arg:"available" valve:"ESteamNetworkingAvailability"`
	PingMeasurement int    `arg:"ping_measurement" valve:"int"`
	AvailableConfig int    `arg:"available_config" valve:"ESteamNetworkingAvailability"`
	AvailableRelay  int    `arg:"available_relay" valve:"ESteamNetworkingAvailability"`
	DebugMessage    string `arg:"debug_message" valve:"char[256]"`
}

// FakeIPResult is emitted when [method beginAsyncRequestFakeIP] is answered: [param
// result] is one of [enum Result], [param fake_ip] the address and [param port_list]
// its ports.
type FakeIPResult struct {
	event   `signal:"fake_ip_result" callback:"1223 SteamNetworkingFakeIPResult_t" only:"steamworks"`
	Result  int     `arg:"result" valve:"EResult"`
	SteamID uint64  `arg:"remote_fake_steam_id" valve:"SteamNetworkingIdentity"`
	IP      string  `arg:"fake_ip" valve:"uint32,ipv4"`
	Ports   []int64 `arg:"port_list" valve:"uint16[8],nonzero"`
}
