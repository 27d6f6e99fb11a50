/* Connections of Networking Sockets between users: each process has a line to
   each other one, on which it says what happens to them. What was closed is said
   a moment later, and not at all once its listen socket is gone, as with Steam. */
#include "fakesteam.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALLBACK_CHANGED = 1221, SYMMETRIC = 37 };
enum { CLOSED = 0, ASKED = 1, ROUTING = 2, LINKED = 3, CLOSED_BY_PEER = 4, PROBLEM = 5 };
enum { OK = 1, NO_CONNECTION = 3, INVALID_PARAM = 8, INVALID_STATE = 11 };
enum { END_TIMEOUT = 5003, CLOSING_MS = 30, AGAIN_MS = 20 };
enum { ASK, NOBODY, ACCEPTED, MESSAGE, GOODBYE }; /* on a line */

#pragma pack(push, 4)
typedef struct { uint32_t link; connection_info info; int32_t old; } changed;
#pragma pack(pop)

_Static_assert(sizeof(changed) == 704, "packing");

typedef struct link {
	struct link *next;
	uint32_t handle, far, listener, group;
	uint64_t peer;
	int port, state, end, lanes;
	bool symmetric, asked, closing;
	int64_t due; /* when to give up asking, or to say goodbye */
	int64_t ask_at;
	char text[128];
} link;

typedef struct listener { struct listener *next; uint32_t handle; int port; bool symmetric; } listener;

static link *links;
static listener *listeners;
static uint32_t handles, groups; /* counts */

static uint32_t new_handle(void) { return 4000001000u + handles++; }

/* find finds what the game still has. */
static link *find(uint32_t handle) {
	for (link *l = links; l; l = l->next)
		if (l->handle == handle && !l->closing) return l;
	return NULL;
}

static conn *line(uint64_t peer) {
	for (conn *c = fake.conns; c; c = c->next)
		if (c->line && c->outgoing && c->peer == peer && !c->dying && !c->closed) return c;
	uint16_t port;
	conn *c = conn_reach(peer, &port);
	if (c) c->line = true;
	return c;
}

/* say reports whether the peer can be reached. */
static bool say(link *l, int what, int32_t number, uint32_t flags, const void *data, uint32_t size) {
	conn *c = line(l->peer);
	if (c) line_write(c, &(line_frame){what, l->handle, l->far, number, flags}, data, size);
	wake();
	return c != NULL;
}

static void describe(const link *l, connection_info *i) {
	*i = (connection_info){.peer = {.type = 16, .size = 8, .id = l->peer}, .user_data = -1, .listener = l->listener,
	                       .state = l->state, .end = l->end};
	memcpy(i->end_text, l->text, sizeof l->text);
	snprintf(i->description, sizeof i->description, "link %u", l->handle);
}

static void become(link *l, int state) {
	changed c = {.link = l->handle, .old = l->state};
	l->state = state;
	describe(l, &c.info);
	post(CALLBACK_CHANGED, &c, sizeof c);
}

bool link_info(uint32_t handle, connection_info *i) {
	link *l = find(handle);
	if (l) describe(l, i);
	return l != NULL;
}

static void connected(link *l) {
	become(l, ROUTING);
	become(l, LINKED);
}

static void fail(link *l, int state, int end, const void *text, uint32_t size) {
	l->end = end;
	snprintf(l->text, sizeof l->text, "%.*s", (int)size, (const char *)text);
	become(l, state);
}

static link *new_link(uint64_t peer, int port, uint32_t listener, bool symmetric) {
	link *l = calloc(1, sizeof *l);
	*l = (link){.next = links, .handle = new_handle(), .listener = listener, .peer = peer, .port = port,
	            .symmetric = symmetric, .lanes = 1, .due = now_ms() + fake.timeout};
	links = l;
	return l;
}

static link *symmetric_with(uint64_t peer, int port) {
	for (link *l = links; l; l = l->next)
		if (l->peer == peer && l->port == port && l->symmetric && !l->closing && l->state < CLOSED_BY_PEER) return l;
	return NULL;
}

static bool is_symmetric(int count, const option *options) {
	for (int i = 0; i < count; i++)
		if (options[i].name == SYMMETRIC && options[i].type == 1 && options[i].value.i) return true;
	return false;
}

uint32_t link_listen(int port, int count, const option *options) {
	for (listener *l = listeners; l; l = l->next)
		if (l->port == port) return 0;
	listener *l = calloc(1, sizeof *l);
	*l = (listener){listeners, new_handle(), port, is_symmetric(count, options)};
	listeners = l;
	return l->handle;
}

/* link_unlisten drops what was accepted without a word. */
void link_unlisten(uint32_t handle) {
	for (listener **at = &listeners; *at; at = &(*at)->next)
		if ((*at)->handle == handle) {
			listener *l = *at;
			*at = l->next;
			free(l);
			break;
		}
	for (link **at = &links; *at;) {
		link *l = *at;
		if (l->listener != handle) {
			at = &l->next;
			continue;
		}
		if (!l->closing) become(l, CLOSED);
		*at = l->next;
		free(l);
	}
}

static int accept_link(link *l) {
	if (!l->listener || l->state != ASKED) return INVALID_STATE;
	say(l, ACCEPTED, 0, 0, NULL, 0);
	connected(l);
	return OK;
}

uint32_t link_connect(uint64_t peer, int port, int count, const option *options) {
	bool symmetric = is_symmetric(count, options);
	link *l = symmetric ? symmetric_with(peer, port) : NULL;
	if (l) return accept_link(l) == OK ? l->handle : 0;
	l = new_link(peer, port, 0, symmetric);
	become(l, ASKED);
	wake();
	return l->handle;
}

int link_accept(uint32_t handle) {
	link *l = find(handle);
	return l ? accept_link(l) : INVALID_PARAM;
}

void link_close(uint32_t handle, int reason, const char *text) {
	link *l = find(handle);
	if (!l) return;
	if (l->state < CLOSED_BY_PEER) {
		l->end = reason;
		snprintf(l->text, sizeof l->text, "%s", text ? text : "");
	}
	become(l, CLOSED);
	l->closing = true;
	l->due = now_ms() + CLOSING_MS;
	wake();
}

int link_lanes(uint32_t handle, int lanes) {
	link *l = find(handle);
	if (l) l->lanes = lanes;
	return OK;
}

int link_send(uint32_t handle, const void *data, uint32_t size, int flags, int lane) {
	link *l = find(handle);
	if (!l || lane < 0 || lane >= l->lanes || size > 524288) return INVALID_PARAM;
	if (l->state >= CLOSED_BY_PEER) return NO_CONNECTION;
	if (l->state != LINKED) return INVALID_STATE;
	return say(l, MESSAGE, lane, (uint32_t)flags, data, size) ? OK : NO_CONNECTION;
}

uint32_t link_new_group(void) { return 1000 + ++groups; }
bool link_is_group(uint32_t group) { return group > 1000 && group <= 1000 + groups; }

void link_set_group(uint32_t handle, uint32_t group) {
	link *l = find(handle);
	if (l) l->group = group;
}

bool link_in_group(uint32_t handle, uint32_t group) {
	link *l = find(handle);
	return l && group && l->group == group;
}

static void asked(uint64_t peer, const line_frame *f) {
	listener *at = listeners;
	while (at && at->port != f->number) at = at->next;
	if (!at) {
		conn *c = line(peer);
		if (c) line_write(c, &(line_frame){.what = NOBODY, .to = f->from}, NULL, 0);
		wake();
		return;
	}
	link *l = at->symmetric ? symmetric_with(peer, at->port) : NULL;
	if (l && !l->listener && l->state == ASKED) {
		if (fake.me > peer) return; /* they answer ours */
		l->far = f->from;
		say(l, ACCEPTED, 0, 0, NULL, 0);
		connected(l);
		return;
	}
	l = new_link(peer, at->port, at->handle, at->symmetric);
	l->far = f->from;
	become(l, ASKED);
}

/* link_frame is told what came on a line. */
void link_frame(uint64_t peer, const line_frame *f, const void *data, uint32_t size) {
	link *l = links;
	while (l && (l->closing || l->peer != peer || (l->handle != f->to && (f->to || l->far != f->from)))) l = l->next;
	if (f->what == ASK) asked(peer, f);
	else if (!l) return;
	else if (f->what == NOBODY && l->state == ASKED) l->asked = false, l->ask_at = now_ms() + AGAIN_MS;
	else if (f->what == ACCEPTED && l->state == ASKED && !l->listener) {
		l->far = f->from;
		connected(l);
	} else if (f->what == MESSAGE && l->state == LINKED)
		message_arrived(l->handle, peer, data, size, (int)f->flags, f->number);
	else if (f->what == GOODBYE && l->state < CLOSED_BY_PEER) fail(l, CLOSED_BY_PEER, f->number, data, size);
}

/* link_lost is told that a line has broken. */
void link_lost(uint64_t peer) {
	for (link *l = links; l; l = l->next)
		if (l->peer == peer && !l->closing && (l->state == ROUTING || l->state == LINKED))
			fail(l, PROBLEM, END_TIMEOUT, "gone", 4);
}

/* links_timers does what is due, and reports whether more will be. */
bool links_timers(int64_t now) {
	bool more = false;
	for (link **at = &links; *at;) {
		link *l = *at;
		if (l->closing) {
			more = true;
			if (now >= l->due) {
				if (l->end != END_TIMEOUT) say(l, GOODBYE, l->end, 0, l->text, (uint32_t)strlen(l->text));
				*at = l->next;
				free(l);
				continue;
			}
		} else if (l->state == ASKED && !l->listener) {
			more = true;
			if (!l->asked && now >= l->ask_at) l->asked = say(l, ASK, l->port, 0, NULL, 0);
			if (now >= l->due) fail(l, PROBLEM, END_TIMEOUT, "timed out", 9);
		}
		at = &l->next;
	}
	return more;
}

void links_reset(void) {
	for (link *l = links, *next; l; l = next) next = l->next, free(l);
	for (listener *l = listeners, *next; l; l = next) next = l->next, free(l);
	links = NULL;
	listeners = NULL;
}
