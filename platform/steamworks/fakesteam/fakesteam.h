/*
 * A stand-in for libsteam_api, so that platform/steamworks can be tested with
 * no Steam client: the flat functions that the platform binds, over loopback
 * TCP between processes of one machine. Nothing here is Valve's; the names and
 * layouts are those that the public documentation gives.
 *
 *     cd fakesteam && cc -shared -fPIC -pthread -o libsteam_api.so *.c
 *
 * A symbol is hidden, or an interface made an older one, by renaming it:
 *     -DSteamAPI_InitFlat=hidden
 *     -DSteamAPI_SteamUser_v023=SteamAPI_SteamUser_v021
 *
 * The environment, read when SteamAPI_InitFlat is called:
 *     FAKESTEAM_DIR         where the processes find each other
 *     FAKESTEAM_ID          who this process is, a 64-bit SteamID. Without
 *                           these two, no Steam client runs here.
 *     FAKESTEAM_NAME        the persona name
 *     FAKESTEAM_TIMEOUT_MS  instead of 20 seconds
 *     FAKESTEAM_CALLS       a file that every call of an interface is written to
 *     FAKESTEAM_WRITTEN     a file for the arguments of those that have no rules
 *     FAKESTEAM_FAULT       what goes wrong, separated by commas:
 *         init=N            init answers N
 *         running=false     SteamAPI_IsSteamRunning answers false
 *         restart=true      SteamAPI_RestartAppIfNecessary answers true
 *         null=SteamUser    the accessor answers NULL
 *         send=false        and so for available, read, accept, closesession,
 *                           closechannel, state, relay
 *         send=true         a send answers true and does nothing, to be measured
 *         subscribed=false  the user doesn't own the game
 *         refuse=true       all that have no rules answer false or 0
 *         odd_callbacks     unknown callbacks, and known ones of wrong sizes
 *         slow              every interface call takes 200 microseconds more
 *
 * What Valve's library forgives only by luck, this one ends the process for: an
 * interface used before init or after shutdown, a wrong interface pointer, a
 * callback that was not freed, a shutdown while another thread is inside.
 *
 * How it works. Every process listens on a port, written in a file named for
 * its ID. A session owns the connection that it dialled (out), on which it
 * sends; it reads from the connection that its peer dialled (in). So two who
 * call each other at once need no rule for which connection wins. A dialler
 * says HELLO and waits for ACCEPT before it sends data: what waits for the
 * other's consent waits here. A peer that vanishes without BYE is dialled again
 * until the timeout. One who closes a session says BYE and lets the other's
 * connection ask anew, so that what crosses the BYE on its way isn't lost.
 * Unlike Steam it does not notice a peer that is frozen, only one that is gone.
 * Networking Sockets have lines of their own, one to each peer, see links.c.
 * FakeSteam_Kill makes this process look gone to the others.
 */
#ifndef FAKESTEAM_H
#define FAKESTEAM_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))

enum { MAX_UNRELIABLE = 1200, MAX_RELIABLE = 1 << 20 };
enum { MAX_QUEUED = 4 << 20, MAX_UNREAD = 16 << 20 };
enum { NAGLE_BYTES = 1200, NAGLE_MS = 200 };
enum { ERROR_TIMEOUT = 4 };

enum { CALLBACK_CALL_COMPLETED = 703, CALLBACK_REQUEST = 1202, CALLBACK_CONNECT_FAIL = 1203 };

enum interface { NETWORKING, USER, FRIENDS, UTILS, APPS, MATCHMAKING, USERSTATS, NETWORKINGUTILS, NETWORKINGSOCKETS,
	NETWORKINGMESSAGES, INTERFACES };

typedef struct packet {
	struct packet *next;
	uint64_t from;
	int32_t channel;
	uint32_t type, size;
	unsigned char data[];
} packet;

typedef struct { packet *first, **last; int count; size_t bytes; } queue;

typedef struct {
	unsigned char *data;
	size_t len, cap;
} buffer;

typedef struct conn {
	struct conn *next;
	int fd;
	bool outgoing;   /* we dialled it */
	bool line;       /* it carries links, and no session */
	bool connecting; /* connect() has not finished */
	bool accepted;   /* the session that it carries is accepted */
	bool dying;      /* only what is left in tx goes out any more */
	bool closed;     /* to be freed by the thread */
	int64_t die_at;
	uint64_t peer, epoch; /* from HELLO, or whom it was dialled to */
	uint64_t sent, received; /* DATA frames */
	int64_t requested_at;    /* when the request was last posted, 0 for never */
	buffer rx, tx;
} conn;

/* FAILED: told so, and kept to be asked for the error; the next send starts
   over. */
enum state { CONNECTING, ACTIVE, FAILED };

typedef struct session {
	struct session *next;
	uint64_t peer;
	uint64_t epoch, peer_epoch; /* newer sessions have higher ones */
	enum state state;
	uint8_t last_error;
	conn *out, *in;
	int64_t deadline, dial_at, knocked_at, nagle_at;
	bool knock;
	queue send, nagle;
	size_t unread;
	int32_t *channels;
	int channel_count;
	uint16_t port;
} session;

/* All of these are guarded by fake.mu. */
extern struct fake {
	pthread_mutex_t mu;
	bool running, dispatching;
	uint64_t me;
	uint32_t app;
	char *name, *dir;
	char faults[512];
	int64_t timeout;
	session *sessions;
	conn *conns;
	char interfaces[INTERFACES];
} fake;

/* life.c */
void die(const char *why, const char *what);
void enter(void *self, enum interface which, const char *what);
void leave(void);
bool fault(const char *name, const char *value);
int64_t now_ms(void);

/* SteamNetworkingIdentity, of which the stand-in knows Steam IDs alone. */
#pragma pack(push, 1)
typedef struct {
	int32_t type, size;
	uint64_t id;
	char rest[120];
} identity;
#pragma pack(pop)

_Static_assert(sizeof(identity) == 136, "layout");

static inline uint64_t identity_id(const identity *who) {
	return who && who->type == 16 && who->size == 8 ? who->id : 0;
}

/* SteamNetworkingIPAddr, SteamNetworkingConfigValue_t, SteamNetConnectionInfo_t */
typedef struct { uint8_t ip[16]; uint16_t port; } address;
typedef struct { int32_t name, type; union { int32_t i; int64_t big; float f; const char *text; } value; } option;
typedef struct {
	identity peer;
	int64_t user_data;
	uint32_t listener;
	address remote;
	uint16_t pad;
	uint32_t pop, relay;
	int32_t state, end;
	char end_text[128], description[128];
	int32_t flags;
	uint32_t reserved[63];
} connection_info;

_Static_assert(sizeof(address) == 18 && sizeof(option) == 16 && sizeof(connection_info) == 696, "layout");

/* sockets.c */
void sockets_reset(void);
void message_arrived(uint32_t link, uint64_t from, const void *data, uint32_t size, int flags, int lane);

/* links.c */
typedef struct { int what; uint32_t from, to; int32_t number; uint32_t flags; } line_frame;
uint32_t link_listen(int port, int count, const option *options);
void link_unlisten(uint32_t handle);
uint32_t link_connect(uint64_t peer, int port, int count, const option *options);
bool link_info(uint32_t handle, connection_info *i);
int link_accept(uint32_t handle);
void link_close(uint32_t handle, int reason, const char *text);
int link_lanes(uint32_t handle, int lanes);
int link_send(uint32_t handle, const void *data, uint32_t size, int flags, int lane);
uint32_t link_new_group(void);
bool link_is_group(uint32_t group);
void link_set_group(uint32_t handle, uint32_t group);
bool link_in_group(uint32_t handle, uint32_t group);
void link_frame(uint64_t peer, const line_frame *f, const void *data, uint32_t size);
void link_lost(uint64_t peer);
bool links_timers(int64_t now);
void links_reset(void);

/* notes.c */
void note(const char *format, ...);

/* callbacks.c */
void post(int id, const void *data, int size);
uint64_t result(int callback, const void *data, int size);
void cancel_request(uint64_t peer);
void callbacks_reset(void);

/* inbox.c */
void queue_push(queue *q, packet *p);
packet *queue_pop(queue *q);
void queue_clear(queue *q);
packet *new_packet(uint64_t from, int channel, uint32_t type, const void *data, uint32_t size);
void inbox_push(packet *p);
packet *inbox_first(int channel);
packet *inbox_pop(int channel);
void inbox_drop(uint64_t from, int channel, bool every_channel);
void inbox_reset(void);

/* session.c */
session *session_find(uint64_t peer);
session *session_new(uint64_t peer);
void session_connect(session *s);
void session_attach(session *s, conn *c);
void session_close(session *s);
void session_free(session *s);
void session_timers(session *s, int64_t now);
void session_flush(session *s);
void session_open_channel(session *s, int channel);
bool session_close_channel(session *s, int channel);

/* wire.c */
enum frame_kind { HELLO = 1, ACCEPT, KNOCK, BYE, DATA, LINE };
void line_write(conn *c, const line_frame *f, const void *data, uint32_t size);
void frame_write(conn *c, enum frame_kind kind, uint64_t value, const packet *p);
void conn_bye(conn *c, uint64_t epoch, uint64_t received);
void conn_read(conn *c);
void conn_parse(conn *c, bool fresh);
void conn_write(conn *c);
void conn_end(conn *c);
void conn_lost(conn *c);
bool is_pending(const conn *c);
conn *conn_pending(uint64_t peer);
int64_t request_repeat(void);

/* dial.c */
int listen_as_me(void);
void unlisten(void);
conn *conn_new(int fd);
conn *conn_reach(uint64_t peer, uint16_t *at);
conn *conn_dial(session *s);

/* thread.c */
bool thread_start(void);
void thread_stop(void);
void thread_kill(void);
void wake(void);

#endif
