/* Frames on a connection, and what they do to the session. */
#include "fakesteam.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS: SO_NOSIGPIPE is set on the socket */
#endif

typedef struct {
	uint32_t kind, type, size;
	int32_t channel;
	uint64_t value;    /* of HELLO, ACCEPT and BYE: the sender's epoch; of LINE: both links */
	uint64_t from, to; /* of HELLO */
	uint64_t received; /* of BYE: how many DATA frames were taken */
} frame;

static void buffer_add(buffer *b, const void *data, size_t size) {
	if (b->len + size > b->cap) {
		b->cap = (b->len + size) * 2;
		b->data = realloc(b->data, b->cap);
	}
	if (size) memcpy(b->data + b->len, data, size);
	b->len += size;
}

static void buffer_remove(buffer *b, size_t size) {
	b->len -= size;
	memmove(b->data, b->data + size, b->len);
}

void frame_write(conn *c, enum frame_kind kind, uint64_t value, const packet *p) {
	frame f = {.kind = kind, .value = value, .from = fake.me, .to = c->peer};
	if (p) f.type = p->type, f.size = p->size, f.channel = p->channel;
	buffer_add(&c->tx, &f, sizeof f);
	if (p) buffer_add(&c->tx, p->data, p->size);
}

void line_write(conn *c, const line_frame *l, const void *data, uint32_t size) {
	frame f = {.kind = LINE, .type = (uint32_t)l->what, .size = size, .channel = l->number, .from = fake.me,
	           .value = (uint64_t)l->from << 32 | l->to, .received = l->flags};
	buffer_add(&c->tx, &f, sizeof f);
	buffer_add(&c->tx, data, size);
}

static void line_read(conn *c, const frame *f, const unsigned char *bytes) {
	c->line = true;
	c->peer = f->from;
	line_frame l = {(int)f->type, (uint32_t)(f->value >> 32), (uint32_t)f->value, f->channel, (uint32_t)f->received};
	link_frame(c->peer, &l, bytes, f->size);
}

void conn_bye(conn *c, uint64_t epoch, uint64_t received) {
	frame f = {.kind = BYE, .value = epoch, .received = received};
	buffer_add(&c->tx, &f, sizeof f);
}

/* conn_end lets a connection say what it has to say, and no more. What still
   arrives is thrown away, not left unread: that would reset the connection and
   could destroy what is on its way. */
void conn_end(conn *c) {
	if (c->dying) return;
	c->dying = true;
	c->die_at = now_ms() + 1000;
}

int64_t request_repeat(void) { return fake.timeout / 4 < 1000 ? fake.timeout / 4 : 1000; }

/* is_pending reports whether a peer waits for an answer on a connection. */
bool is_pending(const conn *c) { return !c->outgoing && c->epoch && !c->accepted && !c->dying; }

/* conn_pending returns the connection of a peer who waits for an answer. */
conn *conn_pending(uint64_t peer) {
	for (conn *c = fake.conns; c; c = c->next)
		if (c->peer == peer && is_pending(c)) return c;
	return NULL;
}

static void request(conn *c) {
	int64_t now = now_ms();
	if (c->requested_at && now - c->requested_at < request_repeat()) return;
	c->requested_at = now;
	post(CALLBACK_REQUEST, &c->peer, 8);
}

static void hello(conn *c, const frame *f) {
	if (c->outgoing || c->epoch || f->to != fake.me || !f->value) {
		conn_end(c);
		return;
	}
	conn *older = conn_pending(f->from);
	c->peer = f->from;
	c->epoch = f->value;
	if (older) {
		c->requested_at = older->requested_at;
		conn_end(older);
	}
	session *s = session_find(c->peer);
	if (s && s->state != FAILED) session_attach(s, c);
	else request(c);
}

/* bye ends the session, unless it is about one before the present one. */
static void bye(conn *c, const frame *f) {
	session *s = session_find(c->peer);
	if (!s || (s->in != c && s->out != c)) {
		if (is_pending(c)) cancel_request(c->peer);
		conn_end(c);
		return;
	}
	bool stale = f->value < s->peer_epoch;
	bool crossing = s->send.first || s->nagle.first || (s->out && s->out->sent > f->received);
	if (!stale && !crossing) {
		session_free(s);
		return;
	}
	conn_lost(c);
	if (stale) return;
	/* What we sent meanwhile asks the peer for a new session. */
	if (s->in) conn_end(s->in);
	s->in = NULL;
	s->knock = true;
	s->knocked_at = 0;
	session_connect(s);
}

static void data(conn *c, const frame *f, const unsigned char *bytes) {
	session *s = session_find(c->peer);
	if (!s || s->in != c) return;
	c->received++;
	s->unread += f->size;
	session_open_channel(s, f->channel);
	inbox_push(new_packet(c->peer, f->channel, f->type, bytes, f->size));
}

static void handle(conn *c, const frame *f, const unsigned char *bytes) {
	session *s = session_find(c->peer);
	switch (f->kind) {
	case HELLO: hello(c, f); break;
	case BYE: bye(c, f); break;
	case DATA: data(c, f, bytes); break;
	case KNOCK:
		if (is_pending(c)) request(c);
		break;
	case LINE: line_read(c, f, bytes); break;
	case ACCEPT:
		if (s && s->out == c) s->state = ACTIVE, s->knock = false, s->last_error = 0;
		break;
	default: conn_lost(c); /* not one of ours */
	}
}

/* conn_lost is for a connection that broke: its session dials again. */
void conn_lost(conn *c) {
	session *s = c->peer ? session_find(c->peer) : NULL;
	if (s && s->in == c) s->in = NULL;
	if (s && s->out == c) {
		s->out = NULL;
		if (s->state == ACTIVE) session_connect(s);
		s->dial_at = now_ms() + 20;
	}
	if (is_pending(c)) cancel_request(c->peer);
	if (c->line) link_lost(c->peer);
	c->dying = c->closed = true;
}

void conn_read(conn *c) {
	unsigned char chunk[65536];
	ssize_t n = recv(c->fd, chunk, sizeof chunk, 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
	if (n <= 0) {
		if (c->dying) c->closed = true;
		else conn_lost(c);
		return;
	}
	if (c->dying) return;
	buffer_add(&c->rx, chunk, n);
	conn_parse(c, true);
}

/* conn_parse handles the frames that have arrived; fresh says that some just
   have. Data for a session that isn't accepted is a request, and waits. */
void conn_parse(conn *c, bool fresh) {
	size_t at = 0;
	while (!c->dying && c->rx.len - at >= sizeof(frame)) {
		frame f;
		memcpy(&f, c->rx.data + at, sizeof f);
		if (f.size > MAX_RELIABLE) {
			conn_lost(c);
			break;
		}
		if (c->rx.len - at < sizeof f + f.size) break;
		if (f.kind == DATA && is_pending(c)) {
			if (fresh || !c->requested_at) request(c);
			break;
		}
		handle(c, &f, c->rx.data + at + sizeof f);
		at += sizeof f + f.size;
	}
	if (at) buffer_remove(&c->rx, at);
}

void conn_write(conn *c) {
	if (c->connecting) {
		int error = 0;
		socklen_t size = sizeof error;
		getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
		if (error) {
			conn_lost(c);
			return;
		}
		c->connecting = false;
	}
	if (!c->tx.len) return;
	ssize_t n = send(c->fd, c->tx.data, c->tx.len, MSG_NOSIGNAL);
	if (n > 0) buffer_remove(&c->tx, n);
	else if (errno != EAGAIN && errno != EINTR) {
		if (c->dying) c->closed = true;
		else conn_lost(c);
	}
}
