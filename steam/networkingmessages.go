package steam

// GodotSteam's page "Functions | Networking Messages": messages to users, without
// a connection that must be made first (ISteamNetworkingMessages).

import (
	"godotsteam/gd"
	"godotsteam/platform"
	"godotsteam/steamtypes"
)

// getSessionConnectionInfo describes a session in one Dictionary.
func getSessionConnectionInfo(m platform.Messages, peer steamtypes.SteamID, connection, status bool) gd.Items {
	info, how := m.Session(peer)
	items := gd.Items{{Key: "connection_state", Value: int64(info.State)}}
	if connection {
		for _, item := range infoItems(info) {
			if item.Key != "connection_state" {
				items = append(items, item)
			}
		}
	}
	if status {
		items = append(items, statusItems(how)...)
	}
	return items
}

// receiveMessagesOnChannel takes messages of all users.
func receiveMessagesOnChannel(m platform.Messages, c call) error {
	if most := c.Int(1); most > 0 {
		setChannelMessages(c, m.Receive(int32(c.Int(0)), int(most)))
	}
	return nil
}

var messagesPage = page{"Networking messages", []*row{
	plain("acceptSessionWithUser(remote_steam_id: identity) -> bool",
		"ISteamNetworkingMessages.AcceptSessionWithUser(remote_steam_id) -> bool").
		standalone(fn1(platform.Messages.Accept)).
		doc(`
			Answers [signal network_messages_session_request]: from now on messages of that user are read with
			[method receiveMessagesOnChannel], those that caused the request first. Sending them something accepts as
			well; to refuse, don't answer. [code]false[/code] if nobody of that Steam ID has asked, and there is no
			session.`),
	plain("closeSessionWithUser(remote_steam_id: identity) -> bool",
		"ISteamNetworkingMessages.CloseSessionWithUser(remote_steam_id) -> bool").
		standalone(fn1(platform.Messages.CloseSession)).
		doc(`
			Ends the session with a user at once and drops what waits in both directions: give last words a moment.
			It also forgets that a session has failed, so that it can be tried again. [code]false[/code] if there is
			no session.`),
	plain("closeChannelWithUser(remote_steam_id: identity, channel: int32) -> bool",
		"ISteamNetworkingMessages.CloseChannelWithUser(remote_steam_id, channel) -> bool").
		standalone(fn2(platform.Messages.CloseChannel)).
		doc(`
			Closes one channel with a user and drops what waits unread on it; with the last one the session closes.
			[code]false[/code] if the channel is not open.`),
	own("getSessionConnectionInfo(remote_steam_id: identity, get_connection: bool, get_status: bool) -> Dictionary",
		fn3(getSessionConnectionInfo)).
		calls("ISteamNetworkingMessages.GetSessionConnectionInfo").
		doc(`
			Describes the session with a user, for debugging, also for a while after it has failed.
			[code]connection_state[/code] is one of [enum NetworkingConnectionState], and all that is there without
			[param get_connection] and [param get_status]; [code]0[/code] means that there is no session.

			[param get_connection] adds what [method getConnectionInfo] returns: [code]identity[/code],
			[code]user_data[/code], [code]listen_socket[/code], [code]remote_address[/code], [code]remote_pop[/code],
			[code]pop_relay[/code], [code]end_reason[/code], [code]end_debug[/code], [code]debug_description[/code] and
			[code]info_flags[/code].

			[param get_status] adds what [method getConnectionRealTimeStatus] returns: [code]state[/code],
			[code]ping[/code] (milliseconds) and the like.`),
	own("receiveMessagesOnChannel(channel: int32, max_messages: int32) -> Array",
		answering(receiveMessagesOnChannel, gd.ArrayType, gd.Int, gd.Int)).
		calls("ISteamNetworkingMessages.ReceiveMessagesOnChannel").
		doc(`
			Takes up to [param max_messages] messages of a channel, of all users, in the order in which they came.
			Call it in every frame, for each channel that the game uses; until it is called what was sent reliably
			waits, and its sender with it. Each message is a [Dictionary]:

			[code]payload[/code] ([PackedByteArray]) and [code]size[/code]: the bytes, and how many.

			[code]identity[/code]: the sender's Steam ID.

			[code]channel[/code]: the channel.

			[code]flags[/code]: [constant NETWORKING_SEND_RELIABLE] or [constant NETWORKING_SEND_UNRELIABLE].

			[code]time_received[/code]: when it came, in microseconds on the clock of [method getLocalTimestamp].

			[code]message_number[/code]: counts what its sender sent.

			[code]connection[/code], [code]receiver_user_data[/code] and [code]sender_user_data[/code]: of no use here.`),
	plain("sendMessageToUser(remote_steam_id: identity, data: PackedByteArray, flags: int32, channel: int32) -> int",
		"ISteamNetworkingMessages.SendMessageToUser(remote_steam_id, data, u32 len(data), flags, channel) -> i32").
		standalone(fn4(platform.Messages.Send)).
		doc(`
			Queues a message of at most 524,288 bytes for a user, and returns at once. The first one asks for a
			session, and accepts theirs. [param flags] are of the constants [code]NETWORKING_SEND_…[/code], [param
			channel] any number of 32 bits on which the receiver reads.

			What is sent reliably arrives once, and in the order of all such messages of this channel. Everything sent
			before the other has accepted travels reliably.

			Returns one of [enum Result]: [constant RESULT_OK] if it is queued; [constant RESULT_INVALID_PARAM] for a
			Steam ID that can't be or too many bytes; [constant RESULT_LIMIT_EXCEEDED] if too much waits already;
			[constant RESULT_IGNORED] if it was dropped by [constant NETWORKING_SEND_NO_DELAY]; [constant
			RESULT_NO_CONNECTION] or [constant RESULT_CONNECT_FAILED] if the session has failed, until [method
			closeSessionWithUser] or a message with [constant NETWORKING_SEND_AUTORESTART_BROKEN_SESSION]; [code]0[/code]
			before [method steamInitEx].`),
}}
