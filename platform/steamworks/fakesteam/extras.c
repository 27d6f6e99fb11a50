/* Lobbies and friends as far as they need a rule. What needs none, because only
   its arguments and its answer matter, is in pass_through.c. There is one lobby; what is said in it is heard. */
#include "fakesteam.h"

#include <stdio.h>
#include <string.h>

static const uint64_t LOBBY = 109775240917155840u, FRIEND = 76561197960287930u;

static char said[8192];
static int said_len;

#define FUNCTION(type, which, interface, name, params, answer, ...) \
	EXPORT type SteamAPI_ISteam##interface##_##name params { \
		enter(self, which, __func__); \
		note(#name " " __VA_ARGS__); \
		note("\n"); \
		type result_ = answer; \
		leave(); \
		return result_; \
	}
#define LOBBY_FUNCTION(type, name, params, answer, ...) FUNCTION(type, MATCHMAKING, Matchmaking, name, params, answer, __VA_ARGS__)
#define FRIENDS_FUNCTION(type, name, params, answer, ...) FUNCTION(type, FRIENDS, Friends, name, params, answer, __VA_ARGS__)
#define U(x) (unsigned long long)(x)

/* The upper bits of a bool's register may be anything. */
#define YES 0xFFFFFFFFFFFFFF01u
typedef uint64_t flag;

#pragma pack(push, 4)
typedef struct { int32_t result; uint64_t lobby; } LobbyCreated_t;
typedef struct { uint64_t lobby; uint32_t permissions; bool locked; uint32_t response; } LobbyEnter_t;
typedef struct { uint64_t lobby, user; uint8_t type; uint32_t entry; } LobbyChatMsg_t;
typedef struct { uint64_t user; int32_t image, wide, tall; } AvatarImageLoaded_t;
typedef struct { uint64_t user; int32_t flags; } PersonaStateChange_t;
#pragma pack(pop)

typedef struct { uint64_t game; int32_t result; uint32_t user[2]; } UserStatsReceived_t;

static uint64_t received(uint64_t user) {
	UserStatsReceived_t stats = {480, 1, {(uint32_t)user, (uint32_t)(user >> 32)}};
	return result(1101, &stats, sizeof stats);
}

static uint64_t create(void) {
	LobbyCreated_t created = {1, LOBBY};
	LobbyEnter_t entered = {LOBBY, 0, false, 1};
	uint64_t call = result(513, &created, sizeof created);
	post(504, &entered, sizeof entered);
	return call;
}

static uint64_t join(uint64_t lobby) {
	LobbyEnter_t entered = {lobby, 0, true, 4};
	post(504, &entered, sizeof entered);
	return result(504, &entered, sizeof entered);
}

static uint64_t list(void) {
	uint32_t count = 2;
	return result(510, &count, sizeof count);
}

static flag say(uint64_t lobby, const void *text, int len) {
	LobbyChatMsg_t msg = {lobby, fake.me, 1, 77};
	memcpy(said, text, (size_t)len);
	said_len = len;
	post(507, &msg, sizeof msg);
	return YES;
}

static int32_t entry(int id, uint64_t *user, void *into, int size, int *type) {
	if (id != 77 || size < said_len) return 0;
	memcpy(into, said, (size_t)said_len);
	*user = fake.me;
	*type = 1;
	return said_len;
}

static flag by_index(int i, char *key, int key_size, char *value, int value_size) {
	snprintf(key, (size_t)key_size, "key %d", i);
	snprintf(value, (size_t)value_size, "value %d", i);
	return YES;
}

static flag server(uint32_t *ip, uint16_t *port, uint64_t *id) {
	*ip = 0x0A000102;
	*port = 27015;
	*id = FRIEND;
	return YES;
}

LOBBY_FUNCTION(uint64_t, CreateLobby, (void *self, int type, int max), create(), "%d %d", type, max)
LOBBY_FUNCTION(uint64_t, JoinLobby, (void *self, uint64_t lobby), join(lobby), "%llu", U(lobby))
LOBBY_FUNCTION(int32_t, GetNumLobbyMembers, (void *self, uint64_t lobby), 2, "%llu", U(lobby))
LOBBY_FUNCTION(uint64_t, GetLobbyMemberByIndex, (void *self, uint64_t lobby, int i), i ? FRIEND : fake.me, "%llu %d", U(lobby), i)
LOBBY_FUNCTION(uint64_t, GetLobbyOwner, (void *self, uint64_t lobby), FRIEND, "%llu", U(lobby))
LOBBY_FUNCTION(int32_t, GetLobbyDataCount, (void *self, uint64_t lobby), 2, "%llu", U(lobby))
LOBBY_FUNCTION(flag, GetLobbyDataByIndex, (void *self, uint64_t lobby, int i, char *key, int ks, char *value, int vs),
	by_index(i, key, ks, value, vs), "%llu %d %d %d", U(lobby), i, ks, vs)
LOBBY_FUNCTION(flag, SendLobbyChatMsg, (void *self, uint64_t lobby, const void *text, int len), say(lobby, text, len), "%llu %s %d", U(lobby), (const char *)text, len)
LOBBY_FUNCTION(int32_t, GetLobbyChatEntry, (void *self, uint64_t lobby, int id, uint64_t *user, void *into, int size, int *type),
	entry(id, user, into, size, type), "%llu %d %d", U(lobby), id, size)
LOBBY_FUNCTION(int32_t, SetLobbyGameServer, (void *self, uint64_t lobby, uint32_t ip, uint16_t port, uint64_t id), 0,
	"%llu %08x %u %llu", U(lobby), ip, port, U(id))
LOBBY_FUNCTION(flag, GetLobbyGameServer, (void *self, uint64_t lobby, uint32_t *ip, uint16_t *port, uint64_t *id), server(ip, port, id), "%llu", U(lobby))
LOBBY_FUNCTION(uint64_t, RequestLobbyList, (void *self), list(), "%s", "")
LOBBY_FUNCTION(uint64_t, GetLobbyByIndex, (void *self, int i), LOBBY + (uint64_t)i, "%d", i)
LOBBY_FUNCTION(int32_t, AddRequestLobbyListStringFilter, (void *self, const char *key, const char *value, int how), 0, "%s %s %d", key, value, how)
LOBBY_FUNCTION(int32_t, AddRequestLobbyListNumericalFilter, (void *self, const char *key, int value, int how), 0, "%s %d %d", key, value, how)
LOBBY_FUNCTION(int32_t, AddRequestLobbyListNearValueFilter, (void *self, const char *key, int value), 0, "%s %d", key, value)
LOBBY_FUNCTION(int32_t, AddRequestLobbyListFilterSlotsAvailable, (void *self, int n), 0, "%d", n)
LOBBY_FUNCTION(int32_t, AddRequestLobbyListDistanceFilter, (void *self, int n), 0, "%d", n)
LOBBY_FUNCTION(int32_t, AddRequestLobbyListResultCountFilter, (void *self, int n), 0, "%d", n)

/* Images 5 and 6 have two pixels a side. The large avatar is loaded later, and
   the medium one known only when the user is. */
static bool known;

static flag get_information(uint64_t user) {
	if (known && user == FRIEND) return 0xFFFFFFFFFFFFFF00u;
	PersonaStateChange_t change = {user, 64 | 1};
	post(304, &change, sizeof change);
	known = true;
	return YES;
}

static int32_t large(uint64_t user) {
	AvatarImageLoaded_t loaded = {user, 6, 2, 2};
	post(334, &loaded, sizeof loaded);
	return -1;
}

static flag size_of(int image, uint32_t *wide, uint32_t *tall) {
	*wide = *tall = 2;
	return image == 5 || image == 6 ? YES : 0;
}

static flag pixels(int image, uint8_t *into, int size) {
	if (size != 16) return 0;
	memset(into, image, 16);
	return YES;
}

typedef struct { uint64_t game; uint32_t ip; uint16_t port, query; uint64_t lobby; } FriendGameInfo_t;

static flag game(FriendGameInfo_t *info) {
	*info = (FriendGameInfo_t){480u | 0x0300000000000000u, 0x7F000001, 1, 2, LOBBY};
	return YES;
}

FRIENDS_FUNCTION(int32_t, GetFriendCount, (void *self, int flags), 2, "%d", flags)
FRIENDS_FUNCTION(uint64_t, GetFriendByIndex, (void *self, int i, int flags), FRIEND + (uint64_t)i, "%d %d", i, flags)
FRIENDS_FUNCTION(int32_t, GetFriendPersonaState, (void *self, uint64_t user), 3, "%llu", U(user))
FRIENDS_FUNCTION(const char *, GetFriendPersonaName, (void *self, uint64_t user), "Frieda", "%llu", U(user))
FRIENDS_FUNCTION(flag, GetFriendGamePlayed, (void *self, uint64_t user, FriendGameInfo_t *info), game(info), "%llu", U(user))
FRIENDS_FUNCTION(flag, RequestUserInformation, (void *self, uint64_t user, bool name), get_information(user), "%llu %d", U(user), name)
FRIENDS_FUNCTION(int32_t, GetSmallFriendAvatar, (void *self, uint64_t user), 5, "%llu", U(user))
FRIENDS_FUNCTION(int32_t, GetMediumFriendAvatar, (void *self, uint64_t user), known ? 5 : 0, "%llu", U(user))
FRIENDS_FUNCTION(int32_t, GetLargeFriendAvatar, (void *self, uint64_t user), large(user), "%llu", U(user))

/* The recording is five bytes; decompressed, every byte is two of the same. */
static int32_t recording(void *into, uint32_t size, uint32_t *written) {
	if (size < 5) return 4;
	memcpy(into, "voice", 5);
	*written = 5;
	return 0;
}

static int32_t decompress(const uint8_t *voice, uint32_t len, uint8_t *into, uint32_t size, uint32_t *written) {
	if (size < 2 * len) return 4;
	for (uint32_t i = 0; i < len; i++) into[2 * i] = into[2 * i + 1] = voice[i];
	*written = 2 * len;
	return 0;
}

static int32_t waiting(uint32_t *size) {
	*size = 5;
	return 0;
}

FUNCTION(int32_t, USER, User, GetAvailableVoice, (void *self, uint32_t *size, uint32_t *raw, uint32_t rate), waiting(size), "%d %u", raw == 0, rate)
FUNCTION(int32_t, USER, User, GetVoice, (void *self, bool want, void *into, uint32_t size, uint32_t *written, bool raw, void *into_raw, uint32_t raw_size, uint32_t *raw_written, uint32_t rate),
	recording(into, size, written), "%d %u %d %d %u %d %u", want, size, raw, into_raw == 0, raw_size, raw_written == 0, rate)
FUNCTION(int32_t, USER, User, DecompressVoice, (void *self, const void *voice, uint32_t len, void *into, uint32_t size, uint32_t *written, uint32_t rate),
	decompress(voice, len, into, size, written), "%u %u %u", len, size, rate)
FUNCTION(uint32_t, USER, User, GetVoiceOptimalSampleRate, (void *self), 24000, "%s", "")

#define STATS_FUNCTION(name, params, answer, ...) FUNCTION(flag, USERSTATS, UserStats, name, params, answer, __VA_ARGS__)

#pragma pack(push, 4)
typedef struct { uint64_t game; int32_t result; } UserStatsStored_t;
#pragma pack(pop)

static flag store(void) {
	UserStatsStored_t stored = {480, 1};
	post(1102, &stored, sizeof stored);
	return YES;
}

#ifdef BEFORE_SDK_161
STATS_FUNCTION(RequestCurrentStats, (void *self), YES, "%s", "")
#endif
FUNCTION(uint64_t, USERSTATS, UserStats, RequestUserStats, (void *self, uint64_t user), received(user), "%llu", U(user))
STATS_FUNCTION(StoreStats, (void *self), store(), "%s", "")

FUNCTION(flag, UTILS, Utils, GetImageSize, (void *self, int image, uint32_t *wide, uint32_t *tall), size_of(image, wide, tall), "%d", image)
FUNCTION(flag, UTILS, Utils, GetImageRGBA, (void *self, int image, uint8_t *into, int size), pixels(image, into, size), "%d %d", image, size)
FUNCTION(int32_t, APPS, Apps, GetLaunchCommandLine, (void *self, char *into, int size), snprintf(into, (size_t)size, "+connect_lobby 5"), "%d", size)
