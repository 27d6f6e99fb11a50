/* Networking Sockets and Messages as far as they need a rule: connections between
   users are in links.c, what is sent on one of a pair comes out of the other, and what is sent to a user comes
   back from them on the same channel. Other handles are made up. */
#include "fakesteam.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct message {
	void *data;
	int32_t size;
	uint32_t conn;
	identity peer;
	int64_t user_data, received, number;
	void (*free_data)(struct message *);
	void (*release)(struct message *);
	int32_t channel, flags;
	int64_t sender_data;
	uint16_t lane, pad;
	struct message *next; /* beyond what Valve's has */
} message;

_Static_assert(offsetof(message, next) == 216, "layout");

static message *waiting, **last = &waiting;
static int64_t numbers, unreleased;
static uint32_t pairs; /* connections: 1 and 2, 3 and 4 and so on */

static void drop(message *m) {
	free(m->data);
	memset(m, '#', sizeof *m);
	free(m);
	unreleased--;
}

/* What Valve's Release calls. */
static void release(message *m) {
	pthread_mutex_lock(&fake.mu);
	drop(m);
	pthread_mutex_unlock(&fake.mu);
}

static message *allocate(const void *data, int32_t size) {
	message *m = calloc(1, sizeof *m);
	m->data = malloc((size_t)(size ? size : 1));
	if (data) memcpy(m->data, data, (size_t)size);
	m->size = size;
	m->release = release;
	unreleased++;
	return m;
}

/* deliver puts a message where it is received. */
static int64_t deliver(message *m, uint32_t conn, uint64_t from, int32_t channel, int32_t flags) {
	m->conn = conn;
	m->peer = (identity){.type = 16, .size = 8, .id = from};
	m->user_data = -7;
	m->received = now_ms() * 1000;
	m->number = ++numbers;
	m->channel = channel;
	m->flags = flags;
	m->next = NULL;
	*last = m;
	last = &m->next;
	return m->number;
}

void message_arrived(uint32_t link, uint64_t from, const void *data, uint32_t size, int flags, int lane) {
	message *m = allocate(data, (int32_t)size);
	m->lane = (uint16_t)lane;
	deliver(m, link, from, -1, flags & 8);
}

static bool wanted(const message *m, uint32_t conn, int32_t channel, uint32_t group) {
	if (group) return link_in_group(m->conn, group);
	return conn != UINT32_MAX ? m->conn == conn : !m->conn && m->channel == channel;
}

static int take(uint32_t conn, int32_t channel, uint32_t group, message **into, int most) {
	int n = 0;
	for (message **at = &waiting; *at && n < most;) {
		message *m = *at;
		if (wanted(m, conn, channel, group)) {
			into[n++] = m;
			*at = m->next;
		} else
			at = &m->next;
	}
	for (last = &waiting; *last;) last = &(*last)->next;
	return n;
}

void sockets_reset(void) {
	for (message *m = waiting, *next; m; m = next) next = m->next, drop(m);
	waiting = NULL;
	last = &waiting;
	pairs = 0;
	numbers = 0;
	links_reset();
}

/* The library's messages that nobody has given back. */
EXPORT int64_t fakesteam_unreleased(void) {
	int64_t waits = 0;
	for (message *m = waiting; m; m = m->next) waits++;
	return unreleased - waits;
}

static void note_options(int count, const option *options) {
	for (int i = 0; i < count; i++) {
		const option *o = options + i;
		switch (o->type) {
		case 1: note(" %d=%d", o->name, o->value.i); break;
		case 2: note(" %d=%lldL", o->name, (long long)o->value.big); break;
		case 3: note(" %d=%gf", o->name, (double)o->value.f); break;
		case 4: note(" %d='%s'", o->name, o->value.text); break;
		}
	}
	note("\n");
}

static void note_address(const address *a) {
	note(" ");
	for (int i = 0; i < 16; i++) note("%02x", a->ip[i]);
	note(":%u", a->port);
}

#define SOCKETS(name) SteamAPI_ISteamNetworkingSockets_##name
#define MESSAGES(name) SteamAPI_ISteamNetworkingMessages_##name
#define UTILS_(name) SteamAPI_ISteamNetworkingUtils_##name
#define ENTER(which) enter(self, which, __func__)
#define YES 0xFFFFFFFFFFFFFF01u
#define NO 0xFFFFFFFFFFFFFF00u
typedef uint64_t flag;

#define LISTEN(name, answer) \
	EXPORT uint32_t SOCKETS(name)(void *self, int port, int count, const option *options) { \
		ENTER(NETWORKINGSOCKETS); \
		note(#name " %d", port); \
		note_options(count, options); \
		uint32_t handle = answer; \
		leave(); \
		return handle; \
	}
LISTEN(CreateListenSocketP2P, link_listen(port, count, options))
LISTEN(CreateListenSocketP2PFakeIP, 4000000002u)
LISTEN(CreateHostedDedicatedServerListenSocket, 4000000003u)

#define CONNECT(name, answer) \
	EXPORT uint32_t SOCKETS(name)(void *self, const identity *peer, int port, int count, const option *options) { \
		ENTER(NETWORKINGSOCKETS); \
		note(#name " %llu %d", (unsigned long long)identity_id(peer), port); \
		note_options(count, options); \
		uint32_t handle = answer; \
		leave(); \
		return handle; \
	}
CONNECT(ConnectP2P, link_connect(identity_id(peer), port, count, options))
CONNECT(ConnectToHostedDedicatedServer, 4000000005u)

#define BY_ADDRESS(name, answer) \
	EXPORT uint32_t SOCKETS(name)(void *self, const address *a, int count, const option *options) { \
		ENTER(NETWORKINGSOCKETS); \
		note(#name); \
		note_address(a); \
		note_options(count, options); \
		leave(); \
		return answer; \
	}
BY_ADDRESS(CreateListenSocketIP, 4000000006u)
BY_ADDRESS(ConnectByIPAddress, 4000000007u)

EXPORT flag SOCKETS(GetListenSocketAddress)(void *self, uint32_t socket, address *a) {
	ENTER(NETWORKINGSOCKETS);
	note("GetListenSocketAddress %u\n", socket);
	*a = (address){{[10] = 255, 255, 10, 0, 0, 1}, 27015};
	leave();
	return socket ? YES : NO;
}

EXPORT flag SOCKETS(CreateSocketPair)(void *self, uint32_t *a, uint32_t *b, bool loopback, const identity *one, const identity *two) {
	ENTER(NETWORKINGSOCKETS);
	note("CreateSocketPair %d %llu %llu\n", loopback, (unsigned long long)identity_id(one), (unsigned long long)identity_id(two));
	*a = ++pairs;
	*b = ++pairs;
	leave();
	return YES;
}

static bool is_pair(uint32_t conn) { return conn && conn <= pairs; }
static uint32_t other_end(uint32_t conn) { return conn % 2 ? conn + 1 : conn - 1; }

EXPORT int32_t SOCKETS(SendMessageToConnection)(void *self, uint32_t conn, const void *data, uint32_t size, int flags, int64_t *number) {
	ENTER(NETWORKINGSOCKETS);
	note("SendMessageToConnection %u %.*s %u %d\n", conn, (int)size, (const char *)data, size, flags);
	bool ok = is_pair(conn) && size <= 524288;
	int result = ok ? 1 : link_send(conn, data, size, flags, 0);
	if (ok) *number = deliver(allocate(data, (int32_t)size), other_end(conn), fake.me, -1, flags & 8);
	else if (result == 1) *number = ++numbers;
	leave();
	return result;
}

EXPORT message *UTILS_(AllocateMessage)(void *self, int size) {
	ENTER(NETWORKINGUTILS);
	message *m = allocate(NULL, size);
	leave();
	return m;
}

EXPORT void SOCKETS(SendMessages)(void *self, int count, message **all, int64_t *numbers_out, bool drop_failed) {
	ENTER(NETWORKINGSOCKETS);
	for (int i = 0; i < count; i++) {
		message *m = all[i];
		if (!drop_failed) die("failed messages would be lost", __func__);
		note("SendMessages %u %.*s %d lane %u\n", m->conn, m->size, (const char *)m->data, m->flags, m->lane);
		if (is_pair(m->conn) && m->lane < 3) {
			numbers_out[i] = deliver(m, other_end(m->conn), fake.me, -1, m->flags & 8);
		} else {
			int result = link_send(m->conn, m->data, (uint32_t)m->size, m->flags, m->lane);
			numbers_out[i] = result == 1 ? ++numbers : -result;
			drop(m);
		}
	}
	leave();
}

EXPORT int32_t SOCKETS(ReceiveMessagesOnConnection)(void *self, uint32_t conn, message **into, int most) {
	ENTER(NETWORKINGSOCKETS);
	int n = is_pair(conn) ? take(conn, 0, 0, into, most) : -1;
	leave();
	return n;
}

/* Group 5 has the first connection. */
EXPORT int32_t SOCKETS(ReceiveMessagesOnPollGroup)(void *self, uint32_t group, message **into, int most) {
	ENTER(NETWORKINGSOCKETS);
	int n = group == 5 ? take(1, 0, 0, into, most) : link_is_group(group) ? take(0, 0, group, into, most) : -1;
	leave();
	return n;
}

EXPORT int32_t SOCKETS(ConfigureConnectionLanes)(void *self, uint32_t conn, int lanes, const int32_t *priorities, const uint16_t *weights) {
	ENTER(NETWORKINGSOCKETS);
	note("ConfigureConnectionLanes %u", conn);
	for (int i = 0; i < lanes; i++) note(" %d/%u", priorities[i], weights[i]);
	note("\n");
	int result = link_lanes(conn, lanes);
	leave();
	return result;
}

EXPORT int32_t SOCKETS(AcceptConnection)(void *self, uint32_t conn) {
	ENTER(NETWORKINGSOCKETS);
	note("AcceptConnection %u\n", conn);
	int result = link_accept(conn);
	leave();
	return result;
}

EXPORT flag SOCKETS(CloseConnection)(void *self, uint32_t conn, int reason, const char *text, bool linger) {
	ENTER(NETWORKINGSOCKETS);
	note("CloseConnection %u %d %s %d\n", conn, reason, text, linger);
	link_close(conn, reason, text);
	leave();
	return YES;
}

EXPORT flag SOCKETS(CloseListenSocket)(void *self, uint32_t socket) {
	ENTER(NETWORKINGSOCKETS);
	note("CloseListenSocket %u\n", socket);
	link_unlisten(socket);
	leave();
	return YES;
}

EXPORT uint32_t SOCKETS(CreatePollGroup)(void *self) {
	ENTER(NETWORKINGSOCKETS);
	note("CreatePollGroup\n");
	uint32_t group = link_new_group();
	leave();
	return group;
}

EXPORT flag SOCKETS(DestroyPollGroup)(void *self, uint32_t group) {
	ENTER(NETWORKINGSOCKETS);
	note("DestroyPollGroup %u\n", group);
	leave();
	return YES;
}

EXPORT flag SOCKETS(SetConnectionPollGroup)(void *self, uint32_t conn, uint32_t group) {
	ENTER(NETWORKINGSOCKETS);
	note("SetConnectionPollGroup %u %u\n", conn, group);
	link_set_group(conn, group);
	leave();
	return YES;
}

static void fill_info(connection_info *i, uint64_t peer) {
	memset(i, 0, sizeof *i);
	i->peer = (identity){.type = 16, .size = 8, .id = peer};
	i->user_data = -5;
	i->listener = 4000000001u;
	i->remote = (address){{[10] = 255, 255, 10, 0, 0, 1}, 27015};
	i->pop = 1;
	i->relay = 2;
	i->state = 4;
	i->end = 1234;
	strcpy(i->end_text, "no");
	strcpy(i->description, "#1 \xc3\xa4");
	i->flags = 24;
}

typedef struct {
	int32_t state, ping;
	float local, remote, packets_out, bytes_out, packets_in, bytes_in;
	int32_t rate, unreliable, reliable, unacknowledged;
	int64_t queue_time;
	uint32_t reserved[16];
} status;

_Static_assert(sizeof(status) == 120, "layout");

typedef struct {
	int32_t unreliable, reliable, unacknowledged, pad;
	int64_t queue_time;
	uint32_t reserved[10];
} lane_status;

_Static_assert(sizeof(lane_status) == 64, "layout");

static const status quick = {3, 25, 0.75f, 0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 262144, 10, 20, 30, 5000000000, {0}};

EXPORT flag SOCKETS(GetConnectionInfo)(void *self, uint32_t conn, connection_info *i) {
	ENTER(NETWORKINGSOCKETS);
	if (conn && !link_info(conn, i)) fill_info(i, fake.me);
	leave();
	return conn ? YES : NO;
}

EXPORT int32_t SOCKETS(GetConnectionRealTimeStatus)(void *self, uint32_t conn, status *s, int lanes, lane_status *each) {
	ENTER(NETWORKINGSOCKETS);
	if (s) *s = quick;
	for (int i = 0; i < lanes; i++) each[i] = (lane_status){i, 2, 3, 0, 4, {0}};
	leave();
	return conn ? 1 : 3;
}

EXPORT int32_t SOCKETS(GetDetailedConnectionStatus)(void *self, uint32_t conn, char *text, int size) {
	ENTER(NETWORKINGSOCKETS);
	snprintf(text, (size_t)size, "all of %u", conn);
	leave();
	return conn ? 0 : -1;
}

EXPORT flag SOCKETS(GetCertificateRequest)(void *self, int *size, void *blob, char *error) {
	ENTER(NETWORKINGSOCKETS);
	bool ok = *size == 512;
	memcpy(blob, "request", 7);
	strcpy(error, "none");
	*size = 7;
	leave();
	return ok ? YES : NO;
}

EXPORT flag SOCKETS(SetCertificate)(void *self, const void *certificate, int size, char *error) {
	ENTER(NETWORKINGSOCKETS);
	note("SetCertificate %.*s\n", size, (const char *)certificate);
	strcpy(error, "fine");
	leave();
	return size ? YES : NO;
}

typedef struct { int32_t result; identity who; uint32_t ip; uint16_t ports[8]; } fake_ip;

_Static_assert(sizeof(fake_ip) == 160, "layout");

EXPORT void SOCKETS(GetFakeIP)(void *self, int first, fake_ip *answer) {
	ENTER(NETWORKINGSOCKETS);
	note("GetFakeIP %d\n", first);
	*answer = (fake_ip){1, {.type = 16, .size = 8, .id = fake.me}, 0xA9FE0102, {27015, 65535}};
	leave();
}

EXPORT int32_t SOCKETS(GetRemoteFakeIPForConnection)(void *self, uint32_t conn, address *a) {
	ENTER(NETWORKINGSOCKETS);
	*a = (address){{[10] = 255, 255, 169, 254, 1, 2}, 27015};
	leave();
	return conn ? 1 : 8;
}

EXPORT flag UTILS_(IsFakeIPv4)(void *self, uint32_t ip) {
	ENTER(NETWORKINGUTILS);
	leave();
	return ip >> 16 == 0xA9FE ? YES : NO;
}

EXPORT int32_t UTILS_(GetIPv4FakeIPType)(void *self, uint32_t ip) {
	ENTER(NETWORKINGUTILS);
	leave();
	return ip >> 16 == 0xA9FE ? 2 : 1;
}

EXPORT int32_t UTILS_(GetRealIdentityForFakeIP)(void *self, const address *a, identity *who) {
	ENTER(NETWORKINGUTILS);
	note("GetRealIdentityForFakeIP");
	note_address(a);
	note("\n");
	*who = (identity){.type = 16, .size = 8, .id = fake.me};
	leave();
	return a->port ? 1 : 8;
}

EXPORT int32_t UTILS_(GetPOPList)(void *self, uint32_t *list, int size) {
	ENTER(NETWORKINGUTILS);
	list[0] = 0x666F6F;
	list[1] = 4000000000u;
	leave();
	return size == 256 ? 2 : 0;
}

/* One value of each type is kept. */
static struct { int32_t i; int64_t big; float f; char text[64]; } kept;

EXPORT flag UTILS_(SetConfigValue)(void *self, int name, int scope, intptr_t object, int type, const void *value) {
	ENTER(NETWORKINGUTILS);
	note("SetConfigValue %d %d %lld %d\n", name, scope, (long long)object, type);
	switch (type) {
	case 1: memcpy(&kept.i, value, sizeof kept.i); break;
	case 2: memcpy(&kept.big, value, sizeof kept.big); break;
	case 3: memcpy(&kept.f, value, sizeof kept.f); break;
	case 4: snprintf(kept.text, sizeof kept.text, "%s", (const char *)value); break;
	}
	leave();
	return YES;
}

/* Values 1 to 4 are of those types. */
EXPORT int32_t UTILS_(GetConfigValue)(void *self, int name, int scope, intptr_t object, int *type, void *value, size_t *size) {
	ENTER(NETWORKINGUTILS);
	note("GetConfigValue %d %d %lld\n", name, scope, (long long)object);
	const void *from[] = {&kept.i, &kept.big, &kept.f, kept.text};
	size_t sizes[] = {4, 8, 4, strlen(kept.text) + 1};
	int32_t answer = -1;
	if (name >= 1 && name <= 4) {
		answer = *size < sizes[name - 1] ? -3 : 1;
		*type = name;
		*size = sizes[name - 1];
		if (answer == 1) memcpy(value, from[name - 1], *size);
	}
	leave();
	return answer;
}

EXPORT int32_t MESSAGES(SendMessageToUser)(void *self, const identity *peer, const void *data, uint32_t size, int flags, int channel) {
	ENTER(NETWORKINGMESSAGES);
	note("SendMessageToUser %llu %.*s %u %d %d\n", (unsigned long long)identity_id(peer), (int)size, (const char *)data, size, flags, channel);
	bool ok = size <= 524288;
	if (ok) {
		deliver(allocate(data, (int32_t)size), 0, identity_id(peer), channel, flags & 8);
		post(1251, peer, sizeof *peer);
	}
	leave();
	return ok ? 1 : 8;
}

EXPORT int32_t MESSAGES(ReceiveMessagesOnChannel)(void *self, int channel, message **into, int most) {
	ENTER(NETWORKINGMESSAGES);
	int n = take(UINT32_MAX, channel, 0, into, most);
	leave();
	return n;
}

EXPORT int32_t MESSAGES(GetSessionConnectionInfo)(void *self, const identity *peer, connection_info *i, status *s) {
	ENTER(NETWORKINGMESSAGES);
	if (i) fill_info(i, identity_id(peer));
	if (s) *s = quick;
	leave();
	return 3;
}
