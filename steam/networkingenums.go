package steam

// The constants of Valve's newer networking, with GodotSteam 4.11's names and
// values; where a later one has mended the spelling, both.

var networkingEnums = []enum{
	{"NetworkingConnectionState", []constant{
		{"CONNECTION_STATE_NONE", 0, "No connection, or none any more."},
		{"CONNECTION_STATE_CONNECTING", 1, `
			It is asked for, and waits for the other side; with a listen socket it waits for this one's [method
			acceptConnection].`},
		{"CONNECTION_STATE_FINDING_ROUTE", 2, `
			Accepted; a way is looked for. It does not occur on the platform [code]standalone[/code].`},
		{"CONNECTION_STATE_CONNECTED", 3, "Messages flow."},
		{"CONNECTION_STATE_CLOSED_BY_PEER", 4, `
			The other side has closed or refused it. What has come can still be read; close it, too.`},
		{"CONNECTION_STATE_PROBLEM_DETECTED_LOCALLY", 5, `
			It failed, mostly because the other side is silent. What has come can still be read; close it, too.`},
		{"CONNECTION_STATE_FIN_WAIT", -1, `
			Inside of Valve's library alone: it is closed, and the other side has not confirmed.`},
		{"CONNECTION_STATE_LINGER", -2, `
			Inside of Valve's library alone: it is closed, and the last of it goes out.`},
		{"CONNECTION_STATE_DEAD", -3, "Inside of Valve's library alone: it is gone."},
		{"CONNECTION_STATE_FORCE_32BIT", 2147483647, "No value: it makes the numbers of Valve's enum 32 bits long."},
	}},
	{"NetworkingConnectionEnd", []constant{
		{"CONNECTION_END_INVALID", 0, "It has not ended."},
		{"CONNECTION_END_APP_MIN", 1000, "The least number for what a game calls a normal end."},
		{"CONNECTION_END_APP_GENERIC", 1000, "The game has closed it and gave no reason."},
		{"CONNECTION_END_APP_MAX", 1999, "The highest number for what a game calls a normal end."},
		{"CONNECTION_END_APP_EXCEPTION_MIN", 2000, "The least number for what a game calls an unusual end."},
		{"CONNECTION_END_APP_EXCEPTION_GENERIC", 2000, "The game has closed it for something unusual."},
		{"CONNECTION_END_APP_EXCEPTION_MAX", 2999, "The highest number for what a game calls an unusual end."},
		{"CONNECTION_END_LOCAL_MIN", 3000, "The least number for trouble at this end."},
		{"CONNECTION_END_LOCAL_OFFLINE_MODE", 3001, "Steam is in offline mode here."},
		{"CONNECTION_END_LOCAL_MANY_RELAY_CONNECTIVITY", 3002, "Many relays can't be reached from here."},
		{"CONNECTION_END_LOCAL_HOSTED_SERVER_PRIMARY_RELAY", 3003, `
			This server in a data center can't reach its relay.`},
		{"CONNECTION_END_LOCAL_NETWORK_CONFIG", 3004, "Steam's network configuration could not be fetched."},
		{"CONNECTION_END_LOCAL_RIGHTS", 3005, "This user may not do so."},
		{"CONNECTION_END_NO_PUBLIC_ADDRESS", 3006, "No public address of this computer was found."},
		{"CONNECTION_END_LOCAL_MAX", 3999, "The highest number for trouble at this end."},
		{"CONNECTION_END_REMOVE_MIN", 4000, `
			The least number for trouble at the other end; the spelling is GodotSteam's.`},
		{"CONNECTION_END_REMOTE_TIMEOUT", 4001, `
			Nothing came from the other side for [constant NETWORKING_CONFIG_TIMEOUT_CONNECTED].`},
		{"CONNECTION_END_REMOTE_BAD_CRYPT", 4002, "The other side's encryption does not fit."},
		{"CONNECTION_END_REMOTE_BAD_CERT", 4003, "The other side's certificate is not accepted."},
		{"CONNECTION_END_BAD_PROTOCOL_VERSION", 4006, "The other side speaks another version of the protocol."},
		{"CONNECTION_END_REMOTE_P2P_ICE_NO_PUBLIC_ADDRESSES", 4007, `
			No public address of the other computer was found.`},
		{"CONNECTION_END_REMOTE_MAX", 4999, "The highest number for trouble at the other end."},
		{"CONNECTION_END_MISC_MIN", 5000, "The least number for trouble anywhere."},
		{"CONNECTION_END_MISC_GENERIC", 5001, "Trouble that has no number of its own."},
		{"CONNECTION_END_MISC_INTERNAL_ERROR", 5002, "A mistake inside of Steam."},
		{"CONNECTION_END_MISC_TIMEOUT", 5003, `
			Nobody answered, or accepted, within [constant NETWORKING_CONFIG_TIMEOUT_INITIAL].`},
		{"CONNECTION_END_MISC_STEAM_CONNECTIVITY", 5005, "Steam can't be reached."},
		{"CONNECTION_END_MISC_NO_RELAY_SESSIONS_TO_CLIENT", 5006, "No relay reaches the other side."},
		{"CONNECTION_END_MISC_P2P_RENDEZVOUS", 5008, `
			The two could not agree on a way; on the platform [code]standalone[/code] the other computer refuses this
			one.`},
		{"CONNECTION_END_MISC_P2P_NAT_FIREWALL", 5009, "A router or firewall is between the two."},
		{"CONNECTION_END_MISC_PEER_SENT_NO_CONNECTION", 5010, `
			The other side knows of no such connection: its game has started anew.`},
		{"CONNECTION_END_MISC_MAX", 5999, "The highest number for trouble anywhere."},
		{"CONNECTION_END_FORCE32BIT", 2147483647, "No value: it makes the numbers of Valve's enum 32 bits long."},
	}},
	{"NetworkingAvailability", []constant{
		{"NETWORKING_AVAILABILITY_CANNOT_TRY", -102, `
			It can't be tried, because something that it needs is missing.`},
		{"NETWORKING_AVAILABILITY_FAILED", -101, "It has failed."},
		{"NETWORKING_AVAILABILITY_PREVIOUSLY", -100, "It was ready, and is not any more."},
		{"NETWORKING_AVAILABILITY_RETRYING", -10, "It has failed, and is tried again."},
		{"NETWORKING_AVAILABILITY_UNKNOWN", 0, "Not known."},
		{"NETWORKING_AVAILABILITY_NEVER_TRIED", 1, "It was not tried yet."},
		{"NETWORKING_AVAILABILITY_WAITING", 2, "It waits for something that it needs."},
		{"NETWORKING_AVAILABILITY_ATTEMPTING", 3, "It is under way."},
		{"NETWORKING_AVAILABILITY_CURRENT", 100, "Ready."},
		{"NETWORKING_AVAILABILITY_FORCE_32BIT", 2147483647, `
			No value: it makes the numbers of Valve's enum 32 bits long.`},
	}},
	{"NetworkingConfigScope", []constant{
		{"NETWORKING_CONFIG_SCOPE_GLOBAL", 1, "All connections."},
		{"NETWORKING_CONFIG_SCOPE_SOCKETS_INTERFACE", 2, `
			All connections of one interface, of which a game has one.`},
		{"NETWORKING_CONFIG_SCOPE_LISTEN_SOCKET", 3, "All connections that come in on a listen socket."},
		{"NETWORKING_CONFIG_SCOPE_CONNECTION", 4, "One connection."},
		{"NETWORKING_CONFIG_SCOPE_FORCE_32BIT", 2147483647, `
			No value: it makes the numbers of Valve's enum 32 bits long.`},
	}},
	{"NetworkingConfigDataType", []constant{
		{"NETWORKING_CONFIG_TYPE_INT32", 1, "An integer of 32 bits."},
		{"NETWORKING_CONFIG_TYPE_INT64", 2, "An integer of 64 bits."},
		{"NETWORKING_CONFIG_TYPE_FLOAT", 3, "A float of 32 bits."},
		{"NETWORKING_CONFIG_TYPE_STRING", 4, "A text."},
		{"NETWORKING_CONFIG_TYPE_FUNCTION_PTR", 5, "A function of C, which a script can't give."},
		{"NETWORKING_CONFIG_TYPE_FORCE_32BIT", 2147483647, `
			No value: it makes the numbers of Valve's enum 32 bits long.`},
	}},
	{"NetworkingGetConfigValueResult", []constant{
		{"NETWORKING_GET_CONFIG_VALUE_BAD_VALUE", -1, "There is no such value."},
		{"NETWORKING_GET_CONFIG_VALUE_BAD_SCOPE_OBJ", -2, "There is no such listen socket or connection."},
		{"NETWORKING_GET_CONFIG_VALUE_BUFFER_TOO_SMALL", -3, "The value is longer than there is room for."},
		{"NETWORKING_GET_CONFIG_VALUE_OK", 1, "It was set here."},
		{"NETWORKING_GET_CONFIG_VALUE_OK_INHERITED", 2, "It was not set here, but further up, or nowhere."},
		{"NETWORKING_GET_CONFIG_VALUE_FORCE_32BIT", 2147483647, `
			No value: it makes the numbers of Valve's enum 32 bits long.`},
	}},
	{"NetworkingFakeIPType", []constant{
		{"FAKE_IP_TYPE_INVALID", 0, "Not an address."},
		{"FAKE_IP_TYPE_NOT_FAKE", 1, "A real address."},
		{"FAKE_IP_TYPE_GLOBAL_IPV4", 2, "A fake address that means the same one everywhere."},
		{"FAKE_IP_TYPE_LOCAL_IPV4", 3, "A fake address that has a meaning in this process alone."},
		{"FAKE_IP_TYPE_FORCE32BIT", 2147483647, "No value: it makes the numbers of Valve's enum 32 bits long."},
	}},
	{"NetworkingIdentityType", []constant{
		{"IDENTITY_TYPE_INVALID", 0, "Nobody."},
		{"IDENTITY_TYPE_IP_ADDRESS", 1, "Whoever is at an IP address."},
		{"IDENTITY_TYPE_GENERIC_STRING", 2, "A text."},
		{"IDENTITY_TYPE_GENERIC_BYTES", 3, "Some bytes."},
		{"IDENTITY_TYPE_UNKNOWN_TYPE", 4, "Of a kind that this library does not know."},
		{"IDENTITY_TYPE_STEAMID", 16, "A Steam ID."},
		{"IDENTITY_TYPE_XBOX_PAIRWISE", 17, "An Xbox user."},
		{"IDENTITY_TYPE_SONY_PSN", 18, "A PlayStation user."},
		{"IDENTITY_TYPE_GOOGLE_STADIA", 19, "A Stadia user. GodotSteam 4.12 and later has it no more."},
		{"IDENTITY_TYPE_FORCE_32BIT", 2147483647, "No value: it makes the numbers of Valve's enum 32 bits long."},
	}},
	{"NetworkingSocketsDebugOutputType", []constant{
		{"NETWORKING_SOCKET_DEBUG_OUTPUT_TYPE_NONE", 0, "Nothing is written into the log."},
		{"NETWORKING_SOCKET_DEBUG_OUTPUT_TYPE_BUG", 1, "Mistakes of the game's or of Steam's."},
		{"NETWORKING_SOCKET_DEBUG_OUTPUT_TYPE_ERROR", 2, "Errors, too."},
		{"NETWORKING_SOCKET_DEBUG_OUTPUT_TYPE_IMPORTANT", 3, "What is important, too."},
		{"NETWORKING_SOCKET_DEBUG_OUTPUT_TYPE_WARNING", 4, "Warnings, too."},
		{"NETWORKING_SOCKET_DEBUG_OUTPUT_TYPE_MSG", 5, "What is worth knowing, too."},
		{"NETWORKING_SOCKET_DEBUG_OUTPUT_TYPE_VERBOSE", 6, "Much more."},
		{"NETWORKING_SOCKET_DEBUG_OUTPUT_TYPE_DEBUG", 7, "What Valve needs to find mistakes."},
		{"NETWORKING_SOCKET_DEBUG_OUTPUT_TYPE_EVERYTHING", 8, "Everything."},
		{"NETWORKING_SOCKET_DEBUG_OUTPUT_TYPE_FORCE_32BIT", 2147483647, `
			No value: it makes the numbers of Valve's enum 32 bits long.`},
	}},
	{"NetworkingConfigValue", []constant{
		{"NETWORKING_CONFIG_INVALID", 0, "Not a configuration value."},
		{"NETWORKING_CONFIG_FAKE_PACKET_LOSS_SEND", 2, `
			Float, global: how many of a hundred packets are lost on purpose when they go out; [code]0[/code] at
			first.`},
		{"NETWORKING_CONFIG_FAKE_PACKET_LOSS_RECV", 3, `
			Float, global: how many of a hundred packets are lost on purpose when they come in.`},
		{"NETWORKING_CONFIG_FAKE_PACKET_LAG_SEND", 4, `
			Integer, global: by how many milliseconds packets are held up on purpose when they go out, up to 5,000.`},
		{"NETWORKING_CONFIG_FAKE_PACKET_LAG_RECV", 5, `
			Integer, global: by how many milliseconds packets are held up on purpose when they come in.`},
		{"NETWORKING_CONFIG_FAKE_PACKET_REORDER_SEND", 6, `
			Float, global: how many of a hundred packets are overtaken on purpose when they go out.`},
		{"NETWORKING_CONFIG_FAKE_PACKET_REORDER_RECV", 7, `
			Float, global: how many of a hundred packets are overtaken on purpose when they come in.`},
		{"NETWORKING_CONFIG_FAKE_PACKET_REORDER_TIME", 8, `
			Integer, global: by how many milliseconds those are held up; 15 at first.`},
		{"NETWORKING_CONFIG_SEND_BUFFER_SIZE", 9, `
			Integer: how many bytes may wait to be sent on a connection, 524,288 at first; beyond it sending answers
			[constant RESULT_LIMIT_EXCEEDED].`},
		{"NETWORKING_CONFIG_SEND_RATE_MIN", 10, `
			Integer: the least number of bytes a second that Steam sends on a connection. It has no effect on the
			platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_SEND_RATE_MAX", 11, `
			Integer: the most bytes a second that Steam sends on a connection. On the platform [code]standalone[/code]
			only estimates follow from it.`},
		{"NETWORKING_CONFIG_NAGLE_TIME", 12, `
			Integer: how many microseconds a small message waits for more; 5,000 at first. It has no effect on the
			platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_LOG_LEVEL_ACK_RTT", 13, `
			Integer, one of [enum NetworkingSocketsDebugOutputType]: what Steam logs of acknowledgements. It has no
			effect on the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_LOG_LEVEL_PACKET_DECODE", 14, `
			Integer: what Steam logs of packets. It has no effect on the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_LOG_LEVEL_MESSAGE", 15, `
			Integer: what Steam logs of messages. It has no effect on the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_LOG_LEVEL_PACKET_GAPS", 16, `
			Integer: what Steam logs of packets that are missing. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_LOG_LEVEL_P2P_RENDEZVOUS", 17, `
			Integer: what Steam logs of how users find each other. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_LOG_LEVEL_SRD_RELAY_PINGS", 18, `
			Integer, global: what Steam logs of the ways to its relays; the spelling is GodotSteam's. It has no effect
			on the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_SDR_CLIENT_CONSEC_PING_TIMEOUT_FAIL_INITIAL", 19, `
			Integer, global: after how many lost pings Steam gives a relay up that has not answered yet. It has no
			effect on the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_SDR_CLIENT_CONSEC_PING_TIMEOUT_FAIL", 20, `
			Integer, global: after how many lost pings Steam gives a relay up. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_SDR_CLIENT_MIN_PINGS_BEFORE_PING_ACCURATE", 21, `
			Integer, global: after how many pings Steam trusts the time. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_SDR_CLIENT_SINGLE_SOCKET", 22, `
			Integer, global: [code]1[/code] has Steam send everything from one port. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_IP_ALLOW_WITHOUT_AUTH", 23, `
			Integer: whether connections by IP address work without proof of who is there: [code]0[/code] never,
			[code]1[/code] with a warning, [code]2[/code] always. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_TIMEOUT_INITIAL", 24, `
			Integer: after how many milliseconds a connection fails that nobody has accepted; 10,000 at first.`},
		{"NETWORKING_CONFIG_TIMEOUT_CONNECTED", 25, `
			Integer: after how many milliseconds of silence a connection fails; 10,000 at first.`},
		{"NETWORKING_CONFIG_FAKE_PACKET_DUP_SEND", 26, `
			Float, global: how many of a hundred packets go out twice on purpose.`},
		{"NETWORKING_CONFIG_FAKE_PACKET_DUP_REVC", 27, `
			Float, global: how many of a hundred packets come in twice on purpose; the spelling is GodotSteam's.`},
		{"NETWORKING_CONFIG_FAKE_PACKET_DUP_RECV", 27, "As [constant NETWORKING_CONFIG_FAKE_PACKET_DUP_REVC]."},
		{"NETWORKING_CONFIG_FAKE_PACKET_DUP_TIME_MAX", 28, `
			Integer, global: by at most how many milliseconds the second one is later; 10 at first.`},
		{"NETWORKING_CONFIG_SDR_CLIENT_FORCE_RELAY_CLUSTER", 29, `
			Text, global: has Steam use the relays of one place. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_SDR_CLIENT_DEV_TICKET", 30, `
			Text: a ticket for Steam's relays, for tests. It has no effect on the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_SDR_CLIENT_FORCE_PROXY_ADDR", 31, `
			Text, global: has Steam use the relay at an address. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_MTU_PACKET_SIZE", 32, `
			Integer: the most bytes of a packet, with all headers, up to 1,300. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_MTU_DATA_SIZE", 33, `
			Integer, can only be read: the most bytes of a message that goes out in one packet.`},
		{"NETWORKING_CONFIG_UNENCRYPTED", 34, `
			Integer: whether connections may go without encryption, from [code]0[/code] (never) to [code]3[/code]. On
			the platform [code]standalone[/code] they never do.`},
		{"NETWORKING_CONFIG_SDR_CLIENT_FAKE_CLUSTER_PING", 36, `
			Text, global: has Steam take the relays of a place for as far as it says. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_SYMMETRIC_CONNECT", 37, `
			Integer: with [code]1[/code] on both sides, two who connect to each other at once get one connection. It
			must be set for the listen socket and for [method connectP2P].`},
		{"NETWORKING_CONFIG_LOCAL_VIRTUAL_PORT", 38, `
			Integer: the virtual port of this end of a symmetric connection; [code]-1[/code]: that of the other end.`},
		{"NETWORKING_CONFIG_DUAL_WIFI_ENABLE", 39, `
			Integer: whether Steam uses two Wi-Fi bands at once. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_CONNECTION_USER_DATA", 40, `
			Integer of 64 bits: what [method getConnectionUserData] returns.`},
		{"NETWORKING_CONFIG_PACKET_TRACE_MAX_BYTES", 41, `
			Integer, global: how many bytes of each packet Steam logs. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_FAKE_RATE_LIMIT_SEND_RATE", 42, `
			Integer, global: to how many bytes a second Steam limits on purpose what goes out. It has no effect on the
			platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_FAKE_RATE_LIMIT_SEND_BURST", 43, `
			Integer, global: how many bytes may go out at once under that limit. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_FAKE_RATE_LIMIT_RECV_RATE", 44, `
			Integer, global: to how many bytes a second Steam limits on purpose what comes in. It has no effect on the
			platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_FAKE_RATE_LIMIT_RECV_BURST", 45, `
			Integer, global: how many bytes may come in at once under that limit. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_ENABLE_DIAGNOSTICS_UI", 46, `
			Integer: whether the overlay may show how a connection does. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_RECV_BUFFER_SIZE", 47, `
			Integer: how many bytes may wait to be read on a connection; 1,048,576 at first.`},
		{"NETWORKING_CONFIG_RECV_BUFFER_MESSAGES", 48, `
			Integer: how many messages may wait to be read on a connection; 1,000 at first.`},
		{"NETWORKING_CONFIG_RECV_MAX_MESSAGE_SIZE", 49, `
			Integer: how many bytes a message may have that comes in; a larger one ends the connection. 524,288 at
			first.`},
		{"NETWORKING_CONFIG_RECV_MAX_SEGMENTS_PER_PACKET", 50, `
			Integer: how many parts of messages a packet may have that comes in. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_OUT_OF_ORDER_CORRECTION_WINDOW_MICROSECONDS", 51, `
			Integer, global: how many microseconds Steam waits for a packet that was overtaken. It has no effect on
			the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_IP_LOCAL_HOST_ALLOW_WITHOUT_AUTH", 52, `
			Integer: as [constant NETWORKING_CONFIG_IP_ALLOW_WITHOUT_AUTH], for connections inside of a computer. It
			has no effect on the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_FAKE_PACKET_JITTER_SEND_AVG", 53, `
			Float, global: by how many milliseconds on average packets are held up on purpose, by chance, when they go
			out. New in GodotSteam 4.12. It has no effect on the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_FAKE_PACKET_JITTER_SEND_MAX", 54, `
			Float, global: by how many milliseconds at most. New in GodotSteam 4.12. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_FAKE_PACKET_JITTER_SEND_PCT", 55, `
			Float, global: of how many of a hundred packets. New in GodotSteam 4.12. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_FAKE_PACKET_JITTER_RECV_AVG", 56, `
			Float, global: by how many milliseconds on average packets are held up on purpose, by chance, when they
			come in. New in GodotSteam 4.12. It has no effect on the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_FAKE_PACKET_JITTER_RECV_MAX", 57, `
			Float, global: by how many milliseconds at most. New in GodotSteam 4.12. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_FAKE_PACKET_JITTER_RECV_PCT", 58, `
			Float, global: of how many of a hundred packets. New in GodotSteam 4.12. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_SEND_TIME_SINCE_PREVIOUS_PACKET", 59, `
			Integer: whether packets say how long the one before them is ago. New in GodotSteam 4.12. It has no effect
			on the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_SDR_CLIENT_LIMIT_PING_PROBES_TO_NEAREST_N", 60, `
			Integer, global: how many of its nearest relays Steam measures; [code]0[/code]: all. It has no effect on
			the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_P2P_STUN_SERVER_LIST", 103, `
			Text: the STUN servers that tell this computer's address, separated by commas. It has no effect on the
			platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_P2P_TRANSPORT_ICE_ENABLE", 104, `
			Integer: which direct ways users may try, of the constants
			[code]NETWORKING_CONFIG_P2P_TRANSPORT_ICE_…[/code]. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_P2P_TRANSPORT_ICE_PENALTY", 105, `
			Integer: how many milliseconds a direct way counts as longer than it is. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_P2P_TRANSPORT_SDR_PENALTY", 106, `
			Integer: how many milliseconds a way over relays counts as longer than it is. It has no effect on the
			platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_P2P_TURN_SERVER_LIST", 107, `
			Text: the game's own relays (TURN), separated by commas. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_P2P_TURN_uSER_LIST", 108, `
			Text: the user names for those; the spelling is GodotSteam's. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_P2P_TURN_USER_LIST", 108, "As [constant NETWORKING_CONFIG_P2P_TURN_uSER_LIST]."},
		{"NETWORKING_CONFIG_P2P_TURN_PASS_LIST", 109, `
			Text: the passwords for those. It has no effect on the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_P2P_TRANSPORT_ICE_IMPLEMENTATION", 110, `
			Integer: which of its ways to find a direct connection Steam uses. It has no effect on the platform
			[code]standalone[/code].`},
		{"NETWORKING_CONFIG_CALLBACK_CONNECTION_STATUS_CHANGED", 201, `
			A function of C, which a script can't give: there is [signal network_connection_status_changed].`},
		{"NETWORKING_CONFIG_CALLBACK_AUTH_STATUS_CHANGED", 202, `
			A function of C, which a script can't give: there is [signal network_authentication_status].`},
		{"NETWORKING_CONFIG_CALLBACK_RELAY_NETWORK_STATUS_CHANGED", 203, `
			A function of C, which a script can't give: there is [signal relay_network_status].`},
		{"NETWORKING_CONFIG_CALLBACK_MESSAGE_SESSION_REQUEST", 204, `
			A function of C, which a script can't give: there is [signal network_messages_session_request].`},
		{"NETWORKING_CONFIG_CALLBACK_MESSAGES_SESSION_FAILED", 205, `
			A function of C, which a script can't give: there is [signal network_messages_session_failed].`},
		{"NETWORKING_CONFIG_CALLBACK_CREATE_CONNECTION_SIGNALING", 206, `
			A function of C, which a script can't give.`},
		{"NETWORKING_CONFIG_CALLBACK_FAKE_IP_RESULT", 207, `
			A function of C, which a script can't give: there is [signal fake_ip_result].`},
		{"NETWORKING_CONFIG_ECN", 999, `
			Integer, global: how Steam marks packets for routers that can tell of congestion (ECN). It has no effect
			on the platform [code]standalone[/code].`},
		{"NETWORKING_CONFIG_VALUE_FORCE32BIT", 2147483647, `
			No value: it makes the numbers of Valve's enum 32 bits long.`},
	}},
}

// networkingConstants belong to no enum.
var networkingConstants = []constant{
	{"MAX_STEAM_PACKET_SIZE", 524288, "The most bytes of a message of Networking Messages and Networking Sockets."},
	{"NETWORKING_SEND_UNRELIABLE", 0, `
		For Networking Messages and Networking Sockets: it may be lost, come out of order, or come twice, but
		whole.`},
	{"NETWORKING_SEND_NO_NAGLE", 1, `
		It goes out at once, with all that waits, instead of waiting a moment for more.`},
	{"NETWORKING_SEND_URELIABLE_NO_NAGLE", 1, `
		[constant NETWORKING_SEND_UNRELIABLE] and [constant NETWORKING_SEND_NO_NAGLE]; the spelling is
		GodotSteam's.`},
	{"NETWORKING_SEND_UNRELIABLE_NO_NAGLE", 1, "As [constant NETWORKING_SEND_URELIABLE_NO_NAGLE]."},
	{"NETWORKING_SEND_NO_DELAY", 4, `
		Dropped if it can't go out soon, for what is worthless when it is late; not together with [constant
		NETWORKING_SEND_RELIABLE].`},
	{"NETWORKING_SEND_UNRELIABLE_NO_DELAY", 5, `
		[constant NETWORKING_SEND_UNRELIABLE], [constant NETWORKING_SEND_NO_DELAY] and [constant
		NETWORKING_SEND_NO_NAGLE].`},
	{"NETWORKING_SEND_RELIABLE", 8, "It arrives whole, once, and in order, or the connection ends."},
	{"NETWORKING_SEND_RELIABLE_NO_NAGLE", 9, `
		[constant NETWORKING_SEND_RELIABLE] and [constant NETWORKING_SEND_NO_NAGLE].`},
	{"NETWORKING_SEND_USE_CURRENT_THREAD", 16, `
		Steam sends it on the thread that calls, which takes longer. It has no effect on the platform
		[code]standalone[/code].`},
	{"NETWORKING_SEND_AUTORESTART_BROKEN_SESSION", 32, `
		Of Networking Messages: a session that has failed is begun anew.`},
	{"LISTEN_SOCKET_INVALID", 0, "No listen socket."},
	{"NETWORKING_CONNECTION_INVALID", 0, "No connection."},
	{"NET_POLL_GROUP_INVALID", 0, "No poll group."},
	{"NETWORKING_PING_FAILED", -1, "Instead of a ping: it could not be measured."},
	{"NETWORKING_PING_UNKNOWN", -2, "Instead of a ping: it is not known."},
	{"MAX_NETWORKING_ERROR_MESSAGE", 1024, "The most bytes of an error's text, with the zero at its end."},
	{"MAX_NETWORKING_PING_LOCATION_STRING", 1024, `
		The most bytes of a ping location's text, with the zero at its end.`},
	{"NETWORKING_MAX_CONNECTION_CLOSE_REASON", 128, `
		The most bytes of [method closeConnection]'s text, with the zero at its end.`},
	{"NETWORKING_MAX_CONNECTION_DESCRIPTION", 128, `
		The most bytes of a connection's description, with the zero at its end.`},
	{"NETWORKING_MAX_CONNECTION_APP_NAME", 32, `
		The most bytes of an app's name in a connection's description, with the zero at its end.`},
	{"NETWORKING_CONNECTION_INFO_FLAG_UNAUTHENTICATED", 1, "Nobody has proved who is at the other end."},
	{"NETWORKING_CONNECTION_INFO_FLAG_UNENCRYPTED", 2, "It is not encrypted."},
	{"NETWORKING_CONNECTION_INFO_FLAG_LOOPBACK_BUFFERS", 4, `
		Both ends are in this process, see [method createSocketPair].`},
	{"NETWORKING_CONNECTION_INFO_FLAG_FAST", 8, "The other end is near, such as in the same house."},
	{"NETWORKING_CONNECTION_INFO_FLAG_RELAYED", 16, "It goes over a relay."},
	{"NETWORKING_CONNECTION_INFO_FLAG_DUALWIFI", 32, "It uses two Wi-Fi bands at once."},
	{"NETWORKING_CONFIG_P2P_TRANSPORT_ICE_DEFAULT", -1, `
		For [constant NETWORKING_CONFIG_P2P_TRANSPORT_ICE_ENABLE]: as the player's settings of Steam say.`},
	{"NETWORKING_CONFIG_P2P_TRANSPORT_ICE_DISABLE", 0, "No direct ways, which would show the players' addresses."},
	{"NETWORKING_CONFIG_P2P_TRANSPORT_ICE_RELAY", 1, "Over the game's own relays (TURN)."},
	{"NETWORKING_CONFIG_P2P_TRANSPORT_ICE_PRIVATE", 2, "Over addresses of the local network."},
	{"NETWORKING_CONFIG_P2P_TRANSPORT_ICE_PUBLIC", 4, "Over public addresses."},
	{"NETWORKING_CONFIG_P2P_TRANSPORT_ICE_ALL", 2147483647, "All of them."},
}
