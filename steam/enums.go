package steam

// The constants that scripts name, with GodotSteam 4.11's names and values, and
// what the class reference says of each.

import (
	"slices"

	"godotsteam/gd"
)

// enum is an enum of the class. Its constants are the class's, too.
type enum struct {
	name      string
	constants []constant
}

type constant struct {
	name  string
	value int64
	text  string
}

func (e enum) gd() gd.Enum {
	of := gd.Enum{Name: e.name}
	for _, c := range e.constants {
		of.Constants = append(of.Constants, gd.Constant{Name: c.name, Value: c.value})
	}
	return of
}

var ownEnums = []enum{
	{"SteamAPIInitResult", []constant{
		{"STEAM_API_INIT_RESULT_OK", 0, "Steam is started."},
		{"STEAM_API_INIT_RESULT_FAILED_GENERIC", 1, `
			Steam did not start for a reason that has no number of its own; [code]verbal[/code] names it. A
			missing library of Valve's is one.`},
		{"STEAM_API_INIT_RESULT_NO_STEAM_CLIENT", 2, "The Steam client does not run."},
		{"STEAM_API_INIT_RESULT_VERSION_MISMATCH", 3, "The Steam client is too old for Valve's library."},
	}},
	{"P2PSend", []constant{
		{"P2P_SEND_UNRELIABLE", 0, `
			At most 1,200 bytes. May be lost, rarely out of order. Waits while the session connects.`},
		{"P2P_SEND_UNRELIABLE_NO_DELAY", 1, `
			As [constant P2P_SEND_UNRELIABLE], but thrown away while the session is not active: for what is
			worthless when it is late, such as positions or voice.`},
		{"P2P_SEND_RELIABLE", 2, `
			At most 1 MiB (1,048,576 bytes). Arrives whole, once, and in the order of everything reliable to
			that user.`},
		{"P2P_SEND_RELIABLE_WITH_BUFFERING", 3, `
			As [constant P2P_SEND_RELIABLE], but gathers small packets until there are about 1,200 bytes, 200
			milliseconds have gone by, or a [constant P2P_SEND_RELIABLE] follows.`},
	}},
	{"P2PSessionError", []constant{
		{"P2P_SESSION_ERROR_NONE", 0, "No error."},
		{"P2P_SESSION_ERROR_NOT_RUNNING_APP", 1, `
			The other user does not run this game. Valve no longer sends it; it is a timeout now.`},
		{"P2P_SESSION_ERROR_NO_RIGHTS_TO_APP", 2, "The user at this computer does not own the game."},
		{"P2P_SESSION_ERROR_DESTINATION_NOT_LOGGED_ON", 3, `
			The other user is not logged on. Valve no longer sends it; it is a timeout now.`},
		{"P2P_SESSION_ERROR_TIMEOUT", 4, `
			No answer in time: the other user is offline, in another game, did not accept, or can't be reached
			through a firewall.`},
		{"P2P_SESSION_ERROR_MAX", 5, "How many errors there are. Not an error itself."},
	}},
	// Matchmaking and chat.
	{"LobbyType", []constant{
		{"LOBBY_TYPE_PRIVATE", 0, `
			By invitation; not listed. On the platform [code]standalone[/code], who knows the ID can enter.`},
		{"LOBBY_TYPE_FRIENDS_ONLY", 1, "For friends and who is invited; not listed."},
		{"LOBBY_TYPE_PUBLIC", 2, "Listed, and visible to friends."},
		{"LOBBY_TYPE_INVISIBLE", 3, "Listed, but not visible to friends."},
		{"LOBBY_TYPE_PRIVATE_UNIQUE", 4, `
			Private, the only one with its data, and there also when empty; on Steam such lobbies are made
			through the web API alone. On the platform [code]standalone[/code] it is as private.`},
	}},
	{"LobbyComparison", []constant{
		{"LOBBY_COMPARISON_EQUAL_TO_OR_LESS_THAN", -2, `
			The lobby's value is equal to or less than the filter's.`},
		{"LOBBY_COMPARISON_LESS_THAN", -1, "The lobby's value is less."},
		{"LOBBY_COMPARISON_EQUAL", 0, "Both are equal."},
		{"LOBBY_COMPARISON_GREATER_THAN", 1, "The lobby's value is greater."},
		{"LOBBY_COMPARISON_EQUAL_TO_GREATER_THAN", 2, "The lobby's value is equal to or greater."},
		{"LOBBY_COMPARISON_NOT_EQUAL", 3, "The two differ."},
	}},
	{"LobbyDistanceFilter", []constant{
		{"LOBBY_DISTANCE_FILTER_CLOSE", 0, "In the same region."},
		{"LOBBY_DISTANCE_FILTER_DEFAULT", 1, "In the same region or near it."},
		{"LOBBY_DISTANCE_FILTER_FAR", 2, "About half the globe."},
		{"LOBBY_DISTANCE_FILTER_WORLDWIDE", 3, "Everywhere."},
	}},
	{"ChatMemberStateChange", []constant{
		{"CHAT_MEMBER_STATE_CHANGE_ENTERED", 1, "Has entered."},
		{"CHAT_MEMBER_STATE_CHANGE_LEFT", 2, "Has left."},
		{"CHAT_MEMBER_STATE_CHANGE_DISCONNECTED", 4, "Is gone without having left."},
		{"CHAT_MEMBER_STATE_CHANGE_KICKED", 8, "Was kicked."},
		{"CHAT_MEMBER_STATE_CHANGE_BANNED", 16, "Was kicked and banned."},
	}},
	{"ChatRoomEnterResponse", []constant{
		{"CHAT_ROOM_ENTER_RESPONSE_SUCCESS", 1, "In."},
		{"CHAT_ROOM_ENTER_RESPONSE_DOESNT_EXIST", 2, `
			There is no such lobby; on the platform [code]standalone[/code]: nobody around knows it.`},
		{"CHAT_ROOM_ENTER_RESPONSE_NOT_ALLOWED", 3, `
			Not allowed; on the platform [code]standalone[/code]: not joinable.`},
		{"CHAT_ROOM_ENTER_RESPONSE_FULL", 4, "Full."},
		{"CHAT_ROOM_ENTER_RESPONSE_ERROR", 5, `
			Something failed; on the platform [code]standalone[/code]: nobody let the user in within 10 seconds.`},
		{"CHAT_ROOM_ENTER_RESPONSE_BANNED", 6, "The user is banned."},
		{"CHAT_ROOM_ENTER_RESPONSE_LIMITED", 7, "Limited users may not."},
		{"CHAT_ROOM_ENTER_RESPONSE_CLAN_DISABLED", 8, "The group's chat is locked or disabled."},
		{"CHAT_ROOM_ENTER_RESPONSE_COMMUNITY_BAN", 9, "The user is banned from the community."},
		{"CHAT_ROOM_ENTER_RESPONSE_MEMBER_BLOCKED_YOU", 10, "A member has blocked the user."},
		{"CHAT_ROOM_ENTER_RESPONSE_YOU_BLOCKED_MEMBER", 11, "The user has blocked a member."},
		{"CHAT_ROOM_ENTER_RESPONSE_RATE_LIMIT_EXCEEDED", 15, "Too many attempts in a short time."},
	}},
	{"ChatEntryType", []constant{
		{"CHAT_ENTRY_TYPE_INVALID", 0, "Not a message."},
		{"CHAT_ENTRY_TYPE_CHAT_MSG", 1, "A text. The only one that the platform [code]standalone[/code] sends."},
		{"CHAT_ENTRY_TYPE_TYPING", 2, "Somebody is typing."},
		{"CHAT_ENTRY_TYPE_INVITE_GAME", 3, "An invitation to a game."},
		{"CHAT_ENTRY_TYPE_EMOTE", 4, "An emote. Valve no longer uses it."},
		{"CHAT_ENTRY_TYPE_LEFT_CONVERSATION", 6, "Somebody has left the conversation."},
		{"CHAT_ENTRY_TYPE_ENTERED", 7, "Somebody has entered."},
		{"CHAT_ENTRY_TYPE_WAS_KICKED", 8, "Somebody was kicked."},
		{"CHAT_ENTRY_TYPE_WAS_BANNED", 9, "Somebody was banned."},
		{"CHAT_ENTRY_TYPE_DISCONNECTED", 10, "Somebody has lost the connection."},
		{"CHAT_ENTRY_TYPE_HISTORICAL_CHAT", 11, "A message from the history."},
		{"CHAT_ENTRY_TYPE_LINK_BLOCKED", 14, "A link that Steam's filter has removed."},
	}},
	{"ChatSteamIDInstanceFlags", []constant{
		{"CHAT_ACCOUNT_INSTANCE_MASK", 4095, "The bits that a chat's instance can have beside the flags."},
		{"CHAT_INSTANCE_FLAG_MMS_LOBBY", 131072, "The chat is a lobby of the matchmaking servers."},
		{"CHAT_INSTANCE_FLAG_LOBBY", 262144, "The chat is a lobby."},
		{"CHAT_INSTANCE_FLAG_CLAN", 524288, "The chat is a group's."},
	}},
	// Friends and the overlay.
	{"VoiceResult", []constant{
		{"VOICE_RESULT_OK", 0, "It went well."},
		{"VOICE_RESULT_NOT_INITIALIZED", 1, "Steam was not started."},
		{"VOICE_RESULT_NOT_RECORDING", 2, "Nothing records."},
		{"VOICE_RESULT_NO_DATE", 3, "Nothing has been said. (The name is GodotSteam's.)"},
		{"VOICE_RESULT_BUFFER_TOO_SMALL", 4, "The buffer is too small for it."},
		{"VOICE_RESULT_DATA_CORRUPTED", 5, "What was received is damaged."},
		{"VOICE_RESULT_RESTRICTED", 6, "The user may not use voice chat."},
		{"VOICE_RESULT_UNSUPPORTED_CODEC", 7, "Nothing here can decompress it."},
		{"VOICE_RESULT_RECEIVER_OUT_OF_DATE", 8, "The one who hears has an old version."},
		{"VOICE_RESULT_RECEIVER_DID_NOT_ANSWER", 9, "The one who hears did not answer."},
	}},
	{"AvatarSizes", []constant{
		{"AVATAR_SMALL", 1, "32 × 32 pixels."},
		{"AVATAR_MEDIUM", 2, "64 × 64 pixels."},
		{"AVATAR_LARGE", 3, "184 × 184 pixels."},
	}},
	{"FriendFlags", []constant{
		{"FRIEND_FLAG_NONE", 0, "Nobody."},
		{"FRIEND_FLAG_BLOCKED", 1, "Users that this one has blocked."},
		{"FRIEND_FLAG_FRIENDSHIP_REQUESTED", 2, "Users who ask to be friends."},
		{"FRIEND_FLAG_IMMEDIATE", 4, "Regular friends; on the platform [code]standalone[/code] the peers around."},
		{"FRIEND_FLAG_CLAN_MEMBER", 8, "Members of a group of the user."},
		{"FRIEND_FLAG_ON_GAME_SERVER", 16, "Users on the same game server."},
		{"FRIEND_FLAG_REQUESTING_FRIENDSHIP", 128, "Users whom this one has asked to be friends."},
		{"FRIEND_FLAG_REQUESTING_INFO", 256, "Users whose details are being fetched."},
		{"FRIEND_FLAG_IGNORED", 512, "Users that this one ignores."},
		{"FRIEND_FLAG_IGNORED_FRIEND", 1024, "Friends that this user ignores."},
		{"FRIEND_FLAG_CHAT_MEMBER", 4096, "Users in the same chat."},
		{"FRIEND_FLAG_ALL", 65535, "All of them."},
	}},
	{"FriendRelationship", []constant{
		{"FRIEND_RELATION_NONE", 0, "None."},
		{"FRIEND_RELATION_BLOCKED", 1, "Blocked."},
		{"FRIEND_RELATION_REQUEST_RECIPIENT", 2, "Has asked this user to be friends."},
		{"FRIEND_RELATION_FRIEND", 3, "A friend; on the platform [code]standalone[/code] a peer that is around."},
		{"FRIEND_RELATION_REQUEST_INITIATOR", 4, "Was asked by this user to be friends."},
		{"FRIEND_RELATION_IGNORED", 5, "Ignored."},
		{"FRIEND_RELATION_IGNORED_FRIEND", 6, "An ignored friend."},
		{"FRIEND_RELATION_SUGGESTED", 7, "Suggested. Valve no longer uses it."},
		{"FRIEND_RELATION_MAX", 8, "How many relationships there are. Not one itself."},
	}},
	{"PersonaChange", []constant{
		{"PERSONA_CHANGE_NAME", 1, "The name."},
		{"PERSONA_CHANGE_STATUS", 2, "Online, away and so on."},
		{"PERSONA_CHANGE_COME_ONLINE", 4, "Has come online; on the platform [code]standalone[/code]: is around."},
		{"PERSONA_CHANGE_GONE_OFFLINE", 8, "Has gone offline; on the platform [code]standalone[/code]: is gone."},
		{"PERSONA_CHANGE_GAME_PLAYED", 16, "The game that they play."},
		{"PERSONA_CHANGE_GAME_SERVER", 32, "The game server that they play on."},
		{"PERSONA_CHANGE_AVATAR", 64, "The picture."},
		{"PERSONA_CHANGE_JOINED_SOURCE", 128, "Has entered a chat, group, lobby or server."},
		{"PERSONA_CHANGE_LEFT_SOURCE", 256, "Has left a chat, group, lobby or server."},
		{"PERSONA_CHANGE_RELATIONSHIP_CHANGED", 512, "The relationship."},
		{"PERSONA_CHANGE_NAME_FIRST_SET", 1024, "The name was set for the first time."},
		{"PERSONA_CHANGE_FACEBOOK_INFO", 2048, "Facebook information. Valve no longer uses it."},
		{"PERSONA_CHANGE_NICKNAME", 4096, "The nickname that this user gave them."},
		{"PERSONA_CHANGE_STEAM_LEVEL", 8192, "The Steam level."},
		{"PERSONA_CHANGE_RICH_PRESENCE", 16384, "What they tell with rich presence."},
	}},
	{"PersonaState", []constant{
		{"PERSONA_STATE_OFFLINE", 0, "Not online."},
		{"PERSONA_STATE_ONLINE", 1, "Online."},
		{"PERSONA_STATE_BUSY", 2, "Busy."},
		{"PERSONA_STATE_AWAY", 3, "Away."},
		{"PERSONA_STATE_SNOOZE", 4, "Away for long."},
		{"PERSONA_STATE_LOOKING_TO_TRADE", 5, "Looking to trade."},
		{"PERSONA_STATE_LOOKING_TO_PLAY", 6, "Looking to play."},
		{"PERSONA_STATE_INVISIBLE", 7, "Online, but looks offline to others."},
		{"PERSONA_STATE_MAX", 8, "How many states there are. Not one itself."},
	}},
	{"OverlayToStoreFlag", []constant{
		{"OVERLAY_TO_STORE_FLAG_NONE", 0, "Only shows the page."},
		{"OVERLAY_TO_STORE_FLAG_ADD_TO_CART", 1, "Puts the app into the cart."},
		{"OVERLAY_TO_STORE_FLAG_AND_TO_CART_AND_SHOW", 2, "Puts the app into the cart and shows the cart."},
	}},
	{"OverlayToWebPageMode", []constant{
		{"OVERLAY_TO_WEB_PAGE_MODE_DEFAULT", 0, "A window beside the other windows of the overlay."},
		{"OVERLAY_TO_WEB_PAGE_MODE_MODAL", 1, "A window alone; the overlay closes with it."},
	}},
	// Steam IDs.
	{"AccountType", []constant{
		{"ACCOUNT_TYPE_INVALID", 0, "Not a Steam ID of any kind."},
		{"ACCOUNT_TYPE_INDIVIDUAL", 1, "A person."},
		{"ACCOUNT_TYPE_MULTISEAT", 2, "An account for several seats, as in a cybercafé."},
		{"ACCOUNT_TYPE_GAME_SERVER", 3, "A game server with an account."},
		{"ACCOUNT_TYPE_ANON_GAME_SERVER", 4, "An anonymous game server."},
		{"ACCOUNT_TYPE_PENDING", 5, "An account that is not confirmed yet."},
		{"ACCOUNT_TYPE_CONTENT_SERVER", 6, "A server of Steam's content."},
		{"ACCOUNT_TYPE_CLAN", 7, "A group."},
		{"ACCOUNT_TYPE_CHAT", 8, "A chat or a lobby."},
		{"ACCOUNT_TYPE_CONSOLE_USER", 9, "A console's user."},
		{"ACCOUNT_TYPE_ANON_USER", 10, "An anonymous user."},
		{"ACCOUNT_TYPE_MAX", 11, "How many account types there are. Not one itself."},
	}},
	{"Universe", []constant{
		{"UNIVERSE_INVALID", 0, "None."},
		{"UNIVERSE_PUBLIC", 1, "The one that players use."},
		{"UNIVERSE_BETA", 2, "Valve's tests."},
		{"UNIVERSE_INTERNAL", 3, "Inside Valve."},
		{"UNIVERSE_DEV", 4, "Valve's development."},
		{"UNIVERSE_MAX", 5, "How many universes there are. Not one itself."},
	}},
	// The connection-oriented half of ISteamNetworking, which no function uses.
	{"SocketConnectionType", []constant{
		{"NET_SOCKET_CONNECTION_TYPE_NOT_CONNECTED", 0, `
			Not connected. For the older socket functions, which this class does not have.`},
		{"NET_SOCKET_CONNECTION_TYPE_UDP", 1, "Direct, over UDP."},
		{"NET_SOCKET_CONNECTION_TYPE_UDP_RELAY", 2, "Through a relay, over UDP."},
	}},
	{"SocketState", []constant{
		{"NET_SOCKET_STATE_INVALID", 0, `
			Not a socket. For the older socket functions, which this class does not have.`},
		{"NET_SOCKET_STATE_CONNECTED", 1, "Connected."},
		{"NET_SOCKET_STATE_INITIATED", 10, "Connecting has begun."},
		{"NET_SOCKET_STATE_LOCAL_CANDIDATE_FOUND", 11, "Addresses of this end are found."},
		{"NET_SOCKET_STATE_RECEIVED_REMOTE_CANDIDATES", 12, "Addresses of the other end have come."},
		{"NET_SOCKET_STATE_CHALLENGE_HANDSHAKE", 15, "The handshake runs."},
		{"NET_SOCKET_STATE_DISCONNECTING", 21, "Disconnecting."},
		{"NET_SOCKET_STATE_LOCAL_DISCONNECT", 22, "This end has disconnected."},
		{"NET_SOCKET_STATE_TIMEOUT_DURING_CONNECT", 23, "No answer in time while connecting."},
		{"NET_SOCKET_STATE_REMOTE_END_DISCONNECTED", 24, "The other end has disconnected."},
		{"NET_SOCKET_STATE_BROKEN", 25, "The connection is broken."},
	}},
	// What anything may answer.
	{"Result", []constant{
		{"RESULT_NONE", 0, "No result."},
		{"RESULT_OK", 1, "It worked."},
		{"RESULT_FAIL", 2, "It failed for a reason that has no number of its own."},
		{"RESULT_NO_CONNECTION", 3, "No connection to Steam."},
		{"RESULT_INVALID_PASSWORD", 5, "The password or ticket is wrong."},
		{"RESULT_LOGGED_IN_ELSEWHERE", 6, "The user is logged in elsewhere."},
		{"RESULT_INVALID_PROTOCOL_VER", 7, "The protocol version is wrong."},
		{"RESULT_INVALID_PARAM", 8, "An argument is wrong."},
		{"RESULT_FILE_NOT_FOUND", 9, "Valve's result “file not found”."},
		{"RESULT_BUSY", 10, "Busy; it was not done."},
		{"RESULT_INVALID_STATE", 11, "Not possible in this state."},
		{"RESULT_INVALID_NAME", 12, "The name is not valid."},
		{"RESULT_INVALID_EMAIL", 13, "The e-mail address is not valid."},
		{"RESULT_DUPLICATE_NAME", 14, "The name is taken."},
		{"RESULT_ACCESS_DENIED", 15, "Access was denied."},
		{"RESULT_TIMEOUT", 16, "No answer in time."},
		{"RESULT_BANNED", 17, "The user is banned (VAC2)."},
		{"RESULT_ACCOUNT_NOT_FOUND", 18, "Valve's result “account not found”."},
		{"RESULT_INVALID_STEAMID", 19, "The Steam ID is not valid."},
		{"RESULT_SERVICE_UNAVAILABLE", 20, "Valve's result “service unavailable”."},
		{"RESULT_NOT_LOGGED_ON", 21, "The user is not logged on."},
		{"RESULT_PENDING", 22, "It is still under way, or waits for somebody."},
		{"RESULT_ENCRYPTION_FAILURE", 23, "Valve's result “encryption failure”."},
		{"RESULT_INSUFFICIENT_PRIVILEGE", 24, "Valve's result “insufficient privilege”."},
		{"RESULT_LIMIT_EXCEEDED", 25, `
			Too much of something; from [method createLobby] on the platform [code]standalone[/code]: too many lobbies.`},
		{"RESULT_REVOKED", 26, "The right was revoked."},
		{"RESULT_EXPIRED", 27, "It has expired."},
		{"RESULT_ALREADY_REDEEMED", 28, "Valve's result “already redeemed”."},
		{"RESULT_DUPLICATE_REQUEST", 29, "Valve's result “duplicate request”."},
		{"RESULT_ALREADY_OWNED", 30, "The user owns it already."},
		{"RESULT_IP_NOT_FOUND", 31, "Valve's result “IP not found”."},
		{"RESULT_PERSIST_FAILED", 32, "It could not be stored."},
		{"RESULT_LOCKING_FAILED", 33, "The lock could not be had."},
		{"RESULT_LOG_ON_SESSION_REPLACED", 34, "The session was replaced by another."},
		{"RESULT_CONNECT_FAILED", 35, "Valve's result “connect failed”."},
		{"RESULT_HANDSHAKE_FAILED", 36, "Valve's result “handshake failed”."},
		{"RESULT_IO_FAILURE", 37, "Reading or writing failed."},
		{"RESULT_REMOTE_DISCONNECT", 38, "The other end has disconnected."},
		{"RESULT_SHOPPING_CART_NOT_FOUND", 39, "Valve's result “shopping cart not found”."},
		{"RESULT_BLOCKED", 40, "It was blocked."},
		{"RESULT_IGNORED", 41, `
			It was ignored because the sender is ignored; of Networking Messages and Sockets: a message was dropped
			because it could not go out soon.`},
		{"RESULT_NO_MATCH", 42, "Nothing matches."},
		{"RESULT_ACCOUNT_DISABLED", 43, "Valve's result “account disabled”."},
		{"RESULT_SERVICE_READ_ONLY", 44, "Valve's result “service read only”."},
		{"RESULT_ACCOUNT_NOT_FEATURED", 45, "Valve's result “account not featured”."},
		{"RESULT_ADMINISTRATOR_OK", 46, "Allowed because the user is an administrator."},
		{"RESULT_CONTENT_VERSION", 47, "The content has another version."},
		{"RESULT_TRY_ANOTHER_CM", 48, "This server of Steam has no room; try another."},
		{"RESULT_PASSWORD_REQUIRED_TO_KICK_SESSION", 49, `
			Valve's result “password required to kick session”.`},
		{"RESULT_ALREADY_LOGGED_IN_ELSEWHERE", 50, "Valve's result “already logged in elsewhere”."},
		{"RESULT_SUSPENDED", 51, "It was suspended."},
		{"RESULT_CANCELLED", 52, "It was cancelled."},
		{"RESULT_DATA_CORRUPTION", 53, "The data is damaged."},
		{"RESULT_DISK_FULL", 54, "The disk is full."},
		{"RESULT_REMOTE_CALL_FAILED", 55, "Valve's result “remote call failed”."},
		{"RESULT_PASSWORD_UNSET", 56, "No password is set."},
		{"RESULT_EXTERNAL_ACCOUNT_UNLINKED", 57, "Valve's result “external account unlinked”."},
		{"RESULT_PSN_TICKET_INVALID", 58, "Valve's result “PSN ticket invalid”."},
		{"RESULT_EXTERNAL_ACCOUNT_ALREADY_LINKED", 59, "Valve's result “external account already linked”."},
		{"RESULT_REMOTE_FILE_CONFLICT", 60, "Valve's result “remote file conflict”."},
		{"RESULT_ILLEGAL_PASSWORD", 61, "Valve's result “illegal password”."},
		{"RESULT_SAME_AS_PREVIOUS_VALUE", 62, "Valve's result “same as previous value”."},
		{"RESULT_ACCOUNT_LOG_ON_DENIED", 63, "Valve's result “account log-on denied”."},
		{"RESULT_CANNOT_USE_OLD_PASSWORD", 64, "The old password can't be used again."},
		{"RESULT_INVALID_LOG_IN_AUTH_CODE", 65, "Valve's result “invalid log in auth code”."},
		{"RESULT_ACCOUNT_LOG_ON_DENIED_NO_MAIL", 66, "Valve's result “account log-on denied no mail”."},
		{"RESULT_HARDWARE_NOT_CAPABLE_OF_IPT", 67, "The hardware has no identity protection (IPT)."},
		{"RESULT_IPT_INIT_ERROR", 68, "Identity protection (IPT) could not be started."},
		{"RESULT_PARENTAL_CONTROL_RESTRICTED", 69, "Valve's result “parental control restricted”."},
		{"RESULT_FACEBOOK_QUERY_ERROR", 70, "Valve's result “Facebook query error”."},
		{"RESULT_EXPIRED_LOGIN_AUTH_CODE", 71, "Valve's result “expired login auth code”."},
		{"RESULT_IP_LOGIN_RESTRICTION_FAILED", 72, "Valve's result “IP login restriction failed”."},
		{"RESULT_ACCOUNT_LOCKED_DOWN", 73, "Valve's result “account locked down”."},
		{"RESULT_ACCOUNT_LOG_ON_DENIED_VERIFIED_EMAIL_REQUIRED", 74, `
			Valve's result “account log-on denied verified email required”.`},
		{"RESULT_NO_MATCHING_URL", 75, "Valve's result “no matching URL”."},
		{"RESULT_BAD_RESPONSE", 76, "Valve's result “bad response”."},
		{"RESULT_REQUIRE_PASSWORD_REENTRY", 77, "Valve's result “require password reentry”."},
		{"RESULT_VALUE_OUT_OF_RANGE", 78, "Valve's result “value out of range”."},
		{"RESULT_UNEXPECTED_ERROR", 79, "Valve's result “unexpected error”."},
		{"RESULT_DISABLED", 80, "It is disabled."},
		{"RESULT_INVALID_CEG_SUBMISSION", 81, "What was submitted for CEG is not valid."},
		{"RESULT_RESTRICTED_DEVICE", 82, "Valve's result “restricted device”."},
		{"RESULT_REGION_LOCKED", 83, "Valve's result “region locked”."},
		{"RESULT_RATE_LIMIT_EXCEEDED", 84, "Too many calls in a short time."},
		{"RESULT_ACCOUNT_LOGIN_DENIED_NEED_TWO_FACTOR", 85, `
			Valve's result “account login denied need two factor”.`},
		{"RESULT_ITEM_DELETED", 86, "Valve's result “item deleted”."},
		{"RESULT_ACCOUNT_LOGIN_DENIED_THROTTLE", 87, "Valve's result “account login denied throttle”."},
		{"RESULT_TWO_FACTOR_CODE_MISMATCH", 88, "Valve's result “two factor code mismatch”."},
		{"RESULT_TWO_FACTOR_ACTIVATION_CODE_MISMATCH", 89, `
			Valve's result “two factor activation code mismatch”.`},
		{"RESULT_ACCOUNT_ASSOCIATED_TO_MULTIPLE_PARTNERS", 90, `
			Valve's result “account associated to multiple partners”.`},
		{"RESULT_NOT_MODIFIED", 91, "Nothing has changed."},
		{"RESULT_NO_MOBILE_DEVICE", 92, "Valve's result “no mobile device”."},
		{"RESULT_TIME_NOT_SYNCED", 93, "Valve's result “time not synced”."},
		{"RESULT_SMS_CODE_FAILED", 94, "Valve's result “SMS code failed”."},
		{"RESULT_ACCOUNT_LIMIT_EXCEEDED", 95, "Valve's result “account limit exceeded”."},
		{"RESULT_ACCOUNT_ACTIVITY_LIMIT_EXCEEDED", 96, "Valve's result “account activity limit exceeded”."},
		{"RESULT_PHONE_ACTIVITY_LIMIT_EXCEEDED", 97, "Valve's result “phone activity limit exceeded”."},
		{"RESULT_REFUND_TO_WALLET", 98, "Refunded to the Steam wallet only."},
		{"RESULT_EMAIL_SEND_FAILURE", 99, "Valve's result “email send failure”."},
		{"RESULT_NOT_SETTLED", 100, "Valve's result “not settled”."},
		{"RESULT_NEED_CAPTCHA", 101, "A captcha must be solved first."},
		{"RESULT_GSLT_DENIED", 102, "The game server's login token was denied."},
		{"RESULT_GS_OWNER_DENIED", 103, "The game server's owner was denied."},
		{"RESULT_INVALID_ITEM_TYPE", 104, "Valve's result “invalid item type”."},
		{"RESULT_IP_BANNED", 105, "Valve's result “IP banned”."},
		{"RESULT_GSLT_EXPIRED", 106, "The game server's login token has expired."},
		{"RESULT_INSUFFICIENT_FUNDS", 107, "Valve's result “insufficient funds”."},
		{"RESULT_TOO_MANY_PENDING", 108, "Valve's result “too many pending”."},
		{"RESULT_NO_SITE_LICENSES_FOUND", 109, "Valve's result “no site licenses found”."},
		{"RESULT_WG_NETWORK_SEND_EXCEEDED", 110, "Too much was sent."},
		{"RESULT_ACCOUNT_NOT_FRIENDS", 111, "Valve's result “account not friends”."},
		{"RESULT_LIMITED_USER_ACCOUNT", 112, "Valve's result “limited user account”."},
		{"RESULT_CANT_REMOVE_ITEM", 113, "The item can't be removed."},
		{"RESULT_ACCOUNT_DELETED", 114, "Valve's result “account deleted”."},
		{"RESULT_EXISTING_USER_CANCELLED_LICENSE", 115, "The user had the licence and cancelled it."},
		{"RESULT_COMMUNITY_COOLDOWN", 116, "Valve's result “community cooldown”."},
		{"RESULT_NO_LAUNCHER_SPECIFIED", 117, "Valve's result “no launcher specified”."},
		{"RESULT_MUST_AGREE_TO_SSA", 118, "The user must agree to Steam's Subscriber Agreement first."},
		{"RESULT_LAUNCHER_MIGRATED", 119, "Valve's result “launcher migrated”."},
		{"RESULT_STEAM_REALM_MISMATCH", 120, "Valve's result “Steam realm mismatch”."},
		{"RESULT_INVALID_SIGNATURE", 121, "Valve's result “invalid signature”."},
		{"RESULT_PARSE_FAILURE", 122, "Valve's result “parse failure”."},
		{"RESULT_NO_VERIFIED_PHONE", 123, "Valve's result “no verified phone”."},
		{"RESULT_INSUFFICIENT_BATTERY", 124, "Valve's result “insufficient battery”."},
		{"RESULT_CHARGER_REQUIRED", 125, "Valve's result “charger required”."},
		{"RESULT_CACHED_CREDENTIAL_INVALID", 126, "Valve's result “cached credential invalid”."},
		{"RESULT_PHONE_NUMBER_IS_VOIP", 127, "The phone number is a VoIP service's."},
		{"RESULT_NOT_SUPPORTED", 128, "It is not supported."},
		{"RESULT_FAMILY_SIZE_LIMIT_EXCEEDED", 129, "Valve's result “family size limit exceeded”."},
	}},
}

// constants belong to no enum.
var constants = []constant{
	{"MAX_LOBBY_KEY_LENGTH", 255, "The most bytes of a key of a lobby's or member's data."},
	{"CHAT_METADATA_MAX", 8192, "The most bytes of a value of a lobby's or member's data."},
}

// enums are those of the class; what belongs to none comes last.
var enums = slices.Concat(ownEnums, networkingEnums, []enum{{"", slices.Concat(constants, networkingConstants)}})
